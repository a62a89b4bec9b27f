"""Files of which something was once lost in silence: what is in them, and what must be said."""

from __future__ import annotations

import base64
import gzip
import io
import json
import quopri
import tarfile
import zipfile
from collections.abc import Callable
from typing import NamedTuple

import dumps
import tables
from archives import ENCRYPTED, UTF8, Member, odd, pages_of, tar_bytes, tar_page, zip_bytes

TEXT = b"<html><head><title>x</title></head><body><p>y</p></body></html>"


class Case(NamedTuple):
    """A file.

    Attributes:
        data: what is in it.
        titles: numbers of the pages (see `dumps.page`) that are read.
        words: words that an error has; none: nothing is said.

    """

    data: bytes
    titles: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


# Tar archives whose first header is bad.

_TAR = tar_bytes(tar_page(3), tar_page(4), tar_page(5))
_SAID = ("ReadError", "no header", "the next")
TARS = {
    "zeros.tar": Case(bytes(512) + _TAR[512:], (4, 5), _SAID),
    "noise.tar": Case(b"\xee" * 512 + _TAR[512:], (4, 5), _SAID),
    "checksum.tar": Case(tar_page(3, checksum=b"000001\0 ") + _TAR[len(tar_page(3)) :], (4, 5), _SAID),
    "zeros.dat": Case(bytes(512) + _TAR[512:], (4, 5), _SAID),
    "noise": Case(b"\xee" * 512 + _TAR[512:], (4, 5), _SAID),
    "checksum.bin": Case(tar_page(3, checksum=b"zzzzzz\0 ") + _TAR[len(tar_page(3)) :], (4, 5), _SAID),
    "late.bin": Case(b"\xee" * 512 + bytes(2 << 20) + tar_page(4) + bytes(1024), (4,), _SAID),
    "oldest.dat": Case(bytes(512) + b"x" * 512 + tar_page(4, magic=bytes(8)) + bytes(1024), (4,), _SAID),
    "zeros_before.tar": Case(bytes(1024) + _TAR, (3, 4, 5), ()),
    "all_gone.tar": Case(bytes(512) + b"\xee" * 4096, (), ("ReadError", "no header")),
}


# Links in archives.


def tar_of(*entries: tuple[str, str, bytes | str]) -> bytes:
    """Members: a name; "f" and what is in it, or "h", "s" (a hard or a symbolic link) and where it leads."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind, what in entries:
            info = tarfile.TarInfo(name)
            if isinstance(what, bytes):
                info.size = len(what)
                archive.addfile(info, io.BytesIO(what))
            else:
                info.type = tarfile.LNKTYPE if kind == "h" else tarfile.SYMTYPE
                info.linkname = what
                archive.addfile(info)
    return out.getvalue()


def zip_of(*entries: tuple[str, str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, kind, what in entries:
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = (0o120777 if kind == "s" else 0o100644) << 16
            archive.writestr(info, what)
    return out.getvalue()


_PAGE = ("a/m.html", "f", dumps.page(3))
_JSONL = dumps.jsonl_bytes(dumps.pages(2))
LINKS = {
    "hard.tar": Case(tar_of(_PAGE, ("h.html", "h", "a/m.html")), (3, 3)),
    "soft.tar": Case(tar_of(_PAGE, ("a/s.html", "s", "./m.html")), (3, 3)),
    "before.tar": Case(tar_of(("s.html", "s", "a/m.html"), _PAGE), (3, 3)),
    "chain.tar": Case(tar_of(_PAGE, ("b/c.html", "s", "../a/s.html"), ("a/s.html", "h", "a/m.html")), (3, 3, 3)),
    "table.tar": Case(tar_of(("d.jsonl", "f", _JSONL), ("e.jsonl", "h", "d.jsonl")), (0, 1, 0, 1)),
    "folder.tar": Case(tar_of(("l", "s", "a"), _PAGE, ("v.html", "h", "l/m.html")), (3, 3)),
    "out.tar": Case(tar_of(_PAGE, ("a/o.html", "s", "../../m.html")), (3,), ("LinkOutsideError", "a/o.html")),
    "absolute.tar": Case(tar_of(_PAGE, ("o.html", "s", "/a/m.html")), (3,), ("LinkOutsideError", "o.html")),
    "dead.tar": Case(tar_of(_PAGE, ("d.html", "h", "n.html")), (3,), ("DeadLinkError", "d.html", "n.html")),
    "circle.tar": Case(tar_of(_PAGE, ("c.html", "s", "d.html"), ("d.html", "s", "c.html")), (3,), ("DeadLinkError",)),
    "others.tar": Case(tar_of(_PAGE, ("b", "s", "a"), ("x.png", "s", "n.png"), ("y.css", "h", "../n.css")), (3,)),
    "behind_a_hole.tar": Case(
        tar_of(_PAGE)[:1536] + b"\xee" * 512 + tar_of(("h.html", "h", "a/m.html")), (3, 3), ("ReadError",)
    ),
    "soft.zip": Case(zip_of(_PAGE, ("a/s.html", "s", "m.html")), (3, 3)),
    "chain.zip": Case(zip_of(("b/c.html", "s", "../a/s.html"), ("a/s.html", "s", "m.html"), _PAGE), (3, 3, 3)),
    "folder.zip": Case(zip_of(("l", "s", "a"), _PAGE, ("v.html", "s", "l/m.html")), (3, 3)),
    "out.zip": Case(zip_of(_PAGE, ("o.html", "s", "../m.html")), (3,), ("LinkOutsideError", "o.html")),
    "dead.zip": Case(zip_of(_PAGE, ("d.html", "s", "n.html")), (3,), ("DeadLinkError", "n.html")),
    "circle.zip": Case(zip_of(_PAGE, ("c.html", "s", "c.html")), (3,), ("DeadLinkError", "c.html")),
    "others.zip": Case(zip_of(_PAGE, ("b", "s", "a"), ("x.png", "s", "n.png")), (3,)),
}


# What holds tables or files and is not read.


def _office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"<x/>" * 50)
    return out.getvalue()


_SHEETS = b"application/vnd.oasis.opendocument.spreadsheet  "
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
UNREAD = {
    "t.arrow": Case(b"ARROW1\0\0" + bytes(90), (), ("Arrow", "Parquet")),
    "t.bin": Case(b"ARROW1\0\0" + bytes(90), (), ("Arrow",)),
    "t.feather": Case(b"FEA1" + bytes(90), (), ("Arrow",)),
    "stream": Case(b"\xff\xff\xff\xff\x78\x01\0\0\x10\0\0\0" + bytes(90), (), ("Arrow",)),
    "t.avro": Case(b"Obj\x01\x04\x14avro.codec\x08null", (), ("Avro",)),
    "part-0": Case(b"Obj\x01\x04\x14avro.codec\x08null", (), ("Avro",)),
    "t.orc": Case(b"ORC\x0a\x03\0\0\0" + bytes(90), (), ("ORC",)),
    "t.xlsx": Case(_office("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"), (), ("spreadsheet", "CSV")),
    "t.sheet": Case(_office("docProps/app.xml", "xl/workbook.xml"), (), ("spreadsheet",)),
    "t.xls": Case(_OLD_OFFICE, (), ("spreadsheet",)),
    "old": Case(_OLD_OFFICE, (), ("xls",)),
    "t.ods": Case(_office("mimetype").replace(b"<x/>" * 12, _SHEETS), (), ("spreadsheet",)),
    "t.sqlite": Case(b"SQLite format 3\0" + bytes(90), (), ("SQLite", "CSV")),
    "crawl.db": Case(b"SQLite format 3\0" + bytes(90), (), ("SQLite",)),
    "t.rar": Case(b"Rar!\x1a\x07\x01\0" + bytes(90), (), ("RAR", "zip")),
    "t.part1": Case(b"Rar!\x1a\x07\0" + bytes(90), (), ("RAR",)),
    "t.7z": Case(b"7z\xbc\xaf\x27\x1c" + bytes(90), (), ("7z", "zip")),
    "seven": Case(b"7z\xbc\xaf\x27\x1c" + bytes(90), (), ("7z",)),
    "t.z01": Case(b"PK\x07\x08PK\x03\x04" + bytes(90), (), ("in parts",)),
    "t.z02": Case(b"\x91\x13" * 90, (), ("in parts",)),
    "t.lz4": Case(b"\x04\x22\x4d\x18" + bytes(90), (), ("lz4",)),
    "t.html.br": Case(b"\x0b\x02\x80" + bytes(range(40)), (), ("compressed",)),
    "t.mdb": Case(b"\0\1\0\0Standard Jet DB\0" + bytes(90), (), ("Access", "CSV")),
    "d.arc": Case(b"filedesc://d.arc 0.0.0.0 20040601000000 text/plain 76\n1 0 x\n", (), ("ARC", "WARC")),
}
# Passed over as ever, be it broken or not.
PASSED = {
    "a.png": b"\x89PNG\r\n\x1a\n" + bytes(90),
    "b.css": b"p {}",
    "c.js": b"let a = 1",
    "d.pdf": b"%PDF-1.7\n",
    "e.docx": _office("[Content_Types].xml", "word/document.xml"),
    "f.docx": _office("docProps/app.xml", "word/x.xml"),
    "g.doc": _OLD_OFFICE,
    "Thumbs.db": _OLD_OFFICE,
    "h.css.gz": b"\x1f\x8b\x08" + b"x" * 50,
    "i.png.gz": b"",
    "j.jsonl": b"",
    "k.csv": b"\n",
    "l.jsonl.gz": dumps.PACKINGS["gz"](b""),
    "m.json": b"[1, 2]",
    "n.json": b" {}\n",
    "o.json": b"-1.5",
    "p.epub": _office("mimetype").replace(b"<x/>" * 6, b"application/epub+zip    "),
}


# Compressed tables that are broken where they begin, and what is no table though its name says so.

TABLES: dict[str, bytes] = {
    "t.jsonl": tables.jsonl_of(tables.TEXTS).encode(),
    "t.json": tables.json_of(tables.TEXTS).encode(),
    "t.csv": tables.csv_of(tables.TEXTS).encode(),
    "t.tsv": tables.csv_of(tables.TEXTS, dialect="excel-tab").encode(),
    "t.rss": tables.rss(tables.TEXTS).encode(),
    "t": tables.jsonl_of(tables.TEXTS).encode(),
}


def _flipped(data: bytes) -> bytes:
    return data[:12] + bytes(byte ^ 0x5A for byte in data[12:70]) + data[70:]


HURT: dict[str, Callable[[bytes], bytes]] = {
    "flipped": _flipped,
    "no sign": lambda data: bytes(8) + data[8:],
    "cut": lambda data: data[:20],
    "nothing": lambda _: b"",
    "noise": lambda _: bytes(range(1, 20)) * 30,
}
_NOISE = bytes(range(1, 20)) * 30
_ROW = json.dumps({"html": dumps.page(3).decode()}).encode()
NAMED = {
    "noise.jsonl": Case(_NOISE, (), ("no text",)),
    "zeros.csv": Case(bytes(3000), (), ("no text",)),
    "noise.json": Case(_NOISE, (), ("no text",)),
    "words.jsonl": Case(b"hello\nworld\n", (), ("no row",)),
    "words.json": Case(b"hello world", (), ("JSON",)),
    "python.json": Case(b"{'html': '<p>" + TEXT + b"'}", (), ("JSON",)),
    "behind.jsonl": Case(b"# a comment\n" + _JSONL, (0, 1), ("behind.jsonl", "#1")),
    "answer.jsonl": Case(TEXT + b"\n" + _JSONL, (0, 1), ("#1", "no JSON")),
    "long_answer.jsonl": Case(TEXT.replace(b">", b">\n") * 40 + b"\n" + _JSONL, (0, 1), ("no JSON",)),
    "script.json": Case(b"back([" + _ROW + b"]);", (), ("a script with JSON in it", "JSON alone")),
    "text.json": Case(json.dumps(TEXT.decode()).encode(), (), ("JSON", "text")),
    "spaces.jsonl": Case(b"\n" * 5000 + _JSONL, (0, 1)),
    "spaces.json": Case(b" " * 5000 + tables.json_of(tables.TEXTS).encode(), (0, 1, 2, 3, 4)),
    "spaces.csv": Case(b"\n" * 5000 + tables.csv_of(tables.TEXTS).encode(), (0, 1, 2, 3, 4)),
    "junk.rss": Case(b"junk" + tables.rss(tables.TEXTS).encode(), (0, 1, 2, 3, 4)),
    "junk.xml": Case(b"junk" + tables.rss(tables.TEXTS).encode(), (0, 1, 2, 3, 4)),
    "control.json": Case(b"[" + _ROW[:-2] + b'\x01\t"}]', (3,)),
    "long-number.json": Case(b'[{"id": ' + b"9" * 5000 + b", " + _ROW[1:] + b"]", (3,)),
    "long-number.jsonl": Case(b'{"id": ' + b"9" * 5000 + b", " + _ROW[1:] + b"\n", (3,)),
    "deep.jsonl": Case(
        _ROW + b'\n{"x": ' + b"[" * 9000 + b"]" * 9000 + b", " + _ROW[1:] + b"\n", (3,), ("#2", "too deep")
    ),
    "deep.json": Case(b'[{"x": ' + b"[" * 9000 + b"]" * 9000 + b", " + _ROW[1:] + b"]", (), ("too deep",)),
    "quotes.json": Case(b"[{'html': '<p>" + TEXT + b"'}]", (), ("no JSON",)),
    "split.json": Case(
        json.dumps({"columns": ["id", "html"], "data": [[1, dumps.page(3).decode()]]}).encode(), (), ("rows are lists",)
    ),
    "twice.gz": Case(gzip.compress(gzip.compress(dumps.page(3))), (), ("more than once",)),
    "words.mhtml": Case(b"hello world", (), ("MHTML",)),
    "words.rss": Case(b"hello world", (), ("feed",)),
}


# Frames that readers skip, before what is compressed and behind it.

_SKIPPED = b"\x53\x2a\x4d\x18\4\0\0\0abcd"
FRAMES = {
    "frames.html.zst": Case(_SKIPPED + dumps.zstd(dumps.page(3)) + _SKIPPED, (3,)),
    "frames.jsonl.zst": Case(_SKIPPED * 2 + dumps.zstd(_ROW + b"\n"), (3,)),
    "frames.warc.zst": Case(_SKIPPED + dumps.zstd(dumps.warc_record("u", dumps.page(3))), (3,)),
}


# Saved pages.


def _saved(coding: bytes, body: bytes, kind: bytes = b"text/html", charset: bytes = b"") -> bytes:
    return (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b1\r\n\r\n--b1\r\n"
        b"Content-Type: "
        + kind
        + charset
        + b"\r\n"
        + (b"Content-Transfer-Encoding: %s\r\n" % coding if coding else b"")
        + b"\r\n"
        + body
        + b"\r\n--b1--\r\n"
    )


_BASE64 = base64.encodebytes(dumps.page(3))
_QUOTED = quopri.encodestring(dumps.page(3))
_WIDE = base64.encodebytes(dumps.page(3).decode().encode("utf-16"))
SAVED = {
    "a.mhtml": Case(_saved(b"x-unknown", _BASE64), (3,)),
    "b.mht": Case(_saved(b"base-64", _BASE64), (3,)),
    "c.mht": Case(_saved(b'"Base64" (as ever)', _BASE64), (3,)),
    "d.mht": Case(_saved(b"", _BASE64), (3,)),
    "e.mht": Case(_saved(b"8bit", _QUOTED), (3,)),
    "f.mht": Case(_saved(b"quotedprintable", _QUOTED), (3,)),
    "g.mht": Case(_saved(b"base64", dumps.page(3)), (3,)),
    "h.mht": Case(_saved(b"x-zip", dumps.page(3)), (3,)),
    "i.mht": Case(_saved(b"x-unknown", _WIDE), (3,)),
    "j.mht": Case(_saved(b"x-rot", b"cntr ahzore guerr " * 40), (), ("x-rot", "Content-Transfer-Encoding")),
    "k.mht": Case(_saved(b"x-rot", b"cntr ahzore guerr " * 40, b"text/plain"), (), ("x-rot",)),
    "m.mht": Case(_saved(b"7bit", _BASE64, b"text/plain"), (3,)),
    "n.mht": Case(_saved(b"base64", b"!!!!" + _BASE64[5:]), (3,), ()),
    "o.mht": Case(_saved(b"base64", b"%" + base64.b64encode(b"no page at all, " * 40)[:-3]), (), ("Base64",)),
    "l.html": Case(_saved(b"base85", base64.b85encode(dumps.page(3))), (), ("base85",)),
}


# Encrypted members.

LOCKED = {
    "one.zip": Case(zip_bytes(*pages_of(1), odd(flags=UTF8 | ENCRYPTED)), (3,), ("m4.html is encrypted",)),
    "strong.zip": Case(zip_bytes(odd(flags=UTF8 | 0x41), *pages_of(1)), (3,), ("m4.html is encrypted",)),
    "stored.zip": Case(zip_bytes(odd(flags=UTF8 | 1, method=0), *pages_of(1)), (3,), ("m4.html is encrypted",)),
    "chinese.zip": Case(
        zip_bytes(*pages_of(1), Member("桥.html".encode(), b"x", flags=UTF8 | 1)), (3,), ("桥.html is encrypted",)
    ),
    "cut.zip": Case(
        zip_bytes(*pages_of(1), odd(flags=UTF8 | 1), *pages_of(1, 5))[:-60], (3, 5), ("m4.html is encrypted",)
    ),
    "aes.zip": Case(zip_bytes(*pages_of(1), odd(flags=UTF8 | 1, method=99)), (3,), ("m4.html is encrypted",)),
}
