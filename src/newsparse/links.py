"""`links`: a page's links sorted into articles, next pages, lists and the rest. Enough to seed a crawl from a channel.

Each link gets points for what its address and its words say and for what its neighbours are; points decide.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from newsparse.article import Precision
from newsparse.forks import reading
from newsparse.lexicon import load, pattern
from newsparse.options import Options
from newsparse.page.targets import Target, says, targets_of
from newsparse.read.coerce import read
from newsparse.text.addresses import AddressKind, address_kind, page_of, shape_of, site_of
from newsparse.text.dates.find import CHINA_TIME, Moment, aware, find_moments, moment_in_url

LinkKind = Literal["article", "next", "list", "other"]

# What an address is worth for an article. A date in it or a long number settles it together with a headline's words.
_ADDRESS_POINTS: dict[AddressKind, int] = {"dated": 3, "numbered": 2, "page": 1, "plain": 0, "list": -3}
# Points that make an article.
_ENOUGH = 3
# Width of a link's text (see `width_of`): headlines have six and more, most nine and more; columns have two to five.
_HEADLINE, _SHORT_HEADLINE, _COLUMN = 9, 6, 4
# A column's name over an address that tells nothing is no longer.
_LONGEST_COLUMN = 6
# So many links of one shape with a headline's words are a list of articles.
_MANY = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page.

    Attributes:
        url: absolute, without its fragment.
        text: the fullest words that the page gives it: link text, title attribute, a picture's alt.
        kind: "article", "next" (a further page of this list or article), "list" (front page, channel, topic), "other".
        date: the date shown beside it; a day without a year takes it from the address or from ``Options.now``.
        date_precision: "day", "minute" or "second".
        evidence: what decided.
    """

    url: str
    text: str
    kind: LinkKind
    date: datetime | None = None
    date_precision: Precision | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """A page's links by kind, each in reading order, each address once."""

    articles: tuple[Link, ...] = ()
    next_pages: tuple[Link, ...] = ()
    lists: tuple[Link, ...] = ()
    others: tuple[Link, ...] = ()


def links(page: Any, url: str | None = None, *, content_type: str | None = None, options: Options = Options()) -> Links:
    """Sort the links of a page.

    Args:
        page: what `newsparse.parse` takes: bytes, str, a client's response, an lxml tree, a BeautifulSoup object.
        url: the page's address. Without it and without ``<base>``, relative links are left out.
        content_type: the response's Content-Type header.
        options: as for `newsparse.parse`; ``now`` is the moment that "05-11" and "3小时前" are counted from.

    Raises:
        EmptyPage, BinaryPage, InputError: as `newsparse.parse`.

    >>> found = links("<a href=/shehui/>社会</a> <a href=/2021/1108/77120.html>老街的路灯昨晚亮了</a> 2021-11-08",
    ...               "http://news.example.cn/")
    >>> [(link.url, link.date_precision) for link in found.articles], [link.text for link in found.lists]
    ([('http://news.example.cn/2021/1108/77120.html', 'day')], ['社会'])
    """
    with reading:
        targets, own, rel_next = targets_of(read(page, url, content_type, options))
        points = {target.url: _points(target) for target in targets}
        _vote(targets, points, own)
        pagers = _pagers(targets, own, rel_next)
        found = [_link(target, points[target.url], pagers, own, options) for target in targets]
    return Links(*(tuple(link for link in found if link.kind == kind) for kind in ("article", "next", "list", "other")))


def _is_service(target: Target) -> bool:
    """Whether the link leads to a service of the site: log-in, contact, print …"""
    if target.address == "service":
        return True
    if target.address in ("dated", "numbered") and target.width >= _SHORT_HEADLINE:
        return False  # an article's headline may hold such a word: 钟表收藏没有门槛
    short = len(target.text) <= load("links.service.max")
    return short and bool(pattern("links.service").search(target.text))


def _points(target: Target) -> dict[str, int]:
    """What speaks for an article and what against."""
    if target.address in ("file", "nowhere") or _is_service(target):
        return {"service": -9}
    points: dict[str, int] = {target.address: _ADDRESS_POINTS[target.address]}
    width = target.width
    opens = width > _SHORT_HEADLINE and pattern("links.text.neighbour").match(target.text)
    if opens or says("neighbour", target.text):
        points["neighbour"] = 4
    elif width >= _HEADLINE:
        points["headline"] = 2
    elif width >= _SHORT_HEADLINE:
        points["short headline"] = 1
    elif 0 < width <= _COLUMN and (target.address != "dated" or says("more", target.text)):
        points["column"] = -2
    if says("number", target.text):
        points["number"] = -2  # a page of a gallery, a day of a calendar
    if target.shown and width >= _SHORT_HEADLINE:
        points["dated beside"] = 1
    return points


def _vote(targets: list[Target], points: dict[str, dict[str, int]], own: str | None) -> None:
    """Links of one shape vouch for each other; and this page for those of its shape, unless it is a list."""
    shapes = Counter(shape_of(t.url) for t in targets if t.width >= _SHORT_HEADLINE and "service" not in points[t.url])
    if own and address_kind(own) in ("dated", "numbered", "page"):
        shapes[shape_of(own)] += _MANY
    for target in targets:
        if shapes[shape_of(target.url)] >= _MANY and target.width >= _SHORT_HEADLINE and target.address != "list":
            points[target.url]["siblings"] = 1


def _pagers(targets: list[Target], own: str | None, rel_next: str | None) -> set[str]:
    """Addresses of further pages: named 下一页, or numbered and, by their address, pages of this one."""
    named = {t.url for t in targets if says("next", t.text) and t.address not in ("service", "file")}
    named |= {t.url for t in targets if t.url == rel_next or "next" in t.rel.split()}
    shapes = {shape_of(url) for url in named}
    for target in targets:
        if says("number", target.text) and (_are_pages(own, target.url) or shape_of(target.url) in shapes):
            named.add(target.url)
    return named


def _are_pages(own: str | None, other: str) -> bool:
    """Whether two addresses are pages of one thing: this one may be page 1 or a further one."""
    return own is not None and (page_of(own, other) is not None or page_of(other, own) is not None)


def _link(target: Target, points: dict[str, int], pagers: set[str], own: str | None, options: Options) -> Link:
    kind, evidence = _kind(target, points, pagers, own)
    moment = _moment(target, options.now) if target.shown and kind == "article" else None
    return Link(
        target.url,
        target.text,
        kind,
        aware(moment) if moment else None,
        moment.precision if moment else None,
        evidence,
    )


def _kind(target: Target, points: dict[str, int], pagers: set[str], own: str | None) -> tuple[LinkKind, str]:
    if target.url in pagers:
        return "next", target.text or "rel=next"
    if says("back", target.text):
        return "other", target.text
    evidence = ", ".join(f"{name} {value:+d}" for name, value in points.items() if value)
    if sum(points.values()) >= _ENOUGH:
        return "article", evidence
    if "service" not in points and _is_list(target, own):
        return "list", evidence or target.address
    return "other", evidence


def _is_list(target: Target, own: str | None) -> bool:
    """A list's address, or a column's name over an address that tells nothing; on this site."""
    if own and site_of(own) != site_of(target.url):
        return False
    if target.address == "list" or says("more", target.text):
        return True
    return target.address in ("plain", "page") and 0 < target.width <= _LONGEST_COLUMN


# A day without its year, alone beside a link: "[05-11]".
_BARE_DAY = re.compile(r"\W*(\d{1,2})[-/.](\d{1,2})\W*")


def _moment(target: Target, now: datetime | None) -> Moment | None:
    """The date shown beside the link. A day without a year is of the address's year, else of the last such day."""
    named = moment_in_url(target.url)
    if named is not None:
        # The end of the year that the address names: later days of it are not read as those of the year before.
        now = datetime(named.when.year, 12, 31, 23, 59, tzinfo=CHINA_TIME)
    bare = _BARE_DAY.fullmatch(target.shown)
    shown = f"{bare[1]}月{bare[2]}日" if bare else target.shown
    absolute = find_moments(shown, limit=1)
    return next(iter(absolute or find_moments(shown, now=now, limit=1)), None)
