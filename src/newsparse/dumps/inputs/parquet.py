"""Parquet files with the page in a column."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from newsparse.dumps.extras import need
from newsparse.dumps.inputs.columns import columns_of, json_value, refused, said_of_odd
from newsparse.dumps.inputs.json_values import said_of
from newsparse.dumps.inputs.opened import Context, Source, on_disk
from newsparse.dumps.inputs.parquet_pages import check_pages, is_joined
from newsparse.dumps.inputs.parquet_values import rows_of
from newsparse.dumps.pages import END, MOST_BYTES, Columns, Fault, Item, Position, RawPage, fault_of

# Rows that are taken out at a time, and bytes of a column that are read at a time: with these the memory does not
# depend on how large the row groups are.
_ROWS = 32
_BUFFER = 1 << 18
# Rows by which the column of the pages is found where no name tells.
LOOKED_AT = 100
# Bytes that values have which are longer than those of any column but the page.
_LONG_VALUE = 1 << 16
_JOINED = "It is several Parquet files, joined into one: where each of them begins is not known. Take them apart."
_NEEDS = "a Parquet file cannot be read"


def is_parquet(head: bytes, _source: Source, _context: Context) -> bool:
    """By its first bytes."""
    return head.startswith(b"PAR1")


def read_parquet(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the row (from 1). Of a row group that is broken, the rest is a fault; the next one is read."""
    parquet = need("pyarrow.parquet", _NEEDS)
    broken = (OSError, need("pyarrow", _NEEDS).ArrowException)
    done = after[0] if after else 0
    begin, end = context.row_groups or (0, None)
    try:
        with on_disk(source, context) as (handle, _):
            file = parquet.ParquetFile(handle, pre_buffer=False, buffer_size=_BUFFER, page_checksum_verification=True)
            columns = _JOINED if is_joined(handle, file.metadata) else _columns(file, handle, context)
            if columns is not _JOINED and not file.metadata.num_rows:
                return
            if isinstance(columns, str):
                if begin:
                    return  # who reads the file's beginning says so
                yield Item((0,), refused(source.name, columns))
                return
            last = 0
            for group in range(file.num_row_groups):
                first, last = last, last + file.metadata.row_group(group).num_rows
                if last <= done or group < begin:
                    continue
                if group == end:
                    return
                if _unpacks_too_far(file, group, context):
                    why = f"A column unpacks to more than {context.limits.max_ratio} times its size (--max-ratio)."
                    yield Item((last, 1), Fault(f"{source.name}#{first + 1}-{last}", "UnpacksTooFarError", why))
                    continue
                try:
                    for row, values in _rows(file, handle, group, first):
                        if row > done:
                            yield Item((row,), _page(f"{source.name}#{row}", values, columns))
                except broken as error:
                    yield Item((last, 1), fault_of(f"{source.name}#{first + 1}-{last}", error))
    except broken as error:
        yield Item((END,), fault_of(source.name, error))


def parquet_columns(source: Source, context: Context) -> str | None:
    """What is wrong where no page is in it; what cannot be read so far is told when the file is read."""
    pyarrow, parquet = need("pyarrow", _NEEDS), need("pyarrow.parquet", _NEEDS)
    if source.path is None:
        return None  # compressed once more: it would be unpacked twice
    try:
        with source.path.open("rb") as handle:
            file = parquet.ParquetFile(handle, pre_buffer=False, buffer_size=_BUFFER)
            if is_joined(handle, file.metadata):
                return _JOINED
            columns = _columns(file, handle, context) if file.metadata.num_rows else None
    except (OSError, pyarrow.ArrowException):
        return None
    return columns if isinstance(columns, str) else None


def _columns(file: Any, handle: IO[bytes], context: Context) -> Columns | str:
    """The columns, by all names that there are and by the first rows; pages may be missing in these, so types count."""
    columns = columns_of(islice(_first_rows(file, handle, context), LOOKED_AT), context.html_column)
    if isinstance(columns, str) or (at := file.schema_arrow.get_field_index(columns.html)) < 0:
        return columns
    kind = file.schema_arrow.field(at).type
    return said_of_odd(columns.html, str(kind)) if need("pyarrow", _NEEDS).types.is_nested(kind) else columns


def _first_rows(file: Any, handle: IO[bytes], context: Context) -> Iterator[dict[str, Any]]:
    """The first rows that can be read: a row group that is broken says nothing of the others.

    Raises:
        OSError, ArrowException: none can be read.
    """
    read = False
    for group in range(file.num_row_groups):
        if _unpacks_too_far(file, group, context):
            continue
        try:
            for _, values in _rows(file, handle, group, 0):
                read = True
                yield values
        except (OSError, need("pyarrow", _NEEDS).ArrowException):
            if not read and group == file.num_row_groups - 1:
                raise


def _unpacks_too_far(file: Any, number: int, context: Context) -> bool:
    """Whether a column of a row group is made to fill the memory: values are read as a whole. Columns in which all rows
    have one short value are packed as well as any bomb, and are none."""
    group, most = file.metadata.row_group(number), context.limits.max_ratio
    columns = (group.column(at) for at in range(group.num_columns))
    return any(
        column.total_uncompressed_size
        > max(MOST_BYTES, most * column.total_compressed_size, _LONG_VALUE * column.num_values)
        for column in columns
    )


def _rows(file: Any, handle: IO[bytes], group: int, before: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a row group, numbered on from ``before``."""
    check_pages(handle, file.metadata.row_group(group))
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
