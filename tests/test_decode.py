"""Bytes to text: the cases of tests/cases/decode.toml, what must hold of all bytes, and data/encodings.toml."""

from __future__ import annotations

import codecs
import random
import tomllib
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from limits import within
from newsparse.errors import BinaryPage, EmptyPage
from newsparse.lexicon import load
from newsparse.read.binary import refuse_binary
from newsparse.read.decode import codec_name, decode

CASES = tomllib.loads((Path(__file__).parent / "cases" / "decode.toml").read_text(encoding="utf-8"))
ENCODINGS = load("encodings")
COMMON = {script: "".join(rows.split()) for script, rows in ENCODINGS["common"].items()}


def cases(kind: str) -> pytest.MarkDecorator:
    """One test a case, named by its name or by what it says."""
    return pytest.mark.parametrize("case", [pytest.param(c, id=c.get("name") or c["says"]) for c in CASES[kind]])


def html(text: str, meta: str | None) -> str:
    declared = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">' if meta else ""
    return f"<html><head>{declared}</head><body><p>{text}</p></body></html>"


# The cases


@cases("page")
def test_page(case: dict[str, Any]) -> None:
    page = html(case["text"], case.get("meta"))
    header = f"text/html; charset={case['header']}" if "header" in case else None
    data = page.encode(case["in"])
    refuse_binary(data)
    decoded = decode(data, header)
    assert decoded.encoding == case["encoding"]
    assert decoded.text == page
    words = case.get("warns", [])
    assert len(decoded.warnings) == len(words)
    assert all(word in warning for word, warning in zip(words, decoded.warnings, strict=True))


@cases("broken")
def test_broken_bytes(case: dict[str, Any]) -> None:
    data = b"".join(
        bytes.fromhex(part[4:]) if part.startswith("hex ") else part.encode(case["in"]) for part in case["parts"]
    )
    decoded = decode(data)
    assert decoded.encoding == case["encoding"]
    assert decoded.text == case["read"]
    said = f"Broken bytes of {case['encoding']} replaced by U+FFFD: {case['broken']}."
    assert (said in decoded.warnings) == bool(case["broken"])


@pytest.mark.parametrize(("label", "name"), CASES["labels"].items())
def test_label(label: str, name: str) -> None:
    assert (codec_name(label) or "") == name


@cases("refused")
def test_refused(case: dict[str, Any]) -> None:
    with pytest.raises(BinaryPage, match=case["says"]) as caught:
        refuse_binary(bytes.fromhex(case["hex"]) + case.get("then", "").encode())
    assert str(caught.value).startswith("The page is no text: ")


# What the cases do not say


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\0\0\0", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b" " * 100_000])
def test_nothing_is_an_empty_page(data: bytes) -> None:
    with pytest.raises(EmptyPage, match="empty"):
        refuse_binary(data)


def test_white_space_before_a_page_is_no_empty_page() -> None:
    refuse_binary(b" " * 100_000 + b"<p>text")


def test_compressed_bytes_without_a_mark_are_refused() -> None:
    noise = random.Random(7).randbytes(5000)  # noqa: S311
    with pytest.raises(BinaryPage, match="Content-Encoding"):
        refuse_binary(zlib.compress(noise)[2:])


def test_nul_bytes_are_dropped() -> None:
    data = html("渔民们说，今年的收成很好。", "gbk").replace("收", "收\0").replace("<p>", "<p>\0").encode("gbk")
    refuse_binary(data)
    assert decode(data) == (html("渔民们说，今年的收成很好。", "gbk"), "gb18030", ("NUL characters dropped: 2.",))
    assert decode("很\0好".encode()) == ("很好", "utf-8", ("NUL characters dropped: 1.",))
    assert decode("很\0好".encode("utf-16")) == ("很好", "utf-16", ("NUL characters dropped: 1.",))


def test_a_nul_in_the_middle_of_a_character() -> None:
    before, after = "今年的收".encode("gbk"), "成很好，大家都很高兴".encode("gbk")
    assert decode(before[:-1] + b"\0" + before[-1:] + after).text == "今年的收成很好，大家都很高兴"


def test_xml_declaration_is_read() -> None:
    data = '<?xml version="1.0" encoding="windows-1251"?><p>Новая библиотека'.encode("cp1251")
    assert decode(data).encoding == "cp1251"


@pytest.mark.parametrize(
    "declared",
    [
        "< meta charset=windows-1251>",
        "<meta charset                    =windows-1251>",
        '<meta content="text/html; charset=charset=windows-1251">',
        f'<meta data-note="{"x" * 250}" content="text/html; charset=windows-1251">',
    ],
)
def test_odd_declarations_are_the_last_resort(declared: str) -> None:
    """No pattern of ours knows them; they count where nothing else tells, and only if they decode."""
    text = declared + "<p>Новая библиотека"
    assert decode(text.encode("cp1251")) == (text, "cp1251", ())
    assert decode(declared.replace("windows-1251", "x-none").encode() + b"\xcd\xee").encoding == "cp1252"
    assert (
        decode(text.replace("1251", "1252").encode("gbk", "ignore") + "今天的收成很好，大家都高兴".encode("gbk"))[1]
        == "gb18030"
    )


def test_a_page_that_is_partly_in_another_encoding_is_read_by_its_greater_part() -> None:
    main = "渔民们说，今年的收成很好，价格也没有降。" * 4
    data = f"<p>{main}</p>".encode() + "<p>广告：新店下个月开张，欢迎大家。</p>".encode("gbk")
    decoded = decode(data, "text/html; charset=utf-8")
    assert decoded.encoding == "utf-8"
    assert main in decoded.text
    assert len(decoded.warnings) == 1


@pytest.mark.parametrize(
    "unit",
    [
        b"\xff",
        b"\xc4",
        b"\x81\x30",
        b"<meta charset=gbk ",
        b"<meta charset=gbk>\xff",
        b"<meta ",
        b"<?encoding=''?",
        b"\xc4\xe3\xba\xc3\xc4 ",
        b"a\0",
    ],
)
def test_hostile_bytes_take_linear_time(unit: bytes) -> None:
    data = unit * (1_000_000 // len(unit)) + b"\xff\xc4 "
    with within(2):  # measured: 0.2 s or less
        decode(data)


# What must hold of every text and of all bytes

DECLARED = (None, "utf-8", "gb2312", "gbk", "big5", "iso-8859-1", "euc-jp", "shift_jis", "euc-kr", "windows-1251", "x")


def texts(script: str, codec: str) -> st.SearchStrategy[str]:
    """At least 40 different characters: a text that repeats a few may be common characters in both readings."""
    chars = [c for c in COMMON[script] if c.encode(codec, "ignore")]
    return st.lists(st.sampled_from(chars), min_size=40, max_size=90, unique=True).map("".join)


@given(
    st.one_of(
        st.tuples(texts("simplified", "gbk"), st.sampled_from(["utf-8", "gb18030"])),
        st.tuples(texts("traditional", "gbk"), st.sampled_from(["utf-8", "gb18030"])),
        st.tuples(texts("traditional", "big5"), st.just("big5hkscs")),
        st.tuples(texts("simplified", "big5"), st.just("big5hkscs")),
    ),
    st.sampled_from(DECLARED),
    st.sampled_from(DECLARED),
)
def test_common_characters_are_read_whatever_is_declared(
    written: tuple[str, str], meta: str | None, header: str | None
) -> None:
    text, encoding = written
    page = html(text, meta)
    data = page.encode(encoding)
    refuse_binary(data)
    decoded = decode(data, f"text/html; charset={header}" if header else None)
    assert decoded.encoding == encoding
    assert decoded.text == page


def test_rare_characters_are_told_apart_too() -> None:
    """80 characters drawn evenly from level one of either standard: hardly a text, and still read by the right one."""
    draw = random.Random(11)  # noqa: S311
    rows = {"gb18030": (0xB0, 0xD7), "big5hkscs": (0xA4, 0xC5)}
    for encoding, (first, last) in rows.items():
        for _ in range(100):
            data = bytes(n for _ in range(80) for n in (draw.randint(first, last - 1), draw.randint(0xA1, 0xFE)))
            wrong = "big5" if encoding == "gb18030" else "gbk"
            assert decode(f"<meta charset={wrong}><p>".encode() + data).encoding == encoding


PIECES = (
    *("今天".encode(codec) for codec in ("utf-8", "gbk", "big5")),
    *(b"<meta charset=", b">", b"gbk", b"hz-gb-2312", b"iso-2022-jp"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"~{", b"~}", b"\x1b$B", b"\xed\xa0\x80", b"\xc4", b"1"),
)
BYTES = st.binary(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join)


@given(BYTES, st.none() | st.text(max_size=30) | st.sampled_from(["charset=hz", "charset=utf-16", "charset=idna"]))
@example(b"\xff\xfe\x00\xd8", None)
@example(b"<meta charset=hz>~{~", None)
def test_all_bytes_become_text(data: bytes, content_type: str | None) -> None:
    text, encoding, warnings = decode(data, content_type)
    text.encode()  # no lone surrogate
    assert "\0" not in text
    assert codecs.lookup(encoding).name == encoding
    assert all(w.endswith(".") for w in warnings)
    with suppress(EmptyPage, BinaryPage):
        refuse_binary(data)


@given(st.text())
def test_utf8_is_utf8(text: str) -> None:
    decoded = decode(text.encode("utf-8", "ignore"), "text/html; charset=gbk")
    if "\0" not in text and not text.startswith("\ufeff"):
        assert decoded == (text.encode("utf-8", "ignore").decode(), "utf-8", ())


# The data file


def test_encodings_are_python_codecs_in_order() -> None:
    names = [entry["name"] for entry in ENCODINGS["encoding"]]
    assert names == sorted(set(names))
    for entry in ENCODINGS["encoding"]:
        assert codecs.lookup(entry["name"]).name == entry["name"]
        assert entry["kind"] in ("chinese", "multi", "single", "seven", "unicode")
        assert entry["aliases"] == sorted(set(entry["aliases"]))


def test_a_label_has_one_codec() -> None:
    labels = [label for e in ENCODINGS["encoding"] for label in (e["name"].replace("-", "_"), *e["aliases"])]
    assert len(labels) == len(set(labels))
    assert all(label == label.lower() and "-" not in label for label in labels)


def test_common_characters_stand_once() -> None:
    every = "".join(COMMON.values())
    assert len(every) == len(set(every))
    assert all("\u4e00" <= char <= "\u9fff" for char in COMMON["simplified"] + COMMON["traditional"])
    assert COMMON["simplified"].encode("gb2312")
    assert every.encode("gbk")
