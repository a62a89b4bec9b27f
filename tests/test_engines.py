"""What the Spark job is made of, without Spark: units, tasks, places, copies under one key, the plan on paper."""

from __future__ import annotations

import gzip
import json
import random
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import dumps
from engines import errors_of, rows_of, skewed
from newsparse.dumps.dedup import signature_of
from newsparse.dumps.faults import DumpError
from newsparse.dumps.filters import Filters
from newsparse.dumps.job import Job
from newsparse.spark.driver import placed
from newsparse.spark.duplicates import edges
from newsparse.spark.place import Place, entries
from newsparse.spark.task import Setup, do, mark
from newsparse.spark.units import Unit, units_of
from sample import ROOT, Program

sys.path.append(str(ROOT / "tools"))


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_tasks_make_the_rows_of_extract(scheme: str, program: Program, tmp_path: Path) -> None:
    given, out = skewed(tmp_path / "in"), tmp_path / "out"
    setup = placed(Setup(Job(filters=Filters(kinds=("article",))), isolate=False), f"{scheme}{out}")
    units = units_of([f"{scheme}{given}"]).units
    for unit in [*units, units[0]]:  # a task that is done twice leaves one part
        do(unit, setup)
    program("extract", given, "-o", tmp_path / "theirs.parquet", "--kind", "article")
    assert rows_of(out) == rows_of(tmp_path / "theirs.parquet")
    lines = (tmp_path / "theirs.parquet.errors.jsonl").read_bytes().splitlines()
    assert errors_of(out) == {row["file"]: row["error"] for row in map(json.loads, lines)}
    assert setup.units.names() == {f"{unit.part}.json" for unit in units}


def test_a_file_that_cannot_be_opened_is_an_error_once_it_was_tried_again(tmp_path: Path) -> None:
    setup = placed(Setup(Job(), isolate=False), str(tmp_path / "out"))
    (tmp_path / "folder.warc").mkdir()
    unit = Unit(0, str(tmp_path / "folder.warc"), "folder.warc", 5, named=True)
    with pytest.raises(OSError, match="folder"):
        do(unit, setup)
    assert setup.units.names() == set()
    do(unit, setup, attempt=2)
    assert errors_of(tmp_path / "out") == {"folder.warc": "IsADirectoryError"}


def test_a_part_is_there_as_a_whole_or_not(tmp_path: Path) -> None:
    place = Place(str(tmp_path / "out"))
    assert (place.names(), place.read("a")) == (set(), None)
    place.write("one", "a")
    place.write("two", "a")
    (tmp_path / "out" / ".a.123").write_text("what a dead worker left", encoding="utf-8")
    assert (place.names(), place.read("a")) == ({"a"}, "two")
    place.clear()
    place.clear()
    assert entries(str(tmp_path / "out")) is None


NAMES: dict[str, tuple[list[str], list[str]]] = {
    "a folder": (["d"], ["b.warc", "c/a.warc.gz"]),
    "a folder with its slash": (["d/"], ["b.warc", "c/a.warc.gz"]),
    "a file": (["d/b.warc"], ["b.warc"]),
    "some": (["d/c", "d/b.warc"], ["d/c/a.warc.gz", "d/b.warc"]),
    "a list": (["d/warc.paths.gz"], ["c/a.warc.gz", "b.warc"]),
}


@pytest.mark.parametrize("name", NAMES)
def test_units_are_named_as_extract_names_pages(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d/c").mkdir(parents=True)
    for file in ("d/b.warc", "d/c/a.warc.gz", "d/_SUCCESS", "d/.hidden.warc", "d/notes.md"):
        Path(file).write_bytes(b"x")
    Path("d/warc.paths.gz").write_bytes(gzip.compress(b"c/a.warc.gz\n\nb.warc\n"))
    inputs, names = NAMES[name]
    units = units_of(inputs).units
    assert [unit.name for unit in units] == names
    assert all(Path(unit.path).is_file() for unit in units)
    assert len({unit.part for unit in units}) == len(names)


def test_a_part_has_another_name_when_its_file_has_changed(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"x")
    before = units_of([str(tmp_path)]).units[0].part
    assert units_of([str(tmp_path)]).units[0].part == before
    (tmp_path / "a.warc").write_bytes(b"xy")
    assert units_of([str(tmp_path)]).units[0].part != before
    with pytest.raises(DumpError, match="named twice"):
        units_of([str(tmp_path), str(tmp_path)])


def test_marks_go_to_their_rows(tmp_path: Path) -> None:
    dumps.parquet_of(tmp_path / "a.parquet", dumps.pages(6))
    setup = placed(Setup(Job(dedup=True), isolate=False), str(tmp_path / "out"))
    (unit,) = units_of([str(tmp_path / "a.parquet")]).units
    do(unit, setup)
    before = rows_of(tmp_path / "out")
    for marks in ({2: "x", 5: "y"}, {3: "z"}):  # a second time: what was marked before is not any more
        mark(unit.part, marks, setup.rows)
        after = rows_of(tmp_path / "out")
        assert [row["duplicate_of"] for row in after.values()] == [marks.get(row) for row in range(6)]
        assert [{**row, "duplicate_of": None} for row in after.values()] == list(before.values())


def test_texts_under_one_key_are_compared_with_the_earlier_ones_and_no_more_than_some() -> None:
    one, other = (
        signature_of("昨晚，老街的路灯亮了，居民说方便多了。"),
        signature_of("今天有雨，出门的人请带伞，路上慢行。"),
    )
    assert list(edges([(1, one), (4, other), (7, one), (9, other), (12, one)])) == [(7, 1), (9, 4), (12, 1), (12, 7)]
    many = list(edges((number, one) for number in range(400)))
    assert {later for later, _ in many} == set(range(1, 400))
    assert max(sum(later == number for later, _ in many) for number in (17, 399)) == 16


def test_the_plan_on_paper_adds_up() -> None:
    plan: Any = import_module("scale_plan")
    Case, simulate = plan.Case, plan.simulate  # noqa: N806 - a class
    for case in plan.CASES:
        if case.files <= 30_000:
            sizes = plan.sizes_of(case, 1e6, random.Random(1))  # noqa: S311 - a repeatable simulation
            assert sum(sizes) == pytest.approx(1e6)
    ideal = 1e6 * 0.006 / 3600 / 10
    alike = simulate(Case("", 1000), 1e6, 10, 0.006)
    assert ideal <= alike.hours < 1.4 * ideal
    assert alike.lost == 0
    worse: dict[str, Any] = {"skew": {"skew": 2.0}, "deaths": {"deaths": 20.0}, "slow": {"slow": 0.2}}
    for more in worse.values():
        assert simulate(Case("", 1000, **more), 1e6, 10, 0.006).hours > alike.hours
    assert simulate(Case("", 5, deaths=100.0), 1e6, 10, 0.006).hours == float("inf")
