"""Reading back what `extract` or a crawler wrote: JSON Lines (compressed or not) and Parquet, a record at a time."""

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
from newsparse.dumps.run_files import run_files
from newsparse.record import iso, keys_of
from newsparse.record.row_times import local_name, moment_of

# Parquet gives lists of pairs for maps, and the keys of all types, and those that are optional, in every object; of a
# time two timestamps (older runs: its text).
_MAPS = [key for key in keys_of(Article) if key.shape.kind == "map"]
_TIMES = [key.name for key in keys_of(Article) if key.shape.kind == "moment"]
# Rows of `newsparse.arrow` have no name, but these.
_OF_ENGINES = {"schema_version", "url"}
_ROWS = 256  # of a Parquet file in memory at a time
_BOM = b"\xef\xbb\xbf"
_NEEDS = "a Parquet file cannot be read"


def read_records(path: Path, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The records of a run.

    Args:
        path: its file, or the folder of its parts (`newsparse.dumps.run_files`).
        columns: keys that are asked for; of Parquet only these are read. JSON gives all.

    Raises:
        DumpError: it cannot be read, or holds something else.
        MissingExtra: it needs a library that is not there.
    """
    for file in run_files(path):
        yield from _of_file(file, columns)


def _of_file(path: Path, columns: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    shown = printable(path)
    source = Source(path.name, lambda: path.open("rb"), path)
    try:
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
                if number == 1 and line.removeprefix(_BOM).startswith(b"file,"):
                    raise DumpError(
                        f"{shown} is CSV, which is not read back: it has only what is flat. "
                        "Name the run's JSON Lines or Parquet (newsparse extract … -o out.jsonl)."
                    ) from error
                raise DumpError(
                    f"Line {number} of {shown} is no line of JSON. Name a file that newsparse extract wrote."
                ) from error
            if not isinstance(record, dict) or (named := _named(record)) is None:
                raise DumpError(
                    f"Line {number} of {shown} is no record: it has no key file, nor schema_version and url. "
                    "newsparse extract writes them, and article.to_dict() gives them."
                )
            yield named


def _named(record: dict[str, Any]) -> dict[str, Any] | None:
    """The record under the name of its page. One that a program kept (`Article.to_dict`) goes by its address.

    A url alone makes no record: items of other tools have one too, and all of their other fields would count as empty.
    """
    if "file" in record:
        return record
    url = record.get("url")
    return {"file": url, **record} if isinstance(url, str) and "schema_version" in record else None


def _parquet(path: Path, columns: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    pa, parquet = need("pyarrow", _NEEDS), need("pyarrow.parquet", _NEEDS)
    with path.open("rb") as handle:
        file = parquet.ParquetFile(handle)
        schema = file.schema_arrow
        keys = {"file"} if "file" in schema.names else _OF_ENGINES
        if not keys <= set(schema.names):
            raise DumpError(
                f"{printable(path)} has no column file (newsparse extract writes one), nor schema_version and url."
            )
        wanted = keys.union(schema.names if columns is None else columns)
        times = [name for name in _TIMES if name in wanted.intersection(schema.names) and _is_time(schema.field(name))]
        read = wanted.union(*((local_name(name), f"{name}_precision") for name in times))
        number = 0
        for batch in file.iter_batches(batch_size=_ROWS, columns=[name for name in schema.names if name in read]):
            for row in _cast(pa.Table.from_batches([batch]), times).to_pylist():
                number += 1
                record = {name: value for name, value in _with_times(row, times).items() if name in wanted}
                for name, of in ((key.name, key.shape.of.cls) for key in _MAPS):
                    if record.get(name) is not None:
                        record[name] = {key: _bare(value) if of else value for key, value in record[name]}
                for section in record.get("sections") or ():
                    section["blocks"] = [_bare(block) for block in section["blocks"]]
                if "file" in keys:
                    yield record
                elif record["schema_version"] is not None:  # else a page that could not be read: a row with its error
                    yield {"file": record["url"] or f"{path.name}#{number}", **record}


def _is_time(field: Any) -> bool:
    return bool(need("pyarrow", _NEEDS).types.is_timestamp(field.type))


def _cast(table: Any, times: Sequence[str]) -> Any:
    """The table with its times as Python has them without a database of zones, whatever tool wrote the rows anew."""
    pa = need("pyarrow", _NEEDS)
    moment, clock = pa.timestamp("us", "UTC"), pa.timestamp("us")
    kinds = dict.fromkeys(times, moment) | {local_name(name): clock for name in times}
    for at, name in enumerate(table.column_names):
        if name in kinds:
            table = table.set_column(at, name, table.column(at).cast(kinds[name], safe=False))
    return table


def _with_times(row: dict[str, Any], times: Sequence[str]) -> dict[str, Any]:
    """The row with its times as in JSON.

    Raises:
        DumpError: the two timestamps of a time do not belong together.
    """
    for name in times:
        local = row.pop(local_name(name), None)
        try:
            row[name] = row[name] and iso(moment_of(row[name], local), row.get(f"{name}_precision"))
        except ValueError as error:
            why = f"{name} and {local_name(name)} are {row[name]} and {local}"
            raise DumpError(f"{printable(row['file'])}: {why}, which is not one time.") from error
    return row


def _bare(keys: dict[str, Any]) -> dict[str, Any]:
    """An object without its keys that are null."""
    return {key: value for key, value in keys.items() if value is not None}
