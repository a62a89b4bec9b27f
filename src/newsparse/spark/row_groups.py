"""Large Parquet files, cut at their row groups: each piece is a task's, and a part of the output."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from newsparse.dumps.extras import need
from newsparse.dumps.inputs.parquet import LOOKED_AT
from newsparse.spark.place import is_local, local_path, opened

_NEEDS = "a Parquet file cannot be read"
_COPIED = 8 << 20
# Bytes at a Parquet file's end: the length of what describes it, the file's mark.
_TAIL = 8


class Groups(NamedTuple):
    """Row groups of a file: the first, the one behind the last, and the bytes that they take."""

    first: int
    stop: int
    size: int


def cut(path: str, most: int) -> list[Groups]:
    """A file's row groups in pieces of ``most`` bytes (or a row group, if that has more); none: it is one piece.

    A file that cannot be read is one piece, too: its task tells what is wrong with it.
    """
    broken = (OSError, need("pyarrow", _NEEDS).ArrowException)
    try:
        with _open(path) as file:
            described = need("pyarrow.parquet", _NEEDS).ParquetFile(file).metadata
    except broken:
        return []
    pieces = [Groups(0, 0, 0)]
    for number in range(described.num_row_groups):
        size = _size(described.row_group(number))
        if pieces[-1].size and pieces[-1].size + size > most:
            pieces.append(Groups(number, number, 0))
        pieces[-1] = Groups(pieces[-1].first, number + 1, pieces[-1].size + size)
    return pieces if len(pieces) > 1 else []


def _open(path: str) -> Any:
    if is_local(path):
        return Path(local_path(path)).open("rb")
    system, inner = opened(path)
    return system.open_input_file(inner)


def _size(group: Any) -> int:
    return sum(max(0, group.column(at).total_compressed_size) for at in range(group.num_columns))


@contextmanager
def fetched_groups(path: str, groups: Groups) -> Iterator[Path]:
    """The file on this machine's disk: itself, or a copy that holds these row groups and has holes for the others."""
    if is_local(path):
        yield Path(local_path(path))
        return
    system, inner = opened(path)
    with TemporaryDirectory(prefix="newsparse-") as folder, system.open_input_file(inner) as file:
        copy = Path(folder) / inner.rpartition("/")[2]
        with copy.open("wb") as made:
            made.truncate(file.size())
            for start, size in _ranges(file, groups):
                file.seek(start)
                made.seek(start)
                while size > 0 and (data := file.read(min(size, _COPIED))):
                    made.write(data)
                    size -= len(data)
        yield copy


def _ranges(file: Any, groups: Groups) -> Iterator[tuple[int, int]]:
    """Where in a file the row groups lie, its first rows, and what describes it: offsets and lengths."""
    described = need("pyarrow.parquet", _NEEDS).ParquetFile(file).metadata
    yield 0, 4
    end = _TAIL + described.serialized_size
    yield max(0, file.size() - end), end
    rows = 0
    for number in range(described.num_row_groups):
        group = described.row_group(number)
        if rows < LOOKED_AT or groups.first <= number < groups.stop:
            for column in map(group.column, range(group.num_columns)):
                start = min(filter(None, (column.dictionary_page_offset, column.data_page_offset)), default=0)
                yield start, column.total_compressed_size
        rows += group.num_rows
