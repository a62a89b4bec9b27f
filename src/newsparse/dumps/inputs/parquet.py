"""Parquet files with the page in a column."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from newsparse.dumps.extras import need
from newsparse.dumps.inputs.columns import columns_of, json_value
from newsparse.dumps.inputs.jsonl import said_of
from newsparse.dumps.inputs.opened import Context, Source, on_disk, watched
from newsparse.dumps.inputs.parquet_values import rows_of
from newsparse.dumps.pages import END, MOST_BYTES, Columns, Fault, Item, Position, RawPage, fault_of

# Rows that are taken out at a time, and bytes of a column that are read at a time: with these the memory does not
# depend on how large the row groups are.
_ROWS = 32
_BUFFER = 1 << 18
_LOOKED_AT = 100
_NEEDS = "a Parquet file cannot be read"


def is_parquet(head: bytes, _source: Source, _context: Context) -> bool:
    """By its first bytes."""
    return head.startswith(b"PAR1")


def read_parquet(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the row (from 1). Of a row group that is broken, the rest is a fault; the next one is read."""
    parquet = need("pyarrow.parquet", _NEEDS)
    broken = (OSError, need("pyarrow", _NEEDS).ArrowException)
    done = after[0] if after else 0
    try:
        with on_disk(source) as path, watched(path, context) as handle:
            file = parquet.ParquetFile(handle, pre_buffer=False, buffer_size=_BUFFER, page_checksum_verification=True)
            columns = _columns(file, context)
            if columns is None and file.metadata.num_rows == 0:
                return
            if columns is None:
                names = ", ".join(file.schema_arrow.names[:12])
                why = f"No column holds pages (there are {names}). Name it with --html-column."
                yield Item((0,), Fault(source.name, "InputError", why))
                return
            last = 0
            for group in range(file.num_row_groups):
                first, last = last, last + file.metadata.row_group(group).num_rows
                if last <= done:
                    continue
                try:
                    for row, values in _rows(file, group, first):
                        if row > done:
                            yield Item((row,), _page(f"{source.name}#{row}", values, columns))
                except broken as error:
                    yield Item((last, 1), fault_of(f"{source.name}#{first + 1}-{last}", error))
    except broken as error:
        yield Item((END,), fault_of(source.name, error))


def _columns(file: Any, context: Context) -> Columns | None:
    if not file.num_row_groups:
        return None
    return columns_of((values for _, values in islice(_rows(file, 0, 0), _LOOKED_AT)), context.html_column)


def _rows(file: Any, group: int, before: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a row group, numbered on from ``before``."""
    for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group], use_threads=False):
        yield from enumerate(rows_of(batch), before + 1)
        before += len(batch)


def _page(name: str, row: dict[str, Any], columns: Columns) -> RawPage | Fault:
    body = row.pop(columns.html, None)
    if not isinstance(body, str | bytes):
        return Fault(name, "ValueError", f"There is no page in the column {columns.html}.")
    if len(body) > MOST_BYTES:
        return Fault(name, "PageTooLarge", f"The page has more than {MOST_BYTES >> 20} MiB: it was not read.")
    carried = json_value(row)
    url, content_type, fetched = said_of(carried, columns)
    return RawPage(name, body, url=url, content_type=content_type, fetched=fetched, carried=carried or None)
