"""Where the next record of a WARC file begins, behind one that is broken."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

from newsparse.dumps.extras import need
from newsparse.dumps.inputs.opened import Context, Source, read_up_to, skip_to

# Bytes that are searched at a time.
_PIECE = 1 << 18
# Bytes of a member by which it is told whether a record is in it: zstd gives nothing before it has a block.
LOOKED_AT = {"gz": 1 << 10, "zst": (1 << 17) + 64, None: 1 << 10}
# Bytes of a record's header that are looked at.
_HEADER = 1 << 10
_BEGINS = b"WARC/"


def next_record(source: Source, at: int, packing: str | None, context: Context) -> int | None:
    """The offset of the first record at ``at`` or behind it; None if there is none.

    Args:
        source: the file.
        at: an offset in it.
        packing: how each record is compressed, "gz" or "zst"; None: not at all.
    """
    begins, is_one = _SIGNS[packing]
    with source.open() as stream:
        skip_to(stream, at, context)
        piece = read_up_to(stream, _PIECE)
        while piece:
            more = read_up_to(stream, _PIECE)
            both = piece + more[: LOOKED_AT[packing]]
            for found in begins.finditer(both):
                if found.start() < len(piece) and is_one(both[found.start() : found.start() + LOOKED_AT[packing]]):
                    return at + found.start()
            at, piece = at + len(piece), more
    return None


def _is_record(data: bytes) -> bool:
    """Whether a header stands there, be it in the middle of a line: the record before it may be cut off."""
    return b"\nWARC-" in data[:_HEADER]


def opening(data: bytes, packing: str) -> bytes:
    """How the record begins that is in a compressed member that begins so; nothing where there is none."""
    if packing == "gz":
        try:
            return zlib.decompressobj(31).decompress(data, _HEADER)
        except zlib.error:
            return b""
    library = need("zstandard", "a .zst file cannot be read")
    try:
        with library.ZstdDecompressor().stream_reader(data) as stream:
            return bytes(stream.read(_HEADER))
    except library.ZstdError:
        return b""


def _in_gzip(data: bytes) -> bool:
    return opening(data, "gz").startswith(_BEGINS)


def _in_zstd(data: bytes) -> bool:
    return opening(data, "zst").startswith(_BEGINS)


_SIGNS: dict[str | None, tuple[re.Pattern[bytes], Callable[[bytes], bool]]] = {
    None: (re.compile(rb"WARC/\d\.\d+\r?\n"), _is_record),
    "gz": (re.compile(rb"\x1f\x8b\x08"), _in_gzip),
    "zst": (re.compile(rb"\x28\xb5\x2f\xfd"), _in_zstd),
}
