"""What a page asks of its reader, in the body's element below the story's last sentence."""

from __future__ import annotations

from itertools import takewhile

from newsparse.page.block import NOT_TEXT, Block
from newsparse.page.lines import LONGEST_LINE, told
from newsparse.page.page import Page
from newsparse.text.boilerplate import narrates, phrase_label
from newsparse.text.script import fold
from newsparse.text.tails import asks_reader, behind_sentences


def mark_tail(page: Page) -> None:
    """Label the lines below the story's last that ask something of its reader, and such words behind its end."""
    lines = [block for block in page.labelled("body") if block.text and not block.has(*NOT_TEXT)]
    tail = list(takewhile(lambda block: not _is_story(block), reversed(lines)))
    if len(tail) == len(lines):
        return  # a poem, a list: nothing says where it ends
    for block in tail:
        if len(block.text) <= LONGEST_LINE and not _is_item(page, block) and (words := asks_reader(told(block))):
            page.mark(block, "boilerplate", "tail.asks", words)
    last = lines[-1 - len(tail)]
    rest = behind_sentences(last.text)
    if rest and _is_machinery(rest):
        page.mark(last, "glued", "tail.glued", rest, rest)


def _is_story(block: Block) -> bool:
    return block.prose > 0 and (narrates(block.text) or bool(behind_sentences(block.text)))


def _is_item(page: Page, block: Block) -> bool:
    """Whether a line stands with others of its kind, in a list or a table."""
    return block.tag in ("li", "dd") or page.data_table(block.container) is not None


def _is_machinery(words: str) -> bool:
    """Whether words are the page's; notices on rights, and addresses to write to, may be the story's, too."""
    known = phrase_label(fold(words))
    return asks_reader(words) is not None or (known is not None and known[0] != "disclaimer")
