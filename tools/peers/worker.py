"""Runs one extractor over decoded pages, inside that extractor's own environment.

    python worker.py ADAPTER PAGES.jsonl RESULTS.jsonl [--passes N] [--limit SECONDS]

PAGES.jsonl: one object a line, in ASCII: file, url (or null), text.
RESULTS.jsonl: one object a line, in ASCII: file, record (empty where the extractor failed), error (its name, or
null), seconds and bare_seconds (the least of the passes, of the extractor and of the bare lxml.html parse of the same
text, one thread).

It ends with code 3, and says why in one line on stderr, where the extractor cannot be imported or set up.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

from adapters import ADAPTERS, Extract

CANNOT_START = 3
WARM_UP = 20  # pages read once before the clock runs: dictionaries are loaded and patterns compiled


class TimeLimit(BaseException):
    """The page took too long. No Exception, as extractors catch those."""


def refuse(*_: object) -> NoReturn:
    """In the place of connecting: an extractor that fetches something would measure the network."""
    raise OSError("no network in a benchmark")


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeLimit after so many seconds; what runs in C ends first."""

    def stop(*_: object) -> NoReturn:
        raise TimeLimit

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def seconds_of(work: Callable[[], object]) -> float:
    """How long one call takes; one that raises raises here."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class Page:
    """A page, what was extracted from it, and the least seconds so far."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.file, self.url, self.text = row["file"], row.get("url"), row["text"]
        self.record: dict[str, Any] = {}
        self.error: str | None = None
        self.seconds = self.bare_seconds = float("inf")

    def run(self, extract: Extract, parse: Callable[[str], object], limit: float) -> None:
        """One pass: the bare parse and the extractor, one right after the other."""
        if self.error == TimeLimit.__name__:
            return
        self.bare_seconds = min(self.bare_seconds, seconds_of(lambda: parse(self.text)))
        start = time.perf_counter()
        try:
            with time_limit(limit):
                start = time.perf_counter()
                found = extract(self.text, self.url)
                seconds = time.perf_counter() - start
            self.record, self.error = found, None
        except (Exception, TimeLimit) as error:  # whatever it raises, it has failed on this page
            seconds = time.perf_counter() - start
            self.record, self.error = {}, type(error).__name__
        self.seconds = min(self.seconds, seconds)

    def line(self) -> str:
        """The page's line of RESULTS.jsonl."""
        keys = ("file", "record", "error", "seconds", "bare_seconds")
        return json.dumps({key: getattr(self, key) for key in keys})


def set_up(name: str) -> tuple[Extract, Callable[[str], object]]:
    """The extractor and the bare parse; ends the program where one is not to be had."""
    try:
        from lxml.html import document_fromstring

        return ADAPTERS[name].make(), document_fromstring
    except Exception as error:  # an import may raise anything
        reason = " ".join(str(error).split()) or type(error).__name__
        print(f"cannot be imported: {reason}", file=sys.stderr)
        sys.exit(CANNOT_START)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("adapter", choices=ADAPTERS)
    parser.add_argument("pages", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--limit", type=float, default=30.0, help="seconds for a page, after which it has failed")
    args = parser.parse_args()
    logging.disable()
    warnings.simplefilter("ignore")
    socket.socket.connect = refuse  # type: ignore[method-assign]
    extract, parse = set_up(args.adapter)
    rows = [json.loads(line) for line in args.pages.read_text(encoding="ascii").splitlines()]
    pages = [Page(row) for row in rows]
    with contextlib.redirect_stdout(io.StringIO()):
        for row in rows[:WARM_UP]:
            Page(row).run(extract, parse, args.limit)
        for _ in range(args.passes):  # over all pages and again, so that a busy moment spoils one pass of a few
            for page in pages:
                page.run(extract, parse, args.limit)
    args.results.write_text("".join(f"{page.line()}\n" for page in pages), encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
