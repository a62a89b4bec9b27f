"""kind: an article, a list of articles, or something else (error page, forum, encyclopedia, search, front page)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from newsparse.article import Kind, Provenance
from newsparse.fields.rule import Found, Where
from newsparse.lexicon import load, pattern, patterns
from newsparse.options import Options
from newsparse.page.block import Block
from newsparse.page.lines import FAR, MANY, PARAGRAPH, SHORTEST_HEADLINE
from newsparse.page.page import Page
from newsparse.text.dates.find import find_moments

# Characters of prose in the body: the shortest articles have one sentence; 300 is more than any teaser has.
_SOME, _MUCH = 40, 300
# A share that tells: of the page's prose that is in the body, of the body's in one element, of the page in links.
_HALF = 0.5
# Pages with a smaller share of links are articles, or something else, but no lists.
_FEW_LINKS = 0.4
# A fifth of the lines: a chronicle opens with dates, too, and can spare the points.
_DATED = 5
# No paragraph is so long (characters): it is data that the template printed, or a page whose markup is lost.
_HUGE_LINE = 8000


def kind_of(page: Page, found: Mapping[str, Found], options: Options) -> tuple[Kind, Provenance]:
    """What the page is, and why. ``found`` holds what was found for the record's fields."""
    if options.kind is not None:
        return options.kind, Provenance("options.kind", options.kind, 1.0)
    worth = load("kinds.points")
    points = {name: worth[name] for name in _signs(page, found)}
    over = sum(points.values()) - worth["enough"]
    evidence = ", ".join(f"{name.partition('.')[0]} {value:+d}" for name, value in points.items())
    # A point more or less makes the verdict a tenth surer, from even chances on.
    why = Provenance("kind.points", evidence, min(1.0, (5 + abs(over)) / 10))
    if over >= 0:
        return "article", why
    told = "thread" in points or any(name in points for name in patterns("kinds.pattern"))
    return ("list" if not told and page.link_share >= _FEW_LINKS else "other"), why


def _is_sure(headline: Block) -> bool:
    """Whether the headline is known by the page's title: lists have lines that look like one."""
    return len(headline.text) >= SHORTEST_HEADLINE and headline.kind("headline") == "titled"


def _signs(page: Page, found: Mapping[str, Found]) -> Iterator[str]:
    """What speaks for an article, and what against: keys of the points in kinds.toml."""
    body = [b for b in page.labelled("body") if b.text]
    chars = sum(b.prose for b in body)
    dated = found["published"].where if "published" in found else None
    at_article = dated is Where.ARTICLE
    yield "prose.none" if chars < _SOME else "prose.much" if chars >= _MUCH else "prose.some"
    yield from _headline_signs(page, body, at_article=at_article)
    if at_article:
        yield "byline"
    elif dated is Where.PAGE:
        yield "date"
    yield from _signs_of_data(page)
    # Short news has less prose than the teasers round it, and some portals set each paragraph apart.
    yield from (sign for sign in _body_signs(page, body, chars) if not at_article or sign not in _BESIDE_ARTICLE)
    yield from (name for name, words in patterns("kinds.pattern").items() if words.search(page.head.title))
    links = page.link_share
    if links >= _HALF and chars < _MUCH and not at_article:
        yield "links"
    elif links < _FEW_LINKS and chars >= _SOME:
        yield "few links"
    if "dateline" in found:
        yield "dateline"


def _headline_signs(page: Page, body: list[Block], *, at_article: bool) -> Iterator[str]:
    headline = page.first("headline")
    if headline is None:
        yield "no headline"
    elif _is_sure(headline):
        yield "headline.titled"
    elif at_article and body and 0 < body[0].index - headline.index <= FAR:
        yield "headline.looks"  # known by its look; a date stands beside, and the body follows


def _signs_of_data(page: Page) -> Iterator[str]:
    if page.from_html and not page.head.titles:
        yield "no title"  # the head is lost: what it would have told cannot speak for an article
    if page.head.ld is not None and page.head.ld.type.endswith("Article"):
        yield "json-ld"
    if page.head.facts is not None and page.head.facts.title:
        yield "state"
    if not page.from_html:
        yield "text"


def _comments_below(page: Page, body: list[Block]) -> int:
    """The heading of the comments under the body: what readers say there is not the page's prose."""
    return next((b.index for b in page.labelled("comments") if b.index > body[-1].index), len(page.blocks))


_BESIDE_ARTICLE = ("prose elsewhere", "scattered prose")


def _body_signs(page: Page, body: list[Block], chars: int) -> Iterator[str]:
    """What the body's build says: an article's prose is in one element, a list's is everywhere."""
    if chars < _SOME:
        return
    homes: Counter[int] = Counter()
    for block in body:
        homes[page.homes[block.container]] += block.prose
    said = page.blocks[: _comments_below(page, body)]
    share = chars / max(1, sum(b.prose for b in said))
    most = max(homes.values())
    if share >= _HALF and most >= chars * _HALF:
        yield "one body"
    elif most < chars * _HALF:
        yield "scattered prose"
    elif share < _HALF:
        yield "prose elsewhere"
    if chars < sum(len(b.text) for b in body) * _HALF:
        yield "thin"
    if max(b.prose for b in body) > _HUGE_LINE:
        yield "one huge line"
    if len(pattern("kinds.thread").findall("\n".join([b.text for b in page.blocks]))) >= MANY:
        yield "thread"
    dated = sum(bool(find_moments(b.text[:PARAGRAPH], limit=1)) for b in body)
    if dated >= MANY and dated * _DATED >= len(body):
        yield "many dates"
