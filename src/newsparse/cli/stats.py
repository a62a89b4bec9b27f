"""``newsparse stats FILE``: how full the records of a run are, by site and field."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from newsparse.cli.exits import Exit
from newsparse.cli.output import write_out
from newsparse.cli.parser import Commands
from newsparse.cli.terminal import cut, visible, width

_TEXT = """Show, for each site, how many of its articles have a title, a source, authors ...

  newsparse stats out.jsonl
"""
# Columns of a name on the screen.
_NAME = 28


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("stats", help="how full the records of a run are", description=_TEXT)
    parser.add_argument("file", metavar="FILE", help="JSON Lines or Parquet that newsparse extract wrote")
    parser.add_argument("--sites", type=int, default=30, metavar="N", help="the N greatest sites (30)")
    parser.add_argument("--json", action="store_true", help="all sites, as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.dumps.fill import NEEDED, coverage, table
    from newsparse.dumps.records import read_records

    total, sites = coverage(read_records(Path(args.file), NEEDED))
    if args.json:
        values = {"all": total.to_json(), "sites": {name: each.to_json() for name, each in sites.items()}}
        write_out(json.dumps(values, ensure_ascii=False, indent=2) + "\n")
        return Exit.OK
    rows = [[cut(visible(row[0]), _NAME), *row[1:]] for row in table(total, sites, max(args.sites, 0))]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [row[0] + " " * (widths[0] - width(row[0]))]
        cells += [" " * (wide - width(cell)) + cell for cell, wide in zip(row[1:], widths[1:], strict=True)]
        write_out("  ".join(cells).rstrip() + "\n")
    return Exit.OK
