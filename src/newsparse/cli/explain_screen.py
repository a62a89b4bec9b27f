"""An explanation laid out for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from newsparse.cli.terminal import Style, cut, painted, screen_width, visible, wants_colour, width, wrapped
from newsparse.fields import FIELDS
from newsparse.fields.rule import rule_name
from newsparse.report.neighbourhood import looked_at, neighbourhood
from newsparse.report.places import Place, Places
from newsparse.report.rules import says
from newsparse.report.shown import shown
from newsparse.report.verdict import verdict
from newsparse.text.counted import counted
from newsparse.text.titles import squeeze

if TYPE_CHECKING:
    from newsparse.api import Candidate, Explanation
    from newsparse.page.block import Block

# Where the text of a block begins: index, tag.
_MARGIN = 14
# Labels stand out by what they mean for the record; all others are plain.
_STYLES = {"body": (Style.GREEN,), "headline": (Style.BOLD, Style.CYAN), "heading": (Style.CYAN,)}
# What no rule of a field gives, and the label of the lines that it is made of.
_LINES = {"text": "body", "headings": "heading"}
# Lines of a candidate whose text is shown.
_MOST_FROM = 3
# How to find what no rule found.
_EXPECT = "Is it on the page? --field {} --expect VALUE tells where, in attributes and scripts, too."
# What the record says of itself before its fields.
_DIGEST = (
    "kind", "language", "encoding", "url", "title", "published", "modified", "source", "authors", "editors", "headings",
)  # fmt: skip


def summary(explanation: Explanation, *, full: bool) -> Iterator[str]:
    """The record, the fields, the lines at the article."""
    screen = Screen(screen_width(), wants_colour(), full)
    near = neighbourhood(explanation.page)
    yield from (*_record(explanation, screen), "", *_fields(explanation, screen), "")
    every = len(explanation.blocks)
    if len(near) == every:
        yield from _blocks(explanation.blocks, screen)
        return
    yield screen.title(f"LINES {near.start} to {near.stop - 1} of {every}, with labels, rules, evidence; --all for all")
    yield from _blocks_of(explanation.blocks[near.start : near.stop], screen)


def everything(explanation: Explanation, *, full: bool) -> Iterator[str]:
    """The record, the fields, every line."""
    screen = Screen(screen_width(), wants_colour(), full)
    yield from (*_record(explanation, screen), "", *_fields(explanation, screen), "")
    yield from _blocks(explanation.blocks, screen)


def one_field(explanation: Explanation, name: str, *, full: bool, every: bool = False) -> Iterator[str]:
    """A field's candidates, the rules that found nothing, the lines that it was looked for in; ``every``: those far
    from the article, too."""
    screen = Screen(screen_width(), wants_colour(), full)
    if name == "kind":
        yield from _kind(explanation, screen)
        return
    if name in _LINES:
        lines = explanation.page.labelled(_LINES[name])
        yield screen.title(f"{name}: lines taken for {_LINES[name]} ({len(lines)}); a second label may keep one out")
        yield from _blocks_of(lines, screen)
        return
    candidates = explanation.candidates[name]
    yield screen.title(f"{name}: candidates in the order of trust; * is the winner")
    yield from _withheld(name, explanation, screen)
    places = Places(explanation.page)
    found = {candidate.rule: candidate for candidate in candidates}
    for rule in next(field.rules for field in FIELDS if field.name == name):
        does = says(rule)
        if (candidate := found.get(rule_name(rule))) is not None:
            yield from _candidate(candidate, places.of(name, candidate), explanation, screen)
        else:
            yield from screen.entry(f"    ---- {rule_name(rule)}  ", "nothing", Style.DIM, margin=9)
        yield from screen.entry("         ", does, margin=9)
    if not candidates:
        yield from screen.note(_EXPECT.format(name), Style.YELLOW)
    yield ""
    yield from _looked_at(explanation, name, screen, every=every)


class Screen(NamedTuple):
    """Lays text out in the columns of a screen."""

    columns: int
    colour: bool
    full: bool

    def title(self, text: str) -> str:
        return painted(cut(visible(text), self.columns), Style.BOLD, colour=self.colour)

    def note(self, text: str, *styles: Style) -> Iterator[str]:
        """A sentence, in as many lines as it takes."""
        yield from (painted(line, *styles, colour=self.colour) for line in textwrap.wrap(text, self.columns))

    def entry(self, head: str, text: str, *styles: Style, margin: int = 0) -> Iterator[str]:
        """``head``, then ``text`` beside it: cut to one line, or (``full``) wrapped under itself.

        ``head`` is padded to ``margin`` columns; one that leaves the text too little room gets a line of its own.
        """
        head = cut(head, self.columns).ljust(margin)
        start = width(head)
        if self.columns - start < self.columns // 3:
            yield painted(head, *styles, colour=self.colour)
            head, start = " " * margin, margin
        room = self.columns - start
        rest = visible(text)
        lines = list(wrapped(rest, room)) if self.full else [cut(rest, room)]
        for number, line in enumerate(lines or [""]):
            yield f"{painted(head, *styles, colour=self.colour)}{line}".rstrip() if not number else " " * start + line


def _blocks(blocks: tuple[Block, ...], screen: Screen) -> Iterator[str]:
    yield screen.title(f"LINES ({len(blocks)}) with labels, rules, evidence")
    yield from _blocks_of(blocks, screen)


def _blocks_of(blocks: Iterable[Block], screen: Screen) -> Iterator[str]:
    for block in blocks:
        yield from _line(block, screen)
        for label in block.labels:
            head = f"{'':{_MARGIN}}{label.name}  {label.rule}  "
            yield from screen.entry(head, label.evidence, Style.YELLOW, margin=_MARGIN + 4)


def _line(block: Block, screen: Screen) -> Iterator[str]:
    styles = next((_STYLES[label.name] for label in block.labels if label.name in _STYLES), ())
    element = cut(visible(block.tag), _MARGIN - 7)
    yield from screen.entry(f"{block.index:>5} {element}", _text_of(block), *styles, margin=_MARGIN)


def _text_of(block: Block) -> str:
    """The block's text, or its picture; with what is not seen in it."""
    hidden = "(hidden) " if block.hidden else ""
    if block.picture is not None:
        alt = f" {block.picture.alt}" if block.picture.alt else ""
        return f"{hidden}[{block.picture.src}]{alt}{f' {block.text}' if block.text else ''}"
    return hidden + block.text


def _fields(explanation: Explanation, screen: Screen) -> Iterator[str]:
    yield screen.title("FIELDS: candidates in the order of trust; * is the winner")
    places = Places(explanation.page)
    for field, candidates in explanation.candidates.items():
        if candidates:
            yield screen.title(field)
        yield from _withheld(field, explanation, screen)
        for candidate in candidates:
            yield from _candidate(candidate, places.of(field, candidate), explanation, screen)
    without = [field for field, candidates in explanation.candidates.items() if not candidates]
    if without:
        yield from screen.note(f"no rule found anything for: {', '.join(without)}")
        yield from screen.note(_EXPECT.format("NAME"), Style.DIM)


def _withheld(field: str, explanation: Explanation, screen: Screen) -> Iterator[str]:
    """What is not in the record for want of confidence."""
    why = explanation.article.provenance.get(field)
    if why is not None and why.withheld is not None:
        yield from screen.entry("  withheld (--min-confidence): ", why.withheld, Style.YELLOW)


def _candidate(candidate: Candidate, place: Place, explanation: Explanation, screen: Screen) -> Iterator[str]:
    mark, styles = ("*", (Style.GREEN,)) if candidate.chosen else ("-", (Style.DIM,))
    value = shown(candidate.value)
    yield from screen.entry(f"  {mark} {candidate.confidence:.2f} {candidate.rule}  ", value, *styles, margin=9)
    blocks = [explanation.blocks[index] for index in place.lines]
    for block in blocks[:_MOST_FROM]:
        yield from screen.entry(f"         from line {block.index}: ", _text_of(block), Style.DIM)
    if others := blocks[_MOST_FROM:]:
        numbers = ", ".join(str(block.index) for block in others)
        yield from screen.entry(f"         and line{'s'[: len(others) > 1]} ", numbers, Style.DIM)
    evidence = candidate.evidence if candidate.evidence != value else ""
    if place.head:
        yield from _out_of_sight(place, evidence, explanation, screen)
    elif evidence and squeeze(evidence) not in squeeze("".join(block.text for block in blocks)):
        said = f"({evidence})" if blocks else evidence  # what is no line's words: an element's name, a number
        yield from screen.entry(f"         {'' if blocks else 'from '}", said, Style.DIM)


def _out_of_sight(place: Place, evidence: str, explanation: Explanation, screen: Screen) -> Iterator[str]:
    """What gave a value that is no line's; the rule of a profile is never cut: its end is what a person mends."""
    where = visible(place.head)
    if any(by in place.head for by in explanation.page.head.given_by.values()):
        yield from screen._replace(full=True).entry("         by ", where, Style.DIM)
        where = ""
    if where or (evidence and not place.lines):
        yield from screen.entry(f"         from {where}{': ' if where and evidence else ''}", evidence, Style.DIM)


def _looked_at(explanation: Explanation, name: str, screen: Screen, *, every: bool) -> Iterator[str]:
    """The lines with something in them and those at the article, one by one; the others by their numbers."""
    read = looked_at(explanation.page, name)
    if not read:
        return
    yield screen.title(f"LINES that were read for {name} ({len(read)}), and what was found there")
    near = range(len(explanation.blocks)) if every else neighbourhood(explanation.page)
    telling = [line for line in read if line.found or line.usual]
    for line in telling:
        yield from _line(line.block, screen)
        labels = ", ".join(dict.fromkeys(label.name for label in line.block.labels))
        yield from screen.entry(" " * _MARGIN, f"{line.found or 'nothing'}  ({labels or 'no label'})", Style.DIM)
    silent = [line.block for line in read if line not in telling]
    if silent:
        yield screen.title("nothing in:")
    for block in silent:
        if block.index in near:
            yield from _line(block, screen)
    if far := [str(block.index) for block in silent if block.index not in near]:
        yield from screen.entry("  far from the article (--all shows them): ", ", ".join(far))


def _record(explanation: Explanation, screen: Screen) -> Iterator[str]:
    """What is in the record without being chosen among candidates, and what to know of the reading."""
    record = explanation.article.to_dict()
    yield screen.title("RECORD")
    for field in _DIGEST:
        yield from screen.entry(f"{field}: ", shown(record[field]))
        why = explanation.article.provenance.get(field)
        if why is not None and field not in explanation.candidates:
            yield from _withheld(field, explanation, screen)
            mark = "*" if why.withheld is None else "-"
            yield from screen.entry(f"  {mark} {why.confidence:.2f} {why.rule}  ", why.evidence, Style.GREEN, margin=9)
    size = counted(len("".join(record["text"].split())), "character"), counted(len(record["sections"]), "section")
    yield from screen.entry("text: ", ", ".join(size))
    for warning in record["warnings"]:
        yield from screen.entry("warning: ", warning, Style.YELLOW)


def _kind(explanation: Explanation, screen: Screen) -> Iterator[str]:
    found = verdict(explanation.article)
    yield screen.title(f"kind: {found['kind']}  {found['confidence']:.2f} {found['rule']}")
    yield from _withheld("kind", explanation, screen)
    for what, signs in (("article", found["article"]), ("list, where it is no article", found["list"])):
        if signs:
            yield screen.title(f"{what}: {sum(sign['adds'] for sign in signs):+.1f} (0 or more: it is one)")
        for sign in signs:
            yield from screen.entry(f"  {sign['adds']:+5.1f}  {sign['sign']}  ", f"weighs {sign['weight']:+.2f}")
