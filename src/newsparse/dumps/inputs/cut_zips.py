"""Zip archives without a directory that can be used: members are looked for one behind the other, by their headers."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile

from newsparse.dumps.inputs.opened import read_up_to

# What stands before a member's data: sign, version, flags, method, time, day, checksum, size packed, size, lengths of
# its name and of its extras.
_HEADER = struct.Struct("<4sHHHHHIIIHH")
HEADER_SIZE = _HEADER.size
_SIGN = b"PK\x03\x04"
ENCRYPTED, _SIZES_BEHIND = 1, 8
_LARGE = 0xFFFFFFFF  # the size stands in the extras
_EXTRA, _LARGE_SIZES = struct.Struct("<HH"), 1
# What may stand behind the data: a sign or none, the checksum, sizes of four or of eight bytes.
_BEHIND_SIGN = b"PK\x07\x08"
# Bytes that these may have, between the data and the next header.
BETWEEN = (0, 16, 12, 24, 20)
_NEXT = re.compile(rb"PK(?:\x03\x04|\x01\x02|\x07\x08)")
# Versions and lengths of names beyond these are no header's.
_LATEST, _LONGEST_NAME = 99, 4096
_PIECE = 1 << 16
# What looks like a header and is none, or whose data nothing tells the end of, so that the next one is looked for. More
# were written to keep us busy: each may be read to the end of the file.
MOST_IN_VAIN = 1000


@dataclass(slots=True)
class Header:
    """What stands before a member's data.

    Attributes:
        at, begin: where it stands, and where the data begins.
        packed, size, crc: of the data; None where that stands behind it.
    """

    at: int
    begin: int
    name: bytes
    flags: int
    method: int
    packed: int | None
    size: int | None
    crc: int | None

    def why_not(self) -> str | None:
        """Why the data cannot be read, if it cannot."""
        if self.flags & ENCRYPTED:
            return "The member is encrypted."
        if self.method not in (ZIP_STORED, ZIP_DEFLATED):
            return f"The member is packed by method {self.method}: that is not read without the archive's directory."
        if self.method == ZIP_STORED and self.packed is None:
            return "Nothing tells where the member ends."
        return None


def encrypted(name: str) -> str:
    """What is said of a member that needs a password."""
    return f"{name or 'The member'} is encrypted: unpack it with its password, then pass what is inside."


def members_of(file: IO[bytes]) -> Iterator[tuple[Header, IO[bytes] | None]]:
    """The members, each with a stream of its data, which must be read before the next member is asked for.

    None for the data of those that cannot be read. Where a header or its data is broken, the next one is looked for.
    """
    in_vain = 0
    at = _next_header(file, 0)
    while at is not None and in_vain < MOST_IN_VAIN:
        header = header_at(file, at)
        if header is None:
            at, in_vain = _next_header(file, at + 1), in_vain + 1
            continue
        if header.method == ZIP_STORED and header.packed is None:
            header.packed = _end_of_stored(file, header.begin)
        stream = None if header.why_not() else _Member(file, header)
        yield header, io.BufferedReader(stream, _PIECE) if stream is not None else None
        end = _end(file, header, stream)
        in_vain += end is None
        at = _next_header(file, header.begin) if end is None else _header_behind(file, end)


def _end(file: IO[bytes], header: Header, stream: _Member | None) -> int | None:
    """Where the member's data ends; None where that is not to be told."""
    if header.packed is not None:
        end = header.begin + header.packed
        file.seek(end)
        if _NEXT.match(file.read(len(_SIGN))):
            return end
    used = stream.used() if stream is not None else None
    return None if used is None else header.begin + used


def header_at(file: IO[bytes], at: int) -> Header | None:
    """The header there, if it is one."""
    file.seek(at)
    head = read_up_to(file, HEADER_SIZE)
    if len(head) < HEADER_SIZE or not head.startswith(_SIGN):
        return None
    _, version, flags, method, _, _, crc, packed, size, name_size, extra_size = _HEADER.unpack(head)
    rest = read_up_to(file, name_size + extra_size)
    if len(rest) < name_size + extra_size or version & 0xFF > _LATEST or name_size > _LONGEST_NAME:
        return None
    begin = at + len(head) + len(rest)
    known: tuple[int | None, int | None, int | None] = (packed, size, crc)
    if _LARGE in (packed, size):
        known = (*_large_sizes(rest[name_size:], packed, size), crc)
    if flags & _SIZES_BEHIND:
        known = (None, None, None)
    return Header(at, begin, rest[:name_size], flags, method, *known)


def _large_sizes(extras: bytes, packed: int, size: int) -> tuple[int | None, int | None]:
    """Sizes packed and unpacked; None where there are none in the extras.

    >>> _large_sizes(struct.pack("<HHQQ", 1, 16, 7, 5), _LARGE, _LARGE), _large_sizes(b"", 9, _LARGE)
    ((5, 7), (9, None))
    """
    sizes: list[int] = []
    while len(extras) >= _EXTRA.size:
        kind, length = _EXTRA.unpack_from(extras)
        if kind == _LARGE_SIZES:
            inner = extras[_EXTRA.size : _EXTRA.size + length]
            sizes = [value for (value,) in struct.iter_unpack("<Q", inner[: len(inner) // 8 * 8])]
        extras = extras[_EXTRA.size + length :]
    # In this order, and only those that are not in the header.
    whole = size if size != _LARGE else sizes.pop(0) if sizes else None
    return (packed if packed != _LARGE else sizes.pop(0) if sizes else None), whole


def _next_header(file: IO[bytes], at: int) -> int | None:
    """Where the next header may be."""
    return next((place for place, sign, _ in _signs(file, at) if sign == _SIGN), None)


def _header_behind(file: IO[bytes], end: int) -> int | None:
    """Where the next header is: behind the data, perhaps with sizes between; else it is looked for."""
    file.seek(end)
    head = read_up_to(file, 24 + len(_SIGN))
    for between in BETWEEN:
        if head.startswith(_SIGN, between):
            return end + between
    return _next_header(file, end)


def _signs(file: IO[bytes], at: int) -> Iterator[tuple[int, bytes, bytes]]:
    """Signs from a place on: where, which, and what stands from 20 bytes before it to 24 behind it."""
    before, after = 20, 24
    data, start = b"", at  # `start`: where `data` begins
    looked = at  # up to here signs were told
    while True:
        file.seek(start + len(data))
        piece = read_up_to(file, _PIECE)
        data += piece
        last = len(piece) < _PIECE
        limit = start + len(data) - (0 if last else after)
        for found in _NEXT.finditer(data, looked - start):
            place = start + found.start()
            if place >= limit:
                break
            here = found.start()
            near = data[max(here - before, 0) : here].rjust(before, b"\0") + data[here : here + after].ljust(
                after, b"\0"
            )
            yield place, found[0], near
        if last:
            return
        looked = limit
        keep = before + after
        start, data = start + len(data) - keep, data[-keep:]


def _end_of_stored(file: IO[bytes], begin: int) -> int | None:
    """Bytes of data that is not packed and has its sizes behind it: these say how far it is to where they stand."""
    for place, sign, near in _signs(file, begin):
        size = place - begin
        if sign == _BEHIND_SIGN:
            # Behind the sign and the checksum.
            if size in (struct.unpack_from("<I", near, 28)[0], struct.unpack_from("<Q", near, 28)[0]):
                return size
        # No sign of their own: they end where the next one is.
        elif size - 12 == struct.unpack_from("<I", near, 16)[0]:
            return size - 12
        elif size - 20 == struct.unpack_from("<Q", near, 12)[0]:
            return size - 20
    return None


class _Member(io.RawIOBase):
    """A member's data. What is broken or cut off raises `EOFError`, `zlib.error` or `BadZipFile`."""

    def __init__(self, file: IO[bytes], header: Header) -> None:
        self._file, self._header = file, header
        self._unpacker = zlib.decompressobj(-15) if header.method == ZIP_DEFLATED else None
        self._used = self._size = self._sum = 0
        self._ready = b""
        self._whole = self._sound = False
        self._asks = b""  # packed data that was read and is not unpacked yet

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._whole:
            self._ready = self._more()
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def packed(self) -> int:
        """Bytes of the file that were read."""
        return self._used

    def used(self) -> int | None:
        """Bytes that the data takes in the file; None where nothing tells: it is cut off or broken."""
        with suppress(EOFError, zlib.error, BadZipFile):
            while not self._whole:
                self._more()
        told = self._sound or (self._whole and self._unpacker is not None)  # packed data has an end of its own
        return self._used if told else None

    def _more(self) -> bytes:
        out = self._stored() if self._unpacker is None else self._unpacked(self._unpacker)
        self._size += len(out)
        self._sum = zlib.crc32(out, self._sum)
        if self._whole:
            self._check()
        return out

    def _stored(self) -> bytes:
        left = (self._header.packed or 0) - self._used
        data = self._read(min(_PIECE, left)) if left else b""
        self._whole = len(data) == left
        return data

    def _unpacked(self, unpacker: zlib._Decompress) -> bytes:
        data = self._asks or self._read(_PIECE)
        out = unpacker.decompress(data, _PIECE)
        self._asks = unpacker.unconsumed_tail
        if unpacker.eof:
            self._used -= len(unpacker.unused_data)
            self._whole = True
        return out

    def _read(self, size: int) -> bytes:
        """What follows. The file may have been read elsewhere meanwhile."""
        self._file.seek(self._header.begin + self._used)
        data = self._file.read(size)
        if not data:
            raise EOFError("The archive is cut off in this member.")
        self._used += len(data)
        return data

    def _check(self) -> None:
        crc = self._header.crc
        if self._header.flags & _SIZES_BEHIND:
            self._file.seek(self._header.begin + self._used)
            behind = read_up_to(self._file, 8)
            behind = behind[4:] if behind.startswith(_BEHIND_SIGN) else behind[:4]
            crc = struct.unpack("<I", behind)[0] if len(behind) == 4 else None
        if crc is not None and crc != self._sum:
            raise BadZipFile("The member is broken: its checksum is another.")
        self._sound = True
