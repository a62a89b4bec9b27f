"""One plain function over a batch of pages: `read_batch`. Workers run it; an engine (Spark, Ray, Daft) may as well.

It opens what it is given, reads it, filters it. It keeps nothing between two calls and writes nothing.
"""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from newsparse.api import parse
from newsparse.article import Article
from newsparse.dumps.bombs import check_size
from newsparse.dumps.inputs.base64_pages import out_of_base64
from newsparse.dumps.inputs.codings import undone
from newsparse.dumps.inputs.csv_rows import CSV_NAMES
from newsparse.dumps.inputs.jsonl import JSONL_NAMES, read_line
from newsparse.dumps.inputs.packed import unpacked_page
from newsparse.dumps.inputs.pagelike import named_as
from newsparse.dumps.job import Job
from newsparse.dumps.pages import MOST_BYTES, Fault, RawPage, fault_of
from newsparse.dumps.url_counts import GivenUrl
from newsparse.options import Options
from newsparse.text.scrub import scrub_all

Parse = Callable[..., Article]

# Files that are called as tables are, and may be pages: what a server answered in their place.
_TABLES = (*JSONL_NAMES, *CSV_NAMES, ".json")
_ONE_PAGE = "The file is called as a table is, and begins as a page: it was read as one; rows behind it were not."
# The next page behind the end of one. (They are searched where it is not ruled out by what takes no time.)
_BEHIND_END = re.compile(r"</html>\s*+(?:<!doctype[^<>]{0,300}>\s*+)?<html[\s>]", re.IGNORECASE)
_BEHIND_END_BYTES = re.compile(_BEHIND_END.pattern.encode(), re.IGNORECASE)
_ANOTHER = "Behind the end of the page another one begins: one article was read."


class Outcome(NamedTuple):
    """What became of a page: a record, a filter that held it back, or a fault.

    Attributes:
        record: the record that is to be written, all keys of it, `Filters.fields` not yet applied.
        filtered: the filter that the record did not pass.
        article: the article itself, where there is a record: for formats that are rendered.
        seconds: the time that it took.
        trace: the traceback of a bug (`Job.debug`).
        page: the page itself, where pages are compared (`Job.dedup`).
        given_url: what --url-from gave the page, where it was asked.
    """

    name: str
    record: dict[str, Any] | None = None
    carried: dict[str, Any] | None = None
    filtered: str | None = None
    fault: Fault | None = None
    article: Article | None = None
    seconds: float = 0.0
    trace: str | None = None
    page: bytes | str | None = None
    given_url: GivenUrl | None = None


def read_batch(pages: Iterable[RawPage | Fault], job: Job, parse: Parse = parse) -> Iterator[Outcome]:
    """Read pages, one outcome for each, in their order. No page raises, but for KeyboardInterrupt and the like.

    >>> page = RawPage("1.html", "<h1>老街亮灯</h1><p>来源：某某晚报</p><p>昨晚，老街的路灯亮了，居民说方便多了。</p>")
    >>> [outcome.record["source"] for outcome in read_batch([page], Job())]
    ['某某晚报']
    """
    for page in pages:
        yield Outcome(page.name, fault=page) if isinstance(page, Fault) else _read(page, job, parse)


def _read(page: RawPage, job: Job, parse: Parse) -> Outcome:
    started = time.perf_counter()
    try:
        page = opened(page)
        article = parse(
            page.body,
            page.url or job.url,
            content_type=page.content_type or job.content_type,
            options=options_for(page, job.options),
        )
        if page.warnings:
            article = replace(article, warnings=(*article.warnings, *page.warnings))
        record = article.to_dict()
        given_url = None if page.addressed is None else GivenUrl(page.url, article.canonical_url)
        filtered = job.filters.against(record)
    except Exception as error:  # a page must not end the run, not even by a bug of ours
        trace = "".join(traceback.format_exception(error)).rstrip() if job.debug else None
        seconds = time.perf_counter() - started
        return Outcome(page.name, fault=fault_of(page.name, error), seconds=seconds, trace=trace)
    seconds = time.perf_counter() - started
    if filtered is not None:
        return Outcome(page.name, filtered=filtered, seconds=seconds, given_url=given_url)
    carried = scrub_all(page.carried) if page.carried else None
    body = page.body if job.dedup else None
    return Outcome(page.name, record, carried, article=article, seconds=seconds, page=body, given_url=given_url)


def opened(page: RawPage) -> RawPage:
    """The page with its bytes: out of its file or its line, Base64, its codings and its compression undone.

    Raises:
        OSError, EOFError: the file cannot be read, or is broken.
        ValueError: the line is no JSON.
        InputError: nothing of it can be decoded; `PageTooLarge`: it has more than `MOST_BYTES`.
    """
    if page.path is not None:
        with Path(page.path).open("rb") as file:
            page = page._replace(body=file.read(MOST_BYTES + 1), path=None)
    elif page.line is not None and page.columns is not None:
        page = read_line(page, page.line, page.columns)
    if named_as(page.name, _TABLES):
        page = page._replace(warnings=(*page.warnings, _ONE_PAGE))
    if page.body and not page.codings:
        page = page._replace(body=out_of_base64(page.body))
    packed = None
    if isinstance(page.body, bytes):
        body, said = undone(page.body, page.codings)
        packed = len(body)
        body, more = unpacked_page(body, MOST_BYTES)
        page = page._replace(body=body, codings=(), warnings=(*page.warnings, *said, *more))
    check_size(len(page.body or b""), packed)
    if page.body and _goes_on(page.body):
        page = page._replace(warnings=(*page.warnings, _ANOTHER))
    return page


def _goes_on(page: str | bytes) -> bool:
    """Whether another page begins behind the end of one: files were joined, or a server sends the next ones along.

    >>> _goes_on(b"<html><p>a</html> <!DOCTYPE html><html><p>b"), _goes_on("<html>write('<html></html>')</html>")
    (True, False)
    """
    if isinstance(page, str):
        return page.rfind("<html") > page.find("</html>") >= 0 and _BEHIND_END.search(page) is not None
    return page.rfind(b"<html") > page.find(b"</html>") >= 0 and _BEHIND_END_BYTES.search(page) is not None


def options_for(page: RawPage, options: Options) -> Options:
    """The options, with the moment of fetching as now where no other is given."""
    if options.now is not None or page.fetched is None:
        return options
    try:
        fetched = datetime.fromisoformat(page.fetched)
        return replace(options, now=fetched if fetched.tzinfo else fetched.replace(tzinfo=UTC))
    except ValueError:  # no time, or one of a year that no page was fetched in
        return options
