"""What the page says of itself: its site, language, address, place in the site, further pages, summary, keywords."""

from __future__ import annotations

import re

from newsparse.article import Breadcrumb
from newsparse.fields.rule import FieldRule, Found, given
from newsparse.lexicon import pattern, words
from newsparse.options import Options
from newsparse.page.block import Block
from newsparse.page.lines import LONGEST_LINE
from newsparse.page.page import Page
from newsparse.text.outlets.outlet_names import LONGEST_OUTLET
from newsparse.text.titles import site_of_title

# Page numbers stand so many lines below the body at most, behind its credits and buttons; a list's stand further down.
_PAGES_NEAR = 40
# The steps of a path fill so much of its line at least: what is left are signs and the last step, a headline.
_STEPS = 0.2


def site_from_meta(page: Page, options: Options) -> Found | None:
    """og:site_name and the like."""
    value = page.head.first(*words("bylines.site_metas"))
    value = pattern("about.not_a_name").sub("", value).strip()
    return Found(value, value, 0.9) if 2 <= len(value) <= LONGEST_OUTLET else None


def site_from_ld(page: Page, options: Options) -> Found | None:
    """The publisher of the page's JSON-LD."""
    value = page.head.ld.publisher if page.head.ld else None
    return Found(value, value, 0.85) if value else None


def site_from_title(page: Page, options: Options) -> Found | None:
    """The last segment of the <title>, if it is a name."""
    value = site_of_title(page.head.title)
    return Found(value, page.head.title, 0.6) if value else None


SITE_NAME: tuple[FieldRule, ...] = (given("site_name"), site_from_meta, site_from_ld, site_from_title)


def canonical_link(page: Page, options: Options) -> Found | None:
    """<link rel=canonical>, then og:url."""
    for value in (page.head.links.get("canonical") or "", page.head.first("og:url")):
        if address := page.address(value):
            return Found(address, value, 0.9)
    return None


CANONICAL_URL: tuple[FieldRule, ...] = (canonical_link,)


def position_line(page: Page, options: Options) -> Found | None:
    """当前位置：首页 > 新闻 > 社会. The first such line above the body."""
    body = page.body_line()
    for block in page.blocks[: body.index if body else len(page.blocks)]:
        if block.link and len(block.runs) > 1 and (steps := _steps(page, block)):
            return Found(steps, block.text, 0.8)
    return None


def _steps(page: Page, block: Block) -> tuple[Breadcrumb, ...]:
    """The linked steps of a line that is built like a path."""
    is_path = pattern("about.path").search(block.text) or pattern("about.path_names").search(block.name)
    if len(block.text) > LONGEST_LINE or not is_path:
        return ()
    links = [p for p in block.parts if p.tag == "a" and p.text.strip()]
    if len(links) < 2 or sum(len(p.text.strip()) for p in links) < len(block.text) * _STEPS:
        return ()
    return tuple(Breadcrumb(p.text.strip(), page.address(p.href)) for p in links)


def breadcrumb_ld(page: Page, options: Options) -> Found | None:
    """BreadcrumbList of the page's JSON-LD."""
    steps = page.head.ld.breadcrumbs if page.head.ld else None
    return (
        Found(tuple(Breadcrumb(n, page.address(u or "")) for n, u in steps), "BreadcrumbList", 0.8) if steps else None
    )


BREADCRUMBS: tuple[FieldRule, ...] = (position_line, breadcrumb_ld)


def page_links(page: Page, options: Options) -> Found | None:
    """Links of the article's further pages: numbers in a row, 下一页, 余下全文."""
    body = page.labelled("body")
    start = body[-1].index if body else 0
    urls: list[str] = []
    shown: list[str] = []
    is_page = pattern("about.page_link").fullmatch
    for block in [b for b in page.blocks[start : start + _PAGES_NEAR] if b.link]:
        for text, (tag, _, href), _ in block.runs:
            if tag == "a" and is_page(text.strip()) and not href.startswith("#") and (url := page.address(href)):
                urls.append(url)
                shown.append(text.strip())
    if url := page.address(page.head.links.get("next", "")):
        urls.append(url)
    unique = tuple(dict.fromkeys(u for u in urls if u != page.url))
    return Found(unique, " ".join(shown), 0.8) if unique else None


PAGES: tuple[FieldRule, ...] = (page_links,)


def summary_box(page: Page, options: Options) -> Found | None:
    """摘要, 核心提示, 导读: the box above the body."""
    for block in page.labelled("summary"):
        return Found(pattern("about.summary").sub("", block.text).strip(), block.text, 0.85)
    return None


SUMMARY: tuple[FieldRule, ...] = (summary_box,)


def tag_line(page: Page, options: Options) -> Found | None:
    """关键词：… or 标签：… on the page."""
    for block in page.labelled("boilerplate"):
        found = pattern("about.tags").match(block.text)
        if found:
            links = tuple(p.text.strip(" #、") for p in block.parts if p.tag == "a" and p.text.strip(" #、"))
            tags = links or _split(block.text[found.end() :])
            if tags:
                return Found(tags, block.text, 0.8)
    return None


def keyword_meta(page: Page, options: Options) -> Found | None:
    """The page's keywords meta tag."""
    value = page.head.first(*words("bylines.keyword_metas"))
    found = _split(value)
    return Found(found, value, 0.7) if found else None


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in re.split(r"[,，;；、|\s]+", text.strip()) if w))


KEYWORDS: tuple[FieldRule, ...] = (keyword_meta, tag_line)
