"""newsparse.spark on a real local Spark: the rows of `newsparse extract`, whatever is killed, cut or lies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import dumps
import engines
from engines import errors_of, job, rows_of, skewed
from newsparse.arrow import extract_table
from sample import ROOT, Program

sys.path.append(str(ROOT / "tools"))
pytestmark = engines.needs_spark


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from newsparse.spark.session import session

    os.environ.update(engines.ENVIRONMENT)
    running = session("local[2,4]")
    yield running
    running.stop()


def same(made: Path, program: Program, *args: str | Path) -> int:
    """The rows and errors of a job are those of extract; how many rows there are."""
    theirs = made.with_name("theirs.parquet")
    program("extract", *args, "-o", theirs)
    ours = rows_of(made)
    assert ours == rows_of(theirs)
    assert pq.read_table(made).schema.equals(pq.read_table(theirs).schema)
    lines = theirs.with_name("theirs.parquet.errors.jsonl")
    told = lines.read_bytes().splitlines() if lines.exists() else []
    errors = rows_of(made.with_name(f"{made.name}.errors"))
    assert errors == {row["file"]: row for row in map(json.loads, told)}
    return len(ours)


def test_the_rows_are_those_of_extract_and_copies_too(program: Program, tmp_path: Path) -> None:
    given, out = skewed(tmp_path / "in"), tmp_path / "out"
    code, said = job("--input", given, "--output", out, "--dedup")
    assert code == 3, said
    assert "1 files that hold none" in said
    assert same(out, program, given, "--dedup") > 160
    assert any(row["duplicate_of"] for row in rows_of(out).values())
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    code, said = job("--input", given, "--output", out, "--dedup")
    assert "10 of them were there already" in said
    assert before == {path: path.stat().st_mtime_ns for path in out.iterdir()}


def test_harmful_pages_cost_a_row_each_and_workers_that_are_killed_cost_none(program: Program, tmp_path: Path) -> None:
    given, out = tmp_path / "in", tmp_path / "out"
    given.mkdir()
    for number in range(6):
        pages = [(f"{number}/{n}.html", dumps.page(number * 100 + n, "slow")) for n in range(60)]
        if number < 2:
            harm = ("crash", "hang")[number]
            pages[7] = ("7.html", dumps.page(7, harm))
        dumps.parquet_of(given / f"{number}.parquet", pages)
    with engines.start("--input", given, "--output", out, "--page-timeout", "3") as process:
        killed = 0
        while process.poll() is None and killed < 3:
            time.sleep(0.5)
            for pid in engines.python_workers(process.pid)[:1]:
                time.sleep(1.5)  # it is at work
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
        _, said = process.communicate(timeout=900)
    assert killed == 3
    assert process.returncode == 3, said.decode()
    rows, errors = rows_of(out), errors_of(out)
    assert errors == {"0.parquet#8": "WorkerDied", "1.parquet#8": "PageTimeout"}
    assert len(rows) == 358
    program("extract", given, "-o", tmp_path / "theirs.parquet")  # without those who obey: harm is a comment
    theirs = rows_of(tmp_path / "theirs.parquet")
    assert rows == {name: row for name, row in theirs.items() if name not in errors}


def test_a_job_that_is_killed_goes_on_where_it_was(program: Program, tmp_path: Path) -> None:
    given, out, gate = tmp_path / "in", tmp_path / "out", tmp_path / "gate"
    given.mkdir()
    for number in range(5):
        harm = "gate" if number == 4 else ""
        dumps.parquet_of(given / f"{number}.parquet", [(str(n), dumps.page(number * 40 + n, harm)) for n in range(10)])
    with engines.start("--input", given, "--output", out, DUMP_GATE=str(gate)) as process:
        while process.poll() is None and len(list(out.glob("part-*"))) < 4:
            time.sleep(0.2)
        kept = {path: path.stat().st_mtime_ns for path in out.glob("part-*")}
        engines.kill_all(process.pid)
    assert len(kept) == 4
    gate.touch()
    code, said = job("--input", given, "--output", out, DUMP_GATE=str(gate))
    assert (code, "4 of them were there already" in said) == (0, True), said
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert same(out, program, given) == 50
    (given / "0.parquet").write_bytes((given / "1.parquet").read_bytes()[:-1])
    for args, told in (([], "has another size"), (["--kind", "list"], "other --kind")):
        code, said = job("--input", given, "--output", out, *args)
        assert code == 1
        assert told in said
        assert "Traceback" not in said


def test_a_list_of_files_profiles_and_fields(tmp_path: Path) -> None:
    skewed(tmp_path / "in")
    (tmp_path / "in" / "warc.paths").write_text("site0.warc.gz\nsite1/all.warc\nnone.warc\n", encoding="utf-8")
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "p.toml").write_text(
        '[[site]]\nhosts = ["news.example.com"]\nwhy = "A test."\n[site.select]\nsource = "h1"\n', encoding="utf-8"
    )
    out = tmp_path / "out"
    how = ("--fields", "title,source,url", "--profiles", tmp_path / "profiles", "--no-isolate")
    code, said = job("--input", tmp_path / "in" / "warc.paths", "--output", out, *how)
    assert code == 3, said
    assert errors_of(out) == {"none.warc": "FileNotFoundError"}
    rows = rows_of(out)
    assert len(rows) == 123
    assert {name.partition("#")[0] for name in rows} == {"site0.warc.gz", "site1/all.warc"}
    assert set(next(iter(rows.values()))) == {"file", "url", "title", "source", "carried"}
    assert all(row["source"] == row["title"] for row in rows.values())


def test_the_job_under_spark_submit(tmp_path: Path) -> None:
    import pyspark

    from newsparse.spark import __main__ as program

    dumps.parquet_of(tmp_path / "a.parquet", dumps.pages(3))
    submit = str(Path(pyspark.__file__).parent / "bin" / "spark-submit")
    command = [submit, "--master", "local[1,4]", str(program.__file__), "--input", "a.parquet", "--output", "out"]
    done = subprocess.run(command, cwd=tmp_path, env=engines.ENVIRONMENT, capture_output=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    assert list(rows_of(tmp_path / "out")) == ["a.parquet#1", "a.parquet#2", "a.parquet#3"]


def test_copies_of_many_texts_are_those_of_extract(spark: Any, tmp_path: Path) -> None:
    tool: Any = import_module("scale_dedup")
    made = tool.compare(spark, tmp_path, 3000)
    assert made.ours == made.theirs
    assert len(made.ours) > 500
    assert len(set(made.ours.values())) > 400


WRONG = {
    "no input": (["--input", "nowhere", "--output", "out"], 1, "There is no folder nowhere"),
    "no pages": (["--input", "empty", "--output", "out"], 1, "No file of empty holds pages"),
    "a folder of others": (["--input", "in", "--output", "taken"], 1, "is there already"),
    "twice": (["--input", "in", "in", "--output", "out"], 1, "is named twice"),
    "copies without text": (["--input", "in", "--output", "out", "--dedup", "--fields", "url"], 2, "--dedup goes by"),
    "copies dropped": (["--input", "in", "--output", "out", "--dedup", "drop"], 2, "--dedup mark"),
}


def _code(main: Callable[[list[str]], int], arguments: list[str]) -> Any:
    try:
        return main(arguments)
    except SystemExit as stop:
        return stop.code


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_at_once(
    name: str, spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from newsparse.spark import __main__ as program

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(program, "session", lambda _master: spark)
    monkeypatch.setattr(spark, "stop", lambda: None)
    for folder in ("in", "empty", "taken"):
        Path(folder).mkdir()
    dumps.parquet_of(Path("in/a.parquet"), dumps.pages(1))
    dumps.parquet_of(Path("taken/b.parquet"), dumps.pages(1))
    arguments, code, said = WRONG[name]
    assert _code(program.main, arguments) == code
    assert said in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("isolate", [False, True])
def test_a_data_frame_has_the_rows_of_a_table(isolate: bool, spark: Any) -> None:
    from newsparse.spark import extract

    pages = [*(dumps.page(number).decode() for number in range(30)), "", None]
    table = pa.table({"id": range(32), "url": [f"https://e.com/{n}" for n in range(32)], "html": pages, "title": pages})
    frame = spark.createDataFrame(table.to_pandas()).repartition(3)
    made = extract(frame, isolate=isolate)
    theirs = extract_table(table).to_pylist(maps_as_pydicts="strict")
    ours = [row.asDict(recursive=True) for row in made.orderBy("id").collect()]
    for row in theirs:  # Spark shows moments in the time of the system
        row["published"] = row["published"] and row["published"].astimezone().replace(tzinfo=None)
    assert ours == theirs
    assert [row["error"] for row in ours[30:]] == ["EmptyPage", "ValueError"]
