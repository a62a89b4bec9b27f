"""Links of a tar archive, read when all members are known: a second way through it, which ends at their targets."""

from __future__ import annotations

import io
import posixpath
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO, NamedTuple

from newsparse.dumps.bombs import UnpacksTooFarError
from newsparse.dumps.faults import DeadLinkError, LinkOutsideError
from newsparse.dumps.inputs import nested
from newsparse.dumps.inputs.archive_links import Links, dead, plain
from newsparse.dumps.inputs.opened import HELD, Context, Source, read_up_to
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.tar_walk import Gap, Walk
from newsparse.dumps.inputs.unread import holds_no_pages
from newsparse.dumps.pages import END, Fault, Item, Position, fault_of
from newsparse.dumps.printable import printable

# Where links stand: behind all members.
LINKS = END - 1
# Links of an archive that are kept, some 300 bytes each.
_MOST = 1_000_000


class _Link(NamedTuple):
    """A link: which member of the archive it is, its own name in it, and how ``file`` names it."""

    number: int
    name: str
    shown: str


class TarLinks:
    """The links that were met on the way through an archive.

    Args:
        source: the archive.
    """

    def __init__(self, source: Source, context: Context) -> None:
        self._source, self._context = source, context
        self._links = Links(context.limits)
        self._kept: list[_Link] = []
        self._left = 0

    def add(self, number: int, info: tarfile.TarInfo) -> None:
        """Keep a link."""
        if len(self._kept) >= _MOST:
            self._left += 1
            return
        self._links.add(info.name, info.linkname, hard=info.islnk())
        shown = f"{self._source.name}!/{printable(info.name.removeprefix('./'))}"
        self._kept.append(_Link(number, info.name, shown))

    def add_those_before(self, start: int) -> None:
        """Keep the links in front of an offset: the run was broken off behind them."""
        walk = Walk(self._source.open)
        members = (step for step in walk.steps() if not isinstance(step, Gap))
        with suppress(*BROKEN):
            for number, info in enumerate(members):
                if info.offset >= start:
                    break
                if is_link(info):
                    self.add(number, info)
        walk.close()

    def read(self, after: Position) -> Iterator[Item]:
        """What the links lead to. Positions: the member's number and one more (0: none is known), the link's number,
        those within.
        """
        wanted: dict[str, list[_Link]] = {}
        for link in self._kept:
            try:
                wanted.setdefault(self._links.end(link.name), []).append(link)
            except (LinkOutsideError, DeadLinkError) as error:
                if not holds_no_pages(link.name):
                    yield from _told((LINKS, 0, link.number), after, fault_of(link.shown, error))
        yield from self._in_archive(wanted, after)
        lost = sorted((link, target) for target, links in wanted.items() for link in links)
        for link, target in lost:
            if (fault := dead(link.shown, printable(target))) is not None:
                yield from _told((LINKS, END, link.number), after, fault)
        if self._left:
            why = f"The archive has {self._left} more links than are read: those were not read."
            yield from _told((LINKS, END, END), after, Fault(self._source.name, "TooManyMembers", why))

    def _in_archive(self, wanted: dict[str, list[_Link]], after: Position) -> Iterator[Item]:
        """Go through the archive; what is found is taken out of those that are wanted."""
        if not wanted:
            return
        walk = None
        try:
            walk = Walk(self._source.open)
            for number, info in enumerate(step for step in walk.steps() if not isinstance(step, Gap)):
                if not wanted:
                    return
                self._context.beat()
                self._context.met += 1
                name = plain(info.name)
                _take_folders(name, wanted)
                if not is_link(info) and (links := wanted.pop(name, None)) is not None:
                    yield from self._read(walk, info, (LINKS, number + 1), links, after)
                    walk.check()
        except BROKEN:
            pass  # that was told on the first way
        finally:
            if walk is not None:
                walk.close()

    def _read(
        self, walk: Walk, info: tarfile.TarInfo, here: Position, links: list[_Link], after: Position
    ) -> Iterator[Item]:
        opened: Callable[[], IO[bytes]] | None = None
        whole = self._source.lies_at()
        place = whole.inner(info.offset_data, info.size) if whole is not None and info.sparse is None else None
        for link in links:
            position = (*here, link.number)
            try:
                self._links.check(info.size, walk.size())
                if after[: len(here)] > here:
                    continue  # done before
                opened = opened or self._opened(walk, info)
            except OSError as error:
                yield from _told(position, after, fault_of(link.shown, error))
                continue
            if opened is None:
                return  # what is no file
            inner = nested.within(position, after)
            items = nested.read_stream(link.shown, opened(), self._source, inner, self._context, place=place)
            yield from nested.numbered(position, after, items)

    def _opened(self, walk: Walk, info: tarfile.TarInfo) -> Callable[[], IO[bytes]] | None:
        """What opens a member as often as there are links to it. (A compressed archive is read forward only.)

        Raises:
            UnpacksTooFarError: it is too large to be held.
            OSError: it cannot be read.
        """
        stream = walk.open_member(info)
        if stream is None:
            return None
        if walk.packed() is None and info.sparse is None:
            return lambda: walk.open_member(info) or io.BytesIO()
        data = read_up_to(stream, HELD + 1)
        if len(data) > HELD:
            said = "What the link leads to is too large to be read twice out of a compressed archive"
            raise UnpacksTooFarError(f"{said}: it is read under its own name, {printable(info.name)}.")
        return lambda: io.BytesIO(data)


def is_link(info: tarfile.TarInfo) -> bool:
    """Whether a member is a link, hard or symbolic."""
    return info.islnk() or info.issym()


def _told(position: Position, after: Position, fault: Fault) -> Iterator[Item]:
    return nested.numbered(position, after, iter([Item((END,), fault)]))


def _take_folders(name: str, wanted: dict[str, list[_Link]]) -> None:
    """Take out the folders around a member: links to folders are not followed."""
    while name := posixpath.dirname(name):
        wanted.pop(name, None)
