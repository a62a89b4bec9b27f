"""Text for a terminal: how wide it is on the screen, cut to fit, coloured where colours are wanted."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

_ELLIPSIS = "..."
# Narrower, nothing is readable; wider, a line is too long to read.
_NARROWEST, _WIDEST = 60, 120
# Columns of a line in a file or a pipe: nothing that a report says in one is longer.
_UNCUT = 1_000_000


class Style(StrEnum):
    """What a terminal can do to text: the codes of ECMA-48."""

    BOLD = "1"
    DIM = "2"
    GREEN = "32"
    YELLOW = "33"
    CYAN = "36"


def screen_width() -> int:
    """The terminal's width in columns (``COLUMNS`` counts), 80 where there is none."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((80, 24)).columns))


def line_width(*, to_screen: bool = True) -> int:
    """The columns that a report's lines are cut at: the screen's where a person looks at one, else none to speak of.

    Args:
        to_screen: it goes to standard output.
    """
    return screen_width() if to_screen and (is_terminal() or "COLUMNS" in os.environ) else _UNCUT


def is_terminal() -> bool:
    """Whether a person reads standard output as it is written."""
    return leads_to_terminal(sys.stdout)


def leads_to_terminal(stream: object) -> bool:
    """Whether a person reads what is written to a standard stream; what a program put there need be no file at all."""
    isatty = getattr(stream, "isatty", None)
    return isatty is not None and not getattr(stream, "closed", False) and bool(isatty())


def wants_colour() -> bool:
    """Whether standard output is a terminal that shows colours and nobody said no (https://no-color.org)."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def painted(text: str, *styles: Style, colour: bool) -> str:
    """``text`` in these styles, if ``colour``."""
    return f"\x1b[{';'.join(styles)}m{text}\x1b[0m" if colour and styles else text


def visible(text: str) -> str:
    """``text`` in one line, with nothing in it that a terminal obeys: such characters are shown as escapes.

    >>> visible("第一\\n行\\x1b[31m　缩进")
    '第一 行\\\\x1b[31m　缩进'
    """
    return "".join(_shown(char) for char in text)


def obeyed_by_none(text: str) -> str:
    """Lines of text for a terminal: what one would obey is shown as escapes.

    >>> print(obeyed_by_none("第一行\\n\\x1b[31m红"))
    第一行
    \\x1b[31m红
    """
    return "\n".join(map(visible, text.split("\n")))


def width(text: str) -> int:
    """Columns of ``text`` on a screen; characters that some terminals show wide (“ …) count as wide.

    >>> width("News 新闻"), width("e\\u0301")
    (9, 1)
    """
    return sum(map(_columns, text))


def cut(text: str, columns: int) -> str:
    """``text`` if it fits, else its beginning and "...".

    >>> cut("滨城晚报今日出版", 10)
    '滨城晚...'
    """
    if width(text) <= columns:
        return text
    first = next(wrapped(text, columns - len(_ELLIPSIS)))
    return (first if width(first) + len(_ELLIPSIS) <= columns else "") + _ELLIPSIS


def wrapped(text: str, columns: int) -> Iterator[str]:
    """``text`` in lines that fit. Chinese has no spaces to break at: a line breaks where it is full."""
    line: list[str] = []
    room = columns
    for char in text:
        need = _columns(char)
        if need > room and line:
            yield "".join(line)
            line, room = [], columns
        line.append(char)
        room -= need
    if line:
        yield "".join(line)


def _shown(char: str) -> str:
    if char in "\n\r\t":
        return " "
    if char.isprintable() or char == "\u3000":
        return char
    return char.encode("unicode_escape").decode("ascii")


def _columns(char: str) -> int:
    if " " <= char <= "~":
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1
