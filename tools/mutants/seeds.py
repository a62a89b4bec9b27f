"""What mutations begin with: the project's own pages, and small containers of every kind with pages in them."""

from __future__ import annotations

import bz2
import csv
import functools
import gzip
import io
import json
import lzma
import tempfile
from collections.abc import Callable
from pathlib import Path

import dumps
from mutants import ROOT

# Pages of a container: enough for a first, a middle and a last one.
_PAGES = 3


@functools.cache
def pages() -> tuple[bytes, ...]:
    """The pages of the fixtures and of the shapes, and a small page of each kind of markup that they lack."""
    files = [*(ROOT / "fixtures").glob("*/page.html"), *(ROOT / "fixtures" / "shapes" / "pages").glob("*")]
    return (*(file.read_bytes() for file in sorted(files)), dumps.page(1), dumps.page(2))


def sound(number: int) -> bytes:
    """A page of its own for each number, with nothing wrong in it."""
    return dumps.page(number)


def some(number: int) -> dumps.Pages:
    """A few small pages of their own for each number."""
    first = number % 1000 * _PAGES
    return [(f"{at:04}.html", dumps.page(at)) for at in range(first, first + _PAGES)]


def _zip(number: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return dumps.zip_of(Path(folder) / "a.zip", some(number)).read_bytes()


def _parquet(number: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return dumps.parquet_of(Path(folder) / "a.parquet", some(number), group=2).read_bytes()


def _tar(number: int) -> bytes:
    return dumps.tar_bytes(some(number))


def _jsonl(number: int) -> bytes:
    return dumps.jsonl_bytes(some(number))


def _warc(number: int) -> bytes:
    return dumps.warc_bytes(some(number))


def _warc_gz(number: int) -> bytes:
    return dumps.warc_bytes(some(number), gz=True)


def _warc_encoded(number: int) -> bytes:
    """Bodies as servers send them: gzip, chunks."""
    records = []
    for name, page in some(number):
        packed = gzip.compress(page, mtime=0)
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:99], packed[99:])) + b"0\r\n\r\n"
        http = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
            b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
        )
        records.append(dumps.warc_record(f"https://news.example.com/{name}", chunks, http=http))
    return b"".join(records)


def _table(number: int, delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["id", "url", "html"])
    writer.writerows([at, f"https://e.com/{at}", page.decode()] for at, (_, page) in enumerate(some(number)))
    return out.getvalue().encode()


def _json(number: int) -> bytes:
    rows = [{"url": f"https://e.com/{name}", "html": page.decode()} for name, page in some(number)]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def _feed(number: int) -> bytes:
    entries = "".join(
        f"<item><title>{name}</title><content:encoded><![CDATA[{page.decode()}]]></content:encoded></item>"
        for name, page in some(number)
    )
    head = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    return f"{head}<channel>{entries}</channel></rss>".encode()


def _mhtml(number: int) -> bytes:
    (_, page), *_ = some(number)
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    part = b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head + part + page + b"\r\n--b--\r\n"


def _page(number: int) -> bytes:
    return some(number)[0][1]


def _zip_in_tar(number: int) -> bytes:
    return dumps.tar_bytes([("a.zip", _zip(number)), *some(number)])


# What is packed again after it was mutated: the fault is then below the compression, not in it.
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gz": functools.partial(gzip.compress, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": dumps.zstd,
}
# Kind of container → how the file's name ends, what it is made by, and how it may be packed.
CONTAINERS: dict[str, tuple[str, Callable[[int], bytes], tuple[str, ...]]] = {
    "zip": (".zip", _zip, ("gz",)),
    "zip in tar": (".tar", _zip_in_tar, ("gz",)),
    "tar": (".tar", _tar, ("gz", "bz2", "xz", "zst")),
    "jsonl": (".jsonl", _jsonl, ("gz", "bz2", "xz", "zst")),
    "parquet": (".parquet", _parquet, ("gz",)),
    "warc": (".warc", _warc, ("gz", "zst")),
    "warc, each record packed": (".warc.gz", _warc_gz, ()),
    "warc of encoded bodies": (".warc", _warc_encoded, ("gz",)),
    "csv": (".csv", functools.partial(_table, delimiter=","), ("gz",)),
    "tsv": (".tsv", functools.partial(_table, delimiter="\t"), ()),
    "json": (".json", _json, ("gz",)),
    "feed": (".xml", _feed, ()),
    "mhtml": (".mhtml", _mhtml, ()),
    "page": (".html", _page, ("gz", "bz2", "xz", "zst")),
}
