"""Parquet files with values that Python has none for, odd types, broken parts: a row costs itself at most."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

import dumps
from newsparse.dumps.inputs import inputs_of, read_inputs
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.pages import MOST_BYTES, Fault, RawPage
from sample import Run, lines, names

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

_PAGES = [dumps.page(number) for number in (3, 4, 5)]
_FAR = 2**62


def _texts(values: list[bytes], kind: Any = None) -> Any:
    """Texts with these bytes, whether they are UTF-8 or not."""
    raw = pa.array(values, pa.large_binary() if kind is pa.LargeStringArray else pa.binary())
    return (kind or pa.StringArray).from_buffers(len(values), raw.buffers()[1], raw.buffers()[2])


_ODD = _texts([b"ok", b"\xff\xfe", b"z"])
_BAD_PAGES = [_PAGES[0], _PAGES[1].decode().encode("gbk"), _PAGES[2]]

# A column, and what is carried of its three values (None: that does not matter).
COLUMNS: dict[str, tuple[Any, list[Any] | None]] = {
    "texts": (_ODD, ["ok", "//4=", "z"]),
    "large texts": (_texts([b"ok", b"\xff\xfe", b"z"], pa.LargeStringArray), ["ok", "//4=", "z"]),
    "texts of a dictionary": (_ODD.dictionary_encode(), ["ok", "//4=", "z"]),
    "lists of texts": (pa.ListArray.from_arrays(pa.array([0, 1, 2, 3]), _ODD), [["ok"], ["//4="], ["z"]]),
    "structs": (
        pa.StructArray.from_arrays([_ODD, pa.array([_FAR, 1, 2], pa.timestamp("us"))], ["a", "b"]),
        [
            {"a": "ok", "b": f"<value out of range: {_FAR}>"},
            {"a": "//4=", "b": "1970-01-01T00:00:00.000001"},
            {"a": "z", "b": "1970-01-01T00:00:00.000002"},
        ],
    ),
    "maps": (
        pa.MapArray.from_arrays(pa.array([0, 1, 2, 3]), _ODD, pa.array([1, 2, 3])),
        [[["ok", 1]], [["//4=", 2]], [["z", 3]]],
    ),
    "bytes of one length": (pa.array([b"ab", b"\xff\xff", None], pa.binary(2)), ["ab", "//8=", None]),
    "days": (pa.array([2**31 - 1, -(2**31), 0], pa.date32()), None),
    "days in milliseconds": (pa.array([_FAR, -_FAR, 0], pa.date64()), None),
    "times of the day": (pa.array([1, _FAR, 3], pa.time64("us")), None),
    "times of the day in nanoseconds": (pa.array([1, _FAR, 3], pa.time64("ns")), None),
    "times of a zone that is none": (pa.array([2**40, 1, 2], pa.timestamp("us", tz="Mars/Olympus")), None),
    "far times of a zone": (pa.array([_FAR, 1, 2], pa.timestamp("us", tz="Asia/Shanghai")), None),
    "lists of far times": (pa.array([[_FAR], [1], []], pa.list_(pa.timestamp("us"))), None),
    "large numbers": (pa.array([2**64 - 1, 0, 1], pa.uint64()), [2**64 - 1, 0, 1]),
    "numbers that are none": (pa.array([float("inf"), float("nan"), 1.5]), [None, None, 1.5]),
    "nothing": (pa.nulls(3), [None, None, None]),
    **{f"far times in {unit}": (pa.array([_FAR, -_FAR, 1], pa.timestamp(unit)), None) for unit in ("ms", "us", "ns")},
    **{
        f"durations in {unit}": (pa.array([_FAR, -_FAR, 1], pa.duration(unit)), None)
        for unit in ("s", "ms", "us", "ns")
    },
}
HTML: dict[str, Any] = {
    "bytes": pa.array(_PAGES),
    "texts that are none": _texts(_BAD_PAGES),
    "large texts that are none": _texts(_BAD_PAGES, pa.LargeStringArray),
    "texts of a dictionary that are none": _texts(_BAD_PAGES).dictionary_encode(),
    "bytes of one length": pa.array([page.ljust(1500) for page in _PAGES], pa.binary(1500)),
}


def _file(path: Path, html: Any, **columns: Any) -> Path:
    pq.write_table(pa.table({"html": html, **columns}), path)
    return path


def _pages(path: Path) -> list[RawPage]:
    """The pages; a run that is broken off anywhere goes on to the same."""
    given = inputs_of([path])
    items = list(read_inputs(given, (), Context()))
    for number, item in enumerate(items):
        assert list(read_inputs(given, item.position, Context())) == items[number + 1 :]
    assert not [item for item in items if isinstance(item.page, Fault)]
    return [item.page for item in items if isinstance(item.page, RawPage)]


@pytest.mark.parametrize("kind", COLUMNS)
def test_odd_values_beside_the_page(kind: str, tmp_path: Path) -> None:
    column, expected = COLUMNS[kind]
    pages = _pages(_file(tmp_path / "m.parquet", [page.decode() for page in _PAGES], t=column, last=["a", "b", "c"]))
    assert [page.name for page in pages] == [f"m.parquet#{number}" for number in (1, 2, 3)]
    carried = [page.carried or {} for page in pages]
    assert [row["last"] for row in carried] == ["a", "b", "c"]
    assert expected is None or [row["t"] for row in carried] == expected


@pytest.mark.parametrize("name", ["url", "content_type", "fetched"])
@pytest.mark.parametrize("kind", ["texts", "far times in us", "times of a zone that is none", "nothing"])
def test_odd_values_of_columns_that_mean_something(kind: str, name: str, tmp_path: Path, run: Run) -> None:
    path = _file(tmp_path / "m.parquet", [page.decode() for page in _PAGES], **{name: COLUMNS[kind][0]})
    code, out, _ = run("extract", path, "--workers", "0")
    assert (code, len(names(out))) == (0, 3)


@pytest.mark.parametrize("kind", HTML)
def test_odd_columns_of_pages(kind: str, tmp_path: Path, run: Run) -> None:
    code, out, _ = run("extract", _file(tmp_path / "m.parquet", HTML[kind]), "--workers", "0")
    assert (code, names(out)) == (0, [f"m.parquet#{number}" for number in (1, 2, 3)])
    assert all("修好了" in record["title"] for record in lines(out))


def test_columns_of_one_name(tmp_path: Path) -> None:
    arrays = [pa.array([page.decode() for page in _PAGES]), pa.array(["a", "b", "c"]), pa.array(["d", "e", "f"])]
    pq.write_table(pa.table(arrays, names=["html", "x", "x"]), tmp_path / "m.parquet")
    assert _pages(tmp_path / "m.parquet")[0].carried == {"x": "a", "x 2": "d"}


@pytest.mark.parametrize("hurt", [0, 1, 2])
def test_a_broken_row_group_costs_its_rows(hurt: int, tmp_path: Path, run: Run) -> None:
    out = io.BytesIO()
    html = [dumps.page(number).decode() for number in range(6)]
    pq.write_table(
        pa.table({"html": html}),
        out,
        row_group_size=2,
        compression="none",
        use_dictionary=False,
        write_statistics=False,
    )
    data, page = out.getvalue(), dumps.page(2 * hurt)
    at = data.index(page)
    (tmp_path / "m.parquet").write_bytes(data[: at - 12] + b"\xff" * 24 + data[at + 12 :])
    code, shown, err = run("extract", tmp_path / "m.parquet", "--workers", "0")
    rows = [row for row in range(1, 7) if (row - 1) // 2 != hurt]
    assert (code, names(shown)) == (3, [f"m.parquet#{row}" for row in rows])
    assert f"m.parquet#{2 * hurt + 1}-{2 * hurt + 2}" in err


def test_a_value_that_fills_the_memory(tmp_path: Path, run: Run) -> None:
    html = [_PAGES[0].decode(), "<html><p>" + " " * (80 << 20), _PAGES[2].decode()]
    table = pa.table({"html": html, "n": [1, 1, 1]})
    pq.write_table(table, tmp_path / "m.parquet", row_group_size=1, compression="gzip", use_dictionary=False)
    code, out, err = run("extract", tmp_path / "m.parquet", "--workers", "0")
    assert (code, names(out)) == (3, ["m.parquet#1", "m.parquet#3"])
    assert '"m.parquet#2-2", "error": "UnpacksTooFarError"' in err


def test_columns_that_pack_well_are_no_bombs(tmp_path: Path) -> None:
    many = 200_000
    out = tmp_path / "m.parquet"
    html = pa.array([_PAGES[0].decode()] * 3 + [None] * (many - 3))
    zeros = pa.array([0] * many)
    pq.write_table(pa.table({"html": html, "n": zeros}), out, compression="gzip", use_dictionary=False)
    items = read_inputs(inputs_of([out]), (), Context())
    assert sum(isinstance(item.page, RawPage) for item, _ in zip(items, range(10), strict=False)) == 3


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _end(data: bytes, at: int) -> int:
    while data[at] & 0x80:
        at += 1
    return at + 1


@pytest.mark.parametrize("lie", [3_000_000, 939_530_481, -5])
@pytest.mark.parametrize("field", ["packed", "unpacked"])
@pytest.mark.parametrize("packing", ["snappy", "zstd", "none"])
def test_a_page_that_lies_about_its_size(packing: str, field: str, lie: int, tmp_path: Path, run: Run) -> None:
    """pyarrow asks for as much memory as a page's header says, before it sees that there is less."""
    path = tmp_path / "m.parquet"
    rows = [{"id": number, "html": page.decode()} for number, page in enumerate(_PAGES)]
    pq.write_table(pa.Table.from_pylist(rows), path, compression=packing, row_group_size=1, use_dictionary=False)
    data = path.read_bytes()
    column = pq.ParquetFile(path).metadata.row_group(1).column(1)
    at, end = column.data_page_offset, column.data_page_offset + column.total_compressed_size
    at = _end(data, at + 1) + 1  # behind the page's type: the size, unpacked, then packed
    if field == "packed":
        at = _end(data, at) + 1
    said = _varint(lie << 1 if lie >= 0 else -lie * 2 - 1)
    old = _end(data, at) - at
    longer = len(said) - old  # what the size takes, the page has less
    path.write_bytes(data[:at] + said + data[at + old : end - longer] + data[end:])
    code, out, err = run("extract", path, "--workers", "0")
    if field == "unpacked" and lie > 0 and lie < MOST_BYTES:
        assert code in (0, 3)  # as much as a page may have: pyarrow finds the lie
        return
    assert (code, names(out)) == (3, ["m.parquet#1", "m.parquet#3"])
    assert "m.parquet#2-2" in err
    assert "it lies" in err


def test_a_column_that_lies_where_nothing_is(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "m.parquet"
    pq.write_table(pa.table({"id": [1], "html": [_PAGES[0].decode()]}), path, compression="none", use_dictionary=False)
    size = pq.ParquetFile(path).metadata.row_group(0).column(1).total_compressed_size
    said = _varint(size << 1)
    data = path.read_bytes()
    assert len(said) == 2
    cut = data.rindex(said)
    path.write_bytes(data[:cut] + _varint((1 << 14) - 2) + data[cut + 2 :])
    code, out, err = run("extract", path, "--workers", "0")
    assert (code, out) == (3, "")
    assert "lie where nothing is" in err
