"""WARC files with one bad record among good ones: it costs itself at most, and something is said of it."""

from __future__ import annotations

import gzip
import importlib
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import dumps
import tables
from newsparse.dumps import bombs, pages
from newsparse.dumps.inputs import inputs_of, read_inputs
from newsparse.dumps.inputs.opened import Context
from sample import Run, lines

pytest.importorskip("fastwarc")
pytest.importorskip("zstandard")
BAD = 7  # the number of the page in the bad record
PAGE = dumps.page(BAD)
WHOLE = "修好了7"


def response(body: bytes, *headers: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    """A record's block."""
    lines = "".join(f"{line}\r\n" for line in (status, "Content-Type: text/html; charset=utf-8", *headers))
    return lines.encode() + b"\r\n" + body


def record(block: bytes, length: object = None, version: str = "1.0", kind: str = "response", more: str = "") -> bytes:
    length = len(block) if length is None else length
    return (
        (
            f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://e.com/bad\r\n"
            f"WARC-Date: 2021-11-08\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-00000000bad7>\r\n{more}"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def encoded(body: bytes, *codings: str) -> bytes:
    return record(response(body, f"Content-Encoding: {', '.join(codings)}"))


def brotli(data: bytes) -> bytes:
    library = importlib.import_module("brotli")

    return bytes(library.compress(data))


def chunks(body: bytes, size: int = 700) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def chunked(body: bytes, *more: str) -> bytes:
    return record(response(body, "Transfer-Encoding: chunked", *more))


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def bare_deflate(data: bytes) -> bytes:
    return zlib.compress(data, wbits=-15)


def random_bytes(size: int) -> bytes:
    return b"".join(zlib.crc32(b"%d" % n).to_bytes(4, "big") for n in range(size // 4))


# What is due for the bad record
READ, SAID, PART, ERROR, PASSED = "read", "read with a warning", "a part with a warning", "an error", "passed over"

PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotli, "zstd": dumps.zstd,
}  # fmt: skip

CASES: dict[str, tuple[bytes, str]] = {
    **{f"true-{name}": (encoded(pack(PAGE), name), READ) for name, pack in PACKED.items()},
    "no-type": (record(response(PAGE)).replace(b"WARC-Type: response\r\n", b""), ERROR),
    "no-type-in-1.1": (record(response(PAGE), version="1.1", kind="").replace(b"WARC-Type: \r\n", b""), ERROR),
    "segmented": (record(response(half(PAGE)), more="WARC-Segment-Number: 1\r\n"), PART),
    "true-bare-deflate": (encoded(bare_deflate(PAGE), "deflate"), READ),
    "true-two": (encoded(brotli(gzip.compress(PAGE)), "gzip", "br"), READ),
    "true-two-headers": (
        record(response(brotli(gzip.compress(PAGE)), "Content-Encoding: gzip", "content-encoding: br")),
        READ,
    ),
    "true-two-members": (encoded(gzip.compress(PAGE[:500]) + gzip.compress(PAGE[500:]), "gzip"), READ),
    "true-chunks": (chunked(chunks(PAGE)), READ),
    "true-chunks-gzip": (chunked(chunks(gzip.compress(PAGE), 100), "Content-Encoding: gzip"), READ),
    "true-chunk-extension": (chunked(b"%X;a=b\r\n%s\r\n0\r\nX-Sum: 1\r\n\r\n" % (len(PAGE), PAGE)), READ),
    "identity": (encoded(PAGE, "identity"), READ),
    "padded-gzip": (encoded(gzip.compress(PAGE) + b"\0" * 99, "gzip"), READ),
    **{f"more-{name}": (encoded(PACKED[name](PAGE) + b"<p>more", name), SAID) for name in ("gzip", "deflate", "zstd")},
    **{f"lies-{name}": (encoded(PAGE, name), SAID) for name in PACKED},
    "lies-twice": (encoded(gzip.compress(PAGE), "gzip", "br"), ERROR),
    "lies-utf-16": (encoded(PAGE.decode().encode("utf-16"), "gzip"), SAID),
    "lies-and-random": (encoded(random_bytes(3000), "br"), ERROR),
    "lies-gzip-is-zstd": (encoded(dumps.zstd(PAGE), "gzip"), READ + " or an error"),
    "empty-gzip": (encoded(b"", "gzip"), ERROR),
    **{f"unknown-{name[:6]}": (encoded(PAGE, name), SAID) for name in ("foo", "gzip;q=1", "压缩", "*", "x" * 9000)},
    "unknown-and-random": (encoded(random_bytes(3000), "foo"), ERROR),
    **{f"cut-{name}": (encoded(half(pack(PAGE)), name), PART) for name, pack in PACKED.items() if name != "zstd"},
    "cut-zstd": (encoded(half(dumps.zstd(PAGE)), "zstd"), PART + " or an error"),
    "cut-bare-deflate": (encoded(half(bare_deflate(PAGE)), "deflate"), PART),
    "cut-last-byte": (encoded(gzip.compress(PAGE)[:-1], "gzip"), SAID),
    "bad-sum": (encoded(gzip.compress(PAGE)[:-8] + b"\0" * 8, "gzip"), PART),
    "cut-second-member": (encoded(gzip.compress(PAGE) + half(gzip.compress(b"<p>x" * 999)), "gzip"), SAID),
    "bomb-gzip": (encoded(gzip.compress(b"<p>" + b" " * (9 << 20)), "gzip"), ERROR),
    "bomb-deflate": (encoded(zlib.compress(b"<p>" + b" " * (9 << 20)), "deflate"), ERROR),
    "bomb-zstd": (encoded(dumps.zstd(b"<p>" + b" " * (9 << 20)), "zstd"), ERROR),
    "bomb-br": (encoded(brotli(b"<p>" + b" " * (9 << 20)), "br"), ERROR),
    "bomb-twice": (encoded(gzip.compress(gzip.compress(b"<p>" + b" " * (9 << 20))), "gzip"), ERROR),
    "bomb-chunked": (chunked(chunks(gzip.compress(b"<p>" + b" " * (9 << 20))), "Content-Encoding: gzip"), ERROR),
    "chunks-and-more": (chunked(chunks(PAGE) + PAGE[:99]), SAID),
    "chunks-and-trailers": (chunked(chunks(PAGE)[:-2] + b"X-A: b\r\nX-Sum: 1\r\n\r\n"), READ),
    "chunks-are-none": (chunked(PAGE), SAID),
    "chunks-empty": (chunked(b""), ERROR),
    "chunks-end-at-once": (chunked(b"0\r\n\r\n" + PAGE), ERROR),
    **{
        f"chunk-{size[:5]}": (chunked(size.encode() + b"\r\n" + PAGE), SAID)
        for size in ("-5", "0x10", "zz", "", "f" * 16, "9" * 99)
    },
    "chunks-cut": (chunked(half(chunks(PAGE))), PART),
    "chunks-without-end": (chunked(chunks(PAGE)[:-5]), SAID),
    "chunks-break": (chunked(chunks(PAGE[:700])[:-5] + b"qq\r\n" + PAGE[700:]), SAID),
    "chunks-many": (chunked(chunks(PAGE, 1)), READ),
    "body-cut": (record(response(half(PAGE), f"Content-Length: {len(PAGE)}")), PART),
    "body-longer": (record(response(PAGE, "Content-Length: 10")), READ),
    "body-length-none": (record(response(PAGE, f"Content-Length: {'9' * 5000}")), READ),
    "truncated-by-crawler": (record(response(half(PAGE)), more="WARC-Truncated: length\r\n"), PART),
    "no-http": (record(PAGE), SAID),
    "no-http-no-page": (record(b"a note of some kind\r\n\r\nand more"), ERROR),
    "no-http-empty": (record(b""), ERROR),
    "status-long": (record(response(PAGE, status="HTTP/1.1 999999999999 OK")), ERROR),
    "status-word": (record(response(PAGE, status="HTTP/1.1 fine")), ERROR),
    "status-none": (record(response(PAGE, status="HTTP/1.1")), ERROR),
    "status-404": (record(response(PAGE, status="HTTP/1.1 404 Not Found")), PASSED),
    "head-only": (record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html"), ERROR),
    "head-without-end": (record(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 40000), ERROR),
    "head-of-newlines": (record(response(PAGE).replace(b"\r\n", b"\n")), READ),
    **{
        f"length-{str(length)[:5]}": (record(response(PAGE), length), ERROR)
        for length in ("abc", -5, "", "0x99", 10**12, 10**30, 1 << 63)
    },
    "length-short": (record(response(PAGE), len(response(PAGE)) - 300), PART),
    "length-long": (record(response(PAGE), len(response(PAGE)) + 300), SAID + " or an error"),
    "length-long-of-a-request": (record(b"GET / HTTP/1.1\r\n\r\n", 10**9, kind="request"), ERROR),
    "version": (record(response(PAGE), version="x.y"), ERROR),
    "header-too-long": (record(response(PAGE), more="X: " + "a" * 100_000 + "\r\n"), ERROR),
    "junk": (b"no record at all\r\n\r\n", ERROR),
}  # fmt: skip

PLACES = {"first": 0, "middle": 2, "last": 4}
PACKINGS: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": dumps.zstd}


def warc(bad: bytes, place: int, pack: Callable[[bytes], bytes] = bytes) -> bytes:
    """Four good records and the bad one."""
    good = [dumps.warc_record(f"https://e.com/{n}", dumps.page(n)) for n in range(4)]
    info = dumps.warc_record("urn:info", b"software: test\r\n", "warcinfo", type_="application/warc-fields")
    return b"".join(pack(each) for each in (info, *good[:place], bad, *good[place:]))


class Seen(NamedTuple):
    titles: list[str]
    bad: list[dict[str, object]]
    errors: list[dict[str, str]]


def seen(run: Run, path: Path) -> Seen:
    code, out, err = run("extract", path, "--workers", "0")
    errors = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert code == (3 if errors else 0), err
    rows = lines(out)
    good = [row for row in rows if str(row["url"]).removeprefix("https://e.com/").isdigit()]
    return Seen([str(row["title"]) for row in good], [row for row in rows if row not in good], errors)


def judged(found: Seen) -> str:
    """What became of the bad record."""
    if not found.bad:
        return ERROR if found.errors else PASSED
    assert len(found.bad) == 1
    warnings = found.bad[0]["warnings"]
    if WHOLE in str(found.bad[0]["title"]) and "责任编辑" not in str(found.bad[0]["text"]) and found.bad[0]["editors"]:
        return SAID if warnings or found.errors else READ
    return PART if warnings or found.errors else "a part, in silence"


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("case", CASES)
def test_a_bad_record_costs_itself_only(case: str, packing: str, tmp_path: Path, run: Run) -> None:
    bad, due = CASES[case]
    for name, place in PLACES.items():
        path = tmp_path / f"{name}.warc{packing}"
        path.write_bytes(warc(bad, place, PACKINGS[packing]))
        found = seen(run, path)
        assert [re.sub(r"\D", "", title) for title in found.titles] == ["0", "1", "2", "3"], (name, found.errors)
        assert judged(found) in due.split(" or ") or judged(found) == due, (name, judged(found), found.errors)
        assert all(error["file"].startswith(path.name) for error in found.errors)
        check_positions(path)


# Bad records after which nothing is where the next one must begin.
BREAKING = [
    name
    for name in CASES
    if name.startswith(("length-", "version", "header-too-long", "junk")) and name != "length-short"
]


@pytest.mark.parametrize("packing", [".gz", ".zst"])
@pytest.mark.parametrize("case", BREAKING)
def test_a_bad_record_in_a_file_packed_as_a_whole(case: str, packing: str, tmp_path: Path, run: Run) -> None:
    """Behind it the others are in the same compressed member: they are found in there, and named on."""
    for name, place in PLACES.items():
        path = tmp_path / f"{name}.warc{packing}"
        path.write_bytes(
            PACKINGS[packing](warc(CASES[case][0], place)) + PACKINGS[packing](dumps.warc_record("u", PAGE))
        )
        found = seen(run, path)
        assert [re.sub(r"\D", "", title) for title in found.titles] == ["0", "1", "2", "3"], (name, found.errors)
        assert found.errors
        assert WHOLE in str(found.bad[-1]["title"])  # the member behind it
        check_positions(path)


def check_positions(path: Path) -> None:
    whole = list(read_inputs(inputs_of([path]), (), Context()))
    assert [item.position for item in whole] == sorted({item.position for item in whole})
    for number, item in enumerate(whole):
        assert list(read_inputs(inputs_of([path]), item.position, Context())) == whole[number + 1 :]


# Members of .gz and .zst that are broken themselves
BREAKS: dict[str, Callable[[bytes], bytes]] = {
    "overwritten": lambda data: data[:200] + b"\xff" * 90 + data[290:],
    "cut": half,
    "sum": lambda data: data[:-6] + b"\0\0" + data[-4:],
    "magic": lambda data: b"\0" + data[1:],
    "junk-behind": lambda data: data + b"junk" * 20,
    "empty-behind": lambda data: data + gzip.compress(b""),
    "zeros": lambda data: bytes(len(data)),
}


def with_checksum(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


@pytest.mark.parametrize("packing", [".gz", ".zst"])
@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_member_costs_itself_only(how: str, packing: str, tmp_path: Path, run: Run) -> None:
    pack = {".gz": gzip.compress, ".zst": with_checksum}[packing]
    if how == "empty-behind" and packing == ".zst":
        pytest.skip("of gzip")
    good = [pack(dumps.warc_record(f"https://e.com/{n}", dumps.page(n))) for n in range(4)]
    broken = BREAKS[how](pack(record(response(PAGE + random_bytes(900)))))
    for name, place in PLACES.items():
        path = tmp_path / f"{name}.warc{packing}"
        path.write_bytes(b"".join([*good[:place], broken, *good[place:]]))
        found = seen(run, path)
        assert [re.sub(r"\D", "", title) for title in found.titles] == ["0", "1", "2", "3"], (name, found.errors)
        assert found.bad or found.errors
        check_positions(path)


@pytest.mark.parametrize("packing", [".gz", ".zst"])
@pytest.mark.parametrize("at_a_time", [3, 99])
def test_several_records_in_one_member(at_a_time: int, packing: str, tmp_path: Path, run: Run) -> None:
    """Files that were compressed as a whole: every page has a name and a position of its own."""
    path = tmp_path / f"a.warc{packing}"
    records = [dumps.warc_record(f"https://e.com/{n}", dumps.page(n)) for n in range(20)]
    parts = [records[at : at + at_a_time] for at in range(0, len(records), at_a_time)]
    path.write_bytes(b"".join(PACKINGS[packing](b"".join(part)) for part in parts))
    assert len(seen(run, path).titles) == 20
    check_positions(path)
    pages = [item.page.name for item in read_inputs(inputs_of([path]), (), Context())]
    assert len(set(pages)) == 20
    assert pages[:3] == [f"{path.name}#0", f"{path.name}#0.1", f"{path.name}#0.2"]


@pytest.mark.parametrize("packing", PACKINGS)
def test_places_that_look_like_records_without_end(packing: str, tmp_path: Path, run: Run) -> None:
    """They end the reading of the file, and that is said: it must not take hours."""
    path = tmp_path / f"a.warc{packing}"
    pack = PACKINGS[packing]
    good = pack(dumps.warc_record("https://e.com/1", dumps.page(1)))
    path.write_bytes(good + pack(b"WARC/9.9\r\n\nWARC-") * 1100 + good)
    found = seen(run, path)
    assert len(found.titles) == 1
    assert [error["file"] for error in found.errors] == [f"{path.name}#0", path.name]
    check_positions(path)


def test_a_record_that_tells_of_warc_files_is_one(tmp_path: Path, run: Run) -> None:
    """Only behind a fault is a record looked for."""
    inner = dumps.warc_record("https://e.com/inner", dumps.page(9))
    path = tmp_path / "a.warc"
    path.write_bytes(warc(record(response(PAGE + b"<pre>\r\n\r\n" + inner + b"</pre>")), 2))
    found = seen(run, path)
    assert (len(found.titles), len(found.bad), found.errors) == (4, 1, [])


def test_a_body_over_the_limit_is_an_error(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bombs, "MOST_BYTES", 3000)
    path = tmp_path / "a.warc"
    long = PAGE + "街口的灯亮了。".encode() * 300
    path.write_bytes(b"".join(encoded(pack(long), name) for name, pack in PACKED.items()) + encoded(long, "gzip"))
    found = seen(run, path)
    assert [error["error"] for error in found.errors] == ["PageTooLarge"] * (len(PACKED) + 1)
    assert pages.MOST_BYTES > 3000


@pytest.mark.parametrize("packed", [False, True])
def test_texts_of_conversion_records_are_pages(packed: bool, tmp_path: Path, run: Run) -> None:
    story = "石桥昨天修好了，居民走上新路。\n工人换下了旧板，用了两个星期。"
    made = [dumps.warc_record(f"https://e.com/{n}", story.encode(), "conversion", type_="text/plain") for n in range(3)]
    made.append(dumps.warc_record("https://e.com/p", b"GIF89a", "conversion", type_="image/gif"))
    path = tmp_path / "d.warc.wet.gz"
    path.write_bytes(b"".join(map(gzip.compress, made)) if packed else b"".join(made))
    code, out, _ = run("extract", path, "--workers", "0", "--summary", tmp_path / "s.json")
    assert (code, [record["url"] for record in lines(out)]) == (0, [f"https://e.com/{n}" for n in range(3)])
    assert all(record["text"] == story for record in lines(out))
    assert json.loads((tmp_path / "s.json").read_text())["passed"] == 1


def test_pages_that_were_fetched_unchanged_are_counted(tmp_path: Path, run: Run) -> None:
    head = b"HTTP/1.1 304 Not Modified\r\n"
    made = dumps.warc_record("https://e.com/a", PAGE) + dumps.warc_record("https://e.com/b", b"", "revisit", head) * 2
    (tmp_path / "d.warc").write_bytes(made)
    code, out, _ = run("extract", tmp_path / "d.warc", "--workers", "0", "--summary", tmp_path / "s.json")
    assert (code, len(lines(out))) == (0, 1)
    assert json.loads((tmp_path / "s.json").read_text())["passed"] == 2


_META = dumps.warc_record("urn:m", b"fetchTimeMs: 9", "metadata", type_="application/warc-fields")
_ASKED = dumps.warc_record("urn:r", b"", "request", b"GET / HTTP/1.1\r\n")
_ODD = "Content-Type: text/html; charset=utf-8"


def _said_to_be(kind: str, body: bytes = PAGE) -> bytes:
    return record(response(body).replace(_ODD.encode(), f"Content-Type: {kind}".encode()))


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("last", [[_META], [_META, _META], [_ASKED, _META, _ASKED]], ids=["1", "2", "3"])
def test_records_of_others_behind_the_last_page(last: list[bytes], packing: str, tmp_path: Path, run: Run) -> None:
    """Each was once found anew, and told as the first behind a place where no record begins."""
    records = [_ASKED, dumps.warc_record("u", PAGE), *last]
    (tmp_path / f"d.warc{packing}").write_bytes(b"".join(map(PACKINGS[packing], records)))
    code, out, err = run("extract", tmp_path / f"d.warc{packing}", "--workers", "0")
    assert (code, len(lines(out))) == (0, 1), err


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_a_request_its_page_and_more_in_one_member(packing: str, tmp_path: Path) -> None:
    """A run that went on behind one read it again: it had another position then."""
    asked = _ASKED.replace(b"-8000-", b"-8001-")
    members = [asked + dumps.warc_record(f"u{n}", dumps.page(n)) + _META for n in range(3)]
    (tmp_path / f"d.warc{packing}").write_bytes(b"".join(map(PACKINGS[packing], members)))
    check_positions(tmp_path / f"d.warc{packing}")
    assert len(list(read_inputs(inputs_of([tmp_path / f"d.warc{packing}"]), (), Context()))) == 3


@pytest.mark.parametrize(
    "one",
    [
        dumps.warc_record("u", PAGE).replace(b"WARC-Type: response", b"warc-type: RESPONSE"),
        *map(_said_to_be, ("html", "*/*", '"text/html"', "application/xml", "image/png")),
        _said_to_be("multipart/related", tables.mhtml(PAGE)),
    ],
)
def test_a_page_is_told_by_what_it_is(one: bytes, tmp_path: Path, run: Run) -> None:
    (tmp_path / "d.warc").write_bytes(one)
    code, out, err = run("extract", tmp_path / "d.warc", "--workers", "0")
    assert code == 0, err
    assert [WHOLE in record["title"] for record in lines(out)] == [True]


def test_a_file_of_metadata_is_named(tmp_path: Path, run: Run) -> None:
    (tmp_path / "d.wat").write_bytes(_META * 3)
    (tmp_path / "m.html").write_bytes(PAGE)
    code, out, err = run("extract", tmp_path, "--workers", "0")
    assert (code, len(lines(out))) == (0, 1)
    assert "Passed over" in err
    assert "d.wat. It is a WARC file of metadata" in err
    code, out, err = run("extract", tmp_path / "d.wat", "--workers", "0")
    assert (code, out) == (3, "")
    assert "Read the WARC file that it tells of" in err
