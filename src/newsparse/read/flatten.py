"""Markup whose elements nest too deep, or whose tags bear too many attributes, without what is too much.

Parsers take time that grows with the square of either. So the tags of the few pages that may be such are followed here
as a parser follows them: which elements are open, which of them a tag closes unsaid. Where this differs from a parser
it counts too many elements, not too few: time is what it is for. All text stays.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

from newsparse.read.tags import KINDS, LINE

_SPACE = r"[ \t\n\r\f]"
# An attribute as HTML reads it: quotes mean something right after "=" only.
ATTRIBUTE = (
    r"[ \t\n\r\f/]*+[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
    rf"(?:{_SPACE}*+={_SPACE}*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\r\f>\"'][^ \t\n\r\f>]*+)?+)?+"
)
_ATTRIBUTE = re.compile(ATTRIBUTE)
# What begins with "<": a comment, what is taken for one, a tag. An element that holds nothing but text is one match:
# it nests nothing.
_TOKEN = re.compile(
    r"<!--(?:-?>|(?s:.)*?(?:--!?>|\Z))|<(?:[!?]|/(?![a-zA-Z]))[^>]*+>?+"
    rf"|<(?P<end>/?+)(?P<name>[a-zA-Z][^ \t\n\r\f/>]*+)(?P<attrs>(?:{ATTRIBUTE})*+)[ \t\n\r\f/]*+(?:>|\Z)"
    r"(?P<leaf>[^<]*+</(?P=name)>)?+"
)

# Elements that formatting goes on after: the end of a paragraph does not end a <font> in it, the next repeats it. So
# many that are never closed are kept: 30,000 paragraphs of 30 each are a million elements already.
MOST_FORMATTING = 30
FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# lexbor looks through the options of a <select> at each.
_MOST_OPTIONS = 1000
_OPTIONS = frozenset(("option", "optgroup"))

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr".split()
)
_RAW = frozenset("iframe noembed noframes plaintext script style textarea title xmp".split())
_PAGE = frozenset(("body", "head", "html"))
# What an end tag does not reach through, and where formatting begins anew.
_BOUNDS = frozenset("applet caption marquee object table td template th".split())
_BLOCKS = frozenset(name for name, kind in KINDS.items() if kind in (KINDS["div"], LINE)) - _PAGE
_SPECIAL = _BLOCKS | _BOUNDS | frozenset("address button iframe select xmp".split())
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
_CLOSES_P = _BLOCKS - frozenset("caption legend tbody td tfoot th thead tr".split())

# Kinds of elements, as `_Open` looks for the innermost one.
_ANY_SPECIAL, _ANY_BOUND, _ANY_TABLE, _ANY_LIST, _FOREIGN = "*special", "*bound", "*table", "*list", "*foreign"
# Start tag → the elements that it closes unsaid, and the kind that they must lie in.
_CLOSED_BY: dict[str, tuple[tuple[str, ...], str]] = {
    "li": (("li",), _ANY_LIST),
    "dd": (("dd", "dt"), _ANY_LIST),
    "dt": (("dd", "dt"), _ANY_LIST),
    "td": (("td", "th"), _ANY_TABLE),
    "th": (("td", "th"), _ANY_TABLE),
    "tr": (("tr",), _ANY_TABLE),
    **dict.fromkeys(("tbody", "thead", "tfoot"), (("tbody", "thead", "tfoot", "tr", "caption"), _ANY_TABLE)),
    **dict.fromkeys(_HEADINGS, (_HEADINGS, _ANY_SPECIAL)),
    "button": (("button",), _ANY_BOUND),
    "option": (("option",), _ANY_SPECIAL),
}
_TABLE_PARTS = frozenset("caption tbody td tfoot th thead tr".split())


class Flat(NamedTuple):
    """Markup within limits, and what was left out for it."""

    markup: str
    too_deep: int  # elements
    too_many: int  # tags that lost attributes


def flatten(markup: str, max_depth: int, max_attributes: int) -> Flat:
    """The markup without the tags of elements nested deeper, and without attributes beyond so many of a tag.

    >>> flatten("<div><div><b><div><i>渡口</i></div></b></div></div><p>", 3, 9).markup
    '<div><div><b><br><i>渡口</i></b></div></div><p>'
    >>> flatten("<p a=1 b='>' c>渡口<p>", 9, 2)
    Flat(markup="<p a=1 b='>'>渡口<p>", too_deep=0, too_many=1)
    """
    open_ = _Open(max_depth)
    out: list[str] = []
    at = cut = 0
    of_page = 0  # attributes of all <html> and <body> together: they are those of one element
    position = 0
    while (token := _TOKEN.search(markup, position)) is not None:
        position = token.end()
        name = token["name"]
        if name is None:
            continue
        name = name.lower()
        attrs = token["attrs"]
        put = None  # what stands for the token, where not itself
        if len(attrs) > 2 * max_attributes and not token["end"]:
            kept = _first(attrs, max_attributes)
            if len(kept) < len(attrs):
                cut += 1
                put = f"<{token['name']}{kept}>{token['leaf'] or ''}"
        if name in _PAGE:
            of_page += len(_ATTRIBUTE.findall(attrs)) if attrs else 0
            if of_page > max_attributes:
                put, cut = "", cut + 1
        elif token["end"]:
            put = put if open_.end(name) else ""
        elif name in _RAW and not open_.in_foreign():
            position = position if token["leaf"] is not None else _after_raw(markup, name, token.end())
        elif (token["leaf"] is None or name in _OPTIONS) and not open_.start(name):
            put = "<br>" if name in _BLOCKS else ""
            put += (token["leaf"] or "").removesuffix(f"</{token['name']}>")
        if put is not None:
            out += (markup[at : token.start()], put)
            at = token.end()
    out.append(markup[at:])
    return Flat("".join(out), open_.left_out, cut)


def _first(attrs: str, count: int) -> str:
    """So many attributes of a tag."""
    for number, attribute in enumerate(_ATTRIBUTE.finditer(attrs)):
        if number == count:
            return attrs[: attribute.start()]
    return attrs


def _after_raw(markup: str, name: str, at: int) -> int:
    """Where the text of an element that holds no tags ends: before its end tag, or with the page."""
    found = None if name == "plaintext" else _end_of(name).search(markup, at)
    return found.start() if found else len(markup)


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)</{name}(?=[ \t\n\r\f/>])")


@cache
def _kinds_of(name: str) -> tuple[str, ...]:
    """What an open element is looked for by: its name and its kinds."""
    kinds = [name]
    if name in _SPECIAL:
        kinds.append(_ANY_SPECIAL)
        if name not in ("address", "div", "p"):
            kinds.append(_ANY_LIST)
    if name in _BOUNDS:
        kinds.append(_ANY_BOUND)
    if name in ("table", "template"):
        kinds.append(_ANY_TABLE)
    if name in ("svg", "math"):
        kinds.append(_FOREIGN)
    return tuple(kinds)


class _Open:
    """The elements that are open: those of formatting apart, which outlive the elements that they lie in."""

    def __init__(self, max_depth: int) -> None:
        self.max_depth = max_depth
        self.left_out = 0
        self.stack: list[str] = []
        self.where: dict[str, list[int]] = defaultdict(list)  # name or kind → its places in the stack
        # Name, and the height of the stack that it lies on; [""] where formatting begins anew.
        self.formatting: list[tuple[str, int]] = []
        self.options = 0
        self.missing: Counter[str] = Counter()  # elements left out whose end tags are still to come

    def in_foreign(self) -> bool:
        """Whether a drawing or a formula is open, where elements of HTML mean nothing."""
        return self._last(_FOREIGN) > self._last(_ANY_SPECIAL)

    def start(self, name: str) -> bool:
        """Open an element; False where it is one too many."""
        if name in VOID:
            return True
        if name in FORMATTING:
            return self._format(name)
        if name in _CLOSES_P:
            self._close(("p",), _ANY_BOUND)
        if (closed := _CLOSED_BY.get(name)) is not None:
            self._close(*closed)
        self.options += name in _OPTIONS
        full = len(self.stack) + len(self.formatting) >= self.max_depth
        if full or (name in _OPTIONS and self.options > _MOST_OPTIONS and self.where["select"]):
            return self._leave_out(name)
        for kind in _kinds_of(name):
            self.where[kind].append(len(self.stack))
        self.stack.append(name)
        if name in _BOUNDS:
            self.formatting.append(("", len(self.stack)))
        return True

    def end(self, name: str) -> bool:
        """Close an element, if an end tag of that name does; False where its start was left out."""
        if self.missing[name]:
            self.missing[name] -= 1
            return False
        if name in FORMATTING:
            self._end_format(name)
        elif name in _TABLE_PARTS or name == "table":
            self._close((name,), _ANY_TABLE)
        elif name in _HEADINGS:
            self._close(_HEADINGS, _ANY_BOUND)
        else:
            self._close((name,), _ANY_BOUND if name in _SPECIAL else _ANY_SPECIAL)
        return True

    def _leave_out(self, name: str) -> bool:
        self.missing[name] += 1
        self.left_out += 1
        return False

    def _last(self, kind: str) -> int:
        places = self.where.get(kind)
        return places[-1] if places else -1

    def _close(self, names: tuple[str, ...], within: str) -> None:
        """Close the innermost element of these names and all in it, if none of that kind lies between."""
        at = max([self._last(name) for name in names])
        if at < 0 or at < self._last(within):
            return
        for name in reversed(self.stack[at:]):
            for kind in _kinds_of(name):
                self.where[kind].pop()
            if name in _BOUNDS:
                while self.formatting.pop()[0]:
                    pass
        del self.stack[at:]
        if self.formatting and self.formatting[-1][1] > at:
            self.formatting = [(name, min(height, at)) for name, height in self.formatting]

    def _format(self, name: str) -> bool:
        if name in ("a", "nobr"):  # neither lies in itself
            self._end_format(name)
        full = len(self.stack) + len(self.formatting) >= self.max_depth
        if full or len(self.formatting) >= MOST_FORMATTING + len(self.where[_ANY_BOUND]):
            return self._leave_out(name)
        self.formatting.append((name, len(self.stack)))
        return True

    def _end_format(self, name: str) -> None:
        for at in range(len(self.formatting) - 1, -1, -1):
            other, height = self.formatting[at]
            if not other:
                return
            if other == name:
                if self._last(_ANY_BOUND) < height:
                    del self.formatting[at]
                return
