"""Folders: their files in code point order, each a page, a container, or nothing of ours."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from newsparse.dumps.faults import DeadLinkError, DumpError, LinkOutsideError
from newsparse.dumps.inputs import nested
from newsparse.dumps.inputs.changes import ends_of, state_of, watched
from newsparse.dumps.inputs.kinds import recognised
from newsparse.dumps.inputs.opened import Context, file_source
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.pagelike import named_as_page
from newsparse.dumps.inputs.unread import holds_no_pages
from newsparse.dumps.pages import Item, Position, RawPage, fault_of
from newsparse.dumps.printable import printable
from newsparse.errors import MissingExtra

# Bytes of a file from which on it is known by its ends, too: no page has so many, and there are few such files.
_LARGE = 4 << 20


class FolderEntry(NamedTuple):
    """A file, or a folder that could not be read: its POSIX path relative to the input."""

    name: str
    path: str
    size: int = 0
    state: str = ""
    error: Exception | None = None


_OUTSIDE = "The link leads out of the folder: it was not followed. Give --follow-links to have it read."


def read_folder(folder: Path, prefix: str, after: Position, context: Context) -> Iterator[Item]:
    """The pages in a folder and below. Links to folders are not followed; of other links, what they point to is read if
    it lies in the folder, too, or the context says so.

    Positions: the file's number; a checksum of the files up to it (names, sizes, last changes), by which a changed
    folder is told; then those within the file. The files of one folder are held in memory at a time, not those of the
    whole tree.

    Raises:
        DumpError: the run is resumed, and the folder is not as it was.
    """
    checksum = 0
    number = -1
    for number, entry in enumerate(walk(folder, context)):
        context.beat()
        checksum = zlib.crc32(f"{entry.name} {entry.state}".encode(), checksum)
        here = (number, checksum)
        if after and number == after[0] and checksum != after[1]:
            break
        if not after or number >= after[0]:
            context.stream = None
            inner = nested.within(here, after)
            items = nested.guarded(prefix + entry.name, inner, _read(entry, prefix, here, inner, context))
            yield from nested.numbered(here, after, items)
            context.stream = None
        context.bytes_done += entry.size
    else:
        if not after or number >= after[0]:
            return
    raise DumpError(
        f"The folder {printable(folder)} has changed since the run was broken off: files before the point that was "
        "reached came, went or were changed. Start anew without --resume, or bring back what was there."
    )


def weight(folder: Path) -> tuple[int, int]:
    """Of all files in a folder and below: their bytes together, and the last change of any (in nanoseconds)."""
    total = newest = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                stat = (Path(parent) / name).stat()
            except OSError:
                continue
            total, newest = total + stat.st_size, max(newest, stat.st_mtime_ns)
    return total, newest


def walk(folder: Path, context: Context) -> Iterator[FolderEntry]:
    """The files that `read_folder` reads, in its order, and what cannot be read or leads out of the folder."""
    yield from _walk(folder, "", context, None if context.follow_links else folder.resolve())


def _walk(folder: Path, name: str, context: Context, root: Path | None) -> Iterator[FolderEntry]:
    """The files below a folder, in code point order of their names (folders sort with the / behind their name).

    With a ``root``, links that lead out of it are told as errors.
    """
    files: list[tuple[str, str, int, str]] = []
    outside: set[str] = set()
    dead: set[str] = set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                context.beat()
                try:
                    if entry.is_dir(follow_symlinks=False):
                        files.append((printable(entry.name) + "/", entry.path, 0, ""))
                    elif entry.is_file():
                        if root is not None and entry.is_symlink() and root not in Path(entry.path).resolve().parents:
                            outside.add(entry.path)
                        stat = entry.stat()
                        ends = ends_of(Path(entry.path)) if stat.st_size >= _LARGE else ""
                        files.append((printable(entry.name), entry.path, stat.st_size, state_of(stat) + ends))
                except OSError:
                    pass  # gone meanwhile, or a link in a circle
                if _is_dead(entry):
                    dead.add(entry.path)
                    files.append((printable(entry.name), entry.path, 0, ""))
    except OSError as error:
        yield FolderEntry(name.rstrip("/"), str(folder), error=error)
        return
    files.sort()
    ours = {path.name for path in context.without}
    for shown, path, size, state in files:
        if Path(path).name in ours and Path(path).resolve() in context.without:
            continue
        if shown.endswith("/"):
            yield from _walk(Path(path), name + shown, context, root)
        elif path in outside:
            yield FolderEntry(name + shown, path, error=LinkOutsideError(_OUTSIDE))
        elif path in dead:
            yield FolderEntry(name + shown, path, error=DeadLinkError("The link leads to what is not there."))
        else:
            yield FolderEntry(name + shown, path, size, state)


def _is_dead(entry: os.DirEntry[str]) -> bool:
    """Whether it is a link to what is not there, and could be a page."""
    return entry.is_symlink() and not Path(entry.path).exists() and not holds_no_pages(entry.name)


def _read(entry: FolderEntry, prefix: str, here: Position, after: Position, context: Context) -> Iterator[Item]:
    name = prefix + entry.name
    if entry.error is not None:
        yield Item((), fault_of(name, entry.error))
        return
    if named_as_page(entry.name):  # most files: those who read them look into them
        yield Item((), RawPage(name, path=entry.path))
        return
    context.entered((*context.above, *here), name)
    try:
        source = file_source(name, Path(entry.path), context)
        kind, source = recognised(source, context)
        if kind is not None:
            yield from watched(name, Path(entry.path), after, kind.read(source, after, context))
    except MissingExtra as error:
        yield Item((), fault_of(name, error))
    except BROKEN as error:
        if not holds_no_pages(entry.name):
            yield Item((), fault_of(name, error))
