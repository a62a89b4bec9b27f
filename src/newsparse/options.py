"""Options: everything that changes how a page is read, in one frozen value."""

from __future__ import annotations

import os
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal, get_args

from newsparse.article import KINDS, Article, Kind, Segmenter
from newsparse.errors import OptionsError
from newsparse.frozen import FrozenDict

InputKind = Literal["auto", "html", "text"]
Parser = Literal["lexbor", "lxml"]
OnLimit = Literal["warn", "error"]
# Years that a page can be read in: none counts back, or through time zones, over the ends of the calendar.
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
# Option → its values. None is one of `kind`.
_VALUES = {
    "input": get_args(InputKind),
    "parser": get_args(Parser),
    "kind": KINDS,
    "on_limit": get_args(OnLimit),
    "segmenter": get_args(Segmenter),
}

# The limits. What is within them is read in time that grows with the page's size and no faster.
# Bytes (characters of a str). Reading takes 12 times as much memory: 400 MB.
MAX_PAGE = 32 << 20
# Elements in one another. Pages that people make have 60; for each tag that lies so deep lexbor takes 3 µs.
MAX_DEPTH = 1000
# Attributes of a tag. Pages have 30; a parser compares each with all before it: 2 ms for so many.
MAX_ATTRIBUTES = 1000
# Characters of the text. A long novel has two million.
MAX_TEXT = 5_000_000
_LIMITS = ("max_page", "max_depth", "max_attributes", "max_text")

# What has a confidence: the fields that rules find, what is read off them, and the verdict on the page. The other keys
# are given, or come with one of these, or are the page's best body.
_NOT_JUDGED = (
    "url",
    "language",
    "encoding",
    "published_precision",
    "published_raw",
    "modified_precision",
    "sections",
    "text",
    "computed_keywords",
    "warnings",
    "provenance",
    "schema_version",
)
JUDGED = (*(field.name for field in fields(Article) if field.name not in _NOT_JUDGED), "authors", "editors")


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a page. Results depend on the page and on this value, on nothing else.

    Attributes:
        input: "html" or "text" says what a ``str`` or ``bytes`` page is; "auto" looks for a known tag.
        now: the moment that "3小时前" and "昨天" are counted from. Without it such words are left
            unread, but for 昨天 18:20 where the page's data give the same minute in full. A naive datetime is taken as
            China's time (UTC+8). It lies in the years 1900 to 2999.
        profiles: use the site profiles that come with newsparse and those of ``profile_dirs``.
        profile_dirs: folders, or packages by name, with more site profiles (``*.toml``); asked first.
        parser: the library that builds the tree of bytes, str and soups; a tree of lxml is read as it is.
        kind: what the page is, where the caller knows it ("article", "list", "other"); else it is judged.
        jieba: let jieba's dictionary judge bare names that no surname leads (loads it: 0.6 s, 60 MB, once).
        keywords: so many keywords of the text are computed, as ``computed_keywords`` (loads jieba's dictionary, once).
        segmenter: what cuts the text into words for them: "jieba", or "rjieba" (``newsparse[rjieba]``), which gives the
            same words in less time.
        min_confidence: field → the least confidence (0 to 1) with which its value is in the record, as in
            ``{"source": .8, "authors": .9}``; what is less sure is withheld: the record has None or (), and its
            provenance says what was found. The fields are `JUDGED`; docs/quality.md says what a confidence is worth.
        on_limit: what becomes of a page that is beyond a limit: "warn" reads what is within it and says in the record's
            ``warnings`` what was left out; "error" raises `LimitError`. The limits are those below, and the lengths of
            the record's fields (docs/record.md).
        max_page: bytes of a page, characters of a ``str``; what follows is left out.
        max_depth: elements in one another; those deeper are read as part of the one round them. As many as the default
            are looked for on pages of more than 16,000 elements: on smaller ones they cost no time.
        max_attributes: attributes of one tag (of more than 32,768 characters); the others are left out.
        max_text: characters of the record's text; blocks behind them are left out.

    Raises:
        OptionsError: a value that means nothing.

    >>> Options(input="html").profiles
    True
    """

    input: InputKind = "auto"
    now: datetime | None = None
    profiles: bool = True
    profile_dirs: tuple[str, ...] = ()
    jieba: bool = False
    parser: Parser = "lexbor"
    kind: Kind | None = None
    keywords: int = 0
    segmenter: Segmenter = "jieba"
    min_confidence: Mapping[str, float] = FrozenDict()
    on_limit: OnLimit = "warn"
    max_page: int = MAX_PAGE
    max_depth: int = MAX_DEPTH
    max_attributes: int = MAX_ATTRIBUTES
    max_text: int = MAX_TEXT

    def __post_init__(self) -> None:
        for name, values in _VALUES.items():
            if (value := getattr(self, name)) not in values and (name != "kind" or value is not None):
                raise OptionsError(f"{name}={reprlib.repr(value)} is not one of {', '.join(values)}.")
        for name in ("profiles", "jieba"):
            if not isinstance(value := getattr(self, name), bool):
                raise OptionsError(f"{name}={reprlib.repr(value)} is neither True nor False.")
        for name in _LIMITS:
            if type(value := getattr(self, name)) is not int or value < 1:
                raise OptionsError(f"{name}={reprlib.repr(value)} is no whole number of 1 or more.")
        if type(self.keywords) is not int or self.keywords < 0:
            raise OptionsError(f"keywords={reprlib.repr(self.keywords)} is no whole number of 0 or more.")
        _check_now(self.now)
        object.__setattr__(self, "profile_dirs", _folders(self.profile_dirs))
        object.__setattr__(self, "min_confidence", _least(self.min_confidence))


def _check_now(now: object) -> None:
    if now is None:
        return
    if not isinstance(now, datetime):
        raise OptionsError(f"now={reprlib.repr(now)} is not a datetime.")
    if not _FIRST_YEAR <= now.year <= _LAST_YEAR:
        raise OptionsError(
            f"now={now.isoformat()} is not in the years {_FIRST_YEAR} to {_LAST_YEAR}: "
            "give the moment at which the page was read, or None where it is not known."
        )


def _folders(given: object) -> tuple[str, ...]:
    """Folders as a tuple, of whatever sequence they come in: options can be hashed."""
    if not isinstance(given, tuple | list) or not all(isinstance(folder, str | os.PathLike) for folder in given):
        raise OptionsError(
            f"profile_dirs={reprlib.repr(given)} is no tuple of folders: write profile_dirs=('folder',)."
        )
    return tuple(map(os.fspath, given))


def _least(given: object) -> FrozenDict[str, float]:
    """The least confidences in the order of their fields: options that ask the same are the same, and hashable."""
    if not isinstance(given, Mapping):
        raise OptionsError(
            f"min_confidence={reprlib.repr(given)} maps no fields to numbers: write min_confidence={{'source': 0.8}}."
        )
    for name, value in given.items():
        if name not in JUDGED:
            raise OptionsError(
                f"min_confidence: no field {reprlib.repr(name)} has a confidence. Those are {', '.join(JUDGED)}."
            )
        if type(value) not in (int, float) or not 0 <= value <= 1:
            raise OptionsError(f"min_confidence of {name} is {reprlib.repr(value)}: it must be a number from 0 to 1.")
    return FrozenDict({name: float(given[name]) for name in JUDGED if name in given})
