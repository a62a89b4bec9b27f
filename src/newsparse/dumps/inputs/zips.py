"""Zip archives. Their directory is held in memory: some 600 bytes for each member."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import IO, NamedTuple, cast

from newsparse.dumps.faults import DumpError
from newsparse.dumps.inputs import nested
from newsparse.dumps.inputs.cut_zips import ENCRYPTED, HEADER_SIZE, Header, encrypted, header_at, members_of
from newsparse.dumps.inputs.opened import Context, Place, Source, on_disk, packed_below
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.zip_directory import LargeDirectoryError, NamedFile
from newsparse.dumps.inputs.zip_gaps import said_of_rest, why_not_all
from newsparse.dumps.inputs.zip_links import ZipLinks
from newsparse.dumps.inputs.zip_names import decoded, member_name
from newsparse.dumps.inputs.zip_overlaps import overlapping
from newsparse.dumps.pages import END, Fault, Item, Position, fault_of

# A member; the directory of an archive without any; the sign of archives in several parts, which are whole after all.
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK", b"PK00PK")
# Office documents and books are zip files too: no dumps.
_DOCUMENT = (b"[Content_Types].xml", b"mimetypeapplication/", b"_rels/.rels", b"docProps/")
# What zipfile raises for a directory that is none; a version or a time of its own.
_NO_DIRECTORY = (zipfile.BadZipFile, LargeDirectoryError, NotImplementedError, ValueError, struct.error)
# What it raises for a member: encrypted; packed in a way of its own; a name before the data that is no UTF-8.
_NO_MEMBER = (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, struct.error)


def is_zip(head: bytes, _source: Source, _context: Context) -> bool:
    """By its first bytes."""
    return head.startswith(_MAGIC) and not head[HEADER_SIZE:].startswith(_DOCUMENT)


def read_zip(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the member's number in the directory, then those within the member.

    Where the directory is broken or cut off, or so large that it would fill the memory, the members are read as they
    stand. That they may be too few is told at the end.
    """
    try:
        with on_disk(source, context) as (file, place):
            archive = _directory(file)
            if isinstance(archive, str):
                yield from _read_cut(file, archive, source, after, context)
            else:
                yield from _read_all(_Archive(archive, file, place, ZipLinks(archive, context)), source, after, context)
                if said := said_of_rest(archive, file):
                    yield Item((END,), Fault(source.name, "BadZipFile", said))
    except BROKEN as error:
        yield Item((END,), fault_of(source.name, error))


def _directory(file: IO[bytes]) -> zipfile.ZipFile | str:
    """The archive as zipfile knows it; or what is wrong with its directory."""
    try:
        archive = zipfile.ZipFile(cast("IO[bytes]", NamedFile(file)))
    except _NO_DIRECTORY as error:
        return str(error)
    if any(info.header_offset < 0 for info in archive.filelist):
        return "it does not fit the file: a part of it is missing"
    return why_not_all(archive, file) or archive


class _Archive(NamedTuple):
    """An archive as zipfile knows it, its file, and where on the disk that is."""

    zip: zipfile.ZipFile
    file: IO[bytes]
    place: Place
    links: ZipLinks


def _read_all(archive: _Archive, source: Source, after: Position, context: Context) -> Iterator[Item]:
    doubtful = overlapping(archive.zip, archive.file)
    for number in range(after[0] if after else 0, len(archive.zip.filelist)):
        if number >= context.limits.max_members:
            yield Item((number, END), context.limits.too_many(source.name))
            return
        inner = _read(archive, number, doubtful, source, nested.within((number,), after), context)
        yield from nested.numbered((number,), after, inner)


def _read(
    archive: _Archive, number: int, doubtful: frozenset[int], source: Source, after: Position, context: Context
) -> Iterator[Item]:
    info = archive.zip.filelist[number]
    shown = member_name(info)
    if _is_none_of_ours(shown):
        return
    name = f"{source.name}!/{shown or number}"
    try:
        if (found := archive.links.target(info)) is None:
            return
        info = found
        if info.flag_bits & ENCRYPTED:  # zipfile would say it with an object of its own
            raise zipfile.BadZipFile(encrypted(shown))
        if number in doubtful:
            raise zipfile.BadZipFile("Its data is another member's, too: such archives are made to unpack without end.")
        # What an archive says of a member's size packed may be a lie: it is no larger than the archive.
        if info.compress_type != zipfile.ZIP_STORED:  # what is not packed is read where it is
            context.limits.check(info.file_size, min(info.compress_size, archive.zip.start_dir))
        stream = archive.zip.open(info)
    except (*_NO_MEMBER, *BROKEN, DumpError) as error:
        yield Item((END,), _fault(name, error))
        return
    with stream:
        place = _place(archive, info)
        yield from nested.read_stream(name, stream, source, after, context, place=place)


def _place(archive: _Archive, info: zipfile.ZipInfo) -> Place | None:
    """Where a member is that is not packed."""
    if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
        return None
    header = header_at(archive.file, info.header_offset)
    return archive.place.inner(header.begin, info.file_size) if header is not None else None


def _read_cut(file: IO[bytes], why: str, source: Source, after: Position, context: Context) -> Iterator[Item]:
    """The members as they stand, by their headers."""
    number = -1
    for number, (header, stream) in enumerate(members_of(file)):
        context.beat()
        if number >= context.limits.max_members:
            yield Item((number, END), context.limits.too_many(source.name))
            return
        if not after or number >= after[0]:
            inner = _read_found(header, stream, number, source, nested.within((number,), after), context)
            yield from nested.numbered((number,), after, inner)
    said = f"The archive's directory is not usable ({why.rstrip('.')}). "
    said += "What was found without it was read; more may be missing." if number >= 0 else "No member was found."
    if after < (END,):
        yield Item((END,), Fault(source.name, "BadZipFile", said))


def _read_found(
    header: Header, stream: IO[bytes] | None, number: int, source: Source, after: Position, context: Context
) -> Iterator[Item]:
    shown = decoded(header.name, header.flags).replace("\0", "\\x00")
    if _is_none_of_ours(shown):
        return
    name = f"{source.name}!/{shown or number}"
    if stream is None:
        yield Item(
            (END,), Fault(name, "BadZipFile", encrypted(shown) if header.flags & ENCRYPTED else header.why_not() or "")
        )
        return
    try:
        if header.size is not None:
            context.limits.check(header.size, header.packed)
    except OSError as error:
        yield Item((END,), fault_of(name, error))
        return
    yield from nested.read_stream(name, stream, source, after, context, packed_below(stream))


def _is_none_of_ours(name: str) -> bool:
    """A folder, or what macOS adds to each file."""
    return name.endswith("/") or name.startswith("__MACOSX/")


def _fault(name: str, error: Exception) -> Fault:
    """The fault; zipfile says by errors of a program's own that a member is packed in a way of its own."""
    kind = zipfile.BadZipFile if isinstance(error, NotImplementedError | RuntimeError) else None
    return fault_of(name, kind(str(error)) if kind else error)
