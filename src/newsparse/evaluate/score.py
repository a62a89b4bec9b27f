"""The figures of one page, and of many: how a record compares with the record that a person says is right.

A gold record is a `Case.gold`; docs/quality.md says what each figure means.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

# In the order in which they are told.
FIGURES = (
    "whole",
    "body",
    "precision",
    "recall",
    "clean",
    "title",
    "day",
    "minute",
    "source",
    "source_spurious",
    "authors",
    "editors",
    "headings",
    "reject",
)
# Figures that are an F1 over the names (or headings) of all pages; a row has their counts as NAME_n.
COUNTED = ("authors", "editors", "headings")
# What says again, in another way, what "body" says.
OF_BODY = ("precision", "recall", "clean")
# Of these less is better.
SPURIOUS = ("source_spurious",)
# From this F1 on a body is clean: no paragraph is missing or foreign in a story of ordinary length.
CLEAN = 0.95
# From this F1 on a page may be whole: what a line break, a sign or a footnote makes is forgiven.
WHOLE = 0.98
# What must not be wrong on a whole page, where it is asked for.
_ASKED = ("title", "day", "minute", "source", "authors", "editors")
# Characters of the pieces that texts are compared by: longer than nearly all Chinese words.
_GRAM = 4
# Headings of a page that weigh at most: a page with 60 of them weighs like one with 10.
_MOST_HEADINGS = 10
_DAY, _MINUTE = len("2021-11-08"), len("2021-11-08T17:27")
_BETWEEN_NAMES = re.compile(r"[、,，;；/|\s]+")
_UNSEEN = re.compile("[\\s\u200b\ufeff]+")

Row = dict[str, Any]
Counts = tuple[float, float, float]  # right, asked for, given


class Figure(NamedTuple):
    """A figure over many pages.

    Attributes:
        value: 0 to 1.
        of: how many pages it is the mean of; of an F1, how many names (headings) were asked for.
    """

    value: float
    of: int


def plain(text: str | None) -> str:
    """A text as it is compared: NFKC, without white space and without what is not seen.

    >>> plain("石桥　修好了（上）")
    '石桥修好了(上)'
    """
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text or ""))


def score_page(gold: Mapping[str, Any], record: Mapping[str, Any] | None) -> Row:
    """The figures of one page; a figure that the page says nothing about is missing or None.

    Args:
        gold: what is right.
        record: an `Article.to_dict()`, or any part of one; None where the page gave none.
    """
    record = record or {}
    is_article = record.get("kind") in (None, "article")
    if gold["kind"] != "article":
        return {"reject": bool(record) and (not is_article or not plain(record.get("text")))}
    if not is_article:  # an article told to be none: nothing of its record counts
        record = {}
    row = _text(gold, record)
    row |= {"title": _same(record, gold, "title") if gold.get("title") else None}
    row |= _times(gold, record)
    row |= _source(gold, record)
    for field in ("authors", "editors"):
        row |= _names(gold, record, field)
    row |= _headings(gold, record)
    right = all(row.get(name) is not False for name in _ASKED) and not row.get("source_spurious")
    same_headings = row.pop("headings")
    row["whole"] = right and same_headings and row["body"] >= WHOLE
    return row


def figures(rows: Iterable[Row]) -> dict[str, Figure]:
    """The figures over many pages, in the order of `FIGURES`; those that no page says anything about are missing."""
    rows = list(rows)
    found = {name: _f1(rows, name) if name in COUNTED else _mean(rows, name) for name in FIGURES}
    return {name: figure for name, figure in found.items() if figure is not None}


def f1(counts: Counts) -> float:
    """Of what is right, asked for and given; 1 where nothing is asked for and nothing given."""
    right, asked, given = counts
    return 2 * right / (asked + given) if asked + given else 1.0


def value_of(row: Row, name: str) -> float | None:
    """A page's figure as a number from 0 to 1; None where the page says nothing about it."""
    value = row.get(f"{name}_n" if name in COUNTED else name)
    if value is None or (name in COUNTED and not value[1] + value[2]):
        return None
    return f1(value) if name in COUNTED else float(value)


def good(name: str, value: float) -> float:
    """How good a value of a figure is, from 0 to 1."""
    return 1 - value if name in SPURIOUS else value


def better(name: str, one: float, other: float) -> float:
    """By how much ``one`` is better than ``other``."""
    return good(name, one) - good(name, other)


def _mean(rows: list[Row], name: str) -> Figure | None:
    values = [float(row[name]) for row in rows if row.get(name) is not None]
    return Figure(sum(values) / len(values), len(values)) if values else None


def _f1(rows: list[Row], name: str) -> Figure | None:
    counts = [row[f"{name}_n"] for row in rows if f"{name}_n" in row]
    right, asked, given = (sum(count[i] for count in counts) for i in range(3))
    return Figure(f1((right, asked, given)), round(asked)) if asked + given else None


def _grams(text: str | None) -> Counter[str]:
    text = plain(text)
    return Counter(text[i : i + _GRAM] for i in range(max(1, len(text) - _GRAM + 1)) if text)


def _text(gold: Mapping[str, Any], record: Mapping[str, Any]) -> Row:
    want, got = _grams("".join(gold.get("body") or ())), _grams(record.get("text"))
    for gram in {gram for caption in gold.get("captions") or () for gram in _grams(caption)}:
        got[gram] = min(got[gram], want[gram])  # a caption neither helps nor hurts
    right = (want & got).total()
    precision, recall = (right / got.total(), right / want.total()) if right else (0.0, 0.0)
    body = 2 * precision * recall / (precision + recall) if right else 0.0
    if not want and not got.total():  # a page of pictures alone
        body = precision = recall = 1.0
    return {"body": body, "precision": precision, "recall": recall, "clean": body >= CLEAN}


def _answers(gold: Mapping[str, Any], field: str) -> list[str]:
    """All that is right for a field, the first answer first."""
    return [answer for answer in (gold.get(field), *(gold.get(f"{field}_ok") or ())) if answer]


def _same(record: Mapping[str, Any], gold: Mapping[str, Any], field: str) -> bool:
    return plain(record.get(field)) in set(map(plain, _answers(gold, field)))


def _times(gold: Mapping[str, Any], record: Mapping[str, Any]) -> Row:
    if not gold.get("published"):
        return {}
    right, given = [_moment(answer) for answer in _answers(gold, "published")], _moment(record.get("published"))
    row: Row = {"day": given[:_DAY] in {answer[:_DAY] for answer in right}}
    if len(right[0]) >= _MINUTE:
        row["minute"] = given[:_MINUTE] in {answer[:_MINUTE] for answer in right}
    return row


def _moment(text: str | None) -> str:
    return (text or "").replace(" ", "T").replace("/", "-")


def _source(gold: Mapping[str, Any], record: Mapping[str, Any]) -> Row:
    right = _same(record, gold, "source")
    if gold.get("source"):
        return {"source": right}
    return {"source_spurious": bool(record.get("source")) and not right}


def _names_in(given: Any) -> set[str]:
    """Names as they are compared: of a list of names or of credits, or of a text with names in it."""
    parts = _BETWEEN_NAMES.split(given) if isinstance(given, str) else given or ()
    names = (part.get("name") if isinstance(part, Mapping) else part for part in parts)
    return {plain(name) for name in names} - {""}


def _names(gold: Mapping[str, Any], record: Mapping[str, Any], field: str) -> Row:
    want, accepted, got = (_names_in(given) for given in (gold.get(field), gold.get(f"{field}_ok"), record.get(field)))
    right = 0
    for name in want:
        # A variant (the name without its editor's code, say) serves as well.
        same = {name} | {other for other in accepted if other in name or name in other}
        right += bool(same & got)
        got -= same
    got -= accepted
    return {field: right == len(want) and not got, f"{field}_n": (right, len(want), right + len(got))}


def _headings(gold: Mapping[str, Any], record: Mapping[str, Any]) -> Row:
    want, got = (Counter(map(plain, given.get("headings") or ())) for given in (gold, record))
    counts = ((want & got).total(), want.total(), got.total())
    scale = min(1.0, _MOST_HEADINGS / max(*counts, 1))
    return {"headings": want == got, "headings_n": tuple(round(count * scale, 3) for count in counts)}
