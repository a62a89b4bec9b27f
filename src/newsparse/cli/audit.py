"""``newsparse audit OUT``: what looks wrong in a run, by host, without labels."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.cli.atomic import check_file, write_file
from newsparse.cli.exits import Exit
from newsparse.cli.output import printable, write_out
from newsparse.cli.page_options import moment, whole
from newsparse.cli.parser import Commands
from newsparse.cli.terminal import visible
from newsparse.errors import NewsparseError
from newsparse.text.counted import counted

if TYPE_CHECKING:
    from newsparse.dumps.auditing import Audit

_TEXT = """Show what looks wrong in a run, host by host, the worst first: titles and lines that many stories
share, fields that are empty, dates alike or in the future, texts far too short, stories met twice.
No labels are needed: a host's stories are held against each other.

  newsparse audit out.jsonl
  newsparse audit parts/ more.parquet -o audit.html
  newsparse audit out.jsonl --pages pages/          (with selectors for profiles, found on the pages)
  newsparse audit report/ -o report/audit.html      (made by newsparse explain pages/ --html report/)
"""
_BY_NAME = {".json": "json", ".html": "html", ".htm": "html"}
# Pages of a run at whose end it is audited: that takes half a millisecond a page, where reading it took 5 to 15. With
# more pages people would wait for one processor after a run on many.
_AT_ONCE = 10_000
# The audit of a report, beside its index.
_BESIDE = "audit.html"


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("audit", help="what looks wrong in a run, by host", description=_TEXT)
    parser.add_argument(
        "files", nargs="+", metavar="OUT", help="what newsparse extract or explain --html wrote; folders of its parts"
    )
    parser.add_argument("--format", choices=("text", "json", "html"), help="what to write (by FILE, else text)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE, not to standard output")
    parser.add_argument("--hosts", type=whole, metavar="N", help="the N worst hosts (30)")
    parser.add_argument("--min-pages", type=whole, metavar="N", help="leave out hosts of fewer stories (5)")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="the folder that the run read: to find selectors in")
    parser.add_argument(
        "--now", type=moment, metavar="TIME", help="dates after it are of the future (the time OUT was written)"
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an internal error")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.dumps.auditing import NEEDED, audit
    from newsparse.dumps.records import read_records
    from newsparse.report.folder import RECORDS, records_at

    if args.output:
        check_file(args.output)
    paths = [records_at(Path(file)) for file in args.files]
    records = chain.from_iterable(read_records(path, NEEDED) for path in paths)
    given = {name: getattr(args, name) for name in ("hosts", "min_pages") if getattr(args, name) is not None}
    found = audit(records, args.now or max(map(_written_at, paths)), **given)
    if args.pages:
        from newsparse.cli.audit_pages import with_selectors

        found = with_selectors(found, args.pages)
    by_name = _BY_NAME.get(args.output.suffix.lower(), "text") if args.output else "text"
    beside = args.output.resolve().parent if args.output else None
    is_beside = [path.parent.resolve() for path in paths if path.name == RECORDS] == [beside]
    text = _shown(found, args.format or by_name, paths, is_beside=is_beside)
    if args.output:
        write_file(args.output, text)
    else:
        write_out(text)
    return Exit.OK


def write_beside(report: Path, now: datetime) -> tuple[str, str]:
    """Audit the records of a report's folder and write what is found beside its index.

    Args:
        report: the folder.
        now: dates after it are of the future.

    Returns:
        The file's name, and what it tells in a few words.

    Raises:
        DumpError: there is no room on the disk for the audit.
    """
    from newsparse.cli.audit_html import audit_html
    from newsparse.dumps.auditing import NEEDED, audit
    from newsparse.dumps.records import read_records
    from newsparse.report.folder import RECORDS

    found = audit(read_records(report / RECORDS, NEEDED), now)
    write_file(report / _BESIDE, audit_html(found, RECORDS, is_beside=True))
    if found.suspect:
        return _BESIDE, f"{counted(found.suspect, 'host')} to look at"
    return _BESIDE, "nothing looks wrong" if found.hosts > found.small else "too few articles of a host to tell"


def suspicion(path: Path, to: str, pages: int) -> str | None:
    """What looks worst in a run that has just ended, in a line; how to ask, where it is large. None: nothing to say.

    Args:
        path: what it wrote; to: in which format.
        pages: how many pages it has.
    """
    from newsparse.dumps.auditing import NEEDED, audit
    from newsparse.dumps.records import read_records

    if not to.startswith(("jsonl", "parquet")) or not pages:
        return None
    command = f"newsparse audit {printable(path)}"
    if pages > _AT_ONCE:
        return f"{command} tells what looks wrong."
    try:
        found = audit(read_records(path, NEEDED), _written_at(path), hosts=1)
    except NewsparseError as error:  # the run itself is whole
        return str(error)
    if not found.worst:
        return None
    worst, others = found.worst[0], found.suspect - 1
    further = f"; {counted(others, 'more host')}" if others else ""
    return f"{visible(worst.host)}: {worst.findings[0].says}{further} ({command})."


def _written_at(path: Path) -> datetime:
    """When a run was written, the last of its files; the beginning of time for one that is not there, which its reader
    will tell.
    """
    from newsparse.dumps.run_files import run_files

    try:
        return datetime.fromtimestamp(max(file.stat().st_mtime for file in run_files(path)), UTC)
    except FileNotFoundError:
        return datetime.fromtimestamp(0, UTC)


def _shown(found: Audit, form: str, paths: list[Path], *, is_beside: bool) -> str:
    if form == "json":
        return json.dumps(found.to_json(), ensure_ascii=False, indent=2) + "\n"
    if form == "html":
        from newsparse.cli.audit_html import audit_html

        names = " ".join(printable(path.absolute().name) for path in paths)
        return audit_html(found, names, is_beside=is_beside)
    from newsparse.cli.audit_screen import audit_lines

    return "\n".join(audit_lines(found, " ".join(map(printable, paths)))) + "\n"
