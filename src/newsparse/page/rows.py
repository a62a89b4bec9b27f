"""Byline and credit rows: the names in them that bear no label, and the rows that are not the article's."""

from __future__ import annotations

from newsparse.lexicon import pattern
from newsparse.page.block import Block, spaced
from newsparse.page.lines import FEW, SHORTEST_HEADLINE, is_link
from newsparse.page.page import Page
from newsparse.page.readings import source_of
from newsparse.text.boilerplate import phrase_label
from newsparse.text.dates.find import Moment, date_label, find_moments, is_bare, is_of_another
from newsparse.text.outlets.source_lines import outlet_like
from newsparse.text.script import fold

# What heads a card in a list of articles.
_CARD_TAGS = ("h2", "h3", "h4")
# What stands between the words of a row, and the longest of them that is a name (characters).
_MARKS, _LONGEST_TOKEN = " 　·•|丨｜-—/／", 16
# Publisher, price, running time stand within so many lines of a book's or a film's makers.
_DATA_NEAR = 4


def row_tokens(block: Block) -> list[str]:
    """The words of a byline row that bear no label: names of outlets, accounts or persons, each in its own element."""
    text = spaced(block)
    for moment in reversed(find_moments(text)):
        text = f"{text[: moment.start]}\t{text[moment.end :]}"
    tokens = [pattern("bylines.badge").sub("", t.strip(_MARKS)).strip(_MARKS) for t in text.split("\t")]
    return [t for t in tokens if 2 <= len(t) <= _LONGEST_TOKEN and is_name(t)]


def is_name(token: str) -> bool:
    """Whether words that stand without a label can be a name: no figure, button, counter or label."""
    if pattern("bylines.not_a_name").search(token) or phrase_label(fold(token)) is not None:
        return False
    return outlet_like(token) or not any(c.isdigit() for c in token)


def is_of_a_product(page: Page, block: Block) -> bool:
    """Whether a line stands in the data of a book or a film: its 作者 and 编剧 are not the article's."""
    beside = page.blocks[max(0, block.index - _DATA_NEAR) : block.index + 1 + _DATA_NEAR]
    return any(line is not block and pattern("bylines.product").match(line.text) for line in beside)


def is_of_an_event(page: Page, block: Block, text: str, moment: Moment) -> bool:
    """Whether a moment in a line (read as ``text``) is another thing's than the page's, by the words round it."""
    before = text[: moment.start]
    label = date_label(before)
    if source_of(page, block):
        return False  # a row of the page's
    if pattern("bylines.product").match(text) and is_of_a_product(page, block):
        return True  # 出版日期 among the data of a book
    if is_of_another(before, text[moment.end :]):
        return True
    if label is None or not is_bare(label[0]):
        return False
    beside = page.blocks[max(0, block.index - FEW) : block.index + 1 + FEW]
    return any(pattern("bylines.event").search(line.text) for line in beside)


def above_cards(headline: list[Block], blocks: list[Block]) -> list[Block]:
    """The lines up to one below the headline that heads another article and is linked to it, under a channel's name.

    What stands below such a line (date, source, names) is that article's.
    """
    if not headline or sum(len(line.text) for line in headline) >= SHORTEST_HEADLINE:
        return blocks
    for at, block in enumerate(blocks):
        size = len(block.text)
        is_heading = block.tag in _CARD_TAGS and block.index > headline[-1].index
        if is_heading and size >= SHORTEST_HEADLINE and is_link(block):
            return blocks[:at]
    return blocks
