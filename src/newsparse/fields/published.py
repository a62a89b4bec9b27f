"""published and modified: what the reader sees at the article beats what a template wrote into the head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from newsparse.fields.rule import FieldRule, Found, Where
from newsparse.lexicon import pattern, words
from newsparse.options import Options
from newsparse.page.block import Block, spaced
from newsparse.page.lines import LONGEST_LINE, LONGEST_ROW, PARAGRAPH, is_linked
from newsparse.page.page import Page
from newsparse.page.readings import line_of
from newsparse.page.rows import above_cards
from newsparse.text.dates.find import (
    CHINA_TIME,
    Moment,
    aware,
    date_label,
    find_moments,
    moment_in_url,
    parse_moment,
    parse_stamp,
    roc_code,
)

# The words right before a date that may label it (characters).
_LABEL = 12
# Pictures are made, and addresses given, within some days of the day of publication.
_SOON = timedelta(days=3)
# Blocks beside the headline or the body's end that may show the date.
_NEAR = 12
# A line that shows a date and no row round it is short (characters).
_LONGEST_DATED = 60


class _Dated(NamedTuple):
    """A moment in a line, and how the words before it stand to it."""

    moment: Moment
    text: str
    labelled: bool = False
    confidence: float = 0.9

    def found(self, where: Where = Where.PAGE, confidence: float | None = None) -> Found:
        return Found(self.moment, self.text, confidence or self.confidence, where)


def _first(
    page: Page, blocks: Iterable[Block], options: Options, *, changed: bool = False, longest: int = LONGEST_ROW
) -> _Dated | None:
    """The first moment in these lines; one that a word like 更新 stands before counts only if asked for."""
    plain: _Dated | None = None
    fallback: _Dated | None = None
    for block in blocks:
        if not block.text or len(block.text) > longest:
            continue
        text = line_of(page, block)
        for moment in find_moments(text, now=options.now):
            before = text[: moment.start]
            if bool(pattern("bylines.changed").search(before)) != changed:
                fallback = fallback or _Dated(moment, block.text, confidence=0.7)
            elif changed or date_label(before[-_LABEL:]):
                return _Dated(moment, block.text, labelled=True, confidence=0.95)
            elif plain is None or _is_finer(moment, plain.moment):
                plain = _Dated(moment, block.text)
    return plain or (None if changed else fallback)


def _is_finer(moment: Moment, other: Moment) -> bool:
    """Whether a moment is another's day, with the time: the row says the day in words first."""
    return other.precision == "day" != moment.precision and moment.when.date() == other.when.date()


def _rows(page: Page) -> list[Block]:
    """The byline rows, those below the headline first: above it stand the dates of the page and of other articles."""
    headline = page.first("headline")
    start = headline.index if headline else 0
    rows = page.labelled("byline")
    return [b for b in rows if b.index >= start] + [b for b in rows if b.index < start]


def byline(page: Page, options: Options) -> Found | None:
    """The date of the byline row: one that a word like 发布时间 stands before, else the first."""
    dated = _first(page, _rows(page), options)
    return dated.found(Where.ARTICLE) if dated else None


def without_year(page: Page, options: Options) -> Found | None:
    """A byline's month and day ("09-27 20:12"), the year taken from another date that the page holds."""
    metas = [
        found.value
        for names in ("bylines.published_metas", "bylines.modified_metas")
        if (found := _stamp(page.head.first(*words(names)), 0))
    ]
    for witness in [*_dated_addresses(page), *metas]:
        for block in _rows(page) or page.blocks[:0]:
            for moment in find_moments(spaced(block), now=witness.when.replace(tzinfo=None) + _SOON):
                if abs(moment.when.date() - witness.when.date()) <= _SOON:
                    return Found(moment, f"{moment.raw} {witness.raw}", 0.7, Where.ARTICLE)
    return None


def _dated_addresses(page: Page) -> list[Moment]:
    """Days in the page's own address and in those of its pictures."""
    pictures = [b.picture.src for b in page.labelled("body") if b.picture]
    urls = [page.url, page.head.links.get("canonical"), page.head.first("og:url"), *pictures]
    return [moment for url in urls if url and (moment := moment_in_url(url)) is not None]


def near_headline(page: Page, options: Options) -> Found | None:
    """The first date in the lines between the headline and the body."""
    headline, body = page.first("headline"), page.body_line()
    if headline is None or body is None:
        return None
    start = min(headline.index, body.index)
    lines = above_cards(page.labelled("headline"), page.blocks[start : body.index])
    near = [b for b in lines if not b.has("boilerplate", "teaser", "related")][: _NEAR * 2]
    dated = _first(page, near, options, longest=LONGEST_LINE)
    return dated.found(Where.ARTICLE) if dated else None


def state(page: Page, options: Options) -> Found | None:
    """The time in the page's JavaScript state."""
    value = page.head.facts.published if page.head.facts else None
    moment = parse_stamp(value) if value is not None else None
    return Found(moment, str(value), 0.85) if moment else None


def linked_data(page: Page, options: Options) -> Found | None:
    """datePublished of the page's JSON-LD."""
    return _stamp(page.head.ld.date_published if page.head.ld else None, 0.85)


def meta(page: Page, options: Options) -> Found | None:
    """The page's meta tags and microdata."""
    return _stamp(page.head.first(*words("bylines.published_metas")), 0.8)


def time_element(page: Page, options: Options) -> Found | None:
    """The first <time datetime>."""
    for value, _name in page.head.times:
        if found := _stamp(value, 0.7):
            return found
    return None


def _below(page: Page) -> list[Block]:
    """The lines right below the body, and those inside it that are none of its own."""
    body = page.labelled("body")
    if not body:
        return []
    first, last = body[0].index, body[-1].index
    inside = [b for b in page.blocks[first:last] if not b.has("body")]
    after = [b for b in page.blocks[last : last + _NEAR] if not is_linked(b)]
    return [b for b in [*inside, *after] if not b.has("related", "teaser", "comments")]


def labelled_below(page: Page, options: Options) -> Found | None:
    """A date below the body after a word like 发布日期: authorities put the page's data there, in a table."""
    dated = _first(page, _below(page), options, longest=_LONGEST_DATED)
    return dated.found() if dated and dated.labelled else None


def below_body(page: Page, options: Options) -> Found | None:
    """A short line with a date after the body: official notices are dated at the foot."""
    dated = _first(page, _below(page), options, longest=PARAGRAPH)
    if dated is None and (body := page.labelled("body")) and (moment := roc_code(body[-1].text)) is not None:
        return Found(moment, body[-1].text[-20:], 0.7, Where.ANYWHERE)
    return dated.found(Where.ANYWHERE, 0.6) if dated else None


def comment(page: Page, options: Options) -> Found | None:
    """A date in a comment of the template, after a word like "published"."""
    for text in page.head.comments:
        if (moment := parse_moment(text)) is not None and date_label(text[: moment.start]):
            return Found(moment, text, 0.6)
    return None


def address(page: Page, options: Options) -> Found | None:
    """The day in the page's address."""
    for moment in _dated_addresses(page)[:1]:
        return Found(moment, moment.raw, 0.5)
    return None


def anywhere(page: Page, options: Options) -> Found | None:
    """The first date in a short line above the body, whatever the line is."""
    body = page.body_line()
    end = body.index if body else len(page.blocks)
    dated = _first(page, page.blocks[max(0, end - 3 * _NEAR) : end], options, longest=_LONGEST_DATED)
    return dated.found(Where.ANYWHERE) if dated else None


def profile(page: Page, options: Options) -> Found | None:
    """What a site profile points at."""
    found = _stamp(page.head.given.get("published"), 0.95)
    return found._replace(where=Where.ARTICLE) if found else None


PUBLISHED: tuple[FieldRule, ...] = (
    profile,
    byline,
    without_year,
    near_headline,
    labelled_below,
    state,
    linked_data,
    meta,
    time_element,
    comment,  # some portals print the moment of publication only there
    below_body,
    address,
    anywhere,
)


def byline_changed(page: Page, options: Options) -> Found | None:
    """A date of the byline row that 更新 or the like stands before."""
    dated = _first(page, _rows(page), options, changed=True)
    return dated.found(Where.ARTICLE) if dated else None


def linked_data_modified(page: Page, options: Options) -> Found | None:
    """dateModified of the page's JSON-LD."""
    return _stamp(page.head.ld.date_modified if page.head.ld else None, 0.85)


def meta_modified(page: Page, options: Options) -> Found | None:
    """The page's meta tags."""
    return _stamp(page.head.first(*words("bylines.modified_metas")), 0.8)


MODIFIED: tuple[FieldRule, ...] = (byline_changed, linked_data_modified, meta_modified)


def _stamp(value: str | None, confidence: float) -> Found | None:
    moment = (parse_stamp(value) or parse_moment(value)) if value else None
    return Found(moment, value or "", confidence) if moment else None


def settle_published(name: str, found: Found, others: Iterator[Found]) -> dict[str, Any]:
    """The record's time; a bare day is refined by what other rules found."""
    moment = without_filler(found.value)
    if moment.precision == "day":
        moment = refine(moment, (without_filler(other.value) for other in others))
    return {**settle_modified(name, found._replace(value=moment), others), f"{name}_raw": moment.raw}


def settle_modified(name: str, found: Found, others: Iterator[Found]) -> dict[str, Any]:
    """The record's time, as found."""
    return {name: local(found.value), f"{name}_precision": found.value.precision}


def local(moment: Moment) -> datetime:
    """The moment in the page's local time. What is given in UTC is a machine's: Chinese newsrooms are at UTC+8."""
    when = aware(moment)
    return when.astimezone(CHINA_TIME) if when.utcoffset() == timedelta(0) else when


def without_filler(moment: Moment) -> Moment:
    """A bare day where the time is 00:00:00: a database fills a missing time so; "00:00" alone may be meant."""
    if moment.precision == "second" and not any((moment.when.hour, moment.when.minute, moment.when.second)):
        return moment._replace(precision="day")
    return moment


def refine(moment: Moment, others: Iterable[Moment]) -> Moment:
    """The moment, to the minute or second where another witness of the same day knows more."""
    rank = ("day", "minute", "second")
    best = moment
    for other in others:
        if (
            other.when.date() == moment.when.date()
            and moment.precision == "day"
            and rank.index(other.precision) > rank.index(best.precision)
        ):
            best = other
    return best
