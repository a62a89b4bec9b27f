"""Containers in containers: recognising a member, and positions within positions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsparse.dumps.faults import DumpError
from newsparse.dumps.inputs.opened import DEEPEST, Context, Source
from newsparse.dumps.pages import END, MOST_BYTES, Fault, Item, Position, RawPage, fault_of
from newsparse.errors import MissingExtra

if TYPE_CHECKING:
    from newsparse.dumps.inputs.kinds import Kind


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


def read_member(member: Source, after: Position, context: Context) -> Iterator[Item]:
    """What is in a member of an archive: a page, pages of a container, or nothing of ours."""
    from newsparse.dumps.inputs.kinds import PAGE, recognised

    kind: Kind | None
    kind, member = recognised(member, context)
    if kind is None:
        return
    if kind is PAGE:
        with member.open() as stream:
            body = stream.read(MOST_BYTES + 1)  # one more is too many: whoever reads the page says so
        yield Item((), RawPage(member.name, body))
    elif member.depth > DEEPEST:
        yield Item((), Fault(member.name, "InputError", f"More than {DEEPEST} archives within archives: not opened."))
    else:
        yield from kind.read(member, after, context)
