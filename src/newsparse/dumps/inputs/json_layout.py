"""Looks for the rows with pages in a JSON file: a list of objects, an object of rows, or one that is a page itself."""

from __future__ import annotations

from collections.abc import Iterator

from newsparse.dumps.inputs.columns import Finder, called_as_pages, holds_page
from newsparse.dumps.inputs.json_list import Layout, Other, Path, keys_of, rows_of, text_of
from newsparse.dumps.inputs.json_split import Splitter
from newsparse.dumps.inputs.json_values import tried
from newsparse.dumps.inputs.opened import Context, Source
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.pagelike import named_as
from newsparse.dumps.inputs.recoded import utf8
from newsparse.dumps.pages import MOST_BYTES, Columns

# A broken file of these names is told of; any other that begins so may be no JSON at all.
_NAMES = (".json",)
_BROKEN = (*BROKEN, ValueError)
# Keys that may lead to the list: {"data": {"list": [...]}} has two, answers of search engines three.
_DEEPEST = 3
# Rows that may pass before one has the column, for each list; bytes in which a list is looked for: one page at least.
_LOOKED_AT = 100
_LOOKED_IN = 2 * MOST_BYTES
_BY_COLUMNS = 'It is a table by columns. Write it by rows (pandas: orient="records").'


def layout_of(source: Source, context: Context) -> Layout | str | None:
    """Where the pages are; what to say where there are rows but no pages; None where there are no rows."""
    search = _Search(context.html_column)
    try:
        with utf8(source, narrow=True).open() as stream:
            found = search.through(Splitter(stream))
        if found is None:
            return search.why()
        found = found._replace(columns=search.found)
        return found._replace(columns=_columns(source, found, context) or search.found)
    except _BROKEN as error:
        if (why := search.why()) is None and named_as(source.name, _NAMES) and str(error):
            return f"It is broken before its first row: {error}"
        return why  # what is broken is told when it is read, if there is anything before it to read


def _columns(source: Source, layout: Layout, context: Context) -> Columns | None:
    """The columns of the rows, by whole ones: the search may have seen the page alone."""
    finder = Finder(context.html_column)
    with utf8(source, narrow=True).open() as stream:
        for row in rows_of(Splitter(stream), layout):
            value = tried(row) if not isinstance(row, Other) else None
            if isinstance(value, dict) and (found := finder.add(value)):
                return found
            if finder.rows >= _LOOKED_AT:
                break
    columns = finder.result()
    return columns if isinstance(columns, Columns) else None


def _goes_on(split: Splitter) -> bool:
    return split.read <= _LOOKED_IN


def _check(split: Splitter) -> None:
    """End a search that has gone on for too long."""
    if not _goes_on(split):
        raise EOFError


class _Search:
    """Goes through a JSON file until it meets a row with a page in it."""

    def __init__(self, wanted: str | None) -> None:
        self._wanted = wanted
        self._lists: list[Finder] = []
        self._other = ""
        self._may_hold = False  # an object round the lists has a value that is long enough for a story
        self.found: Columns = Columns("")
        self._is_page = False  # what was found is an object that is a page itself, and was gone through

    def why(self) -> str | None:
        """What to say where no page was met: of the longest list that may hold stories, else of the longest. None where
        there was no list of objects."""
        if self._lists:
            why = max(self._lists, key=lambda finder: (finder.may_hold, finder.rows)).why()
            return str(why) if self._may_hold else why
        return self._other or None

    def through(self, split: Splitter) -> Layout | None:
        """Where the rows with pages are, if there are any."""
        while split.sign():
            if (found := self._in(split, ())) is not None:
                return found
        return None

    def _in(self, split: Splitter, path: Path) -> Layout | None:
        sign = split.sign()
        _check(split)
        if sign == b"[":
            return self._in_list(split, path)
        if sign == b"{" and len(path) <= _DEEPEST:
            return self._in_object(split, path)
        split.value(0)
        return None

    def _in_list(self, split: Splitter, path: Path) -> Layout | None:
        finder = Finder(self._wanted)
        split.step(b"[")
        while split.sign() != b"]":
            _check(split)
            data = split.value(MOST_BYTES if finder.rows < _LOOKED_AT else 0)
            row = tried(data)
            if isinstance(row, dict):
                if (found := finder.add(row)) is not None:
                    self.found = found
                    return Layout(path)
                if self._lists[-1:] != [finder] and list(row) != [""]:
                    self._lists.append(finder)
            elif isinstance(row, list) and (not path or holds_page(row)):
                self._other = "Its rows are lists. Only rows that are objects, with names for their values, are read."
            elif row is None and data and data.startswith(b"{"):
                self._other = "None of its first rows can be read: they are no JSON, or too deep."
        split.step(b"]")
        return self._with(finder.result(), path)

    def _with(self, columns: Columns | str, path: Path) -> Layout | None:
        """The layout, if the columns of the rows are known."""
        if isinstance(columns, str):
            return None
        self.found = columns
        return Layout(path)

    def _in_object(self, split: Splitter, path: Path) -> Layout | None:
        """In an object: it may be a page itself, or hold one under each key; or one of its values holds the rows."""
        keys = keys_of(split)
        for key in keys:
            if split.sign() != b'"':
                if (inner := self._in(split, (*path, key))) is not None:
                    of_key = self._is_page and inner == Layout((*path, key))
                    return Layout(path, each=True) if of_key and self._another(split, keys, b"{") else inner
                continue
            if (found := self._added(key, text_of(split))) is not None:
                self.found = found
                return self._page(split, keys, path, key)
        return None

    def _page(self, split: Splitter, keys: Iterator[str], path: Path, key: str) -> Layout | None:
        """An object with a page as the value of a key."""
        if not called_as_pages(key, self._wanted) and self._another(split, keys, b'"'):
            if path and called_as_pages(path[-1], self._wanted):
                self._other = _BY_COLUMNS
                return None
            return Layout(path, each=True)
        self._is_page = self._another(split, keys, b"") is False
        return Layout(path)

    def _another(self, split: Splitter, keys: Iterator[str], sign: bytes) -> bool | None:
        """Go through the rest of an object: whether another value that begins so is a page, too. None where it is not
        known how the object goes on, since it is too long."""
        found = False
        for key in keys:
            if not _goes_on(split):
                return None
            if found or split.sign() != sign:
                split.value(0)
            elif sign == b'"':
                found = self._added(key, text_of(split)) is not None
            else:
                row = tried(split.value())
                found = isinstance(row, dict) and Finder(self._wanted).add(row) is not None
        return found

    def _added(self, key: str, text: str) -> Columns | None:
        """The column, if a value alone shows one."""
        finder = Finder(self._wanted)
        found = finder.add({key: text})
        self._may_hold = self._may_hold or finder.may_hold
        return found
