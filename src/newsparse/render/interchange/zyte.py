"""Zyte's common items: the fields of ``zyte_common_items.Article``, and after them those that it lacks.

Source of the names: zyte_common_items/items/article.py and its components; tests compare with the installed class.
"""

from __future__ import annotations

from typing import Any

from newsparse.article import Article
from newsparse.errors import InputError
from newsparse.record import iso
from newsparse.render.html import article_html
from newsparse.render.interchange import compact
from newsparse.withheld import judged_kind


def to_zyte(article: Article) -> dict[str, Any]:
    """The record under Zyte's names. ``metadata.probability`` says how sure it is that the page is an article.

    Raises:
        InputError: neither the caller nor the page gave an address, which the item must have.
    """
    url = article.url or article.canonical_url
    if url is None:
        raise InputError("A Zyte item has an address: call parse(page, url) with the page's.")
    record = article.to_dict()
    why = article.provenance.get("kind")
    sure = why.confidence if why else 1.0  # where it is one of the other two kinds, two share what is left
    item = {
        "url": url,
        "canonicalUrl": article.canonical_url,
        "headline": record["title"],
        "datePublished": iso(article.published, "second"),
        "datePublishedRaw": record["published_raw"],
        "dateModified": iso(article.modified, "second"),
        "authors": [{"name": name, "nameRaw": name} for name in record["authors"]],
        "breadcrumbs": [compact(step) for step in record["breadcrumbs"]],
        "inLanguage": article.language.partition("-")[0],
        "mainImage": {"url": article.main_image.url} if article.main_image else None,
        "images": [{"url": image["url"]} for image in record["images"]],
        "videos": _playing(record, "video"),
        "audios": _playing(record, "audio"),
        "description": record["summary"],
        "articleBody": record["text"],
        "articleBodyHtml": article_html(article) if article.text else None,
        "metadata": {"probability": round(sure if judged_kind(article) == "article" else (1 - sure) / 2, 2)},
        # What zyte_common_items.Article has no field for; `newsparse.integrations.scrapy.NewsArticle` has them.
        "kind": article.kind,
        "kicker": record["kicker"],
        "subtitle": record["subtitle"],
        "datePublishedPrecision": article.published_precision,
        "source": record["source"],
        "sourceUrl": record["source_url"],
        "siteName": record["site_name"],
        "credits": [compact(credit) for credit in record["credits"]],
        "editors": record["editors"],
        "dateline": record["dateline"] and compact(record["dateline"]),
        "sections": record["sections"],
        "keywords": record["keywords"],
        "pages": record["pages"],
        "attachments": record["attachments"],
        "links": record["links"],
        "warnings": record["warnings"],
    }
    return compact(item)


def _playing(record: dict[str, Any], kind: str) -> list[dict[str, str]]:
    return [{"url": media["url"]} for media in record["media"] if media["type"] == kind]
