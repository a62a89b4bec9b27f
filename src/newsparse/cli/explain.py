"""``newsparse explain FILE``: every block with its labels, every field with its candidates, for a terminal."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from newsparse.cli.exits import Exit
from newsparse.cli.output import write_out
from newsparse.cli.page_options import common, read_by
from newsparse.cli.parser import Commands
from newsparse.cli.terminal import Style, cut, painted, screen_width, visible, wants_colour, width, wrapped

if TYPE_CHECKING:
    from newsparse.api import Candidate, Explanation
    from newsparse.page.block import Block

_TEXT = """Show how one page was read: every block of it with its labels, and for every field
the candidates, each with its rule and its evidence. The winner is marked with *.

  newsparse explain page.html | less
"""

# Where the text of a block begins: index, tag.
_MARGIN = 14
# Labels stand out by what they mean for the record; all others are plain.
_STYLES = {"body": (Style.GREEN,), "headline": (Style.BOLD, Style.CYAN), "heading": (Style.CYAN,)}


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("explain", parents=[common()], help="show how one page was read", description=_TEXT)
    parser.add_argument("file", metavar="FILE", help="the page, or - for standard input")
    parser.add_argument("--full", action="store_true", help="wrap long texts instead of cutting them")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.api import explain

    explanation = read_by(explain, args)
    screen = _Screen(screen_width(), wants_colour(), args.full)
    lines = [*_blocks(explanation, screen), "", *_fields(explanation, screen), "", *_record(explanation, screen)]
    write_out("\n".join(lines) + "\n")
    return Exit.OK


class _Screen(NamedTuple):
    """Lays text out in the columns of a screen."""

    columns: int
    colour: bool
    full: bool

    def title(self, text: str) -> str:
        return painted(cut(visible(text), self.columns), Style.BOLD, colour=self.colour)

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


def _blocks(explanation: Explanation, screen: _Screen) -> Iterator[str]:
    yield screen.title(f"BLOCKS ({len(explanation.blocks)}) with labels, rules, evidence")
    for block in explanation.blocks:
        styles = next((_STYLES[label.name] for label in block.labels if label.name in _STYLES), ())
        element = cut(visible(block.tag), _MARGIN - 7)
        yield from screen.entry(f"{block.index:>5} {element}", _text_of(block), *styles, margin=_MARGIN)
        for label in block.labels:
            head = f"{'':{_MARGIN}}{label.name}  {label.rule}  "
            yield from screen.entry(head, label.evidence, Style.YELLOW, margin=_MARGIN + 4)


def _text_of(block: Block) -> str:
    """The block's text, or its picture; with what is not seen in it."""
    hidden = "(hidden) " if block.hidden else ""
    if block.picture is not None:
        alt = f" {block.picture.alt}" if block.picture.alt else ""
        return f"{hidden}[{block.picture.src}]{alt}{f' {block.text}' if block.text else ''}"
    return hidden + block.text


def _fields(explanation: Explanation, screen: _Screen) -> Iterator[str]:
    yield screen.title("FIELDS: candidates in the order of trust; * is the winner")
    for field, candidates in explanation.candidates.items():
        if not candidates:
            yield from screen.entry(f"{field}: ", "no rule found anything")
            continue
        yield screen.title(field)
        yield from _withheld(field, explanation, screen)
        for candidate in candidates:
            yield from _candidate(candidate, screen)


def _withheld(field: str, explanation: Explanation, screen: _Screen) -> Iterator[str]:
    """What is not in the record for want of confidence."""
    why = explanation.article.provenance.get(field)
    if why is not None and why.withheld is not None:
        yield from screen.entry("  withheld (--min-confidence): ", why.withheld, Style.YELLOW)


def _candidate(candidate: Candidate, screen: _Screen) -> Iterator[str]:
    mark, styles = ("*", (Style.GREEN,)) if candidate.chosen else ("-", (Style.DIM,))
    value = _shown(candidate.value)
    yield from screen.entry(f"  {mark} {candidate.confidence:.2f} {candidate.rule}  ", value, *styles, margin=9)
    if candidate.evidence and candidate.evidence != value:
        yield from screen.entry("         from ", candidate.evidence, Style.DIM)


def _record(explanation: Explanation, screen: _Screen) -> Iterator[str]:
    """What is in the record without being chosen among candidates, and what to know of the reading."""
    record = explanation.article.to_dict()
    yield screen.title("RECORD")
    for field in ("kind", "language", "encoding", "url", "published", "modified", "authors", "editors", "headings"):
        yield from screen.entry(f"{field}: ", _shown(record[field]))
        why = explanation.article.provenance.get(field)
        if why is not None and field not in explanation.candidates:
            yield from _withheld(field, explanation, screen)
            mark = "*" if why.withheld is None else "-"
            yield from screen.entry(f"  {mark} {why.confidence:.2f} {why.rule}  ", why.evidence, Style.GREEN, margin=9)
    yield from screen.entry("text: ", f"{len(record['text'])} characters, {len(record['sections'])} sections")
    for warning in record["warnings"]:
        yield from screen.entry("warning: ", warning, Style.YELLOW)


def _shown(value: Any) -> str:
    """A value as a person reads it: text as it is, several joined, the parts of a record that are there.

    >>> _shown(("张三", "李四")), _shown(None), _shown([{"name": "张三", "role": "author", "organization": None}])
    ('张三、李四', 'nothing', 'name=张三 role=author')
    """
    if value is None or value in ("", (), []):
        return "nothing"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        return "、".join(map(_shown, value))
    parts = _parts(value)
    if parts is None:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return " ".join(f"{name}={_shown(part)}" for name, part in parts.items() if part not in (None, "", ()))


def _parts(value: Any) -> dict[str, Any] | None:
    """The named parts of a value, if it has any: of a dict, a named tuple, a dataclass."""
    if isinstance(value, dict):
        return value
    if hasattr(value, "_asdict"):
        return dict(value._asdict())
    names = getattr(value, "__dataclass_fields__", None)
    return {name: getattr(value, name) for name in names} if names else None
