"""Mutations of bytes: of any bytes, of markup, of headers. All go by a seeded generator: same number, same bytes.

Most are small and many stand together, as faults of transfer and of programs do; some are what a person would try.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from mutants.tokens import TOKENS

Mutation = Callable[[bytes, random.Random], bytes]

# No mutated input is longer: what long input costs has tests of its own.
LONGEST = 200_000
_NUMBER = re.compile(rb"[0-9]+")
_TAG = re.compile(rb"<[^<>]{0,200}>")
_WORDS = re.compile(rb"(?<=\n)[A-Za-z][\w-]*:[^\r\n]*|\"[^\"]*\"|'[^']*'")

_BYTES = (b"\0", b"\xff", b"\x80", b"\x7f", b"\r\n", b"\n\n", b"\x1b", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80")
_NUMBERS = (
    b"0", b"-1", b"1", b"255", b"65536", b"2147483648", b"4294967295", b"4294967296", b"9223372036854775808",
    b"18446744073709551616", b"1e999", b"NaN", b"9" * 40, b"", b"0x10", b"99999999",
)  # fmt: skip


def _span(data: bytes, dice: random.Random, most: int = 400) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.randrange(1, most))


def flip(data: bytes, dice: random.Random) -> bytes:
    """Some bits."""
    out = bytearray(data)
    for _ in range(dice.randrange(1, 9)):
        if out:
            out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def put(data: bytes, dice: random.Random) -> bytes:
    """A byte that programs stumble over."""
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(_BYTES) * dice.choice((1, 1, 2, 30)) + data[at + dice.randrange(3) :]


def remove(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[:start] + data[end:]


def repeat(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice, 120)
    return data[:end] + data[start:end] * dice.choice((1, 2, 20, 100)) + data[end:]


def move(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    left = data[:start] + data[end:]
    at = dice.randrange(len(left) + 1)
    return left[:at] + data[start:end] + left[at:]


def cut(data: bytes, dice: random.Random) -> bytes:
    """The end is missing, as of a broken download."""
    return data[: dice.randrange(len(data) + 1)]


def behead(data: bytes, dice: random.Random) -> bytes:
    return data[dice.randrange(min(len(data), 600) + 1) :]


def blank(data: bytes, dice: random.Random) -> bytes:
    """A hole of zeros, as of a broken disk."""
    start, end = _span(data, dice, 1500)
    return data[:start] + bytes(end - start) + data[end:]


def token(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(TOKENS) + data[at:]


def number(data: bytes, dice: random.Random) -> bytes:
    """A number becomes another: a length, a year, a span."""
    found = list(_NUMBER.finditer(data))
    if not found:
        return token(data, dice)
    one = dice.choice(found)
    return data[: one.start()] + dice.choice(_NUMBERS) + data[one.end() :]


def binary_number(data: bytes, dice: random.Random) -> bytes:
    """A field of 2, 4 or 8 bytes gets a value at an edge."""
    size = dice.choice((2, 4, 8))
    at = dice.randrange(max(1, len(data) - size))
    most = 1 << 8 * size
    value = dice.choice((0, 1, most - 1, most // 2, most // 2 - 1, len(data), len(data) + 1))
    return data[:at] + (value % most).to_bytes(size, dice.choice(("little", "big"))) + data[at + size :]


def word(data: bytes, dice: random.Random) -> bytes:
    """A header or a quoted value becomes another one, or what no value may be."""
    found = list(_WORDS.finditer(data))
    if not found:
        return number(data, dice)
    one, other = dice.choice(found), dice.choice(found)
    new = dice.choice((other[0], b'"' + dice.choice(TOKENS) + b'"', b"", one[0][:-1], one[0] * 2))
    return data[: one.start()] + new + data[one.end() :]


def tags(data: bytes, dice: random.Random) -> bytes:
    """Some tags are lost, doubled or change places."""
    found = list(_TAG.finditer(data))
    if not found:
        return token(data, dice)
    for _ in range(dice.randrange(1, 4)):
        one, other = dice.choice(found), dice.choice(found)
        new = dice.choice((b"", one[0] * 2, other[0], one[0][:-1], one[0].replace(b'"', b""), b"</" + one[0][1:]))
        data = data.replace(one[0], new, 1) if len(data) < LONGEST else data
    return data


def nest(data: bytes, dice: random.Random) -> bytes:
    """A piece within many elements, or many pieces of one kind."""
    start, end = _span(data, dice, 900)
    opening = dice.choice((b"<div>", b"<table><tr><td>", b"<ul><li>", b"<font>", b"<a href=/1>", b"<b><p>", b"<svg>"))
    return data[:start] + opening * dice.choice((2, 30, 150)) + data[start:end] + data[end:]


def window(data: bytes, dice: random.Random) -> bytes:
    """A part of a page only: most faults need no more, and many small pages find more than few great ones."""
    start = dice.randrange(len(data) + 1)
    return data[start : start + dice.randrange(200, 4000)]


def again(data: bytes, dice: random.Random) -> bytes:
    """Text in another encoding than it says."""
    text = data.decode("utf-8", "replace")
    code = dice.choice(("gb18030", "big5", "utf-16", "utf-16-le", "utf-8", "latin-1", "utf-7", "shift_jis"))
    return text.encode(code, "replace")


ANY: tuple[Mutation, ...] = (flip, flip, put, remove, repeat, move, cut, blank, token, number, word)
MARKUP: tuple[Mutation, ...] = (*ANY, token, token, token, tags, tags, tags, nest, number, behead, again)
BINARY: tuple[Mutation, ...] = (*ANY, flip, binary_number, binary_number, binary_number, number, word)


def mutated(data: bytes, dice: random.Random, mutations: tuple[Mutation, ...]) -> bytes:
    """One to six mutations, one after the other; never longer than `LONGEST`."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 6))):
        data = dice.choice(mutations)(data, dice)[:LONGEST]
    return data
