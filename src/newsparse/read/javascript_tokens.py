"""Tokens of JavaScript: what a reader of literals steps over, and the strings it keeps.

Text is hostile: every step moves on and every pattern either matches or fails within a bounded stretch, so that the
cost is linear in what is read.
"""

from __future__ import annotations

import json
import re

_SPACE = re.compile(r"(?:\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z))*+")
_STRING = re.compile(
    r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"' r"|'([^'\\]*+(?:\\.[^'\\]*+)*+)'" r"|`([^`\\]*+(?:\\.[^`\\]*+)*+)`", re.S
)
# A quote inside a string that nobody escaped: the string ends only at a quote after which JSON can go on, or at one
# before a line that opens with a key (a forgotten comma).
_LOOSE_STRING = re.compile(
    r'"((?:[^"\\]++|\\.|"(?!\s*(?:[:}\]]|,\s*["{\[\d\-tfn}\]/]|\Z)|[ \t]*\r?\n\s*"[@\w]{1,40}"\s*:))*+)"', re.S
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.S)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
NUMBER = re.compile(r"0[xX][0-9a-fA-F]++|(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?")
NAME = re.compile(r"[^\W\d]\w*+(?:\$\w*+)*+|\$[\w$]*+")
REGEX = re.compile(r"/(?![*/])(?:[^\\/\[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,100}+\]){1,500}+/\w*+")
_CODE_STRING = re.compile(
    r'"[^"\\\n]*+(?:\\(?:.|\n)?[^"\\\n]*+)*+"?'
    r"|'[^'\\\n]*+(?:\\(?:.|\n)?[^'\\\n]*+)*+'?|`[^`\\]*+(?:\\(?:.|\n)?[^`\\]*+)*+`?"
)
_PLAIN = re.compile(r"[^\"'`(){}\[\]/,;:]++")
ARROW = re.compile(r"\s*=>")
_DECODER = json.JSONDecoder(strict=False)

_MAX_DIGITS = 40  # longer numbers are no data; int() of thousands of digits is slow and refused by Python


class NotDataError(ValueError):
    """What stands there is no literal; ``args[0]`` is where reading stopped."""


def decode_escapes(raw: str) -> str:
    r"""The string that a JavaScript literal means; a lone surrogate becomes U+FFFD.

    >>> decode_escapes(r"a\x26b\u4e2d\'c\
    ... d")
    "a&b中'cd"
    """
    if "\\" not in raw:
        return raw
    try:
        return str(_DECODER.decode(f'"{raw}"'))  # mostly the escapes are JSON's, whose decoder is ten times faster
    except ValueError:
        pass

    def one(match: re.Match[str]) -> str:
        digits = match[1] or match[2] or match[3]
        if digits:
            code = int(digits, 16)
            return chr(code) if code <= 0x10FFFF else "\ufffd"
        return _ESCAPED.get(match[4], match[4])

    text = _ESCAPE.sub(one, raw)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\u" in raw else text


class Scanner:
    """A place in a text; ``pos`` only grows.

    Attributes:
        loose: strings may hold double quotes that are not escaped.
        code: functions are stepped over; without it a function ends the reading.
    """

    __slots__ = ("code", "loose", "pos", "text")

    def __init__(self, text: str, pos: int, loose: bool, code: bool) -> None:
        self.text = text
        self.pos = pos
        self.loose = loose
        self.code = code

    def peek(self) -> str:
        """The next character that is neither space nor comment; "" at the end."""
        match = _SPACE.match(self.text, self.pos)
        if match:
            self.pos = match.end()
        return self.text[self.pos : self.pos + 1]

    def read_string(self, quote: str) -> str:
        """The string that opens at ``pos``. One that never closes takes the rest of the text and is ""."""
        match = (_LOOSE_STRING if self.loose and quote == '"' else _STRING).match(self.text, self.pos)
        if match is None:
            self.pos = len(self.text)
            return ""
        self.pos = match.end()
        return decode_escapes(match[match.lastindex or 1])

    def number(self, match: re.Match[str]) -> int | float | None:
        """What a match of `NUMBER` means."""
        self.pos = match.end()
        digits = match[0]
        if len(digits) > _MAX_DIGITS:
            return None
        if digits[:2] in ("0x", "0X"):
            return int(digits, 16)
        return int(digits) if digits.isdecimal() else float(digits)

    def function(self) -> None:
        """Step over a function, its name, parameters and body."""
        if not self.code:
            raise NotDataError(self.pos)
        arrow = ARROW.match(self.text, self.pos)
        if arrow:
            self.pos = arrow.end()
        while (char := self.peek()) not in ("{", ",", "}", ")", "]", ";", ""):
            if char == "(":
                self.skip_group()
            else:
                self.step()
        if char == "{":
            self.skip_group()

    def resync(self) -> None:
        """On to the comma or bracket that ends this member."""
        while (char := self.peek()) not in (",", "}", "]", ")", ""):
            if char in ("(", "[", "{"):
                self.skip_group()
            else:
                self.step()

    def skip_group(self) -> None:
        """Over ``(…)``, ``[…]`` or ``{…}``, whatever is in it."""
        depth = 0
        while char := self.peek():
            if char in ("(", "[", "{"):
                depth += 1
            elif char in (")", "]", "}"):
                depth -= 1
            self.step()
            if depth <= 0:
                return

    def step(self) -> None:
        """Over one token of code."""
        text, pos = self.text, self.pos
        char = text[pos]
        match = None
        if char in "\"'`":
            match = _CODE_STRING.match(text, pos)
        elif char == "/" and _pattern_may_follow(text, pos):
            match = REGEX.match(text, pos)
        elif char not in "(){}[]/,;:":
            match = _PLAIN.match(text, pos)
        self.pos = match.end() if match else pos + 1


def _pattern_may_follow(text: str, pos: int) -> bool:
    """Whether a slash at ``pos`` can open a pattern rather than divide. Looks at most 8 characters back."""
    before = text[max(0, pos - 8) : pos].rstrip(" \t")
    return not before or before[-1] in "(,=:[!&|?{};+-*%<>~^\n" or before.endswith("return")
