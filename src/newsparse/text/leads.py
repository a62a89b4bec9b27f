"""Run-in headings: a short topic sentence that opens a paragraph, or a part of it, in place of a heading of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from newsparse.lexicon import pattern

_SENTENCE_END = re.compile(r"(?<=[。！？!?])")
_CLAUSE = re.compile(r"[,，、:：；;]")
# "专项配专班,集中力量办大事。" has 13 characters; longer ones are sentences like any other.
_LONGEST = 22
_LONGEST_STRONG = 45
_SHORTEST_CLAUSE = 3
# A topic sentence of this shape must come so often in one body to be a device of the text rather than chance.
_PARALLEL = 2
# What follows a topic sentence explains it, so it is longer by this factor.
_EXPLAINED = 1.5


def _sentences(text: str) -> list[str]:
    """The sentences of a text; what follows the last full stop is none. Takes time linear in the text."""
    return _SENTENCE_END.split(text)[:-1]


def _shape(sentence: str) -> tuple[int, ...] | None:
    """Lengths of a sentence's clauses, if it can be a topic sentence: two short ones, no figure, no speech."""
    text = sentence.strip().rstrip("。！？!?")
    if not 6 <= len(text) <= _LONGEST:
        return None
    clauses = _CLAUSE.split(text)
    if len(clauses) != 2 or min(map(len, clauses)) < _SHORTEST_CLAUSE:
        return None
    if any(c.isdigit() for c in text) or pattern("headings.speech").search(text):
        return None
    return tuple(map(len, clauses))


def shapes(paragraphs: Iterable[str]) -> dict[tuple[int, ...], int]:
    """How often each shape of topic sentence occurs in a body. What somebody says is no topic sentence.

    >>> shapes(["集中力量,办大事。街道组建了专班。", "她說太好了,大家放心。"])
    Counter({(4, 3): 1})
    """
    return Counter(
        shape for text in paragraphs for sentence in _sentences(text) if (shape := _shape(sentence)) is not None
    )


def lead_of(text: str, seen: dict[tuple[int, ...], int], strong: str = "") -> str | None:
    """The run-in heading of a paragraph: its bold opening sentence, or its first sentence of a shape that others share.

    >>> text = "街道有办法。专班抓专项,一张清单管到底。各组每周碰头，逐项销号，月底讲评，结果上墙。" \
               "小巷变通途,一把尺子量到边。沿街三十户参与，拆除旧棚，铺设新砖，装上路灯。"
    >>> lead_of(text, shapes([text]))
    '专班抓专项,一张清单管到底。'
    >>> lead_of("天气晴好。大家出门。", {})
    """
    if (
        strong
        and len(strong) <= _LONGEST_STRONG
        and strong[-1] in "。：:！？!?"
        and len(text) > len(strong) * _EXPLAINED
    ):
        return strong
    if sum(seen.values()) < _PARALLEL:
        return None
    sentences = _sentences(text)
    for index, sentence in enumerate(sentences[:-1]):
        shape = _shape(sentence)
        if shape is None or _like(shape, seen) < _PARALLEL:
            continue
        if len(sentences[index + 1]) >= len(sentence) * _EXPLAINED:
            return sentence.strip()
    return None


def _like(shape: tuple[int, ...], seen: dict[tuple[int, ...], int]) -> int:
    """How many topic sentences have this shape, give or take a character in each clause."""
    return sum(n for other, n in seen.items() if all(abs(a - b) <= 1 for a, b in zip(shape, other, strict=True)))
