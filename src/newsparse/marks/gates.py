"""Gates: the lines with which a page stops showing its article and says what the rest costs."""

from __future__ import annotations

from collections.abc import Container as Collection

from newsparse.lexicon import pattern
from newsparse.page.lines import LONGEST_LINE, MANY
from newsparse.page.page import Page
from newsparse.text.boilerplate import narrates
from newsparse.text.gates import gates_among, must_pay


def mark_gates(page: Page) -> None:
    """Label the lines of gates, and what else their elements say behind the story's last line.

    Behind a gate the story does not go on: where it does, in the gate's own element, the line is the story's. An item
    of a list is one of several, and so is what stands under each of many excerpts.
    """
    gates = {**_named(page), **gates_among([block.text for block in page.blocks], LONGEST_LINE)}
    homes = {index: page.homes[page.blocks[index].container] for index in gates}
    prose = [block for block in page.blocks if block.prose and block.index not in gates] if gates else []
    if not prose or len(set(homes.values())) >= MANY:
        return
    last: dict[int, int] = {}  # the last line of a story, by element
    for block in prose:
        if narrates(block.text):
            last[page.homes[block.container]] = block.index
    for index, words in gates.items():
        block, story = page.blocks[index], last.get(homes[index], -1)
        if block.tag != "li" and prose[0].index < index and story < index:
            page.mark(block, "gate", "gates.words", words)
            _mark_box(page, homes[index], story, gates)


def _named(page: Page) -> dict[int, str]:
    """The lines of elements that are named for gates and say what must be done, where none of their lines tells
    anything: else they hold the part of the story that is sold."""
    named = pattern("elements.gate")
    out: dict[int, str] = {}
    for box in page.containers:
        if box.name and named.search(box.name):
            lines = [b for b in page.blocks[box.first : box.end] if b.text]
            if any(must_pay(b.text) for b in lines) and not any(b.prose and narrates(b.text) for b in lines):
                out.update((b.index, box.name) for b in lines)
    return out


def _mark_box(page: Page, home: int, story: int, gates: Collection[int]) -> None:
    """Label what an element says besides its gate, below the story's last line: prices, what members get."""
    box = page.containers[home]
    for block in page.blocks[max(box.first, story + 1) : box.end]:
        if block.prose and not block.labels and block.index not in gates and page.homes[block.container] == home:
            page.mark(block, "gate", "gates.box", box.name or box.tag)
