"""Characters that nobody sees: zero-width ones, soft hyphens, marks of direction. No field holds them."""

from __future__ import annotations

import re

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def visible(text: str) -> str:
    """``text`` without them. Costs one pass in C over a text that holds none.

    >>> visible("青\\u200b河\\u00ad渡口")
    '青河渡口'
    """
    return text if text.isprintable() else _UNSEEN.sub("", text)
