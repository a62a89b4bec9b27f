"""What pyarrow does not look at in a Parquet file: sizes in the headers of pages, and whether it is one file.

Sizes are read before pyarrow does: it asks for as much memory as they say.

A header is a struct of Thrift's compact protocol; of its fields the two sizes count, the others are gone over.
"""

from __future__ import annotations

import os
from typing import IO, Any

from newsparse.dumps.pages import MOST_BYTES

# Bytes of a header that are read at first, and at the most: pyarrow takes none that is longer.
_HEADER, _LONGEST = 1 << 10, 16 << 20
_UNPACKED, _PACKED = 2, 3  # the fields with the sizes
_NUMBERS, _TEXT, _LISTS, _STRUCT = (4, 5, 6), 8, (9, 10), 12
_FIXED = {1: 0, 2: 0, 3: 1, 7: 8}  # bytes of types that have always as many
# Structs in structs: a header has two.
_DEEPEST = 16

# Where one file ends and the next begins; bytes that are searched for it at a time.
_JOINT, _PIECE = b"PAR1PAR1", 1 << 20


def is_joined(handle: IO[bytes], metadata: Any) -> bool:
    """Whether other files stand in front of the one that ends here: its places would be looked up in the first.

    The bytes that belong to no column are searched, which are few in a file of its own (indexes).

    Args:
        handle: the file.
        metadata: what pyarrow knows of it.
    """
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    columns = (group.column(number) for group in groups for number in range(group.num_columns))
    at = max((_start(column) + column.total_compressed_size for column in columns), default=len(_JOINT) // 2)
    at, end = max(0, at - len(_JOINT)), handle.seek(0, os.SEEK_END) - metadata.serialized_size
    while at < end:
        handle.seek(at)
        if _JOINT in handle.read(min(_PIECE, end - at) + len(_JOINT)):
            return True
        at += _PIECE
    return False


def _start(column: Any) -> int:
    """Where the pages of a column of a row group begin."""
    return min(filter(None, (column.dictionary_page_offset, column.data_page_offset)), default=0)


def check_pages(handle: IO[bytes], group: Any) -> None:
    """See that no page of a row group says that it has more bytes than there are.

    Args:
        handle: the file.
        group: what pyarrow knows of the row group.

    Raises:
        OSError: one does.
    """
    end_of_file = handle.seek(0, os.SEEK_END)
    for column in (group.column(number) for number in range(group.num_columns)):
        start = _start(column)
        end = start + column.total_compressed_size
        if not 0 <= start <= end <= end_of_file:
            raise OSError(f"The column {column.path_in_schema} is said to lie where nothing is.")
        _check(handle, start, end, max(MOST_BYTES, column.total_uncompressed_size), column.path_in_schema)


def _check(handle: IO[bytes], at: int, end: int, most: int, name: str) -> None:
    while at < end and (found := _header(handle, at, end)) is not None:
        length, fields = found
        packed, unpacked = fields.get(_PACKED, 0), fields.get(_UNPACKED, 0)
        if not (0 <= packed <= end - at - length and 0 <= unpacked <= most):
            raise OSError(f"A page of the column {name} is said to have {packed} bytes, unpacked {unpacked}: it lies.")
        at += length + packed


def _header(handle: IO[bytes], at: int, end: int) -> tuple[int, dict[int, int]] | None:
    """How long the header is, and its fields that are numbers; None where it is none: pyarrow says so, too."""
    size = _HEADER
    while True:
        handle.seek(at)
        data = handle.read(min(size, end - at))
        try:
            fields: dict[int, int] = {}
            return _struct(data, 0, fields, 0), fields
        except ValueError:
            return None
        except IndexError:  # it goes on
            if size >= min(_LONGEST, end - at):
                return None
            size *= 16


def _struct(data: bytes, at: int, fields: dict[int, int], depth: int) -> int:
    """Where a struct ends; its numbers are put into ``fields``.

    Raises:
        IndexError: the data end before it does.
        ValueError: it is none.
    """
    number = 0
    while head := data[at]:
        at += 1
        if head >> 4:
            number += head >> 4
        else:
            number, at = _zigzag(data, at)
        kind = head & 15
        if kind in _NUMBERS:
            fields[number], at = _zigzag(data, at)
        else:
            at = _behind(data, at, kind, depth)
    return at + 1


def _behind(data: bytes, at: int, kind: int, depth: int) -> int:
    """Where a value that does not count ends."""
    if depth > _DEEPEST:
        raise ValueError
    if kind in _FIXED:
        return at + _FIXED[kind]
    if kind in _NUMBERS:
        return _varint(data, at)[1]
    if kind == _STRUCT:
        return _struct(data, at, {}, depth + 1)
    if kind == _TEXT:
        size, at = _varint(data, at)
        data[at + size]  # something follows it
        return at + size
    if kind not in _LISTS:
        raise ValueError  # a map, or nothing: no header has one
    head, at = data[at], at + 1
    size = head >> 4
    if size == 15:
        size, at = _varint(data, at)
    for _ in range(size):
        at = _behind(data, at, head & 15, depth + 1)
    return at


def _zigzag(data: bytes, at: int) -> tuple[int, int]:
    value, at = _varint(data, at)
    return (value >> 1) ^ -(value & 1), at


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number, and where it ends."""
    value = shift = 0
    while data[at] & 0x80:
        value |= (data[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if shift > 63:
            raise ValueError
    return value | data[at] << shift, at + 1
