"""Options: everything that changes how a page is read, in one frozen value."""

from __future__ import annotations

import os
import reprlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from newsparse.article import KINDS, Kind
from newsparse.errors import OptionsError

InputKind = Literal["auto", "html", "text"]
Parser = Literal["lexbor", "lxml"]
# Years that a page can be read in: none counts back, or through time zones, over the ends of the calendar.
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
# Option → its values. None is one of `kind`.
_VALUES = {"input": get_args(InputKind), "parser": get_args(Parser), "kind": KINDS}


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a page. Results depend on the page and on this value, on nothing else.

    Attributes:
        input: "html" or "text" says what a ``str`` or ``bytes`` page is; "auto" looks for a known tag.
        now: the moment that "3小时前" and "昨天" are counted from. Without it such words are left unread.
            A naive datetime is taken as China's time (UTC+8). It lies in the years 1900 to 2999.
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
        for name, values in _VALUES.items():
            if (value := getattr(self, name)) not in values and (name != "kind" or value is not None):
                raise OptionsError(f"{name}={reprlib.repr(value)} is not one of {', '.join(values)}.")
        for name in ("profiles", "jieba"):
            if not isinstance(value := getattr(self, name), bool):
                raise OptionsError(f"{name}={reprlib.repr(value)} is neither True nor False.")
        _check_now(self.now)
        object.__setattr__(self, "profile_dirs", _folders(self.profile_dirs))


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
