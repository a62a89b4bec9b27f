"""What a page asks of its reader, in the body's element below the story's last sentence."""

from __future__ import annotations

from itertools import takewhile

from newsparse.page.block import CELLS, NOT_TEXT, Block
from newsparse.page.lines import LONGEST_LINE
from newsparse.page.page import Page
from newsparse.text.boilerplate import narrates, phrase_label
from newsparse.text.script import fold
from newsparse.text.tails import asks_reader, behind_sentences

# Lines that stand with others of their kind.
_ITEMS = ("li", "dd", *CELLS)


def mark_tail(page: Page) -> None:
    """Label the lines below the story's last that ask something of its reader, and such words behind its end."""
    lines = [block for block in page.labelled("body") if block.text and not block.has(*NOT_TEXT)]
    tail = list(takewhile(lambda block: not _is_story(block), reversed(lines)))
    if len(tail) == len(lines):
        return  # a poem, a list: nothing says where it ends
    for block in tail:
        if len(block.text) <= LONGEST_LINE and block.tag not in _ITEMS and (words := asks_reader(block.text)):
            page.mark(block, "boilerplate", "tail.asks", words)
    last = lines[-1 - len(tail)]
    rest = behind_sentences(last.text)
    if rest and (asks_reader(rest) or phrase_label(fold(rest))):
        page.mark(last, "glued", "tail.glued", rest, rest)


def _is_story(block: Block) -> bool:
    return block.prose > 0 and (narrates(block.text) or bool(behind_sentences(block.text)))
