"""Zip archives. Their directory is held in memory: some 600 bytes for each member."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, cast

from newsparse.dumps.bombs import check_ratio
from newsparse.dumps.inputs import nested
from newsparse.dumps.inputs.cut_zips import members_of
from newsparse.dumps.inputs.opened import Context, Source, member_source, on_disk, watched
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.zip_names import NamedFile
from newsparse.dumps.pages import END, Fault, Item, Position, fault_of

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
# Office documents and books are zip files too: no dumps.
_DOCUMENT = (b"[Content_Types].xml", b"mimetypeapplication/", b"_rels/.rels")
_MEMBER_NAME = 30  # its offset in the first member's header
_UTF8_NAME = 0x800
# Encrypted; a compression of its own; a name before the data that is no UTF-8.
_BROKEN = (*BROKEN, zipfile.BadZipFile, RuntimeError, NotImplementedError, UnicodeDecodeError)


def is_zip(head: bytes, _source: Source, _context: Context) -> bool:
    """By its first bytes."""
    return head.startswith(_MAGIC) and not head[_MEMBER_NAME:].startswith(_DOCUMENT)


def read_zip(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the member's number in the directory, then those within the member. Of an archive whose directory is
    broken, the members are read as they stand, and it is told at the end."""
    try:
        with on_disk(source) as path, watched(path, context) as file:
            try:
                archive = zipfile.ZipFile(cast("IO[bytes]", NamedFile(file)))
            except zipfile.BadZipFile as error:
                yield from _read_cut(file, source, after, context)
                yield Item((END,), _fault(source.name, error))
                return
            for number in range(after[0] if after else 0, len(archive.filelist)):
                yield from nested.numbered((number,), after, _read(archive, number, source, after, context))
    except _BROKEN as error:
        yield Item((END,), _fault(source.name, error))


def _read_cut(file: IO[bytes], source: Source, after: Position, context: Context) -> Iterator[Item]:
    """The members of an archive without a directory."""
    for number, (raw, flags, stream) in enumerate(members_of(file)):
        if after and number < after[0]:
            continue
        name = f"{source.name}!/{_decoded(raw, flags) or number}"
        try:
            with member_source(name, stream, source) as member:
                inner = nested.read_member(member, nested.within((number,), after), context)
                yield from nested.numbered((number,), after, inner)
        except _BROKEN as error:
            yield Item((number, END), _fault(name, error))
            return


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name. Where it is not marked as UTF-8, zipfile reads cp437: UTF-8 or GB 18030 is what was meant.

    >>> member_name(zipfile.ZipInfo("石桥.html".encode("gbk").decode("cp437")))
    '石桥.html'
    """
    name = info.filename
    if info.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        return _decoded(name.encode("cp437"), 0)
    except UnicodeEncodeError:
        return name


def _decoded(raw: bytes, flags: int) -> str:
    for encoding in ("utf-8",) if flags & _UTF8_NAME else ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _read(archive: zipfile.ZipFile, number: int, source: Source, after: Position, context: Context) -> Iterator[Item]:
    info = archive.filelist[number]
    if info.filename.endswith("/") or info.filename.startswith("__MACOSX/"):  # macOS adds files of its own
        return
    name = f"{source.name}!/{member_name(info) or number}"
    try:
        # What an archive says of a member's size packed may be a lie: it is no larger than the archive.
        check_ratio(info.file_size, min(info.compress_size, archive.start_dir))
        with archive.open(info) as stream, member_source(name, stream, source) as member:
            yield from nested.read_member(member, nested.within((number,), after), context)
    except _BROKEN as error:
        yield Item((END,), _fault(name, error))


def _fault(name: str, error: Exception) -> Fault:
    """The fault; zipfile says by errors of a program's own that an archive is encrypted, or of a version of its own."""
    kind = zipfile.BadZipFile if isinstance(error, NotImplementedError | RuntimeError) else None
    return fault_of(name, kind(str(error)) if kind else error)
