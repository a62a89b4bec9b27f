"""published and modified: what the reader sees at the article beats what a template wrote into the head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from newsparse.fields.dated import NEAR, below, boxes, first_dated, own_end, rows
from newsparse.fields.rule import FieldRule, Found, Where
from newsparse.lexicon import words
from newsparse.options import Options
from newsparse.page.block import spaced
from newsparse.page.lines import ABOVE, LONGEST_LINE, PARAGRAPH
from newsparse.page.page import Page
from newsparse.page.rows import above_cards
from newsparse.text.dates.find import (
    CHINA_TIME,
    SOME_DAY,
    Moment,
    aware,
    date_label,
    find_day_words,
    find_month_days,
    moment_in_url,
    parse_moment,
    parse_stamp,
    roc_code,
    same_minute,
)

# Pictures are made, and addresses given, within some days of the day of publication.
_SOON = timedelta(days=3)
# A line that shows a date and no row round it is short (characters).
_LONGEST_DATED = 60


def byline(page: Page, options: Options) -> Found | None:
    """The date of the byline row: one that a word like 发布时间 stands before, else the first.

    A row that says no more than when the page was changed is believed where the page's data know no earlier day.
    """
    dated = first_dated(page, rows(page), options)
    if dated and not dated.moment.rough:
        # What is counted from the moment of reading may have been read long after the page was made.
        counted = options.now is not None and parse_moment(dated.moment.raw) is None
        proven = without_year(page, options) or in_boxes(page, options) if counted else None
        return proven or dated.found(Where.ARTICLE)
    if (changed := first_dated(page, rows(page), options, changed=True)) is None:
        return None
    said = next((found for rule in _DATA if (found := rule(page, options))), None)
    if said and aware(said.value).date() < aware(changed.moment).date():
        return None
    return changed.found(Where.ARTICLE, 0.7)


def without_year(page: Page, options: Options) -> Found | None:
    """A byline's time without its year ("09-27 20:12", "昨天 20:12"): the year is that of the same minute in the page's
    data, else of another day that the page holds; the minute is the one shown.
    """
    shown = [moment for block in rows(page) for moment in find_month_days(spaced(block), SOME_DAY)]
    for moment in shown:
        if moment.precision != "day" and (full := same_minute(_written(page), moment)):
            return Found(full, full.raw, 0.8, Where.ARTICLE)
    return _near_day(page) if shown else _counted(page)


def _near_day(page: Page) -> Found | None:
    """The month and day of a row, with the year of a meta tag's or an address's day near it."""
    metas = [
        found.value
        for names in ("bylines.published_metas", "bylines.modified_metas")
        if (found := _stamp(page.head.first(*words(names)), 0))
    ]
    for witness in [*_dated_addresses(page), *metas]:
        for block in rows(page):
            for moment in find_month_days(spaced(block), witness.when.replace(tzinfo=None) + _SOON):
                if abs(moment.when.date() - witness.when.date()) <= _SOON:
                    return Found(moment, f"{moment.raw} {witness.raw}", 0.7, Where.ARTICLE)
    return None


def _counted(page: Page) -> Found | None:
    """The time that a row counts from its reader's day (昨天 20:12), on the day that the page's data give it."""
    for block in rows(page):
        for moment in find_day_words(spaced(block), SOME_DAY):
            if moment.precision != "day" and (full := same_minute(_written(page), moment, any_day=True)):
                return Found(full, full.raw, 0.7, Where.ARTICLE)
    return None


def _written(page: Page) -> Iterator[str]:
    """What the page holds out of sight that may give times in full."""
    head = page.head
    yield from (value for values in head.meta.values() for value in values)
    yield from (value for value, _name in head.times)
    yield from head.comments
    yield from (script.text for script in head.scripts)


def _dated_addresses(page: Page) -> list[Moment]:
    """Days in the page's own address and in those of its pictures."""
    pictures = [b.picture.src for b in page.labelled("body") if b.picture]
    urls = [page.url, page.head.links.get("canonical"), page.head.first("og:url"), *pictures]
    return [moment for url in urls if url and (moment := moment_in_url(url)) is not None]


def near_headline(page: Page, options: Options) -> Found | None:
    """The first date in the lines between the headline and the body; the time right above a text without a headline."""
    headline, body = page.first("headline"), page.body_line()
    if body is None:
        return None
    start = min(headline.index, body.index) if headline else max(0, body.index - ABOVE)
    lines = above_cards(page.labelled("headline"), page.blocks[start : body.index])
    near = [b for b in lines if not b.has("boilerplate", "teaser", "related")][: NEAR * 2]
    dated = first_dated(page, near, options, longest=LONGEST_LINE)
    if dated is None or dated.moment.rough or (headline is None and dated.moment.precision == "day"):
        return None
    return dated.found(Where.ARTICLE)


def in_boxes(page: Page, options: Options) -> Found | None:
    """A date whose day, month, year, time stand in boxes, at the headline."""
    dated = boxes(page)
    return dated.found(Where.ARTICLE) if dated else None


def state(page: Page, options: Options) -> Found | None:
    """The time in the page's JavaScript state."""
    value = page.head.facts.published if page.head.facts else None
    return _stamp(value, 0.85)


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


def labelled_below(page: Page, options: Options) -> Found | None:
    """A date below the body after a word like 发布日期: authorities put the page's data there, in a table."""
    dated = first_dated(page, below(page), options, longest=_LONGEST_DATED)
    return dated.found() if dated and dated.labelled else None


def below_body(page: Page, options: Options) -> Found | None:
    """A short line with a date after the body: official notices are dated at the foot."""
    dated = first_dated(page, own_end(page), options, longest=PARAGRAPH)
    if dated is None and (body := page.labelled("body")) and (moment := roc_code(body[-1].text)) is not None:
        return Found(moment, body[-1].text[-20:], 0.7, Where.ANYWHERE)
    return dated.found(Where.ANYWHERE, 0.6) if dated else None


def byline_rough(page: Page, options: Options) -> Found | None:
    """How many weeks or years ago the byline says that the page was posted."""
    dated = first_dated(page, rows(page), options)
    return dated.found(Where.ARTICLE, 0.6) if dated else None


def comment(page: Page, options: Options) -> Found | None:
    """A date in a comment of the template, after a word like "published"."""
    for text in page.head.comments:
        if (moment := parse_moment(text)) is not None and date_label(text[: moment.start]):
            return Found(local(moment), text, 0.6)
    return None


def address(page: Page, options: Options) -> Found | None:
    """The day in the page's address."""
    for moment in _dated_addresses(page)[:1]:
        return Found(moment, moment.raw, 0.5)
    return None


def anywhere(page: Page, options: Options) -> Found | None:
    """The first date in a short line above the body, whatever the line is; else when the page was changed last."""
    body = page.body_line()
    end = body.index if body else len(page.blocks)
    above = page.blocks[max(0, end - 3 * NEAR) : end]
    dated = first_dated(page, above, options, longest=_LONGEST_DATED) or first_dated(
        page, [*above, *below(page)], options, changed=True, longest=_LONGEST_DATED
    )
    return dated.found(Where.ANYWHERE) if dated else None


def profile(page: Page, options: Options) -> Found | None:
    """What a site profile points at."""
    value = page.head.given.get("published", "")
    moment = moment_given(value, options.now)
    return Found(moment, value, 0.95, Where.ARTICLE) if moment else None


def moment_given(text: str, now: datetime | None = None) -> Moment | None:
    """The moment that a text shows that a site profile points at, or a program's stamp in it."""
    moment = parse_stamp(text) or parse_moment(text, now=now)
    return local(moment) if moment else None


# What the page says of itself out of sight.
_DATA: tuple[FieldRule, ...] = (state, linked_data, meta, time_element)

PUBLISHED: tuple[FieldRule, ...] = (
    profile,
    byline,
    without_year,
    near_headline,
    in_boxes,
    labelled_below,
    *_DATA,
    byline_rough,
    comment,  # some portals print the moment of publication only there
    below_body,
    address,
    anywhere,
)


def byline_changed(page: Page, options: Options) -> Found | None:
    """A date of the byline row that 更新 or the like stands before."""
    dated = first_dated(page, rows(page), options, changed=True)
    return dated.found(Where.ARTICLE) if dated else None


def linked_data_modified(page: Page, options: Options) -> Found | None:
    """dateModified of the page's JSON-LD."""
    return _stamp(page.head.ld.date_modified if page.head.ld else None, 0.85)


def meta_modified(page: Page, options: Options) -> Found | None:
    """The page's meta tags."""
    return _stamp(page.head.first(*words("bylines.modified_metas")), 0.8)


MODIFIED: tuple[FieldRule, ...] = (byline_changed, linked_data_modified, meta_modified)


def _stamp(value: str | int | None, confidence: float) -> Found | None:
    """What a program wrote."""
    moment = (parse_stamp(value) or parse_moment(str(value))) if value else None
    return Found(local(moment), str(value), confidence) if moment else None


def settle_published(name: str, found: Found, others: Iterator[Found]) -> dict[str, Any]:
    """The record's time; a bare day is refined by what other rules found."""
    moment = without_filler(found.value)
    if moment.precision == "day":
        moment = refine(moment, (without_filler(other.value) for other in others))
    return {**settle_modified(name, found._replace(value=moment), others), f"{name}_raw": moment.raw}


def settle_modified(name: str, found: Found, others: Iterator[Found]) -> dict[str, Any]:
    """The record's time, as found."""
    moment = found.value
    if moment.raw.endswith("Z") or "+" in moment.raw:
        moment = local(moment)  # shown as a program wrote it
    return {name: aware(moment), f"{name}_precision": moment.precision}


def local(moment: Moment) -> Moment:
    """The moment in the page's local time. What a program gives in UTC is its own: Chinese newsrooms are at UTC+8."""
    is_utc = moment.when.utcoffset() == timedelta(0)
    return moment._replace(when=moment.when.astimezone(CHINA_TIME)) if is_utc else moment


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
