"""A record as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from newsparse.record.keys import Shape, keys_of
from newsparse.text.scrub import is_clean, scrub_all


def to_dict(value: Any) -> dict[str, Any]:
    """A dataclass as JSON types only. No string in it holds NUL or a lone surrogate."""
    record = _writer(value.__class__)(value)
    return record if _is_clean_json(_dump(record)) else scrub_all(record)


def to_json(value: Any, *, indent: int | None = None) -> str:
    """`to_dict` as JSON text: characters as they are, one line unless ``indent`` is given."""
    record = _writer(value.__class__)(value)
    text = _dump(record, indent)
    return text if _is_clean_json(text) else _dump(scrub_all(record), indent)


def iso(moment: datetime | None, precision: str | None) -> str | None:
    """ISO 8601, cut to what is known of the moment; all of it to the second where no precision is given.

    >>> from datetime import timedelta, timezone
    >>> noon = datetime(2021, 11, 8, 12, 0, 9, tzinfo=timezone(timedelta(hours=8)))
    >>> iso(noon, "day"), iso(noon, "minute"), iso(noon, "second")
    ('2021-11-08', '2021-11-08T12:00+08:00', '2021-11-08T12:00:09+08:00')
    """
    if moment is None:
        return None
    if precision == "day":
        return moment.date().isoformat()
    return moment.isoformat(timespec="minutes" if precision == "minute" else "seconds")


def _dump(record: dict[str, Any], indent: int | None = None) -> str:
    return json.dumps(record, ensure_ascii=False, indent=indent)


def _is_clean_json(text: str) -> bool:
    """Whether no string in this JSON text needs scrubbing. (JSON text shows NUL as an escape.)"""
    return "\\u0000" not in text and is_clean(text)


_Write = Callable[[Any], dict[str, Any]]


@cache
def _writer(cls: Any) -> _Write:
    """What makes JSON of objects of a dataclass: the function that a person would write by hand, made of its keys once.

    A loop over the keys for each object takes four times as long (the record of a page: 38 µs against 10).
    """
    used: dict[str, Any] = {"iso": iso}
    keys = keys_of(cls)
    always = [f"{key.name!r}: {_source(key.shape, f'value.{key.name}', used)}" for key in keys if not key.spec.types]
    lines = ["def write(value):", f"    record = {{{', '.join(always)}}}"]
    for key in keys:
        if key.spec.types:
            there = f"value.{key.name}"
            lines += [
                f"    if value.type in {key.spec.types!r} and {there} is not None:",
                f"        record[{key.name!r}] = {_source(key.shape._replace(nullable=False), there, used)}",
            ]
    exec("\n".join([*lines, "    return record"]), used)  # noqa: S102 - of names in our own classes, no page's words
    made: _Write = used["write"]
    return made


def _source(shape: Shape, value: str, used: dict[str, Any]) -> str:
    """The expression that makes JSON of what the expression ``value`` gives; what it calls goes into ``used``."""
    if shape.nullable and (shape.cls or shape.of):
        return f"None if {value} is None else {_source(shape._replace(nullable=False), value, used)}"
    if shape.cls is not None:
        used[shape.cls.__name__] = _writer(shape.cls)
        return f"{shape.cls.__name__}({value})"
    if shape.kind == "moment":  # cut to the precision that stands beside it
        return f"iso({value}, getattr(value, '{value.rpartition('.')[2]}_precision', None))"
    if shape.of is None:
        return value
    if (each := _source(shape.of, "each", used)) == "each":
        return f"{'dict' if shape.kind == 'map' else 'list'}({value})"
    return (
        f"{{name: {each} for name, each in {value}.items()}}"
        if shape.kind == "map"
        else f"[{each} for each in {value}]"
    )
