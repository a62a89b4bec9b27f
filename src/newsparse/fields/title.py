"""title, kicker, subtitle."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from newsparse.fields.rule import FieldRule, Found, given
from newsparse.lexicon import pattern
from newsparse.options import Options
from newsparse.page.block import HEADLINE_TAGS, Block, name_of
from newsparse.page.headline_parts import parts_of_headline
from newsparse.page.lines import BUTTON, LONGEST_LINE, SHORTEST_HEADLINE, is_linked
from newsparse.page.page import Page
from newsparse.page.site import own_words, site_names
from newsparse.text.dates.find import find_moments
from newsparse.text.titles import says_nothing, squeeze, strip_site, tidy

# Characters of private use are pictures of icon fonts.
_ICON = re.compile(r"[\ue000-\uf8ff\ufffc]+")


def visible(page: Page, options: Options) -> Found | None:
    """The headline as the page shows it; a date printed in the same line and a badge before it are cut off."""
    lines = page.labelled("headline")
    text = shown = _ICON.sub("", "".join(own_words(line) for line in lines)).strip()
    if says_nothing(text):
        return None
    if len(lines) == 1 and (parts := parts_of_headline(page, lines[0])):
        text = parts.title
    moments = find_moments(text)
    if moments and moments[-1].end == len(text) and moments[-1].start >= BUTTON:
        text = text[: moments[-1].start].rstrip()
    badge = pattern("titles.badges").match(text)
    titles = squeeze(page.head.title + page.head.first("og:title"))
    if badge and squeeze(text) not in titles and squeeze(text[badge.end() :]) in titles:
        text = text[badge.end() :].lstrip()
    return Found(text, shown, 0.95 if lines[0].kind("headline") else 0.85)


def linked_data(page: Page, options: Options) -> Found | None:
    """The headline of the page's JSON-LD."""
    value = page.head.ld.headline if page.head.ld else None
    return _without_site(page, Found(value, value, 0.85)) if value else None


def state(page: Page, options: Options) -> Found | None:
    """The title in the page's JavaScript state."""
    value = page.head.facts.title if page.head.facts else None
    return _without_site(page, Found(value, value, 0.8)) if value else None


def meta(page: Page, options: Options) -> Found | None:
    """The title in the page's meta tags, its site's name cut off."""
    value = page.head.first("og:title", "articletitle", "twitter:title", "headline")
    return _without_site(page, Found(value, value, 0.75))


def title_element(page: Page, options: Options) -> Found | None:
    """The <title>, its channel's and site's names cut off."""
    value = page.head.title
    found = _without_site(page, Found(value, value, 0.6))
    return found and found._replace(value=_whole(page, found.value))


def _without_site(page: Page, found: Found) -> Found | None:
    """A title that the page's head or data say, the channel's and the site's names cut off, if that leaves any."""
    title = strip_site(found.value, site_names(page))
    return found._replace(value=title) if title else None


def _whole(page: Page, title: str) -> str:
    """A title that microblogs cut with dots (【渡口换了新...), as the text that opens with it has it."""
    start = title.rstrip(".…")
    if start == title or not start.startswith("【"):
        return title
    line = next((b.text for b in page.labelled("body") if b.text.startswith(start) and "】" in b.text), "")
    return line[1 : line.index("】")] if line else title


def first_line(page: Page, options: Options) -> Found | None:
    """Plain text without any head: the first line, if it is short enough to be a headline."""
    for block in () if page.from_html else page.blocks:
        if block.text and not block.labels:
            return Found(block.text, block.text, 0.5) if len(block.text) <= LONGEST_LINE else None
    return None


def _given(page: Page, text: str) -> str:
    """A title that a site profile points at: perhaps the <title>, with the site's name."""
    return strip_site(_ICON.sub("", text).strip(), site_names(page))


TITLE: tuple[FieldRule, ...] = (given("title", _given), visible, linked_data, state, meta, title_element, first_line)


def settle_title(name: str, found: Found, others: Iterator[Found]) -> dict[str, Any]:
    """The title without separators at its end, and not too long to be one."""
    return {name: tidy(found.value)}


def _beside(page: Page, step: int, kind: str) -> Block | None:
    """The line right before (-1) or after (+1) the headline that is named or written like a 引题 or 副题."""
    headline = page.first("headline")
    if headline is None:
        return None
    for distance in (1, 2):
        index = headline.index + step * distance
        if not 0 <= index < len(page.blocks):
            return None
        block = page.blocks[index]
        if not block.text or block.has("byline", "repeat"):
            continue
        if block.has("body", "boilerplate") or len(block.text) > LONGEST_LINE:
            return None
        named = pattern(f"titles.{kind}_names").search(name_of(block))
        if named or pattern(f"titles.{kind}_words").match(block.text) or _is_lower(block, headline):
            return block
        return None
    return None


def _is_lower(block: Block, headline: Block) -> bool:
    """Whether a line is a heading of a lower rank right beside the headline, in its element: no channel's, no link."""
    return (
        abs(block.index - headline.index) == 1
        and headline.tag in HEADLINE_TAGS
        and block.tag in HEADLINE_TAGS
        and block.tag > headline.tag
        and block.container == headline.container
        and len(block.text) >= SHORTEST_HEADLINE
        and not is_linked(block)
        and not pattern("titles.channel_words").search(block.text)
    )


def line_above(page: Page, options: Options) -> Found | None:
    """The 引题 above the headline."""
    block = _beside(page, -1, "kicker")
    return Found(pattern("titles.kicker_words").sub("", block.text).strip(), block.text, 0.8) if block else None


def line_below(page: Page, options: Options) -> Found | None:
    """The 副题 below the headline."""
    block = _beside(page, 1, "subtitle")
    return Found(pattern("titles.subtitle_words").sub("", block.text).strip(), block.text, 0.8) if block else None


def within_headline(page: Page, options: Options, *, above: bool) -> Found | None:
    """What stands before the title, or behind it, in its own line, in an element of its own."""
    headline = page.first("headline")
    parts = parts_of_headline(page, headline) if headline else None
    text = (parts.kicker if above else parts.deck) if parts else ""
    return Found(text, headline.text, 0.8) if headline and text else None


def kicker_within(page: Page, options: Options) -> Found | None:
    """The 引题 in the headline's own line."""
    return within_headline(page, options, above=True)


def subtitle_within(page: Page, options: Options) -> Found | None:
    """The 副题 in the headline's own line."""
    return within_headline(page, options, above=False)


def alternative_headline(page: Page, options: Options) -> Found | None:
    """alternativeHeadline of the page's JSON-LD, where it says something else than the headline."""
    value = page.head.ld.alternative_headline if page.head.ld else None
    return Found(value, value, 0.7) if value and page.head.ld and value != page.head.ld.headline else None


def _without_label(kind: str) -> Callable[[Page, str], str]:
    """Reads a line without a word like 副标题： before it."""

    def read(_page: Page, text: str) -> str:
        return str(pattern(f"titles.{kind}_words").sub("", text).strip())

    return read


KICKER: tuple[FieldRule, ...] = (given("kicker", _without_label("kicker")), line_above, kicker_within)
SUBTITLE: tuple[FieldRule, ...] = (
    given("subtitle", _without_label("subtitle")),
    line_below,
    subtitle_within,
    alternative_headline,
)
