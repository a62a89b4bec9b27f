"""What a heading's line and a paragraph are by their words, and which short lines are set apart from the paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import NamedTuple

from newsparse.page.block import LARGE, Block
from newsparse.page.lines import MANY, PARAGRAPH, is_linked, is_strong
from newsparse.page.page import Page
from newsparse.page.photos import picture_words
from newsparse.text.sentences import is_sentence

# A plain line, with nothing but its place to tell it, is shorter.
LONGEST_PLAIN = 28
_SHORTEST_PLAIN = 4
# Sentences end so; headings may ask or call, but do not state.
# A figure in brackets counts or dates what is named: 最美家庭（6户）, 第四阶段（9月）.
STATEMENT = re.compile(r"[。；;，,、.…]$|(?<![（(]\d[^（()）])(?<![（(]\d\d[^（()）])[）)]$|[。；;].")
# Plain lines that lead on, cry out, ask, or are what somebody said are parts of the story.
RUNS_ON = re.compile(r"[。；;，,：:！!？?…—-]$")
_SAID = re.compile(r"[？?][”」]$|^[“「].*[，,].*[”」]$")
LEADS_ON = re.compile(r"[：:，,—-]$")
# How a sentence ends above or below a heading, however short it is: a service's answer, a cry.
_ENDS = ("。", "！", "？", "”", "」")
# A shorter line is a paragraph too if it is a sentence of this length (characters).
_SENTENCE = 15
# A line that opens so continues, signs or is about a picture.
NO_OPENING = "—-–（(·•△▲◎※*/@"


def is_plain(line: Block) -> bool:
    """Whether a line could be a heading by its words."""
    return is_short(line) and not RUNS_ON.search(line.text)


def is_short(line: Block) -> bool:
    """Whether a line is short, no item, and what a heading may be by its words."""
    text = line.text
    if line.tag == "li" or not _SHORTEST_PLAIN <= len(text) <= LONGEST_PLAIN or text[0] in NO_OPENING:
        return False
    return not (is_paragraph(line) or _is_no_heading(line))


def is_paragraph(line: Block) -> bool:
    """Whether a line is a paragraph: long, a sentence, or an address with what it is of."""
    text = line.text
    return len(text) >= PARAGRAPH or (len(text) >= _SENTENCE and (is_sentence(text) or "://" in text))


class Look(NamedTuple):
    """How a line is set: its element, that round it, their names, the place, the type, the element all of it is in."""

    tag: str
    name: str
    box: str
    box_name: str
    centred: bool
    strong: bool
    large: bool
    inline: str


def look_of(page: Page, line: Block) -> Look:
    """How a line is set."""
    box = page.containers[line.container]
    runs = [(inline, flags) for text, inline, flags in line.runs if not text.isspace()]
    inside = {inline[0] for inline, _ in runs} if line.text else set()
    large = all(flags & LARGE for _, flags in runs)
    only = inside.pop() if len(inside) == 1 else ""
    return Look(line.tag, _kind(line.name), box.tag, _kind(box.name), line.centred, is_strong(line), large, only)


def _kind(name: str) -> str:
    """An element's name without what numbers it: ids differ from line to line."""
    return " ".join(word for word in name.split() if not any(map(str.isdigit, word))) if name else name


def is_set_like(line: Block, other: Block) -> bool:
    """Whether two short lines are set wholly in bold, in colour or large, and stand in the same place."""
    alike = line.tag == other.tag and line.centred == other.centred and is_strong(line)
    return alike and len(line.text) <= LONGEST_PLAIN and line.text[0] not in NO_OPENING


def set_apart(page: Page, lines: list[Block]) -> set[int]:
    """The short lines above the story's sentences that are set alike, and as no paragraph is; where one is, others are.

    Two at least stand between sentences: what is set in its own way above or below a story is often not its own. More
    than two, one under the other, are verses or a list.
    """
    looks = [look_of(page, line) if may_head(line) else None for line in lines]
    if not any(looks):
        return set()
    told = {look_of(page, line) for line in lines if is_paragraph(line)}
    looks = [None if look in told else look for look in looks]
    between: Counter[Look] = Counter()
    apart: list[tuple[int, Look]] = []
    end = 0
    for look, alike in groupby(looks):
        first, end = end, end + sum(1 for _ in alike)
        if look is None or end - first >= MANY or end == len(lines) or not _states(lines[end]):
            continue
        apart += [(line.index, look) for line in lines[first:end]]
        between[look] += bool(first and looks[first - 1] is None and _states(lines[first - 1]))
    return {index for index, look in apart if between[look] > 1}


def may_head(line: Block) -> bool:
    """Whether a line set in a way of its own could be a heading by its words."""
    text = line.text
    if line.tag == "li" or not 1 < len(text) < PARAGRAPH or text[0] in NO_OPENING or LEADS_ON.search(text):
        return False
    return not _is_no_heading(line)


def _is_no_heading(line: Block) -> bool:
    """Whether a line is a link, a statement, somebody's words, or about a picture, of those that are not read, too."""
    text = line.text
    return bool(is_linked(line) or STATEMENT.search(text) or _SAID.search(text) or picture_words(text))


def _states(line: Block) -> bool:
    """Whether a line is a paragraph or ends as a sentence does."""
    return is_paragraph(line) or line.text.endswith(_ENDS)
