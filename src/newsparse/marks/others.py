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
    heads = [b for b in page.blocks if b.tag in HEADLINE_TAGS and _heads_another(page, b, own)]
    stops = [b.index for b in heads] + [own.index, len(page.blocks)]
    for head in heads:
        end = page.containers[_around(page, head, own)].end
        end = min([end, *[stop for stop in stops if stop > head.index]])
        page.mark_all(page.blocks[head.index : end], "related", "others.article", head.text)


def _heads_another(page: Page, block: Block, own: Block) -> bool:
    """Whether a line is another article's headline: set as the page's own, or in an <article> beside its."""
    if len(block.text) < SHORTEST_HEADLINE or block.has("headline", "repeat"):
        return False
    alike = block.tag == own.tag and (block.name == own.name or own.tag == "h1")
    return (alike or _in_another(page, block, own)) and any(find_moments(b.text, limit=1) for b in _under(page, block))


def _under(page: Page, headline: Block) -> list[Block]:
    """The lines right under a headline that may be its row."""
    return list(takewhile(lambda b: not b.prose, page.blocks[headline.index + 1 : headline.index + 1 + FEW]))


def _in_another(page: Page, block: Block, own: Block) -> bool:
    """Whether a line stands in an <article> that does not hold the page's headline, which has one round it, too."""
    articles = [
        {c for c in page.ancestors(line.container) if page.containers[c].tag == "article"} for line in (block, own)
    ]
    return bool(articles[0] and articles[1]) and articles[0].isdisjoint(articles[1])


def _around(page: Page, block: Block, own: Block) -> int:
    """The largest element round a line that does not hold the page's own headline; the one that holds both, if none."""
    largest = block.container
    for index in page.ancestors(block.container):
        box = page.containers[index]
        if box.first <= own.index < box.end:
            break
        largest = index
    return largest
