"""Zip archives. Their directory is held in memory: some 600 bytes for each member."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from newsparse.dumps.inputs import nested
from newsparse.dumps.inputs.opened import Context, Source, member_source, on_disk
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.pages import END, Item, Position, fault_of

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
# Office documents and books are zip files too: no dumps.
_DOCUMENT = (b"[Content_Types].xml", b"mimetypeapplication/", b"_rels/.rels")
_MEMBER_NAME = 30  # its offset in the first member's header
_UTF8_NAME = 0x800
_BROKEN = (*BROKEN, zipfile.BadZipFile, RuntimeError, NotImplementedError)  # encrypted; a compression of its own


def is_zip(head: bytes, _source: Source, _context: Context) -> bool:
    """By its first bytes."""
    return head.startswith(_MAGIC) and not head[_MEMBER_NAME:].startswith(_DOCUMENT)


def read_zip(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the member's number in the directory, then those within the member."""
    try:
        with on_disk(source) as path, path.open("rb") as file, zipfile.ZipFile(file) as archive:
            context.stream = file
            for number in range(after[0] if after else 0, len(archive.filelist)):
                yield from nested.numbered((number,), after, _read(archive, number, source, after, context))
    except _BROKEN as error:
        yield Item((END,), fault_of(source.name, error))


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name. Where it is not marked as UTF-8, zipfile reads cp437: UTF-8 or GB 18030 is what was meant.

    >>> member_name(zipfile.ZipInfo("石桥.html".encode("gbk").decode("cp437")))
    '石桥.html'
    """
    name = info.filename
    if info.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _read(archive: zipfile.ZipFile, number: int, source: Source, after: Position, context: Context) -> Iterator[Item]:
    info = archive.filelist[number]
    if info.is_dir() or info.filename.startswith("__MACOSX/"):  # macOS adds files of its own
        return
    name = f"{source.name}!/{member_name(info)}"
    try:
        with archive.open(info) as stream, member_source(name, stream, source) as member:
            yield from nested.read_member(member, nested.within((number,), after), context)
    except _BROKEN as error:
        yield Item((END,), fault_of(name, error))
