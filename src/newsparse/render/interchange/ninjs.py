"""IPTC ninjs 3.0, news in JSON. Source of the names: https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json."""

from __future__ import annotations

from typing import Any

from newsparse.article import Article
from newsparse.errors import InputError
from newsparse.record import iso
from newsparse.render.html import article_html
from newsparse.render.interchange import compact

_STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}


def to_ninjs(article: Article) -> dict[str, Any]:
    """The record as a ninjs object of type "text"; a list or other page gives one of representation "partial".

    Raises:
        InputError: neither the caller nor the page gave an address: ``uri`` must be there.
    """
    url = article.canonical_url or article.url
    if url is None:
        raise InputError("A ninjs object has a uri: call parse(page, url) with the page's address.")
    record = article.to_dict()
    dateline = record["dateline"] or {}
    item = {
        "uri": url,
        "standard": _STANDARD,
        "type": "text",
        "representationType": "full" if article.kind == "article" else "partial",
        "contentCreated": iso(article.published, "second"),
        "versionCreated": iso(article.modified or article.published, "second"),
        "language": article.language,
        "title": record["title"],
        "headlines": _headlines(record),
        "by": "、".join(record["authors"]),
        "people": [{"name": credit["name"], "rel": credit["role"]} for credit in record["credits"]],
        "located": dateline.get("place"),
        "infoSources": _sources(record),
        "descriptions": _description("summary", record["summary"]),
        "subjects": [{"name": word, "rel": "keyword"} for word in record["keywords"]],
        "bodies": _bodies(article, record["text"]) if article.text else [],
        "associations": [
            *(_picture(n, image) for n, image in enumerate(record["images"], 1)),
            *(_media(n, media) for n, media in enumerate(record["media"], 1)),
        ],
    }
    return compact(item)


def _headlines(record: dict[str, Any]) -> list[dict[str, str]]:
    """The headline, with 引题 and 副题 where the page has them."""
    named = {"main": "title", "kicker": "kicker", "subtitle": "subtitle"}
    return [{"role": role, "value": record[field]} for role, field in named.items() if record[field]]


def _sources(record: dict[str, Any]) -> list[dict[str, object]]:
    """The outlet that the text came from, and the site that shows it."""
    sources = []
    if record["source"]:
        sources.append(compact({"name": record["source"], "literal": "source", "uri": record["source_url"]}))
    if record["site_name"] and record["site_name"] != record["source"]:
        sources.append({"name": record["site_name"], "literal": "publisher"})
    return sources


def _bodies(article: Article, text: str) -> list[dict[str, object]]:
    return [
        {"role": "main", "contentType": "text/plain", "charCount": len("".join(text.split())), "value": text},
        {"role": "main", "contentType": "text/html", "value": article_html(article)},
    ]


def _description(role: str, text: str | None) -> list[dict[str, str]]:
    return [{"role": role, "contentType": "text/plain", "value": text}] if text else []


def _picture(number: int, image: dict[str, Any]) -> dict[str, object]:
    return compact(
        {
            "name": f"picture-{number}",
            "uri": image["url"],
            "type": "picture",
            "descriptions": _description("caption", image["caption"]),
            "renditions": [{"name": "main", "href": image["url"]}],
        }
    )


def _media(number: int, media: dict[str, Any]) -> dict[str, object]:
    return compact(
        {
            "name": f"{media['type']}-{number}",
            "uri": media["url"],
            "type": media["type"],
            "title": media["title"],
            "renditions": [{"name": "main", "href": media["url"]}],
        }
    )
