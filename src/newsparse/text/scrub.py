"""What no file may hold: lone surrogates (no UTF-8 writes them), NUL (databases and C programs stop), and numbers that
JSON does not know."""

from __future__ import annotations

from math import isfinite
from typing import TypeVar, cast

_T = TypeVar("_T")


def is_clean(text: str) -> bool:
    """Whether ``text`` can be written as it is. Costs one pass in C over the text.

    >>> is_clean("新闻"), is_clean("a\\x00b"), is_clean("a\\ud800b")
    (True, False, False)
    """
    if "\0" in text:
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def scrub(text: str) -> str:
    """``text`` without NUL, each lone surrogate as U+FFFD; two that make a pair become their character.

    >>> scrub("a\\x00b\\ud800c"), scrub("\\ud83d\\ude00")
    ('ab\ufffdc', '\U0001f600')
    """
    if is_clean(text):
        return text
    return text.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def scrub_all(value: _T) -> _T:
    """``value`` (JSON types) with every string in it scrubbed, keys too, and numbers that are none as strings.

    >>> scrub_all({"a\\x00": [1e400, -1.5]})
    {'a': ['inf', -1.5]}
    """
    if isinstance(value, str):
        return cast(_T, scrub(value))
    if isinstance(value, float) and not isfinite(value):
        return cast(_T, str(value))
    if isinstance(value, list):
        return cast(_T, [scrub_all(item) for item in value])
    if isinstance(value, dict):
        return cast(_T, {scrub(key): scrub_all(item) for key, item in value.items()})
    return value
