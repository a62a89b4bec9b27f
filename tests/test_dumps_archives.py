"""Archives and Parquet files that are broken, cut off or made to harm: what can be read is read, the rest is named."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dumps
from newsparse.dumps.bombs import MAX_RATIO, RATIO_FROM
from sample import Run, lines, names

Make = Callable[[], bytes]


def zipped(*members: tuple[bytes, bytes], method: int = zipfile.ZIP_DEFLATED, stream: bool = False) -> bytes:
    """A zip of members by name, the names as they are, marked as UTF-8; ``stream``: sizes stand behind the data."""
    out = io.BytesIO()
    target: Any = _Forward(out) if stream else out
    with zipfile.ZipFile(target, "w", method) as archive:
        for number, (_, data) in enumerate(members):
            archive.writestr(f"é{number:03}", data)  # marked as UTF-8
    made = out.getvalue()
    for number, (name, _) in enumerate(members):
        known = f"é{number:03}".encode()
        made = made.replace(known, name.ljust(len(known), b"_")[: len(known)])
    return made


class _Forward(io.RawIOBase):
    """A stream that cannot go back."""

    def __init__(self, out: io.BytesIO) -> None:
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._out.write(data)


def beside(tmp_path: Path, name: str, data: bytes) -> Path:
    """A folder with a bad file between two pages."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.html").write_bytes(dumps.page(1))
    (folder / name).write_bytes(data)
    (folder / "z.html").write_bytes(dumps.page(2))
    return folder


def read(run: Run, folder: Path, *more: object) -> tuple[list[str], list[str]]:
    """The names of what was read and of what was not."""
    code, out, err = run("extract", folder, *more)
    failed = lines("\n".join(line for line in err.splitlines() if line.startswith("{")))
    assert code == (3 if failed else 0)
    return names(out), [line["file"] for line in failed]


PAGES = [(b"a.html", dumps.page(3)), (b"\xb6\xfe.ht", dumps.page(4)), (b"c.html", dumps.page(5))]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_name_that_is_no_utf8(method: int, tmp_path: Path, run: Run) -> None:
    good, failed = read(run, beside(tmp_path, "m.zip", zipped(*PAGES, method=method)))
    assert (len(good), failed) == (5, [])


def test_a_member_without_a_name(tmp_path: Path, run: Run) -> None:
    data = zipped((b"", dumps.page(3))).replace(b"_____", b"")
    # The lengths of the names, which stand before and in the directory.
    for sign, at in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):
        start = data.index(sign)
        data = data[: start + at] + struct.pack("<H", 0) + data[start + at + 2 :]
    size, place = struct.unpack_from("<II", data, len(data) - 10)
    data = data[:-10] + struct.pack("<II", size - 5, place - 5) + data[-2:]
    good, failed = read(run, beside(tmp_path, "m.zip", data))
    assert (good, failed) == (["a.html", "m.zip!/0", "z.html"], [])


@pytest.mark.parametrize("stream", [False, True], ids=["sizes before", "sizes behind"])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, "directory"])
def test_a_zip_that_is_cut_off(part: Any, method: int, stream: bool, tmp_path: Path, run: Run) -> None:
    members = [(b"%d.html" % number, dumps.page(number)) for number in range(6)]
    whole = zipped(*members, method=method, stream=stream)
    directory = whole.index(b"PK\x01\x02")
    cut = whole[: directory if part == "directory" else int(directory * part)]
    good, failed = read(run, beside(tmp_path, "m.zip", cut))
    least = 6 if part == "directory" else int(6 * part) - 1
    if stream and method == zipfile.ZIP_STORED:
        least = 0  # nothing tells where such a member ends
    assert len([name for name in good if name.startswith("m.zip!/")]) >= least
    assert failed[-1] == "m.zip"
    assert {"a.html", "z.html"} <= set(good)


_BOMB = b"<html><p>" + b" " * (RATIO_FROM * 20)


def _tarred(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("b.jsonl")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


BOMBS: dict[str, Make] = {
    "m.zip": lambda: zipped((b"b.html", _BOMB)),
    "m.tar.gz": lambda: _tarred(_BOMB),
    "m.zip.gz": lambda: gzip.compress(zipped((b"b.html", _BOMB), method=zipfile.ZIP_STORED)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_unpacks_too_far(name: str, tmp_path: Path, run: Run) -> None:
    data = BOMBS[name]()
    assert len(_BOMB) > MAX_RATIO * len(data)
    good, failed = read(run, beside(tmp_path, name, data))
    assert good == ["a.html", "z.html"]
    assert [each.startswith(name) for each in failed] == [True]


def _parquet(**columns: Any) -> bytes:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    parquet.write_table(arrow.table(columns), out)
    return out.getvalue()


def test_texts_in_parquet_that_are_no_utf8(tmp_path: Path, run: Run) -> None:
    arrow = pytest.importorskip("pyarrow")
    raw = arrow.array([dumps.page(3), dumps.page(4).decode().encode("gbk"), dumps.page(5)], arrow.binary())
    text = arrow.StringArray.from_buffers(3, raw.buffers()[1], raw.buffers()[2])
    good, failed = read(run, beside(tmp_path, "m.parquet", _parquet(html=text, note=text)))
    assert (good, failed) == (["a.html", *(f"m.parquet#{row}" for row in (1, 2, 3)), "z.html"], [])


@pytest.mark.parametrize("kind", ["timestamp us", "timestamp ns", "date32", "duration s", "time64 ns"])
def test_times_in_parquet_that_python_has_none_for(kind: str, tmp_path: Path, run: Run) -> None:
    arrow = pytest.importorskip("pyarrow")
    make, _, unit = kind.partition(" ")
    odd = {"date32": 2**31 - 1, "time64": 1}.get(make, 2**62)
    times = arrow.array([odd, 1], getattr(arrow, make)(*([unit] if unit else [])))
    html = [dumps.page(3), dumps.page(4)]
    good, failed = read(run, beside(tmp_path, "m.parquet", _parquet(html=html, t=times)))
    assert (good, failed) == (["a.html", "m.parquet#1", "m.parquet#2", "z.html"], [])
