"""The dict that GNE (GeneralNewsExtractor) users know: title, author, publish_time, content, images."""

from __future__ import annotations

from typing import Any

from newsparse.article import Article
from newsparse.render.byline import clock


def to_gne(article: Article) -> dict[str, Any]:
    """The record under GNE's five keys, all always there: absent is "" or [], as with GNE.

    ``author`` joins the authors' names with "、". ``publish_time`` is the time as ``YYYY-MM-DD HH:MM:SS``, cut to what
    is known. ``images`` are addresses.
    """
    record = article.to_dict()
    return {
        "title": record["title"] or "",
        "author": "、".join(record["authors"]),
        "publish_time": clock(article.published, article.published_precision) if article.published else "",
        "content": record["text"],
        "images": [image["url"] for image in record["images"]],
    }
