"""Which names beside an article are persons', and so no account's that published it."""

from __future__ import annotations

from newsparse.fields.head_people import people_named
from newsparse.lexicon import words
from newsparse.page.page import Page
from newsparse.page.readings import credits_of
from newsparse.page.site import own_names
from newsparse.text.flat import flat
from newsparse.text.people.byline_names import names_in_byline, pen_name
from newsparse.text.people.credit_lines import FoundCredit
from newsparse.text.people.persons import plausible_person


def is_of_persons(page: Page, text: str) -> bool:
    """Whether words name persons: 林小满 和 秦晓禾, 滨城网 林小满, 口述 秦晓禾, web_admin, its data's author."""
    if plausible_person(text) or (text.isascii() and (text.islower() or "_" in text)):
        return True  # what somebody logs in with, no outlet
    if names_in_byline(text, own_names(page)) or pen_name(text) in people_named(page):
        return True
    return flat(text).startswith(words("roles.told"))


def labelled_credits(page: Page) -> list[FoundCredit]:
    """Whom rows and lines of credits name with a label."""
    rows = page.labelled("byline", "credit")
    return [credit for block in rows for credit in credits_of(page, block, "foot") if credit.sure]
