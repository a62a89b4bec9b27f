"""What the cores read in a line, kept with the page: marks and fields ask the same lines the same questions."""

from __future__ import annotations

from functools import cache

from newsparse.lexicon import load, word_set, words
from newsparse.page.block import Block, spaced
from newsparse.page.lines import FEW
from newsparse.page.page import Page
from newsparse.text.flat import flat
from newsparse.text.outlets.source_lines import FoundSource, outlet_like, source_from_text
from newsparse.text.padding import labels
from newsparse.text.people.byline_names import names_in_byline
from newsparse.text.people.credit_lines import FoundCredit, Zone, credits_from_text
from newsparse.text.people.name_rows import split_names
from newsparse.text.people.persons import plausible_person
from newsparse.text.people.role_labels import is_title
from newsparse.text.script import fold_table


def credits_of(page: Page, block: Block, zone: Zone) -> list[FoundCredit]:
    """The people that a line credits, read as one of ``zone`` (see `credits_from_text`)."""
    key = (zone, block.index)
    found: list[FoundCredit] | None = page.readings.get(key)
    if found is None:
        found = page.readings[key] = credits_from_text(line_of(page, block), zone=zone)
    return found


def source_of(page: Page, block: Block) -> FoundSource | None:
    """The source that a line names (see `source_from_text`)."""
    key = ("source", block.index)
    if key not in page.readings:
        page.readings[key] = source_from_text(line_of(page, block))
    found: FoundSource | None = page.readings[key]
    return found


# The longest label in an element of its own, padded and with its colon. Its value is a name or some, a date, an outlet.
_LONGEST_LABEL, _LONGEST_VALUE = 13, 60
_SIGNS = ":|"
# What a template prints before a value where it has none before that: 文｜ and 、滨城晚报.
_EMPTY = "、 "
_TERMS, _VALUES = ("td", "th", "dt"), ("td", "dd")


def line_of(page: Page, block: Block) -> str:
    """The line as the cores read it, with the label that stands alone before it: <dt>来源</dt><dd>滨城晚报</dd>."""
    key = ("line", block.index)
    found: str | None = page.readings.get(key)
    if found is None:
        text = spaced(block)
        at, label = _label_before(page, block, text) if block.index and len(text) <= _LONGEST_VALUE else _UNLABELLED
        found = page.readings[key] = f"{label}：{text.lstrip(_EMPTY)}" if label else text
        if label:
            page.readings["labelled", block.index] = at
    return found


def label_above(page: Page, block: Block) -> Block | None:
    """The label in an element of its own that says what a line is."""
    line_of(page, block)
    at: int | None = page.readings.get(("labelled", block.index))
    return None if at is None else page.blocks[at]


_UNLABELLED = (-1, "")


def _label_before(page: Page, block: Block, text: str) -> tuple[int, str]:
    """Which line is the label of a line, in an element of its own, and what it says; ``_UNLABELLED`` for none."""
    before = page.blocks[block.index - 1]
    if not 0 < len(before.text) <= _LONGEST_LABEL:
        return _UNLABELLED
    in_cells = before.tag in _TERMS and block.tag in _VALUES
    if not (in_cells or flat(before.text[-1]) in _SIGNS or _are_a_pair(page, before, block)):
        return _job_above(page, block, text)
    bare = _closed(before.text).rstrip(_SIGNS)
    if not (bare in labels() or is_title(bare)) or flat(text).rstrip(_SIGNS) in labels():
        return _UNLABELLED
    sure = in_cells or (bare in word_set("outlets.label") and _are_a_pair(page, before, block))
    return (before.index, bare) if sure or _is_value(bare, text) else _UNLABELLED


def _are_a_pair(page: Page, label: Block, value: Block) -> bool:
    """Whether two lines, each in an element of its own, are all that stands in an element."""
    of_label, of_value = page.containers[label.container], page.containers[value.container]
    if of_label is of_value or of_label.parent != of_value.parent:
        return False
    box = page.containers[of_label.parent]
    return box.first == label.index and box.end == value.index + 1


def _closed(text: str) -> str:
    """A label without padding, flat."""
    return flat((" " if text[:1].isascii() else "").join(text.split()))


def _job_above(page: Page, block: Block, text: str) -> tuple[int, str]:
    """What those did whose names are all of a line, in a line of its own above them: 撰文 / 林小满 / 秦晓禾."""
    if len(text) > _LONGEST_LABEL * FEW:
        return _UNLABELLED
    jobs = _job_lines(page)
    for at in range(block.index - 1, max(-1, block.index - 1 - FEW), -1) if jobs else ():
        line = page.blocks[at]
        if at in jobs:
            is_of_a_list = line.name and line.name == block.name and line.tag != "p"  # 一讀, 付委: steps
            named = not (line.link or is_of_a_list) and names_in_byline(text)
            return (at, jobs[at]) if named else _UNLABELLED
        if line.tag != block.tag or not plausible_person(line.text):
            return _UNLABELLED
    return _UNLABELLED


def _job_lines(page: Page) -> dict[int, str]:
    """The lines of a page that say nothing but what somebody did. Few pages have any: the others are asked once."""
    known: dict[int, str] | None = page.readings.get(("jobs", 0))
    if known is None:
        ends, jobs = _job_ends(), _jobs()
        likely = [b for b in page.blocks if b.text[-1:] in ends and len(b.text) <= _LONGEST_LABEL]
        said = ((b.index, _closed(b.text)) for b in likely)
        known = page.readings["jobs", 0] = {at: job for at, job in said if job in jobs or is_title(job)}
    return known


@cache
def _job_ends() -> frozenset[str]:
    """What such words end with, in either script."""
    ends = {job[-1] for job in (*_jobs(), *words("roles.title"))}
    return frozenset(ends.union(chr(code) for code, plain in fold_table().items() if plain in ends))


def _is_value(label: str, text: str) -> bool:
    """Whether a line may be the value of a label above it; where that is left empty, a button or a counter follows."""
    if label in word_set("bylines.published"):
        return text[:1].isdigit()
    text = text.lstrip(_EMPTY)
    return outlet_like(text) or any(map(plausible_person, split_names(text)[:1]))  # a nickname may follow


@cache
def _jobs() -> frozenset[str]:
    """Words that say what a person did, with or without a credit for it."""
    neutral = word_set("roles.neutral") - word_set("outlets.label") - word_set("bylines.published")
    roles = [word for role in load("roles.role") for word in words(f"roles.role.{role}")]
    return neutral.union(words("roles.combined"), words("roles.short"), roles) - word_set("roles.post")
