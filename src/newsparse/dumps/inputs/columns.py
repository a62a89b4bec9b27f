"""Tables with pages in them: which column is the page, which say where and when it came from."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from newsparse.dumps.inputs.base64_pages import looks_like_base64_html
from newsparse.dumps.inputs.pagelike import looks_like_html
from newsparse.dumps.pages import Columns, Fault
from newsparse.text.scrub import scrub

# Names under which crawlers and data sets keep a page, and what came with it; the first that is there is taken.
_HTML = ("html", "raw_html", "page_html", "html_content", "content_html", "html_body", "body_html", "html_source")
_URL = ("url", "page_url", "link", "uri", "target_uri")
_TYPE = ("content_type", "content-type", "mime_type")
_FETCHED = ("fetched", "fetched_at", "fetch_time", "crawled", "crawled_at", "crawl_time", "warc_date")
# A value that is a page has at least this many characters: shorter ones are snippets.
SHORTEST = 40
# Characters by which a value is told: long comments may stand before the first tag.
_LOOKED_AT = 1 << 16
# Among a hundred rows of stories one has so many characters. No title, name or date has; of addresses and checksums,
# which are ASCII without a space, the length says nothing.
_SHORTEST_STORY = 100
_ADDRESS = re.compile(r"[!-~]*")
# What is no page.
_ODD = (("lists", list | tuple), ("objects", Mapping), ("numbers", int | float))
# Names of columns that a message shows, and characters of each.
_MOST_NAMES, _LONGEST_NAME = 30, 60


class NoStory(str):
    """What to say of a table of pages' names, addresses and the like: no value in it is long enough for a page."""


def refused(name: str, why: str) -> Fault:
    """A table that is not read."""
    return Fault(name, "InputError", why, passed=isinstance(why, NoStory))


class Finder:
    """Looks for the column of the pages in the first rows of a table, and remembers the names that there are.

    Args:
        wanted: the column that the user names; None: one is looked for, by its name, else by what is in it.
    """

    def __init__(self, wanted: str | None = None) -> None:
        self._wanted = wanted
        self._seen: dict[str, None] = {}
        self._empty: Columns | None = None  # of rows whose column of pages has nothing in it
        self._odd: tuple[str, str] | None = None  # a column that should hold pages, and what it holds
        self.rows = 0
        self.may_hold = False  # a column that is called as pages are, or a value that is long enough for a story

    def add(self, row: Mapping[str, Any]) -> Columns | None:
        """The columns that matter, if this row shows them; None where no page is to be found in it."""
        self.rows += 1
        for name in row:
            if len(self._seen) < _MOST_NAMES:
                self._seen.setdefault(name)
        named = _named(row, _HTML) if self._wanted is None else self._wanted
        if named not in row:
            named = None
        if named is not None and isinstance(row[named], str | bytes):
            html = named if self._wanted is not None or _may_be_page(row[named]) else _looking_so(row)
        else:
            html = _looking_so(row) if self._wanted is None else None
        if html is not None:
            return _columns(row, html)
        if named is not None:
            self._note(row, named)
        self.may_hold = self.may_hold or named is not None or any(map(_may_be_story, row.values()))
        return None

    def _note(self, row: Mapping[str, Any], named: str) -> None:
        """Remember what is in the column that should hold pages."""
        if row[named] is None:
            self._empty = self._empty or _columns(row, named)
        elif not isinstance(row[named], str | bytes):
            kinds = (what for what, types in _ODD if isinstance(row[named], types))
            self._odd = named, next(kinds, "no texts")

    def result(self) -> Columns | str:
        """Behind the last row that is looked at: the columns after all, if all pages are missing; or what to say."""
        return self._empty if self._empty is not None and self._odd is None else self.why()

    def why(self) -> str:
        """What is wrong where no row showed a page: for the user, with the names of the columns."""
        if self._odd is not None:
            return said_of_odd(*self._odd)
        if not self._seen:
            return "There is no row in it that could be a page."
        names = [scrub(name)[:_LONGEST_NAME] or '""' for name in self._seen]
        more = ", ..." if len(self._seen) == _MOST_NAMES else ""
        columns = f"{', '.join(names)}{more}"
        if self._wanted is not None:
            said = f"There is no column {self._wanted} (--html-column). The columns are: {columns}."
        else:
            said = f"No column holds pages. Name the one that does with --html-column. The columns are: {columns}."
        return said if self.may_hold else NoStory(said)


def columns_of(rows: Iterable[Mapping[str, Any]], wanted: str | None = None) -> Columns | str:
    """The columns that matter, by their names, else by what the first rows hold; where there is no page, what to say.

    >>> columns_of([{"id": 1, "link": "https://e.com/", "HTML": "<p>x"}])
    Columns(html='HTML', url='link', content_type=None, fetched=None)
    >>> columns_of([{"id": 1, "seite": "x"}], "siete")
    'There is no column siete (--html-column). The columns are: id, seite.'
    """
    finder = Finder(wanted)
    return next((found for row in rows if (found := finder.add(row)) is not None), None) or finder.result()


def said_of_odd(column: str, holds: str) -> str:
    """What is said of a column that should hold pages and does not."""
    name = scrub(column)[:_LONGEST_NAME]
    return f"The column {name} holds {holds}: only texts are read as pages. Name another one with --html-column."


def json_value(value: Any) -> Any:
    """A value of a table in JSON types: times as ISO 8601, bytes as UTF-8 or else as Base64."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def holds_page(values: Iterable[Any]) -> bool:
    """Whether one of the values of a row without names begins as an HTML page."""
    return _looking_so({str(number): value for number, value in enumerate(values)}) is not None


def _columns(row: Mapping[str, Any], html: str) -> Columns:
    return Columns(html, _named(row, _URL), _named(row, _TYPE), _named(row, _FETCHED))


def _named(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    lower = {key.lower(): key for key in row if isinstance(key, str)}
    return next((lower[name] for name in names if name in lower), None)


def called_as_pages(name: str, wanted: str | None) -> bool:
    """Whether a column of this name is that of the pages."""
    return name == wanted if wanted is not None else name.lower() in _HTML


def says_so(names: Iterable[str], wanted: str | None) -> bool:
    """Whether names of columns alone tell that a table of pages follows: that of the page and another one.

    >>> says_so(["id", "url", "html"], None), says_so(["HTML", "CSS"], None)
    (True, False)
    """
    lower = {name.strip().lower() for name in names}
    if wanted is not None:
        return wanted.strip().lower() in lower
    return not lower.isdisjoint(_HTML) and not lower.isdisjoint((*_URL, *_TYPE, *_FETCHED, "id", "title"))


def _may_be_page(value: str | bytes) -> bool:
    """Whether a value of a column that is called as pages are may be one. A file's name is none; nothing may be."""
    text = value[:SHORTEST].decode("latin-1") if isinstance(value, bytes) else value[:SHORTEST]
    return not text or len(text) == SHORTEST or "<" in text


def _may_be_story(value: Any) -> bool:
    """Whether a value is long enough for a story, in whatever markup, or holds more values.

    >>> _may_be_story("https://a.example/" + "a" * 99), _may_be_story("石桥修好了"), _may_be_story("石桥修好了" * 20)
    (False, False, True)
    """
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        return len(value) >= _SHORTEST_STORY and not _ADDRESS.fullmatch(value)
    return isinstance(value, list | tuple | Mapping) and len(value) > 0


def _looking_so(row: Mapping[str, Any]) -> str | None:
    for name, value in row.items():
        if isinstance(value, str | bytes) and len(value) >= SHORTEST:
            head = value[:_LOOKED_AT]
            if looks_like_html(head.encode("utf-8", "replace") if isinstance(head, str) else head):
                return name
            if looks_like_base64_html(value):
                return name
    return None
