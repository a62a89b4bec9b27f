"""``newsparse explain INPUT``: how a page was read, for a terminal; with ``--html``, as a report for a browser."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.cli.dump_options import add_url_from, check_addresses
from newsparse.cli.exits import Exit, RunError, UsageError
from newsparse.cli.output import printable, write_out
from newsparse.cli.page_options import as_text, common, read_by, read_page
from newsparse.cli.parser import Commands
from newsparse.fields import FIELDS

if TYPE_CHECKING:
    from newsparse.api import Explanation

_TEXT = """Show how a page was read: for every field its value, the line that it came from and the candidates that
lost, then the lines round the article, each with its labels, their rules and evidence.

  newsparse explain page.html
  newsparse explain page.html --field source
  newsparse explain page.html --field source --expect VALUE
  newsparse explain page.html --all --full | less
  newsparse explain page.html --html report.html
  newsparse explain pages/ --html report/ --against old.jsonl

INPUT is one page; with --html it is whatever newsparse extract reads, and what is made is a report for a browser, in
which what is wrong can be corrected: of one page one file; of a folder, an archive, a table a folder with an index.
"""
# Names that people ask for, and the field that they are part of.
_PARTS = {"authors": "credits", "editors": "credits"}


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("explain", parents=[common()], help="show how one page was read", description=_TEXT)
    parser.add_argument(
        "inputs",
        metavar="INPUT",
        nargs="+",
        help="a page (- for standard input); with --html any number of pages, folders, archives, tables",
    )
    parser.add_argument("--full", action="store_true", help="wrap long texts instead of cutting them")
    parser.add_argument("--all", action="store_true", help="all lines of the page, not only those at the article")
    names = (*(field.name for field in FIELDS), *_PARTS, "kind", "text", "headings")
    parser.add_argument("--field", choices=names, metavar="NAME", help="one field, and the lines it was looked for in")
    parser.add_argument("--expect", type=as_text, metavar="VALUE", help="where the page says what --field should have")
    parser.add_argument(
        "--html", metavar="REPORT", help="write a report for a browser: a file, for many pages a folder"
    )
    parser.add_argument("--against", metavar="OLD", help="what extract, or --html, wrote earlier: tell what changed")
    add_url_from(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    args.file = args.inputs[0]
    check_addresses(args)
    if args.html is not None:
        from newsparse.cli.explain_html import write_html

        return write_html(args)
    if len(args.inputs) > 1 or args.against:
        what = "--against" if args.against else f"{len(args.inputs)} pages"
        raise UsageError(f"{what}: on the terminal one page is shown as it is. To have a report, add --html OUT.")
    if args.url_from is not None:
        from newsparse.cli.explain_html import ONE_ADDRESS

        raise UsageError(ONE_ADDRESS)
    return _on_terminal(args)


def _on_terminal(args: argparse.Namespace) -> int:
    from newsparse.api import explain
    from newsparse.cli.explain_screen import everything, one_field, summary

    if Path(args.file).is_dir():
        shown = printable(args.file)
        raise RunError(f"{shown} is a folder. For a report of its pages: newsparse explain {shown} --html OUT")
    if args.expect is not None and args.field in (None, "kind"):
        raise UsageError("--expect: say with --field what should have the value: --field source --expect VALUE")
    body = read_page(args.file, args.max_page)
    explanation = read_by(explain, args, body)
    if args.expect is not None:
        lines = _expected(args, body, explanation)
    elif args.field:
        lines = one_field(explanation, _PARTS.get(args.field, args.field), full=args.full, every=args.all)
    else:
        lines = (everything if args.all else summary)(explanation, full=args.full)
    write_out("\n".join(lines) + "\n")
    return Exit.OK


def _expected(args: argparse.Namespace, body: bytes, explanation: Explanation) -> Iterator[str]:
    from newsparse.cli.explain_expected import expected_lines
    from newsparse.induction.whereabouts import Expected
    from newsparse.read.coerce import markup_of

    expected = Expected(args.field, args.expect)
    return expected_lines(explanation, markup_of(body, args.content_type)[0], expected, full=args.full)
