"""Containers in containers: recognising a member, and positions within positions."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING

from newsparse.dumps.faults import DumpError
from newsparse.dumps.inputs.opened import (
    HELD,
    READ_AHEAD,
    Context,
    Place,
    Source,
    on_disk_from,
    placed_source,
    read_up_to,
)
from newsparse.dumps.pages import END, MOST_BYTES, Item, Position, RawPage, fault_of
from newsparse.errors import MissingExtra

if TYPE_CHECKING:
    from newsparse.dumps.inputs.kinds import Kind

# Bytes that are read at a time where only their checksum counts.
_PIECE = 1 << 20


def numbered(here: Position, after: Position, items: Iterator[Item]) -> Iterator[Item]:
    """The items of a member with the member's own position in front; those up to ``after`` are left out."""
    for position, page in items:
        full = (*here, *position)
        if full > after:
            yield Item(full, page)


def guarded(name: str, after: Position, items: Iterator[Item]) -> Iterator[Item]:
    """The items of a file on the disk, if it is not done with. What nobody foresaw is a fault of that file.

    This is the boundary between files of strangers with the libraries that read them, and the run.
    """
    if after[:1] == (END,):
        return
    try:
        yield from items
    except (DumpError, MissingExtra):
        raise
    except Exception as error:
        yield Item((END,), fault_of(name, error))


def within(here: Position, after: Position) -> Position:
    """The part of ``after`` that counts within the member at ``here``.

    >>> within((3,), (3, 7)), within((4,), (3, 7))
    ((7,), ())
    """
    return after[len(here) :] if after[: len(here)] == here else ()


def read_stream(
    name: str,
    stream: IO[bytes],
    outer: Source,
    after: Position,
    context: Context,
    packed: Callable[[], int] | None = None,
    place: Place | None = None,
) -> Iterator[Item]:
    """What is in a member of an archive. Whatever goes wrong is a fault of that member: this is a boundary, as above.

    Args:
        stream: the member's data.
        packed: how many bytes were read below the archive's compression, where that is one of the whole.
        place: where on the disk the member is as it is; a large one is read there.
    """
    if after[:1] == (END,):
        return
    try:
        yield from _read_stream(name, stream, outer, after, context, packed, place)
    except DumpError:
        raise
    except Exception as error:
        yield Item((END,), fault_of(name, error))


def _read_stream(
    name: str,
    stream: IO[bytes],
    outer: Source,
    after: Position,
    context: Context,
    packed: Callable[[], int] | None,
    place: Place | None,
) -> Iterator[Item]:
    before = packed() if packed is not None else 0
    start = read_up_to(stream, HELD + 1)
    held = Source(name, lambda: io.BytesIO(start), depth=outer.depth + 1)
    if len(start) <= HELD:
        yield from _read_member(held, after, context)
    elif _is_page(held, context):
        # As much as a page may have and one more, which is too many: whoever reads the page says so.
        yield Item((), RawPage(name, start + read_up_to(stream, MOST_BYTES + 1 - len(start))))
    elif place is not None:
        while stream.read(_PIECE):  # its checksum is that of the whole
            context.beat()
        yield from _read_member(placed_source(name, place, outer.depth + 1, context), after, context)
    else:
        used = None if packed is None else lambda: packed() - before + READ_AHEAD
        with on_disk_from(name, start, stream, outer, context, used) as member:
            yield from _read_member(member, after, context)


def _is_page(source: Source, context: Context) -> bool:
    from newsparse.dumps.inputs.kinds import PAGE, recognised

    kind, bare = recognised(source, context)
    return kind is PAGE and bare is source


def _read_member(member: Source, after: Position, context: Context) -> Iterator[Item]:
    """What is in a member of an archive: a page, pages of a container, or nothing of ours."""
    from newsparse.dumps.inputs.kinds import NOTHING_KNOWN, PAGE, recognised

    kind: Kind | None
    kind, member = recognised(member, context)
    if kind is None:
        return
    if kind is PAGE:
        with member.open() as stream:
            body = read_up_to(stream, MOST_BYTES + 1)
        yield Item((), RawPage(member.name, body))
    elif kind is not NOTHING_KNOWN and member.depth > context.limits.max_nesting:
        yield Item((), context.limits.too_deep(member.name))
    else:
        yield from kind.read(member, after, context)
