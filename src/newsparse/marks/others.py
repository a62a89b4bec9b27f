"""Other articles in the same document: what a site loads ahead for readers who scroll on."""

from __future__ import annotations

from itertools import takewhile

from newsparse.lexicon import pattern
from newsparse.marks.headline_look import is_row
from newsparse.page.block import HEADLINE_TAGS, Block
from newsparse.page.lines import FEW, LONGEST_LINE, SHORTEST_HEADLINE
from newsparse.page.page import Page
from newsparse.text.dates.find import find_moments


def mark_others(page: Page) -> None:
    """Label each other article whose headline is set as the page's own is, with a row of its own below it.

    Only where the page's title names the headline: on a list of articles none is the page's own.
    """
    own = page.first("headline")
    if own is None or own.kind("headline") != "titled" or not _is_named_so(own):
        return
    alike = [b for b in page.blocks if b.tag in HEADLINE_TAGS or (b.tag == own.tag and b.name == own.name)]
    lines = [b for b in alike if SHORTEST_HEADLINE <= len(b.text) <= LONGEST_LINE and not b.prose]
    others = [b for b in lines if not b.has("headline", "repeat")]
    heads = [b for b in others if _heads_another(page, b, own)] if others and _has_row(page, own) else []
    stops = [b.index for b in heads] + [own.index, len(page.blocks)]
    for head in heads:
        end = page.containers[_around(page, head, own)].end
        end = min([end, *[stop for stop in stops if stop > head.index]])
        page.mark_all(page.blocks[head.index : end], "related", "others.article", head.text)


def _is_named_so(block: Block) -> bool:
    """Whether a line's element or its name is a headline's."""
    return block.tag in HEADLINE_TAGS or bool(pattern("titles.headline_names").search(block.name))


def _heads_another(page: Page, block: Block, own: Block) -> bool:
    """Whether a line is set as the page's own headline is and has a row, or heads an element like its, with a date."""
    alike = block.tag == own.tag and block.name == own.name and bool(block.name or own.tag == "h1")
    dated = block.tag in HEADLINE_TAGS and any(find_moments(b.text, limit=1) for b in _under(page, block))
    if not dated and not (alike and _has_row(page, block)):
        return False
    theirs, mine = (page.containers[_around(page, *pair)] for pair in ((block, own), (own, block)))
    if not theirs.first <= own.index < theirs.end and any(b.prose for b in page.blocks[theirs.first : block.index]):
        return False  # it stands in a story
    if alike and _has_row(page, block):
        return True
    beside = theirs.parent == mine.parent and theirs.tag == mine.tag and theirs is not mine
    return block.tag == own.tag == "h1" or (beside and (theirs.name == mine.name or mine.tag == "article"))


def _has_row(page: Page, headline: Block) -> bool:
    return any(is_row(page, b) for b in _under(page, headline))


def _under(page: Page, headline: Block) -> list[Block]:
    """The lines right under a headline that may be its row."""
    return list(takewhile(lambda b: not b.prose, page.blocks[headline.index + 1 : headline.index + 1 + FEW]))


def _around(page: Page, block: Block, own: Block) -> int:
    """The largest element round a line that does not hold the page's own headline; the one that holds both, if none."""
    largest = block.container
    for index in page.ancestors(block.container):
        box = page.containers[index]
        if box.first <= own.index < box.end:
            break
        largest = index
    return largest
