"""kind: an article, a list of articles, or something else (error page, forum, encyclopedia, search, front page)."""

from __future__ import annotations

import re
from functools import cache

from newsparse.article import Kind, Provenance
from newsparse.lexicon import load
from newsparse.marks.body import prose
from newsparse.page import Block, Page

# Points that make an article; see `_points`. Measured on the corpus: articles have 4 or more, lists and others 3 or less.
_ENOUGH = 4
# Characters of prose in the body: the shortest articles have 50, one sentence; 300 is more than any teaser.
_SOME, _MUCH = 40, 300
# A page with this share of its characters in links is a list, unless much speaks against it.
_LINKS = 0.6
# Pages with a smaller share are articles, or something else, but no lists.
_FEW_LINKS = 0.4


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in load("kinds")["pattern"].items()}


def kind_of(page: Page, published: object) -> tuple[Kind, Provenance]:
    """What the page is, and why."""
    points = _points(page, published)
    total = sum(points.values())
    evidence = ", ".join(f"{name} {value:+d}" for name, value in points.items())
    if total >= _ENOUGH:
        return "article", Provenance("kind.points", evidence, min(1.0, 0.5 + 0.1 * (total - _ENOUGH)))
    kind: Kind = "list" if _link_share(page) >= _FEW_LINKS or page.first("teaser") else "other"
    return kind, Provenance("kind.points", evidence, min(1.0, 0.5 + 0.1 * (_ENOUGH - total)))


def _is_sure(headline: Block) -> bool:
    """Whether the headline is known by the page's title, or by its element."""
    return headline.tag == "h1" or any(label.rule in ("headline.title", "headline.lines") for label in headline.labels)


def _points(page: Page, published: object) -> dict[str, int]:
    """What speaks for an article, and what against."""
    body = page.labelled("body")
    chars = sum(map(prose, body))
    headline = page.first("headline")
    points: dict[str, int] = {}
    if chars >= _SOME:
        points["prose"] = 2 if chars >= _MUCH else 1
    if headline is not None:
        points["headline"] = 2 if _is_sure(headline) else 1
    if page.first("byline") is not None and published is not None:
        points["byline"] = 2
    elif published is not None:
        points["date"] = 1
    if page.head.ld is not None and page.head.ld.type.endswith("Article"):
        points["json-ld"] = 1
    if not page.from_html:
        points["text"] = 1
    for name, pattern in _patterns().items():
        if pattern.search(page.head.title):
            points[name] = -4
    if page.head.facts is not None and page.head.facts.title:
        points["state"] = 1
    links = _link_share(page)
    if links >= _LINKS and chars < _MUCH:
        points["links"] = -1
    elif links < _FEW_LINKS and chars >= _SOME:
        points["few links"] = 1
    return points


def _link_share(page: Page) -> float:
    """Share of the page's characters that are in links."""
    return sum(b.link for b in page.blocks) / (sum(len(b.text) for b in page.blocks) or 1)
