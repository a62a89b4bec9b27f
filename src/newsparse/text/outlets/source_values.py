"""The value of a source: where an outlet's name ends in a line, and what none is."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from newsparse.lexicon import alternation, load
from newsparse.text.outlets.outlet_names import is_outlet
from newsparse.text.people.persons import is_person

# A source is a name or a short list of names (参考消息、滨城晚报等); what is longer is a sentence.
LONGEST_SOURCE = 40
# What is read behind a label or a date.
WINDOW = 120


class FoundSource(NamedTuple):
    """The outlet as shown, the words that say it, and where those are in the text."""

    value: str
    raw: str
    start: int
    end: int


class _Words(NamedTuple):
    cut: re.Pattern[str]
    junk: frozenset[str]
    unfit: re.Pattern[str]


@cache
def _words() -> _Words:
    data = load("outlets")
    cuts = re.sub(r"(?<!\?):", r"\\s*:", alternation(entry["word"] for entry in data["cut"]["entries"]))
    return _Words(
        # "大 中 小", "2021-11-08", "17:27" end a value as labels do.
        cut=re.compile(
            rf"{cuts}|(?:19|20)\d\d\s?[-年/.]\s?\d|(?<!\d)\d{{1,2}}[-/月]\d{{1,2}}(?!\d)|(?<!\d)\d{{1,2}}:\d\d|[。;!?|<>{{}}\[\],=]"
        ),
        junk=frozenset(data["junk"]["words"]),
        unfit=re.compile(alternation(data["unfit"]["words"])),
    )


def ends_value(line: str, at: int) -> bool:
    """Whether what ends a value stands here."""
    return _words().cut.match(line, at) is not None


def source_at(text: str, line: str, at: int, *, start: int, named: bool) -> FoundSource | None:
    """The source that begins at an offset; ``named``: only what names an outlet by itself."""
    cut = _words().cut.search(line, at, at + WINDOW)
    end = cut.start() if cut else min(len(line), at + WINDOW)
    begin, end = trim(line, at, _words_of(text, line, at, end))
    value = line[begin:end]
    if not value or len(value) > LONGEST_SOURCE or value in _words().junk or not _fits(value, named):
        return None
    return FoundSource(text[begin:end], text[start:end], start, end)


def _fits(value: str, named: bool) -> bool:
    if named:
        return is_outlet(value)
    if len(value) < 2 or not any(c.isalpha() for c in value):
        return False
    if value.startswith("http"):
        return False
    return is_outlet(value) or _words().unfit.search(value) is None


def _words_of(text: str, line: str, at: int, end: int) -> int:
    """Where the words of one name end: at the first white space, unless it is one space in the middle of a name."""
    parts = [(m.start(), m.end()) for m in re.finditer(r"\S+", line[at:end])]
    if not parts:
        return at
    stop = parts[0][1]
    for (_, left), (right, after) in pairwise(parts):
        if text[at + left : at + right] != " " or not one_name(
            line[at + parts[0][0] : at + left], line[at + right : at + after]
        ):
            break
        stop = after
    return at + stop


_DASH = re.compile("-+")


def one_name(name: str, word: str) -> bool:
    """NOWnews.com 今日新聞網, EDN 电子技术设计, THE NEXT WEB, 人民网 - 滨城频道 are one name; 滨城网 林小满 is none."""
    if _DASH.fullmatch(word) or name.endswith("-"):
        return True
    last, first = name[-1], word[0]
    if not (last.isascii() and last.isalpha()) or is_person(word):
        return False
    return first.isalpha() and (first.isascii() or word not in _words().junk)


_PAIRS = {")": "(", "》": "《", "”": "“", "」": "「"}
_EDGE = " 、,:/-·.(["
_ASIDE = re.compile(r"\((?:[^()]*[A-Za-z:@][^()]*|[^()]*)?\Z|\([^()]*[:@/][^()]*\)\Z|\([A-Za-z][^()]*\)\Z")


def trim(line: str, start: int, end: int) -> tuple[int, int]:
    """Cut signs at the edges, brackets that close nothing, and brackets that hold an account or an address."""
    for i in range(start, end):
        opening = _PAIRS.get(line[i])
        if opening is not None and opening not in line[start:i]:
            end = i  # the bracket that the whole remark stands in
            break
    aside = _ASIDE.search(line, start, end)
    if aside is not None:
        end = aside.start()
    while end > start and line[end - 1] in _EDGE:
        end -= 1
    while start < end and line[start] in _EDGE:
        start += 1
    return start, end
