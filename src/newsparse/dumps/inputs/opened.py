"""Bytes that lie somewhere, and what all readers of containers share."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from newsparse.dumps.bombs import check_ratio
from newsparse.dumps.pages import MOST_BYTES, Item, Position

# Bytes of a file that are looked at to tell what it is: a tar header has 512, the rest is for HTML (see `pagelike`).
HEAD = 4096
# Bytes that are copied at a time.
_PIECE = 1 << 20
# Bytes that are read from a file at a time.
_BUFFER = 1 << 16
# Containers in containers in containers: deeper is an attack.
DEEPEST = 4


@dataclass(slots=True)
class Source:
    """A file on the disk or a member of an archive. It can be opened as often as one likes.

    Attributes:
        name: how ``file`` names it.
        open: gives a new binary stream at its beginning.
        path: where it is on the disk, if it is a file.
        depth: containers around it.
    """

    name: str
    open: Callable[[], IO[bytes]]
    path: Path | None = None
    depth: int = 0

    def head(self) -> bytes:
        """Its first bytes."""
        with self.open() as stream:
            return read_up_to(stream, HEAD)


def _nothing(*_: object) -> None:
    """Nobody wants to know."""


class _Watched(io.FileIO):
    """A file that tells when it is read from."""

    beat: Callable[[], None]

    def readinto(self, buffer: Any) -> int | None:
        self.beat()
        return super().readinto(buffer)

    def readall(self) -> bytes:
        self.beat()
        return super().readall()


@dataclass(slots=True)
class Context:
    """What readers are told, and what they tell.

    Attributes:
        html_column: the column of tables that holds the pages; None: it is looked for.
        follow_links: read what links in a folder point to outside it.
        without: resolved paths of files and folders that are no input, whatever they look like (our own output).
        bytes_done: bytes of files on the disk that were read (or passed over), for the progress bar.
        passed: records that are no pages (pictures, redirects), not counted as anything else.
        stream: the file that is being read, whose ``tell`` adds to ``bytes_done``.
        above: the position of the input that is being read.
        beat: is called again and again while a file is read or a folder walked: nothing hangs.
        entered: takes the position and the name of each file that libraries look into.
    """

    html_column: str | None = None
    without: frozenset[Path] = frozenset()
    bytes_done: int = 0
    passed: int = 0
    follow_links: bool = False
    stream: IO[bytes] | None = field(default=None, repr=False)
    above: Position = ()
    beat: Callable[[], None] = _nothing
    entered: Callable[[Position, str], None] = _nothing

    def read_so_far(self) -> int:
        """Bytes done, with those of the file that is open."""
        return self.bytes_done + (self.stream.tell() if self.stream is not None and not self.stream.closed else 0)


# Reads a source behind a position (() for its beginning).
Read = Callable[[Source, Position, Context], Iterator[Item]]


def file_source(name: str, path: Path, context: Context) -> Source:
    """A file on the disk as a source; its stream shows the progress."""
    return Source(name, lambda: watched(path, context), path)


def watched(path: Path, context: Context) -> IO[bytes]:
    """A file, opened; the context is told how far it is read, and that it is read at all."""
    raw = _Watched(path)
    raw.beat = context.beat
    context.stream = io.BufferedReader(raw, _BUFFER)
    return context.stream


def read_up_to(stream: IO[bytes], size: int) -> bytes:
    """``size`` bytes, or all that there are: streams may give fewer at a time."""
    parts = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def skip_to(stream: IO[bytes], offset: int) -> None:
    """Go forward to an offset; by reading where there is no other way."""
    if stream.seekable():
        stream.seek(offset)
        return
    while offset > 0 and (part := stream.read(min(offset, 1 << 20))):
        offset -= len(part)


@contextmanager
def member_source(
    name: str, stream: IO[bytes], outer: Source, packed: Callable[[], int] | None = None
) -> Iterator[Source]:
    """A member of an archive, taken out of it: into memory, or (greater than a page) into a temporary file.

    ``packed`` tells how many bytes were read below the archive's compression.
    """
    before = packed() if packed is not None else 0
    start = read_up_to(stream, MOST_BYTES + 1)
    if len(start) <= MOST_BYTES:
        yield Source(name, lambda: io.BytesIO(start), depth=outer.depth + 1)
        return
    with spooled(stream, start, packed, before) as path:
        yield Source(name, lambda: path.open("rb"), path, outer.depth + 1)


@contextmanager
def on_disk(source: Source) -> Iterator[Path]:
    """The source as a file on the disk: itself, or a copy for the while."""
    if source.path is not None:
        yield source.path
        return
    with source.open() as stream, spooled(stream, packed=packed_below(stream)) as path:
        yield path


def packed_below(stream: Any) -> Callable[[], int] | None:
    """What tells how many bytes a stream that unpacks has read, None for any other stream."""
    return getattr(stream, "packed", None) or getattr(getattr(stream, "raw", None), "packed", None)


@contextmanager
def spooled(
    stream: IO[bytes], start: bytes = b"", packed: Callable[[], int] | None = None, before: int = 0
) -> Iterator[Path]:
    """A temporary file with what ``stream`` holds, ``start`` in front.

    Raises:
        UnpacksTooFarError: it is far more than was ``packed`` since ``before``.
    """
    handle, name = tempfile.mkstemp(prefix="newsparse-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(start)
            while data := stream.read(_PIECE):
                file.write(data)
                if packed is not None:
                    check_ratio(file.tell(), packed() - before)
        yield path
    finally:
        path.unlink(missing_ok=True)
