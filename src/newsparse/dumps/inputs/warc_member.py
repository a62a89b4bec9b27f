"""One compressed member of a WARC file as a file of its own: a tool may have packed all records into one."""

from __future__ import annotations

import io
import zlib
from typing import IO, Any

from newsparse.dumps.extras import need
from newsparse.dumps.inputs.opened import Context, Source, skip_to
from newsparse.dumps.inputs.packed import patient

# Bytes of a member that are unpacked at a time: little, since zstd makes 32768 times as much of them.
_PIECE = 4096
# Bytes that are unpacked at a time where that can be said (gzip).
_MOST = 1 << 17


def member_at(source: Source, at: int, packing: str, context: Context) -> Source:
    """What the member at an offset unpacks to, as far as it can be unpacked: what broke it off is told elsewhere.

    Args:
        source: the file.
        at: where the member begins.
        packing: "gz" or "zst".
    """

    def opened() -> IO[bytes]:
        stream = source.open()
        skip_to(stream, at, context)
        return patient(io.BufferedReader(_Member(stream, packing), _MOST), context)

    return Source(source.name, opened, None, source.depth)


class _Member(io.RawIOBase):
    """The bytes of one member; they end where it ends or cannot be unpacked."""

    def __init__(self, stream: IO[bytes], packing: str) -> None:
        self._below = stream
        self._wrong: type[Exception] = zlib.error
        if packing == "gz":
            self._unpacker: Any = zlib.decompressobj(31)
        else:
            library = need("zstandard", "a .zst file cannot be read")
            self._wrong, self._unpacker = library.ZstdError, library.ZstdDecompressor().decompressobj()
        self._limits = (_MOST,) if packing == "gz" else ()
        self._packed = self._left = b""

    def readable(self) -> bool:
        return True

    def packed(self) -> int:
        """Bytes of the file that were read."""
        return self._below.tell()

    def readinto(self, buffer: Any) -> int:
        while not self._left and not self._unpacker.eof:
            self._packed = self._packed or self._below.read(_PIECE)
            if not self._packed:
                return 0
            try:
                self._left = self._unpacker.decompress(self._packed, *self._limits)
            except self._wrong:
                return 0
            self._packed = getattr(self._unpacker, "unconsumed_tail", b"")
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def close(self) -> None:
        super().close()
        self._below.close()
