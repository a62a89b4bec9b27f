"""Data that is written as one flat list, whose objects and lists name their members by index (devalue; Nuxt 3)."""

from __future__ import annotations

import json

_MAX_PAYLOAD = 5_000_000  # characters, as for other scripts
_WRAPPERS = 5  # ["Reactive", 3] round ["Ref", 4] …


def payload(text: str) -> object:
    """The value that a flat list stands for; None for what is none. Cycles stay cycles; takes time linear in the text.

    >>> payload('[["Reactive", 1], {"title": 2, "tags": 3}, "小镇通车", [4], "交通"]')
    {'title': '小镇通车', 'tags': ['交通']}
    """
    try:
        items = json.loads(text, strict=False) if len(text) <= _MAX_PAYLOAD else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(items, list) or not items:
        return None
    made: list[object] = [_shell(item) for item in items]
    for item, shell in zip(items, made, strict=True):
        if isinstance(shell, dict):
            shell.update({key: made[at] for key, ref in item.items() if (at := _index(ref, items)) is not None})
        elif isinstance(shell, list):
            shell.extend([made[at] for ref in item if (at := _index(ref, items)) is not None])
    first = _index(0, items)
    return None if first is None else made[first]


def _shell(item: object) -> object:
    """An empty object or list for one that is filled later; any other value is itself."""
    if isinstance(item, dict):
        return {}
    return [] if isinstance(item, list) else item


def _index(ref: object, items: list[object]) -> int | None:
    """Where the value stands that an index names, wrappers looked through."""
    for _ in range(_WRAPPERS):
        if not isinstance(ref, int) or not 0 <= ref < len(items):
            return None
        item = items[ref]
        if not (isinstance(item, list) and len(item) > 1 and isinstance(item[0], str)):
            return ref
        ref = item[1]
    return None
