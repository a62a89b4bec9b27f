"""CSV (RFC 4180, UTF-8) of the fields that are flat; lists are joined."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from newsparse.dumps.batch import Outcome
from newsparse.dumps.job import Job
from newsparse.dumps.outputs.format import Format
from newsparse.record import Key, Shape

# Between the items of a list: no name, heading or address has it.
_BETWEEN = " | "
# The writer sets values in quotes that have a sign of this in them. (The file has lines that end with \n.)
_END = "\r\n"


def columns(job: Job) -> list[Key]:
    """The record's keys that are written: what is flat, lists of it, and of a single object what it is about."""
    return [key for key in job.filters.wanted() if key.name != "schema_version" and _is_flat(key.shape)]


def _is_flat(shape: Shape) -> bool:
    return shape.of is None or (shape.kind == "array" and not (shape.of.of or shape.of.cls))


def header(job: Job) -> bytes:
    return _line(["file", *(key.name for key in columns(job)), "carried", *(["duplicate_of"] if job.dedup else [])])


def row(outcome: Outcome, job: Job) -> bytes | None:
    if outcome.record is None:
        return None
    carried = "" if outcome.carried is None else json.dumps(outcome.carried, ensure_ascii=False)
    return _line([outcome.name, *(_flat(outcome.record[key.name], key.shape) for key in columns(job)), carried])


def marked(line: bytes, _name: str, duplicate_of: str | None) -> bytes:
    return line + b"," + _line([duplicate_of or ""])


def _flat(value: Any, shape: Shape) -> str:
    if isinstance(value, list):
        return _BETWEEN.join(map(str, value))
    if isinstance(value, dict):  # the first field of a class is what it is about
        return str(value[fields(shape.cls)[0].name])
    return "" if value is None else json.dumps(value) if isinstance(value, bool) else str(value)


# A spreadsheet runs a cell that begins so, in a Chinese one the wide signs, too.
_RUN = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


def inert(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe stands before what would be. It is taken off to read it back.

    >>> inert("=1+1"), inert("'=1+1"), inert("'90年代")
    ("'=1+1", "''=1+1", "'90年代")
    """
    return f"'{cell}" if _RUN.match(cell) else cell


def _line(values: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator=_END).writerow(map(inert, values))
    return out.getvalue().removesuffix(_END).encode()


CSV = Format("csv", (".csv",), row, marked, header)
CSV_GZ = Format("csv.gz", (".csv.gz",), row, marked, header, packing="gz")
