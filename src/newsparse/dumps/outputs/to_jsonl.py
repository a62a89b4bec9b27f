"""JSON Lines: ``file``, what ``--dedup`` found, the record, what the input's other columns said."""

from __future__ import annotations

import json

from newsparse.dumps.batch import Outcome
from newsparse.dumps.job import Job
from newsparse.dumps.outputs.format import Format


def row(outcome: Outcome, job: Job) -> bytes | None:
    if outcome.record is None:
        return None
    line = {"file": outcome.name, **job.filters.chosen(outcome.record)}
    if outcome.carried is not None:
        line["carried"] = outcome.carried
    return json.dumps(line, ensure_ascii=False).encode()


def marked(line: bytes, name: str, duplicate_of: str | None) -> bytes:
    """The line with ``duplicate_of`` behind ``file``.

    >>> marked(b'{"file": "b.html", "url": null}', "b.html", "a.html")
    b'{"file": "b.html", "duplicate_of": "a.html", "url": null}'
    """
    end = len(b'{"file": ') + len(json.dumps(name, ensure_ascii=False).encode())
    found = json.dumps(duplicate_of, ensure_ascii=False).encode()
    return line[:end] + b', "duplicate_of": ' + found + line[end:]


JSONL = Format("jsonl", (".jsonl", ".ndjson", ".jl", ".json"), row, marked)
JSONL_GZ = Format("jsonl.gz", (".jsonl.gz", ".ndjson.gz", ".jl.gz", ".json.gz"), row, marked, packing="gz")
JSONL_ZST = Format(
    "jsonl.zst", (".jsonl.zst", ".ndjson.zst", ".jl.zst", ".json.zst"), row, marked, packing="zst", needs="zstandard"
)
