"""Change a page as another site's template would, or as a bad copy does, without changing what a reader sees.

Each perturbation takes the page's text and a seeded random generator and returns bytes (and perhaps a Content-Type).
Used by tests/test_perturbed.py and tools/quality.py.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_ATTRIBUTE = re.compile(r"""\b(class|id)\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.I)
_META = re.compile(r"<meta\b[^>]*>", re.I)
_HEAD = re.compile(r"<head\b[^>]*>.*?</head\s*>", re.I | re.S)
_H1 = re.compile(r"<(/?)h1\b", re.I)
_SPLIT = re.compile(r"(<script\b.*?</script\s*>|<style\b.*?</style\s*>|<!--.*?-->)", re.I | re.S)
_CHARSET = re.compile(r"""charset\s*=\s*["']?[\w-]+""", re.I)

Perturbation = Callable[[str, random.Random], bytes]


def _outside_scripts(text: str, change: Callable[[str], str]) -> str:
    """Apply a change to the markup, not to scripts, styles and comments."""
    parts = _SPLIT.split(text)
    return "".join(part if index % 2 else change(part) for index, part in enumerate(parts))


def rename_classes(text: str, rng: random.Random) -> bytes:
    """Every class and id gets another name, the same one wherever it stands."""
    names: dict[str, str] = {}

    def rename(found: re.Match[str]) -> str:
        words = found[2].strip("\"'").split()
        new = [names.setdefault(w, "x" + "".join(rng.choices("bcdfghjkmpqrstvwz", k=7))) for w in words]
        return f'{found[1]}="{" ".join(new)}"'

    return _outside_scripts(text, lambda part: _ATTRIBUTE.sub(rename, part)).encode("utf-8", "replace")


def swap_elements(text: str, rng: random.Random) -> bytes:
    """div becomes section, section and article become div, p becomes div."""
    table = {"div": "section", "section": "div", "article": "div", "p": "div"}
    pattern = re.compile(r"<(/?)(div|section|article|p)(?=[\s>])", re.I)
    swapped = _outside_scripts(text, lambda part: pattern.sub(lambda m: f"<{m[1]}{table[m[2].lower()]}", part))
    return swapped.encode("utf-8", "replace")


def drop_metas(text: str, rng: random.Random) -> bytes:
    """No meta tag is left but the charset's, which is made true."""
    return ('<meta charset="utf-8">' + _META.sub("", text)).encode("utf-8", "replace")


def strip_white_space(text: str, rng: random.Random) -> bytes:
    """White space between tags is gone."""
    return _outside_scripts(text, lambda part: re.sub(r">[ \t\r\n]+<", "><", part)).encode("utf-8", "replace")


def cut_head(text: str, rng: random.Random) -> bytes:
    """The whole head is gone: title, metas, links."""
    return _HEAD.sub("", text, count=1).encode("utf-8", "replace")


def lie_about_encoding(text: str, rng: random.Random) -> bytes:
    """GB 18030 bytes, and a meta that says UTF-8."""
    return _CHARSET.sub('charset="utf-8"', text).encode("gb18030", "replace")


def replace_h1(text: str, rng: random.Random) -> bytes:
    """h1 becomes div."""
    return _H1.sub(r"<\1div", text).encode("utf-8", "replace")


PERTURBATIONS: dict[str, Perturbation] = {
    "rename classes and ids": rename_classes,
    "swap div, section, article, p": swap_elements,
    "drop metas": drop_metas,
    "strip white space": strip_white_space,
    "cut the head": cut_head,
    "GB 18030 that says UTF-8": lie_about_encoding,
    "replace h1": replace_h1,
}
