"""The lines of the record's text, and of which lines of the page each was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsparse.article import Article
from newsparse.page.block import Block
from newsparse.page.page import Page
from newsparse.sections import body_lines
from newsparse.text.titles import squeeze

# Lines of the page that are looked at for the beginning of the next line of the text.
_AHEAD = 40


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the record's text.

    Attributes:
        heading: the level, where it is a heading; 0 for another line.
        blocks: the page's lines that it was made of: several for the row of a table.
    """

    text: str
    heading: int
    blocks: tuple[int, ...]


def text_lines(article: Article, page: Page) -> list[TextLine]:
    """The text line by line. A line that none of the page's makes up is laid to those of the line before it."""
    left = body_lines(page)
    out: list[TextLine] = []
    at, before = 0, tuple(block.index for block in left[:1])
    for text, level in _told(article):
        at, found = _made_of(squeeze(text), left, at)
        before = found or before
        out.append(TextLine(text, level, before))
    return out


def _told(article: Article) -> Iterator[tuple[str, int]]:
    for section in article.sections:
        if section.heading is not None:
            yield section.heading, section.level
        for block in section.blocks:
            yield from ((line, 0) for line in block.text.split("\n") if line.strip())


def _made_of(text: str, blocks: list[Block], at: int) -> tuple[int, tuple[int, ...]]:
    """Where to look for the next line, and the indexes of the page's lines that make up this one."""
    for start in range(at, min(at + _AHEAD, len(blocks))):
        found: list[int] = []
        rest = text
        for number in range(start, len(blocks)):  # no slice: it would cost the square of the lines
            block = blocks[number]
            words = squeeze(block.text)
            if rest.startswith(words):
                rest = rest[len(words) :]
                found.append(block.index)
            elif rest and words.startswith(rest):  # its end was cut off: 返回首页
                return number + 1, (*found, block.index)
            else:
                break
            if not rest:
                return number + 1, tuple(found)
    return at, ()
