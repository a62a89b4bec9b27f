"""What an element's attributes say: its names, whether it is hidden, centred or emphasised."""

from __future__ import annotations

import re
from collections.abc import Mapping

from newsparse.page.block import CENTRED, HIDDEN, LARGE, STRONG
from newsparse.remembered import remembered

# Large are 18 pixels or 14 points and more, or 1.2 times what is around: browsers set text in 16 and 12, sites their
# stories in 14 to 16.
_STYLE = re.compile(
    r"(display\s*:\s*none|visibility\s*:\s*hidden)|(text-align\s*:\s*center)|"
    r"(font-weight\s*:\s*(?:bold|[6-9]00)|(?<![\w-])color\s*:\s*(?!#000|#333|#222|black|inherit))|"
    r"((?<![\w-])(?:(?:margin-)?(?:left|top)|text-indent)\s*:\s*-\d{4})|"
    r"(font-size\s*:\s*(?:(?:1[89]|[2-9]\d)(?:\.\d+)?px|(?:1[4-9]|[2-9]\d)(?:\.\d+)?pt|(?:x+-)?large|1\.[2-9]\d*r?em))",
    re.I,
)
# Off the screen, which is not thousands of pixels wide: so words are hidden in a line.
UNSEEN = 16
_STYLE_FLAGS = (0, HIDDEN, CENTRED, STRONG, UNSEEN, LARGE)
_PLAIN_COLOURS = frozenset(("#000000", "#000", "black", "#333333", "#333"))


# What an attribute is about; all others say nothing.
_NAME, _STYLED, _ALIGN, _COLOUR, _HIDES = range(5)
_MEANING = {
    "class": _NAME,
    "id": _NAME,
    "itemprop": _NAME,
    "style": _STYLED,
    "align": _ALIGN,
    "color": _COLOUR,
    "hidden": _HIDES,
}
# An element that has none of these tells nothing: two links in three.
TELLING = frozenset(_MEANING)


def read_attributes(attrs: Mapping[str, str | None]) -> tuple[str, int]:
    """The name (class, id and itemprop, lower case, joined by spaces) and the flags (see `newsparse.page.page`).

    >>> read_attributes({"class": "Art-Title", "style": "display: none"})
    ('art-title', 1)
    """
    if len(attrs) == 1 and "class" in attrs:  # two in five that have any
        return (attrs["class"] or "").lower(), 0
    if TELLING.isdisjoint(attrs):
        return "", 0
    name = ""
    flags = 0
    for key, value in attrs.items():
        meaning = _MEANING.get(key)
        if meaning is None:
            continue
        if meaning == _HIDES:
            flags |= HIDDEN
        elif not value:
            continue
        elif meaning == _NAME:
            name = f"{name} {value}" if name else value
        elif meaning == _STYLED:
            flags |= _style_flags(value)
        elif meaning == _ALIGN:
            if value.lower() in ("center", "middle"):
                flags |= CENTRED
        elif value.lower() not in _PLAIN_COLOURS:
            flags |= STRONG
    return name.lower(), flags


@remembered(4096)
def _style_flags(style: str) -> int:
    """Flags of a style attribute; pages repeat a few styles thousands of times."""
    flags = 0
    for found in _STYLE.finditer(style):
        flags |= _STYLE_FLAGS[found.lastindex or 0]
    return flags


_SPAN = re.compile(r"\d{1,4}")


def span_of(attrs: Mapping[str, str | None]) -> tuple[int, int]:
    """How many columns and rows a cell takes."""
    across, down = (_SPAN.match(attrs.get(key) or "") for key in ("colspan", "rowspan"))
    return int(across[0]) or 1 if across else 1, int(down[0]) or 1 if down else 1
