"""``newsparse audit OUT``: what looks wrong in a run, by host, without labels."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.cli.atomic import check_file, write_file
from newsparse.cli.exits import Exit
from newsparse.cli.output import write_out
from newsparse.cli.page_options import moment
from newsparse.cli.parser import Commands

if TYPE_CHECKING:
    from newsparse.dumps.auditing import Audit

_TEXT = """Show what looks wrong in a run, host by host, the worst first: titles and lines that many stories
share, fields that are empty, dates alike or in the future, texts far too short, stories met twice.
No labels are needed: a host's stories are held against each other.

  newsparse audit out.jsonl
  newsparse audit out.parquet --format html -o audit.html
"""
_HOSTS, _MIN_PAGES = 30, 5


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("audit", help="what looks wrong in a run, by host", description=_TEXT)
    parser.add_argument("file", metavar="OUT", help="JSON Lines or Parquet that newsparse extract wrote")
    parser.add_argument("--format", choices=("text", "json", "html"), default="text", help="what to write (text)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE, not to standard output")
    parser.add_argument("--hosts", type=int, default=_HOSTS, metavar="N", help=f"the N worst hosts ({_HOSTS})")
    parser.add_argument(
        "--min-pages",
        type=int,
        default=_MIN_PAGES,
        metavar="N",
        help=f"leave out hosts of fewer stories ({_MIN_PAGES})",
    )
    parser.add_argument(
        "--now", type=moment, metavar="TIME", help="dates after it are of the future (the time OUT was written)"
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an internal error")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.dumps.auditing import NEEDED, audit
    from newsparse.dumps.records import read_records

    if args.output:
        check_file(args.output)
    path = Path(args.file)
    records = read_records(path, NEEDED)
    found = audit(records, args.now or written(path), hosts=max(args.hosts, 0), min_pages=args.min_pages)
    text = _written(found, args.format, path)
    if args.output:
        write_file(args.output, text)
    else:
        write_out(text)
    return Exit.OK


def written(path: Path) -> datetime:
    """When a file was written; the beginning of time for one that is not there, which its reader will tell."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.fromtimestamp(0, UTC)


def _written(found: Audit, form: str, path: Path) -> str:
    if form == "json":
        return json.dumps(found.to_json(), ensure_ascii=False, indent=2) + "\n"
    if form == "html":
        from newsparse.cli.audit_html import audit_html
        from newsparse.dumps.printable import printable

        return audit_html(found, printable(path))
    from newsparse.cli.audit_screen import audit_lines

    return "\n".join(audit_lines(found)) + "\n"
