"""Inputs that would take time or room without end are bounded; links, and runs over all of it that are broken off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dumps
import newsparse
import silent
import tables
from archives import tar_page
from newsparse.dumps import run as dump_run
from newsparse.dumps.job import Job
from newsparse.dumps.plan import Interrupted, Plan
from sample import lines, needs_posix
from test_dumps_inputs import check_positions
from test_dumps_silence import BESIDE, seen


def _warc(count: int, between: bytes = b"junk\r\n") -> bytes:
    return b"".join(dumps.warc_record(f"https://e.com/{n}", dumps.page(n)) + between for n in range(count))


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Bytes that were unpacked."""
    from newsparse.dumps.inputs import packed

    counts: list[int] = []
    read = packed._Patient.readinto

    def counted(self: Any, buffer: Any) -> int:
        counts.append(read(self, buffer))
        return counts[-1]

    monkeypatch.setattr(packed._Patient, "readinto", counted)
    return counts


@pytest.mark.parametrize("packing", ["xz", "bz2"])
@pytest.mark.parametrize(
    "between", [b"junk\r\n", b"WARC/1.0\r\n\r\n", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: x\r\n\r\nx"]
)
def test_broken_records_of_a_warc_file_cost_linear_time(
    between: bytes, packing: str, tmp_path: Path, unpacked: list[int]
) -> None:
    pytest.importorskip("fastwarc")
    data = _warc(80, between)
    path = tmp_path / f"d.warc.{packing}"
    path.write_bytes(dumps.PACKINGS[packing](data))
    good, said = seen(path)
    assert len(good) == 79  # one has the number of the page that lies beside others
    assert len(said.splitlines()) >= 79
    assert sum(unpacked) < 4 * len(data)
    if between.startswith(b"junk"):
        check_positions(path)


def test_a_warc_file_whose_records_reach_far_is_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fastwarc")
    from newsparse.dumps.inputs import rewound

    monkeypatch.setattr(rewound, "_KEPT", 1 << 12)
    monkeypatch.setattr(rewound, "_PIECE", 1 << 12)
    lie = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 90000\r\n\r\nx"
    path = tmp_path / "d.warc.xz"
    path.write_bytes(dumps.PACKINGS["xz"](_warc(70, lie)))
    good, said = seen(path)
    assert len(good) >= 8
    assert said


ENDLESS = {
    "d.jsonl": tables.jsonl_of(tables.TEXTS).encode() + b'{"html": "',
    "first.jsonl": b'{"html": "',
    "d.dat": b'{"html": "',
    "d.json": b'[{"html": "',
    "key.json": b'{"a": "',
    "d.rss": b"<rss><channel>",
    "d.xml": b'<?xml version="1.0"?><rss><channel><title>',
    "d.tar": dumps.tar_bytes([("a.html", dumps.page(1))])[:-10240] + tar_page(2)[:512].replace(b"m2.html", b"m2.bin\0"),
}


@pytest.mark.parametrize("packing", ["gz", "zst", "xz"])
@pytest.mark.parametrize("name", ENDLESS)
def test_what_has_no_end_is_not_read_to_its_end(
    name: str, packing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unpacked: list[int]
) -> None:
    pytest.importorskip("zstandard")
    monkeypatch.setattr("newsparse.dumps.inputs.packed._LONG", 1 << 20)
    path = tmp_path / f"{name}.{packing}"
    path.write_bytes(dumps.PACKINGS[packing](ENDLESS[name] + b"x" * (40 << 20)))
    folder = dumps.folder(tmp_path / "in", [("a.html", dumps.page(BESIDE)), (path.name, path.read_bytes())])
    for given in (path, folder):
        unpacked.clear()
        _, said = seen(given)
        assert (path.name in said, "--max-ratio" in said) == (True, True)
        assert sum(unpacked) < 25 << 20
        check_positions(given)


def _stored(some: dumps.Pages) -> bytes:
    return silent.zip_of(*((name, "f", data) for name, data in some))


def test_archives_that_are_not_packed_take_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsparse.dumps.inputs import nested, opened

    written: list[int] = []
    write = opened._write

    def counted(file: Any, data: bytes) -> None:
        written.append(len(data))
        write(file, data)

    monkeypatch.setattr(opened, "_write", counted)
    monkeypatch.setattr(nested, "HELD", 1000)
    pages = [("a.html", dumps.page(1)), ("b.jsonl", dumps.jsonl_bytes(dumps.pages(2)))]
    inner = _stored(pages)
    made = {
        "d.zip": _stored([("1.zip", _stored([("2.zip", inner)]))]),
        "d.tar": dumps.tar_bytes([("1.zip", _stored([("2.tar", dumps.tar_bytes([("3.zip", inner)]))]))]),
        "e.zip": _stored([("1.tar", dumps.tar_bytes(pages)), ("2.zip", inner)]),
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
        good, said = seen(tmp_path / name)
        assert (sorted(set(good)), said, written) == ([0, 1], "", [])
        check_positions(tmp_path / name)
    broken = bytearray(made["d.zip"])
    broken[broken.index(b"<h1>") + 5] ^= 1
    (tmp_path / "d.zip").write_bytes(broken)
    assert seen(tmp_path / "d.zip") == ([], "d.zip!/1.zip BadZipFile Bad CRC-32 for file '1.zip'")


def test_links_read_no_more_than_their_archive_could_hold(tmp_path: Path) -> None:
    page = dumps.page(3) + b" " * (1 << 20)
    links = [(f"{n:03}.html", "s", "m.html") for n in range(60)]
    for name, make in (("d.tar.gz", silent.tar_of), ("d.zip.gz", silent.zip_of)):
        data = dumps.PACKINGS["gz"](make(("m.html", "f", page), *links))
        (tmp_path / name).write_bytes(data)
        good, said = seen(tmp_path / name) if name == "d.tar.gz" else ([3] * 9, "--max-ratio")
        assert 1 < len(good) < 60
        assert said.count("--max-ratio") >= 1
    check_positions(tmp_path / "d.tar.gz")


@needs_posix
def test_links_in_a_folder_that_lead_nowhere(tmp_path: Path) -> None:
    folder = dumps.folder(tmp_path / "in", [("a.html", dumps.page(1))])
    for name, target in (
        ("b.html", "a.html"),
        ("c.html", "no.html"),
        ("d.html", "d.html"),
        ("e.png", "no"),
        ("f", "."),
    ):
        (folder / name).symlink_to(target)
    good, said = seen(folder)
    assert good == [1, 1]
    assert [line.split()[:2] for line in said.splitlines()] == [
        ["c.html", "DeadLinkError"],
        ["d.html", "DeadLinkError"],
    ]
    check_positions(folder)


RESUMED = {
    "links.tar.gz": lambda: dumps.PACKINGS["gz"](
        silent.tar_of(*_many(), *((f"h{n}.html", "h", f"{n}.html") for n in range(20)))
    ),
    "links.tar": lambda: silent.tar_of(
        *(each for n, f in enumerate(_many()) for each in (f, (f"h{n}.html", "h", f[0])))
    ),
    "hole.tar": lambda: b"\xee" * 512 + silent.tar_of(*_many())[512:],
    "d.warc.xz": lambda: dumps.PACKINGS["xz"](_warc(30)),
    "cut.jsonl.gz": lambda: dumps.PACKINGS["gz"](tables.jsonl_of([dumps.page(n).decode() for n in range(40)]).encode())[
        :-50
    ],
    "in.zip": lambda: _stored([("1.zip", _stored([(name, data) for name, _, data in _many()]))]),
}


def _many() -> Iterator[tuple[str, str, bytes]]:
    return ((f"{n}.html", "f", dumps.page(n)) for n in range(20))


@pytest.mark.parametrize("name", RESUMED)
def test_a_run_that_is_broken_off_is_gone_on_with(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for bound in ("_SOONEST", "_LATEST"):  # a checkpoint after each batch
        monkeypatch.setattr(dump_run, bound, 0.0)
    monkeypatch.setattr("newsparse.dumps.inputs.nested.HELD", 5000)
    folder = dumps.folder(tmp_path / "in", [(name, RESUMED[name]()), ("z.html", dumps.page(1))])
    whole, parts = tmp_path / "whole.jsonl", tmp_path / "parts.jsonl"
    calls = 0

    def stopping(*args: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls % 7 == 0:
            raise KeyboardInterrupt
        return newsparse.parse(*args, **more)

    def done(out: Path, parse: Any, **more: Any) -> None:
        dump_run.extract(Plan((folder,), Job(), out, workers=0, **more), print, print, parse=parse)

    done(whole, newsparse.parse)
    stopped = 0
    while not parts.exists():
        try:
            done(parts, stopping, resume=True)
        except Interrupted:
            stopped += 1
            assert stopped < 50
    assert stopped > 1
    assert parts.read_bytes() == whole.read_bytes()
    assert len(lines(whole.read_text(encoding="utf-8"))) > 15
