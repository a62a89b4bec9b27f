"""What zipfile cannot take in a zip archive's directory: names that are marked as UTF-8 and are not, odd versions."""

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
_AT_VERSION, _AT_FLAGS, _AT_LENGTHS, _AT_PLACE = 6, 8, 28, 42
_HEADER, _AT_HEADERS_FLAGS = b"PK\x03\x04", 6
# The version of the format that a member needs. zipfile refuses an archive for one member of a later one; the method of
# packing says for itself whether it is known.
_PLAIN, _LATEST = 20, 63
# Bytes of a directory that are read: zipfile takes some 600 bytes of memory for each member, and each has 46 here and
# its name. (Half a million members with names of 60 bytes.)
_LARGEST = 48 << 20


class LargeDirectoryError(OSError):
    """The directory would take too much memory."""


class NamedFile:
    """A zip file for zipfile, which reads its directory at once: there wrong marks of names are taken off, and versions
    are set that it knows. The name is then read as one without the mark, in the directory and before the data.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._wrong: set[int] = set()  # where the headers of these members are
        self._has_read = False

    def read(self, size: int = -1) -> bytes:
        """As of a file.

        Raises:
            LargeDirectoryError: the directory is to be read, and is too large.
        """
        if not self._has_read and size > _LARGEST:
            raise LargeDirectoryError("The directory of the archive is too large.")
        if not self._has_read:
            data = self._file.read(size)
            self._has_read = data.startswith(_ENTRY)
            return self._for_zipfile(data) if self._has_read else data
        at = self._file.tell()
        data = self._file.read(size)
        return _cleared(data, [_AT_HEADERS_FLAGS]) if at in self._wrong and data.startswith(_HEADER) else data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def _for_zipfile(self, directory: bytes) -> bytes:
        """The directory without the marks that are wrong, and without versions that zipfile refuses."""
        wrong: list[int] = []
        late: list[int] = []
        at = 0
        while directory.startswith(_ENTRY, at) and at + _ENTRY_SIZE <= len(directory):
            (flags,) = _FLAGS.unpack_from(directory, at + _AT_FLAGS)
            name, extra, comment = _LENGTHS.unpack_from(directory, at + _AT_LENGTHS)
            start = at + _ENTRY_SIZE
            if flags & _UTF8_NAME and not _is_utf8(directory[start : start + name]):
                wrong.append(at + _AT_FLAGS)
                self._wrong.add(_PLACE.unpack_from(directory, at + _AT_PLACE)[0])
            if directory[at + _AT_VERSION] > _LATEST:
                late.append(at + _AT_VERSION)
            at = start + name + extra + comment
        return _older(_cleared(directory, wrong), late)


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


def _older(directory: bytes, places: list[int]) -> bytes:
    out = bytearray(directory)
    for place in places:
        out[place] = _PLAIN
    return bytes(out)


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True
