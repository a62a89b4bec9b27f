"""``newsparse explain PAGE``: how a page was read, for a terminal; with ``--html``, as a report for a browser."""

from __future__ import annotations

import argparse

from newsparse.cli.exits import Exit
from newsparse.cli.explain_screen import everything, one_field, summary
from newsparse.cli.output import write_out
from newsparse.cli.page_options import common, read_by
from newsparse.cli.parser import Commands
from newsparse.fields import FIELDS

_TEXT = """Show how a page was read: for every field its value, the line that it came from and the candidates that
lost, then the lines round the article, each with its labels, their rules and evidence.

  newsparse explain page.html
  newsparse explain page.html --field source
  newsparse explain page.html --all --full | less
"""
# Names that people ask for, and the field that they are part of.
_PARTS = {"authors": "credits", "editors": "credits"}


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("explain", parents=[common()], help="show how one page was read", description=_TEXT)
    parser.add_argument("file", metavar="FILE", help="the page, or - for standard input")
    parser.add_argument("--full", action="store_true", help="wrap long texts instead of cutting them")
    parser.add_argument("--all", action="store_true", help="all lines of the page, not only those at the article")
    names = (*(field.name for field in FIELDS), *_PARTS, "kind")
    parser.add_argument("--field", choices=names, help="one field: its candidates, the lines it was looked for in")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.api import explain

    explanation = read_by(explain, args)
    if args.field:
        lines = one_field(explanation, _PARTS.get(args.field, args.field), full=args.full)
    else:
        lines = (everything if args.all else summary)(explanation, full=args.full)
    write_out("\n".join(lines) + "\n")
    return Exit.OK
