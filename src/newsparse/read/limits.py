"""Whether a parser can be given a page: told by searches alone, for that costs more than they on hostile pages only.

lexbor takes 50 s for 100,000 elements in one another, 100 s for 300,000 attributes of one tag, 37 s for 8,000
paragraphs that each open a <font>. Pages of people have none of these. No search here is fooled by quotes, end tags of
nothing, tags in attributes: where one cannot tell, `newsparse.read.flatten` follows the tags one by one.
"""

from __future__ import annotations

import re
from functools import cache

from newsparse.options import MAX_DEPTH
from newsparse.read.flatten import ATTRIBUTE, FORMATTING, flatten
from newsparse.read.prepare import _either_case

# Elements that formatting never closed can make of a page: each start tag may repeat all of it. lexbor makes a million
# in a second.
_MOST_REPEATED = 500_000
# Up to so many tags (start and end) cannot make more than twice that.
_FEW_TAGS = 3000
# Up to so many start tags cost 0.4 s at most however deep they nest.
FEW_STARTS = 16_000
# Behind a tag's name: it goes on as tags do that surprise nobody, holds nothing but text, and is closed.
_LEAF = r"""(?:[^<>"'=]|=(?:"[^"<>]*+"|'[^'<>]*+'|[^<>"'=\s]))*+>[^<]*+</\1>"""
# An element of formatting that is not closed so.
_UNCLOSED = re.compile(
    rf"<(?=[bcefinstuBCEFINSTU])({'|'.join(map(_either_case, sorted(FORMATTING - {'a'})))})(?=[ \t\n\r\f/>])(?!{_LEAF})"
)
# Characters. A tag of so many has some 4,000 attributes, which cost 30 ms.
LONG_TAG = 32_768
# Where tags end is looked for once in so many characters, and then in so many.
_STRIDE, _WINDOW = 16_384, 1024
_OPENS = frozenset("= \t\n\r\f")  # what may stand before the quote that opens a value


def within_limits(markup: str, max_depth: int, max_attributes: int) -> tuple[str, list[str]]:
    """The markup that a parser can be given, and what was left out of it, in sentences.

    Args:
        markup: as `newsparse.read.prepare` gives it.
        max_depth: elements in one another.
        max_attributes: attributes of a tag that is longer than `LONG_TAG`.
    """
    if not (_may_nest(markup, max_depth) or _has_long_tag(markup, max_attributes)):
        return markup, []
    flat = flatten(markup, max_depth, max_attributes)
    said = []
    if flat.too_deep:
        said.append(f"Elements nested too deep (max_depth={max_depth}), read without their tags: {flat.too_deep}.")
    if flat.too_many:
        said.append(
            f"Tags of too many attributes (max_attributes={max_attributes}), read without the others: {flat.too_many}."
        )
    return flat.markup, said


def _may_nest(markup: str, max_depth: int) -> bool:
    """Whether elements can lie so deep in one another, or be so often repeated."""
    starts = max_depth if max_depth < MAX_DEPTH else FEW_STARTS
    tags = markup.count("<")
    if tags <= min(starts, _FEW_TAGS):
        return False
    if tags > starts and tags - markup.count("</") > starts:
        return True
    return tags > _FEW_TAGS and len(_UNCLOSED.findall(markup)) * tags > _MOST_REPEATED


def _has_long_tag(markup: str, most: int) -> bool:
    """Whether a long tag has too many attributes. They are counted only where no tag is known to end for long."""
    since = 0  # where the last tag is known to have ended
    ends = _Ends(markup)
    for start in range(_STRIDE, len(markup), _STRIDE):
        ended = next(
            (at for s in range(start, start + _STRIDE, _WINDOW) if (at := ends.known(s, s + _WINDOW)) >= 0), -1
        )
        if ended >= 0:
            if ended - since > LONG_TAG and _many(most).search(markup, since, ended):
                return True
            since = ended
    return len(markup) - since > LONG_TAG and _many(most).search(markup, since) is not None


class _Ends:
    """Looks for places where a ">" ends a tag (if it is in one) whatever the quotes before are."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.seen = 0  # up to where the last quotes are known
        self.last = {'"': -1, "'": -1}

    def known(self, start: int, end: int) -> int:
        """The first such place between, -1 for none.

        It stands behind a closing quote, if there is none of the other kind and none of those can be open; or anywhere,
        if there is no quote, and none can be open.
        """
        find = self.markup.find
        double, single = find('"', start, end), find("'", start, end)
        if double >= 0 and single >= 0:
            return -1
        can_be_open = self._opened(start)
        if double < 0 and single < 0:
            return -1 if can_be_open else find(">", start, end)
        quote, other = ('"', "'") if double >= 0 else ("'", '"')
        found = -1 if other in can_be_open else find(f"{quote}>", start, end)
        return -1 if found < 0 or self.markup[found - 1] in _OPENS else found + 1

    def _opened(self, start: int) -> str:
        """The kinds of quotes of which the last one before ``start`` stands where one opens a value."""
        markup, last = self.markup, self.last
        for quote in last:
            if (at := markup.rfind(quote, self.seen, start)) >= 0:
                last[quote] = at
        self.seen = max(self.seen, start)
        return "".join([quote for quote, at in last.items() if at > 0 and markup[at - 1] in _OPENS])


@cache
def _many(most: int) -> re.Pattern[str]:
    """A tag of more attributes."""
    return re.compile(rf"<[a-zA-Z][^ \t\n\r\f/>]*+(?:{ATTRIBUTE}){{{most + 1}}}")
