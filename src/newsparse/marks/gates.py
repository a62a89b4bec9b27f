"""Gates: the lines with which a page stops showing its article and says what the rest costs."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Container as Collection

from newsparse.lexicon import pattern, words
from newsparse.page.lines import LONGEST_LINE, MANY
from newsparse.page.page import Page
from newsparse.text.boilerplate import narrates
from newsparse.text.gate_lines import gates_among, must_pay


def mark_gates(page: Page) -> None:
    """Label the lines of gates, and what else their elements say behind the story's last line.

    Behind a gate the story does not go on: where it does, in the gate's own element, the line is the story's. An item
    of a list is one of several, and so is what stands under each of many excerpts.
    """
    first = next((block.index for block in page.blocks if block.prose), len(page.blocks))
    short = [block for block in page.blocks[first + 1 :] if block.text and len(block.text) <= LONGEST_LINE]
    said = gates_among([block.text for block in short])
    gates = {**_named(page), **{short[at].index: why for at, why in said.items()}}
    if not gates:
        return
    told = [b.index for b in page.blocks if b.prose and b.index not in gates and narrates(b.text)]
    if len({bisect(told, index) for index in gates}) >= MANY:
        return
    last = {page.homes[page.blocks[index].container]: index for index in told}  # a story's last line, by element
    for index, why in gates.items():
        block = page.blocks[index]
        home = page.homes[block.container]
        if block.tag != "li" and first < index and last.get(home, -1) < index:
            page.mark(block, "gate", "gates.words", why)
            _mark_box(page, home, last.get(home, -1), gates)


def _named(page: Page) -> dict[int, str]:
    """The lines of elements that are named for gates and say what must be done, where none of their lines tells
    anything: else they hold the part of the story that is sold."""
    names = "\n".join([box.name for box in page.containers])
    if not any(word in names for word in words("elements.gate")):
        return {}
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
