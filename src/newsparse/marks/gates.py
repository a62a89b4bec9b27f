"""Gates: the lines with which a page stops showing its article and says what the rest costs."""

from __future__ import annotations

from collections.abc import Container as Collection

from newsparse.page.lines import LONGEST_LINE
from newsparse.page.page import Page
from newsparse.text.boilerplate import narrates
from newsparse.text.gates import gates_among


def mark_gates(page: Page) -> None:
    """Label the lines of gates, and what else their elements say behind the story's last line.

    Behind a gate the story does not go on: where it does, in the gate's own element, the line is the story's. An item
    of a list is one of several.
    """
    gates = gates_among([block.text for block in page.blocks], LONGEST_LINE)
    if not gates:
        return
    prose = [block for block in page.blocks if block.prose and block.index not in gates]
    last: dict[int, int] = {}  # the last line of a story, by element
    for block in prose:
        if narrates(block.text):
            last[page.homes[block.container]] = block.index
    for index, words in gates.items():
        home = page.homes[page.blocks[index].container]
        block = page.blocks[index]
        if block.tag != "li" and prose and prose[0].index < index and last.get(home, -1) < index:
            page.mark(block, "gate", "gates.words", words)
            _mark_box(page, home, last.get(home, -1), gates)


def _mark_box(page: Page, home: int, story: int, gates: Collection[int]) -> None:
    """Label what an element says besides its gate, below the story's last line: prices, what members get."""
    box = page.containers[home]
    for block in page.blocks[max(box.first, story + 1) : box.end]:
        if block.prose and not block.labels and block.index not in gates and page.homes[block.container] == home:
            page.mark(block, "gate", "gates.box", box.name or box.tag)
