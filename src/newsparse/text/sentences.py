"""Prose and sentences: what tells a line of an article from a name, a menu, a heading; where a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Shorter lines (characters) are a name, a date, a button.
SHORTEST_PROSE = 12
# A line with these is prose; without any it may be a menu, a name, a heading.
_PROSE = re.compile(r"[。！？；!?;…]|[，、].*[，、]|[\u4e00-\u9fff”》）][，,][\u4e00-\u9fff“《（\d]")
_ENDS = re.compile(r"[。！？!?…；;]\s*[”」』’\")）]*$")


def prose_of(text: str, link: int) -> int:
    """Characters of prose in a line of which ``link`` characters are links; 0 for a line that is no prose.

    >>> prose_of("昨晚，老街的路灯亮了，居民说方便多了。", 0), prose_of("新闻 体育 财经 娱乐 科技 汽车", 0)
    (19, 0)
    """
    size = len(text)
    if size < SHORTEST_PROSE or link * 2 > size or not _PROSE.search(text):
        return 0
    return size - link


def is_sentence(text: str) -> bool:
    """Whether words end as a sentence does.

    >>> is_sentence("“方便多了。”"), is_sentence("老街亮灯")
    (True, False)
    """
    return _ENDS.search(text) is not None


# Quotations and what is put in: a mark in them ends no sentence of the text round them.
_PAIRS = ("“”", "「」", "『』", "（）", "()")
# What stands before a quotation that is said to its end; behind another the sentence goes on.
_SAID = ("：", ":", "，", ",")
_END = re.compile(rf"(?:[。！？!?]+|\.(?=\s))[\"'’{re.escape(''.join(pair[1] for pair in _PAIRS))}]*")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, line by line. A quotation stays whole, with the words before it and the speaker behind.

    >>> sentences_of("他问：“修好了吗？什么时候通车？”没有人答话。“修好了。”工匠说，“明天！”")
    ['他问：“修好了吗？什么时候通车？”', '没有人答话。', '“修好了。”工匠说，“明天！”']
    """
    return [sentence for line in text.split("\n") for each in _sentences(line) if (sentence := each.strip())]


def _sentences(line: str) -> Iterator[str]:
    """The sentences of a line. Signs that do not come in pairs in it are no pair: the quotation goes on elsewhere."""
    pairs = [pair for pair in _PAIRS if line.count(pair[0]) == line.count(pair[1])]
    opens = {pair[1]: pair[0] for pair in pairs}
    start = at = depth = 0
    for mark in _END.finditer(line):
        piece, at = line[at : mark.end()], mark.end()
        depth = max(0, depth + sum(piece.count(pair[0]) - piece.count(pair[1]) for pair in pairs))
        if depth:
            continue
        opened = line.rfind(opens.get(line[at - 1], "\n"), start, at)
        if opened >= 0 and not line.endswith(_SAID, start, opened) and line[at : at + 1] not in opens.values():
            continue
        yield line[start:at]
        start = at
    yield line[start:]
