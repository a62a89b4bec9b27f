"""Numbers up to 199 written with Chinese digits, as dates write them: 二〇二一, 十一, 廿三, 一百一十."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from newsparse.lexicon import load


class Digits(NamedTuple):
    """The characters that numbers are written with."""

    value: dict[str, int]  # character → 0..9
    tens: dict[str, int]  # character → 10, 20, 30
    hundred: str

    @property
    def zero_to_nine(self) -> str:
        """The digits as the inside of a character class."""
        return "".join(self.value)

    @property
    def all(self) -> str:
        """Every character as the inside of a character class."""
        return self.zero_to_nine + "".join(self.tens) + self.hundred


@cache
def digits() -> Digits:
    """The characters, from data/dates.toml."""
    words = load("dates")["number"]
    value = dict.fromkeys(words["zero"], 0) | {d: n for n, d in enumerate(words["digits"], 1)}
    tens = dict.fromkeys(words["ten"], 10) | dict.fromkeys(words["twenty"], 20) | dict.fromkeys(words["thirty"], 30)
    return Digits(value, tens, words["hundred"])


def number(text: str) -> int | None:
    """What a number of decimal digits (any width) or of Chinese digits says; None if it is no number below 10,000.

    >>> [number(t) for t in ("２０２１", "二○二一", "一一〇", "一百一十", "一百零八", "十一", "二十", "廿三", "十十")]
    [2021, 2021, 110, 110, 108, 11, 20, 23, None]
    """
    if not text or len(text) > 6:
        return None
    if text.isdecimal():
        return int(text)
    chinese = digits()
    head, mark, rest = text.rpartition(chinese.hundred)
    if not mark:
        return _below_hundred(text, chinese)
    hundreds = chinese.value.get(head)
    if not hundreds:
        return None
    if not rest:
        return hundreds * 100
    if chinese.value.get(rest[0]) == 0:  # 一百零八
        rest = rest[1:]
    below = _below_hundred(rest, chinese)
    return None if below is None or below > 99 else hundreds * 100 + below


def _below_hundred(text: str, chinese: Digits) -> int | None:
    """Digits side by side (一一〇), or one ten with what stands before and after it (二十三)."""
    for at, char in enumerate(text):
        ten = chinese.tens.get(char)
        if ten is None:
            continue
        times = chinese.value.get(text[:at]) if at else 1
        ones = chinese.value.get(text[at + 1 :]) if at + 1 < len(text) else 0
        if not times or ones is None or (at and ten > 10):
            return None
        return times * ten + ones
    total = 0
    for char in text:
        value = chinese.value.get(char)
        if value is None:
            return None
        total = total * 10 + value
    return total if text else None
