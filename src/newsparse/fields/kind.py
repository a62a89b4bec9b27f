"""kind: an article, a list of articles, or something else (error page, forum, encyclopedia, search, front page)."""

from __future__ import annotations

from collections.abc import Mapping

from newsparse.article import Kind, Provenance
from newsparse.fields.rule import Found, Where
from newsparse.lexicon import pattern, patterns
from newsparse.page.block import Block
from newsparse.page.page import Page
from newsparse.page.rows import SHORTEST_HEADLINE
from newsparse.text.dates.find import find_moments

# Points that make an article; see `_points`. On the corpus articles have 4 or more, lists and others 3 or less.
_ENOUGH = 4
# Characters of prose in the body: the shortest articles have 50, one sentence; 300 is more than any teaser.
_SOME, _MUCH = 40, 300
# Shares of the page's prose that are in the body, of the body's that are in one element, of the body that is prose.
_ONE_BODY, _ONE_ELEMENT, _ELSEWHERE, _THIN = 0.6, 0.5, 0.4, 0.5
# Lines that open with a date: a list dates each of its articles so. A chronicle does too, and can spare the points.
_DATE_LINE, _MANY_DATES = 30, 4
# No paragraph is so long (characters): it is data that the template printed, or a page whose markup is lost.
_HUGE_LINE = 8000
# A thread prints the same words at each post.
_MANY_POSTS = 3
# A page with this share of its characters in links is a list, unless much speaks against it.
_LINKS = 0.6
# Pages with a smaller share are articles, or something else, but no lists.
_FEW_LINKS = 0.4


# Rows, buttons, a picture may stand between headline and body (blocks).
_NEAR = 40
# The page's own title says what it is: nothing outweighs that.
_TOLD = -6


def kind_of(page: Page, found: Mapping[str, Found]) -> tuple[Kind, Provenance]:
    """What the page is, and why. ``found`` holds what was found for the record's fields."""
    points = _points(page, found["published"].where if "published" in found else None)
    if "dateline" in found:
        points["dateline"] = 1
    total = sum(points.values())
    evidence = ", ".join(f"{name} {value:+d}" for name, value in points.items())
    if total >= _ENOUGH:
        return "article", Provenance("kind.points", evidence, min(1.0, 0.5 + 0.1 * (total - _ENOUGH)))
    told = "thread" in points or any(name in points for name in patterns("kinds.pattern"))
    kind: Kind = "list" if not told and page.link_share >= _FEW_LINKS else "other"
    return kind, Provenance("kind.points", evidence, min(1.0, 0.5 + 0.1 * (_ENOUGH - total)))


def _is_sure(headline: Block) -> bool:
    """Whether the headline is known by the page's title: lists have lines that look like one."""
    return len(headline.text) >= SHORTEST_HEADLINE and headline.kind("headline") == "titled"


def _points(page: Page, dated: Where | None) -> dict[str, int]:
    """What speaks for an article, and what against."""
    body = [b for b in page.labelled("body") if b.text]
    chars = sum(b.prose for b in body)
    points: dict[str, int] = {}
    points["prose"] = -2 if chars < _SOME else 2 if chars >= _MUCH else 1
    headline = page.first("headline")
    if headline is not None and _is_sure(headline):
        points["headline"] = 2
    elif headline is None:
        points["no headline"] = -1
    elif dated is Where.ARTICLE and body and 0 < body[0].index - headline.index <= _NEAR:
        points["headline"] = 1  # known by its look; a date stands beside, and the body follows
    if dated is Where.ARTICLE:
        points["byline"] = 2
    elif dated is Where.PAGE:
        points["date"] = 1
    if page.from_html and not page.head.titles:
        points["no title"] = 1  # the head is lost: what it would have told cannot speak for an article
    if page.head.ld is not None and page.head.ld.type.endswith("Article"):
        points["json-ld"] = 1
    if page.head.facts is not None and page.head.facts.title:
        points["state"] = 1
    if not page.from_html:
        points["text"] = 1
    points |= _points_of_body(page, body, chars)
    if "byline" in points:
        # Short news has less prose than the teasers round it, and some portals set each paragraph apart.
        points = {name: value for name, value in points.items() if name not in ("prose elsewhere", "scattered prose")}
    for name, title in patterns("kinds.pattern").items():
        if title.search(page.head.title):
            points[name] = _TOLD
    links = page.link_share
    if links >= _LINKS and chars < _MUCH and "byline" not in points:
        points["links"] = -1
    elif links < _FEW_LINKS and chars >= _SOME:
        points["few links"] = 1
    return {name: value for name, value in points.items() if value}


def _comments_below(page: Page, body: list[Block]) -> int:
    """The heading of the comments under the body: what readers say there is not the page's prose."""
    return next((b.index for b in page.labelled("comments") if b.index > body[-1].index), len(page.blocks))


def _points_of_body(page: Page, body: list[Block], chars: int) -> dict[str, int]:
    """What the body's build says: an article's prose is in one element, a list's is everywhere."""
    if chars < _SOME:
        return {}
    points: dict[str, int] = {}
    home = page.homes
    homes: dict[int, int] = {}
    for block in body:
        homes[home[block.container]] = homes.get(home[block.container], 0) + block.prose
    said = page.blocks[: _comments_below(page, body)]
    share = chars / max(1, sum(b.prose for b in said))
    if share >= _ONE_BODY and max(homes.values()) >= chars * _ONE_ELEMENT:
        points["one body"] = 1
    elif max(homes.values()) < chars * _ONE_ELEMENT:
        points["scattered prose"] = -1
    elif share < _ELSEWHERE:
        points["prose elsewhere"] = -1
    if chars < sum(len(b.text) for b in body) * _THIN:
        points["thin"] = -2
    if max(b.prose for b in body) > _HUGE_LINE:
        points["one huge line"] = -3
    if len(pattern("kinds.thread").findall("\n".join([b.text for b in page.blocks]))) >= _MANY_POSTS:
        points["thread"] = -5
    dated = sum(bool(find_moments(b.text[:_DATE_LINE], limit=1)) for b in body)
    if dated >= _MANY_DATES and dated * 5 >= len(body):
        points["many dates"] = -3
    return points
