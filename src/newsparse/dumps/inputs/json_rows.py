"""JSON files with pages in them: a list of objects, at the top or some way down (as APIs answer), or one object."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsparse.dumps.inputs.columns import refused
from newsparse.dumps.inputs.json_layout import layout_of
from newsparse.dumps.inputs.json_list import Layout, Other, rows_of
from newsparse.dumps.inputs.json_split import Splitter
from newsparse.dumps.inputs.opened import Context, Source
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.recoded import utf8
from newsparse.dumps.pages import END, MOST_BYTES, Fault, Item, Position, RawPage, fault_of

# Rows that failed to load may stand before the first that did.
_NOTHING = rb"(?:(?:null|true|false|-?\d{1,20})\s*,\s*){1,99}"
_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x1e]*(?:\[\s*(?:[\[{\"]|" + _NOTHING + rb"[\[{\"])|\{\s*\")")
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_BROKEN = (*BROKEN, ValueError)


def is_json(head: bytes, source: Source, context: Context) -> bool:
    """Whether it begins as JSON and there are rows in it, be they with pages or not.

    An object without a page and without a list of objects is none: it says something of other files.
    """
    for bom in _BOMS:
        head = head.removeprefix(bom)
    return _OPENING.match(head.replace(b"\0", b"")) is not None and layout_of(source, context) is not None


def read_json(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the row (from 1). A resumed run goes through the file again, without reading the rows."""
    layout = layout_of(source, context)
    if not isinstance(layout, Layout):
        yield Item((0,), refused(source.name, layout or "There is no list of objects in it."))
        return
    number, done, others = 0, after[0] if after else 0, 0
    try:
        with utf8(source, narrow=True).open() as stream:
            for row in rows_of(Splitter(stream), layout):
                if isinstance(row, Other):
                    others += 1
                    yield Item((number, others), Fault(source.name, "InputError", row.said(layout)))
                    continue
                number += 1
                context.met += 1
                name = f"{source.name}#{number}"
                if number <= done:
                    continue
                if row is None:
                    why = f"The row has more than {MOST_BYTES >> 20} MiB: it was not read."
                    yield Item((number,), Fault(name, "PageTooLarge", why))
                else:
                    yield Item((number,), RawPage(name, line=row, columns=layout.columns))
    except _BROKEN as error:
        yield Item((END,), fault_of(source.name, error))


def json_columns(source: Source, context: Context) -> str | None:
    """What is wrong where no page is in it."""
    layout = layout_of(source, context)
    return layout if isinstance(layout, str) else None
