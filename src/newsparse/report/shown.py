"""A value of a record as a person reads it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from newsparse.record import iso

# Of credits, pictures and breadcrumbs these parts say it all.
_PLAIN = ("name", "organization", "raw", "url", "caption")


def shown(value: Any) -> str:
    """Text as it is, several joined, the parts of a record that are there.

    >>> shown(("张三", "李四")), shown(None), shown([{"name": "张三", "role": "author", "organization": None}])
    ('张三、李四', 'nothing', '张三 (author)')
    >>> shown([{"url": "https://a.example/1.jpg", "caption": "石桥", "alt": None}]), shown({"width": 3, "height": None})
    ('https://a.example/1.jpg 石桥', 'width=3')
    """
    if value is None or value in ("", (), []):
        return "nothing"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        return "、".join(map(shown, value))
    parts = _parts(value)
    if parts is None:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    if "when" in parts:  # a moment as the text cores read it
        return iso(parts["when"], parts["precision"]) or "nothing"
    there = {name: shown(part) for name, part in parts.items() if part not in (None, "", ())}
    if "name" in there:
        there.pop("url", None)  # the name says what it leads to
    plain = [there.pop(name) for name in _PLAIN if name in there]
    beside = [f"({there.pop('role')})"] if "role" in there else []
    named = [] if plain else [f"{name}={part}" for name, part in there.items()]
    return " ".join([*plain, *beside, *named])


def _parts(value: Any) -> dict[str, Any] | None:
    """The named parts of a value, if it has any: of a dict, a named tuple, a dataclass."""
    if isinstance(value, dict):
        return value
    if hasattr(value, "_asdict"):
        return dict(value._asdict())
    names = getattr(value, "__dataclass_fields__", None)
    return {name: getattr(value, name) for name in names} if names else None
