"""Tar archives, compressed or not."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator

from newsparse.dumps.inputs import nested
from newsparse.dumps.inputs.opened import HELD, Context, Source, read_up_to
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.tar_links import LINKS, TarLinks, is_link
from newsparse.dumps.inputs.tar_walk import AT_CHECKSUM, CHECKSUM, Gap, Walk
from newsparse.dumps.pages import END, Fault, Item, Position, fault_of
from newsparse.dumps.printable import printable

_BLOCK = tarfile.BLOCKSIZE
# Headers (but those of the oldest archives) have a sign there.
_SIGN, _AT_SIGN = b"ustar", 257
# Bytes in which headers are looked for, where none stands at the beginning.
_LOOKED_IN = HELD
_CUT = "The archive ends without its end mark: it is cut off."


def is_tar(head: bytes, source: Source, _context: Context) -> bool:
    """By the checksum of its first header, which formats of all ages have; by its sign, if the checksum is wrong."""
    if len(head) < _BLOCK:
        return False
    if not head[:_BLOCK].strip(b"\0"):
        return len(head.strip(b"\0")) > 0 and has_headers(source)
    return _is_header(head[:_BLOCK]) or (head.startswith(_SIGN, _AT_SIGN) and b"\0" in head[:_BLOCK])


def has_headers(source: Source) -> bool:
    """Whether members are in it, though it does not begin as an archive."""
    with source.open() as stream:
        data = read_up_to(stream, _LOOKED_IN)
    places = (at for at in range(_BLOCK, len(data), _BLOCK) if CHECKSUM.match(data, at + AT_CHECKSUM))
    return any(_is_header(data[at : at + _BLOCK]) for at in places)


def _is_header(block: bytes) -> bool:
    if not block[:1].strip(b"\0"):
        return False
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def read_tar(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the member's number, the offset of its header, then those within the member. Links come last.

    Where no header is, though one must be, is a fault with the position of the next member, its own offset and no more.
    """
    links = TarLinks(source, context)
    ends: list[Fault] = []
    start = after[1] if len(after) > 1 and after[0] < LINKS and source.path is not None else 0
    try:
        if start:
            links.add_those_before(start)
        yield from _members(source, (after[0], start) if start else (0, 0), after, links, ends, context)
    except BROKEN as error:
        ends.append(fault_of(source.name, error))
    yield from links.read(after)
    for fault in ends:
        yield Item((END,), fault)


def _members(
    source: Source, begin: tuple[int, int], after: Position, links: TarLinks, ends: list[Fault], context: Context
) -> Iterator[Item]:
    """The members from a number and an offset on. Links are kept, and what is to be said at the end.

    Raises:
        OSError, EOFError …: the archive cannot be read any further.
    """
    number, start = begin
    walk, step = Walk(source.open, start), None
    try:
        for step in walk.steps():
            context.met += 1
            if number >= context.limits.max_members:
                yield Item((number, END), context.limits.too_many(source.name))
                return
            if isinstance(step, Gap):
                if (number, step.at) > after:
                    yield Item((number, step.at), Fault(source.name, "ReadError", step.said()))
                continue
            here = (number, step.offset)
            if is_link(step):
                links.add(number, step)
            else:
                yield from nested.numbered(here, after, _read(walk, step, here, source, after, context))
            number += 1
        if walk.cut() and not isinstance(step, Gap):  # else it is told
            ends.append(Fault(source.name, "ReadError", _CUT))
    finally:
        walk.close()


def _read(
    walk: Walk, info: tarfile.TarInfo, here: Position, source: Source, after: Position, context: Context
) -> Iterator[Item]:
    if (here < after[:2] and len(after) > 2) or (here == after[:2] and len(after) == 2):
        return  # done before: need not be taken out
    name = f"{source.name}!/{printable(info.name.removeprefix('./')) or here[0]}"
    try:
        if info.sparse is not None:
            context.limits.check(info.size, walk.stored(info))
        stream = walk.open_member(info)
    except OSError as error:
        yield Item((END,), fault_of(name, error))
        return
    if stream is None:
        return
    whole = source.lies_at()
    place = whole.inner(info.offset_data, info.size) if whole is not None and info.sparse is None else None
    with stream:
        inner = nested.within(here, after)
        yield from nested.read_stream(name, stream, source, inner, context, walk.packed(), place)
    walk.check()
