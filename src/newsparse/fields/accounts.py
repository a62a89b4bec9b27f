"""Names beside an article: which are persons', which an account's that published it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsparse.fields.head_people import people_named
from newsparse.fields.rule import Found
from newsparse.lexicon import pattern, words
from newsparse.page.block import Block
from newsparse.page.lines import ABOVE
from newsparse.page.page import Page
from newsparse.page.readings import credits_of
from newsparse.page.rows import is_name, is_of_a_writer, row_text
from newsparse.page.site import own_names, site_names
from newsparse.text.flat import flat
from newsparse.text.outlets.outlet_names import outlet_like
from newsparse.text.people.byline_names import names_in_byline, pen_name
from newsparse.text.people.credit_lines import FoundCredit
from newsparse.text.people.persons import plausible_person
from newsparse.text.titles import squeeze

# Accounts have names of up to so many characters; they stand above the headline too.
_LONGEST_NAME = 20
# A row that shows "发布时间：2021年11月08日 17:27" and no more (characters).
_DATE_AND_LITTLE = 26
# What stands round a name.
_MARKS = " ·•|丨-—"

_SENTENCE = re.compile(r"[。！？!?，,：:]|\d{4}")


def is_of_persons(page: Page, text: str) -> bool:
    """Whether words name persons: 林小满 和 秦晓禾, 滨城网 林小满, 口述 秦晓禾, web_admin, its data's author."""
    if plausible_person(text) or (text.isascii() and (text.islower() or "_" in text)):
        return True  # what somebody logs in with, no outlet
    if names_in_byline(text, own_names(page)) or people_named(page) & {text, pen_name(text)}:
        return True
    return flat(text).startswith(words("roles.told"))


def labelled_credits(page: Page) -> list[FoundCredit]:
    """Whom rows and lines of credits name with a label."""
    rows = page.labelled("byline", "credit")
    return [credit for block in rows for credit in credits_of(page, block, "foot") if credit.sure]


def above_body(page: Page) -> range | None:
    """The lines between headline and body; None where the page has not both, in this order."""
    headline, body = page.labelled("headline"), page.body_line()
    if not headline or body is None or body.index <= headline[-1].index:
        return None
    return range(headline[-1].index + 1, body.index)


def shown_accounts(page: Page) -> Iterator[tuple[Found, bool]]:
    """Accounts in lines of their own round the headline, and whether each is the site's own name above it."""
    if (span := above_body(page)) is None:
        return
    headline = page.labelled("headline")[0].index
    named = pattern("elements.account").search
    people = {credit.name for credit in labelled_credits(page)}
    of_person = False
    for block in page.blocks[max(0, headline - ABOVE) : span.stop]:
        text = block.text.strip(_MARKS)
        if not 2 <= len(text) <= _LONGEST_NAME or block.has(
            "headline", "repeat", "boilerplate", "byline", "related", "teaser"
        ):
            continue
        is_named = named(block.name) or any(named(inline[1]) for _, inline, _ in block.runs)
        if not is_named and not (_is_beside_date(page, block) and outlet_like(text)):
            continue
        if len([part for part in block.parts if part.text.strip(_MARKS)]) > 1:
            continue  # <span>滨城夜话</span> <a>林小满</a>: two values
        if _SENTENCE.search(text) or any(person in text for person in people):
            continue  # 林小满 · 3小时前
        if is_of_persons(page, row_text(block).strip(_MARKS)):
            of_person = True
        elif is_name(text) and not (of_person and is_of_a_writer(page, block)):  # else what he says of himself
            is_logo = block.index < headline and squeeze(text) in site_names(page)
            yield Found(text, block.name or text, 0.6 if is_named else 0.5), is_logo


def _is_beside_date(page: Page, block: Block) -> bool:
    """Whether the line right above or below is a byline row that shows a date and little else."""
    beside = page.blocks[max(0, block.index - 1) : block.index + 2]
    return any(b is not block and b.has("byline") and len(b.text) <= _DATE_AND_LITTLE for b in beside)
