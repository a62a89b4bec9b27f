"""``newsparse stats OUT``: how full the records of a run are, by host, site or outlet, and by field."""

from __future__ import annotations

import argparse
import json
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.cli.exits import Exit
from newsparse.cli.output import write_out
from newsparse.cli.parser import Commands
from newsparse.cli.terminal import cut, visible, width

if TYPE_CHECKING:
    from newsparse.dumps.fill import Coverage, Groups

_TEXT = """Show, for each host, how many of its articles have a title, a source, authors ...

  newsparse stats out.jsonl
  newsparse stats out.jsonl --by source
  newsparse stats parts/ more.parquet
"""
# The keys of `newsparse.dumps.grouping.WAYS` (a test compares): other commands need not load it.
WAYS = ("host", "site", "source")
# Columns of a name on the screen.
_NAME = 28


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("stats", help="how full the records of a run are", description=_TEXT)
    parser.add_argument(
        "files", nargs="+", metavar="OUT", help="JSON Lines or Parquet that newsparse extract wrote; folders of these"
    )
    parser.add_argument("--by", choices=WAYS, default="host", help="by host (default), by the domain, by the outlet")
    parser.add_argument("--sites", type=int, default=30, metavar="N", help="the N greatest of them (30)")
    parser.add_argument("--json", action="store_true", help="all of them, as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.dumps.fill import NEEDED, Groups, coverage
    from newsparse.dumps.grouping import WAYS
    from newsparse.dumps.records import read_records

    records = chain.from_iterable(read_records(Path(file), NEEDED) for file in args.files)
    with Groups() as groups:
        total = coverage(records, WAYS[args.by], groups)
        if args.json:
            _write_json(total, groups, args.by)
        else:
            _write_table(total, groups, args.by, max(args.sites, 0))
    return Exit.OK


def _write_table(total: Coverage, groups: Groups, by: str, most: int) -> None:
    from newsparse.dumps.fill import table

    rows = [[cut(visible(row[0]), _NAME), *row[1:]] for row in table(total, groups, by, most)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [row[0] + " " * (widths[0] - width(row[0]))]
        cells += [" " * (wide - width(cell)) + cell for cell, wide in zip(row[1:], widths[1:], strict=True)]
        write_out("  ".join(cells).rstrip() + "\n")


def _write_json(total: Coverage, groups: Groups, by: str) -> None:
    """Groups in lines of their own, written as they come: there may be as many as pages."""
    write_out(f'{{\n"all": {json.dumps(total.to_json())},\n"by": "{by}",\n"groups": {{')
    comma = ""
    for name, each in groups.greatest():
        write_out(f"{comma}\n{json.dumps(name, ensure_ascii=False)}: {json.dumps(each.to_json())}")
        comma = ","
    write_out("\n}}\n")
