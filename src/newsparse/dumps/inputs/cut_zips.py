"""Zip archives without their directory, which stands at the end: cut off, what is in front of the cut can be read."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED

from newsparse.dumps.inputs.opened import read_up_to

# What stands before a member's data: sign, version, flags, method, time, day, checksum, size packed, size, lengths of
# its name and of its extras.
_HEADER = struct.Struct("<4sHHHHHIIIHH")
_SIGN = b"PK\x03\x04"
_ENCRYPTED, _SIZE_BEHIND = 1, 8
_LARGE = 0xFFFFFFFF  # the size stands in the extras
_PIECE = 1 << 16


class CutMember(NamedTuple):
    """A member: its name as it stands, whether that is UTF-8, and a stream of its data."""

    name: bytes
    flags: int
    stream: IO[bytes]


def members_of(file: IO[bytes]) -> Iterator[CutMember]:
    """The members from the start of a file, as far as they are whole. Each must be read before the next is asked for.

    Ends where the data does, or where a member is packed in a way that does not tell where it ends.
    """
    at = 0
    while True:
        file.seek(at)
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size or not head.startswith(_SIGN):
            return
        _, _, flags, method, _, _, _, packed, size, name_size, extra_size = _HEADER.unpack(head)
        name = file.read(name_size)
        begin = at + _HEADER.size + name_size + extra_size
        known = not flags & _SIZE_BEHIND and _LARGE not in (packed, size)
        if flags & _ENCRYPTED or method not in (ZIP_STORED, ZIP_DEFLATED) or (method == ZIP_STORED and not known):
            if not known:
                return
            at = begin + packed
            continue
        file.seek(begin)
        stream = _Member(file, packed if known else None, method == ZIP_DEFLATED)
        yield CutMember(name, flags, io.BufferedReader(stream, _PIECE))
        end = stream.skip_to_end()
        if end is None:
            return
        at = begin + end if known else begin + end + _behind(file, begin + end)


def _behind(file: IO[bytes], at: int) -> int:
    """Bytes of the sizes that stand behind a member: with a sign or without, of four or of eight bytes."""
    file.seek(at)
    head = read_up_to(file, 24 + len(_SIGN))
    return next((size for size in (16, 12, 24, 20) if head[size : size + 2] == b"PK"), 16)


class _Member(io.RawIOBase):
    """A member's data."""

    def __init__(self, file: IO[bytes], packed: int | None, deflated: bool) -> None:
        self._file, self._left = file, packed
        self._unpacker = zlib.decompressobj(-15) if deflated else None
        self._used = 0
        self._ready = b""
        self._whole = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._whole:
            self._ready = self._more()
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def skip_to_end(self) -> int | None:
        """Bytes that the data takes in the file; None where it is cut off or broken."""
        try:
            while not self._whole:
                self._more()
        except (EOFError, zlib.error):
            return None
        return self._used

    def _more(self) -> bytes:
        if self._unpacker is not None and self._unpacker.unconsumed_tail:
            data = self._unpacker.unconsumed_tail
        else:
            most = _PIECE if self._left is None else min(_PIECE, self._left - self._used)
            data = self._file.read(most)
            if not data and most:
                raise EOFError("The archive is cut off in this member.")
            self._used += len(data)
        if self._unpacker is None:
            self._whole = self._used == self._left
            return data
        out = self._unpacker.decompress(data, _PIECE)
        if self._unpacker.eof:
            self._used -= len(self._unpacker.unused_data)
            self._whole = True
        elif not data:
            raise EOFError("The archive is cut off in this member.")
        return out
