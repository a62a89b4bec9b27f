"""The article that a page's JSON-LD describes (schema.org NewsArticle and kin, Baidu's cambrian.jsonld)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsparse.text.state.values import body_html, plain

# schema.org's articles; a video page is an article only where the page has no other.
ARTICLE_TYPES = frozenset(
    {
        *("NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle"),
        *("OpinionNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "AdvertiserContentArticle"),
        *("BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "Report", "TechArticle", "ScholarlyArticle"),
    }
)
VIDEO_TYPES = frozenset({"VideoObject"})
# What a page is that describes no article and names a writer, as weblogs' do; its name is the <title>.
PAGE_TYPES = frozenset({"WebPage"})
_MAX_LINE = 300  # characters of a headline or a name
_MAX_ITEMS = 50  # persons, or crumbs: more is a list of something else

LdObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LdArticle:
    """What JSON-LD says of the page's article; absent is None or ().

    Attributes:
        type: the schema.org type ("NewsArticle"), or "cambrian" for Baidu's own form, which has no type.
        date_published, date_modified: as written. A final "Z" means UTC, where some sites write local time with it.
        authors: (type, name): "Person", "Organization" or "".
        publisher: the site that publishes the page; often not the source of the article.
        body: articleBody, as HTML, if it is long enough for one.
        source_organization: sourceOrganization, else provider: whom the text comes from.
        breadcrumbs: (name, address or None), from the home page downwards.
        free: isAccessibleForFree, false if it is so of the article or of any part; None where it says neither.
    """

    type: str
    headline: str | None = None
    alternative_headline: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    authors: tuple[tuple[str, str], ...] = ()
    editors: tuple[str, ...] = ()
    publisher: str | None = None
    body: str | None = None
    source_organization: str | None = None
    breadcrumbs: tuple[tuple[str, str | None], ...] = ()
    free: bool | None = None


def json_ld_article(objects: list[LdObject]) -> LdArticle | None:
    """The first article among a page's JSON-LD objects (`newsparse.read.scripts.json_ld`); None if there is none.

    >>> found = json_ld_article([{"@type": "NewsArticle", "headline": "小镇通车", "author": {"name": "李青禾"}}])
    >>> found.headline, found.authors
    ('小镇通车', (('', '李青禾'),))
    """
    item, kind = _article(objects)
    if item is None:
        return None
    known = {o["@id"]: o for o in objects if isinstance(o.get("@id"), str)}
    return LdArticle(
        type=kind,
        headline=_line(item, "headline", *(() if kind in PAGE_TYPES else ("name", "title"))),
        alternative_headline=_line(item, "alternativeHeadline", "alternateName"),
        date_published=_line(item, "datePublished", "uploadDate", "pubDate", "dateCreated"),
        date_modified=_line(item, "dateModified", "upDate"),
        authors=tuple(_people(item.get("author") or item.get("creator"), known)),
        editors=tuple(name for _, name in _people(item.get("editor"), known)),
        publisher=_name(item.get("publisher"), known),
        body=body_html(item.get("articleBody")),
        source_organization=_name(item.get("sourceOrganization") or item.get("provider"), known),
        breadcrumbs=_breadcrumbs(objects),
        free=_free(item),
    )


def _free(item: LdObject) -> bool | None:
    """Whether an article is free, by itself and by its parts: true, "False", "https://schema.org/True"."""
    parts = item.get("hasPart")
    every = [item, *(parts[:_MAX_ITEMS] if isinstance(parts, list) else [parts])]
    said = [str(each.get("isAccessibleForFree")).rpartition("/")[2].lower() for each in every if isinstance(each, dict)]
    return False if "false" in said else True if "true" in said else None


def _types(item: LdObject) -> list[str]:
    """The type names of an object without their vocabulary: "https://schema.org/NewsArticle" is NewsArticle."""
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2].rpartition(":")[2] for kind in kinds if isinstance(kind, str)]


def _article(objects: list[LdObject]) -> tuple[LdObject | None, str]:
    """An article, else the article a page is about, else a video, else Baidu's form, else a page with a writer."""
    inner = [o["mainEntity"] for o in objects if isinstance(o.get("mainEntity"), dict)]
    for wanted in (ARTICLE_TYPES, VIDEO_TYPES):
        for item in [*objects, *inner]:
            for kind in _types(item):
                if kind in wanted:
                    return item, kind
    for item in objects:
        if "cambrian" in str(item.get("@context"))[:200] and item.get("title"):
            return item, "cambrian"
    pages = ((item, kind) for item in objects if item.get("author") for kind in _types(item) if kind in PAGE_TYPES)
    return next(pages, (None, ""))


def _resolved(value: Any, known: dict[str, LdObject]) -> Any:
    """References into the graph ({"@id": "#a"}) replaced by what they name."""
    if isinstance(value, list):
        return [_resolved(item, known) if isinstance(item, dict) else item for item in value[:_MAX_ITEMS]]
    if isinstance(value, dict) and len(value) <= 2 and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def _people(value: Any, known: dict[str, LdObject]) -> Iterator[tuple[str, str]]:
    value = _resolved(value, known)
    for item in (value if isinstance(value, list) else [value])[:_MAX_ITEMS]:
        kind = next(iter(_types(item)), "") if isinstance(item, dict) else ""
        names = item.get("name") if isinstance(item, dict) else item
        for name in names if isinstance(names, list) else [names]:
            text = plain(name, _MAX_LINE)
            if text:
                yield kind, text


def _name(value: Any, known: dict[str, LdObject]) -> str | None:
    return next((name for _, name in _people(value, known)), None)


def _line(item: LdObject, *keys: str) -> str | None:
    for key in keys:
        value = item.get(key)
        text = plain(value[0] if isinstance(value, list) and value else value, _MAX_LINE)
        if text:
            return text
    return None


def _address(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value.strip() if isinstance(value, str) and "/" in value else None


def _breadcrumbs(objects: list[LdObject]) -> tuple[tuple[str, str | None], ...]:
    """The steps of the first BreadcrumbList, in the order of their positions."""
    lists = (o.get("itemListElement") for o in objects if "BreadcrumbList" in _types(o))
    steps = next((s for s in lists if isinstance(s, list)), [])
    found = []
    for number, step in enumerate(steps[:_MAX_ITEMS]):
        if isinstance(step, dict):
            item = step.get("item")
            name = plain(step.get("name") or (item.get("name") if isinstance(item, dict) else None), _MAX_LINE)
            if name:
                found.append((_position(step.get("position"), number), name, _address(item)))
    return tuple((name, url) for _, name, url in sorted(found, key=lambda entry: entry[0]))


def _position(value: Any, default: int) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float(default)
