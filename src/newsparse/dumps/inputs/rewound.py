"""A stream that can only be read forward, for a reader that goes back a little again and again."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO, Any

from newsparse.dumps.inputs.opened import Context, Source, packed_below

# Bytes that are kept of what was read: to these a reader can go back.
_KEPT = 8 << 20
# Bytes that are read at a time.
_PIECE = 1 << 17
# The stream is opened again so often at the most, for places that lie further back.
_MOST_OPENED = 8


class Rewound:
    """What a stream gives, and the last of it once more."""

    def __init__(self, open_: Callable[[], IO[bytes]], context: Context) -> None:
        self._open, self._context = open_, context
        self._stream: IO[bytes] | None = None
        self._kept = bytearray()
        self._read_to = 0  # behind the bytes that are kept
        self._opened = 0
        self._broken: Exception | None = None

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()

    def reachable(self, at: int) -> int:
        """A place from which can be read: the one that is asked for, or a later one, if it was gone back too often."""
        first = self._read_to - len(self._kept)
        if at < first and self._opened < _MOST_OPENED:
            self._again()
            return at
        return max(at, first)

    def read_at(self, at: int, size: int) -> bytes:
        """Bytes from a place on; fewer at the end."""
        if self._stream is None or at < self._read_to - len(self._kept):
            self._again()
        while self._read_to < at + size and self._more():
            self._context.met += self._read_to < at  # it was met before
        start = at - (self._read_to - len(self._kept))
        return bytes(self._kept[start : start + size])

    def _again(self) -> None:
        self.close()
        self._opened += 1
        self._stream, self._broken = self._open(), None
        self._kept, self._read_to = bytearray(), 0

    def _more(self) -> bool:
        if self._broken is not None:
            raise self._broken
        try:
            piece = self._stream.read(_PIECE) if self._stream is not None else b""
        except Exception as error:
            self._broken = error  # a stream that has failed is not asked again
            raise
        if len(self._kept) > 2 * _KEPT:
            del self._kept[:-_KEPT]
        self._kept += piece
        self._read_to += len(piece)
        return bool(piece)


class _View(io.RawIOBase):
    """One that reads it, at a place of its own."""

    def __init__(self, below: Rewound) -> None:
        self._below, self._at = below, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence != 0:
            raise io.UnsupportedOperation("Only places from the beginning are known.")
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        data = self._below.read_at(self._at, min(len(buffer), _PIECE))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def rewound(source: Source, context: Context) -> tuple[Source, Rewound | None]:
    """The source, so that going back a little costs little; as it is, where it can be read from anywhere."""
    with source.open() as stream:
        if packed_below(stream) is None:
            return source, None
    below = Rewound(source.open, context)
    return Source(source.name, lambda: _View(below), None, source.depth), below  # type: ignore[arg-type,return-value]
