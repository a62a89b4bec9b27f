"""What a server did to a body on its way (chunks, gzip, deflate, br, zstd), undone: bounded, and never half in silence.

The headers of archived responses lie as often as not: many crawlers store the body unpacked and leave the header as it
was. So a body that is not what its header says is taken as it stands, if it is text, and a warning says so.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator

from newsparse.dumps.bombs import check_size
from newsparse.dumps.extras import need
from newsparse.dumps.inputs.packed import TrailingDataError, unpacking
from newsparse.errors import InputError
from newsparse.read.binary import refuse_binary

# Bytes that go into a decoder and that come out of it at a time: what an error loses of a body, and what a bomb takes.
_IN, _OUT = 1 << 13, 1 << 16
# What stands before the fault is wanted to the last word: once more, in pieces so small.
_OUT_BEFORE_A_FAULT = 1 << 8
_CHUNKED = "chunked"
# What servers fill a body up with.
_FILLING = b"\0 \t\r\n"
_TRAILING = "something else stands behind its end."
_SIZE_LINE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,32})[ \t]*(?:;[^\n]{0,4000})?\r?\n")
# What the standard knows behind the last chunk: header lines.
_TRAILERS = re.compile(rb"\A(?:[\w-]{1,99}:[^\n]{0,4000}\n){0,99}")
_BEHIND_CHUNKS = "Only a part of the body was read: something else stands behind its last chunk."
_LINE_END = re.compile(rb"\r?\n")
# A body in more chunks than this is an attack: servers send some KB in each.
_MOST_CHUNKS = 1 << 20


class BrokenBody(InputError):  # noqa: N818 - says what the page is, like EmptyPage
    """Nothing of a response's body can be decoded."""


class _Broken(Exception):  # noqa: N818 - of this module only
    """A decoder can go no further."""


class _CutOff(_Broken):
    """The data ends before its end mark."""


class _GoesOn(_Broken):
    """The data is whole, and something else follows."""


def undone(body: bytes, codings: tuple[str, ...]) -> tuple[bytes, list[str]]:
    """The body without its codings, and what is to be said of it.

    Args:
        body: as it was sent.
        codings: in the order in which they are undone; of any names.

    Raises:
        PageTooLarge: it unpacks to more than a page may have.
        BrokenBody: nothing of it can be decoded.
        MissingExtra: zstandard or brotli is needed and not there.
    """
    said = []
    for coding in codings:
        body, warning = _dechunked(body) if coding == _CHUNKED else _unpacked(body, coding)
        if warning is not None:
            said.append(warning)
    return body, said


def _unpacked(body: bytes, coding: str) -> tuple[bytes, str | None]:
    if not body:
        return body, None  # the page is empty, which is said of it anyway
    decoder = _DECODERS.get(coding)
    if decoder is None:
        return body, f"The body was read as it stands: its Content-Encoding {coding[:40]!r} is unknown."
    data, fault = _tried(decoder, body, _OUT)
    if isinstance(fault, _Broken):
        data, fault = _tried(decoder, body, _OUT_BEFORE_A_FAULT)
    if fault is None or (isinstance(fault, _GoesOn) and data):
        return data, None if fault is None else f"Only a part of the body ({coding}) was read: {fault}"
    if _is_text(body):
        return body, f"The body was read as it stands: its Content-Encoding says {coding}, and it is not."
    if not data:
        raise BrokenBody(f"The body cannot be decoded: its Content-Encoding says {coding}. {fault}")
    how = "is cut off" if isinstance(fault, _CutOff) else "is broken"
    return data, f"Only a part of the page was read: the body ({coding}) {how} after {len(data)} bytes."


def _tried(decoder: Callable[[bytes, int], Iterator[bytes]], body: bytes, step: int) -> tuple[bytes, _Broken | None]:
    """All that can be decoded, and what went wrong then."""
    parts, size = [], 0
    try:
        for part in decoder(body, step):
            size += len(part)
            check_size(size, len(body))
            parts.append(part)
    except _Broken as error:
        return b"".join(parts), error
    return b"".join(parts), None


def _is_text(body: bytes) -> bool:
    try:
        refuse_binary(body)
    except InputError:
        return False
    return True


def _inflated(body: bytes, step: int, wbits: int = 31) -> Iterator[bytes]:
    """Gzip data of one member or several."""
    rest = io.BytesIO(body)
    packed = b""
    while True:
        unpacker = zlib.decompressobj(wbits)
        while not unpacker.eof:
            packed = packed or rest.read(_IN)
            try:
                data = unpacker.decompress(packed, step)
            except zlib.error as error:
                raise _Broken(str(error)) from error
            if not packed and not data:
                raise _CutOff("The data ends before its end mark.")
            packed = unpacker.unconsumed_tail
            yield data
        packed = unpacker.unused_data or rest.read(_IN)
        if wbits != 31 or not packed.startswith(b"\x1f\x8b"):
            if packed.strip(_FILLING):
                raise _GoesOn(_TRAILING)
            return


def _deflated(body: bytes, step: int) -> Iterator[bytes]:
    """Deflate as the standard has it (with the head of zlib), or bare, as some servers send it."""
    has_head = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _inflated(body, step, 15 if has_head else -15)


def _zstd(body: bytes, step: int) -> Iterator[bytes]:
    with unpacking(io.BytesIO(body), "zst") as stream:
        try:
            while part := stream.read1(step):  # type: ignore[attr-defined]  # a BufferedReader
                yield part
        except EOFError as error:
            raise _CutOff(str(error)) from error
        except TrailingDataError as error:
            raise _GoesOn(_TRAILING) from error
        except OSError as error:
            raise _Broken(str(error)) from error


def _brotli(body: bytes, step: int) -> Iterator[bytes]:
    library = need("brotli", "a body with Content-Encoding br cannot be read")
    unpacker = library.Decompressor()
    rest = io.BytesIO(body)
    while not unpacker.is_finished():
        packed = rest.read(_IN) if unpacker.can_accept_more_data() else b""
        try:
            data = unpacker.process(packed, output_buffer_limit=step)
        except library.error as error:
            raise _Broken(str(error)) from error
        if not packed and not data and unpacker.can_accept_more_data():
            raise _CutOff("The data ends before its end mark.")
        yield data


_DECODERS = {
    "gzip": _inflated,
    "x-gzip": _inflated,
    "deflate": _deflated,
    "br": _brotli,
    "zstd": _zstd,
}


def _dechunked(body: bytes) -> tuple[bytes, str | None]:
    """The body out of its chunks. What stands behind a broken one is taken as it stands."""
    parts: list[bytes] = []
    at = 0
    while (line := _SIZE_LINE.match(body, at)) is not None and len(parts) < _MOST_CHUNKS:
        size, start = int(line[1], 16), line.end()
        if size == 0:
            rest = _TRAILERS.sub(b"", body[start:], count=1)
            return b"".join(parts), _BEHIND_CHUNKS if rest.strip(_FILLING) else None
        parts.append(body[start : start + size])
        at = start + size
        if at > len(body):
            why = f"a chunk has {len(parts[-1])} of its {size} bytes"
            return b"".join(parts), f"Only a part of the page was read: its body is cut off ({why})."
        end = _LINE_END.match(body, at)
        at = end.end() if end else at
    if not parts:
        return body, "The body was read as it stands: its Transfer-Encoding says chunked, and it is not."
    if at >= len(body):
        return b"".join(parts), "Only a part of the page was read, perhaps: the last chunk of its body is missing."
    return b"".join([*parts, body[at:]]), f"The body is broken behind its chunk {len(parts)}: read on as it stands."
