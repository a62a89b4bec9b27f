"""Lines that are wrapped in a page's source."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from newsparse.lexicon import lazily
from newsparse.page.block import LINK, Run
from newsparse.text.visible import visible

# A line break of the source between Chinese characters is no space; what has no shape is nobody's to read.
_HAN = r"[\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]"
_WRAP = lazily(rf"(?<={_HAN})[ \t\r]*\n\s*(?={_HAN})")
# What no wrap is without: its last break. It opens with a plain character, so that the engine skips to the next, and
# ends at a further break, so that many empty lines are read once.
_BREAK = lazily(rf"\n[^\S\n]*{_HAN}")
# Stands for a character that is taken out.
_UNSEEN = "\u200b"


def as_seen(runs: list[Run], *, together: bool, unseen: bool = False) -> list[Run]:
    """The runs, as seen, without the line breaks of the source between Chinese characters. Two links stay apart.

    A break from one run to the next is one only of runs that are read ``together``. ``unseen``: there are characters in
    them that have no shape. The runs themselves, where nothing is to be taken out.

    >>> runs = [("青河渡口\\n", ("", "", ""), 0), ("  换了新船", ("b", "", ""), 0)]
    >>> [text for text, _, _ in as_seen(runs, together=True)], as_seen(runs, together=False) is runs
    (['青河渡口', '换了新船'], True)
    """
    if together:
        return _unwrapped(runs, "".join([run[0] for run in runs]))
    if not (unseen or any(may_be_wrapped(run[0]) for run in runs if "\n" in run[0])):
        return runs
    return [run for each in runs for run in _unwrapped([each], each[0])]


def may_be_wrapped(text: str) -> bool:
    """Whether there may be a wrap in a text: nine lines in ten only begin or end in a line break."""
    return _BREAK.search(text.lstrip()) is not None


def _unwrapped(runs: list[Run], raw: str) -> list[Run]:
    ends = list(accumulate([len(run[0]) for run in runs]))

    def out_of(wrap: re.Match[str]) -> str:
        left, right = bisect_right(ends, wrap.start() - 1), bisect_right(ends, wrap.end())
        apart = left != right and runs[left][2] & runs[right][2] & LINK
        return wrap[0] if apart else _UNSEEN * len(wrap[0])

    raw = _WRAP.sub(out_of, raw)
    begins = [0, *ends]
    return [
        (visible(raw[begin:end]), inline, flags)
        for begin, end, (_, inline, flags) in zip(begins, ends, runs, strict=False)
    ]
