"""JSON files with pages in them: a list of objects, at the top or some way down (as APIs answer), or one object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from newsparse.dumps.inputs.columns import SHORTEST, Finder, holds_page, refused
from newsparse.dumps.inputs.json_split import Splitter
from newsparse.dumps.inputs.json_values import tried
from newsparse.dumps.inputs.opened import Context, Source
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.pagelike import named_as
from newsparse.dumps.inputs.recoded import utf8
from newsparse.dumps.pages import END, MOST_BYTES, Columns, Fault, Item, Position, RawPage, fault_of
from newsparse.text.scrub import scrub

# Rows that failed to load may stand before the first that did.
_NOTHING = rb"(?:(?:null|true|false|-?\d{1,20})\s*,\s*){1,99}"
_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*(?:[\[{\"]|" + _NOTHING + rb"\{)|\{\s*\")")
# A broken file of these names is told of; any other that begins so may be no JSON at all.
_NAMES = (".json",)
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_BROKEN = (*BROKEN, ValueError)
# Keys that may lead to the list: {"data": {"list": [...]}} has two, answers of search engines three.
_DEEPEST = 3
# Rows that may pass before one has the column, for each list; bytes in which a list is looked for: one page at least.
_LOOKED_AT = 100
_LOOKED_IN = 2 * MOST_BYTES
# Characters of a key that a message shows.
_LONGEST_KEY = 60

Path = tuple[str, ...]


class Layout(NamedTuple):
    """Where the rows of a JSON file are: the keys that lead there, and the columns of the rows."""

    path: Path
    columns: Columns


class _Other(NamedTuple):
    """Something beside the rows that may hold pages; the key that it stands under, if any."""

    key: str

    def said(self, layout: Layout) -> str:
        where = f"under the key {scrub(self.key)[:_LONGEST_KEY]}" if self.key else "behind the rows"
        return (
            f"Only the objects under {'.'.join(layout.path)} are read as pages. What stands {where} may hold others: "
            "it was not read. Make a file of its own of it."
        )


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
            for row in _rows(Splitter(stream), layout.path, layout.columns.html):
                if isinstance(row, _Other):
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


def layout_of(source: Source, context: Context) -> Layout | str | None:
    """Where the pages are; what to say where there are rows but no pages; None where there are no rows."""
    search = _Search(context.html_column)
    try:
        with utf8(source, narrow=True).open() as stream:
            found = search.through(Splitter(stream))
        if found is None:
            return search.why()
        return Layout(found, _columns(source, found, context) or search.found)
    except _BROKEN as error:
        if (why := search.why()) is None and named_as(source.name, _NAMES) and str(error):
            return f"It is broken before its first row: {error}"
        return why  # what is broken is told when it is read, if there is anything before it to read


def _columns(source: Source, path: Path, context: Context) -> Columns | None:
    """The columns of the rows at ``path``, by whole rows: the search may have seen the page alone."""
    finder = Finder(context.html_column)
    with utf8(source, narrow=True).open() as stream:
        for row in _rows(Splitter(stream), path):
            value = tried(row) if not isinstance(row, _Other) else None
            if isinstance(value, dict) and (found := finder.add(value)):
                return found
            if finder.rows >= _LOOKED_AT:
                break
    columns = finder.result()
    return columns if isinstance(columns, Columns) else None


def _rows(split: Splitter, path: Path, html: str = "") -> Iterator[bytes | _Other | None]:
    """The rows at ``path`` of each value of the file (there may be several, one behind the other).

    What stands elsewhere and may be pages, too, is told: values with their column, or too long to look at.
    """
    names = "|".join(re.escape(json.dumps(html, ensure_ascii=ascii_)) for ascii_ in (False, True))
    page = re.compile(rb"(?:" + names.encode() + rb")\s*:\s*\"[^\"]{%d}" % SHORTEST)
    while split.sign():
        yield from _rows_at(split, path, page, "")


def _rows_at(split: Splitter, path: Path, page: re.Pattern[bytes], at: str) -> Iterator[bytes | _Other | None]:
    sign = split.sign()
    if not path and sign == b"[":
        split.step(b"[")
        while split.sign() != b"]":
            yield split.value()
        split.step(b"]")
    elif not path:
        yield split.value()
    elif sign == b"{":
        for key in _keys(split):
            if key == path[0]:
                yield from _rows_at(split, path[1:], page, key)
            elif _may_hold(split.value(), page):
                yield _Other(key)
    elif _may_hold(split.value(), page):
        yield _Other(at)


def _may_hold(value: bytes | None, page: re.Pattern[bytes]) -> bool:
    """Whether a value beside the rows may hold pages: it is too long to be kept, no JSON, or has their column."""
    if value is None or value[:1] in (b"[", b"{"):
        return value is None or page.search(value) is not None
    return value != b"null" and tried(value) is None


def _keys(split: Splitter) -> Iterator[str]:
    """The keys of an object; between two, whoever asks goes behind the value."""
    split.step(b"{")
    while split.sign() != b"}":
        key = _text(split)
        split.step(b":")
        yield key
    split.step(b"}")


def _text(split: Splitter) -> str:
    """The string that comes next, "" where it is none."""
    value = tried(split.value())
    return next(iter(value.values()), "") if isinstance(value, dict) else ""


def _check(split: Splitter) -> None:
    """End a search that has gone on for too long."""
    if split.read > _LOOKED_IN:
        raise EOFError


class _Search:
    """Goes through a JSON file until it meets a row with a page in it."""

    def __init__(self, wanted: str | None) -> None:
        self._wanted = wanted
        self._lists: list[Finder] = []
        self._other = ""
        self._may_hold = False  # an object round the lists has a value that is long enough for a story
        self.found: Columns = Columns("")

    def why(self) -> str | None:
        """What to say where no page was met: of the longest list that may hold stories, else of the longest. None where
        there was no list of objects."""
        if self._lists:
            why = max(self._lists, key=lambda finder: (finder.may_hold, finder.rows)).why()
            return str(why) if self._may_hold else why
        return self._other or None

    def through(self, split: Splitter) -> Path | None:
        """The keys that lead to the rows with pages, if there are any."""
        while split.sign():
            if (path := self._in(split, ())) is not None:
                return path
        return None

    def _in(self, split: Splitter, path: Path) -> Path | None:
        sign = split.sign()
        _check(split)
        if sign == b"[":
            return self._in_list(split, path)
        if sign == b"{" and len(path) <= _DEEPEST:
            return self._in_object(split, path)
        split.value(0)
        return None

    def _in_list(self, split: Splitter, path: Path) -> Path | None:
        finder = Finder(self._wanted)
        split.step(b"[")
        while split.sign() != b"]":
            _check(split)
            data = split.value(MOST_BYTES if finder.rows < _LOOKED_AT else 0)
            row = tried(data)
            if isinstance(row, dict):
                if (found := finder.add(row)) is not None:
                    self.found = found
                    return path
                if finder not in self._lists and list(row) != [""]:
                    self._lists.append(finder)
            elif isinstance(row, list) and (not path or holds_page(row)):
                self._other = "Its rows are lists. Only rows that are objects, with names for their values, are read."
            elif row is None and data and data.startswith(b"{"):
                self._other = "None of its first rows can be read: they are no JSON, or too deep."
        split.step(b"]")
        return self._with(finder.result(), path)

    def _with(self, columns: Columns | str, path: Path) -> Path | None:
        """The path, if it leads to rows whose columns are known."""
        if isinstance(columns, str):
            return None
        self.found = columns
        return path

    def _in_object(self, split: Splitter, path: Path) -> Path | None:
        """In an object: it may be a page itself, or one of its values may hold the rows."""
        for key in _keys(split):
            if split.sign() != b'"':
                if (inner := self._in(split, (*path, key))) is not None:
                    return inner
                continue
            finder = Finder(self._wanted)
            if (found := finder.add({key: _text(split)})) is not None:
                self.found = found
                return path
            self._may_hold = self._may_hold or finder.may_hold
        return None
