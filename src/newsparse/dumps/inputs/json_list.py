"""Where the rows of a JSON file are, and the rows, one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from newsparse.dumps.inputs.columns import SHORTEST
from newsparse.dumps.inputs.json_split import Splitter
from newsparse.dumps.inputs.json_values import tried
from newsparse.dumps.pages import Columns
from newsparse.text.scrub import scrub

# Characters of a key that a message shows.
_LONGEST_KEY = 60
# Names under which a row has the key that it stands under: that of its page, where it is one.
_KEY, _URL = "key", "url"
_SCHEMES = ("http://", "https://")
# How a text begins that is a page.
_PAGE = rb"\"(?:\s|\\[nrt])*+(?:<|\\u003c)(?:!doctype\s+html|html|head|body)\b"
# The column of the pages where they stand under their keys alone.
BARE = "html"

Path = tuple[str, ...]


class Layout(NamedTuple):
    """Where the rows of a JSON file are.

    Attributes:
        path: the keys that lead there.
        columns: those of the rows.
        each: what is there is no list, but an object with a row under each key.
    """

    path: Path
    columns: Columns = Columns("")
    each: bool = False


class Other(NamedTuple):
    """Something beside the rows that may hold pages; the key that it stands under, if any."""

    key: str

    def said(self, layout: Layout) -> str:
        where = f"under the key {scrub(self.key)[:_LONGEST_KEY]}" if self.key else "behind the rows"
        return (
            f"Only the objects under {'.'.join(layout.path)} are read as pages. What stands {where} may hold others: "
            "it was not read. Make a file of its own of it."
        )


def rows_of(split: Splitter, layout: Layout) -> Iterator[bytes | Other | None]:
    """The rows of each value of the file (there may be several, one behind the other); None for one that is too long.

    What stands elsewhere and may be pages, too, is told: values with their column or a text that begins as a page, or
    too long to look at.
    """
    names = "|".join(re.escape(json.dumps(layout.columns.html, ensure_ascii=ascii_)) for ascii_ in (False, True))
    column = rb"(?:" + names.encode() + rb")\s*:\s*\"[^\"]{%d}" % SHORTEST
    page = re.compile(column + b"|" + _PAGE, re.IGNORECASE)
    while split.sign():
        yield from _rows_at(split, layout, page, "")


def _rows_at(split: Splitter, layout: Layout, page: re.Pattern[bytes], at: str) -> Iterator[bytes | Other | None]:
    sign, path = split.sign(), layout.path
    if not path and sign == b"[":
        split.step(b"[")
        while split.sign() != b"]":
            yield split.value()
        split.step(b"]")
    elif not path and layout.each and sign == b"{":
        for key in keys_of(split):
            yield from _row_of(key, split.value(), page)
    elif not path:
        yield split.value()
    elif sign == b"{":
        for key in keys_of(split):
            if key == path[0]:
                yield from _rows_at(split, layout._replace(path=path[1:]), page, key)
            elif _may_hold(split.value(), page):
                yield Other(key)
    elif _may_hold(split.value(), page):
        yield Other(at)


def _row_of(key: str, value: bytes | None, page: re.Pattern[bytes]) -> Iterator[bytes | Other | None]:
    """The row under a key, with the key in it, if it is one."""
    name = json.dumps({_URL if key.startswith(_SCHEMES) else _KEY: key}, ensure_ascii=False).encode()[:-1]
    if value is None:
        yield None
    elif value[:1] == b'"':
        yield b'%s, "%s": %s}' % (name, BARE.encode(), value)
    elif value[:1] == b"{" and page.search(value) is not None:
        yield b"%s, %s" % (name, value[1:])  # what the row itself says comes later, and counts
    elif _may_hold(value, page):
        yield Other(key)


def _may_hold(value: bytes | None, page: re.Pattern[bytes]) -> bool:
    """Whether a value beside the rows may hold pages: it is too long to be kept, no JSON, has their column, or one."""
    if value is None or value[:1] in (b"[", b"{", b'"'):
        return value is None or page.search(value) is not None
    return value != b"null" and tried(value) is None


def keys_of(split: Splitter) -> Iterator[str]:
    """The keys of an object; between two, whoever asks goes behind the value."""
    split.step(b"{")
    while split.sign() != b"}":
        key = text_of(split)
        split.step(b":")
        yield key
    split.step(b"}")


def text_of(split: Splitter) -> str:
    """The string that comes next, "" where it is none."""
    value = tried(split.value())
    return next(iter(value.values()), "") if isinstance(value, dict) else ""
