"""Which lines of a page stand at the article, and which were read for a field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from newsparse.page.block import Block
from newsparse.page.page import Page
from newsparse.text.dates.find import find_moments

# Lines shown above and below the article's own: enough to see what it stands between.
_ROUND = 4
# Lines beyond the text in which its byline and its credits are looked for.
_NEAR = 12
# Lines shown of a page that has neither a headline nor a text.
_FIRST = 40
_OWN = ("headline", "body", "heading")
_BESIDE = ("byline", "credit", "summary", "caption")


def neighbourhood(page: Page) -> range:
    """The indexes of the lines from a little above the headline to a little below the text and its credits."""
    own = [block.index for block in page.labelled(*_OWN)]
    if not own:
        return range(min(_FIRST, len(page.blocks)))
    first, last = min(own), max(own)
    beside = [b.index for b in page.labelled(*_BESIDE) if first - _NEAR <= b.index <= last + _NEAR]
    return range(max(0, min([first, *beside]) - _ROUND), min(len(page.blocks), max([last, *beside]) + _ROUND + 1))


class LookedAt(NamedTuple):
    """A line in which a field was looked for.

    Attributes:
        found: what was read there, "" for nothing.
        usual: it bears a label that the field's rules go by.
    """

    block: Block
    found: str
    usual: bool


def looked_at(page: Page, field: str) -> list[LookedAt]:
    """The lines in which a field was looked for, as far as that is kept with the page: those that the text cores read
    for it (for a mark as well as for the field), and those that bear the labels that its rules go by."""
    usual = {block.index for block in page.labelled(*_LABELS_FOR.get(field, ("",)))}
    found = dict.fromkeys(usual, "")
    kinds, say = _READ_FOR.get(field, ((), str))
    for (kind, index), value in page.readings.items():
        if kind in kinds:
            found[index] = found.get(index) or (say(value) if value else "")
    told = sorted(index for index in found if page.blocks[index].text)
    return [LookedAt(page.blocks[index], found[index], index in usual) for index in told]


def _names(credits: Any) -> str:
    return "、".join(f"{credit.name} ({credit.role})" for credit in credits)


def _dates(line: str) -> str:
    return "、".join(moment.raw for moment in find_moments(line))


def _outlet(source: Any) -> str:
    return str(source.value)


# What the cores read is kept by these names (`newsparse.page.readings`), and how it is told.
_READ_FOR: dict[str, tuple[tuple[str, ...], Callable[[Any], str]]] = {
    "source": (("source",), _outlet),
    "source_url": (("source",), _outlet),
    "credits": (("byline", "foot", "lead", "tail"), _names),
    "published": (("line",), _dates),
    "modified": (("line",), _dates),
}
_LABELS_FOR = {
    "title": ("headline", "repeat"),
    "kicker": ("headline",),
    "subtitle": ("headline",),
    "published": ("byline",),
    "modified": ("byline",),
    "credits": ("byline", "credit"),
    "summary": ("summary",),
    "access": ("gate",),
    "images": ("caption",),
}
