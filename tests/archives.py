"""Zip and tar archives byte by byte: with everything in them that no tool would write."""

from __future__ import annotations

import io
import struct
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import dumps

UTF8, ENCRYPTED, BEHIND = 0x800, 1, 8
STORED, DEFLATED = 0, 8


@dataclass(frozen=True)
class Member:
    """A member of a zip archive as it is to stand in the file.

    Attributes:
        name, header_name: in the directory, and before the data (None: the same).
        flags, method, version: as both places say them.
        crc, size: what both places say, where that is a lie.
        packed: the data as it stands, where that is not what the method makes of it.
        place: where the directory says that it is; a function of where it is.
        sign: what stands where the member's header begins.
        behind: sizes stand behind the data: "signed" or "bare".
        large: sizes stand in the extras (zip64).
        extra: extras of the directory.
    """

    name: bytes
    data: bytes
    header_name: bytes | None = None
    flags: int = UTF8
    method: int = DEFLATED
    version: int = 20
    crc: int | None = None
    size: int | None = None
    packed: bytes | None = None
    place: Callable[[int], int] = field(default=lambda at: at)
    sign: bytes = b"PK\x03\x04"
    behind: str = ""
    large: bool = False
    extra: bytes = b""

    def body(self) -> bytes:
        if self.packed is not None:
            return self.packed
        if self.method != DEFLATED:
            return self.data
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(self.data) + packer.flush()

    def checksum(self) -> int:
        return zlib.crc32(self.data) if self.crc is None else self.crc

    def length(self) -> int:
        return len(self.data) if self.size is None else self.size

    def local(self) -> bytes:
        """Header, data, sizes behind these."""
        body, name = self.body(), self.name if self.header_name is None else self.header_name
        flags = self.flags | (BEHIND if self.behind else 0)
        crc, packed, size = (0, 0, 0) if self.behind else (self.checksum(), len(body), self.length())
        extra = b""
        if self.large:
            extra = struct.pack("<HHQQ", 1, 16, size, packed)
            packed = size = 0xFFFFFFFF
        head = struct.pack(
            "<4sHHHHHIIIHH",
            self.sign,
            self.version,
            flags,
            self.method,
            0,
            33,
            crc,
            packed,
            size,
            len(name),
            len(extra),
        )
        return head + name + extra + body + self._behind(len(body))

    def _behind(self, packed: int) -> bytes:
        if not self.behind:
            return b""
        sizes = struct.pack("<IQQ" if self.large else "<III", self.checksum(), packed, self.length())
        return (b"PK\x07\x08" if self.behind == "signed" else b"") + sizes

    def entry(self, at: int) -> bytes:
        """What the directory says."""
        flags = self.flags | (BEHIND if self.behind else 0)
        head = struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            b"PK\x01\x02",
            20,
            self.version,
            flags,
            self.method,
            0,
            33,
            self.checksum(),
            len(self.body()),
            self.length(),
            len(self.name),
            len(self.extra),
            0,
            0,
            0,
            0,
            self.place(at) & 0xFFFFFFFF,
        )
        return head + self.name + self.extra


def zip_parts(*members: Member) -> tuple[bytes, bytes, list[int]]:
    """The members, the directory with the archive's end, where each member begins."""
    data, places = b"", []
    for member in members:
        places.append(len(data))
        data += member.local()
    directory = b"".join(member.entry(at) for member, at in zip(members, places, strict=True))
    count = min(len(members), 0xFFFF)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(data), 0)
    return data, directory + end, places


def zip_bytes(*members: Member) -> bytes:
    data, directory, _ = zip_parts(*members)
    return data + directory


def pages_of(count: int, first: int = 3, **more: Any) -> list[Member]:
    """Members with a page each: ``m3.html`` …"""
    return [Member(b"m%d.html" % number, dumps.page(number), **more) for number in range(first, first + count)]


def odd(number: int = 4, **more: Any) -> Member:
    """A member that is odd in some way."""
    return replace(Member(b"m%d.html" % number, dumps.page(number)), **more)


def tar_header(name: bytes, size: int, kind: bytes = b"0", **more: bytes) -> bytes:
    """A header of a tar archive; ``more``: fields as they are to stand (``size_field``, ``checksum``, ``magic``)."""
    head = bytearray(512)
    head[: min(len(name), 100)] = name[:100]
    head[100:108] = b"0000644\0"
    octal = b"%011o\0" % size if size < 8**11 else b"\x80" + size.to_bytes(11, "big")
    head[124:136] = more.get("size_field", octal)
    head[136:148] = more.get("time", b"00000000000\0")
    head[148:156] = b" " * 8
    head[156:157] = kind
    head[257:265] = more.get("magic", b"ustar\00000")
    for place, value in ((345, more.get("prefix", b"")), (483, more.get("realsize", b""))):
        head[place : place + len(value)] = value
    head[148:156] = more.get("checksum", b"%06o\0 " % sum(head))
    return bytes(head)


def tar_member(name: bytes, data: bytes, kind: bytes = b"0", **more: bytes) -> bytes:
    return tar_header(name, len(data), kind, **more) + data + bytes(-len(data) % 512)


def tar_page(number: int, **more: bytes) -> bytes:
    return tar_member(b"m%d.html" % number, dumps.page(number), **more)


END_OF_TAR = bytes(1024)


def tar_bytes(*members: bytes) -> bytes:
    return b"".join(members) + END_OF_TAR


def pax(**values: str) -> bytes:
    """A header of pax with these values, as the standard library writes it."""
    info = tarfile.TarInfo("x")
    info.pax_headers = values
    made = info.tobuf(tarfile.PAX_FORMAT)
    return made[:-512]


def in_tar(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()
