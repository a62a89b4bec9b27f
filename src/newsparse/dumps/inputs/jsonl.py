"""JSON Lines with the page in a column. The lines are read by the workers: here they are only told apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from newsparse.dumps.inputs.columns import columns_of
from newsparse.dumps.inputs.opened import Context, Source, skip_to
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.pages import MOST_BYTES, Columns, Fault, Item, Position, RawPage, fault_of

_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")
# Lines that may pass before one has the column: pages that failed to load are null.
_LOOKED_AT = 100


def is_jsonl(head: bytes, source: Source, context: Context) -> bool:
    """Whether it begins as a JSON object and one of the first lines has a page in it.

    A file in which a line is not JSON is none: a pretty-printed JSON file, JavaScript.
    """
    return _OPENING.match(head) is not None and _columns(source, context) is not None


def read_jsonl(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: line (from 1), its offset."""
    columns = _columns(source, context)
    if columns is None:
        column = f"no column {context.html_column}" if context.html_column else "no column with HTML"
        yield Item((0, 0), Fault(source.name, "InputError", f"There is {column} in it. Name it with --html-column."))
        return
    number, offset = (after[0], after[1]) if len(after) > 1 else (1, 0)
    try:
        with source.open() as stream:
            skip_to(stream, offset)
            for line, size in _lines(stream):
                position, name = (number, offset), f"{source.name}#{number}"
                number, offset = number + 1, offset + size
                if line is None:
                    yield Item(position, Fault(name, "PageTooLarge", f"The line has {size} bytes: it was not read."))
                elif not line.isspace():
                    yield Item(position, RawPage(name, line=line, columns=columns))
    except BROKEN as error:
        yield Item((number, offset), fault_of(source.name, error))


def read_line(page: RawPage, line: bytes, columns: Columns) -> RawPage:
    """The page that a line holds, and what else it says.

    Raises:
        ValueError: the line is no JSON object, or no page is in it.
    """
    row = json.loads(line.removeprefix(b"\xef\xbb\xbf"), parse_constant=lambda _: None)  # NaN is no JSON
    if not isinstance(row, dict):
        raise ValueError("The line is JSON, but no object.")
    body = row.pop(columns.html, None)
    if not isinstance(body, str):
        raise ValueError(f"There is no page in the column {columns.html}.")
    url, content_type, fetched = said_of(row, columns)
    return page._replace(
        line=None, columns=None, body=body, url=url, content_type=content_type, fetched=fetched, carried=row or None
    )


def said_of(row: dict[str, Any], columns: Columns) -> tuple[str | None, str | None, str | None]:
    """Address, type and time of a page, out of the columns that hold them."""

    def text(name: str | None) -> str | None:
        value = row.get(name) if name else None
        return str(value) if value else None

    return text(columns.url), text(columns.content_type), text(columns.fetched)


def _lines(stream: IO[bytes]) -> Iterator[tuple[bytes | None, int]]:
    """Each line with its size; None for one that is too long to be kept."""
    while line := stream.readline(MOST_BYTES):
        size = len(line)
        if size < MOST_BYTES or line.endswith(b"\n"):
            yield line, size
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
            size += len(line)
        yield None, size


def _columns(source: Source, context: Context) -> Columns | None:
    """The columns, by the first lines; None if there is no page in them, or they are no JSON."""
    try:
        with source.open() as stream:
            for number, (line, _) in enumerate(_lines(stream)):
                if number >= _LOOKED_AT:
                    return None
                row = json.loads((line or b"{}").removeprefix(b"\xef\xbb\xbf"))
                if not isinstance(row, dict):
                    return None
                if found := columns_of([row], context.html_column):
                    return found
    except (*BROKEN, ValueError, RecursionError):
        return None
    return None
