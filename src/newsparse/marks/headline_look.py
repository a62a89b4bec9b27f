"""The headline of a page whose own titles do not tell it: the line that looks most like one above the body."""

from __future__ import annotations

from collections import Counter

from newsparse.lexicon import pattern
from newsparse.page.block import HEADLINE_TAGS, Block, name_of
from newsparse.page.lines import BUTTON, LONGEST_LINE, PARAGRAPH, SHORTEST_HEADLINE, is_strong
from newsparse.page.page import Page
from newsparse.page.readings import credits_of, line_of, source_of
from newsparse.page.site import is_logo, leads_away
from newsparse.text.dates.find import find_moments
from newsparse.text.outlets.source_lines import outlet_like
from newsparse.text.titles import ends_like_a_site

Headline = tuple[list[Block], str, str]

# Lines above the body's first paragraph that are looked at: rows, buttons and a summary may come between.
_REACH = 40
# Points for looks. A line needs one strong sign to be taken: a heading's element, a telling name, a row below it. Weak
# signs: to be set apart, to be as long as headlines are. The label's rule is named for the strongest: "headline.h1".
_STRONG, _WEAK, _LEAST = 2.0, 1.0, 2.0
# Said again on the page: an e-paper lists its headlines beside the article. Under pictures the same is said again, too.
_AGAIN = 1.5
# Taken off for each line between it and the prose.
_PER_LINE = -0.05
# A dash opens a subtitle, a bullet an item of a list of other articles.
_NOT_FIRST = ("——", "--", "—", "·", "•", "・", "．", "●", "■", "◆", "□", "▪")
# A row of date and source stands within so many lines below the headline.
_ROW = 2
# Most headlines have so many characters.
_USUAL = range(7, 46)


def headline_by_look(page: Page, below: int = -1) -> Headline | None:
    """The line above the body, and ``below`` another, that looks most like a headline, None if none does."""
    start = _start_of_prose(page)
    lines = [b for b in page.blocks[max(below + 1, start - _REACH) : start] if b.text]
    again = Counter([b.text for b in page.blocks])
    best: tuple[float, Block, str] | None = None
    for position, block in enumerate(lines):
        if not _may_be(page, block):
            continue
        score, look = _score(page, block, lines[position + 1 : position + 1 + _ROW])
        below_picture = block.index > 0 and page.blocks[block.index - 1].picture is not None
        if again[block.text] > 1 and len(block.text) in _USUAL and not below_picture:
            score += _AGAIN
        score += (len(lines) - position) * _PER_LINE
        if score >= _LEAST and (best is None or score > best[0]):
            best = (score, block, look)
    if best is None:
        return None
    block = _highest(page, best[1], below)
    return [block], f"headline.{best[2]}", block.text


def _may_be(page: Page, block: Block) -> bool:
    """Whether a line may be a headline at all: no link, row, bullet, masthead or name of the site."""
    return (
        _is_long_enough(page, block)
        and len(block.text) <= LONGEST_LINE
        and not (block.labels or block.hidden or leads_away(page, block) or block.text.startswith(_NOT_FIRST))
        and block.text[-1] not in ":："
        and not (is_row(page, block) or is_logo(page, block) or pattern("titles.masthead").search(block.text))
    )


def _is_long_enough(page: Page, block: Block) -> bool:
    """Whether a line has a headline's length. Of an <h1> two characters will do, and of a line that is named so above
    a row, of another heading a few more, if they are no channel's and no outlet's."""
    text = block.text
    if len(text) >= SHORTEST_HEADLINE:
        return True
    if len(text) < 2 or text.isascii() or outlet_like(text) or ends_like_a_site(text):
        return False
    if block.tag in HEADLINE_TAGS:
        return block.tag == "h1" or len(text) >= BUTTON
    below = page.blocks[block.index + 1 : block.index + 2]
    named = pattern("titles.headline_names").search(name_of(block))
    return bool(named) and (len(text) >= BUTTON or any(is_row(page, b) for b in below))


def _highest(page: Page, block: Block, below: int) -> Block:
    """The heading of the highest rank among those that stand together: 引题 and 副题 are headings, too."""
    best = block
    for step in (-1, 1):
        at = block.index + step
        while below < at < len(page.blocks) and page.blocks[at].container == block.container:
            other = page.blocks[at]
            if best.tag not in HEADLINE_TAGS or other.tag not in HEADLINE_TAGS or not _may_be(page, other):
                break
            best = min(best, other, key=lambda b: b.tag)
            at += step
    return best


def is_below_prose(page: Page, line: Block) -> bool:
    """Whether a line stands below all that the page tells."""
    told = [b.index for b in page.blocks if b.prose and not b.labels and not b.hidden]
    return bool(told) and line.index > told[-1]


def _start_of_prose(page: Page) -> int:
    """Index of the first line of prose in the element that has most of it; of a page without any, of the line below
    its <h1>."""
    homes = page.homes
    for least in (PARAGRAPH, 1):  # short news may have no line of a paragraph's length
        totals: dict[int, int] = {}
        first: dict[int, int] = {}
        for block in page.blocks:
            if block.prose >= least and not block.labels and not block.hidden:
                home = homes[block.container]
                totals[home] = totals.get(home, 0) + block.prose
                first.setdefault(home, block.index)
        if totals:
            return first[max(totals, key=lambda home: totals[home])]
    return next((block.index + 1 for block in page.blocks if block.tag == "h1"), 0)


def _score(page: Page, block: Block, below: list[Block]) -> tuple[float, str]:
    """How much a line looks like a headline, and by what most."""
    looks: dict[str, float] = {}
    if block.tag in HEADLINE_TAGS:
        looks[block.tag] = _STRONG
    if pattern("titles.headline_names").search(name_of(block)) or (
        block.tag in HEADLINE_TAGS and "title" in block.name
    ):
        looks["name"] = _STRONG
    if block.centred or is_strong(block):
        looks["set_apart"] = _WEAK
    if any(is_row(page, line) for line in below):
        looks["above_row"] = _STRONG
    if len(block.text) in _USUAL:
        looks["length"] = _WEAK
    return sum(looks.values()), max(looks, key=lambda look: looks[look], default="none")


def is_row(page: Page, block: Block) -> bool:
    """Whether a line is a row of date, source or names."""
    if len(block.text) > LONGEST_LINE:
        return False
    dated = find_moments(line_of(page, block), limit=1)
    return bool(dated or source_of(page, block) or credits_of(page, block, "byline"))
