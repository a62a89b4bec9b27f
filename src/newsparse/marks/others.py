"""Other articles in the same document: what a site loads ahead for readers who scroll on."""

from __future__ import annotations

from itertools import takewhile

from newsparse.marks.headline_look import is_row
from newsparse.page.block import HEADLINE_TAGS, Block
from newsparse.page.lines import FEW, SHORTEST_HEADLINE
from newsparse.page.page import Page
from newsparse.text.dates.find import find_moments


def mark_others(page: Page) -> None:
    """Label each other article whose headline is set as the page's own is, with the row of its date below it.

    Only where the page's title names the headline: on a list of articles none is the page's own.
    """
    titled = [b for b in page.labelled("headline") if b.kind("headline") == "titled" and b.tag in HEADLINE_TAGS]
    if not titled or not any(is_row(b) for b in _under(page, titled[-1])):
        return
    own = titled[0]
    mine = _articles(page, own)
    headings = [b for b in page.blocks if b.tag in HEADLINE_TAGS and len(b.text) >= SHORTEST_HEADLINE]
    heads = [b for b in headings if _is_set_alike(page, b, own, mine) and _is_dated(page, b)]
    stops = [b.index for b in heads] + [own.index, len(page.blocks)]
    for head in heads:
        end = page.containers[_around(page, head, own)].end
        end = min([end, *[stop for stop in stops if stop > head.index]])
        page.mark_all(page.blocks[head.index : end], "related", "others.article", head.text)


def _is_set_alike(page: Page, block: Block, own: Block, mine: set[int]) -> bool:
    """Whether a heading is set as the page's own headline is, or heads an <article> beside its."""
    if block.has("headline", "repeat"):
        return False
    if block.tag == own.tag and (block.name == own.name or own.tag == "h1"):
        return True
    return bool(mine) and mine.isdisjoint(theirs := _articles(page, block)) and bool(theirs)


def _is_dated(page: Page, headline: Block) -> bool:
    return any(find_moments(b.text, limit=1) for b in _under(page, headline))


def _under(page: Page, headline: Block) -> list[Block]:
    """The lines right under a headline that may be its row."""
    return list(takewhile(lambda b: not b.prose, page.blocks[headline.index + 1 : headline.index + 1 + FEW]))


def _articles(page: Page, block: Block) -> set[int]:
    return {c for c in page.ancestors(block.container) if page.containers[c].tag == "article"}


def _around(page: Page, block: Block, own: Block) -> int:
    """The largest element round a line that does not hold the page's own headline; the one that holds both, if none."""
    largest = block.container
    for index in page.ancestors(block.container):
        box = page.containers[index]
        if box.first <= own.index < box.end:
            break
        largest = index
    return largest
