"""Section headings: marked by their element or type, numbered, or plain short lines that stand in parallel."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from math import inf
from typing import NamedTuple

from newsparse.lexicon import pattern, patterns, words
from newsparse.marks.heading_lines import (
    LEADS_ON,
    LONGEST_PLAIN,
    NO_OPENING,
    RUNS_ON,
    STATEMENT,
    is_paragraph,
    is_plain,
    is_set_like,
    is_short,
    set_apart,
)
from newsparse.page.block import CELLS, HEADING_TAGS, NOT_TEXT, Block
from newsparse.page.lines import MANY, PARAGRAPH, SHORTEST_HEADLINE, is_link, is_linked, is_strong
from newsparse.page.page import Page
from newsparse.page.photos import picture_words
from newsparse.text.sentences import SHORTEST_PROSE

_COLON = re.compile(r"[：:]$")
_BREAKS_OFF = re.compile(r"(?:\.{2,}|…+)$")
_DATELINE = re.compile(r"\w\s*[—–-]$")
_ASKS = re.compile(r"[？?]$")
# One sentence, ended as one: a heading among others of its form only.
_STATED = re.compile(r"[^。！？!?；;]+。")
# An interviewer's question is part of the talk: "某报：您为什么转行？", "问：……？", "点评：" Who speaks, speaks again.
_SPEAKER = re.compile(r"^(?:([^：:。，,]{1,10})[：:](?:.*[？?])?|[【\[]([^】\]]{1,16})[】\]])$")
_SHORTEST = 2
# Where bold, plain short lines, or all headings together have a larger share of a body's lines, they tell nothing.
_MOST = 0.6
# A number and its heading, or a kicker and its heading, may open a body; three short lines are a deck.
_MOST_AT_TOP = 2


class Rule(NamedTuple):
    """A way to tell headings.

    Attributes:
        tells: what makes one of the body's lines a heading, None for nothing.
        sure: so many of them need nobody else's word; fewer are doubtful.
        fewest: fewer are none.
        kind: what their label says where it is not what told them.
    """

    name: str
    tells: Callable[[list[Block], int], str | None]
    sure: float = 1
    fewest: int = 1
    kind: str = ""


class _Heading(NamedTuple):
    rule: Rule
    evidence: str


def mark_headings(page: Page) -> None:
    """Label the body's headings; the label's kind is what sections are ranked by."""
    lines = [b for b in page.labelled("body") if b.text and not b.has(*NOT_TEXT)]
    if len(lines) < MANY:
        return
    rules = _rules(page, lines)
    talk = _no_headings(page, lines)
    found: dict[int, _Heading] = {}
    for index, line in enumerate(lines):
        if len(line.text.rpartition("】")[2]) <= PARAGRAPH and line.index not in talk:
            for rule in rules:
                if (evidence := rule.tells(lines, index)) is not None:
                    found[index] = _Heading(rule, evidence)
                    break
    found |= _opened_above(lines, found)
    for index, (rule, evidence) in _settle(page, lines, found).items():
        page.mark(lines[index], "heading", f"headings.{rule.name}", evidence, rule.kind or evidence)


def _opened_above(lines: list[Block], found: dict[int, _Heading]) -> dict[int, _Heading]:
    """The first of two lines that are set alike, both above one paragraph: it leads on, but to the second."""
    return {
        index - 1: heading
        for index, heading in found.items()
        if heading.rule is _TYPE
        and index - 1 > 0
        and index - 1 not in found
        and is_paragraph(lines[index - 2])
        and is_set_like(lines[index - 1], lines[index])
        and LEADS_ON.search(lines[index - 1].text)
    }


def _no_headings(page: Page, lines: list[Block]) -> set[int]:
    """Lines that no rule may take for a heading: code, cells of data, an interviewer's questions, who says what."""
    out = _speakers(lines)
    out |= {line.index for line in lines if line.tag in ("pre", "code")}
    out |= {line.index for line in lines if pattern("headings.no_heading").search(line.text)}
    out |= {line.index for line in _items(lines)}
    works = next((i for i, line in enumerate(lines) if pattern("headings.works").search(line.text)), len(lines))
    out |= {line.index for line in lines[works:]}
    return out | {
        line.index for line in lines if _is_in_cell(page, line) and page.data_table(line.container) is not None
    }


def _speakers(lines: list[Block]) -> set[int]:
    """The lines of who speaks more than once; where one does in lines that say nothing else, all do.

    Questions that nobody by name asks (问：) head their answers where they are set to.
    """
    found = {line.index: match[1] or match[2] for line in lines if (match := _SPEAKER.match(line.text))}
    questions = {
        line.index for line in lines if found.get(line.index) in words("headings.question") and is_strong(line)
    }
    asked = {index: asker for index, asker in found.items() if index not in questions}
    askers = Counter(asked.values())
    again = {index for index, asker in asked.items() if askers[asker] > 1}
    named = {line.index for line in lines if line.index in asked and line.text.endswith(("：", ":"))}
    return again | named if again & named else again


def _items(lines: list[Block]) -> list[Block]:
    """Lines that a sign makes items of a list: another with it stands right above or below, or it leads to a page."""
    marks = patterns("headings.pattern")["mark"], pattern("boilerplate.pointer")
    signs = [line.text[0] if any(mark.match(line.text) for mark in marks) else "" for line in lines]
    signs.append("")  # below the last, and above the first
    return [
        line
        for i, line in enumerate(lines)
        if signs[i] and (signs[i] in (signs[i - 1], signs[i + 1]) or is_linked(line))
    ]


def _is_in_cell(page: Page, line: Block) -> bool:
    """Whether a line is in a cell that holds hardly more; one that holds a page's column is none."""
    box = page.containers[line.container]
    return box.tag in CELLS and box.end - box.first <= MANY


def _by_element(lines: list[Block], index: int) -> str | None:
    """h2 to h6 inside the body."""
    line = lines[index]
    return line.tag if line.tag in HEADING_TAGS and not STATEMENT.search(line.text) else None


def _by_number(lines: list[Block], index: int) -> str | None:
    """一、 （一） 第一章 01 【 】 ■ and a line that is no sentence; or the line under a number that stands alone."""
    text = lines[index].text
    numbers = patterns("headings.pattern")
    if index and numbers["digit_alone"].match(lines[index - 1].text) and not RUNS_ON.search(text):
        return "digit_alone"
    for name, number in numbers.items():
        if (match := number.match(text)) is not None:
            named = _BREAKS_OFF.sub("", text[match.end() :])
            if STATEMENT.search(named) or (lines[index].prose and len(text) > LONGEST_PLAIN):
                return None
            return name
    return None


def _by_type(lines: list[Block], index: int) -> str | None:
    """A short line set wholly in bold, in colour or large."""
    line = lines[index]
    if len(line.text) < _SHORTEST or line.text[0] in NO_OPENING or STATEMENT.search(line.text):
        return None
    if line.tag not in HEADING_TAGS and picture_words(line.text):
        return None
    is_of_another = is_link(line) and len(line.text) >= SHORTEST_HEADLINE and line.tag not in HEADING_TAGS
    if is_of_another or _DATELINE.search(line.text) or (_COLON.search(line.text) and len(line.text) > SHORTEST_PROSE):
        return None
    return "strong" if is_strong(line) else None


def _by_opening(lines: list[Block], index: int) -> str | None:
    """Headlines of a digest: 【outlet】 and words that state nothing; they may ask or cry out."""
    text = lines[index].text
    return "lenticular" if text.startswith("【") and not text.endswith("】") and not STATEMENT.search(text) else None


def _by_statement(lines: list[Block], index: int) -> str | None:
    """第一，…。 误区一：…。 in bold over a paragraph that is not: one sentence, told by its number or mark."""
    line = lines[index]
    below = lines[index + 1] if index + 1 < len(lines) else line
    if not (is_strong(line) and is_paragraph(below) and not is_strong(below) and _STATED.fullmatch(line.text)):
        return None
    return next((name for name, number in patterns("headings.pattern").items() if number.match(line.text)), None)


def _by_count(lines: list[Block], index: int) -> str | None:
    """1.…, 2.…, 3.…, each over its paragraph."""
    line = lines[index]
    below = lines[index + 1] if index + 1 < len(lines) else line
    if not (patterns("headings.count")["digits"].match(line.text) and is_short(line) and is_paragraph(below)):
        return None
    return None if patterns("headings.count")["digits"].match(below.text) else "digits"


def _plain(lines: list[Block], index: int) -> str | None:
    """A short line, or two, alone between paragraphs, no sentence."""
    return _alone(lines, index) if is_plain(lines[index]) else None


def _plain_question(lines: list[Block], index: int) -> str | None:
    """A question in the same place: one or two are the writer's way of going on."""
    return _alone(lines, index) if _ASKS.search(lines[index].text) and is_short(lines[index]) else None


def _alone(lines: list[Block], index: int) -> str | None:
    """Whether a line, or it and the next, stand between paragraphs."""
    above = below = index
    if above and is_plain(lines[above - 1]):
        above -= 1
    elif below + 1 < len(lines) and is_plain(lines[below + 1]):
        below += 1
    if below + 1 >= len(lines):
        return None
    before, after = lines[above - 1] if above else None, lines[below + 1]
    if after.text.startswith("【"):  # a digest's part, the first one too
        return "alone" if before is None or is_paragraph(before) else None
    return "alone" if before is not None and is_paragraph(before) and is_paragraph(after) else None


def _by_name(lines: list[Block], index: int) -> str | None:
    """编后, 新闻链接, 附获奖名单：: the name of a part that articles have, alone in its line."""
    text = lines[index].text
    found = pattern("headings.part").search(text) or pattern("headings.appendix").search(text)
    return found[0] if found else None


_TYPE = Rule("type", _by_type)
_SURE = (  # the surest first
    Rule("element", _by_element),
    Rule("numbered", _by_number),
    _TYPE,
    Rule("named", _by_name, kind="strong"),
    Rule("parallel", _by_opening, MANY, kind="digest"),
    Rule("stated", _by_statement, fewest=MANY),
    Rule("counted", _by_count, fewest=MANY),
)
_PLAIN = (
    Rule("asked", _plain_question, fewest=MANY),
    Rule("plain", _plain, inf),
)


def _rules(page: Page, lines: list[Block]) -> list[Rule]:
    """The rules that can tell headings on this page: where most lines are bold, bold tells nothing."""
    strong = sum(map(is_strong, lines))
    apart = set_apart(page, lines)

    def by_look(lines: list[Block], index: int) -> str | None:
        return "apart" if lines[index].index in apart else None

    sure = [rule for rule in _SURE if rule is not _TYPE or strong <= len(lines) * _MOST]
    return [*sure, Rule("apart", by_look, kind="strong"), *_PLAIN]


def _settle(page: Page, lines: list[Block], found: dict[int, _Heading]) -> dict[int, _Heading]:
    """Take back what the whole speaks against."""
    times = Counter(heading.rule.name for heading in found.values())
    found = {i: heading for i, heading in found.items() if times[heading.rule.name] >= heading.rule.fewest}
    doubtful = [i for i, heading in found.items() if times[heading.rule.name] < heading.rule.sure]
    short = sum(not is_paragraph(line) for line in lines)
    between = sum(_between_pictures(page, lines[i]) for i in doubtful)
    if len(doubtful) < 2 or (short - len(found)) * 2 > len(lines) or between * 2 > len(doubtful):
        for i in doubtful:
            del found[i]
    _drop_ends(page, lines, found)
    return found if len(found) <= len(lines) * _MOST else {}


def _between_pictures(page: Page, line: Block) -> bool:
    """Whether a picture stands right above a line, and one below it or its short companion: they are about those."""
    is_picture = [block.picture is not None for block in page.blocks[max(0, line.index - 1) : line.index + 3]]
    if not (line.index and is_picture[0]):
        return False
    return is_picture[2:3] == [True] or (
        is_picture[3:4] == [True] and len(page.blocks[line.index + 1].text) < PARAGRAPH
    )


def _drop_ends(page: Page, lines: list[Block], found: dict[int, _Heading]) -> None:
    """Only pictures can stand under the last line; a stack of short lines above all paragraphs is the headline's."""
    last = len(lines) - 1
    while last in found and page.labelled("body")[-1] is lines[-1]:
        del found[last]
        last -= 1
    first = 0
    while first in found:
        first += 1
    if first > _MOST_AT_TOP:
        for index in range(first):
            del found[index]
