"""What the Spark job reads, without Spark: options, links, large Parquet files, lists, addresses."""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import dumps
import object_store
from engines import errors_of, rows_of
from newsparse.cli.extract import add_to
from newsparse.cli.parser import ArgumentParser
from newsparse.dumps.faults import DumpError
from newsparse.spark.__main__ import job_of, job_parser
from newsparse.spark.driver import placed
from newsparse.spark.row_groups import fetched_groups
from newsparse.spark.task import Setup, do
from newsparse.spark.units import Unit, units_of
from sample import Program


def done(given: str | Path, out: str | Path, *args: str, split: int = 128 << 20) -> list[Unit]:
    """Do the units of a job as its tasks do."""
    options = job_parser().parse_args(["--input", str(given), "--output", str(out), *args])
    setup = placed(Setup(job_of(options), isolate=False), str(out))
    units = units_of(options.inputs, follow_links=options.follow_links, split=split).units
    for unit in units:
        do(unit, setup)
    return units


def same(given: Path, out: Path, program: Program, *args: str) -> int:
    """The rows and errors that were made are those of extract; how many rows there are."""
    theirs = out.with_name("theirs.parquet")
    program("extract", given, "-o", theirs, *args)
    assert rows_of(out) == rows_of(theirs)
    lines = theirs.with_name("theirs.parquet.errors.jsonl")
    told = {row["file"]: row for row in map(json.loads, lines.read_bytes().splitlines())} if lines.exists() else {}
    errors = out.with_name(f"{out.name}.errors")
    assert (rows_of(errors) if errors.exists() else {}) == told
    return len(rows_of(out))


def _options(parser: argparse.ArgumentParser) -> dict[str, object]:
    return {name: action.default for action in parser._actions for name in action.option_strings}


def test_the_job_has_the_options_of_extract() -> None:
    commands = ArgumentParser().add_subparsers()
    add_to(commands)
    theirs, ours = _options(commands.choices["extract"]), _options(job_parser())
    missing = {name for name in theirs if name not in ours}
    # Where it runs, what it writes and how it is gone on with are Spark's or the job's own; addresses are a column's.
    output = {"-o", "--to", "--bom", "--no-front-matter"}
    assert missing == {*output, "--resume", "--limit", "--workers", "--summary", "--debug", "--url-from"}
    others = {name for name in theirs if name in ours and theirs[name] != ours[name]}
    assert others == {"--input"}


LIMITS: dict[str, Sequence[str]] = {
    "none": (),
    "archives": ("--max-nesting", "1", "--max-members", "2"),
    "unpacked": ("--max-unpacked", "2K", "--max-ratio", "2"),
    "pages": ("--max-text", "50", "--max-page", "600"),
    "errors": ("--max-text", "50", "--on-limit", "error"),
    "the page": ("--as", "list", "--url", "https://e.com/x/", "--content-type", "text/html; charset=gb18030"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits_are_those_of_extract(name: str, program: Program, tmp_path: Path) -> None:
    given = tmp_path / "in"
    given.mkdir()
    inner = dumps.zip_of(tmp_path / "inner.zip", dumps.pages(3)).read_bytes()
    dumps.zip_of(given / "outer.zip", [("a.zip", inner), *dumps.pages(2), ("b.zip", inner)])
    (given / "packed.parquet.gz").write_bytes(
        gzip.compress(dumps.parquet_of(tmp_path / "t.parquet", dumps.pages(4)).read_bytes() + bytes(64))
    )
    done(given, tmp_path / "out", *LIMITS[name])
    same(given, tmp_path / "out", program, *LIMITS[name])


@pytest.mark.parametrize("follow", [(), ("--follow-links",)], ids=["not followed", "followed"])
def test_links_that_lead_out_of_a_folder(follow: tuple[str, ...], program: Program, tmp_path: Path) -> None:
    given, outside = tmp_path / "in", tmp_path / "outside"
    (given / "sub").mkdir(parents=True)
    outside.mkdir()
    dumps.parquet_of(outside / "o.parquet", dumps.pages(3))
    dumps.parquet_of(given / "own.parquet", dumps.pages(2))
    (given / "sub" / "out.parquet").symlink_to(outside / "o.parquet")
    (given / "sub" / "within.parquet").symlink_to("../own.parquet")
    (given / "folder").symlink_to(outside)
    (given / "circle.warc").symlink_to("circle.warc")
    (given / "gone.warc").symlink_to(outside / "nothing.warc")
    done(given, tmp_path / "out", *follow)
    assert same(given, tmp_path / "out", program, *follow) == (7 if follow else 4)


# A page stands in the file as it is, and once: it can be broken there.
PLAIN: dict[str, Any] = {"compression": "none", "use_dictionary": False, "write_statistics": False}


def skewed_groups(path: Path) -> Path:
    """A Parquet file whose row groups are of very unlike sizes; some are empty; one is broken."""
    schema = pa.schema([("id", pa.int64()), ("page", pa.string()), ("link", pa.string())])
    number = 0
    plain: Any = {
        "compression": "none",
        "use_dictionary": False,
        "write_statistics": False,
        "write_page_checksum": True,
    }
    with pq.ParquetWriter(path, schema, **plain) as writer:
        for count in (1, 60, 0, 2, 1, 1, 40, 3, 0, 1):
            rows = [
                {"id": n, "page": dumps.page(n).decode(), "link": f"https://e.com/{n}"}
                for n in range(number, number + count)
            ]
            writer.write_table(pa.Table.from_pylist(rows, schema), row_group_size=1000)
            number += count
    data = bytearray(path.read_bytes())
    broken = data.index(dumps.page(63).decode().encode())  # in the fifth
    data[broken : broken + 9] = b"<!broken>"
    path.write_bytes(data)
    return path


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[object_store.Store]:
    with object_store.running() as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


def test_a_large_parquet_file_is_cut_at_its_row_groups(program: Program, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = skewed_groups(tmp_path / "in" / "big.parquet")
    dumps.parquet_of(tmp_path / "in" / "small.parquet", dumps.pages(2))
    units = done(tmp_path / "in", tmp_path / "out", split=20_000)
    cuts = [unit.groups for unit in units if unit.groups]
    assert len(cuts) > 4
    assert [cut.first for cut in cuts] == [0, *(cut.stop for cut in cuts[:-1])]
    assert cuts[-1].stop == pq.ParquetFile(path).num_row_groups
    assert len({unit.part for unit in units}) == len(units) == len(cuts) + 1
    assert same(tmp_path / "in", tmp_path / "out", program) == 110
    assert errors_of(tmp_path / "out") == {"big.parquet#64-64": "OSError"}
    assert units == units_of([str(tmp_path / "in")], split=20_000).units


def test_of_a_large_file_behind_an_address_only_its_row_groups_are_fetched(
    store: object_store.Store, program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "big.parquet"
    rows = [{"link": f"https://e.com/{n}", "page": data} for n, (_, data) in enumerate(dumps.pages(600))]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=10, **PLAIN)
    data = store.objects["crawl/in/big.parquet"] = path.read_bytes()
    units = units_of(["s3://crawl/in/big.parquet"], split=len(data) // 4).units
    assert len(units) == 4
    assert units[2].groups is not None
    store.given = 0
    with fetched_groups(units[2].path, units[2].groups) as copy:
        assert copy.stat().st_size == len(data)
        assert pq.ParquetFile(copy).read_row_group(units[2].groups.first).num_rows == 10
    assert store.given < 0.8 * len(data)  # a quarter, the first hundred rows, what describes the file
    done("s3://crawl/in/big.parquet", tmp_path / "out", split=len(data) // 4)
    assert same(path, tmp_path / "out", program) == 600


def test_tables_without_pages_and_broken_ones_are_errors_however_they_are_cut(program: Program, tmp_path: Path) -> None:
    given = tmp_path / "in"
    given.mkdir()
    for name, text in (("none", "石桥修好了。" * 20), ("list", "石桥修好了")):  # in the one there may be stories
        table = pa.table({"id": range(5000), "text": [text] * 5000})
        pq.write_table(table, given / f"{name}.parquet", row_group_size=50, use_dictionary=False, compression="none")
    dumps.parquet_of(given / "cut.parquet", dumps.pages(30))
    (given / "cut.parquet").write_bytes((given / "cut.parquet").read_bytes()[:-9])
    dumps.parquet_of(given / "one.parquet", dumps.pages(1))
    units = done(given, tmp_path / "out", split=1000)
    assert len([unit for unit in units if unit.name == "none.parquet"]) > 10
    assert same(given, tmp_path / "out", program) == 1
    assert set(errors_of(tmp_path / "out")) == {"none.parquet", "cut.parquet"}


def test_a_name_that_is_no_text_is_shown_as_extract_shows_it(program: Program, tmp_path: Path) -> None:
    given = tmp_path / "in"
    given.mkdir()
    dumps.parquet_of(given / "a.parquet", dumps.pages(2)).rename(os.fsdecode(os.fsencode(given) + b"/\xe9.parquet"))
    done(given, tmp_path / "out")
    assert same(given, tmp_path / "out", program) == 2


def test_a_list_as_common_crawl_gives_them_out(store: object_store.Store, tmp_path: Path) -> None:
    name = "crawl-data/CC-NEWS/2021/11/CC-NEWS-20211108093000-00001.warc.gz"
    record = dumps.warc_bytes(dumps.pages(2), gz=True)
    paths = gzip.compress(f"crawl-data/gone.warc.gz\n{name}\n".encode())
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_bytes(record)
    (tmp_path / name).with_name("warc.paths.gz").write_bytes(paths)
    store.objects = {f"crawl/{name}": record, "crawl/crawl-data/CC-NEWS/2021/11/warc.paths.gz": paths}
    for number, base in enumerate((str(tmp_path), "s3://crawl", f"file://{tmp_path}")):
        out = tmp_path / f"out{number}"
        done(f"{base}/crawl-data/CC-NEWS/2021/11/warc.paths.gz", out)
        assert {file.partition("#")[0] for file in rows_of(out)} == {name}
        assert errors_of(out) == {"crawl-data/gone.warc.gz": "FileNotFoundError"}


def test_tasks_read_and_write_an_object_store(store: object_store.Store, program: Program, tmp_path: Path) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (given / "a.warc.gz").write_bytes(dumps.warc_bytes(dumps.pages(5), gz=True))
    dumps.parquet_of(given / "b.parquet", dumps.pages(3))
    store.objects = {f"crawl/d/{path.name}": path.read_bytes() for path in given.iterdir()}
    done("s3://crawl/d", "s3://crawl/out")
    parts = [name for name in store.objects if name.startswith("crawl/out/") and name.endswith(".parquet")]
    assert len(parts) == 2
    for name in parts:
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / name.rpartition("/")[2]).write_bytes(store.objects[name])
    assert same(given, tmp_path / "out", program) == 8


REFUSED = {
    "s3a://crawl/warc": "Write s3://",
    "s3n://crawl/warc": "Write s3://",
    "https://data.example.com/a.warc.gz": "does not download",
    "dbfs:/crawl": "/dbfs/",
    "wasbs://c@a.example.com/x": "that all workers see",
    "hdfs://namenode:9000/crawl": "CLASSPATH",
    "viewfs://cluster/crawl": "CLASSPATH",
}


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_nothing_opens_is_refused_with_what_to_do(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JAVA_HOME", "HADOOP_HOME", "ARROW_LIBHDFS_DIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "warc.paths").write_text(f"{address}\n", encoding="utf-8")
    for given in (address, str(tmp_path / "warc.paths")):
        with pytest.raises(DumpError, match=REFUSED[address]) as told:
            units_of([given])
        assert address in str(told.value)


@pytest.mark.usefixtures("store")
def test_a_bucket_without_the_folder_is_told() -> None:
    with pytest.raises(DumpError, match="There is no folder s3://crawl/nothing"):
        units_of(["s3://crawl/nothing"])
