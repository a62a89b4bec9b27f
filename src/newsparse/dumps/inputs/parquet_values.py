"""The rows of an Arrow batch as Python values, also where Python has none for one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from newsparse.dumps.extras import need

# What `to_pylist` raises for bytes that are no UTF-8, for times out of range, for nanoseconds, for zones of no place.
_ODD = (UnicodeDecodeError, OverflowError, ValueError, LookupError)
_NEEDS = "a Parquet file cannot be read"


def rows_of(batch: Any) -> list[dict[str, Any]]:
    """The rows. A text that is no UTF-8 is given as bytes, a time that Python does not know as text.

    Columns of one name have a number behind it from the second on.
    """
    names = batch.schema.names
    try:
        if len(set(names)) == len(names):
            rows: list[dict[str, Any]] = batch.to_pylist()
            return rows
    except _ODD:
        pass
    columns = [_column(column) for column in batch.columns]
    return [dict(zip(_different(names), values, strict=True)) for values in zip(*columns, strict=True)]


def _different(names: list[str]) -> list[str]:
    """Names of which no two are the same.

    >>> _different(["html", "x", "x", "x 2"])
    ['html', 'x', 'x 3', 'x 2']
    """
    given, found = set(names), dict.fromkeys(names[:0])
    for name in names:
        new, number = name, 2
        while new in found or (new != name and new in given):
            new, number = f"{name} {number}", number + 1
        found[new] = None
    return list(found)


def _column(column: Any) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
        return values
    except _ODD:
        return [_value(scalar) for scalar in column]


def _value(scalar: Any) -> Any:
    """The value; of a nested one what is in it, one by one."""
    for ask in (lambda: scalar.as_py(), *_parts(scalar), lambda: scalar.as_buffer().to_pybytes(), *_as_text(scalar)):
        try:
            return ask()
        except (*_ODD, AttributeError, NotImplementedError, TypeError):  # Arrow's errors are of these
            continue
    return "(a value that Python has none for)"


def _parts(scalar: Any) -> Iterator[Callable[[], Any]]:
    arrow = need("pyarrow", _NEEDS)
    if isinstance(scalar, arrow.DictionaryScalar):
        yield lambda: _value(scalar.value)
    elif isinstance(scalar, arrow.StructScalar):
        yield lambda: {field.name: _value(scalar[at]) for at, field in enumerate(scalar.type)}
    elif isinstance(scalar, arrow.MapScalar):
        yield lambda: [(_value(pair[0]), _value(pair[1])) for pair in scalar.values]
    elif isinstance(scalar, arrow.ListScalar):
        yield lambda: [_value(item) for item in scalar.values]


def _as_text(scalar: Any) -> tuple[Callable[[], Any], ...]:
    arrow = need("pyarrow", _NEEDS)
    return (
        lambda: scalar.cast(arrow.string()).as_py(),
        lambda: str(scalar.cast(arrow.int64()).as_py()),
        lambda: str(scalar),
    )
