"""The record as Arrow types, and as the JSON of which Arrow's own reader makes them."""

from __future__ import annotations

import json
from typing import Any

from newsparse.dumps.batch import Outcome
from newsparse.dumps.extras import need
from newsparse.dumps.job import Job

NEEDS = "Parquet cannot be written"
_LISTS = ("authors", "editors", "headings", "keywords", "pages", "warnings")


def row(outcome: Outcome, job: Job) -> bytes | None:
    """The record as JSON with the columns of `schema`: provenance as a list, what was carried along as JSON text."""
    if outcome.record is None:
        return None
    line = {"file": outcome.name, **job.filters.chosen(outcome.record)}
    if "provenance" in line:
        line["provenance"] = [{"key": name, **why} for name, why in line["provenance"].items()]
    carried = outcome.carried
    line["carried"] = None if carried is None else json.dumps(carried, ensure_ascii=False)
    return json.dumps(line, ensure_ascii=False).encode()


def schema(job: Job) -> Any:
    """The Arrow schema of the output, ``provenance`` still a list (see `with_maps`)."""
    pa = need("pyarrow", NEEDS)
    text = pa.string()
    image = pa.struct([("url", text), ("caption", text), ("alt", text)])
    block = pa.struct(
        [
            ("type", text),
            ("text", text),
            ("lead", text),
            ("items", pa.list_(text)),
            ("rows", pa.list_(pa.list_(text))),
            ("image", image),
        ]
    )
    nested = {
        "credits": pa.list_(pa.struct([("name", text), ("role", text), ("organization", text)])),
        "dateline": pa.struct([("agency", text), ("place", text), ("date", text), ("raw", text)]),
        "sections": pa.list_(pa.struct([("heading", text), ("level", pa.int32()), ("blocks", pa.list_(block))])),
        "images": pa.list_(image),
        "main_image": image,
        "breadcrumbs": pa.list_(pa.struct([("name", text), ("url", text)])),
        "provenance": pa.list_(
            pa.struct([("key", text), ("rule", text), ("evidence", text), ("confidence", pa.float64())])
        ),
        **{name: pa.list_(text) for name in _LISTS},
    }
    from newsparse.dumps.filters import FIELDS

    fields = [("file", text)]
    if job.dedup:
        fields.append(("duplicate_of", text))
    fields += [
        (name, nested.get(name, text)) for name in FIELDS if not job.filters.fields or name in job.filters.fields
    ]
    return pa.schema([*fields, ("carried", text)])


def with_maps(table: Any) -> Any:
    """The table with ``provenance`` as a map: the JSON reader makes none."""
    pa = need("pyarrow", NEEDS)
    index = table.schema.get_field_index("provenance")
    if index < 0:
        return table
    column = table.column(index).combine_chunks()
    column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
    keys, rule, evidence, confidence = column.values.flatten()
    why = pa.StructArray.from_arrays([rule, evidence, confidence], ["rule", "evidence", "confidence"])
    return table.set_column(index, "provenance", pa.MapArray.from_arrays(column.offsets, keys, why))
