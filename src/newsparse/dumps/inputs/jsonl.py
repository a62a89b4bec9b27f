"""JSON Lines with the page in a column. The lines are read by the workers: here they are only told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from newsparse.dumps.bombs import UnpacksTooFarError
from newsparse.dumps.inputs.columns import Finder, refused
from newsparse.dumps.inputs.json_layout import layout_of
from newsparse.dumps.inputs.json_list import Layout
from newsparse.dumps.inputs.json_rows import read_json
from newsparse.dumps.inputs.json_split import Splitter
from newsparse.dumps.inputs.json_values import doubts, json_row, said_of, tried
from newsparse.dumps.inputs.opened import Context, Source, skip_to
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.pagelike import named_as
from newsparse.dumps.inputs.recoded import utf8
from newsparse.dumps.pages import MOST_BYTES, Columns, Fault, Item, Position, RawPage, fault_of

_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*[\"}]")
JSONL_NAMES = (".jsonl", ".ndjson", ".jl", ".jsonlines")
_ROW = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[\"]")
_BOM = b"\xef\xbb\xbf"
_PIECE = 1 << 16  # bytes of a line that are in memory, where only its length counts
# Lines of JSON that may pass before one has the column: pages that failed to load are null. Bytes of other lines: what
# a server answered in place of the first.
_LOOKED_AT, _LOOKED_IN = 100, 1 << 20


def is_jsonl(head: bytes, source: Source, _context: Context) -> bool:
    """Whether it begins as a JSON object in a line of its own, and there are more lines or its name says so.

    An object over several lines is none: a pretty-printed JSON file, JavaScript. One alone is a JSON file.
    """
    head = head.replace(b"\0", b"")  # of UTF-16
    named = named_as(source.name, JSONL_NAMES)
    if not _OPENING.match(head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")):
        return named and head.lstrip()[:1] == b"{"  # that of other names: see `kinds`
    if named:
        return True
    try:
        source = utf8(source)
        with source.open() as stream:
            size = _first_size(stream)
        with source.open() as stream:
            split = Splitter(stream)
            return split.size() == size and split.sign() == b"{"
    except UnpacksTooFarError:
        return True  # a line without end, which is told
    except (*BROKEN, ValueError):
        return False


def _first_size(stream: IO[bytes]) -> int:
    """How many bytes the first line with something in it has, white space at its ends aside."""
    while (line := stream.readline(_PIECE)) and line.isspace():
        pass
    size = -len(_BOM) if line.startswith(_BOM) else 0
    size += len(line.lstrip()) - len(line)
    while line and not line.endswith(b"\n"):
        size += len(line)
        line = stream.readline(_PIECE)
    return size + len(line.rstrip())


def read_jsonl(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: line (from 1), its offset."""
    try:
        source = utf8(source)
    except BROKEN as error:
        yield Item((0, 0), fault_of(source.name, error))
        return
    columns = _columns(source, context)
    if isinstance(columns, Exception):
        yield Item((0, 0), fault_of(source.name, columns))
        return
    if isinstance(columns, Layout):
        yield from read_json(source, after, context)
        return
    if isinstance(columns, str):
        yield Item((0, 0), refused(source.name, columns))
        return
    number, offset = (after[0], after[1]) if len(after) > 1 else (1, 0)
    try:
        with source.open() as stream:
            skip_to(stream, offset, context)
            for line, size in _lines(stream):
                position, name = (number, offset), f"{source.name}#{number}"
                number, offset = number + 1, offset + size
                context.met += 1
                if line is None:
                    yield Item(position, Fault(name, "PageTooLarge", f"The line has {size} bytes: it was not read."))
                elif not line.isspace():
                    yield Item(position, RawPage(name, line=line, columns=columns))
    except BROKEN as error:
        yield Item((number, offset), fault_of(source.name, error))


def holds_rows(source: Source, context: Context) -> bool:
    """Whether there are rows with pages in it, though it may begin as something else.

    Raises:
        OSError, EOFError …: it cannot be read.
    """
    return isinstance(_columns(utf8(source), context), Columns | Layout)


def jsonl_columns(source: Source, context: Context) -> str | None:
    """What is wrong where no page is in it; what cannot be read so far is told when it is read."""
    columns = _columns(source, context)
    return columns if isinstance(columns, str) else None


def _columns(source: Source, context: Context) -> Columns | Layout | str | Exception:
    """The columns, by the first lines; what to say if there is no page in them. Broken lines cost themselves.

    A layout where the pages are further down in each line: such lines are read as a JSON file of many objects. An error
    where the file breaks off before any page.
    """
    finder = Finder(context.html_column)
    broken = None
    try:
        with utf8(source).open() as stream:
            for row in islice(_first_rows(stream), _LOOKED_AT):
                if isinstance(row, dict) and (found := finder.add(row)):
                    return found
    except UnpacksTooFarError as error:
        return error
    except BROKEN as error:
        broken = error
    deeper = layout_of(source, context)
    return deeper if isinstance(deeper, Layout) else broken or finder.result()


def read_line(page: RawPage, line: bytes, columns: Columns) -> RawPage:
    """The page that a line holds, and what else it says.

    Raises:
        ValueError: the line is no JSON object, or no page is in it.
    """
    row = json_row(line)
    if not isinstance(row, dict):
        raise ValueError("The line is JSON, but no object.")
    body = row.pop(columns.html, None)
    if not isinstance(body, str):
        named = f"There is no page in the column {columns.html}."
        raise ValueError(named if columns.html else "The row is no text, as those with pages are.")
    url, content_type, fetched = said_of(row, columns)
    return page._replace(
        line=None,
        columns=None,
        body=body,
        url=url,
        content_type=content_type,
        fetched=fetched,
        carried=row or None,
        warnings=(*page.warnings, *doubts(line)),
    )


def _first_rows(stream: IO[bytes]) -> Iterator[Any]:
    """The first lines that are JSON; None for one that is too long."""
    passed = 0
    for line, _ in _lines(stream):
        row = tried(line) if line is not None and _ROW.match(line) else None
        if row is not None or line is None:
            yield row
        elif (passed := passed + len(line)) > _LOOKED_IN:
            return


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
