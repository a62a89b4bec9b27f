"""The file of rows: it only grows, and a resumed run cuts it back to where its state says."""

from __future__ import annotations

import gzip
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from newsparse.dumps.extras import need
from newsparse.dumps.faults import DumpError
from newsparse.dumps.printable import printable

# Rows that are compressed at once: each lot is a gzip member or a zstd frame of its own, so that the file can be cut
# between any two. Smaller lots compress worse (64 KiB: by 4 %).
_LOT = 1 << 20
_GZIP_LEVEL = 6
# Bytes that are read at a time for their checksum.
_PIECE = 1 << 20
_HARMED = "removed, cut or written to by others: rows of this run are lost."


class Kept(NamedTuple):
    """What counts of a file: its first bytes, and their checksum (CRC-32)."""

    size: int = 0
    checksum: int = 0


NOTHING = Kept()


def check_kept(path: Path, kept: Kept, *, whole: bool = False) -> None:
    """See that a file still begins with what counts; with ``whole``, that nothing stands behind it.

    Raises:
        DumpError: it is another: somebody else cut it, wrote to it or took it away.
    """
    checksum, left, more = 0, kept.size, b""
    with suppress(FileNotFoundError), path.open("rb") as file:
        while left and (piece := file.read(min(left, _PIECE))):
            checksum, left = zlib.crc32(piece, checksum), left - len(piece)
        more = file.read(1)
    if left or checksum != kept.checksum or (whole and more):
        raise DumpError(f"{printable(path)} was {_HARMED} Start anew without --resume.")


class Rows:
    """Lines for a file that can be cut between them.

    Args:
        path: the file; what is in it behind ``kept`` is cut off.
        kept: what stays of it; `check_kept` tells whether it does.
        packing: "gz", "zst" or None.

    Raises:
        OSError: the file cannot be written (the disk is full).
        MissingExtra: zstandard is needed and not there.
    """

    def __init__(self, path: Path, kept: Kept = NOTHING, packing: str | None = None) -> None:
        if packing == "zst":
            self._zstd = need("zstandard", "a .zst file cannot be written")
        self._path, self._packing = path, packing
        self._file: BinaryIO = path.open("r+b" if path.exists() else "w+b")
        self._file.truncate(kept.size)
        self._file.seek(kept.size)
        self._lot: list[bytes] = []
        self._held = 0
        self._kept = kept

    def add(self, line: bytes) -> None:
        self._lot.append(line)
        self._held += len(line)
        if self._held > _LOT:
            self._write()

    def sync(self) -> Kept:
        """See that all lines are on the disk; what counts of the file then.

        Raises:
            DumpError: somebody else cut the file or took it away.
            OSError: the disk is full.
        """
        self._write()
        self._check()
        os.fsync(self._file.fileno())
        return self._kept

    def close(self) -> None:
        """Close the file; lines since the last `sync` may be lost."""
        with suppress(OSError):  # what could not be written is behind what counts
            self._file.close()

    def _write(self) -> None:
        if not self._lot:
            return
        data = b"\n".join([*self._lot, b""])
        if self._packing == "gz":
            data = gzip.compress(data, _GZIP_LEVEL, mtime=0)
        elif self._packing == "zst":
            data = self._zstd.ZstdCompressor().compress(data)
        self._check()  # before writing: behind a cut a hole would be left
        self._file.write(data)
        self._file.flush()
        self._kept = Kept(self._kept.size + len(data), zlib.crc32(data, self._kept.checksum))
        self._lot.clear()
        self._held = 0

    def _check(self) -> None:
        if not self._path.exists() or os.fstat(self._file.fileno()).st_size != self._kept.size:
            raise DumpError(f"{printable(self._path)} was {_HARMED} Start the run again, and leave that folder alone.")
