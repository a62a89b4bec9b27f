"""`parse` and `explain`: the way in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from newsparse.article import Article, Provenance
from newsparse.fields import FIELDS
from newsparse.fields.kind import kind_of
from newsparse.fields.language import language_of
from newsparse.fields.published import local, refine, without_filler
from newsparse.fields.rule import Field, Found, rule_name
from newsparse.marks import MARKS
from newsparse.options import Options
from newsparse.page.block import Block
from newsparse.page.page import Page
from newsparse.read.coerce import read
from newsparse.sections import sections_of, text_of
from newsparse.text.dates.find import Moment


class Candidate(NamedTuple):
    """A value that a rule offers for a field, and whether it is the one in the record."""

    rule: str
    value: object
    evidence: str
    confidence: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A record and everything that led to it."""

    article: Article
    blocks: list[Block]
    candidates: dict[str, list[Candidate]]


def parse(
    page: Any, url: str | None = None, *, content_type: str | None = None, options: Options = Options()
) -> Article:
    """Read a news page.

    Args:
        page: the page: bytes as downloaded (best: the encoding is found from them), str of HTML or of plain text, a
            response of Scrapy, web-poet, requests or httpx, an lxml tree, a BeautifulSoup object. A str is never a
            path or an address.
        url: the page's address; makes relative links absolute and serves as evidence.
        content_type: the response's Content-Type header; its charset is evidence, not truth.
        options: see `Options`.

    Raises:
        EmptyPage: there is nothing in the page.
        BinaryPage: the bytes are a PDF, a picture, an archive …
        InputError: the page is of a type that cannot be read.

    >>> article = parse("<title>老街亮灯 - 某某网</title><h1>老街亮灯</h1><p>2021-11-08 来源：某某晚报 记者 张三</p>"
    ...                 "<p>昨晚六点，老街的四十盏路灯一齐亮了。住在街口的居民说，等了两年，回家的路总算方便多了。</p>")
    >>> article.title, article.source, article.authors
    ('老街亮灯', '某某晚报', ('张三',))
    >>> article.text[:8]
    '昨晚六点，老街的'
    """
    made = _marked(page, url, content_type, options)
    return _article(made, options, {field.name: _first(field, made, options) for field in FIELDS})


def explain(
    page: Any, url: str | None = None, *, content_type: str | None = None, options: Options = Options()
) -> Explanation:
    """Read a page as `parse` does, and keep every label and every candidate. Same arguments, same errors."""
    made = _marked(page, url, content_type, options)
    every = {field.name: _all(field, made, options) for field in FIELDS}
    article = _article(made, options, {name: found[0] if found else None for name, found in every.items()})
    candidates = {
        name: [Candidate(rule, f.value, f.evidence, f.confidence, i == 0) for i, (rule, f) in enumerate(found)]
        for name, found in every.items()
    }
    return Explanation(article, made.blocks, candidates)


_Winner = tuple[str, Found]


def _marked(page: Any, url: str | None, content_type: str | None, options: Options) -> Page:
    made = read(page, url, content_type, options)
    for mark in MARKS:
        mark(made)
    return made


def _first(field: Field, page: Page, options: Options) -> _Winner | None:
    """The first rule that finds a value, and the value."""
    for rule in field.rules:
        if (found := rule(page, options)) is not None:
            return rule_name(rule), found
    return None


def _all(field: Field, page: Page, options: Options) -> list[_Winner]:
    return [(rule_name(rule), found) for rule in field.rules if (found := rule(page, options)) is not None]


def _article(page: Page, options: Options, winners: Mapping[str, _Winner | None]) -> Article:
    """The record of what the rules found."""
    provenance = {
        name: Provenance(rule, found.evidence[:200], found.confidence)
        for name, winner in winners.items()
        if winner
        for rule, found in (winner,)
    }
    values = {name: winner[1].value for name, winner in winners.items() if winner}
    kind, why = kind_of(
        page, winners["published"][0] if winners["published"] else None, dateline=winners["dateline"] is not None
    )
    provenance["kind"] = why
    sections = sections_of(page) if kind == "article" else ()
    return Article(
        kind=kind,
        url=page.url,
        language=language_of(page),
        encoding=page.encoding,
        sections=sections,
        text=text_of(sections),
        warnings=tuple(page.warnings),
        provenance=MappingProxyType(provenance),
        **_times(page, options, values),
        **values,
    )


def _times(page: Page, options: Options, values: dict[str, Any]) -> dict[str, Any]:
    """published and modified as the record has them, taken out of ``values``; a bare day is refined by others."""
    out: dict[str, Any] = {}
    published: Moment | None = values.pop("published", None)
    modified: Moment | None = values.pop("modified", None)
    if published is not None:
        published = without_filler(published)
        if published.precision == "day":
            field = next(f for f in FIELDS if f.name == "published")
            published = refine(published, [without_filler(found.value) for _, found in _all(field, page, options)])
        out.update(published=local(published), published_precision=published.precision, published_raw=published.raw)
    if modified is not None:
        out.update(modified=local(modified), modified_precision=modified.precision)
    return out
