"""``newsparse extract INPUT...``: every page of folders, archives and tables, one record each."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from newsparse.api import parse
from newsparse.cli.atomic import check_file, write_file
from newsparse.cli.audit import suspicion
from newsparse.cli.dump_options import (
    add_archive_limits,
    add_filters,
    add_run_options,
    archive_limits_of,
    check_addresses,
    filters_of,
    format_of,
)
from newsparse.cli.exits import Exit, RunError, UsageError
from newsparse.cli.output import printable, reason, say, say_line, write_out
from newsparse.cli.page_options import common, options_of
from newsparse.cli.parser import Commands
from newsparse.cli.terminal import leads_to_terminal, screen_width, visible
from newsparse.disk import is_device
from newsparse.text.counted import counted

if TYPE_CHECKING:  # the other commands need not wait for what this one loads
    from newsparse.dumps.plan import Plan
    from newsparse.dumps.summary import Summary

_TEXT = """Read every page of folders, archives (zip, tar), WARC files, tables (JSONL, JSON, CSV, Parquet) and feeds,
compressed or not, and write one record for each: its name ("file"), then its fields.

  newsparse extract pages/ -o out.jsonl
  newsparse extract dump.warc.gz more.zip -o out.parquet --kind article --dedup drop --resume

A page that fails is a line in OUT.errors.jsonl (without -o: on standard error); the others go on.
OUT is replaced at the end, as a whole. A run that was broken off is gone on with by --resume.
"""
# Seconds from which a run in a pipe says more at its end than one line: then it is a log that somebody reads.
_LONG = 60.0


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("extract", parents=[common(words=True)], help="read many pages", description=_TEXT)
    parser.add_argument("inputs", metavar="INPUT", nargs="+", help="a page, a folder, an archive, a table; any number")
    add_run_options(parser)
    add_archive_limits(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.dumps.job import Job
    from newsparse.dumps.plan import Plan

    options = options_of(args)
    output = None if args.output in (None, "-") else Path(args.output)
    to = format_of(args, output)
    if args.no_front_matter and to != "markdown":
        raise UsageError(f"--no-front-matter is for Markdown, not for {to}.")
    check_addresses(args)
    job = Job(
        options=options,
        url=args.url,
        content_type=args.content_type,
        url_from=args.url_from,
        filters=filters_of(args),
        to=to,
        front_matter=not args.no_front_matter,
        bom=args.bom,
        dedup=args.dedup is not None,
        drop_copies=args.dedup == "drop",
        html_column=args.html_column,
        follow_links=args.follow_links,
        archives=archive_limits_of(args),
        debug=args.debug,
    )
    device = output if output is not None and is_device(output) else None
    plan = Plan(
        inputs=tuple(map(Path, args.inputs)),
        job=job,
        output=None if device else output,
        resume=args.resume,
        limit=args.limit,
        workers=args.workers,
        page_timeout=args.page_timeout,
        worker_memory=args.worker_memory,
        also_ours=(args.summary,) if args.summary else (),
    )
    if args.summary:
        check_file(args.summary)  # a run of hours must not end in this error
    summary = _extract(plan, device)
    if args.summary:
        write_file(args.summary, json.dumps(summary.to_json(), ensure_ascii=False, indent=2) + "\n")
    _say(summary, plan, in_full=bool(args.summary))
    return Exit.SOME_FAILED if summary.tally.failed else Exit.OK


def _extract(plan: Plan, device: Path | None) -> Summary:
    """The run, with a bar on a terminal and lines of a log elsewhere, its rows to standard output or to a device."""
    from newsparse.dumps.inputs import inputs_of
    from newsparse.dumps.plan import Interrupted, Watcher
    from newsparse.dumps.progress import LINE_EVERY, Bar, Log
    from newsparse.dumps.run import extract

    def say_error(line: bytes) -> None:
        say_line(line.decode())

    bar = Bar(inputs_of(plan.inputs), _to_terminal, screen_width(), plan.limit) if _on_terminal() else None
    log = Log(lambda line: say(visible(line)), LINE_EVERY)
    watcher = Watcher(goes_on=_say_goes_on, at=(bar or log).at, said=say_line)
    try:
        if device is None:
            return extract(plan, lambda line: write_out(line.decode() + "\n"), say_error, watcher, parse)
        with device.open("wb") as file:
            return extract(plan, lambda line: _write_line(file, line, device), say_error, watcher, parse)
    except Interrupted as stop:
        if bar:
            bar.close()
        if stop.kept:
            are = "is" if stop.kept == 1 else "are"
            say(f"{counted(stop.kept, 'page')} {are} kept. The same command with --resume goes on.")
        raise
    finally:
        if bar:
            bar.close()


def _say_goes_on(pages: int) -> None:
    say(f"{counted(pages, 'page')} of the unfinished run {'is' if pages == 1 else 'are'} done; it is gone on with.")


def _say(summary: Summary, plan: Plan, *, in_full: bool) -> None:
    """What the run did: a line, or more where somebody reads it."""
    from newsparse.cli.url_report import say_unaddressed, url_lines

    if summary.finished:
        say("Nothing is left to do: the run has been at its end, and its inputs are as they were.")
    elif not summary.tally.pages:
        names = ", ".join(map(printable, plan.inputs))
        say(f"There is no page in {names} (*.html, *.htm, *.shtml, *.xhtml, *.txt, or a file that begins as HTML).")
    for line in (*summary.passed_over.lines(), *url_lines(summary.tally.urls, plan.job.url_from or "")):
        say(visible(line))
    tally = summary.tally
    if plan.job.options.profile_dirs:
        say_unaddressed(
            tally.unaddressed, tally.kinds["article"], "article", "Say where pages are from: --url-from FROM"
        )
    say(summary.line())
    if summary.limited and plan.output is not None:
        say("The same command with --resume, without --limit or with a greater one, goes on.")
    if in_full or _on_terminal() or summary.seconds > _LONG:
        for line in summary.lines():
            say_line(line)
    if plan.output is not None and (told := suspicion(plan.output, plan.job.to, summary.tally.pages)):
        say(f"Audit: {told}")


def _write_line(file: IO[bytes], line: bytes, device: Path) -> None:
    try:
        file.write(line + b"\n")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RunError(f"Cannot write {printable(device)}: {reason(error)}.") from error


def _on_terminal() -> bool:
    return leads_to_terminal(sys.stderr)


def _to_terminal(text: str) -> None:
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()
