"""The process that reads the inputs: what ends it costs one file, and what stood before it in the file is kept."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

import dumps
from newsparse.dumps import reading
from newsparse.dumps.faults import WorkerError
from newsparse.dumps.inputs import inputs_of
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.reading import Reading
from sample import ROOT, lines, names, needs_posix

pytestmark = [needs_posix, pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at /proc")]
MAKES: dict[str, Callable[[Path, dumps.Pages], Path]] = {"zip": dumps.zip_of, "tar": dumps.tar_of}
Started = Callable[..., tuple[int, list[str], dict[str, str], bytes]]
ENDS = {"crash": "ReaderDied", "exit": "ReaderDied", "eat": "MemoryError", "hang": "ReaderTimeout"}


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Started:
    """A run with one worker and libraries that crash: exit code, names of its rows, errors by name, what it wrote."""
    monkeypatch.setenv("DUMP_PATIENCE", "1")
    monkeypatch.setenv("PYTHONPATH", os.fspath(ROOT / "tests" / "harm"))
    out = tmp_path / "out.jsonl"

    def run(given: Path, *args: object) -> tuple[int, list[str], dict[str, str], bytes]:
        code, _, err = dumps.finish(
            "extract", given, "-o", out, "--workers", 1, "--page-timeout", 2, "--worker-memory", "400M", *map(str, args)
        )
        assert "Internal error" not in err, err
        assert code in (0, 3), err
        beside = out.with_name("out.jsonl.errors.jsonl")
        errors = lines(beside.read_text(encoding="utf-8")) if beside.exists() else []
        found = {error["file"]: error["error"] for error in errors}
        return code, names(out.read_text(encoding="utf-8")), found, out.read_bytes()

    return run


def members(harm: str, place: int, count: int = 40) -> dumps.Pages:
    some = list(dumps.pages(count))
    some[place] = (f"x-{harm}.html", dumps.page(place))
    return some


@pytest.mark.parametrize("kind", MAKES)
@pytest.mark.parametrize(("harm", "error"), ENDS.items())
def test_what_ends_the_reader_costs_its_file(
    harm: str, error: str, kind: str, tmp_path: Path, started: Started
) -> None:
    given = dumps.folder(tmp_path / "in", [("a.html", dumps.page(50)), ("z.html", dumps.page(51))])
    dumps.zip_of(given / "good.zip", dumps.pages(3))
    places = {"first": 0, "middle": 21, "last": 39} if harm == "crash" else {"middle": 21}
    for name, place in places.items():
        MAKES[kind](given / f"m-{name}.{kind}", members(harm, place))
    code, found, errors, _ = started(given)
    assert code == 3
    assert errors == {f"m-{name}.{kind}": error for name in places}
    for name, place in places.items():
        own = [each.partition("!/")[2] for each in found if each.startswith(f"m-{name}.")]
        assert own == [each for each, _ in dumps.pages(place)]
    assert [each for each in found if not each.startswith("m-")] == [
        "a.html", *(f"good.zip!/{each}" for each, _ in dumps.pages(3)), "z.html",
    ]  # fmt: skip


@pytest.mark.parametrize("harm", ["crash", "exit"])
def test_a_file_that_was_named(harm: str, tmp_path: Path, started: Started) -> None:
    given = dumps.zip_of(tmp_path / "a.zip", members(harm, 5))
    code, found, errors, _ = started(given)
    assert (code, errors) == (3, {"a.zip": "ReaderDied"})
    assert found == [f"a.zip!/{name}" for name, _ in dumps.pages(5)]


def test_an_archive_in_an_archive(tmp_path: Path, started: Started) -> None:
    inner = dumps.zip_of(tmp_path / "inner.zip", members("crash", 9)).read_bytes()
    given = dumps.folder(tmp_path / "in", [("z.html", dumps.page(1))])
    dumps.tar_of(given / "a.tar", [*dumps.pages(2), ("inner.zip", inner), ("behind.html", dumps.page(3))])
    code, found, errors, _ = started(given)
    assert (code, errors) == (3, {"a.tar": "ReaderDied"})
    assert len(found) == 2 + 9 + 1


def test_a_reader_that_was_killed_costs_nothing(
    tmp_path: Path,
    started: Started,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HARM_DONE", os.fspath(tmp_path / "done"))
    given = dumps.zip_of(tmp_path / "a.zip", members("once", 25))
    code, found, errors, _ = started(given)
    assert (tmp_path / "done").exists()
    assert (code, errors) == (0, {})
    assert found == [f"a.zip!/{name}" for name, _ in members("once", 25)]


def size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def test_resumed_runs_give_the_same_bytes(tmp_path: Path, started: Started) -> None:
    given = dumps.folder(tmp_path / "in", [("z.html", dumps.page(1))])
    for number in range(3):
        dumps.zip_of(given / f"{number}.zip", members("crash" if number == 1 else "none", 60, 150))
    _, _, errors, whole = started(given)
    assert errors == {"1.zip": "ReaderDied"}
    out = tmp_path / "out.jsonl"
    out.unlink()
    rows = tmp_path / "out.jsonl.run" / "rows"
    for least in (1, 300_000, 600_000):
        with dumps.start("extract", given, "-o", out, "--workers", 1, "--page-timeout", 2, "--resume") as process:
            while process.poll() is None and size(rows) < least:
                time.sleep(0.01)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    _, _, errors, parts = started(given, "--resume")
    assert errors == {"1.zip": "ReaderDied"}
    assert parts == whole


class _Hangs(Context):
    """What takes a minute to arrive in the reader."""

    def __reduce__(self) -> tuple[object, tuple[float]]:
        return time.sleep, (60.0,)


def test_a_reader_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_START", 0.5)
    monkeypatch.setattr(Context, "__reduce__", _Hangs.__reduce__, raising=False)
    given = Reading(inputs_of([dumps.folder(tmp_path / "in", dumps.pages(1))]), (), Context(), 0.1)
    try:
        with pytest.raises(WorkerError, match="--workers 0"):
            list(given.batches())
    finally:
        given.close()
