"""How likely a value is right: the rule's own guess, corrected by what labelled pages say of it.

A rule says with its value how sure its writer was (`Found.confidence`). `data/confidence.toml` holds, for each field
that labels tell of, what is to be added to the logarithm of that guess's odds: for the field, the rule, each sign.
``tools/fit_confidence.py`` writes it. A field without labels keeps the guess; so does what a site profile points at,
which is a person's word.

A sign is a small function of what is there when the values are: none reads the page again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp, log
from typing import Any, NamedTuple

from newsparse.article import WRITER_ROLES
from newsparse.fields.given_credits import GIVEN_ROLES
from newsparse.fields.rule import Found, hundredth
from newsparse.lexicon import lazily, load
from newsparse.page.block import Block
from newsparse.page.page import Page
from newsparse.page.readings import line_of
from newsparse.text.outlets.source_lines import outlet_like
from newsparse.text.people.credit_rows import FoundCredit
from newsparse.text.people.persons import plausible_person
from newsparse.text.titles import squeeze

# The zones in which `newsparse.fields.credits` reads lines.
_ZONES = ("byline", "foot", "lead", "tail")
# A word right behind a name, with white space, an end or a sign of a list behind it.
_BEHIND = lazily(r"[\s、，,|/]*([\u3400-\u9fffA-Za-z·]{2,})(?=[\s、，,)）]|$)")


class Judged(NamedTuple):
    """A value of the record, what gave it, and the page: what the signs go by."""

    page: Page
    rule: str
    found: Found
    value: Any

    def shown(self) -> list[_Reading]:
        """The readings of lines that gave these credits."""
        wanted = {(credit.name, credit.role) for credit in self.value}
        return [reading for reading in _read(self.page) if (reading.credit.name, reading.credit.role) in wanted]


class _Reading(NamedTuple):
    """A credit that was read in a line, and all of that line."""

    zone: str
    block: Block
    credit: FoundCredit
    line: list[FoundCredit]


def _read(page: Page) -> list[_Reading]:
    """Every credit that was read on a page."""
    known: list[_Reading] | None = page.readings.get(("credited", 0))
    if known is None:
        found = [(*key, line) for key, line in page.readings.items() if line and key[0] in _ZONES]
        known = [_Reading(zone, page.blocks[at], credit, line) for zone, at, line in found for credit in line]
        page.readings["credited", 0] = known
    return known


def _untitled(judged: Judged) -> float:
    """The page has titles, and none says this one."""
    head = judged.page.head
    return float(bool(head.titles) and squeeze(judged.value) not in squeeze(head.title + head.first("og:title")))


def _no_head(judged: Judged) -> float:
    """The page has no titles that could say it."""
    return float(not judged.page.head.titles)


def _no_outlet(judged: Judged) -> float:
    """The name is not built like an outlet's."""
    return float(not outlet_like(judged.value))


def _odd_name(judged: Judged) -> float:
    """A name that no surname leads, or with more than a name."""
    return float(not all(plausible_person(credit.name) for credit in judged.value))


def _at_the_foot(judged: Judged) -> float:
    """All names stand below the text only, which tells of pictures, pages and houses as well."""
    return float({reading.zone for reading in judged.shown()} == {"foot"})


def _not_shown(judged: Judged) -> float:
    """No line that was read with labels names them: the head does, or a word of the row."""
    return float(not judged.shown())


def _word_behind(judged: Judged) -> float:
    """A word that was not read stands right behind a name, in a row of credits: it may be another."""
    rows = [reading for reading in judged.shown() if reading.block.has("byline", "credit")]
    return float(any(_is_word_behind(line_of(judged.page, row.block), row) for row in rows))


def _is_word_behind(text: str, row: _Reading) -> bool:
    word = _BEHIND.match(text, row.credit.end)
    if word is None or outlet_like(word[1]):
        return False
    return not any(other.start < word.end(1) and other.end > word.start(1) for other in row.line)


# Field → what speaks against a value of it.
SIGNS: dict[str, dict[str, Callable[[Judged], float]]] = {
    "title": {"untitled": _untitled, "no head": _no_head},
    "published": {},
    "source": {"no outlet": _no_outlet},
    "authors": {
        "at the foot": _at_the_foot,
        "not shown": _not_shown,
        "odd name": _odd_name,
        "word behind": _word_behind,
    },
    "editors": {"odd name": _odd_name, "not shown": _not_shown, "word behind": _word_behind},
}


# What is read off the credits: the keys of a profile that speak for one of its roles.
_GIVEN_AS = {
    field: tuple(key for key, (_, spoken_for) in GIVEN_ROLES.items() if spoken_for & roles)
    for field, roles in (("authors", WRITER_ROLES), ("editors", frozenset({"editor"})))
}


def signs_of(field: str, judged: Judged) -> dict[str, float]:
    """How much there is of each sign of a field, from 0 to 1."""
    return {name: sign(judged) for name, sign in SIGNS[field].items()}


def confidence(field: str, judged: Judged) -> float:
    """How likely the value is right (0..1, by the hundredth): on an article, for on other pages nothing is."""
    guess = judged.found.confidence
    if field not in SIGNS or is_given(field, judged):
        return guess
    weights: Mapping[str, float] = load(f"confidence.{field}")
    odds = logit(guess) + weights["constant"] + weights.get(judged.rule, 0.0)
    odds += sum(weights.get(name, 0.0) * value for name, value in signs_of(field, judged).items())
    return hundredth(1 / (1 + exp(-odds)))


def is_given(field: str, judged: Judged) -> bool:
    """Whether a site profile points at the value, or at whom it is read off."""
    return any(key in judged.page.head.given for key in _GIVEN_AS.get(field, (field,)))


def logit(chance: float) -> float:
    """The logarithm of the odds."""
    return log(chance / (1 - chance))
