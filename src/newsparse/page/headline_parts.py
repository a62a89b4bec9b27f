"""A headline with its kicker or its deck in one line: <h1><span class=kicker>…</span>…</h1>."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from newsparse.lexicon import pattern
from newsparse.page.block import Block, Part
from newsparse.page.lines import SHORTEST_HEADLINE
from newsparse.page.page import Page
from newsparse.page.site import site_names
from newsparse.text.titles import squeeze, strip_site

_NAMED = ("kicker", "subtitle")


class HeadlineParts(NamedTuple):
    """What stands before the title, the title, what stands behind it; "" for nothing."""

    kicker: str
    title: str
    deck: str


def parts_of_headline(page: Page, line: Block) -> HeadlineParts | None:
    """The parts of a headline's line, None where it has but one.

    The elements' names tell them, or the page's titles do, where these say one part and nowhere all of it.
    """
    parts = [part for part in line.parts if part.text.strip()] if len(line.runs) > 1 else []
    if len(parts) < 2:
        return None
    first, end = _by_names(parts)
    if not 0 < end - first < len(parts):
        first, end = _by_titles(page, parts)
    found = HeadlineParts(*map(_text, (parts[:first], parts[first:end], parts[end:])))
    return found if 0 < end - first < len(parts) and len(found.title) >= SHORTEST_HEADLINE else None


def _by_names(parts: list[Part]) -> tuple[int, int]:
    """Where the title begins and ends between elements named for a kicker and for a deck; all, where one is within."""
    kickers, decks = ([bool(pattern(f"titles.{kind}_names").search(p.name)) for p in parts] for kind in _NAMED)
    first = [*kickers, False].index(False)
    end = len(parts) - [*reversed(decks), False].index(False)
    return (0, len(parts)) if any(kickers[first:end] + decks[first:end]) else (first, end)


def _by_titles(page: Page, parts: list[Part]) -> tuple[int, int]:
    """Where the parts begin and end that are all of one of the page's titles; all, where a title has all of them."""
    ends = [0, *accumulate(len(squeeze(part.text)) for part in parts)]
    whole = "".join(squeeze(part.text) for part in parts)
    titles = [squeeze(strip_site(name, site_names(page))) for name in page.head.titles]
    if not any(whole in title for title in titles):
        for title in filter(None, titles):
            at = whole.find(title)
            if at in ends and at + len(title) in ends:
                return ends.index(at), ends.index(at + len(title))
    return 0, len(parts)


def _text(parts: list[Part]) -> str:
    return " ".join("".join(part.text for part in parts).split())
