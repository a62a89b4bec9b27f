"""A run in parts, as engines leave it: a folder, or files named one by one."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

import dumps
from newsparse.dumps.records import read_records
from sample import Run

# What engines and extract leave beside the rows.
BESIDE = ("_SUCCESS", "_metadata.json", ".part-0.parquet.crc", "part-0.jsonl.errors.jsonl", "readme.txt")


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = dumps.folder(tmp_path / "in", dumps.pages(6))
    (folder / "list.html").write_text(
        "<title>新闻列表</title><ul>" + "<li><a href=/1.html>石桥检修完成了</a></li>" * 40, "utf-8"
    )
    return folder


def parts(given: Path, folder: Path, run: Run, extension: str) -> Path:
    (folder / "host=b").mkdir(parents=True)
    run("extract", given, "-o", folder / f"part-0.{extension}", "--kind", "article")
    run("extract", given, "-o", folder / "host=b" / f"part-1.{extension}", "--kind", "list,other")
    for name in BESIDE:
        (folder / name).write_text("{}\n", encoding="utf-8")
    (folder / "part-0.run").mkdir()
    (folder / "part-0.run" / "state.json").write_text("{}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("extension", ["jsonl", "jsonl.gz", "parquet"])
def test_figures_are_those_of_one_file(extension: str, given: Path, tmp_path: Path, run: Run) -> None:
    if extension == "parquet":
        pytest.importorskip("pyarrow")
    folder = parts(given, tmp_path / "parts", run, extension)
    one_by_one = sorted(folder.rglob(f"part-?.{extension}"))
    assert len(one_by_one) == 2
    run("extract", given, "-o", tmp_path / "a.jsonl")
    for command in (("stats", "--json"), ("audit", "--format", "json", "--now", "2024-01-01")):
        whole = run(*command, tmp_path / "a.jsonl")
        assert whole[0] == 0
        assert run(*command, folder) == whole
        assert run(*command, *one_by_one) == whole
    assert run("diff", tmp_path / "a.jsonl", folder)[1] == "7 pages in both, 0 of them changed\n"


def test_it_was_written_when_its_last_part_was(given: Path, tmp_path: Path, run: Run) -> None:
    folder = parts(given, tmp_path / "parts", run, "jsonl")
    one_by_one = sorted(folder.rglob("part-?.jsonl"))
    for year, path in zip((2001, 2002), one_by_one, strict=True):
        then = datetime(year, 1, 1, tzinfo=UTC).timestamp()
        os.utime(path, (then, then))
    for named in ([folder], one_by_one):
        assert json.loads(run("audit", *named, "--format", "json")[1])["now"] == "2002-01-01T00:00+00:00"


@pytest.mark.parametrize("command", ["stats", "audit", "diff"])
def test_a_folder_without_records(command: str, given: Path, run: Run) -> None:
    code, out, err = run(command, *([given, given] if command == "diff" else [given]))
    assert (code, out) == (1, "")
    assert f"{given} is a folder without JSON Lines and Parquet files" in err


def test_rows_of_engines(tmp_path: Path, run: Run) -> None:
    """They go by their address, else by their place; a page that could not be read is a row with its error."""
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    from newsparse.arrow import extract_table

    bodies = [dumps.page(number) for number in range(3)]
    table = pa.table({"html": [*bodies, b""], "link": ["https://a.example/1", None, None, None]})
    path = tmp_path / "parts" / "part-0.parquet"
    path.parent.mkdir()
    parquet.write_table(extract_table(table, html="html", url="link"), path)
    assert [record["file"] for record in read_records(path.parent)] == [
        "https://a.example/1",
        "part-0.parquet#2",
        "part-0.parquet#3",
    ]
    assert run("stats", path.parent)[1].splitlines()[1].split()[:3] == ["(all)", "3", "3"]
