"""A record from its JSON, every value checked."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from newsparse.errors import DataError
from newsparse.frozen import FrozenDict
from newsparse.record.keys import MOMENT, Key, Shape, keys_of
from newsparse.record.row_times import local_name, moment_of

_T = TypeVar("_T")


def from_dict(cls: Callable[..., _T], record: Any, where: str = "") -> _T:
    """An object of a dataclass from its JSON: what `to_dict` gave, what a file of it holds, a row of Parquet.

    Keys that are missing have the value that says so; keys that the class does not have are passed over, as a later
    minor version may have them; what is read off other keys is read off them again.

    Raises:
        DataError: a value is not what its key takes; the message names the key.
    """
    if not isinstance(record, Mapping):
        raise _wrong(where, record, "an object")
    values: dict[str, Any] = {}
    for key in keys_of(cls):
        path = f"{where}.{key.name}" if where else key.name
        value = record.get(key.name)
        # Parquet has the keys of all types, and those that are optional, in every object.
        if key.given and key.name in record and not ((key.spec.types or key.spec.optional) and value is None):
            if isinstance(value, datetime):  # a row of a table
                value = _of_row(value, record.get(local_name(key.name)), path)
            values[key.name] = _read(key, value, path)
        elif key.required:
            raise DataError(f"The record has no {path}.")
    return cls(**values)


def _read(key: Key, value: Any, where: str) -> Any:
    found = _value(key.shape, value, where)
    least, most, choices = key.spec.least, key.spec.most, key.shape.choices
    if found is None:
        return None
    if len(choices) == 1:  # the version; the record is made with what ours has
        major = choices[0].partition(".")[0]
        if found.partition(".")[0] != major:
            raise _wrong(where, value, f"{major}.x")
        return choices[0]
    if choices and found not in choices:
        raise _wrong(where, value, f"one of {', '.join(choices)}")
    if (least is not None and found < least) or (most is not None and found > most):
        raise _wrong(where, value, f"at least {least}" if most is None else f"between {least} and {most}")
    return found


def _value(shape: Shape, value: Any, where: str) -> Any:
    """The value of a key, an item of a list, a value of a map."""
    if value is None and shape.nullable:
        return None
    if shape.cls is not None:
        return from_dict(shape.cls, value, where)
    if shape.kind == "array" and isinstance(value, list | tuple):
        return tuple(_value(shape.of, item, f"{where}[{at}]") for at, item in enumerate(value))
    if shape.kind == "map" and isinstance(value, Mapping):
        return FrozenDict({name: _value(shape.of, item, f"{where}.{name}") for name, item in value.items()})
    if shape.kind == "moment" and isinstance(value, datetime):
        return value
    if shape.kind == "moment" and isinstance(value, str) and (moment := _moment(value)):
        return moment
    if shape.kind in _PYTHON and type(value) in _PYTHON[shape.kind]:
        return value
    name = _NAMES.get(shape.kind, shape.kind)
    raise _wrong(where, value, f"{'an' if name[0] in 'aio' else 'a'} {name}{' or null' * shape.nullable}")


_PYTHON = {"string": (str,), "integer": (int,), "number": (float, int), "boolean": (bool,)}
_NAMES = {"map": "object", "moment": "time like 2021-11-08 or 2021-11-08T17:27+08:00"}


def _moment(text: str) -> datetime | None:
    """The moment; midnight in China for a bare day, of which JSON says no more."""
    from newsparse.text.dates.moments import CHINA_TIME

    if not re.fullmatch(MOMENT, text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA_TIME)


def _of_row(moment: datetime, local: Any, where: str) -> datetime:
    try:
        return moment_of(moment, local)
    except (ValueError, TypeError) as error:
        raise _wrong(where, moment, f"a time with a zone, {local_name(where)} the same time without") from error


def _wrong(where: str, value: Any, wanted: str) -> DataError:
    return DataError(f"{where or 'The record'} is {reprlib.repr(value)}: it must be {wanted}.")
