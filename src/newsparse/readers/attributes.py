"""What an element's attributes say: its names, whether it is hidden, centred or emphasised, which picture it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from newsparse.page import CENTRED, HIDDEN, STRONG, Picture

_STYLE = re.compile(
    r"(display\s*:\s*none|visibility\s*:\s*hidden)|(text-align\s*:\s*center)|"
    r"(font-weight\s*:\s*(?:bold|[6-9]00)|(?<![\w-])color\s*:\s*(?!#000|#333|#222|black|inherit))",
    re.I,
)
_STYLE_FLAGS = (0, HIDDEN, CENTRED, STRONG)
_PLAIN_COLOURS = frozenset(("#000000", "#000", "black", "#333333", "#333"))


def read_attributes(items: Iterable[tuple[str, str | None]]) -> tuple[str, int]:
    """The name (class, id and itemprop, lower case, joined by spaces) and the flags (see `newsparse.page`).

    >>> read_attributes([("class", "Art-Title"), ("style", "display: none")])
    ('art-title', 1)
    """
    name = ""
    flags = 0
    for key, value in items:
        if not value:
            if key == "hidden":
                flags |= HIDDEN
        elif key == "class" or key == "id" or key == "itemprop":
            name = f"{name} {value}" if name else value
        elif key == "style":
            flags |= _style_flags(value)
        elif key == "align":
            if value.lower() in ("center", "middle"):
                flags |= CENTRED
        elif key == "color":
            if value.lower() not in _PLAIN_COLOURS:
                flags |= STRONG
        elif key == "hidden":
            flags |= HIDDEN
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
    "src",
)
_PLACEHOLDER = re.compile(
    r"^data:|(?:blank|loading|placeholder|grey|transparent|space|1x1|pixel)[\w-]*\.(?:gif|png|svg)", re.I
)
_SIZE = re.compile(r"\d+")


def image_of(items: Iterable[tuple[str, str | None]]) -> Picture | None:
    """The picture of an <img>, its address as written; None where there is none."""
    attrs = {key: value or "" for key, value in items}
    for key in _LAZY:
        src = attrs.get(key, "").strip()
        if src and not _PLACEHOLDER.search(src) and (key == "src" or "/" in src or "." in src):
            return Picture(
                src,
                attrs.get("alt", "").strip(),
                attrs.get("title", "").strip(),
                _size(attrs, "width"),
                _size(attrs, "height"),
            )
    return None


def _size(attrs: dict[str, str], side: str) -> int | None:
    """Pixels, or None where the attribute is missing or relative."""
    found = _SIZE.match(attrs.get(side, ""))
    return int(found[0]) if found and "%" not in attrs[side] else None
