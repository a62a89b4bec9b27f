"""Compressed files: .gz, .bz2, .xz by the standard library, .zst by zstandard. Told by their first bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, cast

from newsparse.dumps.extras import need
from newsparse.dumps.inputs.opened import Context, Source, packed_below, read_up_to
from newsparse.dumps.pages import MOST_BYTES

_MAGIC = {b"\x1f\x8b\x08": "gz", b"BZh": "bz2", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zst"}
_SKIPPED = b"\x2a\x4d\x18"  # behind a byte from 0x50 to 0x5F
# What reading a compressed stream may raise: broken data, or data that ends too soon.
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError)
# Bytes of a .zst file that are unpacked at a time: little, since a bomb unpacks to 32768 times as much.
_PIECE = 4096
# Bytes in which nothing is met before it is asked what they were packed in: a row that is too long costs itself only.
_LONG = 4 * MOST_BYTES
_NEEDS = "a .zst file cannot be read"


def packing_of(head: bytes) -> str | None:
    """How bytes that begin so are compressed.

    >>> packing_of(gzip.compress(b"x")), packing_of(bz2.compress(b"x")), packing_of(b"BZh, a name")
    ('gz', 'bz2', None)
    """
    head = head[skipped(head) :]
    for magic, kind in _MAGIC.items():
        if head.startswith(magic) and (kind != "bz2" or head[4:10] in (b"1AY&SY", b"\x17rE8P\x90")):
            return kind
    return None


def skipped(head: bytes) -> int:
    """Bytes of frames at the beginning that readers of .zst skip: tools put lengths and tables of contents there."""
    at = 0
    while head[at + 1 : at + 4] == _SKIPPED and head[at] >> 4 == 5:
        at += 8 + int.from_bytes(head[at + 4 : at + 8], "little")
    return at if head.startswith(b"\x28\xb5\x2f\xfd", at) else 0


def unpacking(stream: IO[bytes], kind: str) -> IO[bytes]:
    """A stream of what is in a compressed one. Broken data raises one of `BROKEN`.

    Raises:
        MissingExtra: zstandard is needed and not there.
    """
    if kind == "gz":
        return cast("IO[bytes]", _Gzip(stream))
    if kind == "bz2":
        return _Bz2(stream)
    if kind == "xz":
        return _Xz(stream)
    return io.BufferedReader(_Zstd(stream), 1 << 17)


def unpacked(source: Source, kind: str, context: Context | None = None) -> Source:
    """The source without its compression. It keeps its name.

    Args:
        source: what is compressed, and how (``kind``).
        context: knows how far data may go on without a page or a row in it.

    Raises:
        MissingExtra: as `unpacking`, before anything is opened.
    """
    if kind == "zst":
        need("zstandard", _NEEDS)

    def opened() -> IO[bytes]:
        stream = unpacking(source.open(), kind)
        return stream if context is None else patient(stream, context)

    return Source(source.name, opened, None, source.depth)


def patient(stream: IO[bytes], context: Context) -> IO[bytes]:
    """What is unpacked, as long as something is met in it."""
    return io.BufferedReader(_Patient(stream, context), 1 << 17)


def head_as_far(source: Source) -> tuple[bytes, Exception | None]:
    """The first bytes of a source that is unpacked, as far as it can be; and what is wrong if that is not far.

    Raises:
        MissingExtra: as `unpacking`.
    """
    try:
        return source.head(), None
    except BROKEN as error:
        wrong = error
    head = bytearray()
    with suppress(*BROKEN), source.open() as stream:
        while byte := stream.read(1):
            head += byte
    return bytes(head), wrong


def unpacked_page(data: bytes, most: int) -> bytes:
    """A page that may be compressed, up to ``most`` bytes of it and one more."""
    kind = packing_of(data)
    if kind is None:
        return data
    with unpacking(io.BytesIO(data), kind) as stream:
        return read_up_to(stream, most + 1)


class _Patient(io.RawIOBase):
    """What is unpacked, as long as something is met in it: some MB may be made to unpack to terabytes of nothing."""

    def __init__(self, stream: IO[bytes], context: Context) -> None:
        self._stream, self._context = stream, context
        self.packed: Callable[[], int] = packed_below(stream) or stream.tell
        self._met, self._since, self._before = context.met, 0, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data: bytes = self._stream.read1(len(buffer))  # type: ignore[attr-defined]  # what comes before a break
        size = len(data)
        buffer[:size] = data
        self._since += size
        if self._since > _LONG:
            self._check()
        return size

    def _check(self) -> None:
        if self._met == self._context.met:
            self._context.limits.check_barren(self._since, self.packed() - self._before)
        else:
            self._met, self._since, self._before = self._context.met, 0, self.packed()

    def close(self) -> None:
        super().close()
        self._stream.close()


class _ClosesBelow:
    """Closes the file below with it, as the standard library's files do not, and tells how far that was read."""

    _below: IO[bytes]

    def packed(self) -> int:
        """Bytes of the file below that were read."""
        return self._below.tell()

    def close(self) -> None:
        super().close()  # type: ignore[misc]  # of the file that this is mixed into
        self._below.close()


class _Gzip(_ClosesBelow, gzip.GzipFile):
    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(fileobj=stream, mode="rb")
        self._below = stream


class _Bz2(_ClosesBelow, bz2.BZ2File):
    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream, "rb")
        self._below = stream


class _Xz(_ClosesBelow, lzma.LZMAFile):
    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream, "rb")
        self._below = stream


class _Zstd(_ClosesBelow, io.RawIOBase):
    """What is in a .zst stream of one frame or several. (zstandard's own reader ends a cut stream without an error.)"""

    def __init__(self, stream: IO[bytes]) -> None:
        library = need("zstandard", _NEEDS)
        self._broken: type[Exception] = library.ZstdError
        self._unpacker = library.ZstdDecompressor()
        self._frame: Any = None
        self._below = stream
        self._left = memoryview(b"")
        self._packed = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            if not self._packed:
                self._packed = self._below.read(_PIECE)
            if not self._packed:
                if self._frame is not None:
                    raise EOFError("Compressed file ended before the end-of-stream marker was reached")
                return 0
            self._left = memoryview(self._unpack())
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def _unpack(self) -> bytes:
        if self._frame is None:
            self._frame = self._unpacker.decompressobj()
        try:
            data: bytes = self._frame.decompress(self._packed)
        except self._broken as error:
            raise OSError(str(error)) from error
        self._packed = b""
        if self._frame.eof:
            self._packed, self._frame = self._frame.unused_data, None
        return data
