"""Pictures that stand for a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping

from newsparse.text.visible import visible

# Their names and addresses, and what only a formula's words hold, and what they never do: a word first, as nearly all
# pictures have words that are Chinese, or none.
_NAME = re.compile(r"(?<![a-z])(?:(?:la|ka)?tex|math(?:jax|ml|type)?|formula|equation|eqn?)(?![a-z])", re.I)
_COMMAND = re.compile(r"\\[a-zA-Z]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ADDRESS = re.compile(r"://|\.(?:jpe?g|png|gif|svg|webp)$", re.I)


def formula_of(attrs: Mapping[str, str | None]) -> str:
    """The words of an <img> that stands for a formula, "" for any other: a sentence goes on with them.

    >>> formula_of({"src": "/eq/12.png", "alt": "h=v/s"}), formula_of({"src": "/photo.jpg", "alt": "Dock 3"})
    ('h=v/s', '')
    """
    alt = attrs.get("alt")
    if not alt or _HAN.search(alt) or _ADDRESS.search(alt):
        return ""
    named = _COMMAND.search(alt) or _NAME.search(f"{attrs.get('class')} {attrs.get('src')}")
    return visible(alt).strip() if named else ""
