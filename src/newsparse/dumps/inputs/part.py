"""A part of a file as a stream of its own: what lies in an archive as it is need not be copied to be read."""

from __future__ import annotations

import io
from typing import IO, Any

_BUFFER = 1 << 16


class _Part(io.RawIOBase):
    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        at = offset + (0, self._at, self._size)[whence]
        if at < 0:
            raise OSError("There is nothing before the beginning.")
        self._at = at
        return at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._start + self._at)
        data = self._file.read(max(0, min(len(buffer), self._size - self._at)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        super().close()
        self._file.close()


def part_of(file: IO[bytes], start: int, size: int) -> IO[bytes]:
    """What stands in a file from ``start`` on, ``size`` bytes of it. The file is closed with it.

    >>> with part_of(io.BytesIO(b"0123456789"), 2, 5) as part:
    ...     part.seek(-2, 2), part.read()
    (3, b'56')
    """
    return io.BufferedReader(_Part(file, start, size), _BUFFER)
