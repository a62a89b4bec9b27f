"""What a line is: a link, prose, a sentence, a paragraph, set strong. Each word and its threshold stands here, once."""

from __future__ import annotations

import re

from newsparse.page.block import Block

# Shorter lines (characters) are a name, a date, a button.
SHORTEST_PROSE = 12
# A line with these is prose; without any it may be a menu, a name, a heading.
_PROSE = re.compile(r"[。！？；!?;…]|[，、].*[，、]|[\u4e00-\u9fff”》）][，,][\u4e00-\u9fff“《（\d]")
# A line that holds as many characters is a paragraph, whatever it says: of the corpus's headings 99 in 100 are shorter.
PARAGRAPH = 45
_ENDS = re.compile(r"[。！？!?…；;][”」』’\")）]*$")
# So much of a line is link that is one; a row of date and outlet has up to .6.
_WHOLLY_LINK = 0.8
# A line where this share of characters is bold, coloured or large is set so as a whole: a number may be left out.
_WHOLLY_STRONG = 0.9


def prose_of(text: str, link: int) -> int:
    """Characters of prose in a line of which ``link`` characters are links: what `Block.prose` holds.

    >>> prose_of("昨晚，老街的路灯亮了，居民说方便多了。", 0), prose_of("新闻 体育 财经 娱乐 科技 汽车", 0)
    (19, 0)
    """
    size = len(text)
    if size < SHORTEST_PROSE or link * 2 > size or not _PROSE.search(text):
        return 0
    return size - link


def is_linked(block: Block) -> bool:
    """Whether half of a line or more is link. (Portals link a fifth of a paragraph's words.)"""
    return 0 < len(block.text) <= block.link * 2


def is_link(block: Block) -> bool:
    """Whether a line is a link, with a bullet, a date or a button beside it at most."""
    return block.link >= len(block.text) * _WHOLLY_LINK


def is_sentence(text: str) -> bool:
    """Whether words end as a sentence does.

    >>> is_sentence("“方便多了。”"), is_sentence("老街亮灯")
    (True, False)
    """
    return _ENDS.search(text) is not None


def is_paragraph(block: Block) -> bool:
    """Whether a line is one of an article's paragraphs by its length: prose, seen, and nobody's yet."""
    return block.prose >= PARAGRAPH and not block.labels and not block.hidden


def is_strong(block: Block) -> bool:
    """Whether a line is set as a whole in bold, in colour or large."""
    return block.strong >= len("".join(block.text.split())) * _WHOLLY_STRONG
