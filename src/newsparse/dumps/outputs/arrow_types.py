"""The record as Arrow types, and as the JSON of which Arrow's own reader makes them."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

from newsparse.dumps.batch import Outcome
from newsparse.dumps.extras import need
from newsparse.dumps.job import Job
from newsparse.record import Key, Shape, keys_of

NEEDS = "Parquet cannot be written"


def row(outcome: Outcome, job: Job) -> bytes | None:
    """The record as JSON with the columns of `schema`: maps as lists, what was carried along as JSON text."""
    if outcome.record is None:
        return None
    line = {"file": outcome.name, **job.filters.chosen(outcome.record)}
    for name in _maps(job):
        line[name] = [{"key": key, "value": value} for key, value in line[name].items()]
    carried = outcome.carried
    line["carried"] = None if carried is None else json.dumps(carried, ensure_ascii=False)
    return json.dumps(line, ensure_ascii=False).encode()


def schema(job: Job) -> Any:
    """The Arrow schema of the output, maps still lists (see `with_maps`)."""
    pa = need("pyarrow", NEEDS)
    names = ["file", *(["duplicate_of"] if job.dedup else [])]
    fields = [(key.name, _type(key, key.shape, pa)) for key in job.filters.wanted()]
    return pa.schema([*((name, pa.string()) for name in names), *fields, ("carried", pa.string())])


def final_schema(job: Job) -> Any:
    """The Arrow schema of the output."""
    return with_maps(schema(job).empty_table(), job).schema


def table_of(lines: bytes, job: Job, more: Sequence[str] = ()) -> Any:
    """Rows as JSON (see `row`), one a line, as a table of the final schema.

    Args:
        lines: the rows.
        job: what was done with each page.
        more: further columns of text that the rows may have.
    """
    pa, reader = need("pyarrow", NEEDS), need("pyarrow.json", NEEDS)
    added = [pa.field(name, pa.string()) for name in more]
    explicit = pa.schema([*schema(job), *added])
    how = reader.ParseOptions(explicit_schema=explicit, unexpected_field_behavior="error", newlines_in_values=False)
    reading = reader.ReadOptions(use_threads=False, block_size=len(lines) + 1)
    table = reader.read_json(io.BytesIO(lines), read_options=reading, parse_options=how)
    return with_maps(table.select(explicit.names), job).cast(pa.schema([*final_schema(job), *added]))


def with_maps(table: Any, job: Job) -> Any:
    """The table with its maps as such: the JSON reader makes none."""
    pa = need("pyarrow", NEEDS)
    for name in _maps(job):
        column = table.column(name).combine_chunks()
        column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        made = pa.MapArray.from_arrays(column.offsets, *column.values.flatten())
        table = table.set_column(table.schema.get_field_index(name), name, made)
    return table


def _maps(job: Job) -> list[str]:
    return [key.name for key in job.filters.wanted() if key.shape.kind == "map"]


def _type(key: Key, shape: Shape, pa: Any) -> Any:
    if shape.cls is not None:
        return pa.struct([(each.name, _type(each, each.shape, pa)) for each in keys_of(shape.cls)])
    if shape.kind == "array":
        return pa.list_(_type(key, shape.of, pa))
    if shape.kind == "map":
        return pa.list_(pa.struct([("key", pa.string()), ("value", _type(key, shape.of, pa))]))
    if shape.kind == "integer":
        return pa.int32() if key.spec.bits == 32 else pa.int64()
    return {"number": pa.float64(), "boolean": pa.bool_()}.get(shape.kind, pa.string())
