"""The signs that tell an article from other pages: how much of each there is, from 0 (nothing) to 1.

A sign is a small function of what is `Seen`; `SIGNS` lists them. What a sign is worth is data (`data/kinds.toml`),
fitted to labelled pages by ``tools/fit_kind.py``. None decides alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from newsparse.fields.rule import Found, Where
from newsparse.lexicon import pattern
from newsparse.page.block import NOT_TEXT, Block
from newsparse.page.lines import LONGEST_NOTICE, MANY, NEAR, is_linked
from newsparse.page.page import Page
from newsparse.page.readings import credits_of, source_of
from newsparse.page.site import called
from newsparse.text.dates.find import find_moments
from newsparse.text.state.json_ld import ARTICLE_TYPES
from newsparse.text.titles import parts_of, squeeze

# Where a sign is full (its weight is fitted to this scale, so another would be worth the same): so many characters of
# prose, and of a headline: nine in ten of the corpus's are as long.
_MUCH, _LONG_HEADLINE = 600, 14
# Characters of a line in which a date opens it, and in which an excerpt says that it breaks off.
_OPENING, _ENDING = 20, 16
_FIGURE = re.compile(r"\d")
# No paragraph is so long (characters): it is data that the template printed, or a page whose markup is lost.
_HUGE_LINE = 8000


@dataclass
class Seen:
    """A page, what was found for the record's fields, and what several signs ask for."""

    page: Page
    found: Mapping[str, Found]

    @cached_property
    def lines(self) -> list[Block]:
        """The body's lines of text."""
        body = self.page.labelled("body")
        return [b for b in body if b.text and (len(b.labels) == 1 or b.has("notice") or not b.has(*NOT_TEXT))]

    @cached_property
    def is_short(self) -> bool:
        """Whether the page says no more than a notice does."""
        return sum([b.prose for b in self.lines]) <= LONGEST_NOTICE

    @cached_property
    def body(self) -> list[Block]:
        """The body's lines without what a page of a few lines says of itself: that is no story."""
        says = pattern("kinds.notice").search
        return [b for b in self.lines if not says(b.text)] if self.is_short else self.lines

    @cached_property
    def last(self) -> int:
        """The index of the body's last line."""
        return self.body[-1].index if self.body else len(self.page.blocks)

    @cached_property
    def own(self) -> list[Block]:
        """The page without what its readers say under the body."""
        return self._above("comments")

    @cached_property
    def above(self) -> list[Block]:
        """The page without what it recommends under an article. A list has related pages anywhere."""
        return self._above("comments", "related") if self.dated else self.own

    def _above(self, *labels: str) -> list[Block]:
        """The lines above the first below the body that bears one of these labels."""
        below = (b.index for b in self.page.labelled(*labels) if b.index > self.last)
        return self.page.blocks[: next(below, len(self.page.blocks))]

    @cached_property
    def dated(self) -> bool:
        """Whether a date was read at the article itself, or a row there shows one without its year."""
        published = self.found.get("published")
        if published is not None and published.where is Where.ARTICLE:
            return True
        return any(row.kind("byline") == "short" for row in self.page.labelled("byline"))

    @cached_property
    def prose(self) -> int:
        return sum([b.prose for b in self.body])

    @cached_property
    def one_body(self) -> float:
        """The share of the page's prose that is the body's, in one element."""
        if not self.prose:
            return 0.0
        homes: Counter[int] = Counter()
        for block in self.body:
            homes[self.page.homes[block.container]] += block.prose
        return max(homes.values()) / max(sum([b.prose for b in self.above]), self.prose)

    @cached_property
    def headline(self) -> Block | None:
        return self.page.first("headline")

    @cached_property
    def titled(self) -> bool:
        """Whether the page's title says the headline: lists have lines that only look like one."""
        return self.headline is not None and self.headline.kind("headline") == "titled"

    @cached_property
    def title(self) -> list[str]:
        return parts_of(self.page.head.title)

    @cached_property
    def parts(self) -> list[str]:
        """The parts of the page's <title> that are not its headline: names of pages, channels, sites."""
        shown = squeeze(self.headline.text) if self.headline else ""
        return [part for part in self.title if squeeze(part) not in shown]

    @cached_property
    def name(self) -> str:
        return called(self.page)


def _prose(seen: Seen) -> float:
    """Prose of the body; captions twice, which stand for their pictures and are all that photo news may have; half as
    much what the body's other lines say: prices, fixtures, verses."""
    captions = sum([b.prose for b in seen.page.labelled("caption")])
    other = sum([len(b.text) for b in seen.body if not b.prose and not is_linked(b)])
    return sqrt(min(1.0, (seen.prose + captions * 2 + other / 2) / _MUCH))


def _teasers(seen: Seen) -> float:
    """The share of the page's lines that are teasers': linked headlines with a summary, again and again."""
    end = len(seen.above)
    return sum([b.index < end for b in seen.page.labelled("teaser")]) / (end or 1)


def _headline(seen: Seen) -> float:
    """A headline that the title says, the longer the less like a channel's name."""
    return min(1.0, len(seen.headline.text) / _LONG_HEADLINE) if seen.titled and seen.headline else 0.0


def _cut(seen: Seen) -> float:
    """The share of the body's lines that break off: "… [详细]"."""
    ends = "\n".join([b.text[-_ENDING:] for b in seen.body])
    return len(pattern("kinds.cut").findall(ends)) / (len(seen.body) or 1)


def _dates(seen: Seen) -> float:
    """The share of the body's lines that open with a date. A chronicle can spare it."""
    opening = [b.text[:_OPENING] for b in seen.body if _FIGURE.search(b.text, 0, _OPENING)]
    dated = sum([bool(find_moments(text, limit=1)) for text in opening]) if len(opening) >= MANY else 0
    return dated / len(seen.body) if dated >= MANY else 0.0


def _byline(seen: Seen) -> float:
    """A date was read at the article itself, and a row there says with a label where the text comes from."""
    sourced = any(source_of(seen.page, row) for row in seen.page.labelled("byline"))
    return (seen.dated + sourced) / 2


def _credits(seen: Seen) -> float:
    """Somebody is named at the article itself: what is named far below it made the page, a list maybe."""
    if "credits" not in seen.found:
        return 0.0
    rows = seen.page.labelled("byline", "credit")
    naming = (r.index for r in rows if credits_of(seen.page, r, "byline" if r.has("byline") else "foot"))
    return float(next(naming, 0) <= seen.last + NEAR)


def _controls(seen: Seen) -> float:
    """Words that forums, encyclopedias, players and shops print beside each post, section or thing."""
    beside = [b.text for b in seen.own if not b.prose and b.link < len(b.text)]
    said = len(pattern("kinds.controls").findall("\n".join(beside)))
    return min(1.0, max(0, said - 1) / (MANY - 1))  # once may be chance


def _notice(seen: Seen) -> float:
    """A page of a few lines that speaks of itself, or asks the reader to prove something or to log in."""
    if not seen.is_short:
        return 0.0
    lines = [b.text for b in seen.lines]
    lines += [b.text for b in seen.page.blocks if b.prose and not b.labels and not b.hidden]
    return float(bool(pattern("kinds.notice").search("\n".join(lines))))


def _page_name(seen: Seen) -> float:
    """The whole headline is the name of a page that every site has: 页面不存在, 登录, 搜索结果, 首页."""
    return float(bool(pattern("kinds.page_name").search(seen.name)))


def _channel(seen: Seen) -> float:
    """A part of the title behind the headline is a place where no news stands: 百科, 论坛, 问答."""
    names = "\n".join([part for part in seen.parts if part != seen.name])
    return float(bool(names and pattern("kinds.channel").search(names)))


def _data(seen: Seen) -> float:
    """The page's data call it an article: og:type, JSON-LD, an article's title, or body and time, in the state."""
    head = seen.page.head
    typed = head.first("og:type").startswith("article") or bool(head.ld and head.ld.type in ARTICLE_TYPES)
    facts = head.facts
    return float(typed or bool(facts and (facts.title or (facts.content_html and facts.published))))


def _no_title(seen: Seen) -> float:
    """The head is lost, or the page is plain text: what a title would have told cannot speak for an article."""
    return float(not seen.page.head.titles)


SIGNS: dict[str, Callable[[Seen], float]] = {
    "prose": _prose,
    "one body": lambda seen: seen.one_body,
    "headline": _headline,
    "byline": _byline,
    "credits": _credits,
    "dateline": lambda seen: float("dateline" in seen.found),
    "data": _data,
    "links": lambda seen: seen.page.link_share,
    "teasers": _teasers,
    "cut": _cut,
    "dates": _dates,
    "huge line": lambda seen: float(max([b.prose for b in seen.body], default=0) > _HUGE_LINE),
    "controls": _controls,
    "notice": _notice,
    "page name": _page_name,
    "channel": _channel,
    "no title": _no_title,
}


def signs_of(page: Page, found: Mapping[str, Found]) -> dict[str, float]:
    """How much there is of each sign."""
    seen = Seen(page, found)
    return {name: sign(seen) for name, sign in SIGNS.items()}
