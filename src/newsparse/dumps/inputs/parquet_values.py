"""The rows of an Arrow batch as Python values, also where Python has none for one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from newsparse.dumps.extras import need

# What `to_pylist` raises for bytes that are no UTF-8, for times out of range, for nanoseconds.
_ODD = (UnicodeDecodeError, OverflowError, ValueError)


def rows_of(batch: Any) -> list[dict[str, Any]]:
    """The rows. A text that is no UTF-8 is given as bytes, a time that Python does not know as text."""
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
        return rows
    except _ODD:
        columns = [_column(column) for column in batch.columns]
        names = batch.schema.names
        return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _column(column: Any) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
        return values
    except _ODD:
        return [_value(scalar) for scalar in column]


def _value(scalar: Any) -> Any:
    for ask in (lambda: scalar.as_py(), lambda: scalar.as_buffer().to_pybytes(), *_as_text(scalar)):
        try:
            return ask()
        except (*_ODD, AttributeError, NotImplementedError):  # Arrow's errors are of these
            continue
    return "(a value that Python has none for)"


def _as_text(scalar: Any) -> tuple[Callable[[], Any], ...]:
    arrow = need("pyarrow", "a Parquet file cannot be read")
    return (
        lambda: scalar.cast(arrow.string()).as_py(),
        lambda: str(scalar.cast(arrow.int64()).as_py()),
        lambda: str(scalar),
    )
