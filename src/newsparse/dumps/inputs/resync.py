"""Where the next record of a WARC file begins, behind one that is broken."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

from newsparse.dumps.extras import need
from newsparse.dumps.inputs.opened import Source, read_up_to, skip_to

# Bytes that are searched at a time, and bytes of a member by which it is told whether a record is in it: zstd gives
# nothing before it has a block of up to 128 KiB.
_PIECE, _LOOKED_AT = 1 << 20, (1 << 17) + 64
_BEGINS = b"WARC/"


def next_record(source: Source, at: int, packing: str | None) -> int | None:
    """The offset of the first record at ``at`` or behind it; None if there is none.

    Args:
        source: the file.
        at: an offset in it.
        packing: how each record is compressed, "gz" or "zst"; None: not at all.
    """
    begins, is_one = _SIGNS[packing]
    with source.open() as stream:
        at = max(at - 1, 0)  # a line's beginning is told by the byte before it
        skip_to(stream, at)
        piece = read_up_to(stream, _PIECE)
        while len(piece) > 1:
            more = read_up_to(stream, _PIECE)
            both = piece + more[:_LOOKED_AT]
            for found in begins.finditer(both, 1):
                if found.start() < len(piece) and is_one(both[found.start() : found.start() + _LOOKED_AT]):
                    return at + found.start()
            at, piece = at + len(piece) - 1, piece[-1:] + more
    return None


def _is_record(data: bytes) -> bool:
    """Whether a header stands there: a page may tell of WARC files."""
    return b"\nWARC-" in data[:512]


def _in_gzip(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data, len(_BEGINS)) == _BEGINS
    except zlib.error:
        return False


def _in_zstd(data: bytes) -> bool:
    library = need("zstandard", "a .zst file cannot be read")
    try:
        with library.ZstdDecompressor().stream_reader(data) as stream:
            return bool(stream.read(len(_BEGINS)) == _BEGINS)
    except library.ZstdError:
        return False


_SIGNS: dict[str | None, tuple[re.Pattern[bytes], Callable[[bytes], bool]]] = {
    None: (re.compile(rb"(?<=\n)WARC/\d\.\d+\r?\n"), _is_record),
    "gz": (re.compile(rb"\x1f\x8b\x08"), _in_gzip),
    "zst": (re.compile(rb"\x28\xb5\x2f\xfd"), _in_zstd),
}
