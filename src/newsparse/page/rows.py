"""Byline and credit rows: the names in them that bear no label, and the rows that are not the article's."""

from __future__ import annotations

from newsparse.lexicon import pattern, word_set
from newsparse.page.block import Block, spaced
from newsparse.page.lines import ABOVE, FEW, SHORTEST_HEADLINE, is_link
from newsparse.page.page import Page
from newsparse.page.readings import source_of
from newsparse.text.boilerplate import phrase_label
from newsparse.text.dates.find import Moment, date_label, find_times, is_bare, is_of_another
from newsparse.text.flat import flat
from newsparse.text.outlets.source_lines import outlet_like
from newsparse.text.people.persons import plausible_person
from newsparse.text.script import fold

# What heads a card in a list of articles.
_CARD_TAGS = ("h2", "h3", "h4")
# What stands between the words of a row, and the longest of them that is a name (characters).
_MARKS, _LONGEST_TOKEN = " 　·•|丨｜-—/／", 16
# Publisher, price, running time stand within so many lines of a book's or a film's makers.
_DATA_NEAR = 4


def row_tokens(block: Block) -> list[str]:
    """The words of a byline row that bear no label: names of outlets, accounts or persons, each in its own element."""
    return [t for t in row_words(block) if 2 <= len(t) <= _LONGEST_TOKEN and is_name(t)]


def row_text(block: Block) -> str:
    """The line's text with a tab between its elements, alike ones that hold a person each, too."""
    parts = [part.text.strip() for part in block.parts if part.text.strip()]
    return "\t".join(parts) if len(parts) > 1 and all(map(plausible_person, parts)) else spaced(block)


def row_words(block: Block) -> list[str]:
    """What stands in each element of a row, dates and badges left out."""
    text = row_text(block)
    for moment in reversed(find_times(text)):
        text = f"{text[: moment.start]}\t{text[moment.end :]}"
    placed = pattern("elements.place").search
    places = {part.strip() for part, inline, _ in block.runs if inline[1] and placed(inline[1])}
    every = [pattern("bylines.badge").sub("", t.strip(_MARKS)).strip(_MARKS) for t in text.split("\t")]
    return [word for word in every if word not in places]


def signed_words(block: Block) -> set[str]:
    """The words that stand in an element or a link that the page names for those who write (class author)."""
    named = pattern("elements.writer").search
    return {p.text.strip() for p in block.parts if named(p.name) or named(p.href) or named(block.name)}


def is_of_a_writer(page: Page, block: Block) -> bool:
    """Whether a line, all parts of it or the few lines that it stands among are named for those who write."""
    named = pattern("elements.writer").search
    if named(block.name) or all(named(inline[1]) or named(inline[2]) for text, inline, _ in block.runs if text.strip()):
        return True
    box = page.containers[block.container]
    for _ in range(FEW):
        if box.end - box.first > ABOVE or not box.parent:
            return False
        if named(box.name):
            return True
        box = page.containers[box.parent]
    return False


def is_name(token: str) -> bool:
    """Whether words that stand without a label can be a name: no figure, button, counter or label."""
    if len(token) > 2 and flat(token) in word_set("outlets.known"):
        return True  # 参考消息, no 微博: that is a button
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
