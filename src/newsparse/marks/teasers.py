"""Teasers: a linked headline with a summary, again and again. Lists of other articles are built so, bodies are not."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from newsparse.page.block import LINK, Block, Container
from newsparse.page.lines import MANY, NEAR, PARAGRAPH, SHORTEST_HEADLINE, is_link
from newsparse.page.page import Page
from newsparse.text.sentences import SHORTEST_PROSE

# A summary is no longer (characters); what is longer is an article of its own.
_LONGEST_SUMMARY = 400


class _Sums(NamedTuple):
    """Running counts over the page's lines, so that any stretch of them is judged by a few subtractions."""

    headlines: list[int]  # linked lines long enough to be one
    summary: list[int]  # characters of other lines
    paragraphs: list[int]
    articles: list[int]  # lines too long for a summary


def mark_teasers(page: Page) -> None:
    """Label all lines of the items of a list of teasers."""
    sums = _sums(page.blocks)
    lists: dict[int, dict[int, Container]] = {}
    containers, headlines = page.containers, sums.headlines
    for index, container in enumerate(containers):
        first, end = container.first, container.end
        if end - first <= NEAR and headlines[end] > headlines[first] and _is_teaser(sums, container):
            item = _whole_item(containers, sums, index)
            lists.setdefault(containers[item].parent, {})[item] = containers[item]
    for items in lists.values():
        if len(items) >= MANY:
            evidence = f"{len(items)} items"
            for container in items.values():
                page.mark_all(page.blocks[container.first : container.end], "teaser", "teasers.items", evidence)


def _sums(blocks: list[Block]) -> _Sums:
    sizes = [len(block.text) for block in blocks]
    linked = [size >= SHORTEST_HEADLINE and _is_headline(block) for block, size in zip(blocks, sizes, strict=True)]
    others = [0 if is_link else size for is_link, size in zip(linked, sizes, strict=True)]
    return _Sums(
        _running(linked),
        _running([size if size <= _LONGEST_SUMMARY else 0 for size in others]),
        _running([PARAGRAPH < size <= _LONGEST_SUMMARY for size in others]),
        _running([size > _LONGEST_SUMMARY for size in others]),
    )


def _is_headline(block: Block) -> bool:
    """Whether a line is a link, or holds one as long as a headline, a channel before it, a date behind it."""
    if block.has("boilerplate"):
        return False  # buttons that share
    if is_link(block):
        return True
    if block.prose or block.link < SHORTEST_PROSE or (date := _DATE.search(block.text)) is None:
        return False
    links = ("".join(text.split()) for text, _, flags in block.runs if flags & LINK)
    before = "".join(block.text[: date.start()].split())
    return any(len(text) >= SHORTEST_PROSE and text in before for text in links)


_DATE = re.compile(r"\d[-/.月]\d")


def _running(values: list[bool] | list[int]) -> list[int]:
    return [0, *accumulate(values)]


def _is_teaser(sums: _Sums, box: Container) -> bool:
    """Whether a container's lines are a linked headline with, at most, a paragraph of summary and short lines."""
    first, end = box.first, box.end
    return (
        1 <= (headlines := sums.headlines[end] - sums.headlines[first]) <= 2  # the summary may be linked too
        and sums.articles[end] == sums.articles[first]
        and (0 < (said := sums.summary[end] - sums.summary[first]) <= _LONGEST_SUMMARY or (headlines == 2 and not said))
        and sums.paragraphs[end] - sums.paragraphs[first] <= 1
    )


def _whole_item(containers: list[Container], sums: _Sums, index: int) -> int:
    """The outermost container round this one that is still no longer than an item."""
    while (parent := containers[index].parent) >= 0:
        box = containers[parent]
        if box.end - box.first > NEAR or not _is_teaser(sums, box):
            break
        index = parent
    return index
