"""Tar archives, compressed or not."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator

from newsparse.dumps.inputs import nested
from newsparse.dumps.inputs.opened import Context, Source
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.tar_walk import Gap, Walk
from newsparse.dumps.pages import END, Fault, Item, Position, fault_of
from newsparse.dumps.printable import printable

_BLOCK = tarfile.BLOCKSIZE
_CUT = "The archive ends without its end mark: it is cut off."


def is_tar(head: bytes, _source: Source, _context: Context) -> bool:
    """By the checksum of its first header, which formats of all ages have."""
    if len(head) < _BLOCK or not head[:1].strip(b"\0"):
        return False
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def read_tar(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the member's number, the offset of its header, then those within the member.

    Where no header is, though one must be, is a fault with the position of the next member, its own offset and no more.
    """
    number, start = (after[0], after[1]) if len(after) > 1 and source.path is not None else (0, 0)
    try:
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
                yield from nested.numbered(here, after, _read(walk, step, here, source, after, context))
                number += 1
            if walk.cut() and not isinstance(step, Gap):  # else it is told
                yield Item((END,), Fault(source.name, "ReadError", _CUT))
        finally:
            walk.close()
    except BROKEN as error:
        yield Item((END,), fault_of(source.name, error))


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
    with stream:
        yield from nested.read_stream(name, stream, source, nested.within(here, after), context, walk.packed())
    walk.check()
