"""``newsparse parse FILE``: one page to standard output."""

from __future__ import annotations

import argparse

from newsparse.api import parse
from newsparse.cli.exits import Exit
from newsparse.cli.output import write_out
from newsparse.cli.page_options import common, read_by
from newsparse.cli.parser import Commands
from newsparse.render import FORMATS

_TEXT = """Read one page and print its record.

  newsparse parse page.html
  curl -sL ADDRESS | newsparse parse - --url ADDRESS --format text
"""


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("parse", parents=[common()], help="read one page", description=_TEXT)
    parser.add_argument("file", metavar="FILE", help="the page, or - for standard input")
    parser.add_argument("--format", choices=tuple(FORMATS), default="json", help="what to print (json)")
    parser.add_argument("--compact", action="store_true", help="JSON in one line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    article = read_by(parse, args)
    if args.format == "json" and args.compact:
        write_out(article.to_json() + "\n")
    else:
        write_out(FORMATS[args.format](article))
    return Exit.OK
