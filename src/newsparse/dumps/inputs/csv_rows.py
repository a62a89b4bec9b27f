"""CSV and TSV files with pages in a column, by the standard library's csv. Its bytes are kept apart as they are.

In UTF-8, GB 18030 and Big5 no part of a character is a comma, a semicolon, a tab, a quotation mark or a line's end. (A
part may be a |, which few tables are made with: a row that it breaks has too many values, and that is told.) So rows
are told apart before anything is decoded, and each page is decoded by itself, as one that lies in a folder.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from itertools import islice
from typing import IO, Any, NamedTuple

from newsparse.dumps.inputs.base64_pages import looks_like_base64_html
from newsparse.dumps.inputs.columns import columns_of, refused, says_so
from newsparse.dumps.inputs.json_values import said_of
from newsparse.dumps.inputs.opened import Context, Source
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.pagelike import is_text, looks_like_html, named_as
from newsparse.dumps.inputs.recoded import utf8
from newsparse.dumps.pages import END, MOST_BYTES, Columns, Fault, Item, Position, RawPage, fault_of
from newsparse.read.decode import decode

CSV_NAMES = (".csv", ".tsv", ".tab")
_DELIMITERS = ",;\t|"
_BYTES = "latin-1"  # gives each byte a character of its own, and back
_BOM = "\xef\xbb\xbf"
# Excel writes which sign is between the values above the header.
_SEPARATOR = re.compile(r"\"?sep=.\"?\s*", re.IGNORECASE)
# Rows of one value that may stand above the header: programs write titles, and when they wrote.
_TITLES = 5
# Rows that may pass before one has the column.
_LOOKED_AT = 100
# Bytes of a column's name; a row with more in a value is no header.
_LONGEST_NAME = 200
_BROKEN = (*BROKEN, csv.Error, ValueError)


class _Table(NamedTuple):
    """How a file's rows are to be read: the names of their columns, how many rows stand above (header, titles)."""

    delimiter: str
    names: list[str]
    above: int = 0


def is_csv(head: bytes, source: Source, context: Context) -> bool:
    """By its name; else by a first line that names a column of pages and another one."""
    if not head.replace(b"\0", b"").lstrip(b"\xff\xfe").strip():
        return False
    if named_as(source.name, CSV_NAMES):
        return is_text(head)
    head = head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    line = head.decode(_BYTES).removeprefix(_BOM).splitlines()[:1]
    return any(says_so(names, context.html_column) for d in _DELIMITERS for names in csv.reader(line, delimiter=d))


def read_csv(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the row (from 1, the header is none). A resumed run goes through the rows before it again."""
    number, done = 0, after[0] if after else 0
    columns: Columns | str = ""
    try:
        source = utf8(source)
        table = _table(source, context)
        columns = columns_of(islice(_rows(source, table), _LOOKED_AT), context.html_column)
        if isinstance(columns, str):
            yield Item((0,), refused(source.name, columns))
            return
        for cells, lines in _cells_and_lines(source, table):
            if (following := _table_behind(cells, table, columns, context)) is not None:
                table, columns = following
                continue
            number += 1
            context.met += 1
            if number > done:
                page = _page(f"{source.name}#{number}", cells, table, columns)
                yield Item((number,), page if _well_quoted(lines, table) else _doubtful(page))
    except _BROKEN as error:
        yield Item((END,), fault_of(source.name if isinstance(columns, str) else f"{source.name}#{number + 1}", error))


def csv_columns(source: Source, context: Context) -> Columns | str:
    """The columns; what to say if no page is in them, or "" where the file cannot be read so far."""
    with suppress(*_BROKEN):
        source = utf8(source)
        rows = islice(_rows(source, _table(source, context)), _LOOKED_AT)
        return columns_of(rows, context.html_column)
    return ""


def _table(source: Source, context: Context) -> _Table:
    """The delimiter that finds the names of columns that are known, else the most names."""
    best: tuple[bool, int] = (False, 0)
    table = _Table(",", [], 1)
    delimiters = _DELIMITERS if not named_as(source.name, CSV_NAMES[1:]) else _DELIMITERS[::-1]
    for delimiter in delimiters:
        first, above = _first(source, delimiter, context)
        names = _texts(first)
        rank = (says_so(names, context.html_column), len(names))
        if rank > best:
            best, table = rank, _Table(delimiter, _unique(names), above + 1)
            if any(looks_like_html(cell) or looks_like_base64_html(cell) for cell in first):
                table = _Table(delimiter, _numbered(names))
    return table


def _first(source: Source, delimiter: str, context: Context) -> tuple[list[bytes], int]:
    """The row that may be the header, and how many stand above it."""
    rows = _cells(source, _Table(delimiter, []))
    first = next(rows, [])
    if len(first) == 1:
        with suppress(*_BROKEN):
            for number, row in enumerate(islice(rows, _TITLES), 1):
                if says_so(_texts(row), context.html_column):
                    return row, number
    return first, 0


def _table_behind(
    cells: list[bytes], table: _Table, columns: Columns, context: Context
) -> tuple[_Table, Columns] | None:
    """The table that begins with this row, if it is a header once more: several files were joined."""
    if not table.above or max(map(len, cells)) > _LONGEST_NAME:
        return None
    texts = [text.removeprefix("\ufeff") for text in _texts(cells)]
    names = _unique(texts)
    if names == table.names:
        return table, columns
    found = columns_of([dict.fromkeys(names, b"")], context.html_column) if says_so(texts, context.html_column) else ""
    return None if isinstance(found, str) else (table._replace(names=names), found)


def _rows(source: Source, table: _Table) -> Iterator[dict[str, Any]]:
    """Rows as they are looked at to find the columns; of a table without rows, one that says what they would be."""
    empty = dict.fromkeys(table.names, b"")
    rows = (empty | dict(zip(table.names, cells, strict=False)) for cells in _cells(source, table))
    yield next(rows, empty)
    yield from rows


def _cells(source: Source, table: _Table) -> Iterator[list[bytes]]:
    """The rows, each value as it stands in the file."""
    return (cells for cells, _ in _cells_and_lines(source, table))


def _cells_and_lines(source: Source, table: _Table) -> Iterator[tuple[list[bytes], list[str]]]:
    """The rows, each value as it stands in the file, and the lines that each row has.

    Raises:
        ValueError: a row is longer than any page.
        EOFError: a quotation mark is not closed.
        OSError …: the file is broken.
    """
    csv.field_size_limit(max(csv.field_size_limit(), MOST_BYTES))  # of the whole process; 128 KiB are too few
    with source.open() as stream:
        lines = _Lines(stream)
        above = table.above
        for cells in csv.reader(lines, delimiter=table.delimiter):
            taken, lines.taken, lines.size = lines.taken, [], 0
            if cells and not above:
                yield [cell.encode(_BYTES) for cell in cells], taken
            above -= 1 if cells and above else 0  # empty lines may stand between


def _well_quoted(lines: list[str], table: _Table) -> bool:
    """Whether each quotation mark of a row is doubled, or begins or ends a value. The csv module takes what is not for
    text, and a value whose end is missing takes the next row with it.
    """
    try:
        return len(list(csv.reader(lines, delimiter=table.delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _doubtful(page: RawPage | Fault) -> RawPage | Fault:
    if isinstance(page, Fault):
        return page
    said = "A quotation mark in the row is not doubled or not closed: the page may be wrong, or hold another row, too."
    return page._replace(warnings=(*page.warnings, said))


class _Lines:
    """The lines of a table for the csv module, with their ends; the row at hand is not longer than may be."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._text = TextIOWrapper(stream, _BYTES, newline="")
        self._first = True
        self.size, self.taken = 0, list[str]()  # of the row that is not yet complete

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MOST_BYTES)
        if not line and self.size:
            raise EOFError("The row is cut off, or a quotation mark in it is not closed: it was not read.")
        if not line:
            raise StopIteration
        if self._first:
            line, self._first = line.removeprefix(_BOM), False
            if _SEPARATOR.fullmatch(line):
                return next(self)
        self.size += len(line)
        self.taken.append(line)
        if self.size >= MOST_BYTES:
            raise ValueError(
                f"The row has more than {MOST_BYTES >> 20} MiB (is a quotation mark in it not closed?): "
                "it was not read, nor what follows."
            )
        return line


def _page(name: str, cells: list[bytes], table: _Table, columns: Columns) -> RawPage | Fault:
    if any(cells[len(table.names) :]):
        why = f"The row has {len(cells)} values for {len(table.names)} columns: a sign in it stands without quotes."
        return Fault(name, "ValueError", why)
    row = dict(zip(table.names, cells, strict=False))
    body = row.pop(columns.html, b"")
    if not body.strip():
        return Fault(name, "ValueError", f"There is no page in the column {columns.html}.")
    carried: dict[str, Any] = dict(zip(row, _texts(list(row.values()), body), strict=True))
    url, content_type, fetched = said_of(carried, columns)
    return RawPage(name, body, url=url, content_type=content_type, fetched=fetched, carried=carried or None)


def _texts(cells: list[bytes], page: bytes = b"") -> list[str]:
    """Values as text: in UTF-8, else in the encoding that fits them together with their page."""
    try:
        return [cell.decode() for cell in cells]
    except UnicodeDecodeError:
        encoding = decode(b"\n".join([*cells, page])).encoding
        return [cell.decode(encoding, "replace") for cell in cells]


def _unique(names: list[str]) -> list[str]:
    """Names of columns, each once: of those that are empty or there already, their numbers tell."""
    made: dict[str, None] = {}
    for number, name in enumerate((name.strip() for name in names), 1):
        made[name if name and name not in made else f"{name or 'column'}_{number}"] = None
    return list(made)


def _numbered(names: list[str]) -> list[str]:
    """Names for the columns of a table that has no header."""
    return [f"column_{number}" for number in range(1, len(names) + 1)]
