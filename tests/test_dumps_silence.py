"""Nothing lost in silence: what is in a file is read, or an error says what it is; wherever the file lies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import dumps
import joined
import newsparse
import silent
import tables
from newsparse.dumps.batch import read_batch
from newsparse.dumps.inputs import inputs_of, read_inputs
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.job import Job
from newsparse.errors import InputError
from sample import Run, names
from silent import Case
from test_dumps_inputs import check_positions
from test_dumps_tables import PLACES, put

TITLES = {dumps.page(n).decode().partition("<h1>")[2].partition("</h1>")[0]: n for n in range(90)}
BESIDE = 77  # the page that lies beside what is tested
CASES = {
    **silent.TARS,
    **silent.LINKS,
    **silent.UNREAD,
    **silent.NAMED,
    **silent.SAVED,
    **silent.LOCKED,
}


def seen(path: Path) -> tuple[list[int], str]:
    """The numbers of the pages that are read, and all that is said of others."""
    good, said = [], []
    for item in read_inputs(inputs_of([path]), (), Context()):
        for outcome in read_batch([item.page], Job()):
            if outcome.fault is None:
                title = (outcome.record or {})["title"]
                assert title in TITLES, title
                good.append(TITLES[title])
            else:
                said.append(" ".join((outcome.fault.name, outcome.fault.error, outcome.fault.reason)))
    return [number for number in good if number != BESIDE], "\n".join(said)


@pytest.mark.parametrize("place", [place for place in PLACES if place != "gz"])
@pytest.mark.parametrize("name", silent.FRAMES)
def test_frames_that_are_skipped(name: str, place: str, tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    check(name, silent.FRAMES[name], place, tmp_path)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", CASES)
def test_it_is_read_or_said(name: str, place: str, tmp_path: Path) -> None:
    check(name, CASES[name], place, tmp_path)


@pytest.mark.parametrize("place", ["named", "folder", "zip in tar"])
@pytest.mark.parametrize("name", joined.CASES)
def test_files_that_were_joined(name: str, place: str, tmp_path: Path) -> None:
    check(name, joined.CASES[name], place, tmp_path)


@pytest.mark.parametrize("place", ["named", "folder", "zip in tar"])
@pytest.mark.parametrize("name", joined.PARQUET)
def test_parquet_files_that_were_joined(name: str, place: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    check(name, joined.PARQUET[name](), place, tmp_path)


def check(name: str, case: Case, place: str, tmp_path: Path) -> None:
    pytest.importorskip("zstandard")
    given, shown = put(place, name, case.data, tmp_path)
    good, said = seen(given)
    assert sorted(good) == sorted(case.titles)
    assert [word for word in case.words if word not in said] == []
    assert bool(said) == bool(case.words)
    assert "ZipInfo" not in said
    assert not said or shown in said
    check_positions(given)


@pytest.mark.parametrize("place", ["folder", "zip", "tar.xz", "zip in tar"])
@pytest.mark.parametrize("packing", dumps.PACKINGS)
@pytest.mark.parametrize("hurt", silent.HURT)
def test_compressed_tables_that_are_broken_where_they_begin(
    hurt: str, packing: str, place: str, tmp_path: Path
) -> None:
    pytest.importorskip("zstandard")
    for name, data in silent.TABLES.items():
        given, shown = put(
            place, f"{name}.{packing}", silent.HURT[hurt](dumps.PACKINGS[packing](data)), tmp_path / name
        )
        good, said = seen(given)
        assert (good, shown in said) == ([], True), said
        check_positions(given)


@pytest.mark.parametrize("packing", dumps.PACKINGS)
@pytest.mark.parametrize("name", ["t.jsonl", "t.csv", "t.rss"])
def test_what_stands_before_the_break_is_read(name: str, packing: str, tmp_path: Path) -> None:
    pytest.importorskip("zstandard")
    rows = [dumps.page(n).decode() for n in range(5)] * 300  # more than one block of bzip2
    makes: dict[str, Any] = {"t.jsonl": tables.jsonl_of, "t.csv": tables.csv_of, "t.rss": tables.rss}
    made = makes[name](rows)
    packed = dumps.PACKINGS[packing](made.encode())
    path = tmp_path / f"{name}.{packing}"
    path.write_bytes(packed[: len(packed) - 100])
    good, said = seen(path)
    assert len(good) > (0 if packing == "bz2" else 500)
    assert path.name in said


def test_what_holds_no_pages_is_passed_over(tmp_path: Path, run: Run) -> None:
    some = [("a.html", dumps.page(1)), *silent.PASSED.items()]
    given = dumps.folder(tmp_path / "in", some)
    dumps.zip_of(tmp_path / "d.zip", some)
    for path in (given, tmp_path / "d.zip"):
        assert seen(path) == ([1], "")
    code, _, err = run("extract", given, "--workers", "0")
    assert (code, err.count("\n")) == (0, 1)


@pytest.mark.parametrize("name", silent.UNREAD)
def test_what_is_not_read_ends_a_run_before_it_begins(name: str, tmp_path: Path, run: Run) -> None:
    case = silent.UNREAD[name]
    (tmp_path / name).write_bytes(case.data)
    out = tmp_path / "out.jsonl"
    code, _, err = run("extract", tmp_path / name, "-o", out, "--workers", "0")
    assert (code, out.exists(), err.count("\n")) == (1, False, 1)
    assert [word for word in (name, *case.words) if word not in err] == []


@pytest.mark.parametrize("text", ["123", "-1.5e3"])
def test_a_number_is_a_text_and_no_row_of_json(text: str, tmp_path: Path, run: Run) -> None:
    assert newsparse.parse(text).kind != "article"
    (tmp_path / "d.json").write_text(text)
    code, out, err = run("extract", tmp_path / "d.json", "--workers", "0")
    assert (code, out) == (3, "")
    assert "It is JSON without a list of objects" in err


TEXTS = {
    "markup": json.dumps(silent.TEXT.decode()),
    "escaped": '"\\u003chtml>\\u003cp>x"',
    "spaced": f' \n"\\n {silent.TEXT.decode()}"',
    "long": json.dumps(tables.TEXTS[0] * 20),
    "cut": json.dumps(tables.TEXTS[0])[:-30],
    "lines": '"<p>1</p>"\n"<p>2</p>"',
    "true": "true",
    "nothing": " null\n",
    "letters": '"\\u6ee8\\u57ce"',
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_of_json_is_no_page(kind: str, tmp_path: Path) -> None:
    text = TEXTS[kind]
    for given in (text, text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
        with pytest.raises(InputError, match="JSON"):
            newsparse.parse(given)
    for name in ("d.html", "d.txt", "d.json", "d.dat", "d.json.gz"):
        data = text.encode()
        (tmp_path / name).write_bytes(dumps.PACKINGS["gz"](data) if name.endswith("gz") else data)
        good, said = seen(tmp_path / name)
        assert (good, "JSON" in said) == ([], True)


@pytest.mark.parametrize("text", ["123\n456", "[1,2", "2021-11-08", "1,2,3", "[]", "0x12"])
def test_json_that_is_no_table_is_no_page(text: str, tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text(text)
    good, said = seen(tmp_path / "d.json")
    assert (good, "JSON" in said) == ([], True)


@pytest.mark.parametrize(
    "text", ['"石桥修好了"', '"<p>石桥</p>"<p class="x">修好了</p>', "12 人获奖", "[图] 石桥", "true 是真"]
)
def test_a_text_that_only_begins_as_json_is_a_text(text: str) -> None:
    assert newsparse.parse(text) is not None


@pytest.mark.parametrize("between", [b"", b"\r\n", b"\n\n\n"])
def test_a_saved_page_behind_another_is_said(between: bytes) -> None:
    one, other = tables.mhtml(dumps.page(1)), tables.mhtml(dumps.page(2), "base64")
    assert not newsparse.parse(one).warnings
    joined_ = newsparse.parse(one + between + other)
    assert (joined_.title or "").endswith("修好了1")
    assert any("Another saved page" in warning for warning in joined_.warnings)


_FRAMES = b"<html><head><title>x</title></head><frameset cols=1,2><frame src=a><frame src=b></frameset></html>"


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
def test_of_a_saved_page_of_frames_the_longest_is_read(coding: str) -> None:
    parts = [_FRAMES, b"<html><body><a href=1>x</a></body></html>", dumps.page(1)]
    page = newsparse.parse(_saved(parts, coding))
    assert (page.title or "").endswith("修好了1")
    assert page.warnings == ("The page is made of frames: of 2 the longest was read.",)


@pytest.mark.parametrize("rest", [[dumps.page(2)], [b"<p>x</p>", dumps.page(2), b"<p>y</p>"]])
def test_other_pages_in_a_saved_page_are_said(rest: list[bytes]) -> None:
    page = newsparse.parse(_saved([dumps.page(1), *rest]))
    assert (page.title or "").endswith("修好了1")
    assert [warning.count("1 of half its length or more") for warning in page.warnings] == [1]
    assert not newsparse.parse(_saved([dumps.page(1), b"<p>x</p>"])).warnings


def _saved(parts: list[bytes], coding: str = "quoted-printable") -> bytes:
    """A saved page with these parts of HTML."""
    one, sep, rest = tables.mhtml(parts[0], coding).partition(b"\r\n----b-1\r\nContent-Type: image")
    return one + b"".join(_part(part, coding) for part in parts[1:]) + sep + rest


def _part(page: bytes, coding: str) -> bytes:
    whole = tables.mhtml(page, coding)
    return whole[whole.index(b"\r\n----b-1\r\n") : whole.index(b"\r\n----b-1\r\nContent-Type: image")]


# Columns of lists and objects


def _odd_parquet(path: Path, values: list[Any]) -> Path:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"id": list(range(len(values))), "html": values}), path)
    return path


_PAGES = [dumps.page(n).decode() for n in range(3)]
ODD: dict[str, list[Any]] = {
    "lists": [[page] for page in _PAGES],
    "objects": [{"raw": page} for page in _PAGES],
    "numbers": [1, 2, 3],
    "nothing, then lists": [*[None] * 150, ["x"]],
    "lists of objects": [[{"raw": page}] for page in _PAGES],
    "empty lists": [[], [], [""]],
}


@pytest.mark.parametrize("column", [None, "html"])
@pytest.mark.parametrize("kind", ODD)
def test_a_column_of_lists_is_one_error(kind: str, column: str | None, tmp_path: Path, run: Run) -> None:
    path = _odd_parquet(tmp_path / "d.parquet", ODD[kind])
    more = ["--html-column", column] if column else []
    code, out, err = run("extract", path, "--workers", "0", *more)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert [word for word in ("d.parquet", "column html holds", "--html-column") if word not in err] == []
    folder = dumps.folder(tmp_path / "in", [("a.html", dumps.page(1)), ("d.parquet", path.read_bytes())])
    code, out, err = run("extract", folder, "--workers", "0", *more)
    assert (code, names(out)) == (3, ["a.html"])
    assert err.count("column html holds") == 1


@pytest.mark.parametrize("kind", ["lists", "objects", "numbers"])
@pytest.mark.parametrize("name", ["d.jsonl", "d.json"])
def test_such_a_column_of_json_is_one_error(name: str, kind: str, tmp_path: Path) -> None:
    rows = [{"id": n, "html": value} for n, value in enumerate(ODD[kind])]
    made = "\n".join(map(json.dumps, rows)) if name == "d.jsonl" else json.dumps(rows)
    (tmp_path / name).write_text(made)
    said = [item.page for item in read_inputs(inputs_of([tmp_path / name]), (), Context("html"))]
    assert [f"column html holds {kind}" in str(page) for page in said] == [True]


def test_pages_that_are_missing_in_the_first_rows(tmp_path: Path) -> None:
    rows = [{"html": None}] * 3 + [{"html": page} for page in _PAGES]
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "d.json").write_text(json.dumps(rows))
    _odd_parquet(tmp_path / "d.parquet", [row["html"] for row in rows])
    for name in ("d.jsonl", "d.json", "d.parquet"):
        good, said = seen(tmp_path / name)
        assert (good, said.count("no page")) == ([0, 1, 2], 3)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "VBScript:x"])
def test_the_address_of_a_page_is_none_that_is_run(url: str, tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    row = {"url": url, "html": dumps.page(1).decode()}
    made = {
        "d.jsonl": json.dumps(row).encode(),
        "d.json": json.dumps([row]).encode(),
        "d.csv": f'url,html\n"{url}","<p>{"石桥修好了。" * 9}</p>"\n'.encode(),
        "d.warc": dumps.warc_record(url, dumps.page(1)),
        "d.rss": tables.rss(tables.TEXTS[:1]).replace("https://e.com/0?a=1&b=2", url).encode(),
        "d.mhtml": tables.mhtml(dumps.page(1)).replace(b"https://e.com/0", url.encode()),
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
        pages = [item.page for item in read_inputs(inputs_of([tmp_path / name]), (), Context())]
        (outcome,) = read_batch(pages, Job())
        assert outcome.record is not None
        assert outcome.record["url"] is None
