"""What a page says of itself in the body's element: notes at the text's edges, pleas for support among its lines."""

from __future__ import annotations

import re
from itertools import takewhile

from newsparse.lexicon import pattern
from newsparse.page.block import HEADING_TAGS, NOT_TEXT, Block
from newsparse.page.lines import FEW, LONGEST_LINE, NEAR, is_linked, told
from newsparse.page.page import Page
from newsparse.page.site import site_names
from newsparse.text.boilerplate import narrates
from newsparse.text.script import fold
from newsparse.text.sentences import SHORTEST_PROSE
from newsparse.text.tails import note_in, pleads

# 主题归类：城市 in a box of such lines.
_ROW = re.compile(r"[^\s，。：:]{2,10}[：:]\s*\S")


def mark_asides(page: Page) -> None:
    """Label notes and rows above the story's first sentence and below its last, and what asks for support anywhere."""
    lines = [block for block in page.labelled("body") if block.text and not block.has(*NOT_TEXT)]
    lines = lines[: _end(page, lines)]
    if not any(map(_tells, lines)):
        return  # a list, a poem: nothing says where it begins and ends
    head, foot = (list(takewhile(_is_around, edge)) for edge in (lines[:NEAR], lines[: -NEAR - 1 : -1]))
    for block in head + foot:
        if words := note_in(block.text):
            page.mark(block, "boilerplate", "asides.note", words)
    for block in head:
        if (row := _ROW.match(block.text)) and _is_among_rows(page, block):
            page.mark(block, "boilerplate", "asides.row", row[0])
    names = site_names(page)
    for block in lines:
        if len(block.text) > LONGEST_LINE or block.tag in (*HEADING_TAGS, "li"):
            continue
        if words := pleads(told(block), names, linked=is_linked(block)):
            page.mark(block, "boilerplate", "asides.pleads", words)


def _is_among_rows(page: Page, block: Block) -> bool:
    """Whether a line stands in a box of the article's own data: who wrote it, when, where it first stood."""
    box = page.containers[block.container]
    beside = page.blocks[box.first : box.end]
    return sum(b.has("byline", "credit") for b in beside) > 1 and all(map(_is_around, beside))


def _is_around(block: Block) -> bool:
    return not _tells(block) or note_in(block.text) is not None


def _tells(block: Block) -> bool:
    return block.prose > 0 and narrates(block.text)


def _end(page: Page, lines: list[Block]) -> int:
    """Where the story ends: above parts that tell of its writer or list works, with nothing behind. It labels those."""
    end = len(lines)
    for start in range(len(lines) - 1, 0, -1):
        text = lines[start].text
        if len(text) <= SHORTEST_PROSE and _opens_a_part(fold(text), lines, start, end):
            page.mark_all(lines[start:end], "boilerplate", "asides.part", text)
            end = start
    return end


def _opens_a_part(text: str, lines: list[Block], start: int, end: int) -> bool:
    """Whether a line heads what tells of the writer, or a list of works."""
    if pattern("notes.writer").search(text):
        return end - start - 1 <= FEW
    if not pattern("notes.works").search(text):
        return False
    return all(pattern("notes.work").search(lines[at].text) for at in range(start + 1, end))
