"""The signs that tell an article from other pages: how much of each there is, from 0 (nothing) to 1.

A sign is a small function of what is `Seen`; `SIGNS` lists them. What a sign is worth is data (`data/kinds.toml`),
fitted to labelled pages by ``tools/fit_kind.py``. None decides alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from newsparse.fields.rule import Found, Where
from newsparse.lexicon import pattern
from newsparse.page.block import NOT_TEXT, Block
from newsparse.page.lines import LONGEST_LINE, MANY, PARAGRAPH, SHORTEST_HEADLINE, is_link
from newsparse.page.page import Page
from newsparse.text.addresses import address_kind
from newsparse.text.dates.find import find_moments
from newsparse.text.titles import parts_of, squeeze

# Characters of prose: more makes no page more of an article; and what a gate or an error page has to say is shorter.
_MUCH, _LONG, _NOTICE = 600, 1500, 200
# Characters of a headline that is surely no channel's name.
_LONG_HEADLINE = 14
# No paragraph is so long (characters): it is data that the template printed, or a page whose markup is lost.
_HUGE_LINE = 8000


@dataclass
class Seen:
    """A page, what was found for the record's fields, and what several signs ask for."""

    page: Page
    found: Mapping[str, Found]

    @cached_property
    def body(self) -> list[Block]:
        return [b for b in self.page.labelled("body") if b.text and not b.has(*NOT_TEXT)]

    @cached_property
    def own(self) -> list[Block]:
        """The page without what its readers say under the body."""
        last = self.body[-1].index if self.body else len(self.page.blocks)
        below = next((b.index for b in self.page.labelled("comments") if b.index > last), len(self.page.blocks))
        return self.page.blocks[:below]

    @cached_property
    def prose(self) -> int:
        return sum([b.prose for b in self.body])

    @cached_property
    def headline(self) -> Block | None:
        return self.page.first("headline")

    @cached_property
    def titled(self) -> bool:
        """Whether the page's title says the headline: lists have lines that only look like one."""
        return self.headline is not None and self.headline.kind("headline") == "titled"

    @cached_property
    def parts(self) -> list[str]:
        """The parts of the page's <title> that are not its headline: names of pages, channels, sites."""
        shown = squeeze(self.headline.text) if self.headline else ""
        return [part for part in parts_of(self.page.head.title) if squeeze(part) not in shown]

    @cached_property
    def name(self) -> str:
        """What the page calls itself: its headline, else the first part of its title."""
        if self.headline is not None and (self.titled or not self.parts):
            return self.headline.text
        return self.parts[0] if self.parts else ""

    @cached_property
    def dated(self) -> Where | None:
        return self.found["published"].where if "published" in self.found else None

    @cached_property
    def address(self) -> str:
        url = self.page.url or (self.found["canonical_url"].value if "canonical_url" in self.found else "")
        return address_kind(url)


def _prose(seen: Seen) -> float:
    return sqrt(min(1.0, seen.prose / _MUCH))


def _one_body(seen: Seen) -> float:
    """The share of the page's prose that is the body's, in one element."""
    if not seen.prose:
        return 0.0
    homes: Counter[int] = Counter()
    for block in seen.body:
        homes[seen.page.homes[block.container]] += block.prose
    return max(homes.values()) / max(sum([b.prose for b in seen.own]), seen.prose)


def _document(seen: Seen) -> float:
    """Long prose in one element of a page with little else: a text, even where nobody says when it was written."""
    return sqrt(min(1.0, seen.prose / _LONG)) * _one_body(seen) * (1 - seen.page.link_share)


def _teasers(seen: Seen) -> float:
    """The share of the page that is teasers: linked headlines with a summary, again and again."""
    size = sum([len(b.text) for b in seen.page.labelled("teaser")])
    return size / (sum([len(b.text) for b in seen.page.blocks]) or 1)


def _headline(seen: Seen) -> float:
    """A headline that the title says, the longer the less like a channel's name."""
    return min(1.0, len(seen.headline.text) / _LONG_HEADLINE) if seen.titled and seen.headline else 0.0


def _links(seen: Seen) -> float:
    return seen.page.link_share


def _links_in_body(seen: Seen) -> float:
    """Linked headlines among the body's lines: each excerpt of a channel stands under one."""
    if not seen.body:
        return 0.0
    among = seen.page.blocks[seen.body[0].index : seen.body[-1].index]
    linked = sum([SHORTEST_HEADLINE <= len(b.text) <= LONGEST_LINE and is_link(b) for b in among])
    return min(1.0, linked / len(seen.body))


def _cut(seen: Seen) -> float:
    """The share of the body's lines that break off: "… [详细]"."""
    return sum([bool(pattern("kinds.cut").search(b.text)) for b in seen.body]) / (len(seen.body) or 1)


def _dates(seen: Seen) -> float:
    """The share of the body's lines that open with a date. A chronicle can spare it."""
    dated = sum([bool(find_moments(b.text[:PARAGRAPH], limit=1)) for b in seen.body])
    return dated / len(seen.body) if dated >= MANY else 0.0


def _captions(seen: Seen) -> float:
    """Captions in sentences: all that photo news may have."""
    return min(1.0, sum([b.prose for b in seen.page.labelled("caption")]) / PARAGRAPH)


def _controls(seen: Seen) -> float:
    """Words that forums, encyclopedias, players and shops print at each post, section or thing."""
    text = "\n".join([b.text for b in seen.own])
    said = len(pattern("kinds.controls").findall(text))
    return min(1.0, max(0, said - 1) / (MANY - 1))  # once may be chance


def _notice(seen: Seen) -> float:
    """A page of a few lines that speaks of itself, or asks the reader to prove something or to log in."""
    if seen.prose > _NOTICE:
        return 0.0
    lines = [b.text for b in seen.body]
    lines += [b.text for b in seen.page.blocks if b.prose and not b.labels and not b.hidden]
    return float(bool(pattern("kinds.notice").search("\n".join(lines))))


def _page_name(seen: Seen) -> float:
    """The whole headline is the name of a page that every site has: 页面不存在, 登录, 搜索结果, 首页."""
    return float(bool(pattern("kinds.page_name").search(seen.name)))


def _channel(seen: Seen) -> float:
    """A part of the title behind the headline is a place where no news stands: 百科, 论坛, 问答."""
    return float(any(pattern("kinds.channel").search(part) for part in seen.parts))


def _inner(seen: Seen) -> float:
    """The title or the path to the page calls it 正文."""
    path = seen.found["breadcrumbs"].evidence if "breadcrumbs" in seen.found else ""
    return float(any(pattern("kinds.inner").search(said) for said in (*seen.parts, path)))


def _data(seen: Seen) -> float:
    """The page's data call it an article: og:type, JSON-LD, the title of an article in the JavaScript state."""
    head = seen.page.head
    typed = head.first("og:type").startswith("article") or bool(head.ld and head.ld.type.endswith("Article"))
    return float(typed or bool(head.facts and head.facts.title))


def _no_title(seen: Seen) -> float:
    """The head is lost, or the page is plain text: what a title would have told cannot speak for an article."""
    return float(not seen.page.head.titles)


SIGNS: dict[str, Callable[[Seen], float]] = {
    "prose": _prose,
    "one body": _one_body,
    "document": _document,
    "headline": _headline,
    "byline": lambda seen: float(seen.dated is Where.ARTICLE),
    "date": lambda seen: float(seen.dated is Where.PAGE),
    "credits": lambda seen: float("credits" in seen.found),
    "dateline": lambda seen: float("dateline" in seen.found),
    "data": _data,
    "inner": _inner,
    "captions": _captions,
    "address": lambda seen: float(seen.address in ("dated", "numbered", "page")),
    "address of a list": lambda seen: float(seen.address in ("list", "service")),
    "links": _links,
    "links in body": _links_in_body,
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
