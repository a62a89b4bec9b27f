"""CSV (RFC 4180, UTF-8) of the fields that are flat; lists are joined."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from newsparse.dumps.batch import Outcome
from newsparse.dumps.job import Job
from newsparse.dumps.outputs.format import Format

# The record's keys without what is nested; of the picture and the dateline, the words.
COLUMNS = (
    "url", "canonical_url", "site_name", "language", "encoding", "kind", "title", "kicker", "subtitle",
    "published", "published_precision", "published_raw", "modified", "modified_precision", "source", "source_url",
    "authors", "editors", "dateline", "text", "headings", "summary", "keywords", "main_image", "pages", "warnings",
)  # fmt: skip
# Between the items of a list: no name, heading or address has it.
_BETWEEN = " | "
# The writer sets values in quotes that have a sign of this in them. (The file has lines that end with \n.)
_END = "\r\n"


def columns(job: Job) -> list[str]:
    """The columns of the record that are written."""
    return [name for name in COLUMNS if not job.filters.fields or name in job.filters.fields]


def header(job: Job) -> bytes:
    """The first line."""
    return _line(["file", *columns(job), "carried", *(["duplicate_of"] if job.dedup else [])])


def row(outcome: Outcome, job: Job) -> bytes | None:
    """The record as a line."""
    if outcome.record is None:
        return None
    carried = "" if outcome.carried is None else json.dumps(outcome.carried, ensure_ascii=False)
    return _line([outcome.name, *(_flat(outcome.record[name]) for name in columns(job)), carried])


def marked(line: bytes, _name: str, duplicate_of: str | None) -> bytes:
    """The line with one more column."""
    return line + b"," + _line([duplicate_of or ""])


def _flat(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _BETWEEN.join(value)
    if isinstance(value, Mapping):
        return str(value.get("raw") or value.get("url") or "")
    return str(value)


def _line(values: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator=_END).writerow(values)
    return out.getvalue().removesuffix(_END).encode()


CSV = Format("csv", (".csv",), row, marked, header)
CSV_GZ = Format("csv.gz", (".csv.gz",), row, marked, header, packing="gz")
