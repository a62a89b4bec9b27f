"""Options: everything that changes how a page is read, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newsparse.article import KINDS, Kind
from newsparse.errors import OptionsError

InputKind = Literal["auto", "html", "text"]
Parser = Literal["lexbor", "lxml"]
_INPUTS = ("auto", "html", "text")
_PARSERS = ("lexbor", "lxml")


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a page. Results depend on the page and on this value, on nothing else.

    Attributes:
        input: "html" or "text" says what a ``str`` or ``bytes`` page is; "auto" looks for a known tag.
        now: the moment that "3小时前" and "昨天" are counted from. Without it such words are left unread.
            A naive datetime is taken as China's time (UTC+8).
        profiles: use the site profiles that come with newsparse and those of ``profile_dirs``.
        profile_dirs: folders, or packages by name, with more site profiles (``*.toml``); asked first.
        parser: the library that builds the tree of bytes, str and soups; a tree of lxml is read as it is.
        kind: what the page is, where the caller knows it ("article", "list", "other"); else it is judged.
        jieba: let jieba's dictionary judge bare names that no surname leads (loads it: 0.6 s, 60 MB, once).

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

    def __post_init__(self) -> None:
        if self.input not in _INPUTS:
            raise OptionsError(f"input={self.input!r} is not one of {', '.join(_INPUTS)}.")
        if self.parser not in _PARSERS:
            raise OptionsError(f"parser={self.parser!r} is not one of {', '.join(_PARSERS)}.")
        if self.kind is not None and self.kind not in KINDS:
            raise OptionsError(f"kind={self.kind!r} is not one of {', '.join(KINDS)}.")
        if self.now is not None and not isinstance(self.now, datetime):
            raise OptionsError(f"now={self.now!r} is not a datetime.")
        if isinstance(self.profile_dirs, str):
            raise OptionsError("profile_dirs is a tuple of folders, not one str: write profile_dirs=('folder',).")
