"""Inputs: real files of every kind, alone, mixed, one in the other; every position is one to go on from."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

import dumps
from newsparse.dumps.inputs import inputs_of, read_inputs, size_of
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.pages import Fault, Item, RawPage
from newsparse.errors import MissingExtra
from newsparse.installs import install_line
from sample import Run, lines, names

PAGES = dumps.pages(5)
NAMES = [name for name, _ in PAGES]


def library(kind: str) -> None:
    for sign, module in (("zst", "zstandard"), ("parquet", "pyarrow"), ("warc", "fastwarc")):
        if sign in kind:
            pytest.importorskip(module)


def made(kind: str, path: Path) -> Path:
    """A file with `PAGES` in it."""
    plain, _, packing = kind.partition("+")
    path = path / f"d.{plain}{packing and '.' + packing}"
    match plain:
        case "zip":
            dumps.zip_of(path, PAGES)
        case "tar":
            dumps.tar_of(path, PAGES)
        case "jsonl":
            path.write_bytes(dumps.jsonl_bytes(PAGES))
        case "parquet":
            dumps.parquet_of(path, PAGES, group=2)
        case "warc":
            path.write_bytes(dumps.warc_bytes(PAGES, gz=packing == "gz"))
            return path
    if packing:
        path.write_bytes(dumps.PACKINGS[packing](path.read_bytes()))
    return path


KINDS = [
    "zip", "tar", "tar+gz", "tar+bz2", "tar+xz", "tar+zst", "jsonl", "jsonl+gz", "jsonl+bz2", "jsonl+xz", "jsonl+zst",
    "parquet", "parquet+gz", "warc", "warc+gz", "zip+gz",
]  # fmt: skip


def items(*given: Path) -> list[Item]:
    return list(read_inputs(inputs_of(given), (), Context()))


@pytest.mark.parametrize("kind", KINDS)
def test_pages_of_every_kind(kind: str, tmp_path: Path, run: Run) -> None:
    library(kind)
    path = made(kind, tmp_path)
    code, out, err = run("extract", path)
    records = lines(out)
    assert code == 0, err
    assert [record["title"] for record in records] == [
        f"{p}石桥修好了{n}" for n, p in enumerate("滨城 柳河 青石 云岭 白鹭".split())
    ]
    plain = kind.partition("+")[0]
    if plain in ("zip", "tar"):
        assert names(out) == [f"{path.name}!/{name}" for name in NAMES]
    elif plain in ("jsonl", "parquet"):
        assert names(out) == [f"{path.name}#{row}" for row in range(1, 6)]
        assert [record["carried"]["id"] for record in records] == list(range(5))
        assert [record["url"] for record in records] == [f"https://e.com/{n}" for n in range(5)]
    else:
        assert records[0]["url"] == f"https://news.example.com/{NAMES[0]}"
        assert records[0]["carried"] == {"warc_date": "2021-11-08T09:27:00Z", "http_status": 200}
        offsets = [int(name.partition("#")[2]) for name in names(out)]
        data = path.read_bytes()
        begin = b"\x1f\x8b" if kind == "warc+gz" else b"WARC/1.0"
        assert all(data[offset:].startswith(begin) for offset in offsets)


@pytest.mark.parametrize("kind", KINDS)
def test_every_position_is_one_to_go_on_from(kind: str, tmp_path: Path) -> None:
    library(kind)
    check_positions(made(kind, tmp_path))


def check_positions(*given: Path) -> list[Item]:
    inputs = inputs_of(given)
    whole = items(*given)
    assert len({item.position for item in whole}) == len(whole)
    assert [item.position for item in whole] == sorted(item.position for item in whole)
    for number, item in enumerate(whole):
        assert list(read_inputs(inputs, item.position, Context())) == whole[number + 1 :]
    return whole


def test_all_kinds_in_one_folder_and_in_each_other(tmp_path: Path, run: Run) -> None:
    for kind in KINDS:
        library(kind)
    given = tmp_path / "in"
    given.mkdir()
    for kind in KINDS:
        made(kind, given)
    for name, pack in dumps.PACKINGS.items():
        (given / f"single.html.{name}").write_bytes(pack(dumps.page(9)))
    inner = [(path.name, path.read_bytes()) for path in sorted(given.iterdir())]
    dumps.zip_of(given / "all.zip", inner)
    dumps.tar_of(given / "deep.tar", [("all.zip", (given / "all.zip").read_bytes()), ("a.css", b"p {}")])
    whole = check_positions(given, given / "d.jsonl", given / "single.html.gz")
    found = [item.page.name for item in whole]
    per_folder = 5 * len(KINDS) + 4
    assert len(found) == 3 * per_folder + 5 + 1
    assert len(set(found)) == 3 * per_folder  # two were named once more
    assert not any(isinstance(item.page, Fault) for item in whole)
    prefix = given.as_posix()
    assert f"{prefix}/deep.tar!/all.zip!/d.tar.gz!/{NAMES[0]}" in found
    assert f"{prefix}/d.jsonl#1" in found
    context = Context()
    assert sum(1 for _ in read_inputs(inputs_of([given]), (), context)) == 3 * per_folder
    assert context.read_so_far() == sum(size_of(each) for each in inputs_of([given]))
    code, out, _ = run("extract", given)
    assert code == 0
    assert len(names(out)) == 3 * per_folder
    assert {record["kind"] for record in lines(out)} == {"article"}


def test_one_page_that_is_compressed(tmp_path: Path, run: Run) -> None:
    for name, pack in dumps.PACKINGS.items():
        library(name)
        path = tmp_path / f"page.{name}"
        path.write_bytes(pack(dumps.page(1)))
        assert names(run("extract", path)[1]) == [path.name]


# WARC


def test_warc_passes_over_what_is_no_page(tmp_path: Path, run: Run) -> None:
    library("warc")
    records = [
        dumps.warc_record("https://e.com/a.png", b"\x89PNG", http=b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"),
        dumps.warc_record("https://e.com/b", b"", http=b"HTTP/1.1 301 Moved\r\nLocation: /c\r\n"),
        dumps.warc_record("https://e.com/c", dumps.page(1), "resource"),
        dumps.warc_record("<https://e.com/d>", dumps.page(2), http=b"HTTP/1.1 200 OK\r\n"),
    ]
    (tmp_path / "d.warc").write_bytes(b"".join(records))
    summary = tmp_path / "s.json"
    code, out, err = run("extract", tmp_path / "d.warc", "--summary", summary)
    assert code == 0
    assert [record["url"] for record in lines(out)] == ["https://e.com/c", "https://e.com/d"]
    assert json.loads(summary.read_text(encoding="utf-8"))["passed"] == 2
    assert "passed over 2 records" in err


def test_warc_undoes_encodings_and_believes_the_charset_of_the_header(tmp_path: Path, run: Run) -> None:
    library("warc")
    body = dumps.page(3).decode().encode("gb18030")
    packed = gzip.compress(body)
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:100], packed[100:])) + b"0\r\n\r\n"
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\nContent-Encoding: gzip\r\n"
        b"Transfer-Encoding: chunked\r\n"
    )
    (tmp_path / "d.warc").write_bytes(dumps.warc_record("https://e.com/", chunked, http=http))
    record = lines(run("extract", tmp_path / "d.warc")[1])[0]
    assert (record["title"], record["encoding"]) == ("云岭石桥修好了3", "gb18030")
    page = next(item.page for item in items(tmp_path / "d.warc"))
    assert isinstance(page, RawPage)
    assert page.content_type == "text/html; charset=gbk"


def test_the_date_of_a_record_is_what_hours_ago_is_counted_from(tmp_path: Path, run: Run) -> None:
    library("warc")
    body = (
        "<html><h1>石桥修好了</h1><p>3小时前　来源：滨城晚报</p><p>石桥昨日恢复通行，居民出行少绕两公里路。</p></html>"
    )
    (tmp_path / "d.warc").write_bytes(dumps.warc_record("https://e.com/", body.encode()))
    assert lines(run("extract", tmp_path / "d.warc")[1])[0]["published"].startswith("2021-11-08")


# JSONL and Parquet


def test_the_column_is_named_or_found(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "d.json"
    path.write_bytes(dumps.jsonl_bytes(PAGES, "seite"))
    assert len(names(run("extract", path)[1])) == 5
    rows = [{"text": "短", "raw": f"石桥昨日恢复通行，居民少绕两公里路，第{n}天。"} for n in range(2)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code, out, _ = run("extract", path, "--html-column", "raw")
    assert (code, names(out)) == (0, ["d.json#1", "d.json#2"])
    assert lines(out)[0]["carried"] == {"text": "短"}


def test_a_line_that_is_broken_costs_itself_only(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "d.jsonl"
    data = dumps.jsonl_bytes(PAGES).splitlines(keepends=True)
    path.write_bytes(b"".join([*data[:2], b'{"html": \n', b"\n", b"[1]\n", *data[2:]]))
    code, out, err = run("extract", path)
    assert code == 3
    assert names(out) == [f"d.jsonl#{n}" for n in (1, 2, 6, 7, 8)]
    assert [json.loads(line)["file"] for line in err.splitlines()[:-1]] == ["d.jsonl#3", "d.jsonl#5"]


def test_a_line_that_is_too_long_is_not_read(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsparse.dumps.inputs import jsonl

    monkeypatch.setattr(jsonl, "MOST_BYTES", 5000)
    data = dumps.jsonl_bytes(PAGES).splitlines(keepends=True)
    (tmp_path / "d.jsonl").write_bytes(b"".join([data[0], b'{"html": "' + b"x" * 9000 + b'"}\n', data[1]]))
    code, out, err = run("extract", tmp_path / "d.jsonl", "--workers", "0")
    assert (code, names(out)) == (3, ["d.jsonl#1", "d.jsonl#3"])
    assert "PageTooLarge" in err


def test_parquet_values_are_carried_as_json(tmp_path: Path, run: Run) -> None:
    library("parquet")
    import datetime

    import pyarrow as pa
    import pyarrow.parquet as pq

    when = datetime.datetime(2021, 11, 8, 9, 27)
    row: dict[str, Any] = {"html": dumps.page(1), "when": when, "raw": b"\xff", "tags": ["a"], "n": float("nan")}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "d.parquet")
    carried = lines(run("extract", tmp_path / "d.parquet")[1])[0]["carried"]
    assert carried == {"when": "2021-11-08T09:27:00", "raw": "/w==", "tags": ["a"], "n": None}


# Names


def test_names_in_zip_archives_of_old(tmp_path: Path, run: Run) -> None:
    import zipfile

    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("AB.html", dumps.page(1))
    path.write_bytes(path.read_bytes().replace(b"AB.html", "桥".encode("gbk") + b".html"))
    assert names(run("extract", path)[1]) == ["a.zip!/桥.html"]


def test_office_documents_and_other_archives_are_no_dumps(tmp_path: Path, run: Run) -> None:
    given = tmp_path / "in"
    given.mkdir()
    dumps.zip_of(given / "a.docx", [("[Content_Types].xml", b"<x/>"), ("word/a.html", dumps.page(1))])
    (given / "b.html").write_bytes(dumps.page(1))
    (given / "c.7z").write_bytes(b"7z\xbc\xaf\x27\x1c")
    assert names(run("extract", given)[1]) == ["b.html"]


# What is missing


@pytest.mark.parametrize(("kind", "module"), [("jsonl+zst", "zstandard"), ("parquet", "pyarrow"), ("warc", "fastwarc")])
def test_a_missing_library_is_named(
    kind: str, module: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(kind)
    path = made(kind, tmp_path)
    for name in (module, "pyarrow.parquet", "fastwarc.warc"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    code, out, err = run("extract", path, "--workers", "0")  # in this process, where it is missing
    assert (code, out) == (1, "")
    assert module in err
    assert install_line("dumps") in err
    (tmp_path / "b.html").write_bytes(dumps.page(1))
    code, out, err = run("extract", tmp_path, "--workers", "0")
    assert (code, names(out)) == (3, ["b.html"])
    assert json.loads(err.splitlines()[0])["error"] == MissingExtra.__name__


def test_several_inputs_are_read_in_the_order_given(tmp_path: Path, run: Run) -> None:
    one = dumps.folder(tmp_path / "one", PAGES[:1])
    two = dumps.zip_of(tmp_path / "two.zip", PAGES[:1])
    assert names(run("extract", two, one)[1]) == [f"{two.as_posix()}!/{NAMES[0]}", f"{one.as_posix()}/{NAMES[0]}"]
