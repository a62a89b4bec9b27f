"""Runs that are broken off, pages that do harm: nothing is lost, nothing is doubled."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

import dumps
import newsparse
from newsparse.cli.main import main
from newsparse.dumps import supervisor
from newsparse.dumps.faults import WorkerError
from newsparse.dumps.job import Job
from newsparse.dumps.pages import RawPage
from newsparse.dumps.records import read_records
from sample import ROOT, Run, lines, names, needs_posix

pytestmark = [needs_posix, pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at /proc")]


def errors_of(out: Path) -> dict[str, str]:
    path = out.with_name(f"{out.name}.errors.jsonl")
    return {error["file"]: error["error"] for error in lines(path.read_text(encoding="utf-8"))}


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def group_is_gone(group: int) -> bool:
    """Whether no process of the group runs any more (one that nobody has reaped yet does not run)."""
    return until(lambda: all(state == "Z" for state in states_of(group)))


def states_of(group: int) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its_group = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:3]
            if int(its_group) == group:
                found.append(state)
    return found


def until(done: Callable[[], bool]) -> bool:
    """Wait for something, not for a time: machines may be busy."""
    for _ in range(3000):
        if done():
            return True
        time.sleep(0.02)
    return False


def until_checkpoint(out: Path) -> None:
    rows = out.with_name(f"{out.name}.run") / "rows"
    assert until(lambda: rows.exists() and rows.stat().st_size > 0)


# Pages that do harm


def test_harmful_pages_cost_themselves_only(tmp_path: Path) -> None:
    some = [list(entry) for entry in dumps.pages(60)]
    for number, harm in ((3, "crash"), (20, "eat"), (41, "hang"), (42, "crash")):
        some[number][1] = dumps.page(number, harm)
    given = dumps.folder(tmp_path / "pages", [(name, data) for name, data in some])  # type: ignore[misc]
    out = tmp_path / "out.jsonl"
    code, _, err = dumps.finish(
        "extract", given, "-o", out, "--workers", 2, "--page-timeout", 3, "--worker-memory", "400M"
    )
    assert code == 3, err
    assert errors_of(out) == {
        "00/0003.html": "WorkerDied",
        "00/0020.html": "MemoryError",
        "01/0041.html": "PageTimeout",
        "01/0042.html": "WorkerDied",
    }
    assert names(out.read_text(encoding="utf-8")) == [name for name, _ in some if name not in errors_of(out)]
    assert "60 pages in" in err
    assert "4 failed" in err


def test_a_killed_worker_costs_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six workers are killed, each at a page that another can read."""
    some = [
        (name, dumps.page(number, "once" if number in (0, 30, 31, 75, 150, 199) else ""))
        for number, (name, _) in enumerate(dumps.pages(200))
    ]
    given, out, died = dumps.folder(tmp_path / "pages", some), tmp_path / "out.jsonl", tmp_path / "died"
    died.mkdir()
    monkeypatch.setenv("DUMP_DIED", str(died))
    code, _, err = dumps.finish("extract", given, "-o", out, "--workers", 2)
    assert code == 0, err
    assert len(left(died)) == 6
    assert names(out.read_text(encoding="utf-8")) == [name for name, _ in some]


def test_the_dictionary_is_loaded_once_for_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one process, the server, however often workers are replaced: five are killed at a page, two reach a limit."""
    harms = dict.fromkeys((0, 20, 40, 41, 79), "once") | dict.fromkeys((30, 60), "grow")
    some = [(name, dumps.page(number, harms.get(number, ""))) for number, (name, _) in enumerate(dumps.pages(80))]
    given, out, died, loads = (tmp_path / name for name in ("pages", "out.jsonl", "died", "loads"))
    dumps.folder(given, some)
    died.mkdir()
    for name, value in (("DUMP_DIED", died), ("HARM_COUNT", loads), ("PYTHONPATH", ROOT / "tests" / "harm")):
        monkeypatch.setenv(name, str(value))
    assert dumps.finish("extract", given, "-o", out, "--workers", 2, "--jieba")[0] == 0
    assert len(names(out.read_text(encoding="utf-8"))) == 80
    assert len(left(died)) == 7
    assert len(set(loads.read_text(encoding="ascii").split())) == 1


def test_a_stopped_worker_costs_no_page_and_a_page_that_sleeps_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four workers are stopped, at the first, middle and last page; two pages never end, without work and with it."""
    harms = dict.fromkeys((0, 17, 18, 59), "stopped") | {30: "sleep", 40: "hang"}
    some = [(name, dumps.page(number, harms.get(number, ""))) for number, (name, _) in enumerate(dumps.pages(60))]
    given, out, died = dumps.folder(tmp_path / "pages", some), tmp_path / "out.jsonl", tmp_path / "died"
    died.mkdir()
    monkeypatch.setenv("DUMP_DIED", str(died))
    code, _, err = dumps.finish("extract", given, "-o", out, "--workers", 2, "--page-timeout", 3)
    assert code == 3, err
    assert len(left(died)) == 4
    assert errors_of(out) == {"00/0030.html": "PageTimeout", "01/0040.html": "PageTimeout"}
    assert names(out.read_text(encoding="utf-8")) == [name for name, _ in some if name not in errors_of(out)]


def test_workers_end_with_their_supervisor(tmp_path: Path) -> None:
    """kill -9 of the main process alone, while the workers are at pages that never end."""
    some = [(f"{n}.html", dumps.page(n, "hang")) for n in range(2)]
    given = dumps.folder(tmp_path / "pages", some)
    with dumps.start("extract", given, "-o", tmp_path / "out.jsonl", "--workers", 2) as process:
        assert until(lambda: len(list(dumps.children(process.pid))) == 3)
        time.sleep(0.3)
        process.kill()
        process.wait()
        assert group_is_gone(process.pid)
        process.communicate()


# Where the program is started


@pytest.mark.parametrize("blocked", [{signal.SIGCHLD}, signal.valid_signals()], ids=["SIGCHLD", "all"])
def test_blocked_signals_are_inherited(blocked: set[int], tmp_path: Path) -> None:
    given = dumps.folder(tmp_path / "pages", dumps.pages(40))
    out = tmp_path / "out.jsonl"
    before = signal.pthread_sigmask(signal.SIG_BLOCK, blocked)
    try:
        code, _, err = dumps.finish("extract", given, "-o", out, "--workers", 2)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    assert code == 0, err
    assert len(names(out.read_text(encoding="utf-8"))) == 40


def test_a_long_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / ("t" * 120)
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    given = dumps.folder(tmp_path / "pages", dumps.pages(40))
    code, _, err = dumps.finish("extract", given, "-o", tmp_path / "out.jsonl", "--workers", 2)
    assert code == 0, err


class _Hangs:
    """A function whose arrival in the worker takes a minute."""

    def __reduce__(self) -> tuple[object, tuple[float]]:
        return time.sleep, (60.0,)

    def __call__(self, *_: object, **__: object) -> newsparse.Article:
        raise AssertionError


def test_a_worker_that_hangs_before_its_first_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "_START", 1.0)
    run = supervisor.Supervisor(Job(), 1, page_timeout=0.5, parse=_Hangs())
    batch = supervisor.Batch([(0,)], supervisor.packed_pages([RawPage("a.html", b"<p>x")]))
    try:
        with pytest.raises(WorkerError, match="--workers 0"):
            list(run.results(iter([batch])))
    finally:
        run.close()


# Runs that are broken off


@pytest.mark.parametrize("kind", ["folder", "warc.gz", "jsonl"])
def test_killed_runs_give_the_same_bytes(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """kill -9 of the whole process group at random points; the result is that of one run."""
    gate = tmp_path / "gate"  # no run comes to its end before this exists
    monkeypatch.setenv("DUMP_GATE", str(gate))
    if kind == "warc.gz":
        pytest.importorskip("fastwarc")
    some = [
        (name, dumps.page(number, "slow" if number % 3 == 0 else ""))
        for number, (name, _) in enumerate(dumps.pages(210))
    ]
    some[77] = (some[77][0], dumps.page(77, "crash"))
    some[200] = (some[200][0], b"")
    some[209] = (some[209][0], dumps.page(209, "gate"))
    given = tmp_path / f"pages.{kind}"
    if kind == "folder":
        dumps.folder(given, some)
    else:
        given.write_bytes(dumps.warc_bytes(some, gz=True) if kind == "warc.gz" else dumps.jsonl_bytes(some))
    whole, parts = tmp_path / "whole.jsonl", tmp_path / "parts.jsonl"
    gate.touch()
    assert dumps.finish("extract", given, "-o", whole, "--dedup")[0] == 3
    gate.unlink()
    dice = random.Random(kind)  # noqa: S311 - no secret
    for _ in range(3):
        with dumps.start("extract", given, "-o", parts, "--dedup", "--resume") as process:
            until_checkpoint(parts)
            time.sleep(dice.uniform(0, 0.5))
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            assert group_is_gone(process.pid)
    gate.touch()
    code, _, err = dumps.finish("extract", given, "-o", parts, "--dedup", "--resume", "--summary", tmp_path / "s")
    assert "were there already" in err
    assert code == 3
    assert parts.read_bytes() == whole.read_bytes()
    assert (
        parts.with_name("parts.jsonl.errors.jsonl").read_bytes()
        == whole.with_name("whole.jsonl.errors.jsonl").read_bytes()
    )


@pytest.mark.parametrize("name", ["out.jsonl.gz", "out.jsonl.zst", "out.parquet", "out.csv", "markdown"])
def test_broken_off_runs_give_the_same_rows(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUMP_GATE", str(tmp_path / "never"))
    if name.endswith(("zst", "parquet")):
        pytest.importorskip("pyarrow")
        pytest.importorskip("zstandard")
    some = [*dumps.pages(150), ("99/9999.html", dumps.page(151, "gate"))]
    given = dumps.folder(tmp_path / "pages", some)
    (tmp_path / "whole").mkdir()
    whole, parts = tmp_path / "whole" / name, tmp_path / name
    to = ("--to", name) if name == "markdown" else ()
    assert main(["extract", str(given), "-o", str(whole), *to]) == 0
    with dumps.start("extract", given, "-o", parts, *to) as process:
        until_checkpoint(parts)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert not parts.exists()
    assert (tmp_path / f"{name}.run").is_dir()
    assert main(["extract", str(given), "-o", str(parts), "--resume", *to]) == 0
    if name == "markdown":
        assert tree(parts) == tree(whole)
    elif name.endswith("csv"):
        assert parts.read_bytes() == whole.read_bytes()
    else:
        assert list(read_records(parts)) == list(read_records(whole))


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_control_c_ends_soon_and_keeps_what_was_done(number: int, tmp_path: Path, run: Run) -> None:
    some = [*dumps.pages(100), ("99.html", dumps.page(99, "hang")), ("999.html", dumps.page(999, "hang"))]
    given = dumps.folder(tmp_path / "pages", some)
    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")
    with dumps.start("extract", given, "-o", out, "--workers", 2, "--page-timeout", 3600) as process:
        until_checkpoint(out)
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=60)  # the pages that hang have an hour
        assert group_is_gone(process.pid)
    assert process.returncode == 130
    said = re.search(rb"newsparse: (\d+) pages are kept. The same command with --resume goes on.\n", err)
    assert said is not None
    kept = int(said[1])
    assert kept > 0
    assert err.endswith(b"newsparse: Interrupted.\n")
    assert out.read_text(encoding="utf-8") == "old"
    for name in ("99.html", "999.html"):  # these are behind what was reached: they can still be mended
        (given / name).write_bytes(dumps.page(99))
    code, _, err2 = run("extract", given, "-o", out, "--resume", "--summary", tmp_path / "summary.json")
    assert code == 0
    assert f"{kept} of them were there already" in err2
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))["resumed"] == kept
    assert len(names(out.read_text(encoding="utf-8"))) == 102


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("gap", [0.02, 0.05])
def test_who_cannot_wait_gets_the_same_end(gap: float, workers: int, tmp_path: Path) -> None:
    """SIGTERM again and again, until there is a word of what is kept."""
    given = dumps.folder(tmp_path / "pages", dumps.pages(300, "slow"))
    out = tmp_path / "out.jsonl"
    with dumps.start("extract", given, "-o", out, "--workers", workers) as process:
        assert process.stderr is not None
        until_checkpoint(out)
        os.set_blocking(process.stderr.fileno(), False)
        said = b""
        while not said and process.poll() is None:
            process.terminate()
            time.sleep(gap)
            said = process.stderr.read() or b""
        os.set_blocking(process.stderr.fileno(), True)
        said += process.communicate(timeout=60)[1]
        assert group_is_gone(process.pid)
    assert re.match(rb"newsparse: (?:1 page is kept|\d+ pages are kept|Interrupted)\.", said)
    assert b"error" not in said
    assert process.returncode in (130, -signal.SIGTERM)  # the last one may come when nobody hears any more
    assert not out.exists()


def test_the_folder_of_the_output_is_removed(tmp_path: Path) -> None:
    given = dumps.folder(tmp_path / "pages", dumps.pages(300, "slow"))
    out = tmp_path / "results" / "out.jsonl"
    for change in (shutil.rmtree, lambda folder: folder.rename(tmp_path / "elsewhere")):
        out.parent.mkdir()
        with dumps.start("extract", given, "-o", out, "--workers", 1) as process:
            until_checkpoint(out)
            change(out.parent)
            err = process.communicate(timeout=60)[1].decode()
        assert process.returncode == 1
        assert f"newsparse: {out}.run" in err
        assert "Start the run again" in err
        assert not out.parent.exists()


def test_a_full_disk_is_told_and_the_run_goes_on_later(tmp_path: Path, run: Run) -> None:
    import resource

    given = dumps.folder(tmp_path / "pages", dumps.pages(400, ""))
    out = tmp_path / "out.jsonl"

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

    code, _, err = dumps.finish("extract", given, "-o", out, preexec_fn=little_room)
    assert code == 1
    assert err.startswith(f"newsparse: Cannot write {out}: ")
    assert "Traceback" not in err
    assert not out.exists()
    assert run("extract", given, "-o", out, "--resume")[0] == 0
    whole = tmp_path / "whole.jsonl"
    assert run("extract", given, "-o", whole)[0] == 0
    assert out.read_bytes() == whole.read_bytes()


# --resume itself


def test_resume_without_an_earlier_run_starts_one_and_knows_its_end(good: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out.jsonl"
    assert run("extract", good, "-o", out, "--resume")[0] == 0
    first = out.read_bytes()
    assert names(first.decode()) == ["a.html", "b/c.htm"]
    code, _, err = run("extract", good, "-o", out, "--resume")
    assert (code, out.read_bytes()) == (0, first)
    assert "Nothing is left to do" in err
    (good / "d.html").write_bytes(dumps.page(1))
    assert run("extract", good, "-o", out, "--resume")[0] == 0
    assert names(out.read_text(encoding="utf-8")) == ["a.html", "b/c.htm", "d.html"]
    assert run("extract", good, "-o", out)[0] == 0
    assert left(tmp_path) == {"good", "out.jsonl"}


def broken_off(tmp_path: Path) -> tuple[Path, Path]:
    some = [*dumps.pages(60), ("99.html", dumps.page(99, "hang"))]
    given, out = dumps.folder(tmp_path / "pages", some), tmp_path / "out.jsonl"
    with dumps.start("extract", given, "-o", out) as process:
        until_checkpoint(out)
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
    return given, out


def test_resume_refuses_what_is_not_the_same(tmp_path: Path, run: Run) -> None:
    given, out = broken_off(tmp_path)
    code, _, err = run("extract", given, "-o", out, "--resume", "--kind", "article")
    assert code == 1
    assert "another --kind (not given, now article)" in err
    (given / "00" / "00.html").write_bytes(dumps.page(1))
    code, _, err = run("extract", given, "-o", out, "--resume")
    assert code == 1
    assert "has changed since" in err
    (given / "00" / "00.html").unlink()
    (given / "99.html").unlink()
    assert run("extract", given, "-o", out, "--resume")[0] == 0
    assert len(names(out.read_text(encoding="utf-8"))) == 60


def test_two_runs_to_one_output(tmp_path: Path, run: Run) -> None:
    given = dumps.folder(tmp_path / "pages", [("1.html", dumps.page(1, "hang"))])
    out = tmp_path / "out.jsonl"
    with dumps.start("extract", given, "-o", out) as process:
        until((tmp_path / "out.jsonl.run" / "rows").exists)
        code, _, err = run("extract", given, "-o", out)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert code == 1
    assert "Is another run writing this output?" in err


def test_resume_needs_a_file(good: Path, run: Run) -> None:
    for output in ([], ["-o", "/dev/null"]):
        code, _, err = run("extract", good, "--resume", *output)
        assert code == 1
        assert "cannot be resumed" in err


# Broken containers


def test_a_truncated_warc_tells_its_last_record(tmp_path: Path, run: Run) -> None:
    pytest.importorskip("fastwarc")
    whole = dumps.warc_bytes(dumps.pages(5))
    packed = dumps.warc_bytes(dumps.pages(5), gz=True)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.warc").write_bytes(whole[:-300])
    (tmp_path / "in" / "b.warc.gz").write_bytes(packed[:-300])
    code, out, err = run("extract", tmp_path / "in")
    assert code == 3
    assert [name.partition("#")[0] for name in names(out)] == ["a.warc"] * 4 + ["b.warc.gz"] * 4
    faults = [json.loads(line) for line in err.splitlines()[:-1]]
    assert [fault["error"] for fault in faults] == ["TruncatedRecord"] * 2
    assert all("cut off" in fault["reason"] for fault in faults)


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "jsonl.gz", "warc.gz", "parquet", "jsonl.zst"])
def test_a_broken_archive_is_told_and_the_next_input_read(kind: str, tmp_path: Path, run: Run) -> None:
    for library in {"warc.gz": ["fastwarc"], "parquet": ["pyarrow"], "jsonl.zst": ["zstandard"]}.get(kind, ()):
        pytest.importorskip(library)
    dice = random.Random(1)  # noqa: S311 - no secret
    some = [(name, data + b"<!--" + dice.randbytes(3000).hex().encode() + b"-->") for name, data in dumps.pages(40)]
    given = tmp_path / "in"
    given.mkdir()
    path = given / f"a.{kind}"
    if kind == "zip":
        data = bytearray(dumps.zip_of(path, some).read_bytes())
        middle = len(data) // 2
        data[middle : middle + 50] = bytes(50)
    elif kind == "parquet":
        data = bytearray(dumps.parquet_of(path, some).read_bytes())
        middle = len(data) // 2
        data[middle : middle + 9000] = bytes(9000)
    else:
        made = {
            "tar": lambda: dumps.tar_bytes(some),
            "tar.gz": lambda: gzip.compress(dumps.tar_bytes(some)),
            "jsonl.gz": lambda: gzip.compress(dumps.jsonl_bytes(some)),
            "warc.gz": lambda: dumps.warc_bytes(some, gz=True),
            "jsonl.zst": lambda: dumps.zstd(dumps.jsonl_bytes(some)),
        }[kind]()
        data = bytearray(made[: len(made) * 2 // 3])
    path.write_bytes(data)
    (given / "b.html").write_bytes(dumps.page(7))
    code, out, err = run("extract", given)
    assert code == 3, err
    assert names(out)[-1] == "b.html"
    assert 5 < len(names(out)) < 41
    assert all(json.loads(line)["file"].startswith(f"a.{kind}") for line in err.splitlines()[:-1])
    if kind == "zip":  # one member is broken, the others are read
        assert len(names(out)) == 40
