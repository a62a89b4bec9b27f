"""CSV (RFC 4180, UTF-8) of the fields that are flat; lists are joined.

A time stands there twice: as in JSON, and in a column of its own as `2021-11-08 17:27`, the page's clock. Spreadsheets
read neither T nor offset, and show such a time as text, which no formula counts with.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from newsparse.dumps.batch import Outcome
from newsparse.dumps.filters import CARRIED
from newsparse.dumps.job import Job
from newsparse.dumps.outputs.format import Format
from newsparse.record import Key, Shape
from newsparse.record.row_times import local_name

# Between the items of a list: no name, heading or address has it.
_BETWEEN = " | "
_OFFSET = re.compile(r"[+-]\d\d:\d\d$")
# By it Excel knows UTF-8; without it takes what Chinese systems wrote before.
_BOM = b"\xef\xbb\xbf"
# The writer sets values in quotes that have a sign of this in them. (The file has lines that end with \n.)
_END = "\r\n"


def columns(job: Job) -> list[Key]:
    """The record's keys that are written: what is flat, lists of it, and of a single object what it is about."""
    return [key for key in job.filters.wanted() if key.name != "schema_version" and _is_flat(key.shape)]


def _is_flat(shape: Shape) -> bool:
    return shape.of is None or (shape.kind == "array" and not (shape.of.of or shape.of.cls))


def header(job: Job) -> bytes:
    names = [name for key in columns(job) for name in _names(key)]
    line = _line(["file", *names, *_carried(CARRIED, job), *(["duplicate_of"] if job.dedup else [])])
    return _BOM + line if job.bom else line


def _carried(cell: str, job: Job) -> list[str]:
    """The cell of that column, which is there unless other columns were asked for."""
    return [cell] if not job.filters.fields or CARRIED in job.filters.fields else []


def row(outcome: Outcome, job: Job) -> bytes | None:
    if outcome.record is None:
        return None
    carried = "" if outcome.carried is None else json.dumps(outcome.carried, ensure_ascii=False)
    values = [cell for key in columns(job) for cell in _cells(outcome.record[key.name], key.shape)]
    return _line([outcome.name, *values, *_carried(carried, job)])


def marked(line: bytes, _name: str, duplicate_of: str | None) -> bytes:
    return line + b"," + _line([duplicate_of or ""])


def _names(key: Key) -> list[str]:
    return [key.name, local_name(key.name)] if key.shape.kind == "moment" else [key.name]


def _cells(value: Any, shape: Shape) -> list[str]:
    """What stands of a key in a row.

    >>> _cells("2021-11-08T17:27+08:00", Shape("moment")), _cells("2021-11-08", Shape("moment"))
    (['2021-11-08T17:27+08:00', '2021-11-08 17:27'], ['2021-11-08', '2021-11-08'])
    """
    if shape.kind != "moment":
        return [_flat(value, shape)]
    day, _, clock = (value or "").partition("T")
    return [value or "", f"{day} {_OFFSET.sub('', clock)}".rstrip()]


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
