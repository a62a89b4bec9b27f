"""The account or outlet that is the one word beside the date, where its name ends as no outlet's: 懂球帝 2021-11-08."""

from __future__ import annotations

import re

from newsparse.article import WRITER_ROLES
from newsparse.fields.accounts import labelled_credits
from newsparse.fields.rule import Found
from newsparse.lexicon import word_set, words
from newsparse.options import Options
from newsparse.page.block import Block, spaced
from newsparse.page.page import Page
from newsparse.page.rows import is_name, signed_words
from newsparse.page.site import site_names
from newsparse.text.dates.find import find_times
from newsparse.text.flat import flat
from newsparse.text.outlets.outlet_names import LONGEST_OUTLET, SHORTEST_ACCOUNT, account_ending, is_column
from newsparse.text.outlets.source_lines import begins_with_label, outlet_like
from newsparse.text.people.persons import is_word, plausible_person
from newsparse.text.titles import parts_of, squeeze

_BETWEEN = re.compile(r"[\s|丨｜│·•/／]+")


def word_of_row(page: Page, options: Options) -> Found | None:
    """The only word of the first dated row under the headline that is no person, place, column, button or counter."""
    headline, body = page.labelled("headline"), page.body_line()
    if not headline or body is None:
        return None
    for block in page.labelled("byline"):
        if headline[-1].index < block.index < body.index and find_times(block.text, limit=1):
            left = [word for word in _words(block, options) if not _is_explained(word)]
            name = left[0] if len(left) == 1 else ""
            return Found(name, block.text, 0.5) if name and _is_account(page, block, name) else None
    return None


def _words(block: Block, options: Options) -> list[str]:
    """The words of a row without its dates and what a label or a preposition introduces (来源：…, 发布在 …)."""
    text = spaced(block)
    for moment in reversed(find_times(text)):
        text = f"{text[: moment.start]}\t{text[moment.end :]}"
    every = [word for word in _BETWEEN.split(text) if word]
    return [word for before, word in zip(["", *every], every, strict=False) if before[-1:] not in _INTRODUCES]


_INTRODUCES = tuple("：:在于於由")


def _is_explained(word: str) -> bool:
    """Whether a word of a row is something else than who published it."""
    plain = flat(word)
    if begins_with_label(word) and ":" in plain:
        return False  # 来源：网络: the page says of its source all that it knows
    if word[-1] in _INTRODUCES or plain.endswith((*words("roles.title"), *words("roles.trainee"))):
        return True
    ending = account_ending(word)
    posted = plausible_person(plain.removesuffix(ending))  # 林小满发布
    if (not is_name(word) and (posted or not ending)) or plain in word_set("outlets.not_outlet"):
        return True
    named = len(word) >= SHORTEST_ACCOUNT and is_word(plain) == outlet_like(word)  # outlets count as words
    return not named or plausible_person(word) or is_column(plain)


def _is_account(page: Page, block: Block, name: str) -> bool:
    """Whether a word is an account's name, by what the site is called, by its ending, or since others are the writers.

    Columns, topics and pen names stand in the same place and look alike.
    """
    if len(name) > LONGEST_OUTLET or begins_with_label(name) or flat(name) in word_set("outlets.junk"):
        return False
    if squeeze(name) in site_names(page) or name in parts_of(page.head.title)[1:][-1:]:
        return True
    if name.isascii():
        return False
    if account_ending(name) or outlet_like(name):
        return not _is_told_of(page, name) or name in signed_words(block)
    writes = any(credit.role in WRITER_ROLES for credit in labelled_credits(page))
    return writes and name in signed_words(block)  # what stands without a label then is nobody's pen name


def _is_told_of(page: Page, name: str) -> bool:
    """Whether the name is a topic's or a column's: the headline, the keywords, or a link above the headline say it."""
    headline = page.labelled("headline")
    if any(name in line.text for line in headline) or name in page.head.first(*words("bylines.keyword_metas")):
        return True
    return any(name in line.text for line in page.blocks[: headline[0].index] if line.link)
