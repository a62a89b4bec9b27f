"""newsparse.arrow: pages in a column of an Arrow table, whatever the column is like, and whatever a page does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import dump_program
import dumps
from newsparse import Options
from newsparse.arrow import Reading, extract_batches, extract_table
from newsparse.dumps.filters import FIELDS
from newsparse.errors import OptionsError
from sample import SOURCES, Run

PAGES = [dumps.page(number) for number in range(40)]
URLS = [f"https://news.example.com/{number}.html" for number in range(40)]


def table(pages: list[Any] | pa.Array, **more: Any) -> pa.Table:
    return pa.table({"id": pa.array(range(len(pages)), pa.int64()), "url": URLS[: len(pages)], "html": pages, **more})


def plain(made: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = made.to_pylist(maps_as_pydicts="strict")
    return rows


def test_rows_are_those_of_extract(run: Run, tmp_path: Path) -> None:
    given = table([*PAGES[:5], b"", b"%PDF-1.7\n%\xe2\xe3", *PAGES[7:20]])
    pq.write_table(given, tmp_path / "in.parquet")
    assert run("extract", tmp_path / "in.parquet", "-o", tmp_path / "out.parquet")[0] == 3
    theirs = pq.read_table(tmp_path / "out.parquet")
    ours = extract_table(given)
    good = ours.filter(pa.compute.is_null(ours["error"]))
    assert good.num_rows == 18
    assert good.select(FIELDS).equals(theirs.select(FIELDS))
    assert [f"in.parquet#{row['id'] + 1}" for row in good.to_pylist()] == theirs["file"].to_pylist()
    assert [row["error"] for row in ours.to_pylist() if row["error"]] == ["EmptyPage", "BinaryPage"]


COLUMNS: dict[str, Callable[[list[bytes]], Any]] = {
    "bytes": lambda pages: pa.array(pages),
    "large bytes": lambda pages: pa.array(pages, pa.large_binary()),
    "text": lambda pages: pa.array([page.decode() for page in pages]),
    "large text": lambda pages: pa.array([page.decode() for page in pages], pa.large_string()),
    "view": lambda pages: pa.array([page.decode() for page in pages], pa.string_view()),
    "dictionary": lambda pages: pa.array([page.decode() for page in pages]).dictionary_encode(),
    "chunks": lambda pages: pa.chunked_array([pages[:1], [], pages[1:]], pa.binary()),
    "slice": lambda pages: pa.array([b"<p>x", *pages, b"<p>y"]).slice(1, len(pages)),
    "text that is no UTF-8": lambda pages: pa.Array.from_buffers(
        pa.string(), 3, pa.array([page.decode().encode("gb18030") for page in pages]).buffers()
    ),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_any_column_that_holds_pages(name: str) -> None:
    made = extract_table(table(COLUMNS[name](PAGES[:3])))
    assert made.select(["title", "text", "url"]).equals(
        extract_table(table(PAGES[:3])).select(["title", "text", "url"])
    )
    assert made["error"].null_count == 3


def test_other_columns_are_carried_as_they_are() -> None:
    when = pa.array([datetime(2021, 11, 8, tzinfo=UTC), None], pa.timestamp("us", "UTC"))
    given = table(PAGES[:2], when=when, title=[{"a": 1.5}, None], error=["x", "y"], input_error=[1, 2])
    made = extract_table(given.append_column("Text", pa.array(["a", "b"])))
    names = ["id", "when", "input_title", "input_input_error", "input_error", "input_Text"]
    assert made.column_names[:6] == names
    assert made["when"].equals(given["when"])
    assert made["input_title"].equals(given["title"])
    assert made["input_input_error"].equals(given["error"])
    assert made["input_error"].equals(given["input_error"])
    assert "html" not in made.column_names
    assert made["url"].to_pylist() == URLS[:2]


def test_a_page_that_cannot_be_read_is_a_row_with_its_error() -> None:
    made = extract_table(table([PAGES[0], None, b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\0", PAGES[5]]))
    assert made["id"].to_pylist() == list(range(6))
    assert made["error"].to_pylist() == [None, "ValueError", "EmptyPage", "BinaryPage", "EmptyPage", None]
    assert made["url"].to_pylist() == URLS[:6]
    assert all(reason for reason in made["reason"].to_pylist()[1:5])
    assert made["title"].to_pylist()[1:5] == [None] * 4


def test_the_schema_is_the_same_whatever_the_pages() -> None:
    schemas = [extract_table(table(pages)).schema for pages in (PAGES[:2], [b"", b""], pa.array([], pa.binary()))]
    assert schemas[0].equals(schemas[1])
    assert schemas[0].equals(schemas[2])
    assert schemas[0].equals(Reading().schema(table(PAGES[:1]).schema))
    assert pa.types.is_map(schemas[0].field("provenance").type)


def test_a_batch_that_comes_in_makes_batches_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsparse.arrow._ROWS", 16)
    batches = table(PAGES).to_batches()
    made = list(extract_batches(iter([*batches, batches[0].slice(0, 0), batches[0].slice(3, 2)])))
    assert [batch.num_rows for batch in made] == [16, 16, 8, 2]
    assert [row for batch in made for row in batch["id"].to_pylist()] == [*range(40), 3, 4]


def test_some_keys_only_and_the_date_of_fetching() -> None:
    page = "<h1>老街亮灯</h1><p>3小时前　来源：某某晚报</p><p>昨晚，老街的路灯亮了，居民说方便多了，路也好走了。</p>"
    given = pa.table({"page": [page], "at": ["2021-11-08T12:00:00+08:00"]})
    made = extract_table(
        given, html="page", fetched="at", fields=("title", "published"), options=Options(parser="lxml")
    )
    times = ["published", "published_local", "published_precision"]
    assert made.column_names == ["at", "title", *times, "error", "reason"]
    assert made["published_local"].to_pylist() == [datetime(2021, 11, 8)]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no page": ({"html": "page"}, r"no column 'page' \(html=\); there are id, url, html"),
    "no address": ({"url": "link"}, r"no column 'link' \(url=\)"),
    "no header": ({"content_type": "mime"}, r"no column 'mime' \(content_type=\)"),
    "no such key": ({"fields": ("titel",)}, "titel"),
    "a key as str": ({"fields": "title"}, "fields=.'title',."),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_at_once(name: str) -> None:
    how, said = WRONG[name]
    with pytest.raises(OptionsError, match=said):
        extract_table(table(PAGES[:1]), **how)


@pytest.mark.parametrize("place", [0, 17, 39])
@pytest.mark.parametrize(("harm", "error"), [("crash", "WorkerDied"), ("hang", "PageTimeout"), ("eat", "MemoryError")])
def test_isolated_a_harmful_page_costs_itself(place: int, harm: str, error: str) -> None:
    pages = [*PAGES[:place], dumps.page(place, harm), *PAGES[place + 1 :]]
    patience = 1.5 if harm == "hang" else 60.0  # on a busy machine it takes a while to eat
    made = extract_table(
        table(pages), isolate=True, page_timeout=patience, worker_memory=400 << 20, parse=dump_program.parse
    )
    expected = extract_table(table(PAGES))
    assert made["error"].to_pylist() == [error if row == place else None for row in range(40)]
    others = [row for row in range(40) if row != place]
    assert plain(made.take(others)) == plain(expected.take(others))


def test_isolated_in_a_script_that_does_not_guard_its_main_module(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import pyarrow as pa, newsparse.arrow\nprint('once')\n"
        "t = pa.table({'html': ['<h1>老街亮灯</h1><p>昨晚，老街的路灯亮了，居民说方便多了。</p>'] * 3})\n"
        "print(newsparse.arrow.extract_table(t, isolate=True)['title'].to_pylist())\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": SOURCES},
    )
    assert done.stdout.decode() == "once\n['老街亮灯', '老街亮灯', '老街亮灯']\n", done.stderr.decode()
