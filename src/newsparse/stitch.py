"""Articles that are cut into pages (下一页, 【1】【2】, 余下全文), put together into one record.

The pages are asked for one at a time and nothing here fetches: `_steps` yields an address and is sent the page. So one
piece of code serves callers that wait (`stitch`) and those that await (`stitch_async`).
"""

from __future__ import annotations

import reprlib
from collections.abc import Awaitable, Callable, Generator, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeVar

from newsparse.api import article_of, computed_keywords, read_marked
from newsparse.article import Article, ContentBlock, Provenance, Section
from newsparse.errors import InputError, OptionsError
from newsparse.forks import reading
from newsparse.lexicon import pattern
from newsparse.options import Options
from newsparse.page.targets import Targets, says, targets_of
from newsparse.sections import text_of
from newsparse.text.addresses import fetchable, page_of, site_of
from newsparse.withheld import judged_kind

_T = TypeVar("_T")

# No article of a news site has more pages; galleries that turn for ever do.
MAX_PAGES = 20
# The share of page 1's paragraphs that the page with all of the article repeats: not all, for it may end in "…".
_WHOLE = 0.8
# What any page of an article may say for all of it.
_FROM_ANY = ("source", "credits", "authors", "editors", "images", "main_image", "keywords")


def stitch(
    page: Any,
    url: str | None = None,
    *,
    fetch: Callable[[str], Any],
    limit: int = MAX_PAGES,
    content_type: str | None = None,
    options: Options = Options(),
) -> Article:
    """Read an article that may go on on further pages, all of them in order, each once.

    Args:
        page: page 1, as `newsparse.parse` takes it.
        url: its address; needed to find the others, unless ``page`` is a response that has it.
        fetch: called with an address; gives that page in any form that `parse` takes, best the client's response (it
            names the address after redirects), or None where there is none. What it raises is the caller's.
        limit: how many addresses to ask for at most. What is left out is a warning of the record.
        content_type: as for `parse`.
        options: as for `parse`.

    Returns:
        Page 1's record with the sections, images, media, links and credits of all pages. ``pages`` are the addresses
        of those that were put in. A page that could not be had is a warning.

    Raises:
        EmptyPage, BinaryPage, InputError: for page 1.
        OptionsError: ``fetch`` is no function, ``limit`` no number.

    >>> head = "<h1>老街的路灯昨晚亮了</h1><p>2021-11-08 17:27 来源：某某晚报</p>"
    >>> first = head + "<p>昨晚，老街的路灯亮了，居民说方便多了。</p><a href=7_2.html>下一页</a>"
    >>> second = head + "<p>今晚，河边的路灯也会亮，一直到天明。</p>"
    >>> article = stitch(first, "http://a.example/7.html", fetch=lambda url: second)
    >>> print(article.text, article.pages)
    昨晚，老街的路灯亮了，居民说方便多了。
    今晚，河边的路灯也会亮，一直到天明。 ('http://a.example/7_2.html',)
    """
    _check_fetch(fetch)
    steps = _steps(page, url, content_type, limit, options)
    try:
        wanted = next(steps)
        while True:
            wanted = steps.send(fetch(wanted))
    except StopIteration as done:
        article: Article = done.value
        return article


async def stitch_async(
    page: Any,
    url: str | None = None,
    *,
    fetch: Callable[[str], Awaitable[Any]],
    limit: int = MAX_PAGES,
    content_type: str | None = None,
    options: Options = Options(),
) -> Article:
    """`stitch` for a ``fetch`` that is awaited. Same arguments, same record, same errors."""
    _check_fetch(fetch)
    steps = _steps(page, url, content_type, limit, options)
    try:
        wanted = next(steps)
        while True:
            wanted = steps.send(await fetch(wanted))
    except StopIteration as done:
        article: Article = done.value
        return article


def _check_fetch(fetch: object) -> None:
    if not callable(fetch):
        raise OptionsError(f"fetch={reprlib.repr(fetch)} is no function: it is called with an address.")


class _Candidate(NamedTuple):
    """An address that may be a further page: its number (0: the whole article; None: unknown), and whether that
    is told by its address; else its headline must tell."""

    url: str
    number: int | None
    fits: bool


@dataclass(slots=True)
class _Part:
    """One page: its record, and where it may go on."""

    url: str
    article: Article
    candidates: list[_Candidate]


def _steps(
    page: Any, url: str | None, content_type: str | None, limit: int, options: Options
) -> Generator[str, Any, Article]:
    """Yields each address to fetch, is sent its page (None: there is none), returns the record."""
    if not isinstance(limit, int):
        raise OptionsError(f"limit={reprlib.repr(limit)} is no whole number of pages.")
    first = _read(page, url, None, content_type, options)
    parts = [first]
    seen = {fetchable(first.url)}
    queue = _ordered(first.candidates)
    warnings: list[str] = []
    asked = 0
    while queue:
        candidate = queue.pop(0)
        if candidate.url in seen:
            continue
        if asked >= limit:
            warnings.append(f"The article goes on at {candidate.url}, beyond the limit of {limit} pages.")
            break
        asked += 1
        seen.add(candidate.url)
        answer = yield candidate.url
        if answer is None:
            warnings.append(f"The page {candidate.url} is missing: it was not to be had.")
            continue
        try:
            part = _read(answer, candidate.url, first.url, None, options)
        except InputError as error:
            warnings.append(f"The page {candidate.url} is missing: {error}")
            continue
        if fetchable(part.url) in seen - {candidate.url} or not _belongs(first, part, candidate):
            continue
        seen.add(fetchable(part.url))
        if _holds(part, first):
            parts = [first, part]
            return _joined(parts, [part], warnings, options)
        parts.append(part)
        queue = _ordered([*queue, *part.candidates])
    return _joined(parts, parts, warnings, options)


def _read(page: Any, url: str | None, first: str | None, content_type: str | None, options: Options) -> _Part:
    with reading:
        made = read_marked(page, url, content_type, options)
        article = article_of(made, options)
        own = article.url or ""
        # The next pages of a list are lists as well.
        return _Part(
            own, article, [] if judged_kind(article) == "list" else _candidates(targets_of(made), first or own)
        )


def _candidates(found: Targets, first: str) -> list[_Candidate]:
    """Links that say they lead to a further page, numbers only where the address agrees. All on the article's site:
    a page cannot make a crawler ask for addresses elsewhere."""
    out = []
    for target in found.targets:
        number = page_of(first, target.url)
        whole = says("whole", target.text)
        if number is not None and (whole or says("next", target.text) or says("number", target.text)):
            out.append(_Candidate(target.url, number, fits=True))
        elif target.address in ("service", "file", "list") or site_of(target.url) != site_of(first):
            continue
        elif whole or says("next", target.text):
            out.append(_Candidate(target.url, 0 if whole else None, fits=False))
    if found.next and site_of(found.next) == site_of(first):
        number = page_of(first, found.next)
        out.append(_Candidate(found.next, number, fits=number is not None))
    return out


def _ordered(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The page with all of it first, then the numbered ones by number, then those told by words alone; each once."""
    ranked = sorted(candidates, key=lambda c: (not c.fits, c.number is None, c.number or 0))
    return list({c.url: c for c in reversed(ranked)}.values())[::-1]


def _belongs(first: _Part, part: _Part, candidate: _Candidate) -> bool:
    """Whether a fetched page is of the same article: by its address, or by its headline."""
    one, two = (pattern("links.title.counted").sub("", p.article.title or "") for p in (first, part))
    same = bool(one) and one == two
    kind = judged_kind(part.article)
    if kind == "list":
        return False
    if kind == "other":
        # A page of an article may hold one short paragraph and no byline: not enough to be told as an article.
        return candidate.fits and (same or not two) and bool(part.article.sections)
    return candidate.fits or same


def _holds(part: _Part, first: _Part) -> bool:
    """Whether a page holds all of the article, and page 1 but its beginning."""
    lines = [line for line in first.article.text.split("\n") if line]
    there = set(part.article.text.split("\n"))
    return len(there) > len(lines) > 0 and sum(line in there for line in lines) >= _WHOLE * len(lines)


def _joined(parts: list[_Part], texts: list[_Part], warnings: list[str], options: Options) -> Article:
    """The record of all parts, with the sections of ``texts``."""
    first = parts[0].article
    if len(parts) == 1:
        return replace(first, warnings=(*first.warnings, *warnings)) if warnings else first
    records = [part.article for part in parts]
    tree = _sections([part.article.sections for part in texts])
    urls = tuple(part.url for part in parts[1:])
    why = Provenance("stitch", " ".join(urls), 0.9)
    text = text_of(tree)
    return replace(
        first,
        kind=first.kind and "article",
        sections=tree,
        text=text,
        credits=_once(credit for record in records for credit in record.credits),
        images=_images(records),
        media=_once(media for record in records for media in record.media),
        attachments=_once(file for record in records for file in record.attachments),
        links=_once(link for record in records for link in record.links),
        main_image=first.main_image or next((r.main_image for r in records if r.main_image), None),
        source=first.source or next((r.source for r in records if r.source), None),
        keywords=_once(word for record in records for word in record.keywords),
        computed_keywords=computed_keywords(text, options),
        pages=urls,
        warnings=_once([*(w for record in records for w in record.warnings), *warnings]),
        provenance={**first.provenance, **_reasons(records), "pages": why},
    )


def _reasons(records: list[Article]) -> dict[str, Provenance]:
    """Why a record of all pages has what page 1 does not say, or not surely enough: the page that does says why."""
    found = [
        {name: why for name in _FROM_ANY if (why := record.provenance.get(name)) is not None and why.withheld is None}
        for record in records
    ]
    return {name: why for each in reversed(found) for name, why in each.items()}


def _once(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))


def _images(records: list[Article]) -> tuple[Any, ...]:
    """The pictures of all pages, each address once."""
    return tuple({image.url: image for record in reversed(records) for image in reversed(record.images)}.values())[::-1]


def _sections(pages: Iterable[tuple[Section, ...]]) -> tuple[Section, ...]:
    """The section trees one after the other: what a page repeats of earlier ones is left out, and what stands before
    its first heading belongs to the section that the page before ended in."""
    tree: list[Section] = []
    seen: set[ContentBlock] = set()
    for page in pages:
        for section in page:
            blocks = tuple(block for block in section.blocks if block not in seen)
            if tree and section.heading in (None, tree[-1].heading):
                tree[-1] = replace(tree[-1], blocks=tree[-1].blocks + blocks)
            elif blocks or not section.blocks:
                tree.append(replace(section, blocks=blocks))
        seen.update(block for section in page for block in section.blocks)
    return tuple(tree)
