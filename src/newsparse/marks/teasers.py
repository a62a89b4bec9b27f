"""Teasers: a linked headline with a summary, again and again. Lists of other articles are built so, bodies are not."""

from __future__ import annotations

from newsparse.page import Block, Container, Page

# One item holds a headline, a summary, a picture, a source, a date, a button.
_LONGEST_ITEM = 14
# A linked line shorter than this is a button or a name.
_SHORTEST_HEADLINE = 6
# A summary is no longer (characters); what is longer is an article of its own.
_LONGEST_SUMMARY = 400
# A longer line is a paragraph, a shorter one a date, an outlet, a button.
_LONGEST_SHORT_LINE = 40
# Two items may be chance (a question and its answer with a link each); three are a list.
_FEWEST = 3


def mark_teasers(page: Page) -> None:
    """Label all lines of the items of a list of teasers."""
    lists: dict[int, dict[int, Container]] = {}
    for index, container in enumerate(page.containers):
        if 0 < container.end - container.first <= _LONGEST_ITEM and _is_teaser(page.blocks[container.first : container.end]):
            item = _whole_item(page, index)
            lists.setdefault(page.containers[item].parent, {})[item] = page.containers[item]
    for items in lists.values():
        if len(items) < _FEWEST:
            continue
        for container in items.values():
            for block in page.blocks[container.first : container.end]:
                page.mark(block, "teaser", "teasers.items", f"{len(items)} items")


def _whole_item(page: Page, index: int) -> int:
    """The outermost container round this one that is still no longer than an item."""
    while True:
        parent = page.containers[index].parent
        if parent < 0:
            return index
        box = page.containers[parent]
        if box.end - box.first > _LONGEST_ITEM or not _is_teaser(page.blocks[box.first : box.end]):
            return index
        index = parent


def _is_teaser(blocks: list[Block]) -> bool:
    """Whether these lines are one linked headline with, at most, one paragraph of summary and some short lines."""
    headlines = summary = paragraphs = 0
    for block in blocks:
        size = len(block.text)
        if not size:
            continue
        if block.link >= size * 0.8 and size >= _SHORTEST_HEADLINE:
            headlines += 1
        elif size > _LONGEST_SUMMARY:
            return False
        else:
            summary += size
            paragraphs += size > _LONGEST_SHORT_LINE
    return headlines == 1 and summary > 0 and paragraphs <= 1
