"""Times in tables: a moment and the page's own clock in Parquet, what spreadsheets read in CSV. Nothing is lost."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import newsparse
from newsparse.article import Article
from newsparse.dumps.records import read_records
from newsparse.errors import DataError
from sample import STORY, Run, filled, lines

# Name → what the page says of its time; the record's; the moment; the page's clock.
TIMES: dict[str, tuple[str, str | None, str | None, str | None]] = {
    "day": ("<p>2021-11-08 来源：滨城晚报</p>", "2021-11-08", "2021-11-07T16:00Z", "2021-11-08T00:00"),
    "first": ("<p>2021-11-01 来源：滨城晚报</p>", "2021-11-01", "2021-10-31T16:00Z", "2021-11-01T00:00"),
    "minute": (
        "<p>2021-11-08 17:27 来源：滨城晚报</p>",
        "2021-11-08T17:27+08:00",
        "2021-11-08T09:27Z",
        "2021-11-08T17:27",
    ),
    "second": (
        "<p>2021-11-08 17:27:41 来源：滨城晚报</p>",
        "2021-11-08T17:27:41+08:00",
        "2021-11-08T09:27:41Z",
        "2021-11-08T17:27:41",
    ),
    "abroad": (
        "<meta property=article:published_time content=2021-11-08T17:27:05-05:00>",
        "2021-11-08T17:27:05-05:00",
        "2021-11-08T22:27:05Z",
        "2021-11-08T17:27:05",
    ),
    "none": ("<p>来源：滨城晚报</p>", None, None, None),
}


def page(said: str) -> bytes:
    return f"<title>青河渡口换了新船</title><h1>青河渡口换了新船</h1>{said}<div>{STORY}</div>".encode()


PAGES = {f"{name}.html": page(said) for name, (said, *_) in TIMES.items()}


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@pytest.fixture
def made(tmp_path: Path, run: Run) -> Path:
    """The pages in all tables."""
    pytest.importorskip("pyarrow")
    filled(tmp_path / "in", PAGES)
    for name in ("a.jsonl", "a.parquet"):
        assert run("extract", tmp_path / "in", "-o", tmp_path / name)[0] == 0
    return tmp_path


def test_the_pages_say_these_times() -> None:
    found = {name: newsparse.parse(PAGES[f"{name}.html"]).to_dict()["published"] for name in TIMES}
    assert found == {name: text for name, (_, text, _, _) in TIMES.items()}


def test_parquet_has_the_moment_and_the_clock(made: Path) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(made / "a.parquet")
    types = {name: str(table.schema.field(name).type) for name in table.column_names if name.startswith("published")}
    assert types == {
        "published": "timestamp[us, tz=Asia/Shanghai]",
        "published_local": "timestamp[us]",
        "published_precision": "string",
        "published_raw": "string",
    }
    for row in table.to_pylist():
        _, _, when, clock = TIMES[row["file"].removesuffix(".html")]
        assert row["published"] == moment(when)
        assert row["published_local"] == moment(clock)


def _records(path: Path) -> list[dict[str, Any]]:
    return [{key: value for key, value in record.items() if key != "carried"} for record in read_records(path)]


def test_rows_come_back_as_they_were(made: Path) -> None:
    import pyarrow.parquet as pq

    wanted = lines((made / "a.jsonl").read_text(encoding="utf-8"))
    assert _records(made / "a.parquet") == wanted
    rows = pq.read_table(made / "a.parquet").to_pylist(maps_as_pydicts="strict")
    assert [{"file": row["file"], **Article.from_dict(row).to_dict()} for row in rows] == wanted
    some = [{"file": record["file"], "published": record["published"]} for record in wanted]
    assert list(read_records(made / "a.parquet", ("file", "published"))) == some


def _as_text(table: Any) -> Any:
    """As older runs have it."""
    import pyarrow as pa

    texts = pa.array([TIMES[name.removesuffix(".html")][1] for name in table["file"].to_pylist()], pa.string())
    for name in ("published", "modified"):
        values = texts if name == "published" else pa.nulls(len(texts), pa.string())
        table = table.set_column(table.schema.get_field_index(name), name, values).drop_columns([f"{name}_local"])
    return table


def _cast(kind: str, zone: str | None) -> Callable[[Any], Any]:
    def rewritten(table: Any) -> Any:
        import pyarrow as pa

        for name, tz in (("published", zone), ("published_local", None)):
            column = table[name].cast(pa.timestamp(kind, tz))
            table = table.set_column(table.schema.get_field_index(name), name, column)
        return table

    return rewritten


REWRITTEN: dict[str, Callable[[Any], Any]] = {
    "by an older version": _as_text,
    "in nanoseconds": _cast("ns", "UTC"),
    "without a zone, as Spark does in INT96": _cast("ns", None),
    "in another zone": _cast("us", "America/New_York"),
    "in milliseconds": _cast("ms", "+09:00"),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_rows_that_something_else_wrote_come_back(name: str, made: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(REWRITTEN[name](pq.read_table(made / "a.parquet")), made / "b.parquet")
    assert _records(made / "b.parquet") == _records(made / "a.parquet")


def test_timestamps_that_do_not_belong_together(made: Path, run: Run) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(made / "a.parquet")
    clock = pa.array([datetime(2021, 12, 1)] * len(table), pa.timestamp("us"))
    table = table.set_column(table.schema.get_field_index("published_local"), "published_local", clock)
    pq.write_table(table, made / "b.parquet")
    code, _, said = run("audit", made / "b.parquet")
    assert code == 1
    assert "abroad.html: published and published_local are 2021-11-08 22:27:05+00:00 and 2021-12-01 00:00:00" in said


def test_a_time_brings_all_that_is_known_of_it(made: Path, run: Run) -> None:
    import pyarrow.parquet as pq

    names = ("--fields", "title,modified,published")
    assert run("extract", made / "in", "-o", made / "some.parquet", *names)[0] == 0
    columns = pq.read_schema(made / "some.parquet").names
    times = [f"{name}{more}" for name in ("published", "modified") for more in ("", "_local", "_precision")]
    assert columns == ["file", "title", *times, "carried"]
    wanted = [record["published"] for record in _records(made / "a.parquet")]
    assert [record["published"] for record in _records(made / "some.parquet")] == wanted


NOON = datetime(2021, 11, 8, 12, tzinfo=UTC)
WRONG: dict[str, dict[str, Any]] = {
    "no zone": {"published": NOON.replace(tzinfo=None)},
    "days apart": {"published": NOON, "published_local": datetime(2021, 11, 12)},
    "the clock has a zone": {"published": NOON, "published_local": NOON},
    "a clock as text": {"published": NOON, "published_local": "2021-11-08 20:00"},
}


@pytest.mark.parametrize("name", WRONG)
def test_rows_that_are_wrong_name_the_key(name: str) -> None:
    with pytest.raises(DataError, match=r"^published is datetime.*a time with a zone, published_local the same"):
        Article.from_dict({"kind": "article", **WRONG[name]})


def test_without_the_clock_the_moment_is_in_its_own_zone() -> None:
    read = Article.from_dict({"kind": "article", "published": NOON, "published_precision": "minute"})
    assert read.to_dict()["published"] == "2021-11-08T12:00+00:00"


# Engines: times are times there, and a bare day is that day


def _pandas(path: Path) -> dict[str, tuple[Any, Any]]:
    frame = pytest.importorskip("pandas").read_parquet(path).dropna(subset=["published"])
    assert (frame["published"] - frame["published"].min()).max() < timedelta(days=9)
    days = frame["published"].dt.date, frame["published_local"].dt.date
    return dict(zip(frame["file"], zip(*days, strict=True), strict=True))


def _polars(path: Path) -> dict[str, tuple[Any, Any]]:
    pl = pytest.importorskip("polars")
    frame = pl.read_parquet(path).drop_nulls("published")
    days = frame.select("file", pl.col("published").dt.date(), pl.col("published_local").dt.date())
    return {name: (moment, clock) for name, moment, clock in days.iter_rows()}


def _duckdb(path: Path) -> dict[str, tuple[Any, Any]]:
    base = pytest.importorskip("duckdb").connect()
    base.execute("SET TimeZone = 'Asia/Shanghai'")
    asked = "SELECT file, published::DATE, published_local::DATE FROM read_parquet(?) WHERE published IS NOT NULL"
    return {name: (moment, clock) for name, moment, clock in base.execute(asked, [str(path)]).fetchall()}


@pytest.mark.parametrize("days", [_pandas, _polars, _duckdb], ids=["pandas", "polars", "duckdb"])
def test_engines_read_times(days: Callable[[Path], dict[str, tuple[Any, Any]]], made: Path) -> None:
    found = days(made / "a.parquet")
    eighth, ninth = date(2021, 11, 8), date(2021, 11, 9)
    assert found == {
        "day.html": (eighth, eighth),
        "first.html": (date(2021, 11, 1), date(2021, 11, 1)),
        "minute.html": (eighth, eighth),
        "second.html": (eighth, eighth),
        "abroad.html": (ninth, eighth),  # in China it was the next day
    }


def test_json_is_as_it_was(made: Path) -> None:
    for line in (made / "a.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert record["published"] == TIMES[record["file"].removesuffix(".html")][1]
        assert "published_local" not in record


# CSV


@pytest.mark.parametrize("to", ["a.csv", "a.csv.gz", "-"])
@pytest.mark.parametrize("bom", [False, True])
def test_csv_has_times_that_spreadsheets_read(to: str, bom: bool, tmp_path: Path, run: Run) -> None:
    out = "-" if to == "-" else tmp_path / to
    more = ["--to", "csv"] if to == "-" else []
    code, said, _ = run("extract", filled(tmp_path / "in", PAGES), "-o", out, *more, *(["--bom"] if bom else []))
    assert code == 0
    data = (
        said.encode() if to == "-" else (gzip.decompress if to.endswith("gz") else bytes)((tmp_path / to).read_bytes())
    )
    assert data.startswith(b"\xef\xbb\xbffile," if bom else b"file,")
    assert data.count(b"\xef\xbb\xbf") == bom
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {row["file"].removesuffix(".html"): row["published_local"] for row in rows} == {
        "day": "2021-11-08",
        "first": "2021-11-01",
        "minute": "2021-11-08 17:27",
        "second": "2021-11-08 17:27:41",
        "abroad": "2021-11-08 17:27:05",
        "none": "",
    }
    for row in rows:  # no spreadsheet runs it, so nothing stands in front of it
        assert (row["published"] or None) == TIMES[row["file"].removesuffix(".html")][1]


def test_csv_that_was_written_is_read_as_an_input(tmp_path: Path, run: Run) -> None:
    filled(tmp_path / "in", PAGES)
    assert run("extract", tmp_path / "in", "-o", tmp_path / "a.csv", "--bom")[0] == 0
    code, out, _ = run("extract", tmp_path / "a.csv", "--html-column", "text", "--input", "text")
    assert code == 0
    assert [row["carried"]["published_local"] for row in lines(out)] == [
        "2021-11-08 17:27:05", "2021-11-08", "2021-11-01", "2021-11-08 17:27", "", "2021-11-08 17:27:41",
    ]  # fmt: skip


def test_frames_read_the_times_of_csv(tmp_path: Path, run: Run) -> None:
    pandas = pytest.importorskip("pandas")
    assert run("extract", filled(tmp_path / "in", PAGES), "-o", tmp_path / "a.csv", "--bom")[0] == 0
    frame = pandas.read_csv(tmp_path / "a.csv", index_col="file")
    days = pandas.to_datetime(frame["published_local"], format="ISO8601").dt.date
    assert days["minute.html"] == days["day.html"] == days["abroad.html"] == date(2021, 11, 8)
