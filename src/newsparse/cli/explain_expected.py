"""``newsparse explain --field NAME --expect VALUE``: where the page says a value that was not read, or not chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsparse.cli.explain_screen import Screen
from newsparse.cli.terminal import Style, screen_width, visible, wants_colour
from newsparse.induction.whereabouts import Expected, whereabouts
from newsparse.text.counted import counted

if TYPE_CHECKING:
    from newsparse.api import Explanation

_MOST = 6  # lines that are told


def expected_lines(explanation: Explanation, markup: str, expected: Expected, *, full: bool) -> Iterator[str]:
    """The lines that say the value, with their labels; then the places in the markup, and how a profile names them."""
    screen = Screen(screen_width(), wants_colour(), full)
    lines = [block for block in explanation.blocks if block.text and expected.is_said_in(block.text)]
    places = whereabouts(markup, expected)
    shown = visible(expected.value)
    if not lines and not places:
        yield screen.title(f"{shown}: nowhere in the page's file")
        yield from screen.note("A script may load it, or the page writes it in another way: try a part of it.")
        return
    yield screen.title(f"{shown}: where the page says it")
    for block in lines[:_MOST]:
        labels = ", ".join(dict.fromkeys(label.name for label in block.labels)) or "no label"
        yield from screen.entry(f"  line {block.index} ({labels})  ", block.text, Style.GREEN)
    if len(lines) > _MOST:
        yield f"  and {counted(len(lines) - _MOST, 'more line')}"
    for place in places:
        yield from screen.entry(f"  {visible(place.what)}  ", place.text, Style.CYAN)
        if place.rule:  # whole: it is to be copied
            yield f"      -> {visible(place.rule)}"
    if any(place.rule for place in places):
        yield from screen.note("-> is what a site profile may say (docs/profiles.md).")
