"""Bytes that lie somewhere, and what all readers of containers share."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

from newsparse.dumps.bombs import ArchiveLimits
from newsparse.dumps.inputs.page_urls import PageUrls
from newsparse.dumps.inputs.part import part_of
from newsparse.dumps.pages import Item, Position
from newsparse.dumps.passed_over import PassedOver
from newsparse.dumps.printable import reason
from newsparse.dumps.temporary import Room

# Bytes of a file that are looked at to tell what it is: a tar header has 512, the rest is for HTML (see `pagelike`).
HEAD = 4096
# Bytes that are copied at a time.
_PIECE = 1 << 20
# Bytes that are read from a file at a time.
_BUFFER = 1 << 16
# Bytes of a member of an archive that are held in memory; as many as that for each archive in another.
HELD = 8 << 20
# Bytes that may have been read of a compressed archive before the member is reached that they belong to.
READ_AHEAD = 128 << 10


class Place(NamedTuple):
    """A part of a file on the disk: where it begins, and how many bytes it has at the most."""

    path: Path
    start: int
    size: int

    def inner(self, start: int, size: int) -> Place:
        """A part of it."""
        return Place(self.path, self.start + start, min(size, self.size - start))


@dataclass(slots=True)
class Source:
    """A file on the disk or a member of an archive. It can be opened as often as one likes.

    Attributes:
        name: how ``file`` names it.
        open: gives a new binary stream at its beginning.
        path: where it is on the disk, if it is a file.
        depth: containers around it.
        place: where on the disk it is as it is, if it is a member of an archive: the file, the offset, the size.
    """

    name: str
    open: Callable[[], IO[bytes]]
    path: Path | None = None
    depth: int = 0
    place: Place | None = None

    def lies_at(self) -> Place | None:
        """Where on the disk it is as it is."""
        return self.place if self.path is None else Place(self.path, 0, sys.maxsize)

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
        passed_over: tables without pages and files that are nothing known, beside pages: who reads says so.
        met: members and rows that were met, read or not: what goes on for long without any is nothing (see `packed`).
        stream: the file that is being read, whose ``tell`` adds to ``bytes_done``.
        above: the position of the input that is being read.
        beat: is called again and again while a file is read or a folder walked: nothing hangs.
        entered: takes the position and the name of each file that libraries look into.
        limits: of archives.
        room: where members are unpacked.
        row_groups: of a Parquet file those that are read, the first and the one behind the last; None: all. The others
            are another run's.
        urls: where pages that bring no address have theirs from; None: they have none.
    """

    html_column: str | None = None
    without: frozenset[Path] = frozenset()
    bytes_done: int = 0
    passed: int = 0
    passed_over: PassedOver = field(default_factory=PassedOver)
    met: int = 0
    follow_links: bool = False
    stream: IO[bytes] | None = field(default=None, repr=False)
    above: Position = ()
    beat: Callable[[], None] = _nothing
    entered: Callable[[Position, str], None] = _nothing
    limits: ArchiveLimits = field(default_factory=ArchiveLimits)
    room: Room = field(default_factory=Room)
    row_groups: tuple[int, int] | None = None
    urls: PageUrls | None = None

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
    context.stream = io.BufferedReader(_beating(path, context), _BUFFER)
    return context.stream


def _beating(path: Path, context: Context) -> _Watched:
    raw = _Watched(path)
    raw.beat = context.beat
    return raw


def placed_source(name: str, place: Place, depth: int, context: Context) -> Source:
    """What lies in an archive on the disk as it is, as a source."""

    def opened() -> IO[bytes]:
        return part_of(io.BufferedReader(_beating(place.path, context), _BUFFER), place.start, place.size)

    return Source(name, opened, None, depth, place)


def read_up_to(stream: IO[bytes], size: int) -> bytes:
    """``size`` bytes, or all that there are: streams may give fewer at a time."""
    parts = []
    while size > 0 and (part := stream.read(min(size, _PIECE))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_some(stream: IO[bytes], size: int) -> bytes:
    """Bytes of a stream, ``size`` at the most, none at its end: all that comes before a break, which `read` loses."""
    data: bytes = stream.read1(size)  # type: ignore[attr-defined]  # all streams of sources have it
    return data


def skip_to(stream: IO[bytes], offset: int, context: Context) -> None:
    """Go forward to an offset; by reading where there is no other way."""
    if stream.seekable():
        stream.seek(offset)
        return
    while offset > 0 and (part := stream.read(min(offset, 1 << 20))):
        offset -= len(part)
        context.met += 1  # it was met before


@contextmanager
def on_disk_from(
    name: str, start: bytes, stream: IO[bytes], outer: Source, context: Context, packed: Callable[[], int] | None
) -> Iterator[Source]:
    """A member of an archive in a temporary file: ``start``, and what is left in the stream.

    ``packed`` tells how many bytes were read for it below the archive's compression.

    Raises:
        UnpacksTooFarError: it is larger than is wanted.
    """
    with _spooled(stream, context, start, packed) as path:
        yield Source(name, lambda: path.open("rb"), path, outer.depth + 1)


@contextmanager
def on_disk(source: Source, context: Context) -> Iterator[tuple[IO[bytes], Place]]:
    """The source as an open file that can be read from anywhere, and where that is: itself, or a copy for the while.

    Raises:
        UnpacksTooFarError: it is larger than is wanted.
    """
    if source.path is not None:
        with watched(source.path, context) as file:
            yield file, Place(source.path, 0, sys.maxsize)
    elif source.place is not None:
        with source.open() as file:
            yield file, source.place
    else:
        with (
            source.open() as stream,
            _spooled(stream, context, packed=packed_below(stream)) as path,
            watched(path, context) as file,
        ):
            yield file, Place(path, 0, sys.maxsize)


def packed_below(stream: Any) -> Callable[[], int] | None:
    """What tells how many bytes a stream that unpacks has read, None for any other stream."""
    return getattr(stream, "packed", None) or getattr(getattr(stream, "raw", None), "packed", None)


@contextmanager
def _spooled(
    stream: IO[bytes],
    context: Context,
    start: bytes = b"",
    packed: Callable[[], int] | None = None,
) -> Iterator[Path]:
    """A temporary file with what ``stream`` holds, ``start`` in front."""
    handle, path = _new_file(context)
    try:
        with os.fdopen(handle, "wb") as file:
            while data := start or stream.read(_PIECE):
                start = b""
                context.limits.check(file.tell() + len(data), None if packed is None else packed())
                _write(file, data)
                context.beat()
        yield path
    finally:
        path.unlink(missing_ok=True)


def _new_file(context: Context) -> tuple[int, Path]:
    try:
        return context.room.new_file()
    except OSError as error:
        raise OSError(f"It cannot be unpacked: {reason(error)} (the temporary folder; see TMPDIR).") from error


def _write(file: IO[bytes], data: bytes) -> None:
    try:
        file.write(data)
        file.flush()  # a full disk is told here
    except OSError as error:
        raise OSError(f"It cannot be unpacked: {reason(error)} (the temporary folder; see TMPDIR).") from error
