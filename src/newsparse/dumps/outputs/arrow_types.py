"""The record as Arrow types, and as the JSON of which Arrow's own reader makes them.

A time is two columns, and its precision comes with it, whatever keys are wanted: see `newsparse.record.row_times`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

from newsparse.article import Article
from newsparse.dumps.batch import Outcome
from newsparse.dumps.extras import need
from newsparse.dumps.job import Job
from newsparse.record import Key, Shape, keys_of
from newsparse.record.row_times import ZONE, local_name, timestamps

NEEDS = "Parquet cannot be written"


def row(outcome: Outcome, job: Job) -> bytes | None:
    """The record as JSON with the columns of `schema`: maps as lists, times as numbers, ``carried`` as text."""
    if outcome.record is None:
        return None
    line = {"file": outcome.name, **{key.name: outcome.record[key.name] for key in _keys(job)}}
    for name in _names(job, "map"):
        line[name] = [{"key": key, "value": value} for key, value in line[name].items()]
    for name in _names(job, "moment"):
        if line[name] is not None:
            line[name], line[local_name(name)] = timestamps(line[name], getattr(outcome.article, name))
    carried = outcome.carried
    line["carried"] = None if carried is None else json.dumps(carried, ensure_ascii=False)
    return json.dumps(line, ensure_ascii=False).encode()


def schema(job: Job) -> Any:
    """The Arrow schema of the rows as JSON: maps still lists, times still numbers (see `final_schema`)."""
    pa = need("pyarrow", NEEDS)
    fields = [pa.field(name, pa.string()) for name in ("file", *(["duplicate_of"] if job.dedup else []))]
    for key in _keys(job):
        fields.append(pa.field(key.name, _type(key, key.shape, pa)))
        if key.shape.kind == "moment":
            fields.append(pa.field(local_name(key.name), pa.int64()))
    return pa.schema([*fields, pa.field("carried", pa.string())])


def final_schema(job: Job) -> Any:
    """The Arrow schema of the output."""
    pa = need("pyarrow", NEEDS)
    final = with_maps(schema(job).empty_table(), job).schema
    for name in _names(job, "moment"):
        for column, zone in ((name, ZONE), (local_name(name), None)):
            final = final.set(final.get_field_index(column), pa.field(column, pa.timestamp("us", zone)))
    return final


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
    for name in _names(job, "map"):
        column = table.column(name).combine_chunks()
        column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        made = pa.MapArray.from_arrays(column.offsets, *column.values.flatten())
        table = table.set_column(table.schema.get_field_index(name), name, made)
    return table


def _keys(job: Job) -> list[Key]:
    """The keys that are written: those that are wanted, and the precision of each time."""
    wanted = {key.name for key in job.filters.wanted()}
    wanted |= {f"{name}_precision" for name in _names(job, "moment")}
    return [key for key in keys_of(Article) if key.name in wanted]


def _names(job: Job, kind: str) -> list[str]:
    return [key.name for key in job.filters.wanted() if key.shape.kind == kind]


def _type(key: Key, shape: Shape, pa: Any) -> Any:
    if shape.cls is not None:
        return pa.struct([(each.name, _type(each, each.shape, pa)) for each in keys_of(shape.cls)])
    if shape.kind == "array":
        return pa.list_(_type(key, shape.of, pa))
    if shape.kind == "map":
        return pa.list_(pa.struct([("key", pa.string()), ("value", _type(key, shape.of, pa))]))
    if shape.kind == "moment":
        return pa.int64()
    if shape.kind == "integer":
        return pa.int32() if key.spec.bits == 32 else pa.int64()
    return {"number": pa.float64(), "boolean": pa.bool_()}.get(shape.kind, pa.string())
