"""Outputs: the formats, and which one a file is in."""

from __future__ import annotations

from newsparse.dumps.outputs.format import Format
from newsparse.dumps.outputs.to_csv import CSV, CSV_GZ
from newsparse.dumps.outputs.to_folder import MARKDOWN, TEXT
from newsparse.dumps.outputs.to_jsonl import JSONL, JSONL_GZ, JSONL_ZST
from newsparse.dumps.outputs.to_parquet import PARQUET

FORMATS = {each.name: each for each in (JSONL, JSONL_GZ, JSONL_ZST, PARQUET, CSV, CSV_GZ, MARKDOWN, TEXT)}


def format_for(name: str) -> Format:
    """The format of a file by its extension; JSON Lines where that says nothing.

    >>> format_for("out.parquet").name, format_for("out.JSONL.gz").name, format_for("all.txt").name
    ('parquet', 'jsonl.gz', 'jsonl')
    """
    lower = name.lower()
    return next((each for each in FORMATS.values() if lower.endswith(each.extensions)), JSONL)
