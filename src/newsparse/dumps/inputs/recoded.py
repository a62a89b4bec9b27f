"""Tables that are not in UTF-8, as UTF-8: what splits and reads them knows no other encoding."""

from __future__ import annotations

import codecs
import io
from typing import IO, Any

from newsparse.dumps.inputs.opened import Source, read_some
from newsparse.dumps.inputs.packed import read_as_far
from newsparse.read.binary import wide_codec
from newsparse.read.decode import decode

# Bytes by which an encoding is told: a table's first texts may stand behind long rows of figures and addresses.
_LOOKED_AT = 1 << 18
_PIECE = 1 << 16
# What `decode` takes where nothing fits is a guess about a page; a table is left as it is.
_GUESS = "cp1252"


def utf8(source: Source, *, narrow: bool = False) -> Source:
    """The source in UTF-8. UTF-16 and UTF-32 are recoded; with ``narrow`` GB 18030, Big5 and others are, too.

    Raises:
        OSError: it cannot be opened.
    """
    codec = wide_codec(read_as_far(source)[0])
    if codec is None and narrow:
        codec = _narrow_codec(source)
    if codec is None:
        return source
    return Source(source.name, lambda: io.BufferedReader(_Recoded(source.open(), codec), _PIECE), None, source.depth)


def _narrow_codec(source: Source) -> str | None:
    sample, _ = read_as_far(source, _LOOKED_AT)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # the last character may be cut
    except UnicodeDecodeError:
        codec = decode(sample).encoding
        return None if codec in ("utf-8", _GUESS) else codec
    return None


class _Recoded(io.RawIOBase):
    """What a stream holds in another encoding, in UTF-8."""

    def __init__(self, stream: IO[bytes], codec: str) -> None:
        self._below = stream
        self._decoder = codecs.getincrementaldecoder(codec)("replace")
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = read_some(self._below, _PIECE)
            self._left = self._decoder.decode(piece, final=not piece).encode("utf-8", "replace")
            if not piece and not self._left:
                return 0
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def close(self) -> None:
        super().close()
        self._below.close()
