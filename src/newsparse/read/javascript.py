"""JavaScript literals as Python values: what a page writes after ``var x =``, read without running anything.

Pages write their data as JavaScript rather than as JSON: unquoted keys, single quotes, ``\\x26``, trailing commas,
``undefined``, ``!0``, ``'…'.slice(6, -6)``, ``htmlDecode("…")``, ``window.A || {…}``. `read` takes all of these; what
cannot be known without running the page (a call, a sum, a function) is None. The grammar follows ECMA-262, chapter 13
(expressions), as far as data needs it.
"""

from __future__ import annotations

import re

from newsparse.read.javascript_calls import DECODERS, combined, decoded, method
from newsparse.read.javascript_tokens import ARROW, NAME, NUMBER, REGEX, NotDataError, Scanner

# Objects of real pages nest at most 20 deep. A level costs up to five Python frames, of which there are 1000.
MAX_DEPTH = 60

_OPERATOR = re.compile(r"\|\||\?\?|&&|[=!]==?|>>>|<<|>>|[<>]=?|\*\*|[*/%&|^]|\+(?!\+)|-(?!-)|instanceof\b|in\b")

_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None}

# A function that only returns something, from behind its keyword: its parameters.
_RETURNS = re.compile(r"\s*+\w*+\s*+\(([\w$,\s]*+)\)\s*+\{\s*+return\b")
_PARAMETER = re.compile(r"[\w$]++")


def read(text: str, start: int = 0, *, loose: bool = False, code: bool = True) -> tuple[object, int]:
    """The value of the expression at ``start`` and the place after it.

    Args:
        loose: JSON made by hand: strings may hold double quotes that are not escaped, a comma may be missing.
        code: an object may hold functions, read as None. Without it a function ends the reading: objects that
            hold functions are programs, and most of a page's script bytes are programs.

    Raises:
        NotDataError: no literal, or a function where there may be none.

    >>> read("{a: 'x', b: [1, !0, f(2)], c: undefined,}")
    ({'a': 'x', 'b': [1, True, None], 'c': None}, 41)
    """
    reader = _Reader(text, start, loose, code)
    value = reader.operand(0) if loose else reader.expression(0)
    return value, reader.pos


class _Reader(Scanner):
    """Expressions, from left to right in one pass.

    Attributes:
        known: names that have a value: the parameters of a function that is called where it stands.
        left: characters that they may still stand for. Long texts that are named often would fill the memory.
    """

    __slots__ = ("known", "left")

    def __init__(self, text: str, pos: int, loose: bool, code: bool) -> None:
        super().__init__(text, pos, loose, code)
        self.known: dict[str, object] = {}
        self.left = len(text)

    def expression(self, depth: int) -> object:
        """Operands and what joins them: ``||`` takes the first that is something, ``+`` joins strings."""
        value = self.operand(depth)
        joined = [value] if isinstance(value, str) else []
        while True:
            char = self.peek()
            if char == "?" and self.text[self.pos : self.pos + 2] != "??":
                return self.conditional(depth)
            operator = _OPERATOR.match(self.text, self.pos)
            if operator is None:
                return "".join(joined) if len(joined) > 1 else value
            self.pos = operator.end()
            right = self.operand(depth)
            if operator[0] == "+" and joined and isinstance(right, str):
                joined.append(right)
                continue
            value = combined(operator[0], "".join(joined) if joined else value, right)
            joined = [value] if isinstance(value, str) else []

    def conditional(self, depth: int) -> object:
        """``a ? b : c``: the branch that is a value; where both are, the last (``xml ? fromXml(x) : "…"``)."""
        self.pos += 1
        first = self.nested(depth)
        if self.peek() != ":":
            return first
        self.pos += 1
        second = self.nested(depth)
        return first if second is None else second

    def nested(self, depth: int) -> object:
        if depth >= MAX_DEPTH:
            raise NotDataError(self.pos)
        return self.expression(depth + 1)

    def operand(self, depth: int) -> object:
        """One literal, name or bracketed expression, with the calls that hang on it."""
        char = self.peek()
        if char in ('"', "'", "`"):
            return self.calls(self.read_string(char), depth)
        if char in ("{", "["):
            if depth >= MAX_DEPTH:
                self.skip_group()
                return None
            return self.calls(self.members(depth + 1) if char == "{" else self.items("]", depth + 1), depth)
        if char == "(":
            return self.parenthesis(depth)
        if char == "!":
            return self.negation(depth)
        if char in ("-", "+", "~"):
            self.pos += 1
            number = NUMBER.match(self.text, self.pos)
            if number is None:
                return None
            size = self.number(number)
            return -size if char == "-" and size is not None else size
        return self.word_or_number(char, depth)

    def negation(self, depth: int) -> bool | None:
        """``!0`` is true and ``!1`` false: how minifiers write them."""
        bangs = 0
        while self.peek() == "!":
            bangs += 1
            self.pos += 1
        value = self.operand(depth)
        return bool(value) != (bangs % 2 == 1) if isinstance(value, int) else None

    def word_or_number(self, char: str, depth: int) -> object:
        if char == "/":
            pattern = REGEX.match(self.text, self.pos)
            if pattern is None:
                raise NotDataError(self.pos)
            self.pos = pattern.end()
            return self.calls(None, depth)
        number = NUMBER.match(self.text, self.pos)
        if number is not None:
            return self.number(number)
        name = NAME.match(self.text, self.pos)
        if name is None:
            raise NotDataError(self.pos)
        self.pos = name.end()
        word = name[0]
        if word in _WORDS:
            return _WORDS[word]
        if word in self.known:
            return self.calls(self.named(word), depth)
        if word == "function" and self.code and (returns := _RETURNS.match(self.text, self.pos)):
            return self.returned(returns, depth)
        if word in ("function", "async", "class") or ARROW.match(self.text, self.pos):
            self.function()
            return None
        if word in ("new", "void", "typeof", "await", "delete"):
            if depth >= MAX_DEPTH:
                raise NotDataError(self.pos)
            value = self.operand(depth + 1)
            return value if word == "new" else None
        return self.calls(None, depth, word)

    def named(self, word: str) -> object:
        """The value of a name: a string, a number; of an object only its own place knows."""
        value = self.known[word]
        self.left -= len(value) if isinstance(value, str) else 1
        return None if self.left < 0 or isinstance(value, dict | list) else value

    def returned(self, function: re.Match[str], depth: int) -> object:
        """What ``function(a, b) {return {…}}("…", 1)`` returns. Not within another: what it returns is read twice."""
        self.function()
        if self.peek() == ")":  # (function(){…})("…")
            self.pos += 1
        if self.peek() != "(" or self.known:
            return None
        values = self.arguments(depth)
        inner = _Reader(self.text, function.end(), self.loose, self.code)
        inner.known = dict(zip(_PARAMETER.findall(function[1]), values, strict=False)) or {"": None}
        return inner.nested(depth)

    def members(self, depth: int) -> dict[str, object]:
        """``{key: value, …}``; what cannot be read is stepped over, an object cut short is what there is of it."""
        out: dict[str, object] = {}
        self.pos += 1
        while True:
            char = self.peek()
            if char in ("}", ""):
                self.pos += len(char)
                return out
            if char in (",", ";", ":", ")", "]"):
                self.pos += 1
                continue
            key = self.key(char)
            after = self.peek()
            if after == ":":
                self.pos += 1
                value = self.member(depth)
                if key is not None:
                    out[key] = value
            elif after == "(":
                self.function()
            elif after not in (",", "}", ""):
                self.resync()

    def key(self, char: str) -> str | None:
        if char in ('"', "'"):
            return self.read_string(char)
        if char == "[":
            self.skip_group()
            return None
        match = NAME.match(self.text, self.pos) or NUMBER.match(self.text, self.pos)
        if match is None:
            self.resync()
            return None
        self.pos = match.end()
        return match[0]

    def member(self, depth: int) -> object:
        """One value inside brackets. What no expression can be is stepped over, unless code is to end the reading."""
        try:
            value = self.expression(depth)
        except NotDataError as stop:
            if not self.code:
                raise
            self.pos = max(self.pos, int(stop.args[0]))
            value = None
        if not (self.loose and self.peek() == '"'):  # else a forgotten comma: the next key follows
            self.resync()
        return value

    def items(self, end: str, depth: int) -> list[object]:
        """What stands, with commas between, from the bracket at ``pos`` to the one that ends it."""
        out: list[object] = []
        self.pos += 1
        while (char := self.peek()) not in (end, ""):
            if char in (",", "}", ")", "]", ";", ":"):
                self.pos += 1
            else:
                out.append(self.member(depth))
        self.pos += len(char)
        return out

    def parenthesis(self, depth: int) -> object:
        """``(a)``; ``(a, b)`` is b, or the parameters of an arrow function."""
        value = self.arguments(depth)[-1:]
        if ARROW.match(self.text, self.pos):
            self.function()
            return None
        return self.calls(value[0] if value else None, depth)

    def arguments(self, depth: int) -> list[object]:
        if depth >= MAX_DEPTH:
            self.skip_group()
            return []
        return self.items(")", depth + 1)

    def calls(self, value: object, depth: int, name: str = "") -> object:
        """``.a.b(…)[…]`` after an operand: see `decoded` and `method`; any other call loses the value."""
        while True:
            char = self.peek()
            if char == "." or self.text.startswith("?.", self.pos):
                self.pos += len(char) if char == "." else 2
                match = NAME.match(self.text, self.pos)
                name = match[0] if match else ""
                self.pos = match.end() if match else self.pos
                if self.peek() != "(" and value is not None:
                    value = None  # a property of a literal: "…".length
            elif char == "(":
                value = self.call(value, name, depth)
                name = ""
            elif char == "[":
                self.skip_group()
                value = None
            else:
                return value

    def call(self, value: object, name: str, depth: int) -> object:
        start = self.pos
        if value is None and name in DECODERS and depth < MAX_DEPTH:
            arguments = self.arguments(depth)
            return decoded(name, arguments[0]) if arguments else None
        self.skip_group()
        if isinstance(value, str | list):
            return method(value, name, self.text[start + 1 : self.pos - 1])
        return None
