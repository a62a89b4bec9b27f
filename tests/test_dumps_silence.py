"""Nothing lost in silence: what is in a file is read, or an error says what it is; wherever the file lies."""

from __future__ import annotations

import json
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
from newsparse.dumps.batch import read_batch
from newsparse.dumps.inputs import inputs_of, read_inputs
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.job import Job
from newsparse.errors import InputError
from sample import Run, lines, names, needs_posix
from silent import Case
from test_dumps_inputs import check_positions
from test_dumps_tables import PLACES, put

TITLES = {dumps.page(n).decode().partition("<h1>")[2].partition("</h1>")[0]: n for n in range(90)}
BESIDE = 77  # the page that lies beside what is tested
CASES = {
    **silent.TARS,
    **silent.LINKS,
    **silent.UNREAD,
    **silent.NAMED,
    **silent.SAVED,
    **silent.LOCKED,
}


def seen(path: Path) -> tuple[list[int], str]:
    """The numbers of the pages that are read, and all that is said of others."""
    good, said = [], []
    for item in read_inputs(inputs_of([path]), (), Context()):
        for outcome in read_batch([item.page], Job()):
            if outcome.fault is None:
                title = (outcome.record or {})["title"]
                assert title in TITLES, title
                good.append(TITLES[title])
            else:
                said.append(" ".join(outcome.fault))
    return [number for number in good if number != BESIDE], "\n".join(said)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", CASES)
def test_it_is_read_or_said(name: str, place: str, tmp_path: Path) -> None:
    pytest.importorskip("zstandard")
    case: Case = CASES[name]
    given, shown = put(place, name, case.data, tmp_path)
    good, said = seen(given)
    assert sorted(good) == sorted(case.titles)
    assert [word for word in case.words if word not in said] == []
    assert bool(said) == bool(case.words)
    assert "ZipInfo" not in said
    assert not said or shown in said
    check_positions(given)


@pytest.mark.parametrize("place", ["folder", "zip", "tar.xz", "zip in tar"])
@pytest.mark.parametrize("packing", dumps.PACKINGS)
@pytest.mark.parametrize("hurt", silent.HURT)
def test_compressed_tables_that_are_broken_where_they_begin(
    hurt: str, packing: str, place: str, tmp_path: Path
) -> None:
    pytest.importorskip("zstandard")
    for name, data in silent.TABLES.items():
        given, shown = put(
            place, f"{name}.{packing}", silent.HURT[hurt](dumps.PACKINGS[packing](data)), tmp_path / name
        )
        good, said = seen(given)
        assert (good, shown in said) == ([], True), said
        check_positions(given)


@pytest.mark.parametrize("packing", dumps.PACKINGS)
@pytest.mark.parametrize("name", ["t.jsonl", "t.csv", "t.rss"])
def test_what_stands_before_the_break_is_read(name: str, packing: str, tmp_path: Path) -> None:
    pytest.importorskip("zstandard")
    rows = [dumps.page(n).decode() for n in range(5)] * 300  # more than one block of bzip2
    makes: dict[str, Any] = {"t.jsonl": tables.jsonl_of, "t.csv": tables.csv_of, "t.rss": tables.rss}
    made = makes[name](rows)
    packed = dumps.PACKINGS[packing](made.encode())
    path = tmp_path / f"{name}.{packing}"
    path.write_bytes(packed[: len(packed) - 100])
    good, said = seen(path)
    assert len(good) > (0 if packing == "bz2" else 500)
    assert path.name in said


def test_what_holds_no_pages_is_passed_over(tmp_path: Path, run: Run) -> None:
    some = [("a.html", dumps.page(1)), *silent.PASSED.items()]
    given = dumps.folder(tmp_path / "in", some)
    dumps.zip_of(tmp_path / "d.zip", some)
    for path in (given, tmp_path / "d.zip"):
        assert seen(path) == ([1], "")
    code, _, err = run("extract", given, "--workers", "0")
    assert (code, err.count("\n")) == (0, 1)


@pytest.mark.parametrize("name", silent.UNREAD)
def test_what_is_not_read_ends_a_run_before_it_begins(name: str, tmp_path: Path, run: Run) -> None:
    case = silent.UNREAD[name]
    (tmp_path / name).write_bytes(case.data)
    out = tmp_path / "out.jsonl"
    code, _, err = run("extract", tmp_path / name, "-o", out, "--workers", "0")
    assert (code, out.exists(), err.count("\n")) == (1, False, 1)
    assert [word for word in (name, *case.words) if word not in err] == []


TEXTS = {
    "markup": json.dumps(silent.TEXT.decode()),
    "escaped": '"\\u003chtml>\\u003cp>x"',
    "spaced": f' \n"\\n {silent.TEXT.decode()}"',
    "long": json.dumps(tables.TEXTS[0] * 20),
    "cut": json.dumps(tables.TEXTS[0])[:-30],
    "lines": '"<p>1</p>"\n"<p>2</p>"',
    "number": "123",
    "below": "-1.5e3",
    "true": "true",
    "nothing": " null\n",
    "letters": '"\\u6ee8\\u57ce"',
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_or_a_number_of_json_is_no_page(kind: str, tmp_path: Path) -> None:
    text = TEXTS[kind]
    for given in (text, text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
        with pytest.raises(InputError, match="JSON"):
            newsparse.parse(given)
    for name in ("d.html", "d.txt", "d.json", "d.dat", "d.json.gz"):
        data = text.encode()
        (tmp_path / name).write_bytes(dumps.PACKINGS["gz"](data) if name.endswith("gz") else data)
        good, said = seen(tmp_path / name)
        assert (good, "JSON" in said) == ([], True)


@pytest.mark.parametrize(
    "text", ['"石桥修好了"', '"<p>石桥</p>"<p class="x">修好了</p>', "12 人获奖", "[图] 石桥", "true 是真"]
)
def test_a_text_that_only_begins_as_json_is_a_text(text: str) -> None:
    assert newsparse.parse(text) is not None


# Columns of lists and objects


def _odd_parquet(path: Path, values: list[Any]) -> Path:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"id": list(range(len(values))), "html": values}), path)
    return path


_PAGES = [dumps.page(n).decode() for n in range(3)]
ODD: dict[str, list[Any]] = {
    "lists": [[page] for page in _PAGES],
    "objects": [{"raw": page} for page in _PAGES],
    "numbers": [1, 2, 3],
    "nothing, then lists": [*[None] * 150, ["x"]],
    "lists of objects": [[{"raw": page}] for page in _PAGES],
    "empty lists": [[], [], [""]],
}


@pytest.mark.parametrize("column", [None, "html"])
@pytest.mark.parametrize("kind", ODD)
def test_a_column_of_lists_is_one_error(kind: str, column: str | None, tmp_path: Path, run: Run) -> None:
    path = _odd_parquet(tmp_path / "d.parquet", ODD[kind])
    more = ["--html-column", column] if column else []
    code, out, err = run("extract", path, "--workers", "0", *more)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert [word for word in ("d.parquet", "column html holds", "--html-column") if word not in err] == []
    folder = dumps.folder(tmp_path / "in", [("a.html", dumps.page(1)), ("d.parquet", path.read_bytes())])
    code, out, err = run("extract", folder, "--workers", "0", *more)
    assert (code, names(out)) == (3, ["a.html"])
    assert err.count("column html holds") == 1


@pytest.mark.parametrize("kind", ["lists", "objects", "numbers"])
@pytest.mark.parametrize("name", ["d.jsonl", "d.json"])
def test_such_a_column_of_json_is_one_error(name: str, kind: str, tmp_path: Path) -> None:
    rows = [{"id": n, "html": value} for n, value in enumerate(ODD[kind])]
    made = "\n".join(map(json.dumps, rows)) if name == "d.jsonl" else json.dumps(rows)
    (tmp_path / name).write_text(made)
    said = [item.page for item in read_inputs(inputs_of([tmp_path / name]), (), Context("html"))]
    assert [f"column html holds {kind}" in str(page) for page in said] == [True]


def test_pages_that_are_missing_in_the_first_rows(tmp_path: Path) -> None:
    rows = [{"html": None}] * 3 + [{"html": page} for page in _PAGES]
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "d.json").write_text(json.dumps(rows))
    _odd_parquet(tmp_path / "d.parquet", [row["html"] for row in rows])
    for name in ("d.jsonl", "d.json", "d.parquet"):
        good, said = seen(tmp_path / name)
        assert (good, said.count("no page")) == ([0, 1, 2], 3)


# What may take long, or much room


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
        dump_run.extract(dump_run.Plan((folder,), Job(), out, workers=0, **more), print, print, parse=parse)

    done(whole, newsparse.parse)
    stopped = 0
    while not parts.exists():
        try:
            done(parts, stopping, resume=True)
        except dump_run.Interrupted:
            stopped += 1
            assert stopped < 50
    assert stopped > 1
    assert parts.read_bytes() == whole.read_bytes()
    assert len(lines(whole.read_text(encoding="utf-8"))) > 15
