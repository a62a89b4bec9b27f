"""Tar archives, compressed or not."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from typing import IO

from newsparse.dumps.inputs import nested
from newsparse.dumps.inputs.opened import Context, Source, member_source, packed_below, read_up_to, skip_to
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.pages import END, Fault, Item, Position, fault_of
from newsparse.dumps.printable import printable

_BLOCK = tarfile.BLOCKSIZE
_BROKEN = (*BROKEN, tarfile.TarError)


def is_tar(head: bytes, _source: Source, _context: Context) -> bool:
    """By the checksum of its first header, which formats of all ages have."""
    if len(head) < _BLOCK or not head[:1].strip(b"\0"):
        return False
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def read_tar(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the member's number, the offset of its header, then those within the member."""
    number, start = (after[0], after[1]) if len(after) > 1 and source.path is not None else (0, 0)
    try:
        with source.open() as stream:
            if start:
                stream.seek(start)
            watched = _Watched(stream, start)
            with tarfile.open(fileobj=watched, mode="r:") as archive:  # type: ignore[call-overload]
                while (member := archive.next()) is not None:
                    archive.members.clear()  # else all of them stay in memory
                    if member.isreg():
                        here = (number, member.offset)
                        inner = _read(archive, member, here, source, after, context, packed_below(stream))
                        yield from nested.numbered(here, after, inner)
                    number += 1
            if (what := watched.end()) is not None:
                yield Item((END,), Fault(source.name, "ReadError", what))
    except _BROKEN as error:
        yield Item((END,), fault_of(source.name, error))


class _Watched:
    """A stream for tarfile that goes forward only, and remembers what was read last.

    tarfile takes a broken header for the end, without a word; and it goes back by one byte after each member, for which
    a compressed file would be read again from its beginning.
    """

    def __init__(self, stream: IO[bytes], at: int) -> None:
        self._stream, self._at = stream, at
        self._last = b""
        self._again = b""

    def read(self, size: int) -> bytes:
        if self._again:
            data, self._again = self._again, b""
        else:
            self._last = data = read_up_to(self._stream, size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int) -> int:
        if offset == self._at - 1:
            self._again = self._last[-1:]
        elif offset > self._at:
            if self._stream.seekable():
                self._stream.seek(offset)
            else:
                skip_to(self._stream, offset - self._at)
        self._at = offset
        return offset

    def end(self) -> str | None:
        """What is wrong with the end: an archive ends with a block of zeros."""
        if len(self._last) == _BLOCK and not self._last.strip(b"\0"):
            return None
        if len(self._last) < _BLOCK:
            return "The archive ends without its end mark: it is cut off."
        return "The archive is broken: there is no header where one must be. What follows was not read."


def _read(
    archive: tarfile.TarFile,
    info: tarfile.TarInfo,
    here: Position,
    source: Source,
    after: Position,
    context: Context,
    packed: Callable[[], int] | None,
) -> Iterator[Item]:
    if (here < after[:2] and len(after) > 2) or (here == after[:2] and len(after) == 2):
        return  # done before: need not be taken out
    name = f"{source.name}!/{printable(info.name.removeprefix('./'))}"
    stream = archive.extractfile(info)
    if stream is None:
        return
    with stream, member_source(name, stream, source, packed) as member:
        yield from nested.read_member(member, nested.within(here, after), context)
