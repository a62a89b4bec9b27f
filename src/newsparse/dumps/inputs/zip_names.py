"""What zipfile cannot take in a zip archive's directory: names that are marked as UTF-8 and are not."""

from __future__ import annotations

import struct
from typing import IO, Any

_UTF8_NAME = 0x800
# An entry of the directory: its sign, where its flags are, the lengths of its name, its extras and its comment, and
# where the member's own header is; that one's sign, and where its flags are.
_ENTRY, _ENTRY_SIZE = b"PK\x01\x02", 46
_FLAGS = struct.Struct("<H")
_LENGTHS = struct.Struct("<HHH")
_PLACE = struct.Struct("<I")
_AT_FLAGS, _AT_LENGTHS, _AT_PLACE = 8, 28, 42
_HEADER, _AT_HEADERS_FLAGS = b"PK\x03\x04", 6


class NamedFile:
    """A zip file for zipfile, which reads its directory at once: there, wrong marks of names are taken off.

    The name is then read as one without the mark, in the directory and before the member's data.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._wrong: set[int] = set()  # where the headers of these members are

    def read(self, size: int = -1) -> bytes:
        if not self._wrong:
            data = self._file.read(size)
            return self._without_marks(data) if data.startswith(_ENTRY) else data
        at = self._file.tell()
        data = self._file.read(size)
        return _cleared(data, [_AT_HEADERS_FLAGS]) if at in self._wrong and data.startswith(_HEADER) else data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def _without_marks(self, directory: bytes) -> bytes:
        """The directory without the marks that are wrong."""
        wrong: list[int] = []
        at = 0
        while directory.startswith(_ENTRY, at) and at + _ENTRY_SIZE <= len(directory):
            (flags,) = _FLAGS.unpack_from(directory, at + _AT_FLAGS)
            name, extra, comment = _LENGTHS.unpack_from(directory, at + _AT_LENGTHS)
            start = at + _ENTRY_SIZE
            if flags & _UTF8_NAME and not _is_utf8(directory[start : start + name]):
                wrong.append(at + _AT_FLAGS)
                self._wrong.add(_PLACE.unpack_from(directory, at + _AT_PLACE)[0])
            at = start + name + extra + comment
        return _cleared(directory, wrong)


def _cleared(data: bytes, places: list[int]) -> bytes:
    """The bytes with the mark taken off the flags at these places.

    >>> _cleared(b"PK\\x00\\x08", [2])
    b'PK\\x00\\x00'
    """
    out = bytearray(data)
    for place in places:
        (flags,) = _FLAGS.unpack_from(out, place)
        _FLAGS.pack_into(out, place, flags & ~_UTF8_NAME)
    return bytes(out)


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True
