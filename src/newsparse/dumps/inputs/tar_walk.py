"""The members of a tar archive, as far as they can be found: behind a broken header the next one is looked for."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple, TypeVar

from newsparse.dumps.inputs.opened import packed_below, read_up_to
from newsparse.dumps.printable import printable

_BLOCK = tarfile.BLOCKSIZE
# What tarfile raises for headers that are none, and for numbers and texts in them that are none.
_BROKEN = (tarfile.TarError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
# Bytes that are read at a time at the most, by tarfile for a header that says how long it is. Headers have a few KB.
_LONGEST = 16 << 20
# Bytes that are read at a time where a compressed archive is passed over.
_PIECE = 1 << 17
# A compressed archive is opened again so often at the most, to look for headers in what a wrong size has passed over.
_MOST_OPENED = 8
# A header has its checksum there: what has none is told at once.
AT_CHECKSUM = 148
CHECKSUM = re.compile(rb"[ 0-7]*[0-7][ \0]|[\x80\xff]")
_T = TypeVar("_T")
_NO_HEADER = "There is no header where one must be"
_BEHIND_END = "Behind the archive's end stands something else"
_FILLING = b"\0 \r\n"  # what a part of a block is filled up with


class Gap(NamedTuple):
    """A place where no member begins, though one must: its offset, what is wrong, and where the next one is, if any."""

    at: int
    why: str
    following: int | None = None

    def said(self) -> str:
        then = "no other was found" if self.following is None else f"the next that was found is at {self.following}"
        return f"{self.why} (byte {self.at}); {then}."


class _Unread(tarfile.TarFile):
    """An archive that does not look for its first member by itself."""

    def next(self) -> tarfile.TarInfo | None:
        return None


class Walk:
    """The way through an archive.

    Args:
        open_: opens it at its beginning.
        start: where its first member is.
    """

    def __init__(self, open_: Callable[[], IO[bytes]], start: int = 0) -> None:
        self._file = _File(open_, start)
        self._archive = _Unread(fileobj=self._file, mode="r")  # type: ignore[arg-type]
        self._ended = False
        self._looked_from = -1  # the last place to which a wrong size led back

    def close(self) -> None:
        self._file.close()

    def packed(self) -> Callable[[], int] | None:
        """What tells how much was read of a compressed archive; None for any other."""
        return None if self._file.is_plain else self._file.packed

    def size(self) -> int:
        """Bytes of the archive; of a compressed one, those that were read of it."""
        return self._file.packed() if self._file.size is None else self._file.size

    def check(self) -> None:
        """Raise what went wrong with the file itself, or with its compression: nothing more can be read of it."""
        if self._file.broken is not None:
            raise self._file.broken

    def stored(self, info: tarfile.TarInfo) -> int:
        """Bytes that the member takes in the archive. (Sparse ones may have any size.) Ask before the next member."""
        return self._archive.offset - info.offset_data

    def open_member(self, info: tarfile.TarInfo) -> IO[bytes] | None:
        """The member's data, None for what is no file."""
        is_file = info.isreg() or info.type not in tarfile.SUPPORTED_TYPES
        return self._archive.extractfile(info) if is_file else None

    def cut(self) -> bool:
        """Whether the archive ended without its end mark."""
        return not self._ended

    def steps(self) -> Iterator[tarfile.TarInfo | Gap]:
        """The members and the gaps between them. A member must be read before the next step is asked for."""
        gap: Gap | None = None
        last: tarfile.TarInfo | None = None
        seen = False  # zeros in front of any member are no end
        while True:
            at = self._archive.offset
            block = self._file.block(at)
            if len(block) < _BLOCK:
                if last is None or not self._go_back(last, at):
                    is_rest = (self._ended or last is None) and block.strip(_FILLING)
                    gap = gap or (Gap(at, _BEHIND_END) if is_rest else None)
                    break
                gap, last = gap or Gap(last.offset + _BLOCK, _too_long(last)), None
                continue
            if not block.strip(b"\0"):
                self._ended = True
                self._archive.offset = at + _BLOCK
                continue
            found = self._header(at, block)
            if isinstance(found, Gap):
                gap = gap or (found._replace(why=_BEHIND_END) if self._ended and seen else found)
                continue
            if gap is not None:
                yield gap._replace(following=found.offset)
            gap, last, self._ended, seen = None, found, False, True
            yield found
        if gap is not None:
            yield gap

    def _header(self, at: int, block: bytes) -> tarfile.TarInfo | Gap:
        """The member that begins there. Then the archive's offset is behind it, or behind what is none."""
        wrong = Gap(at, _NO_HEADER)
        try:
            info = tarfile.TarInfo.fromtarfile(self._archive) if CHECKSUM.match(block, AT_CHECKSUM) else None
        except _BROKEN as error:
            if not isinstance(error, tarfile.HeaderError):
                wrong = Gap(at, f"The header cannot be read: {error}")
            info = None
        if info is not None:
            size = self._file.size
            if info.size >= 0 and self._archive.offset > at and (size is None or self._archive.offset <= size):
                return info
            if info.size >= 0:
                wrong = Gap(at, _too_long(info))
        self._archive.offset = at + _BLOCK if self._file.is_plain else self._file.next_block(at + _BLOCK)
        return wrong

    def _go_back(self, last: tarfile.TarInfo, at: int) -> bool:
        """At the end of the file: where the last member says that it goes on behind it, other headers may be in it."""
        start = last.offset + _BLOCK
        if not self._file.ends_before(at) or start <= self._looked_from or not self._file.opened_again(start):
            return False
        self._archive.offset = self._looked_from = start
        return True


def _too_long(info: tarfile.TarInfo) -> str:
    return f"{printable(info.name)} has {info.size} bytes by its header, and the archive ends before"


class _File:
    """The archive for tarfile, which reads it forward; the last block may be read twice."""

    def __init__(self, open_: Callable[[], IO[bytes]], at: int) -> None:
        self._open = open_
        self._stream = open_()
        self._below = packed_below(self._stream)
        self._packed_before = self._opened = 0
        self.broken: Exception | None = None
        self.is_plain = self._below is None and self._stream.seekable()
        self.size = self._stream.seek(0, 2) if self.is_plain else None
        self._at = self._read_to = 0
        self._last = self._again = b""
        if self.is_plain:
            self._stream.seek(0)
        self.seek(at)

    def close(self) -> None:
        self._stream.close()

    def packed(self) -> int:
        return self._packed_before + (self._below() if self._below is not None else 0)

    def tell(self) -> int:
        return self._at

    def ends_before(self, at: int) -> bool:
        """At its end: whether that is in front of a place."""
        return self._read_to < at

    def seekable(self) -> bool:
        return True

    def block(self, at: int) -> bytes:
        """The block there; tarfile may read it, too."""
        self.seek(at)
        block = self.read(_BLOCK)
        if len(block) == _BLOCK:
            self.seek(at)
        return block

    def next_block(self, least: int) -> int:
        """Where the next block is, of those that can still be read without going back."""
        return max(least, -(-self._at // _BLOCK) * _BLOCK)

    def read(self, size: int) -> bytes:
        if size > _LONGEST:
            raise tarfile.HeaderError("The header is too long.")
        if self._again:
            data, self._again = self._again, b""
        else:
            data = self._last = self._told(lambda: read_up_to(self._stream, size))
            self._read_to += len(data)
        self._at += len(data)
        return data

    def seek(self, offset: int) -> int:
        self._again = b""
        if self.is_plain:
            self._stream.seek(offset)
            self._read_to, self._last = offset, b""
        elif offset == self._read_to - len(self._last):
            self._again = self._last
        elif offset >= self._read_to:
            self._forward(offset)
        else:
            raise tarfile.StreamError("The archive is compressed and cannot be read backwards.")
        self._at = offset
        return offset

    def _forward(self, offset: int) -> None:
        """Read on to a place, or to the end if that comes first."""
        self._last = b""
        while (left := offset - self._read_to) and (part := self._told(lambda: self._stream.read(min(left, _PIECE)))):
            self._read_to += len(part)

    def opened_again(self, at: int) -> bool:
        """Go back to a place; whether that is possible."""
        if not self.is_plain:
            if self._opened >= _MOST_OPENED:
                return False
            self._opened += 1
            self._packed_before = self.packed()
            self._stream.close()
            self._stream = self._open()
            self._below = packed_below(self._stream)
            self._at, self._read_to, self._last, self._again = 0, 0, b"", b""
        self.seek(at)
        return True

    def _told(self, do: Callable[[], _T]) -> _T:
        """Read or skip; what is wrong then is wrong with the whole file."""
        try:
            return do()
        except Exception as error:
            self.broken = error
            raise
