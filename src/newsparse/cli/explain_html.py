"""``newsparse explain --html``: one page as one file; a folder, or what holds pages, as a folder of static files."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.cli.atomic import check_file, write_file
from newsparse.cli.exits import Exit, RunError, UsageError
from newsparse.cli.output import printable, reason, say, write_out
from newsparse.cli.page_options import options_of, read_by, read_page
from newsparse.cli.terminal import visible
from newsparse.errors import NewsparseError
from newsparse.text.counted import counted

if TYPE_CHECKING:
    from newsparse.api import Explanation
    from newsparse.dumps.comparison import Earlier
    from newsparse.dumps.inputs import Input
    from newsparse.dumps.pages import RawPage
    from newsparse.dumps.url_counts import UrlCounts
    from newsparse.report.folder import FolderReport
    from newsparse.report.page_report import Origin

ONE_ADDRESS = "--url-from is for the report of many pages. The address of one page: --url URL"
_EVERY = 100  # pages between two looks at how far it is


def write_html(args: argparse.Namespace) -> int:
    """Write the report of what the command line names to where it says."""
    out = Path(args.html)
    if _is_one_page(args.inputs) and not args.html.endswith(("/", os.sep)) and not out.is_dir():
        if args.url_from is not None:
            raise UsageError(ONE_ADDRESS)
        return _one_page(args, out)
    return _folder(args, out)


def _is_one_page(names: list[str]) -> bool:
    """Whether a page is named, and nothing that holds pages. (What is not there is told as a page that is not.)"""
    path = Path(names[0])
    if len(names) != 1 or path.is_dir():
        return False
    if names[0] == "-" or not path.is_file():
        return True
    from newsparse.dumps.inputs.kinds import PAGE, recognised
    from newsparse.dumps.inputs.opened import Context, file_source

    context = Context()
    kind, _ = recognised(file_source(path.name, path, context), context)
    return kind is None or kind is PAGE


def _one_page(args: argparse.Namespace, out: Path) -> int:
    from newsparse.api import explain
    from newsparse.report.folder import changes_of
    from newsparse.report.html_file import html_of_page
    from newsparse.report.page_report import Origin, digest, page_report

    if args.html != "-":
        check_file(out)
    name = printable(args.file)
    body = read_page(args.file, args.max_page)
    explanation = read_by(explain, args, body)
    origin = Origin(name, name.rpartition("/")[2], digest(body), args.url, args.content_type)
    with _earlier(args.against) as earlier:
        changes = changes_of(earlier, {"file": origin.name, **explanation.article.to_dict()})
    html = html_of_page(page_report(explanation, origin, changes))
    if args.html == "-":
        write_out(html)
    else:
        write_file(out, html)
    return Exit.OK


def _folder(args: argparse.Namespace, out: Path) -> int:
    """All pages of the inputs, into a folder that takes its place when all is written."""
    from newsparse.dumps.inputs import inputs_of
    from newsparse.dumps.target import check_output, put
    from newsparse.report.folder import FolderReport

    if args.html == "-":
        raise RunError("A report of many pages is a folder: name one, --html OUT.")
    if "-" in args.inputs:
        raise RunError("Standard input is one page: name a file for its report, not a folder.")
    inputs = inputs_of(args.inputs)
    check_output(out, is_folder=True)
    target = out.resolve()
    made = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        made.mkdir()
        with ExitStack() as stack:
            report = FolderReport(made, stack.enter_context(_earlier(args.against)))
            stack.callback(report.close)
            _add_all(report, args, inputs, target)
            report.close()
            title = ", ".join(printable(given.path) for given in inputs)
            against = printable(args.against) if args.against else None
            report.finish(title, _key(inputs), against, _audited(made, args.now))
        put(made, target, made.with_name(made.name + "-old"))
    except OSError as error:
        raise RunError(f"Cannot write {printable(out)}: {reason(error)}.") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    failed = f" {report.failed} could not be read: the index says why." if report.failed else ""
    done = counted(report.pages - report.failed, "page")
    say(f"{done} explained. Open {printable(out / 'index.html')} in a browser.{failed}")
    return Exit.SOME_FAILED if report.failed else Exit.OK


def _add_all(report: FolderReport, args: argparse.Namespace, inputs: tuple[Input, ...], target: Path) -> None:
    from newsparse.cli.url_report import url_lines
    from newsparse.dumps.inputs import check_inputs, read_inputs
    from newsparse.dumps.inputs.opened import Context
    from newsparse.dumps.inputs.page_urls import page_urls
    from newsparse.dumps.pages import Fault, fault_of
    from newsparse.dumps.url_counts import UrlCounts

    context, urls = Context(without=frozenset((target,))), UrlCounts()
    try:
        if args.url_from is not None:
            context.urls = page_urls(args.url_from, context.room)
        check_inputs(inputs, context)
        for number, item in enumerate(read_inputs(inputs, (), context)):
            if number % _EVERY == 0:
                _show(counted(number, "page"))
            page = item.page
            if isinstance(page, Fault):
                report.add_fault(page.name, page.error, page.reason)
                continue
            try:
                explanation, origin = _read(page, args, inputs, urls)
            except Exception as error:  # a page must not end the report, not even by a bug of ours
                fault = fault_of(page.name, error)
                report.add_fault(fault.name, fault.error, fault.reason)
                continue
            report.add(explanation, origin)
        for line in context.passed_over.lines():
            say(visible(line))
    finally:
        context.room.close()
        _show("")
    for line in url_lines(urls, args.url_from or ""):
        say(visible(line))


def _audited(made: Path, now: datetime | None) -> tuple[str, str] | None:
    """What looks wrong on the pages of a report, written beside its index; None where there is no room to find out."""
    from newsparse.cli.audit import write_beside

    try:
        return write_beside(made, now or datetime.now(UTC))
    except NewsparseError as error:  # the report itself is whole
        say(f"Audit: {error}")
        return None


def _read(
    page: RawPage, args: argparse.Namespace, inputs: tuple[Input, ...], urls: UrlCounts
) -> tuple[Explanation, Origin]:
    from newsparse.api import explain
    from newsparse.dumps.batch import opened, options_for
    from newsparse.dumps.url_counts import GivenUrl
    from newsparse.report.page_report import Origin, digest

    whole = opened(page)
    body = whole.body or b""
    url, content_type = whole.url or args.url, whole.content_type or args.content_type
    explained = explain(body, url, content_type=content_type, options=options_for(whole, options_of(args)))
    if page.addressed is not None:
        urls.count(page.name, GivenUrl(page.url, explained.article.canonical_url))
    if whole.warnings:
        article = replace(explained.article, warnings=(*explained.article.warnings, *whole.warnings))
        explained = replace(explained, article=article)
    return explained, Origin(_given(page, inputs), page.name, digest(body), url, content_type, whole.fetched)


def _given(page: RawPage, inputs: tuple[Input, ...]) -> str:
    """The path of the file that holds a page, as it was given."""
    if page.path is not None:
        return printable(page.path)
    holds = [given for given in inputs if page.name.startswith(given.prefix)]
    return printable(max(holds, key=lambda given: len(given.prefix)).path) if holds else page.name


@contextmanager
def _earlier(name: str | None) -> Iterator[Earlier | None]:
    """The earlier run to compare with: a file that extract wrote, or the folder of an earlier report."""
    from newsparse.dumps.comparison import Earlier
    from newsparse.dumps.records import read_records
    from newsparse.report.folder import RECORDS, records_at

    if name is None:
        yield None
        return
    path = Path(name)
    if records_at(path).is_dir():
        raise RunError(f"There is no {RECORDS} in {printable(name)} (--against): newsparse explain --html makes one.")
    with Earlier(read_records(records_at(path))) as earlier:
        yield earlier


def _key(inputs: tuple[Input, ...]) -> str:
    """The same for the same inputs: the corrections in the browser outlive a report that is made again."""
    paths = "\n".join(printable(given.path.resolve()) for given in inputs)
    return hashlib.sha256(paths.encode()).hexdigest()[:16]


def _show(text: str) -> None:
    """How far it is, on a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(f"\r{text:<30}\r" if not text else f"\r{text:<30}")
        sys.stderr.flush()
