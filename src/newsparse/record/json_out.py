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


_Make = Callable[[Any], Any]


@cache
def _writer(cls: Any) -> Callable[[Any], dict[str, Any]]:
    """What makes JSON of objects of a dataclass."""
    keys = [
        (key.name, key.spec.types, key.spec.optional, key.shape.kind == "moment", _maker(key.shape))
        for key in keys_of(cls)
    ]

    def write(value: Any) -> dict[str, Any]:
        record = {}
        for name, types, optional, is_time, make in keys:
            given = getattr(value, name)
            if (optional and given is None) or (types and (given is None or value.type not in types)):
                continue  # not a key of this type of block, or nothing to say
            if is_time:  # cut to the precision that stands beside it
                record[name] = iso(given, getattr(value, f"{name}_precision", None))
            else:
                record[name] = given if given is None or make is None else make(given)
        return record

    return write


def _maker(shape: Shape) -> _Make | None:
    """What makes JSON of a value of this shape, None where it is JSON already."""
    if shape.cls is not None:
        return _writer(shape.cls)
    if shape.of is None:
        return None
    each = _maker(shape.of)
    if shape.kind == "map":
        return dict if each is None else lambda given: {name: each(value) for name, value in given.items()}
    return list if each is None else lambda given: [each(value) for value in given]
