"""``newsparse extract DIR``: every page of a folder, one JSON line each."""

from __future__ import annotations

import argparse
import json
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from newsparse.api import parse
from newsparse.cli.atomic import AtomicFile
from newsparse.cli.exits import Exit, RunError
from newsparse.cli.options import common, options_of
from newsparse.cli.output import printable, reason, say, say_line, write_out
from newsparse.cli.pages import PageFile, find_pages
from newsparse.cli.parser import Commands
from newsparse.options import Options
from newsparse.render.scrub import scrub

_TEXT = """Read every page of a folder and print one JSON line for each: its name ("file"), then its record.

  newsparse extract pages/ -o out.jsonl

A page that fails is a line in OUT.errors.jsonl (without -o: on standard error); the others go on.
OUT is replaced at the end, as a whole.
"""

_Line = Callable[[str], None]


def add_to(commands: Commands) -> None:
    """Add the command to the program."""
    parser = commands.add_parser("extract", parents=[common()], help="read every page of a folder", description=_TEXT)
    parser.add_argument("dir", metavar="DIR", help="the folder (or one page)")
    parser.add_argument("-o", "--output", metavar="OUT", help="the file to write (standard output)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read every page; the exit code says whether all went well."""
    started = time.monotonic()
    options = options_of(args)
    output = None if args.output in (None, "-") else Path(args.output)
    with ExitStack() as stack:
        out = stack.enter_context(AtomicFile(output)) if output else None
        # A device has no file beside it: its errors go where they go without -o.
        log = stack.enter_context(_ErrorLog(_beside(output) if output and out and out.is_replaced else None))
        pages = _pages(Path(args.dir), log, output)
        for page in pages:
            _extract(page, args, options, out.write_line if out else _print_line, log)
        log.commit()
        if out:
            out.commit()
    _say_summary(len(pages), log, time.monotonic() - started)
    return Exit.SOME_FAILED if log.count else Exit.OK


def _beside(output: Path) -> Path:
    return output.with_name(output.name + ".errors.jsonl")


class _ErrorLog:
    """The pages that failed: lines of a file that exists only if there are any, or of standard error."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.count = 0
        self._file: AtomicFile | None = None

    def add(self, name: str, error: BaseException, why: str) -> None:
        """Add a line: which page, what kind of error, what it says."""
        self.count += 1
        line = json.dumps({"file": name, "error": type(error).__name__, "reason": scrub(why)}, ensure_ascii=False)
        if self.path is None:
            say_line(line)
            return
        if self._file is None:
            self._file = AtomicFile(self.path)
        self._file.write_line(line)

    def commit(self) -> None:
        """Put the file into place; where no page failed, take an old one away."""
        if self._file is not None:
            self._file.commit()
        elif self.path is not None:
            try:
                self.path.unlink(missing_ok=True)
            except OSError as error:
                raise RunError(f"Cannot remove the old {printable(self.path)}: {reason(error)}.") from error

    def __enter__(self) -> _ErrorLog:
        return self

    def __exit__(self, *error: object) -> None:
        if self._file is not None:
            self._file.__exit__(None, None, None)


def _pages(folder: Path, log: _ErrorLog, output: Path | None) -> list[PageFile]:
    """The pages to read; folders that cannot be read go to the log.

    Raises:
        RunError: there is no such folder, or it cannot be read.
    """
    shown = printable(folder)
    ours = frozenset(path.resolve() for path in (output, output and _beside(output)) if path)
    if folder.is_file():
        if folder.resolve() in ours:
            raise RunError(f"{shown} is the page and OUT at once. Give OUT another name.")
        return [PageFile(printable(folder.name), folder)]
    if not folder.is_dir():
        raise RunError(f"There is no folder {shown}. Check the path.")
    pages, unread = find_pages(folder, without=ours)
    for error in unread:
        failed = Path(error.filename)
        if failed == folder:
            raise RunError(f"Cannot read {shown}: {reason(error)}.") from error
        log.add(printable(failed.relative_to(folder).as_posix()), error, reason(error))
    if not pages:
        say(f"There is no page in {shown} (*.html, *.htm, *.shtml, *.xhtml, *.txt, or a file that begins as HTML).")
    return pages


def _extract(page: PageFile, args: argparse.Namespace, options: Options, write: _Line, log: _ErrorLog) -> None:
    """One page: its line, or a line in the log."""
    try:
        article = parse(page.path.read_bytes(), args.url, content_type=args.content_type, options=options)
        line = json.dumps({"file": page.name, **article.to_dict()}, ensure_ascii=False)
    except OSError as error:
        log.add(page.name, error, reason(error))
    except Exception as error:  # a page must not end the run, not even by a bug of ours
        if args.debug:
            say_line(f"{page.name}\n{''.join(traceback.format_exception(error)).rstrip()}")
        log.add(page.name, error, str(error) or type(error).__name__)
    else:
        write(line)


def _print_line(line: str) -> None:
    write_out(line + "\n")


def _say_summary(pages: int, log: _ErrorLog, seconds: float) -> None:
    where = f" (see {printable(log.path)})" if log.count and log.path else ""
    failed = f", {log.count} failed{where}" if log.count else ""
    say(f"{pages} page{'s'[: pages != 1]} in {seconds:.1f} s{failed}.")
