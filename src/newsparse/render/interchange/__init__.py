"""The record in the words of others: Zyte's common items, schema.org, IPTC ninjs, GNE. Plain dicts, no dependency."""

from __future__ import annotations

from datetime import datetime

from newsparse.article import Article


def moment(when: datetime | None) -> str | None:
    """YYYY-MM-DDThh:mm:ss±zz:zz, which all these vocabularies take; the hour of a bare day is 00:00:00.

    >>> moment(datetime.fromisoformat("2021-11-08T17:27+08:00"))
    '2021-11-08T17:27:00+08:00'
    """
    return None if when is None else when.isoformat(timespec="seconds")


def is_article(article: Article) -> bool:
    """Whether the page is an article: what else it may be has a name of its own in most vocabularies."""
    return article.kind == "article"


def compact(item: dict[str, object]) -> dict[str, object]:
    """The item without its empty values, which these vocabularies leave out.

    >>> compact({"a": None, "b": [], "c": "", "d": 0})
    {'d': 0}
    """
    return {
        key: value for key, value in item.items() if value is not None and value != "" and value != [] and value != {}
    }
