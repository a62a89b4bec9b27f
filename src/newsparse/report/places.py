"""Where on the page the words stand that a rule read its value from.

Rules keep the words, not the line: they read lines that are joined, cut and labelled. So the place is found again by
the words, here and for people only. Where that does not succeed nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

from newsparse.api import Candidate
from newsparse.fields.given_credits import GIVEN_ROLES
from newsparse.page.page import Head, Page
from newsparse.text.titles import squeeze

_PROFILE = "profile"  # the name of the rules that take what a site profile points at
# Rules that read what a page says out of sight, by the words of their names, and what that is.
_OUT_OF_SIGHT = {
    "meta": "meta",
    "link": "<link>",
    "ld": "JSON-LD",
    "linked": "JSON-LD",
    "alternative": "JSON-LD",
    "state": "the page's JavaScript state",
    "account": "the page's JavaScript state",
    "element": "<title>",
    "title": "<title>",
    "time": "<time>",
    "comment": "a comment of the template",
    "address": "the page's address",
    _PROFILE: "a site profile",
    "stated": "meta",
}
# Rules whose names hold such a word, and that read what is shown.
_IN_SIGHT = frozenset(("source.element", "source.account_element", "source.link"))
# The labels of the lines that a field is mostly read from.
_USUAL = {
    "title": ("headline",),
    "published": ("byline", "credit"),
    "modified": ("byline", "credit"),
    "source": ("byline", "credit"),
    "source_url": ("byline", "credit"),
    "credits": ("byline", "credit", "caption", "body"),
    "dateline": ("body",),
    "summary": ("summary",),
}
# Between the words of several lines in one evidence, and how many of them are looked for.
_BETWEEN, _MOST = " · ", 40
# Characters of words that may stand in several lines: what hostile pages repeat must not be looked for everywhere.
_LONGEST_JOINED = 300


class Place(NamedTuple):
    """The lines (their indexes), or what it is that the page says out of sight; neither where it is not known."""

    lines: tuple[int, ...] = ()
    head: str = ""


class Places:
    """Finds words again on a page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._lines = [(squeeze(block.text), block) for block in page.blocks if block.text]
        self._addresses = dict(_addresses(page))
        start = page.first("headline") or page.body_line()
        self._start = start.index if start else 0

    def of(self, field: str, candidate: Candidate) -> Place:
        """The place of what a rule of a field read."""
        rule, evidence = candidate.rule, candidate.evidence
        if not evidence:
            return Place()
        place = self._place(field, candidate)
        if field == "credits" and (
            by := [text for key, text in self._page.head.given_by.items() if key in GIVEN_ROLES]
        ):
            return place._replace(head="; ".join(by))
        if rule.rpartition(".")[2] == _PROFILE:
            return place._replace(head=self._page.head.given_by.get(field, place.head))
        return place

    def of_people(self, field: str, candidate: Candidate, names: Sequence[str]) -> tuple[Place, str]:
        """The place of what the credits have for ``authors`` or ``editors`` alone, and its words."""
        sought = [squeeze(name) for name in names]
        parts = candidate.evidence.split(_BETWEEN)
        own = [part for part in parts if any(name in squeeze(part) for name in sought)] or parts
        given, (_, roles) = self._page.head.given_by, GIVEN_ROLES[field]
        by = [given[key] for key, (_, of) in GIVEN_ROLES.items() if of & roles and key in given]
        candidate = candidate._replace(evidence=_BETWEEN.join(own))
        place = self._place("credits", candidate)
        return place._replace(head="; ".join(by)) if by else place, candidate.evidence

    def _place(self, field: str, candidate: Candidate) -> Place:
        rule, evidence = candidate.rule, candidate.evidence
        if name := self._out_of_sight(rule, evidence):
            return Place(head=name)
        # A path's steps are linked from the menu as well: its words tell better where it stands.
        if field != "breadcrumbs" and (linked := self._leading_to(candidate.value)):
            return Place(linked)
        found = [self._line(field, part) for part in evidence.split(_BETWEEN)[:_MOST]]
        if not any(found):  # the evidence is the name of an element, or put together from two places
            value = candidate.value
            found = [self._line(field, value if isinstance(value, str) else getattr(value, "raw", ""))]
        lines = dict.fromkeys(index for indexes in found for index in indexes)
        return Place(tuple(lines)) if lines else Place(head=self._said(evidence))

    def _leading_to(self, value: object) -> tuple[int, ...]:
        """The lines of the pictures, players and links whose addresses a value holds."""
        items = value if isinstance(value, tuple) and not hasattr(value, "_fields") else (value,)
        addresses = [item if isinstance(item, str) else getattr(item, "url", "") for item in items]
        return tuple(dict.fromkeys(self._addresses[each] for each in addresses if each in self._addresses))

    def _out_of_sight(self, rule: str, evidence: str) -> str:
        if rule in _IN_SIGHT:
            return ""
        names = rule.rpartition(".")[2].split("_")
        what = next((_OUT_OF_SIGHT[name] for name in names if name in _OUT_OF_SIGHT), "")
        return (self._said(evidence) or what) if what in ("meta", "<title>", "<link>") else what

    def _said(self, evidence: str) -> str:
        """The name of what the head says in just these words."""
        return next((name for name, text in sayings(self._page.head) if text.strip() == evidence.strip()), "")

    def _line(self, field: str, words: str) -> tuple[int, ...]:
        sought = squeeze(words)
        if not sought:
            return ()
        holding = [(text, block) for text, block in self._lines if sought in text]
        if not holding:
            return self._joined(sought)
        usual = _USUAL.get(field, ())
        _, best = min(holding, key=lambda o: (not o[1].has(*usual), o[0] != sought, abs(o[1].index - self._start)))
        return (best.index,)

    def _joined(self, sought: str) -> tuple[int, ...]:
        """The lines one behind the other that make up the words: a headline over two, a label and its value."""
        if len(sought) > _LONGEST_JOINED:
            return ()
        likely = (at for at, (text, _) in enumerate(self._lines) if len(text) > 1 and sought.startswith(text))
        return next(filter(None, map(partial(self._covered, sought), islice(likely, _MOST))), ())

    def _covered(self, left: str, at: int) -> tuple[int, ...]:
        """The lines from ``at`` on, if they are just these words."""
        indexes = []
        for text, block in islice(self._lines, at, at + len(left)):
            if not left.startswith(text):
                break
            left = left[len(text) :]
            indexes.append(block.index)
        return () if left else tuple(indexes)


def _addresses(page: Page) -> Iterator[tuple[str, int]]:
    """The addresses of pictures, players and links, each with its line. The last counts: the first line of the text.

    A player has the line that it stands in, or the one that follows it.
    """
    for block in sorted(page.blocks, key=lambda block: (block.has("body"), -block.index)):
        written = {inline[2] for _, inline, _ in block.runs if inline[2]}
        if block.picture is not None:
            written.add(block.picture.src)
        for href in written:
            if (address := page.address(href)) is not None:
                yield address, block.index
    for player in page.players if page.blocks else ():
        if (address := page.address(player.src)) is not None:
            yield address, min(player.at, len(page.blocks) - 1)


def sayings(head: Head) -> Iterator[tuple[str, str]]:
    """What a page says of itself out of sight, each with the name that a `Place` has for it."""
    for name, contents in head.meta.items():
        yield from ((f"meta {name}", content) for content in contents)
    yield "<title>", head.title
    yield from ((f"<link rel={rel}>", href) for rel, href in head.links.items())
