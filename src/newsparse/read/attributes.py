"""What an element's attributes say: its names, whether it is hidden, centred or emphasised, which picture it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from newsparse.page.block import CENTRED, HIDDEN, STRONG, Picture

_STYLE = re.compile(
    r"(display\s*:\s*none|visibility\s*:\s*hidden)|(text-align\s*:\s*center)|"
    r"(font-weight\s*:\s*(?:bold|[6-9]00)|(?<![\w-])color\s*:\s*(?!#000|#333|#222|black|inherit))|"
    r"((?<![\w-])(?:(?:margin-)?(?:left|top)|text-indent)\s*:\s*-\d{4})",
    re.I,
)
# Off the screen, which is not thousands of pixels wide: so words are hidden in a line.
UNSEEN = 16
_STYLE_FLAGS = (0, HIDDEN, CENTRED, STRONG, UNSEEN)
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


@lru_cache(maxsize=4096)
def _style_flags(style: str) -> int:
    """Flags of a style attribute; pages repeat a few styles thousands of times."""
    flags = 0
    for found in _STYLE.finditer(style):
        flags |= _STYLE_FLAGS[found.lastindex or 0]
    return flags


# Where lazy loaders keep the picture's address, the most telling first; ``src`` is often a placeholder then.
_LAZY = (
    "data-original",
    "data-src",
    "data-lazyload",
    "data-lazy-src",
    "data-url",
    "data-echo",
    "_src",
    "oldsrc",
)
_LAZY_SET = frozenset(_LAZY)
# What stands in for a picture is drawn; photographs are not.
_DRAWN = (".gif", ".svg")
# Any other attribute that holds the address of a picture.
_PICTURE = re.compile(r"^[^\s,<>\"']+\.(?:jpe?g|png|webp|gif|bmp|avif)(?:[?!@#][^\s,]*)?$", re.I)
_NO_ADDRESS = frozenset(("src", "alt", "title", "class", "id", "style", "width", "height"))
# Over lower-case addresses. Each branch opens with a plain character, so that the engine skips to the next of them.
_PLACEHOLDER = re.compile(
    "|".join(
        rf"{word}[\w-]*\.(?:gif|png|svg)"
        for word in ("blank", "loading", "placeholder", "grey", "transparent", "space", "1x1", "pixel")
    )
)
# More digits are no size, and Python refuses to read thousands of them.
_MOST_DIGITS = 6
_SIZE = re.compile(rf"\d{{1,{_MOST_DIGITS}}}")


def image_of(attrs: Mapping[str, str | None]) -> Picture | None:
    """The picture of an <img>, its address as written; None where there is none."""
    src = _lazy(attrs) or (attrs.get("src") or "").strip()
    if not src or _is_placeholder(src):
        return None
    alt, title = attrs.get("alt") or "", attrs.get("title") or ""
    return Picture(src, alt.strip(), title.strip(), _size(attrs.get("width")), _size(attrs.get("height")))


def _lazy(attrs: Mapping[str, str | None]) -> str:
    """Where a lazy loader keeps the address: an attribute known for it; any that holds one where ``src`` does not."""
    if not _LAZY_SET.isdisjoint(attrs):
        for key in _LAZY:
            value = (attrs.get(key) or "").strip()
            if ("/" in value or "." in value) and not _is_placeholder(value):
                return value
    src = (attrs.get("src") or "").strip()
    if src and not _is_placeholder(src) and not src.lower().endswith(_DRAWN):
        return ""
    for key, given in attrs.items():
        if key not in _NO_ADDRESS and given and _PICTURE.match(value := given.strip()) and not _is_placeholder(value):
            return value
    return ""


def _is_placeholder(src: str) -> bool:
    lower = src.lower()
    return lower.startswith("data:") or _PLACEHOLDER.search(lower) is not None


def _size(value: str | None) -> int | None:
    """Pixels, or None where the attribute is missing or relative."""
    if not value:
        return None
    if len(value) <= _MOST_DIGITS and value.isdecimal():
        return int(value)
    found = _SIZE.match(value)
    return int(found[0]) if found and "%" not in value else None
