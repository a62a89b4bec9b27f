"""schema.org NewsArticle, as JSON-LD. Source of the names: https://schema.org/NewsArticle."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from newsparse.article import Article
from newsparse.record import iso
from newsparse.render.interchange import compact

# Roles of a credit and the property that says so; the others contribute.
_PROPERTIES = {
    "author": "author",
    "reporter": "author",
    "correspondent": "author",
    "translator": "translator",
    "editor": "editor",
}


def to_schema_org(article: Article) -> dict[str, Any]:
    """The record as a NewsArticle, or as a WebPage (CollectionPage for a list) where the page is no article.

    A day without an hour stays a day: schema.org takes a Date.
    """
    record = article.to_dict()
    page = {"article": "NewsArticle", "list": "CollectionPage"}.get(article.kind or "", "WebPage")
    url = record["canonical_url"] or record["url"]
    item: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": page,
        "url": url,
        "mainEntityOfPage": url,
        "headline": record["title"],
        "alternativeHeadline": record["subtitle"] or record["kicker"],
        "datePublished": _date(article.published, article.published_precision),
        "dateModified": _date(article.modified, article.modified_precision),
        "inLanguage": article.language,
        **_people(record["credits"]),
        "sourceOrganization": _organization(record["source"], record["source_url"]),
        "publisher": _organization(record["site_name"], None),
        "abstract": record["summary"],
        "keywords": record["keywords"],
        "image": [_image(image) for image in record["images"]],
        "video": [_media(media) for media in record["media"] if media["type"] == "video"],
        "audio": [_media(media) for media in record["media"] if media["type"] == "audio"],
        "associatedMedia": [
            compact({"@type": "MediaObject", "contentUrl": file["url"], "name": file["name"]})
            for file in record["attachments"]
        ],
        "breadcrumb": _breadcrumb(record["breadcrumbs"]),
    }
    if page == "NewsArticle":
        item |= {
            "dateline": record["dateline"] and record["dateline"]["raw"],
            "articleSection": [step["name"] for step in record["breadcrumbs"][1:]],
            "articleBody": record["text"],
            "isAccessibleForFree": {"free": True, "partial": False}.get(article.access or ""),
            "wordCount": len("".join(record["text"].split())) or None,  # 字数: characters but white space
        }
        del item["breadcrumb"]  # a property of pages, not of articles; the sections above say as much
    else:
        item["text"] = record["text"]
    return compact(item)


def _date(moment: datetime | None, precision: str | None) -> str | None:
    return iso(moment, "day" if precision == "day" else "second")


def _people(credits: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The credits by property, each person with the outlet that they work for."""
    out: dict[str, list[dict[str, Any]]] = {}
    for credit in credits:
        person: dict[str, Any] = {"@type": "Person", "name": credit["name"]}
        if credit["organization"]:
            person["worksFor"] = _organization(credit["organization"], None)
        if credit["role"] not in _PROPERTIES:
            person["jobTitle"] = credit["role"]
        out.setdefault(_PROPERTIES.get(credit["role"], "contributor"), []).append(person)
    return out


def _organization(name: str | None, url: str | None) -> dict[str, object] | None:
    return compact({"@type": "Organization", "name": name, "url": url}) if name else None


def _image(image: dict[str, Any]) -> dict[str, object]:
    return compact(
        {"@type": "ImageObject", "url": image["url"], "caption": image["caption"], "description": image["alt"]}
    )


def _media(media: dict[str, Any]) -> dict[str, object]:
    kind = "VideoObject" if media["type"] == "video" else "AudioObject"
    return compact({"@type": kind, "url": media["url"], "thumbnailUrl": media["poster"], "name": media["title"]})


def _breadcrumb(steps: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not steps:
        return None
    items = [
        compact({"@type": "ListItem", "position": n, "name": step["name"], "item": step["url"]})
        for n, step in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
