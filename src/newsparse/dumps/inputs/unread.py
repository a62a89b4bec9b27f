"""Files that hold tables or other files and are not read: said by what they are, and what to do. What may hold pages is
never passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from newsparse.dumps.inputs.opened import HELD, Context, Source, read_up_to
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.pagelike import bare_name
from newsparse.dumps.pages import Fault, Item, Position


class _Format(NamedTuple):
    """How such files begin ("" where only the name tells), how they are called, what they are, what to do."""

    pattern: str
    extensions: str
    what: str
    advice: str


_AS_PARQUET = "Write it as Parquet or JSON Lines (pyarrow reads it)."
_AS_CSV = "Save the sheet or table with the pages as CSV."
_AS_LINES = "Write the pages as Parquet or JSON Lines."
_UNPACK = "Unpack it, or pack it anew as zip or tar."
_PACK = "Unpack it, or compress it anew as .gz or .zst."

# Content decides where it can; a pattern may not be the beginning of a text in any encoding.
_FORMATS = (
    _Format(r"ARROW1\0\0|FEA1.{0,64}\0", ".arrow .feather .ipc", "an Arrow (Feather) file", _AS_PARQUET),
    _Format(r"\xff{4}.{2}\0\0\x10\0\0\0", ".arrows", "an Arrow stream", _AS_PARQUET),
    _Format(r"Obj\x01", ".avro", "an Avro file", _AS_LINES),
    _Format(r"ORC.{0,99}[\0-\x08]", ".orc", "an ORC file", _AS_PARQUET),
    _Format(r"SQLite format 3\0", ".sqlite .sqlite3 .db3", "an SQLite database", _AS_CSV),
    _Format(r".{8}DUCK.{0,20}\0", ".duckdb", "a DuckDB database", _AS_PARQUET),
    _Format(r"\0\1\0\0Standard (?:Jet|ACE) DB", ".mdb .accdb", "an Access database", _AS_CSV),
    _Format("", ".sql", "an SQL dump", _AS_CSV),
    _Format(r"\x89HDF\r\n\x1a\n", ".h5 .hdf5", "an HDF5 file", _AS_LINES),
    _Format("", ".pkl .pickle .msgpack .bson .cbor", "a file of serialized objects", _AS_LINES),
    _Format(
        r"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.spreadsheet", ".ods", "a spreadsheet", _AS_CSV
    ),
    _Format("", ".xlsx .xlsm .xlsb .xls .et .numbers", "a spreadsheet", _AS_CSV),
    _Format(
        r"PK\x07\x08PK\x03\x04",
        ".z01 .z02 .z03 .z04 .z05 .z06 .z07 .z08 .z09",
        "a part of a zip archive in parts",
        "Join the parts (zip -s 0 -O whole.zip NAME.zip).",
    ),
    _Format(r"Rar!\x1a\x07", ".rar", "a RAR archive", _UNPACK),
    _Format(r"7z\xbc\xaf\x27\x1c", ".7z", "a 7z archive", _UNPACK),
    _Format(r"MSCF\0\0\0\0", ".cab", "a cabinet archive", _UNPACK),
    _Format(r"07070[127][0-7a-fA-F]{30}", ".cpio", "a cpio archive", _UNPACK),
    _Format(r"\x04\x22\x4d\x18", ".lz4", "compressed by lz4", _PACK),
    _Format(r"LZIP\x01", ".lz", "compressed by lzip", _PACK),
    _Format(r"\x1f\x9d[\x80-\x90]", ".z", "compressed by compress", _PACK),
    _Format("", ".lzma .br .sz .lzo", "compressed in a way that is not known", _PACK),
    _Format(r"filedesc://[^\n]{1,2000} \d{14} text/plain", ".arc", "an ARC file", "Convert it to WARC."),
    _Format(r"bplist00.{0,4000}WebMainResource", ".webarchive", "a page saved by Safari", "Save it as HTML."),
)
_ANY = re.compile("|".join(f"({known.pattern or '(?!)'})" for known in _FORMATS).encode("latin-1"), re.DOTALL)
_BY_NAME = {extension: known for known in _FORMATS for extension in known.extensions.split()}
_SHEET = _BY_NAME[".xls"]

# What no page is in and no table: passed over, broken or not.
_NO_PAGES = frozenset(
    ".png .jpg .jpeg .gif .webp .bmp .tif .tiff .ico .avif .svg .svgz .psd .css .scss .less .js .mjs .ts .map "
    ".wasm .woff .woff2 .ttf .otf .eot .mp3 .mp4 .m4a .m4v .wav .ogg .flac .avi .mov .mkv .webm .flv .swf .pdf "
    ".ps .eps .djvu .doc .docx .dot .dotx .wps .ppt .pptx .pps .ppsx .odt .odp .odg .rtf .epub .mobi .chm .exe "
    ".dll .so .o .a .py .pyc .jar .apk .class .msi .deb .rpm .dmg .iso .torrent .md5 .sha1 .sha256 .sig .asc "
    ".cdx".split()
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_SHEET = _Format("", "", "an MS Office file (xls, if not doc or ppt)", _AS_CSV)
_THUMBNAILS = "thumbs.db"
# An Office document is a zip archive; one member of a spreadsheet begins so.
_ZIP = b"PK\x03\x04"
_OFFICE = re.compile(rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/|docProps/|xl/)", re.DOTALL)
_SHEETS = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)


def holds_no_pages(name: str) -> bool:
    """Whether a file of this name holds neither pages nor a table, whatever is in it: it is passed over.

    >>> holds_no_pages("a/b.PNG"), holds_no_pages("main.css.gz"), holds_no_pages("d.jsonl.gz"), holds_no_pages("d.gz")
    (True, True, False, False)
    """
    return PurePosixPath(name).name.lower() == _THUMBNAILS or _extension(name) in _NO_PAGES


def is_unread(head: bytes, source: Source, _context: Context) -> bool:
    """By its first bytes."""
    return _format_of(head, source) is not None


def said_of_unread(source: Source, _context: Context) -> str:
    """What it is, and what to do."""
    try:
        known = _format_of(source.head(), source)
    except BROKEN:
        known = None
    known = known or _BY_NAME.get(_extension(source.name), _SHEET)
    return f"It is {known.what}, which is not read. {known.advice}"


def read_unread(source: Source, _after: Position, context: Context) -> Iterator[Item]:
    """One fault, that says what to do."""
    yield Item((0,), Fault(source.name, "InputError", said_of_unread(source, context)))


def named_as_unread(name: str) -> bool:
    """Whether it says by its name that it is such a file.

    >>> named_as_unread("a.XLSX"), named_as_unread("a.xlsx.html")
    (True, False)
    """
    return _extension(name) in _BY_NAME


def _extension(name: str) -> str:
    return PurePosixPath(bare_name(name)).suffix.lower()


def _format_of(head: bytes, source: Source) -> _Format | None:
    if (found := _ANY.match(head)) is not None and found.lastindex is not None:
        return _FORMATS[found.lastindex - 1]
    if holds_no_pages(source.name):
        return None  # documents are made as spreadsheets are
    named = _BY_NAME.get(_extension(source.name))
    if head.startswith(_OLD_OFFICE):
        return named or _OLD_SHEET
    if head.startswith(_ZIP) and named is not None:
        return named
    return _SHEET if _OFFICE.match(head) and _has_sheets(source) else None


def _has_sheets(source: Source) -> bool:
    """Whether an Office document is a spreadsheet, by its first members: names of members stand before their data."""
    with source.open() as stream:
        return _SHEETS.search(read_up_to(stream, HELD)) is not None
