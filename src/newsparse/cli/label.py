"""``newsparse label INPUT... -o CASES/``: for each page a case, with the record as it came for a person to correct."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.cli.dump_options import add_url_from, check_addresses
from newsparse.cli.exits import Exit, UsageError
from newsparse.cli.output import printable, say, say_line
from newsparse.cli.page_options import common, options_of
from newsparse.cli.parser import Commands
from newsparse.cli.terminal import visible
from newsparse.text.counted import counted

if TYPE_CHECKING:
    from newsparse.cli.case_folder import CaseFolder
    from newsparse.dumps.inputs import Input
    from newsparse.dumps.job import Job
    from newsparse.dumps.pages import Fault, RawPage
    from newsparse.dumps.url_counts import UrlCounts
    from newsparse.evaluate.corrections import Corrections

_TEXT = """Make a case of each page: the page, and beside it its record as JSON. Correct the record where it is wrong,
set "checked" to true, then measure: newsparse evaluate CASES

  newsparse label pages/*.html -o cases/
  newsparse label dump.warc.gz -o cases/
  newsparse label pages/ -o cases/ --corrections saved.json
  newsparse label pages/ -o cases/ --url-from urls.csv

INPUT is whatever newsparse extract reads. Cases that are there already stay as they are; one without an address gets
that of its page.

exit codes:
  0 all well   1 could not run   2 wrong usage   3 some pages failed, or a checked case was not overwritten
"""
_NAMED = 5  # cases that are named in a line
_WHAT = "kind, title, published, source, authors, editors, headings, body, captions"


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("label", parents=[common()], help="make cases of pages", description=_TEXT)
    parser.add_argument("inputs", metavar="INPUT", nargs="+", help="a page, a folder, an archive, a table; any number")
    parser.add_argument("-o", "--output", metavar="CASES", required=True, help="the folder of cases")
    parser.add_argument("--corrections", type=Path, metavar="FILE", help="a file of cases: their records, as checked")
    parser.add_argument("--overwrite", action="store_true", help="write anew cases that nobody has checked")
    parser.add_argument("--overwrite-checked", action="store_true", help="write anew all cases, corrected ones as well")
    parser.add_argument("--html-column", metavar="NAME", help="the column of a table that holds the pages")
    add_url_from(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.cli.case_folder import CaseFolder
    from newsparse.cli.url_report import url_lines
    from newsparse.dumps.inputs import check_inputs, inputs_of, read_inputs
    from newsparse.dumps.inputs.opened import Context
    from newsparse.dumps.inputs.page_urls import page_urls
    from newsparse.dumps.job import Job
    from newsparse.dumps.url_counts import UrlCounts
    from newsparse.dumps.worker import error_line
    from newsparse.evaluate.corrections import Corrections

    check_addresses(args)
    inputs = inputs_of(args.inputs)
    job = Job(options_of(args), url=args.url, content_type=args.content_type, html_column=args.html_column)
    corrections = Corrections(args.corrections)
    context = Context(html_column=job.html_column, without=frozenset([_apart(args.output, inputs)]))
    if args.url_from is not None:
        context.urls = page_urls(args.url_from, context.room)
    check_inputs(inputs, context)
    folder = CaseFolder(Path(args.output), overwrite=args.overwrite, overwrite_checked=args.overwrite_checked)
    failed, urls = 0, UrlCounts()
    for item in read_inputs(inputs, (), context):
        fault = _label(item.page, job, folder, corrections, urls, is_text=args.input == "text")
        if fault is not None:
            failed += 1
            say_line(error_line(fault).decode())
    for line in (*context.passed_over.lines(), *url_lines(urls, args.url_from or "")):
        say(visible(line))
    contradicted = _say_contradicted(folder, corrections)
    _say(args.output, folder, failed)
    return Exit.SOME_FAILED if failed or contradicted else Exit.OK


def _apart(output: str, inputs: Iterable[Input]) -> Path:
    """The folder of cases, which is no input.

    Raises:
        UsageError: it is one.
    """
    folder = Path(output).resolve()
    if folder.is_dir() and any(given.path.resolve() == folder for given in inputs):
        raise UsageError(f"-o {printable(output)} is the folder of the pages. Name another: -o CASES")
    return folder


def _label(
    page: RawPage | Fault, job: Job, folder: CaseFolder, corrections: Corrections, urls: UrlCounts, *, is_text: bool
) -> Fault | None:
    """Write the case of a page; give what is against it."""
    from newsparse.dumps.batch import opened, read_batch
    from newsparse.dumps.pages import Fault
    from newsparse.evaluate.case_out import case_of, gold_from

    outcome = next(read_batch([page], job))
    if outcome.given_url is not None:
        urls.count(outcome.name, outcome.given_url)
    if isinstance(page, Fault) or outcome.record is None:
        return outcome.fault
    whole = opened(page)
    is_decoded = isinstance(whole.body, str)
    data = whole.body.encode("utf-8", "surrogatepass") if isinstance(whole.body, str) else whole.body or b""
    corrected = corrections.of(page.name, data)
    case = case_of(
        gold_from(outcome.record) if corrected is None else corrected,
        page="",
        origin=page.name,
        url=whole.url or job.url,
        content_type="text/html; charset=utf-8" if is_decoded else whole.content_type or job.content_type,
        fetched=whole.fetched,
        checked=corrected is not None,
    )
    folder.add(data, case, is_text=is_text, corrected=corrected is not None)
    return None


def _say_contradicted(folder: CaseFolder, corrections: Corrections) -> bool:
    """Tell which corrections came to nothing; whether there are any."""
    lines = list(corrections.unused())
    if folder.refused:
        lines.append(f"Checked, and left as it is: {_files(folder.refused)}. --overwrite-checked writes it anew.")
    for line in lines:
        say(line)
    if folder.replaced:
        say(f"Written anew, and said something else before: {_files(folder.replaced)}.")
    return bool(lines)


def _files(names: list[str]) -> str:
    more = f" and {counted(len(names) - _NAMED, 'more case')}" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _say(output: str, folder: CaseFolder, failed: int) -> None:
    shown = printable(output)
    stay = "stays as it was" if folder.kept == 1 else "stay as they were"
    kept = f", {counted(folder.kept, 'other')} {stay}" if folder.kept else ""
    kept += f" but for the address ({folder.addressed:,} had none)" if folder.addressed else ""
    kept += f", {counted(folder.again, 'page')} came twice" if folder.again else ""
    faults = f", {counted(failed, 'page')} failed" if failed else ""
    corrected = f" ({folder.corrected:,} as corrected)" if folder.corrected else ""
    say(f"{counted(folder.written, 'case')} written to {shown}{corrected}{kept}{faults}.")
    if not folder.written and not folder.kept and not failed:
        say_line("There is no page in what was named (*.html, *.txt …, or what holds pages).")
    if folder.written:
        say_line(f'Correct what is wrong in each .json ({_WHAT}), set "checked" to true,')
        say_line(f"then: newsparse evaluate {shown}")
