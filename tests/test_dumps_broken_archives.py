"""Archives with an odd or broken member: it costs itself at most, wherever it stands, wherever the archive lies."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dumps
from archives import (
    DEFLATED,
    ENCRYPTED,
    END_OF_TAR,
    STORED,
    UTF8,
    Member,
    odd,
    pages_of,
    tar_bytes,
    tar_header,
    tar_member,
    tar_page,
    zip_bytes,
    zip_parts,
)
from newsparse.dumps.inputs import inputs_of, read_inputs
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.pages import Fault
from sample import Run, lines, names

_BAD = b"\xb6\xfe\xff.html"
_PAGE = dumps.page(4)

# What is odd in a member of a zip archive, and its name where it is read all the same (None: it is a fault).
ZIPS: dict[str, tuple[dict[str, Any], str | None]] = {
    "a name that is no UTF-8": ({"name": _BAD}, "╢■\xa0.html"),
    "such a name, not packed": ({"name": _BAD, "method": STORED}, "╢■\xa0.html"),
    "such a name in the directory": ({"name": _BAD, "header_name": b"m4.html"}, None),
    "such a name before the data": ({"header_name": _BAD}, None),
    "another name before the data": ({"header_name": b"other.html"}, None),
    "no name": ({"name": b""}, "{number}"),
    "no name in the directory": ({"name": b"", "header_name": b"m4.html"}, None),
    "NUL in the name": ({"name": b"a\0b.html"}, "a\\x00b.html"),
    "NUL first": ({"name": b"\0.html"}, "\\x00.html"),
    "an absolute name": ({"name": b"/etc/m.html"}, "/etc/m.html"),
    "a name that leads out": ({"name": b"../../m.html"}, "../../m.html"),
    "encrypted": ({"flags": UTF8 | ENCRYPTED}, None),
    "strongly encrypted": ({"flags": UTF8 | 0x41}, None),
    "a patch": ({"flags": UTF8 | 0x20}, None),
    "packed in an unknown way": ({"method": 99}, None),
    "packed by deflate64": ({"method": 9}, None),
    "said to be bzip2": ({"method": 12}, None),
    "said to be LZMA": ({"method": 14}, None),
    "another checksum": ({"crc": 5}, None),
    "another checksum, not packed": ({"crc": 5, "method": STORED}, None),
    "a size that is too small": ({"size": 100}, None),
    "a size of gigabytes": ({"size": 1 << 31}, None),
    "no packed data": ({"packed": b"\xff" * 900}, None),
    "cut packed data": ({"packed": Member(b"", _PAGE).body()[:300]}, None),
    "somewhere behind the end": ({"place": lambda _: 10**8}, None),
    "at another member": ({"place": lambda at: 0 if at else 800}, None),
    "between members": ({"place": lambda at: at + 7}, None),
    "no sign in front": ({"sign": b"XXXX"}, None),
    "a version of later times": ({"version": 99}, "m4.html"),
    "nothing in it": ({"data": b"", "method": STORED}, "m4.html"),  # whoever reads the page says so
}
# The same for tar archives: how the member is made.
TARS: dict[str, tuple[bytes, str | None]] = {
    "a name that is no UTF-8": (tar_member(_BAD, _PAGE), "\\xb6\\xfe\\xff.html"),
    "a name that leads out": (tar_member(b"../../m.html", _PAGE), "../../m.html"),
    "an absolute name": (tar_member(b"/m.html", _PAGE), "/m.html"),
    "a kind that nobody knows": (tar_page(4, kind=b"Z"), "m4.html"),
    "another checksum": (tar_page(4, checksum=b"000001\0 "), None),
    "a size that is none": (tar_page(4, size_field=b"zzzzzzzzzzz\0"), None),
    "a size below zero": (tar_page(4, size_field=b"\xff" * 12), None),
    "a size beyond the end": (tar_page(4, size_field=b"%011o\0" % 10**7), None),
    "a size beyond all files": (tar_page(4, size_field=b"\x80\0\0\0" + struct.pack(">Q", 1 << 62)), None),
    "a time that is none": (tar_page(4, time=b"zzzzzzzzzzz\0"), None),
    "a long name without end": (tar_header(b"././@LongLink", 1 << 40, b"L"), None),
    "a sparse file of 8 GB": (
        tar_member(b"m4.html", _PAGE, b"S", magic=b"ustar  \0", realsize=b"77777777777\0"),
        None,
    ),
    "a sparse file of no size": (
        tar_member(b"m4.html", _PAGE, b"S", magic=b"ustar  \0", realsize=b"zzzzzzzzzzz\0"),
        None,
    ),
    "an attribute of length 0": (tar_member(b"PaxHeader", b"0 a=b\n", b"x") + tar_page(4), None),
    "a size in words": (tar_member(b"PaxHeader", b"12 size=abc\n", b"x") + tar_page(4), None),
    "holes in words": (tar_member(b"PaxHeader", b"26 GNU.sparse.size=abcdef\n", b"x") + tar_page(4), None),
    "holes without a list": (
        tar_member(b"PaxHeader", b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n", b"x") + tar_page(4),
        None,
    ),
    "nothing that belongs there": (b"\xee" * 2048, None),
    "a second archive": (tar_page(4) + bytes(10240), "m4.html"),
}
# How an archive lies about.
PLACES: dict[str, tuple[str, Callable[[bytes, str], bytes]]] = {
    "plain": ("x{}", lambda data, _: data),
    "gz": ("x{}.gz", lambda data, _: gzip.compress(data)),
    "zst": ("x{}.zst", lambda data, _: dumps.zstd(data)),
    "in a zip": ("o.zip", lambda data, ext: zip_bytes(Member(b"in" + ext.encode(), data, method=STORED))),
    "in a tar.gz": ("o.tar.gz", lambda data, ext: gzip.compress(tar_bytes(tar_member(b"in" + ext.encode(), data)))),
}


def placed(tmp_path: Path, place: str, extension: str, data: bytes) -> Path:
    pytest.importorskip("zstandard")
    name, pack = PLACES[place]
    path = tmp_path / name.format(extension)
    path.write_bytes(pack(data, extension))
    return path


def seen(path: Path, *, resumed: bool = True) -> tuple[list[str], list[str]]:
    """The last names of pages, and what the faults say; a run that is broken off anywhere goes on to the same."""
    given = inputs_of([path])
    items = list(read_inputs(given, (), Context()))
    assert [item.position for item in items] == sorted({item.position for item in items})
    for number, item in enumerate(items if resumed else ()):
        assert list(read_inputs(given, item.position, Context())) == items[number + 1 :]
    good = [item.page.name.rpartition("!/")[2] for item in items if not isinstance(item.page, Fault)]
    return good, [item.page.reason for item in items if isinstance(item.page, Fault)]


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ZIPS)
def test_an_odd_member_of_a_zip(kind: str, place: str, at: int, tmp_path: Path) -> None:
    more, name = ZIPS[kind]
    members = [*pages_of(1, 3), *pages_of(1, 5)]
    members.insert(at, odd(**more))
    good, bad = seen(placed(tmp_path, place, ".zip", zip_bytes(*members)))
    expected = ["m3.html", "m5.html"]
    if name is not None:
        expected.insert(at, name.format(number=at))
    if "place" in more and len(good) == 3:  # members that the directory does not name are looked for, and it is found
        expected.insert(at, "m4.html")
    assert good == expected
    assert bool(bad) == (name is None)


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", TARS)
def test_an_odd_member_of_a_tar(kind: str, place: str, at: int, tmp_path: Path) -> None:
    made, name = TARS[kind]
    members = [tar_page(3), tar_page(5)]
    members.insert(at, made)
    good, bad = seen(placed(tmp_path, place, ".tar", tar_bytes(*members)))
    assert [page for page in good if page in ("m3.html", "m5.html")] == ["m3.html", "m5.html"]
    assert name is None or good[at] == name
    assert bool(bad) == (name is None)


CUT: dict[str, dict[str, Any]] = {
    "packed": {},
    "not packed": {"method": STORED},
    "sizes behind": {"behind": "signed"},
    "sizes behind without a sign": {"behind": "bare"},
    "sizes behind, not packed": {"behind": "signed", "method": STORED},
    "sizes behind without a sign, not packed": {"behind": "bare", "method": STORED},
    "zip64": {"large": True},
    "zip64, not packed": {"large": True, "method": STORED},
    "zip64, sizes behind": {"large": True, "behind": "signed"},
    "zip64, sizes behind, not packed": {"large": True, "behind": "signed", "method": STORED},
}


@pytest.mark.parametrize("where", ["first", "middle", "last", "behind the data", "in the directory", "in the end"])
@pytest.mark.parametrize("place", ["plain", "in a zip", "in a tar.gz"])
@pytest.mark.parametrize("kind", CUT)
def test_a_zip_that_is_cut_off(kind: str, place: str, where: str, tmp_path: Path) -> None:
    data, directory, places = zip_parts(*pages_of(5, 3, **CUT[kind]))
    whole = data + directory
    cut, left = {
        "first": (places[0] + 200, 0),
        "middle": (places[2] + 200, 2),
        "last": (places[4] + 200, 4),
        "behind the data": (len(data), 5),
        "in the directory": (len(data) + 70, 5),
        "in the end": (len(whole) - 5, 5),
    }[where]
    if where == "behind the data" and CUT[kind].get("behind") == "bare" and CUT[kind].get("method") == STORED:
        left = 4  # nothing tells where the last one ends
    good, bad = seen(placed(tmp_path, place, ".zip", whole[:cut]))
    assert good == [f"m{number}.html" for number in range(3, 3 + left)]
    assert "directory is not usable" in bad[-1]


@pytest.mark.parametrize("hurt", [0, 2, 4])
@pytest.mark.parametrize("kind", [kind for kind in CUT if not kind.startswith("sizes behind without")])
def test_a_zip_with_a_hole(kind: str, hurt: int, tmp_path: Path) -> None:
    """Bytes are missing in one member; the directory is there."""
    data, directory, places = zip_parts(*pages_of(5, 3, **CUT[kind]))
    broken = data[: places[hurt] + 100] + data[places[hurt] + 300 :] + directory
    good, bad = seen(placed(tmp_path, "plain", ".zip", broken))
    assert good == [f"m{number}.html" for number in range(3, 8) if number != 3 + hurt]
    assert len(bad) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"crc": 5},
        {"flags": UTF8 | ENCRYPTED},
        {"method": 99},
        {"packed": b"\xff" * 900},
        {"sign": b"XXXX"},
        {"flags": UTF8 | ENCRYPTED, "behind": "signed"},
        {"size": 1 << 31},
    ],
    ids=str,
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_odd_member_of_a_zip_without_directory(more: dict[str, Any], at: int, tmp_path: Path) -> None:
    members = [*pages_of(1, 3), *pages_of(1, 5)]
    members.insert(at, odd(**more))
    good, bad = seen(placed(tmp_path, "plain", ".zip", zip_parts(*members)[0]))
    assert good == ["m3.html", "m5.html"]
    assert len(bad) == (1 if "sign" in more else 2)  # of what has no header nothing is known


def test_members_of_one_name(tmp_path: Path) -> None:
    twice = [*pages_of(2, 3), *pages_of(1, 3)]
    assert seen(placed(tmp_path, "plain", ".zip", zip_bytes(*twice))) == (["m3.html", "m4.html", "m3.html"], [])
    same = [tar_page(3), tar_page(4), tar_page(3)]
    assert seen(placed(tmp_path, "plain", ".tar", tar_bytes(*same))) == (["m3.html", "m4.html", "m3.html"], [])


def _with_directory(data: bytes, *entries: bytes) -> bytes:
    directory, count = b"".join(entries), len(entries)
    return data + directory + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(data), 0)


@pytest.mark.parametrize("method", [STORED, DEFLATED])
def test_one_member_a_thousand_times(method: int, tmp_path: Path) -> None:
    first = Member(b"m3.html", dumps.page(3), method=method)
    path = placed(tmp_path, "plain", ".zip", _with_directory(first.local(), *[first.entry(0)] * 1000))
    good, bad = seen(path, resumed=False)
    assert (good, len(bad)) == (["m3.html"], 999)


def test_a_member_that_reaches_over_its_neighbour(tmp_path: Path) -> None:
    inner = Member(b"m4.html", dumps.page(4), method=STORED)
    outer = Member(b"m3.html", dumps.page(3) + inner.local(), method=STORED)
    data = outer.local()
    entries = outer.entry(0), inner.entry(data.index(b"PK\x03\x04", 4))
    good, bad = seen(placed(tmp_path, "plain", ".zip", _with_directory(data, *entries)))
    assert (good, len(bad)) == (["m4.html"], 1)


def test_a_directory_that_fills_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsparse.dumps.inputs.zip_directory._LARGEST", 100)
    good, bad = seen(placed(tmp_path, "plain", ".zip", zip_bytes(*pages_of(3))))
    assert (good, len(bad)) == (["m3.html", "m4.html", "m5.html"], 1)


def test_headers_that_only_look_so_are_not_followed_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsparse.dumps.inputs.cut_zips.MOST_IN_VAIN", 20)
    junk = b"".join(odd(number, packed=b"\xff" * 40, behind="signed").local() for number in range(60))
    first = Member(b"m3.html", dumps.page(3)).local()
    good, bad = seen(placed(tmp_path, "plain", ".zip", first + junk), resumed=False)
    assert (good, len(bad)) == (["m3.html"], 21)


_TAR = tar_bytes(tar_page(3), tar_page(4))
# A file, the members that are read, whether something is wrong.
BEGINNINGS: dict[str, tuple[str, bytes, list[str], bool]] = {
    "a program in front": ("b.zip", b"#!/bin/sh\nexit\n" + zip_bytes(*pages_of(2)), ["m3.html", "m4.html"], False),
    "the first header is gone": ("b.zip", bytes(40) + zip_bytes(*pages_of(2))[40:], ["m4.html"], True),
    "something behind": ("b.zip", zip_bytes(*pages_of(2)) + b"\n" * 100_000, ["m3.html", "m4.html"], True),
    "no zip": ("b.zip", b"hello " * 100, [], True),
    "nothing": ("b.zip", b"", [], True),
    "a zip of nothing": ("b.zip", zip_bytes(), [], False),
    "the first header of a tar is gone": ("b.tar", bytes(40) + _TAR[40:], ["m4.html"], True),
    "the first header of a tar.gz is gone": ("b.tar.gz", gzip.compress(bytes(40) + _TAR[40:]), ["m4.html"], True),
    "no tar": ("b.tar", b"hello " * 300, [], True),
    "no tar.gz": ("b.tgz", b"hello " * 300, [], True),
    "a tar without its end": ("b.tar", tar_page(3) + tar_page(4), ["m3.html", "m4.html"], True),
    "a tar of nothing": ("b.tar", END_OF_TAR, [], False),
    "a cut tar": ("b.tar", (tar_page(3) + tar_page(4))[:-700], ["m3.html"], True),
    "no Parquet": ("b.parquet", b"hello " * 100, [], True),
    "a cut Parquet": ("b.parquet", b"PAR1" + b"x" * 500, [], True),
}


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_beginnings_and_ends(kind: str, tmp_path: Path, run: Run) -> None:
    """Nothing is passed over in silence that says by its name what it is; named itself or in a folder."""
    pytest.importorskip("pyarrow")
    name, data, good, bad = BEGINNINGS[kind]
    folder = dumps.folder(tmp_path / "in", [(name, data), ("z.html", dumps.page(2))])
    for given, beside in ((folder, ["z.html"]), (folder / name, [])):
        code, out, err = run("extract", given, "--workers", "0")
        assert names(out) == [*(f"{name}!/{page}" for page in good), *beside]
        said = lines("\n".join(line for line in err.splitlines() if line.startswith("{")))
        assert (code == 3, {line["file"].partition("!")[0] for line in said}) == (bad, {name} if bad else set())
