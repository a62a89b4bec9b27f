"""Which picture an <img> shows: its address, of several the largest, wherever the page keeps it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from newsparse.page.block import Picture
from newsparse.text.visible import visible

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
# Several sizes of one picture, the original lazily first.
_CHOICE_KEYS = ("data-srcset", "data-lazy-srcset", "srcset")
_CHOICES = frozenset(_CHOICE_KEYS)
# How wide a candidate is, or for which density of the screen.
_CANDIDATE = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)[wx]")
# Any other attribute that holds the address of a picture.
_PICTURE = re.compile(r"^[^\s,<>\"']+\.(?:jpe?g|png|webp|gif|bmp|avif)(?:[?!@#][^\s,]*)?$", re.I)
# What a loader's own name for such an attribute says; its picture may have no extension.
_LATE = re.compile(r"src\d?$|lazy|original")
_ADDRESS = re.compile(r"^(?:https?:)?//[^\s,<>\"']+$", re.I)
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


def image_of(attrs: Mapping[str, str | None], offered: str = "") -> Picture | None:
    """The picture of an <img>, its address as written, or the one that is offered for it; None where there is none."""
    plain = (attrs.get("src") or "").strip()
    stands_in = not plain or _is_placeholder(plain)
    src = ("" if _CHOICES.isdisjoint(attrs) else chosen(attrs)) or _lazy(attrs, stands_in or _is_drawn(plain))
    if not src:
        src = offered if stands_in else plain
    if not src:
        return None
    alt, title = visible(attrs.get("alt") or ""), visible(attrs.get("title") or "")
    return Picture(src, alt.strip(), title.strip(), _size(attrs.get("width")), _size(attrs.get("height")))


def chosen(attrs: Mapping[str, str | None]) -> str:
    """The largest of the sizes that the element offers; what an <img> has beside these is for old browsers."""
    return next((best for key in _CHOICE_KEYS if (best := largest(attrs.get(key) or ""))), "")


def largest(choice: str) -> str:
    """The address of the largest candidate of a ``srcset``; "" where it holds none that is an address.

    >>> largest("/d-320.jpg 320w, /d,c-1280.jpg 1280w,/d-640.jpg 640w"), largest("/a.jpg, /b.jpg 2x"), largest("/a.jpg")
    ('/d,c-1280.jpg', '/b.jpg', '/a.jpg')
    """
    best, most = "", 0.0
    address = ""
    for word in choice.split():
        size, _, rest = word.partition(",")
        found = _CANDIDATE.fullmatch(size) if address else None
        if found is None:
            best, most = _larger(best, most, address, 1.0)
            address = word
        else:
            best, most = _larger(best, most, address, float(found[1]))
            address = rest
    return _larger(best, most, address, 1.0)[0]


def _larger(best: str, most: float, address: str, size: float) -> tuple[str, float]:
    address = address.strip(",")
    return (address, size) if address and size > most and not _is_placeholder(address) else (best, most)


def is_photograph(src: str) -> bool:
    """Whether an address names a picture, and none that is drawn."""
    return _PICTURE.match(src) is not None and not _is_drawn(src.partition("?")[0])


def _lazy(attrs: Mapping[str, str | None], late: bool) -> str:
    """Where a lazy loader keeps the address: an attribute known for it; any that holds one, if ``src`` is ``late``."""
    if not _LAZY_SET.isdisjoint(attrs):
        for key in _LAZY:
            value = (attrs.get(key) or "").strip()
            if ("/" in value or "." in value) and not _is_placeholder(value):
                return value
    if not late:
        return ""
    for key, given in attrs.items():
        if key in _NO_ADDRESS or not given or _is_placeholder(value := given.strip()):
            continue
        if _PICTURE.match(value) or (_LATE.search(key) and _ADDRESS.match(value)):
            return value
    return ""


def _is_drawn(src: str) -> bool:
    return src.lower().endswith(_DRAWN)


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
