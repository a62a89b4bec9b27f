"""A headline with its kicker or its deck in one line: <h1><span class=kicker>…</span>…</h1>."""

from __future__ import annotations

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
    for first in range(len(parts)):
        for end in range(len(parts), first, -1):
            if end - first < len(parts) and _are_parts(page, parts, first, end):
                return HeadlineParts(*map(_text, (parts[:first], parts[first:end], parts[end:])))
    return None


def _are_parts(page: Page, parts: list[Part], first: int, end: int) -> bool:
    title = _text(parts[first:end])
    if len(title) < SHORTEST_HEADLINE:
        return False
    kickers, decks = ([bool(pattern(f"titles.{kind}_names").search(p.name)) for p in parts] for kind in _NAMED)
    if all(kickers[:first]) and all(decks[end:]) and not any(kickers[first:end] + decks[first:end]):
        return True
    titles = [squeeze(strip_site(name, site_names(page))) for name in page.head.titles]
    return squeeze(title) in titles and not any(squeeze(_text(parts)) in name for name in titles)


def _text(parts: list[Part]) -> str:
    return " ".join("".join(part.text for part in parts).split())
