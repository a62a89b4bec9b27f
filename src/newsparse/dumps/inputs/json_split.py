"""JSON told apart into values without reading them, in bounded memory: what a worker reads is one row's bytes.

The standard library reads whole documents only, and event readers (ijson) would build each row in this process, and
again from the first one when a run is resumed. Here it is enough to know where strings and brackets end.
"""

from __future__ import annotations

import re
from typing import IO

from newsparse.dumps.inputs.opened import read_some
from newsparse.dumps.pages import MOST_BYTES

_PIECE = 1 << 18  # bytes read at a time
_SIGN = re.compile(rb'["\[\]{}]')
_IN_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)  # up to the quotation mark, or a lone \ at the end
_WORD = re.compile(rb"[^\s,:\[\]{}\"\x1e]*+")
_STEPS = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}
_BETWEEN = re.compile(rb"[\s,\x1e]*+")  # 1E: before each value of a JSON text sequence (RFC 7464)
_BOM = b"\xef\xbb\xbf"


class Splitter:
    """Goes through JSON value by value.

    Attributes:
        read: bytes of the stream that were taken so far.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._data = b""
        self._at = 0
        self.read = 0
        if self._more():
            self._at = len(_BOM) if self._data.startswith(_BOM) else 0

    @property
    def position(self) -> int:
        """Bytes that were gone through so far."""
        return self.read - len(self._data) + self._at

    def sign(self) -> bytes:
        """The first byte of what comes next, behind white space, commas and the like; b"" at the end."""
        while True:
            self._at = _end(_BETWEEN, self._data, self._at)
            if self._at < len(self._data):
                return self._data[self._at : self._at + 1]
            if not self._more():
                return b""

    def step(self, expected: bytes) -> None:
        """Go behind a sign.

        Raises:
            ValueError: another one stands there.
            EOFError: the JSON ends here.
        """
        seen = self.sign()
        if not seen:
            raise EOFError("The JSON is cut off: it ends inside a list or an object.")
        if seen != expected:
            raise ValueError(f"It is no JSON: {expected.decode()} is expected, and there is {seen!r:.8}.")
        self._at += 1

    def value(self, most: int = MOST_BYTES) -> bytes | None:
        """Go behind the value that comes next; its bytes, None where they are more than ``most``.

        Raises:
            ValueError: no value comes next.
            EOFError: the JSON ends inside it.
        """
        first = self.sign()
        kept = _Kept(most)
        if first in (b"[", b"{"):
            depth = 0
            while (sign := self._next_sign(kept)) == b'"' or depth + _STEPS[sign] > 0:
                if sign == b'"':
                    self._string(kept)
                else:
                    depth += _STEPS[sign]
        elif first == b'"':
            self._next_sign(kept)
            self._string(kept)
        else:
            self._word(kept)
            if not kept.size:
                raise ValueError(f"It is no JSON: a value is expected, and there is {first!r:.8}.")
        return kept.value()

    def size(self) -> int:
        """Go behind the value that comes next, as `value`; how many bytes it has."""
        self.sign()
        before = self.position
        self.value(0)
        return self.position - before

    def _next_sign(self, kept: _Kept) -> bytes:
        """Go behind the next bracket or quotation mark."""
        while (found := _SIGN.search(self._data, self._at)) is None:
            self._keep(kept, len(self._data))
            self._must_go_on()
        self._keep(kept, found.end())
        return found[0]

    def _string(self, kept: _Kept) -> None:
        """Go to the end of a string, from behind its first quotation mark."""
        while True:
            end = _end(_IN_STRING, self._data, self._at)
            if self._data[end : end + 1] == b'"':
                self._keep(kept, end + 1)
                return
            escapes = end < len(self._data)  # the last byte is a \ whose sign is in the next piece
            self._keep(kept, len(self._data))
            self._must_go_on()
            self._keep(kept, int(escapes))

    def _word(self, kept: _Kept) -> None:
        """Go behind a number, true, false or null; one may end with the stream."""
        while (end := _end(_WORD, self._data, self._at)) == len(self._data):
            self._keep(kept, end)
            if not self._more():
                return
        self._keep(kept, end)

    def _keep(self, kept: _Kept, end: int) -> None:
        kept.add(self._data[self._at : end])
        self._at = end

    def _must_go_on(self) -> None:
        if not self._more():
            raise EOFError("The JSON is cut off: it ends inside a value.")

    def _more(self) -> bool:
        """Take the next bytes in place of those that are done."""
        self._data, self._at = read_some(self._stream, _PIECE), 0
        self.read += len(self._data)
        return bool(self._data)


class _Kept:
    """The pieces of a value, until they are more than may be kept."""

    def __init__(self, most: int) -> None:
        self._pieces: list[bytes] = []
        self._most = most
        self.size = 0

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size <= self._most:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    def value(self) -> bytes | None:
        return b"".join(self._pieces) if self.size <= self._most else None


def _end(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    """Where a pattern that matches anywhere, if only the empty string, ends."""
    found = pattern.match(data, at)
    return found.end() if found else at
