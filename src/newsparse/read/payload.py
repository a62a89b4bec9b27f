"""Data that is written as one flat list, whose objects and lists name their members by index (devalue; Nuxt 3)."""

from __future__ import annotations

import json
from collections import deque

_MAX_PAYLOAD = 5_000_000  # characters, as for other scripts
_WRAPPERS = 5  # ["Reactive", 3] round ["Ref", 4] …
# What is named twice stands twice: shared, a few lists of each other would be walked for hours. So all that stands may
# be as long as the text.
_EMPTY = 10  # an object or a list counts as so many characters

_Parts = dict[str, object] | list[object]


def payload(text: str) -> object:
    """The value that a flat list stands for, those nearest to the root first; None for what is none.

    >>> payload('[["Reactive", 1], {"title": 2, "tags": 3}, "小镇通车", [4], "交通"]')
    {'title': '小镇通车', 'tags': ['交通']}
    """
    try:
        items = json.loads(text, strict=False) if len(text) <= _MAX_PAYLOAD else None
    except (ValueError, RecursionError):
        return None
    return _in_place(items, len(text)) if isinstance(items, list) else None


def _in_place(items: list[object], left: int) -> object:
    """The root with all values where their indexes stand, as long as ``left`` characters and values last."""
    waiting: deque[tuple[_Parts, _Parts]] = deque()

    def value(ref: object) -> object:
        nonlocal left
        item = _item(ref, items)
        left -= len(item) + 1 if isinstance(item, str) else _EMPTY if isinstance(item, dict | list) else 1
        if not isinstance(item, dict | list):
            return item if left > 0 else None
        made: _Parts = {} if isinstance(item, dict) else []
        waiting.append((item, made))
        return made

    root = value(0)
    while waiting and left > 0:
        item, made = waiting.popleft()
        if isinstance(item, dict) and isinstance(made, dict):
            made.update({key: value(ref) for key, ref in item.items()})
        elif isinstance(item, list) and isinstance(made, list):
            made.extend([value(ref) for ref in item])
    return root


def _item(ref: object, items: list[object]) -> object:
    """What stands at an index, wrappers looked through; None where nothing does."""
    for _ in range(_WRAPPERS):
        if not isinstance(ref, int) or not 0 <= ref < len(items):
            return None
        item = items[ref]
        if not (isinstance(item, list) and len(item) > 1 and isinstance(item[0], str)):
            return item
        ref = item[1]
    return None
