"""The Spark job as it is run past one machine: executors, an object store, Common Crawl's shape."""

from __future__ import annotations

import gzip
import json
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import dumps
import engines
import object_store
from engines import errors_of, job, rows_of
from sample import Program

pytestmark = engines.needs_spark


def same(out: Path, given: Path, program: Program, *args: str) -> int:
    """The rows and errors of a job are those of extract, column for column; how many rows there are."""
    theirs = out.with_name("theirs.parquet")
    program("extract", given, "-o", theirs, *args)
    assert rows_of(out) == rows_of(theirs)
    assert pq.read_table(out).schema.equals(pq.read_table(theirs).schema)
    lines = theirs.with_name("theirs.parquet.errors.jsonl")
    told = map(json.loads, lines.read_bytes().splitlines() if lines.exists() else [])
    assert errors_of(out) == {row["file"]: row["error"] for row in told}
    return len(rows_of(out))


def executors(session: int) -> list[int]:
    """The executors of a cluster whose driver is in this session."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"CoarseGrainedExecutorBackend" in (path / "cmdline").read_bytes():
                found.append(int(path.name))
    return [pid for pid in found if os.getsid(pid) == session]


def test_an_executor_that_is_killed_costs_nothing(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cluster of two executors, each a process of its own with a working folder of its own: paths are relative."""
    monkeypatch.chdir(tmp_path)
    given = tmp_path / "in"
    given.mkdir()
    for number in range(8):
        # Two are shorter: they are begun last, one in each executor.
        harm, count = ("gate", 30) if number > 5 else ("", 40)
        pages = [(f"{number}/{n}.html", dumps.page(number * 100 + n, harm)) for n in range(count)]
        (given / f"{number}.warc.gz").write_bytes(dumps.warc_bytes(pages, gz=True))
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "p.toml").write_text(
        '[[site]]\nhosts = ["news.example.com"]\nwhy = "A test."\n[site.select]\nsource = "h1"\n', encoding="utf-8"
    )
    gate = tmp_path / "gate"
    how = ("--master", "local-cluster[2,1,1024]", "--dedup", "--profiles", "profiles")
    with engines.start("--input", "in", "--output", "out", *how, DUMP_GATE=str(gate)) as process:
        ends = time.monotonic() + 600
        while process.poll() is None and time.monotonic() < ends and len(list(Path("out").glob("part-*"))) < 6:
            time.sleep(0.2)
        at_work = executors(os.getsid(process.pid))  # both wait at the gate, in the middle of a file
        for pid in at_work[:1]:
            os.kill(pid, signal.SIGKILL)
        gate.touch()
        _, said = process.communicate(timeout=900)
    assert len(at_work) == 2
    assert process.returncode == 0, said.decode()[-3000:]
    assert b"Lost executor" in said
    assert same(Path("out"), given, program, "--dedup", "--profiles", "profiles") == 300
    assert {path.name for path in Path("out.run").iterdir()} == {"job.json", "copies.json", "units", "signatures"}


def cc_news(root: Path) -> Path:
    """WARC files named by their times in folders by month, and the list of them; what Common Crawl puts into a file."""
    folder = root / "crawl-data" / "CC-NEWS" / "2021" / "11"
    folder.mkdir(parents=True)
    names = []
    for number in range(3):
        moment = f"202111{8 + number:02}093000"
        info = "application/warc-fields"
        records = [dumps.warc_record("urn:info", b"software: StormCrawler\r\n", "warcinfo", type_=info)]
        for n in range(12):
            # The second day has some of the first one's reports again, elsewhere.
            url = f"https://news.example.com/{number}/{n}.html"
            page = dumps.page(n if number < 2 and n < 4 else number * 100 + n)
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
            if n % 3 == 1:
                page, head = gzip.compress(page, mtime=0), head + b"Content-Encoding: gzip\r\n"
            if n % 3 == 2:
                chunks = (page[:700], page[700:], b"")
                page = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
                head += b"Transfer-Encoding: chunked\r\n"
            records += [
                dumps.warc_record(url, b"", "request", b"GET / HTTP/1.1\r\nHost: news.example.com\r\n"),
                dumps.warc_record(url, page, http=head),
                dumps.warc_record(url, b"fetchTimeMs: 12\r\n", "metadata", type_=info),
            ]
        moved = b"HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\nLocation: /\r\n"
        records += [
            dumps.warc_record("https://news.example.com/old", b"<html>moved", http=moved),
            dumps.warc_record("https://news.example.com/again", b"", "revisit", type_="application/http"),
            dumps.warc_record("https://news.example.com/none", b"", http=b"HTTP/1.1 404 Not Found\r\n"),
            dumps.warc_record("https://news.example.com/empty", b""),
        ]
        path = folder / f"CC-NEWS-{moment}-{number:05}.warc.gz"
        path.write_bytes(b"".join(gzip.compress(record, mtime=0) for record in records))
        names.append(path.relative_to(root).as_posix())
    (folder / "warc.paths.gz").write_bytes(gzip.compress("".join(f"{name}\n" for name in names).encode()))
    return folder


def test_the_shape_of_cc_news_end_to_end(program: Program, tmp_path: Path) -> None:
    folder = cc_news(tmp_path)
    code, said = job("--input", folder / "warc.paths.gz", "--output", tmp_path / "listed", "--dedup")
    assert code == 3, said
    # By the list, pages have the names that it gives their files: of the tree they are the same.
    only = tmp_path / "only"
    only.mkdir()
    (tmp_path / "crawl-data").rename(only / "crawl-data")
    (only / "crawl-data" / "CC-NEWS" / "2021" / "11" / "warc.paths.gz").unlink()
    assert same(tmp_path / "listed", only, program, "--dedup") == 36
    rows = rows_of(tmp_path / "listed").values()
    assert len([row for row in rows if row["duplicate_of"]]) >= 4
    assert {str(row["url"]).startswith("https://news.example.com/") for row in rows} == {True}
    assert all(row["provenance"] and row["title"] and json.loads(row["carried"])["warc_date"] for row in rows)
    assert "records that are no pages" in said


def test_the_job_reads_and_writes_an_object_store(program: Program, tmp_path: Path) -> None:
    given, out = tmp_path / "in", tmp_path / "out"
    given.mkdir()
    for folder in (given, out, tmp_path / "out.errors"):
        folder.mkdir(exist_ok=True)
    dumps.parquet_of(given / "big.parquet", dumps.pages(120), group=5)
    (given / "a.warc.gz").write_bytes(dumps.warc_bytes([*dumps.pages(20), ("empty", b"")], gz=True))
    with object_store.running() as store:
        store.objects = {f"crawl/in/{path.name}": path.read_bytes() for path in given.iterdir()}
        how = ("--input", "s3://crawl/in", "--output", "s3://crawl/out", "--dedup", "--split", "8K")
        code, said = job(*how, **store.environment)
        assert code == 3, said
        assert "pieces" in said
        code, said = job(*how, **store.environment)
        assert "were there already" in said
        for name, data in store.objects.items():
            if name.startswith(("crawl/out/", "crawl/out.errors/")) and name.endswith(".parquet"):
                (tmp_path / name.removeprefix("crawl/")).write_bytes(data)
        assert not [name for name in store.objects if "/." in name or "/edges" in name or "/rounds" in name]
    assert len(list(out.iterdir())) > 3
    assert same(out, given, program, "--dedup") == 140
    assert any(row["duplicate_of"] for row in rows_of(out).values())
