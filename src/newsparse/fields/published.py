"""published and modified: what the reader sees at the article beats what a template wrote into the head."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from newsparse.cores.dates import Moment, find_moments, moment_in_url, parse_moment, parse_stamp, roc_code
from newsparse.fields.rule import FieldRule, Found
from newsparse.lexicon import load
from newsparse.options import Options
from newsparse.page import Block, Page

# Blocks beside the headline or the body's end that may show the date.
_NEAR = 12


@cache
def _changed() -> re.Pattern[str]:
    """Words before a date that say it is the last change's."""
    return re.compile(load("bylines")["changed"] + r"[^\d]{0,6}$")


def _first(blocks: Iterable[Block], options: Options, *, changed: bool = False, longest: int = 400) -> Found | None:
    """The first moment in these lines; one that a word like 更新 stands before counts only if asked for."""
    fallback: Found | None = None
    for block in blocks:
        if not block.text or len(block.text) > longest:
            continue
        for moment in find_moments(block.text, now=options.now):
            if bool(_changed().search(block.text[: moment.start])) == changed:
                return Found(moment, block.text, 0.95)
            fallback = fallback or Found(moment, block.text, 0.7)
    return None if changed else fallback


def byline(page: Page, options: Options) -> Found | None:
    """The first date of the byline row."""
    return _first(page.labelled("byline"), options)


def near_headline(page: Page, options: Options) -> Found | None:
    """The first date in the lines between the headline and the body."""
    headline, body = page.first("headline"), page.first("body")
    if headline is None or body is None:
        return None
    start = min(headline.index, body.index)
    return _first([b for b in page.blocks[start : body.index] if not b.has("boilerplate")][: _NEAR * 2], options, longest=80)


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
    return _stamp(page.head.first(*load("bylines")["published_metas"]), 0.8)


def time_element(page: Page, options: Options) -> Found | None:
    """The first <time datetime>."""
    for value, _name in page.head.times:
        if found := _stamp(value, 0.7):
            return found
    return None


def below_body(page: Page, options: Options) -> Found | None:
    """A short line with a date after the body: official notices are dated at the foot."""
    body = page.labelled("body")
    if not body:
        return None
    last = body[-1].index
    lines = [b for b in page.blocks[max(0, last - 2) : last + _NEAR] if not b.has("related", "teaser")]
    found = _first(lines, options, longest=40)
    if found is None and (moment := roc_code(body[-1].text)) is not None:
        return Found(moment, body[-1].text[-20:], 0.7)
    return Found(found.value, found.evidence, 0.6) if found else None


def comment(page: Page, options: Options) -> Found | None:
    """A date in a comment of the template."""
    for text in page.head.comments:
        if (moment := parse_moment(text)) is not None:
            return Found(moment, text, 0.4)
    return None


def address(page: Page, options: Options) -> Found | None:
    """The day in the page's address."""
    for url in (page.url, page.head.links.get("canonical"), page.head.first("og:url")):
        if url and (moment := moment_in_url(url)) is not None:
            return Found(moment, url, 0.5)
    return None


def anywhere(page: Page, options: Options) -> Found | None:
    """The first date in a short line above the body, whatever the line is."""
    body = page.first("body")
    end = body.index if body else len(page.blocks)
    return _first(page.blocks[max(0, end - 3 * _NEAR) : end], options, longest=60)


PUBLISHED: tuple[FieldRule, ...] = (
    byline,
    near_headline,
    state,
    linked_data,
    meta,
    time_element,
    below_body,
    address,
    comment,
    anywhere,
)


def byline_changed(page: Page, options: Options) -> Found | None:
    """A date of the byline row that 更新 or the like stands before."""
    return _first(page.labelled("byline"), options, changed=True)


def linked_data_modified(page: Page, options: Options) -> Found | None:
    """dateModified of the page's JSON-LD."""
    return _stamp(page.head.ld.date_modified if page.head.ld else None, 0.85)


def meta_modified(page: Page, options: Options) -> Found | None:
    """The page's meta tags."""
    return _stamp(page.head.first(*load("bylines")["modified_metas"]), 0.8)


MODIFIED: tuple[FieldRule, ...] = (byline_changed, linked_data_modified, meta_modified)


def _stamp(value: str | None, confidence: float) -> Found | None:
    moment = (parse_stamp(value) or parse_moment(value)) if value else None
    return Found(moment, value or "", confidence) if moment else None


def refine(moment: Moment, others: Iterable[Moment]) -> Moment:
    """The moment, to the minute or second where another witness of the same day knows more."""
    rank = ("day", "minute", "second")
    best = moment
    for other in others:
        if other.when.date() == moment.when.date() and moment.precision == "day" and rank.index(other.precision) > rank.index(best.precision):
            best = other
    return best
