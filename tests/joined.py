"""Files with something in front of what they are, or behind it: another of their kind, other data."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import dumps
import tables
from archives import pages_of, zip_bytes, zip_parts
from silent import Case

_A, _B = dumps.pages(3), dumps.pages(6)[3:]
_FIRST, _BOTH = (0, 1, 2), (0, 1, 2, 3, 4, 5)
_JUNK = b"\xee\x01junk" * 300
_PAGE = dumps.page(9)


def _parquet(some: dumps.Pages) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return dumps.parquet_of(Path(folder) / "a", some).read_bytes()


def _csv(some: dumps.Pages, *names: str) -> bytes:
    out = io.StringIO()
    rows = ({"url": f"https://e.com/{name}", "html": data.decode()} for name, data in some)
    csv.writer(out).writerows([names, *([row[name] for name in names] for row in rows)])
    return out.getvalue().encode()


def _array(some: dumps.Pages) -> bytes:
    return b"[" + b",".join(dumps.jsonl_bytes(some).splitlines()) + b"]"


def _under(**lists: dumps.Pages) -> bytes:
    return b"{" + b",".join(json.dumps(key).encode() + b":" + _array(some) for key, some in lists.items()) + b"}"


def _empty_zip() -> bytes:
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    return out.getvalue()


def _left_out() -> bytes:
    """A zip archive whose directory does not name the member in the middle."""
    members = pages_of(3)
    data, _, places = zip_parts(*members)
    named = [(member, at) for member, at in zip(members, places, strict=True) if at != places[1]]
    directory = b"".join(member.entry(at) for member, at in named)
    end = b"PK\x05\x06" + bytes(4) + (2).to_bytes(2, "little") * 2
    return data + directory + end + len(directory).to_bytes(4, "little") + len(data).to_bytes(4, "little") + bytes(2)


_ZIPS = zip_bytes(*pages_of(3, 0)), zip_bytes(*pages_of(3, 3))
_ZIP_SAID = ("BadZipFile", "directory is not usable", "does not name")
_REST = ("BadZipFile", "belong to no member")
_TAR_SAID = ("ReadError", "Behind the archive's end")
_PACKED_SAID = ("TrailingDataError", "Behind the end of the compressed data")
_BROKEN = b"\0\0\0\1" + lzma.compress(b"x" * 99)[4:]
_TAR, _JSONL = dumps.tar_bytes(_A), dumps.jsonl_bytes(_A)
_FEED = tables.rss([data.decode() for _, data in _A]).encode()
_JSON_SAID = ("InputError", "under data are read")

CASES = {
    "two.zip": Case(b"".join(_ZIPS), _BOTH, _ZIP_SAID),
    "three.zip": Case(b"".join(_ZIPS) + zip_bytes(*pages_of(1, 6)), (*_BOTH, 6), _ZIP_SAID),
    "empty_behind.zip": Case(_ZIPS[0] + _empty_zip(), _FIRST, _ZIP_SAID),
    "left_out.zip": Case(_left_out(), (3, 4, 5), _ZIP_SAID),
    "rest.zip": Case(_ZIPS[0] + _JUNK, _FIRST, _REST),
    "page_behind.zip": Case(_ZIPS[0] + _PAGE, _FIRST, _REST),
    "before.zip": Case(_JUNK + _ZIPS[0], _FIRST, _REST),
    "filled.zip": Case(_ZIPS[0] + bytes(512), _FIRST),
    "extras.zip": Case(zip_bytes(*pages_of(3, 0, behind="signed", large=True)), _FIRST),
    "two.tar": Case(_TAR + dumps.tar_bytes(_B), _BOTH),
    "rest.tar": Case(_TAR + _JUNK, _FIRST, _TAR_SAID),
    "little.tar": Case(_TAR + _PAGE[:300], _FIRST, _TAR_SAID),
    "zip_behind.tar": Case(_TAR + _ZIPS[1], _FIRST, _TAR_SAID),
    "between.tar": Case(_TAR + _JUNK.ljust(2048, b"\0") + dumps.tar_bytes(_B), _BOTH, _TAR_SAID),
    "rest.tar.gz": Case(gzip.compress(_TAR) + _JUNK, _FIRST, _PACKED_SAID),
    "rest.tar.bz2": Case(bz2.compress(_TAR) + _JUNK, _FIRST, _PACKED_SAID),
    "gz_behind.tar.xz": Case(lzma.compress(_TAR) + gzip.compress(_TAR), _FIRST, _PACKED_SAID),
    "two.jsonl.bz2": Case(bz2.compress(_JSONL) + bz2.compress(dumps.jsonl_bytes(_B)), _BOTH),
    "filled.jsonl.xz": Case(lzma.compress(_JSONL) + bytes(8) + lzma.compress(dumps.jsonl_bytes(_B)), _BOTH),
    "broken_behind.jsonl.xz": Case(lzma.compress(_JSONL) + _BROKEN, _FIRST, _PACKED_SAID),
    "little.jsonl.xz": Case(lzma.compress(_JSONL) + b"ab", _FIRST, _PACKED_SAID),
    "rest.jsonl.gz": Case(gzip.compress(_JSONL) + _JUNK, _FIRST, _PACKED_SAID),
    "cut.json.gz": Case(gzip.compress(_array(dumps.pages(60)))[:-9], tuple(range(60)), ("EOFError",)),
    "rest.html.bz2": Case(bz2.compress(_PAGE) + _JUNK, (9,)),
    "rest.html.gz": Case(gzip.compress(_PAGE) + _JUNK, (9,)),
    "two.json": Case(_array(_A) + _array(_B), _BOTH),
    "two_keys.json": Case(_under(data=_A, more=_B), _FIRST, (*_JSON_SAID, "key more")),
    "other_key.json": Case(_under(data=_A) + _under(rest=_B), _FIRST, (*_JSON_SAID, "key rest")),
    "list_behind.json": Case(_under(data=_A) + _array(_B), _FIRST, (*_JSON_SAID, "behind")),
    "rest.json": Case(_under(data=_A) + b" junk", _FIRST, (*_JSON_SAID, "behind")),
    "beside.json": Case(_under(data=_A)[:-1] + b', "fields": ["id", "html"], "last": null, "n": 2}', _FIRST),
    "two.csv": Case(_csv(_A, "url", "html") + _csv(_B, "url", "html"), _BOTH),
    "two_orders.csv": Case(_csv(_A, "url", "html") + b"\xef\xbb\xbf" + _csv(_B, "html", "url"), _BOTH),
    "page_behind.rss": Case(_FEED + _PAGE, _FIRST, ("ValueError", "Behind the end of the feed")),
    "comments_behind.rss": Case(_FEED + b"\n<!-- made in 0.1 s -->\n" * 30, _FIRST),
    "little_behind.rss": Case(_FEED + b"<script>x()</script>", _FIRST),
    "two.rss": Case(_FEED + tables.rss([data.decode() for _, data in _B]).encode(), _BOTH),
}
_PARQUET_SAID = ("InputError", "several Parquet files")
PARQUET: dict[str, Callable[[], Case]] = {
    "two.parquet": lambda: Case(_parquet(_A) + _parquet(_B), (), _PARQUET_SAID),
    "long_before.parquet": lambda: Case(_parquet(dumps.pages(90)) + _parquet(_B), (), _PARQUET_SAID),
    "twice.parquet": lambda: Case(_parquet(_A) * 2, (), _PARQUET_SAID),
    "empty_behind.parquet": lambda: Case(_parquet(_A) + _empty_parquet(), (), _PARQUET_SAID),
}


def _empty_parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"html": pa.array([], pa.string())}), out)
    return out.getvalue()
