"""Byline rows above the body, credit lines under it, summary boxes."""

from __future__ import annotations

import re
from functools import cache

from newsparse.cores.credits import credits_from_text
from newsparse.cores.dates import find_moments
from newsparse.cores.source import source_from_text
from newsparse.lexicon import load
from newsparse.marks.body import prose
from newsparse.page import Block, Page

# Rows of date, source and names stand within so many lines of the headline, before or after it.
_BEFORE, _AFTER = 4, 14
# A row holds a date, an outlet, some names, some counters (characters).
_LONGEST_ROW = 220
# A row may end in a full stop; a line with this much prose is the first paragraph (characters).
_LONGEST_SENTENCE = 40
# A line of credits only ("责任编辑：…", "（记者 … 摄影 …）") is short.
_LONGEST_CREDIT = 120
# Lines of a summary's box: its name, the summary, a picture.
_LARGEST_BOX = 3
# Share of a credit line that its labels and names make up.
_MOSTLY = 0.5
_SENTENCE_END = re.compile(r"[。！？!?]\s*[”」』]?$")


@cache
def _summary() -> re.Pattern[str]:
    return re.compile(load("about")["summary"])


def mark_bylines(page: Page) -> None:
    """Label the rows round the headline that show date, source or names."""
    headline = page.first("headline")
    if headline is not None:
        window = page.blocks[max(0, headline.index - _BEFORE) : headline.index + _AFTER]
    else:
        window = page.blocks
    for block in window:
        if block.text and len(block.text) <= _LONGEST_ROW and not block.has("related", "comments", "teaser"):
            evidence = _row_evidence(block)
            if evidence:
                page.mark(block, "byline", "bylines.row", evidence)


def _row_evidence(block: Block) -> str:
    """The words that make the line a byline row, "" for none."""
    text = block.text
    if "。" in text and prose(block) > _LONGEST_SENTENCE:
        return ""
    if source := source_from_text(text):
        return source.raw
    moments = find_moments(text, limit=1)
    if moments and (moments[0].precision != "day" or len(text) - len(moments[0].raw) <= 40):
        return moments[0].raw
    if credits := credits_from_text(text, zone="byline"):
        return credits[0].raw
    return ""


def mark_credits(page: Page) -> None:
    """Label lines that hold nothing but credits or the source: they end the body and are no part of it."""
    for block in page.blocks:
        text = block.text
        if not text or len(text) > _LONGEST_CREDIT or block.labels or _SENTENCE_END.search(text):
            continue
        found = credits_from_text(text, zone="foot")
        source = source_from_text(text)
        said = sum(c.end - c.start for c in found) + (source.end - source.start if source else 0)
        if said >= len(text) * _MOSTLY:
            page.mark(block, "credit", "credits.line", found[0].raw if found else source.raw if source else text)


def mark_summaries(page: Page) -> None:
    """Label 摘要, 核心提示 and the like that stand in a box of their own; in the body's own element they are part of it."""
    for block in page.blocks:
        box = page.containers[block.container]
        if box.end - box.first > _LARGEST_BOX or not block.text or block.labels:
            continue
        if found := _summary().match(block.text):
            page.mark(block, "summary", "summaries.words", found[0].strip())
