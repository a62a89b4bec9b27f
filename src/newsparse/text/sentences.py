"""Prose and sentences: what tells a line of an article from a name, a menu, a heading."""

from __future__ import annotations

import re

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
