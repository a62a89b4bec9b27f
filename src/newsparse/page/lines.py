"""What a line is: a link, a paragraph, set strong. Each word and its threshold stands here, once."""

from __future__ import annotations

from newsparse.page.block import LINK, Block

# Distances, in lines: rows, credits, buttons, pictures that stand between a headline and its story, or under one; and
# how far a masthead may come to lie when tables and lists of links stand between.
NEAR, FAR = 14, 60
# Lengths, in characters: a headline, a deck, a caption, a line of credits; a row of date, outlet, names and counters.
LONGEST_LINE, LONGEST_ROW = 120, 300
# What a gate or an error page has to say, all of it, is shorter (characters).
LONGEST_NOTICE = 200
# A line that holds as many characters is a paragraph, whatever it says: of the corpus's headings 99 in 100 are shorter.
PARAGRAPH = 45
# Lines that stand together as one thing: a picture, its caption and its credit; a summary's box; what opens a text or
# signs it. Rows stand so many lines above a headline at most.
FEW, ABOVE = 3, 4
# Twice may be chance; so many are no accident: items of a list, headlines of one form, words at each post of a thread.
MANY = 3
# Shorter headlines (characters) are a channel's, a column's, an outlet's: 生活新聞, 青河新闻.
SHORTEST_HEADLINE = 6
# A line that is a link of so few characters is a button or a menu's: no rule takes it for text.
BUTTON = 4
# So much of a line is link that is one; a row of date and outlet has up to .6.
_WHOLLY_LINK = 0.8
# A line where this share of characters is bold, coloured or large is set so as a whole: a number may be left out.
_WHOLLY_STRONG = 0.9


def is_linked(block: Block) -> bool:
    """Whether half of a line or more is link. (Portals link a fifth of a paragraph's words.)"""
    return 0 < len(block.text) <= block.link * 2


def is_link(block: Block) -> bool:
    """Whether a line is a link, with a bullet, a date or a button beside it at most."""
    return block.link >= len(block.text) * _WHOLLY_LINK


def is_menu(block: Block) -> bool:
    """Whether a line is a row of buttons, with nothing but signs between: [白羊] [双鱼] [水瓶]."""
    if not block.link or any(not flags & LINK and any(map(str.isalnum, text)) for text, _, flags in block.runs):
        return False
    links = [len(text.strip(_SIGNS)) for text, _, flags in block.runs if flags & LINK and text.strip(_SIGNS)]
    return len(links) >= MANY and max(links) <= BUTTON


_SIGNS = " \t\r\n\u3000\xa0[]【】|·"


def is_strong(block: Block) -> bool:
    """Whether a line is set as a whole in bold, in colour or large."""
    return block.strong >= len("".join(block.text.split())) * _WHOLLY_STRONG


def told(block: Block) -> str:
    """The line's text without what the page's machinery glued to its end."""
    glued = block.kind("glued")
    return block.text.removesuffix(glued).rstrip() if glued else block.text
