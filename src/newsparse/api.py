"""`parse` and `explain`: the way in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any, NamedTuple

from newsparse.article import Article
from newsparse.errors import beyond
from newsparse.fields import FIELDS
from newsparse.fields.confidence import Judged
from newsparse.fields.kind import kind_of
from newsparse.fields.language import language_of
from newsparse.fields.rule import Field, Found, rule_name
from newsparse.forks import reading
from newsparse.frozen import FrozenDict
from newsparse.marks import MARKS
from newsparse.options import Options
from newsparse.page.block import Block
from newsparse.page.page import Page
from newsparse.read.coerce import read
from newsparse.record import fit
from newsparse.sections import sections_of, text_of, within
from newsparse.withheld import Value, candidate_confidence, record_of, still, withheld_kind


class Candidate(NamedTuple):
    """A value that a rule offers for a field, and whether it is the one in the record."""

    rule: str
    value: object
    evidence: str
    confidence: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A record and everything that led to it. Can be compared, hashed, copied and pickled, as the record can.

    ``page`` is what the rules asked: its lines (``blocks``), its head, what was read in single lines.
    """

    article: Article
    blocks: tuple[Block, ...]
    candidates: Mapping[str, tuple[Candidate, ...]]
    page: Page = attribute(repr=False, compare=False)

    def __hash__(self) -> int:  # blocks cannot be hashed, and equal explanations have equal records
        return hash(self.article)


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
        InputError: the page cannot be read: it is of another type, a feed, JSON, MHTML without a page in it; or the
            address is no str.
        LimitError: the page is beyond a limit, and ``options.on_limit`` is "error".
        OptionsError: ``options`` are no `Options`.
        DataError: a site profile of ``options.profile_dirs`` is not as it must be; the message names file and place.

    >>> article = parse("<title>老街亮灯 - 某某网</title><h1>老街亮灯</h1><p>2021-11-08 来源：某某晚报 记者 张三</p>"
    ...                 "<p>昨晚六点，老街的四十盏路灯一齐亮了。住在街口的居民说，等了两年，回家的路总算方便多了。</p>")
    >>> article.title, article.source, article.authors
    ('老街亮灯', '某某晚报', ('张三',))
    >>> article.text[:8]
    '昨晚六点，老街的'
    """
    with reading:
        return article_of(read_marked(page, url, content_type, options), options)


def explain(
    page: Any, url: str | None = None, *, content_type: str | None = None, options: Options = Options()
) -> Explanation:
    """Read a page as `parse` does, and keep every label and every candidate. Same arguments, same errors."""
    with reading:
        made = read_marked(page, url, content_type, options)
        every = {name: list(found) for name, found in found_on(made, options).items()}
        article = _article(made, {name: iter(found) for name, found in every.items()}, options)
    candidates = {name: tuple(_candidates(name, found, made, article)) for name, found in every.items()}
    return Explanation(article, tuple(made.blocks), FrozenDict(candidates), made)


def _candidates(name: str, found: list[tuple[str, Found]], page: Page, article: Article) -> Iterator[Candidate]:
    """What the rules of a field offer, the first as it is in the record."""
    why = article.provenance.get(name)
    for at, (rule, each) in enumerate(found):
        sure = why.confidence if why else each.confidence
        if at:
            sure = candidate_confidence(name, Judged(page, rule, each, each.value), found[0][1], sure)
        yield Candidate(rule, each.value, each.evidence, sure, at == 0 and why is not None and why.withheld is None)


def read_marked(page: Any, url: str | None, content_type: str | None, options: Options) -> Page:
    """The page that `parse` and `newsparse.stitch` read their records from: its lines, labelled."""
    made = read(page, url, content_type, options)
    for mark in MARKS:
        mark(made)
    return made


def computed_keywords(text: str, options: Options) -> tuple[str, ...]:
    """The keywords that the options ask for."""
    if not options.keywords:
        return ()
    from newsparse.jieba_words import keywords

    return keywords(text, options.keywords, options.segmenter)


def article_of(page: Page, options: Options) -> Article:
    """The record of a page whose lines are labelled."""
    return _article(page, found_on(page, options), options)


def found_on(page: Page, options: Options) -> dict[str, _Values]:
    """What the rules of each field find on a page whose lines are labelled."""
    return {field.name: _found(field, page, options) for field in FIELDS}


# What the rules of a field find, by the name of the rule, in their order; a rule runs when its value is asked for.
_Values = Iterator[tuple[str, Found]]


def _limit(record: dict[str, Any], options: Options) -> list[str]:
    """Cut what is too long for a record, in place, and say so."""
    said: list[str] = []
    if len(record["text"]) > options.max_text:
        record["sections"], said = within(record["sections"], options.max_text)
    fitted, told = fit(Article, record)
    record |= fitted
    if said or told:
        record["text"] = text_of(record["sections"])
    return beyond([*said, *told], options.on_limit)


def _found(field: Field, page: Page, options: Options) -> _Values:
    for rule in field.rules:
        if (found := rule(page, options)) is not None:
            yield rule_name(rule), found


def winners_of(values: Mapping[str, _Values]) -> dict[str, Value]:
    """What each field has by the first of its rules that found a value."""
    winners: dict[str, Value] = {}
    for field in FIELDS:
        others = values[field.name]
        if (winner := next(others, None)) is not None:
            rule, found = winner
            winners[field.name] = Value(rule, found, field.settle(field.name, found, (other for _, other in others)))
    return winners


def _article(page: Page, values: Mapping[str, _Values], options: Options) -> Article:
    """The record of what the rules found."""
    winners = winners_of(values)
    record, provenance = record_of(page, winners, options.min_confidence)
    judged = kind_of(page, {name: value.found for name, value in winners.items()}, options)
    kind, provenance["kind"] = withheld_kind(*judged, options.min_confidence)
    record["sections"] = sections_of(page)
    record["text"] = text_of(record["sections"])
    if said := _limit(record, options):
        page.warnings += said
        provenance = still(provenance, record)
    return Article(
        kind=kind,
        computed_keywords=computed_keywords(record["text"], options),
        url=page.url,
        language=language_of(page),
        encoding=page.encoding,
        warnings=tuple(page.warnings),
        provenance=FrozenDict(provenance),
        **record,
    )
