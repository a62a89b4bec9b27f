"""Compressed files: .gz, .bz2, .xz by the standard library, .zst by zstandard. Told by their first bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import IO, Any, NamedTuple, cast

from newsparse.dumps.extras import need
from newsparse.dumps.inputs.opened import HEAD, Context, Source, packed_below, read_some
from newsparse.dumps.pages import MOST_BYTES

_MAGIC = {b"\x1f\x8b\x08": "gz", b"BZh": "bz2", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zst"}
_SKIPPED = b"\x2a\x4d\x18"  # behind a byte from 0x50 to 0x5F
# What reading a compressed stream may raise: broken data, or data that ends too soon.
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError)
# Bytes of a compressed file that are unpacked at a time: little, since a bomb in .zst unpacks to 32768 times as much.
_PIECE = 4096
# Bytes that they are unpacked to at a time.
_MOST = 1 << 17
# Bytes in which nothing is met before it is asked what they were packed in: a row that is too long costs itself only.
_LONG = 4 * MOST_BYTES
_NEEDS = "a .zst file cannot be read"
_NO_GZIP = "Not a gzipped file"  # what the standard library says, also of what follows one
_TRAILING = "Behind the end of the compressed data stands something else, which was not read."


class TrailingDataError(OSError):
    """What is compressed is whole, and something else follows."""


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
    return io.BufferedReader(_Frames(stream, kind), _MOST)


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
    return io.BufferedReader(_Patient(stream, context), _MOST)


def read_as_far(source: Source, size: int = HEAD) -> tuple[bytes, Exception | None]:
    """The first bytes of a source that may be broken, as far as it can be read; and what is wrong if that is not far.

    Raises:
        MissingExtra: as `unpacking`.
    """
    with source.open() as stream:
        return as_far(stream, size)


def as_far(stream: IO[bytes], size: int) -> tuple[bytes, Exception | None]:
    """As `read_as_far`, of a stream."""
    parts: list[bytes] = []
    try:
        while size > 0 and (part := read_some(stream, size)):
            parts.append(part)
            size -= len(part)
    except BROKEN as error:
        return b"".join(parts), error
    return b"".join(parts), None


def unpacked_page(data: bytes, most: int) -> tuple[bytes, tuple[str, ...]]:
    """A page that may be compressed, up to ``most`` bytes of it and one more; and what its record must say.

    Raises:
        OSError, EOFError …: it is broken.
    """
    kind = packing_of(data)
    if kind is None:
        return data, ()
    with unpacking(io.BytesIO(data), kind) as stream:
        page, error = as_far(stream, most + 1)
    if error is not None and not isinstance(error, TrailingDataError):
        raise error
    return page, () if error is None else (str(error),)


class _Patient(io.RawIOBase):
    """What is unpacked, as long as something is met in it: some MB may be made to unpack to terabytes of nothing."""

    def __init__(self, stream: IO[bytes], context: Context) -> None:
        self._stream, self._context = stream, context
        self.packed: Callable[[], int] = packed_below(stream) or stream.tell
        self._met, self._since, self._before = context.met, 0, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = read_some(self._stream, len(buffer))
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


class _Gzip(gzip.GzipFile):
    """Closes the file below with it, as the standard library's file does not, and tells how far that was read, and
    where it is whole and something else follows.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(fileobj=stream, mode="rb")
        self._below = stream

    def read1(self, size: int = -1) -> bytes:
        try:
            return super().read1(size)
        except gzip.BadGzipFile as error:
            if self.tell() and str(error).startswith(_NO_GZIP):
                raise TrailingDataError(_TRAILING) from error
            raise

    def packed(self) -> int:
        """Bytes of the file below that were read."""
        return self._below.tell()

    def close(self) -> None:
        super().close()
        self._below.close()


class _Unpacker(NamedTuple):
    """What unpacks a frame, what it raises where that is broken, what bounds its output if it can be bounded."""

    new: Callable[[], Any]
    broken: type[Exception]
    most: tuple[int, ...] = (_MOST,)


def _unpacker(kind: str) -> _Unpacker:
    if kind == "bz2":
        return _Unpacker(bz2.BZ2Decompressor, OSError)
    if kind == "xz":
        return _Unpacker(lzma.LZMADecompressor, lzma.LZMAError)
    library = need("zstandard", _NEEDS)
    return _Unpacker(library.ZstdDecompressor().decompressobj, library.ZstdError, ())


class _Frames(io.RawIOBase):
    """What is in a stream of one frame or several. (The standard library's own readers end in silence where something
    else follows a frame, zstandard's where one is cut off.)
    """

    def __init__(self, stream: IO[bytes], kind: str) -> None:
        self._unpacker = _unpacker(kind)
        self._below = stream
        self._frame: Any = None
        self._begun = self._whole = False  # the frame has given something; a frame was whole
        self._left = memoryview(b"")
        self._packed = b""

    def readable(self) -> bool:
        return True

    def packed(self) -> int:
        """Bytes of the file below that were read."""
        return self._below.tell()

    def close(self) -> None:
        super().close()
        self._below.close()

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            if not self._packed and getattr(self._frame, "needs_input", True):
                self._packed = self._below.read(_PIECE)
                if not self._packed:
                    return self._end()
            self._left = memoryview(self._unpack())
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def _end(self) -> int:
        if self._frame is None:
            return 0
        if self._whole and not self._begun:
            raise TrailingDataError(_TRAILING)
        raise EOFError("Compressed file ended before the end-of-stream marker was reached")

    def _unpack(self) -> bytes:
        if self._frame is None:
            self._packed = self._packed.lstrip(b"\0")  # frames may be filled up, as .xz files are
            self._frame, self._begun = self._unpacker.new() if self._packed else None, False
        if self._frame is None:
            return b""
        try:
            data: bytes = self._frame.decompress(self._packed, *self._unpacker.most)
        except self._unpacker.broken as error:
            if self._whole and not self._begun:
                raise TrailingDataError(_TRAILING) from error
            raise OSError(str(error)) from error
        self._packed, self._begun = b"", self._begun or bool(data)
        if self._frame.eof:
            self._packed, self._frame, self._whole = self._frame.unused_data, None, True
        return data
