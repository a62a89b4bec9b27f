"""Reading back what `extract` wrote: JSON Lines (compressed or not) and Parquet, one record at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from newsparse.article import Article
from newsparse.dumps.extras import need
from newsparse.dumps.faults import DumpError
from newsparse.dumps.inputs.opened import Source
from newsparse.dumps.inputs.packed import BROKEN, packing_of, unpacked
from newsparse.dumps.printable import printable, reason
from newsparse.record import keys_of

# Parquet gives lists of pairs for maps, and the keys of all types, and those that are optional, in every object.
_MAPS = [key for key in keys_of(Article) if key.shape.kind == "map"]
_ROWS = 256  # of a Parquet file in memory at a time


def read_records(path: Path, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The records of a file.

    Args:
        path: the file.
        columns: keys that are asked for; of Parquet only these are read. JSON gives all.

    Raises:
        DumpError: it cannot be read, or holds something else.
        MissingExtra: it needs a library that is not there.
    """
    shown = printable(path)
    source = Source(path.name, lambda: path.open("rb"), path)
    try:
        if path.is_dir():
            raise DumpError(f"{shown} is a folder. Name a file that newsparse extract wrote as JSON Lines or Parquet.")
        head = source.head()
        if head.startswith(b"PAR1"):
            yield from _parquet(path, columns)
        else:
            packing = packing_of(head)
            yield from _lines(unpacked(source, packing) if packing else source, shown)
    except FileNotFoundError as error:
        raise DumpError(f"There is no file {shown}. Check the path.") from error
    except BROKEN as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise DumpError(f"Cannot read {shown}: {why}.") from error


def _lines(source: Source, shown: str) -> Iterator[dict[str, Any]]:
    with source.open() as stream:
        for number, line in enumerate(stream, 1):
            if line.isspace():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:  # nor is what is nested without end
                raise DumpError(
                    f"Line {number} of {shown} is no line of JSON. Name a file that newsparse extract wrote."
                ) from error
            if not isinstance(record, dict) or "file" not in record:
                raise DumpError(
                    f"Line {number} of {shown} is no record: it has no key file. newsparse extract writes them."
                )
            yield record


def _parquet(path: Path, columns: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    parquet = need("pyarrow.parquet", "a Parquet file cannot be read")
    with path.open("rb") as handle:
        file = parquet.ParquetFile(handle)
        names = [name for name in file.schema_arrow.names if columns is None or name in columns]
        if "file" not in file.schema_arrow.names:
            raise DumpError(f"{printable(path)} has no column file. newsparse extract writes one.")
        for batch in file.iter_batches(batch_size=_ROWS, columns=names):
            for record in batch.to_pylist():
                for name, of in ((key.name, key.shape.of.cls) for key in _MAPS):
                    if record.get(name) is not None:
                        record[name] = {key: _bare(value) if of else value for key, value in record[name]}
                for section in record.get("sections") or ():
                    section["blocks"] = [_bare(block) for block in section["blocks"]]
                yield record


def _bare(keys: dict[str, Any]) -> dict[str, Any]:
    """An object without its keys that are null."""
    return {key: value for key, value in keys.items() if value is not None}
