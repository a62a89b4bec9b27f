"""Values within the lengths that the record's specification gives them. Applied once, to what the rules have found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import chain
from operator import attrgetter, is_
from typing import Any, NamedTuple

from newsparse.record.keys import keys_of


class _Limit(NamedTuple):
    """A key with a limit, or with objects that have keys with limits."""

    name: str
    longest: int
    whole: bool
    required: bool
    cls: Any  # of the objects
    many: bool


@cache
def _limits(cls: Any) -> tuple[_Limit, ...]:
    made = []
    for key in keys_of(cls):
        inner = key.shape.of.cls if key.shape.kind == "array" else key.shape.cls
        inner = inner if inner is not None and _limits(inner) else None
        if key.given and (key.spec.longest or inner):
            many = key.shape.kind == "array"
            required = key.required or bool(key.spec.types and not key.spec.optional)  # by objects of its type
            made.append(_Limit(key.name, key.spec.longest, key.spec.whole, required, inner, many))
    return tuple(made)


def fit(cls: Any, values: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values that are to be changed for a record to be within its limits, and what is said of each key.

    Args:
        cls: the dataclass of the record.
        values: its values, or some of them.
    """
    if not _exceeds(cls, [values], values.get):
        return {}, []
    said: dict[str, str] = {}
    changed = {}
    for limit in _limits(cls):
        value = values.get(limit.name)
        if value:
            fitted = _fitted(limit, value, limit.name, said)
            if fitted is not value:
                changed[limit.name] = fitted
    return changed, list(said.values())


def _exceeds(cls: Any, objects: list[Any], get: Callable[[str], Any] | None = None) -> bool:
    """Whether one of the objects is beyond a limit: asked key by key of all at once, for hardly any ever is."""
    for limit in _limits(cls):
        parts = list(filter(None, [get(limit.name)] if get else map(attrgetter(limit.name), objects)))
        if parts and limit.many:
            parts = list(chain.from_iterable(parts))
        if parts and (_exceeds(limit.cls, parts) if limit.cls is not None else max(map(len, parts)) > limit.longest):
            return True
    return False


def _fitted(limit: _Limit, value: Any, path: str, said: dict[str, str]) -> Any:
    """The value within its limit, the same object where it is; None (or without the item) where it is left out."""
    each = _object if limit.cls is not None else _text
    if not limit.many:
        return each(limit, value, path, said)
    fitted = [each(limit, item, path, said) for item in value]
    if all(map(is_, fitted, value)):
        return value
    return tuple(item for item in fitted if item is not None)


def _text(limit: _Limit, text: str, path: str, said: dict[str, str]) -> str | None:
    if len(text) <= limit.longest:
        return text
    done = "left out" if limit.whole else "cut"
    said.setdefault(path, f"{path} has {len(text)} characters, more than {limit.longest}: {done}.")
    return None if limit.whole else f"{text[: limit.longest - 1].rstrip()}…"


def _object(outer: _Limit, value: Any, path: str, said: dict[str, str]) -> Any:
    """An object within the limits of its keys; None where it cannot be without a key that is left out."""
    changed = {}
    for limit in _limits(outer.cls):
        part = getattr(value, limit.name)
        if part:
            fitted = _fitted(limit, part, f"{path}.{limit.name}", said)
            if fitted is None and limit.required:
                return None
            if fitted is not part:
                changed[limit.name] = fitted
    return replace(value, **changed) if changed else value
