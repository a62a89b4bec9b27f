"""newsparse extract --limit: where a run ends, what is written then, how it goes on; what a log is told of a run."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

import dumps
from newsparse.dumps import progress
from newsparse.dumps.inputs import inputs_of
from newsparse.dumps.progress import Bar, Log
from newsparse.dumps.summary import Tally
from sample import PAGE, Run, filled, lines, names

_PAGES = 40
_GOES_ON = "The same command with --resume, without --limit or with a greater one, goes on."


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder, an archive and a table in it; every tenth page is empty."""
    some = [(name, b"" if number % 10 == 3 else data) for number, (name, data) in enumerate(dumps.pages(_PAGES))]
    folder = dumps.folder(tmp_path / "in", some[:15])
    dumps.zip_of(folder / "a.zip", some[15:30])
    (folder / "b.jsonl").write_bytes(dumps.jsonl_bytes(some[30:]))
    return folder


def _written(path: Path) -> list[object]:
    """What a run wrote: the bytes of its file, or of all files in its folder."""
    if path.is_dir():
        return [(each.relative_to(path), each.read_bytes()) for each in sorted(path.rglob("*")) if each.is_file()]
    return [path.read_bytes()]


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("limit", [1, 2, 14, 17, 33])
def test_a_limited_run_is_the_beginning_of_the_whole_one(
    limit: int, workers: int, given: Path, tmp_path: Path, run: Run
) -> None:
    whole, out, told = tmp_path / "whole.jsonl", tmp_path / "out.jsonl", tmp_path / "told.json"
    run("extract", given, "-o", whole, "--workers", "0")
    code, _, err = run("extract", given, "-o", out, "--limit", str(limit), "--workers", str(workers), "--summary", told)
    summary = json.loads(told.read_text(encoding="utf-8"))
    failed = summary["failed"]
    assert code == (3 if failed else 0)
    assert (summary["pages"], summary["limited"], failed) == (limit, True, sum(n % 10 == 3 for n in range(limit)))
    assert out.read_bytes().splitlines() == whole.read_bytes().splitlines()[: limit - failed]
    assert ", where --limit ended the run." in err
    assert _GOES_ON in err


@pytest.mark.parametrize("workers", ["0", "2"])
@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("out.jsonl", ()),
        ("out.jsonl.gz", ()),
        ("out.csv", ()),
        ("out.jsonl", ("--dedup", "--kind", "article")),
        ("out", ("--to", "markdown")),
        ("out.parquet", ()),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_a_limited_run_is_gone_on_with(
    name: str, more: tuple[str, ...], workers: str, given: Path, tmp_path: Path, run: Run
) -> None:
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    (tmp_path / "at_once").mkdir()
    whole, out = tmp_path / "at_once" / name, tmp_path / name
    run("extract", given, "-o", whole, *more, "--workers", "0")
    for limit in ("7", "7", "21"):
        run("extract", given, "-o", out, *more, "--workers", workers, "--resume", "--limit", limit)
    assert out.with_name(f"{name}.run").is_dir()
    code, _, err = run("extract", given, "-o", out, *more, "--workers", workers, "--resume")
    assert code == 3
    assert f"{_PAGES} pages (21 before, {_PAGES - 21} now) in" in err
    assert "--limit" not in err
    if name.endswith(".gz"):  # packed in lots, which end at a checkpoint
        assert gzip.decompress(out.read_bytes()) == gzip.decompress(whole.read_bytes())
    else:
        assert _written(out) == _written(whole)
    errors = f"{name}.errors.jsonl"
    assert (tmp_path / errors).read_bytes() == (tmp_path / "at_once" / errors).read_bytes()
    assert [path.name for path in out.with_name(f"{name}.run").iterdir()] == ["done.json"]


def test_the_errors_of_a_limited_run_are_there(given: Path, tmp_path: Path, run: Run) -> None:
    run("extract", given, "-o", tmp_path / "a.jsonl", "--limit", "4")
    assert names((tmp_path / "a.jsonl.errors.jsonl").read_text(encoding="utf-8")) == ["00/0003.html"]


def test_a_run_beyond_the_limit_is_not_gone_on_with(given: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "a.jsonl"
    run("extract", given, "-o", out, "--limit", "9")
    before = out.read_bytes()
    code, _, err = run("extract", given, "-o", out, "--limit", "5", "--resume")
    assert (code, out.read_bytes()) == (1, before)
    assert "a.jsonl.run has 9 pages, more than --limit 5" in err
    assert run("extract", given, "-o", out, "--limit", "5")[0] == 3
    assert len(before.splitlines()) > len(out.read_bytes().splitlines()) == 4


def test_another_format_after_a_limited_run(given: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "all"
    run("extract", given, "-o", out, "--limit", "5")
    out.unlink()
    assert run("extract", given, "-o", out, "--to", "markdown")[0] == 3
    assert out.is_dir()
    assert not out.with_name("all.run").exists()


def test_a_limit_that_no_run_reaches(given: Path, tmp_path: Path, run: Run) -> None:
    out, told = tmp_path / "a.jsonl", tmp_path / "told.json"
    err = run("extract", given, "-o", out, "--limit", "1000", "--summary", told)[2]
    assert "--limit" not in err
    assert json.loads(told.read_text(encoding="utf-8"))["limited"] is False
    assert not out.with_name("a.jsonl.run").exists()


def test_a_limit_counts_pages_that_a_filter_holds_back(given: Path, run: Run) -> None:
    _, out, err = run("extract", given, "--limit", "10", "--since", "2021-06-01", "--workers", "0")
    assert 0 < len(lines(out)) < 9
    assert "newsparse: 10 pages in" in err
    assert _GOES_ON not in err  # nothing is kept of a stream


# What a log is told


def test_a_log_has_a_line_now_and_then() -> None:
    told: list[str] = []
    steps = [(129.9, 5100, 0, "a"), (130, 5300, 0, "b"), (159, 5310, 1, "c"), (162, 5348, 1, "d")]
    ticks = iter([100.0, *(now for now, *_ in steps)])
    log = Log(told.append, 30, lambda: next(ticks))
    tally = Tally(pages=5000)
    log.at(tally, 0)  # gone on with: they were read before
    for _, pages, failed, last in steps:
        tally.pages, tally.last = pages, last
        tally.errors["EmptyPage"] = failed
        log.at(tally, 0)
    assert told == ["5,300 pages, 10/s, at b", "5,348 pages, 1 failed, 1.5/s, at d"]


@pytest.mark.parametrize(("every", "wanted"), [(0.0, True), (progress.LINE_EVERY, False)])
@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_run_tells_a_log(
    workers: str, every: float, wanted: bool, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LINE_EVERY", every)
    folder = filled(tmp_path / "in", {"a\n1.html": PAGE.encode(), "b.html": b""})
    code, _, err = run("extract", folder, "-o", tmp_path / "a.jsonl", "--workers", workers)
    assert code == 3
    assert [line for line in err.splitlines() if not line.startswith("newsparse: ")] == []
    assert ("/s, at a 1.html\n" in err) is wanted
    assert ("newsparse: 2 pages, 1 failed, " in err) is wanted


def test_the_bar_of_a_limited_run(tmp_path: Path) -> None:
    folder = filled(tmp_path / "in", {"a.html": b"x" * 1000})
    bar = Bar(inputs_of([folder]), lambda _text: None, 100, limit=10)
    bar._counter.join()
    bar.at(Tally(pages=5), 10)
    assert " 50%" in bar.text(Tally(pages=5), 10)
    assert " 60%" in bar.text(Tally(pages=5), 600)
