"""Files that are changed by somebody while they are read, or between two parts of a run: that is told."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from newsparse.dumps.pages import END, Fault, Item, Position
from newsparse.dumps.printable import printable
from newsparse.text.counted import counted

# Bytes at either end of a file by which it is known again when a run is resumed.
_KNOWN_BY = 1 << 16


def state_of(stat: os.stat_result) -> str:
    """By what a file is known to be as it was: its size in bytes and the time of its last change, in nanoseconds."""
    return f"{stat.st_size}-{stat.st_mtime_ns}"


def ends_of(path: Path) -> str:
    """A checksum of how a file begins and ends; "" where it cannot be read.

    Its end tells most of containers: the directory of a zip archive, the checksums of gzip, xz and bzip2, what Parquet
    says of its columns.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(_KNOWN_BY)
            file.seek(max(0, os.fstat(file.fileno()).st_size - _KNOWN_BY))
            return f"{zlib.crc32(file.read(_KNOWN_BY), zlib.crc32(begin)):08x}"
    except OSError:
        return ""


def said_of_touched(inputs: Iterable[Path], since: float) -> str | None:
    """What is said of files that were changed after a moment (seconds since 1970), and whose last change is no later.

    Whoever wrote to them put their times back. Or only their rights were changed, or links were made to them: the
    system does not tell these apart.
    """
    if os.name == "nt":
        return None  # st_ctime is another time there
    count, first = 0, None
    for path in (file for given in inputs for file in _files(given)):
        with suppress(OSError):
            stat = path.stat()
            if stat.st_ctime > since >= stat.st_mtime:
                count, first = count + 1, first or path
    if first is None:
        return None
    return (
        f"{counted(count, 'file')} of the inputs changed in some way since the run was broken off, though size and "
        f"time are as they were (the first: {printable(first)}). If it was the content, start anew without --resume."
    )


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
    for parent, _, names in os.walk(path):
        yield from (Path(parent) / name for name in names)


def watched(name: str, path: Path, after: Position, items: Iterator[Item]) -> Iterator[Item]:
    """The items of a container on the disk, and a fault behind them if it is not what it was when they began.

    Whoever reads it sees an end, and cannot know that it was cut off behind his back.
    """
    if after[:1] == (END,):
        return
    before = path.stat()
    yield from items
    if said := _change(before, path):
        yield Item((END, 1), Fault(name, "InputChanged", said))


def _change(before: os.stat_result, path: Path) -> str | None:
    try:
        now = path.stat()
    except OSError:
        return "The file was removed while it was read: what was not read yet may be missing."
    if state_of(now) == state_of(before):
        return None
    return (
        f"The file was changed while it was read (it had {before.st_size} bytes, now {now.st_size}): pages may be "
        "missing, doubled or cut. Read it again when nobody writes to it any more."
    )
