"""``newsparse diff OLD NEW``: what changed between two runs, by field, the worst first."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsparse.cli.exits import Exit
from newsparse.cli.output import write_out
from newsparse.cli.parser import Commands
from newsparse.cli.terminal import Style, cut, painted, screen_width, visible, wants_colour
from newsparse.record import EMPTY
from newsparse.text.counted import counted

if TYPE_CHECKING:
    from newsparse.dumps.comparison import Diff

_TEXT = """Compare two runs over the same pages: for each field the pages in which a value was lost,
changed or gained, with examples; fields that lost most come first.

  newsparse diff old.jsonl new.jsonl
"""


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("diff", help="what changed between two runs", description=_TEXT)
    parser.add_argument("old", metavar="OLD", help="JSON Lines or Parquet of newsparse extract; a folder of these")
    parser.add_argument("new", metavar="NEW", help="the same of another run")
    parser.add_argument("--examples", type=int, default=3, metavar="N", help="examples of each kind of change (3)")
    parser.add_argument("--json", action="store_true", help="as JSON, values uncut")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.dumps.comparison import compare
    from newsparse.dumps.records import read_records

    diff = compare(read_records(Path(args.old)), read_records(Path(args.new)), max(args.examples, 0))
    if args.json:
        write_out(json.dumps(asdict(diff), ensure_ascii=False, indent=2) + "\n")
    else:
        write_out("\n".join(_lines(diff)) + "\n")
    return Exit.OK


def _lines(diff: Diff) -> Iterator[str]:
    columns, colour = screen_width(), wants_colour()
    yield f"{counted(diff.pages, 'page')} in both, {diff.touched} of them changed"
    for what, only in (("OLD", diff.only_old), ("NEW", diff.only_new)):
        if only.pages:
            examples = ", ".join(map(visible, only.examples))
            yield cut(f"{counted(only.pages, 'page')} only in {what}: {examples}", columns)
    for name, each in diff.fields.items():
        head = f"{name}: {each.lost} lost, {each.changed} changed, {each.gained} gained"
        yield painted(head, Style.BOLD, colour=colour)
        for example in each.examples:
            yield cut(f"  {visible(example['file'])}", columns)
            shown_old, shown_new = where_they_part(_shown(example["old"]), _shown(example["new"]), columns // 2)
            yield painted(cut(f"    - {shown_old}", columns), Style.YELLOW, colour=colour)
            yield painted(cut(f"    + {shown_new}", columns), Style.GREEN, colour=colour)


def _shown(value: Any) -> str:
    if value in EMPTY:
        return "nothing"
    return visible(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def where_they_part(old: str, new: str, room: int) -> tuple[str, str]:
    """Both from a little before the first difference on: of two long texts the beginning says nothing.

    >>> where_they_part("甲" * 50 + "乙", "甲" * 50 + "丙丁", 20)
    ('...甲甲甲甲甲乙', '...甲甲甲甲甲丙丁')
    """
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    if same < room // 2:
        return old, new
    start = same - room // 4
    return f"...{old[start:]}", f"...{new[start:]}"
