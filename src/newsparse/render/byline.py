"""The row under a headline: when, from where, by whom."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from newsparse.lexicon import load

if TYPE_CHECKING:
    from newsparse.article import Article, Precision

_CLOCK = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M", "second": "%Y-%m-%d %H:%M:%S"}


class Entry(NamedTuple):
    """One entry of the row: the record's field or the credit's role, and what to print."""

    name: str
    text: str


def byline(article: Article) -> list[Entry]:
    """The entries of the row, in the order date, source, credits; those that the page names."""
    label = load("render.Hant" if article.language == "zh-Hant" else "render.Hans")
    entries = []
    if article.published is not None:
        entries.append(Entry("published", clock(article.published, article.published_precision)))
    if article.source:
        entries.append(Entry("source", f"{label['source']['word']}：{article.source}"))
    names: dict[str, list[str]] = {}
    for credit in article.credits:
        names.setdefault(credit.role, []).append(credit.name)
    entries += [Entry(role, f"{label[role]['word']}：{'、'.join(people)}") for role, people in names.items()]
    return entries


def clock(moment: datetime, precision: Precision | None) -> str:
    """The moment as portals print it, cut to what is known of it.

    >>> clock(datetime(2021, 11, 8, 17, 27, 41), "minute")
    '2021-11-08 17:27'
    """
    return moment.strftime(_CLOCK[precision or "second"])
