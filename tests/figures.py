"""Figures of accuracy over fixtures: defined like those of the corpus, for records in the form of an article.json."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

NAMES = ("authors", "editors", "headings")
FIGURES = ("body", "clean", "title", "day", "minute", "source", "source_spurious", *NAMES, "reject")
# A body is clean from this F1 on.
CLEAN = 0.95
_GRAM = 4

Row = dict[str, Any]


def plain(text: str | None) -> str:
    """The text as it is compared: NFKC, no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def grams(text: str) -> Counter[str]:
    return Counter(text[i : i + _GRAM] for i in range(max(1, len(text) - _GRAM + 1)) if text)


def body_f1(want: str, got: str) -> float:
    """F1 of the character 4-grams of two texts."""
    one, other = grams(plain(want)), grams(plain(got))
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if one or other else 1.0


def row(want: dict[str, Any], got: dict[str, Any]) -> Row:
    """The figures of one page; only those that it says something about."""
    is_article = got["kind"] == "article"
    if want["kind"] != "article":
        return {"reject": not is_article}
    if not is_article:
        got = {"kind": got["kind"]}
    f1 = body_f1("".join(want["text"]), got.get("text", ""))
    out: Row = {"body": f1, "clean": f1 >= CLEAN, "title": plain(want["title"]) == plain(got.get("title"))}
    if when := want.get("published"):
        have = got.get("published") or ""
        out["day"] = have[:10] == when[:10]
        if len(when) > 10:
            out["minute"] = have[:16] == when[:16]
    if want.get("source"):
        out["source"] = plain(want["source"]) == plain(got.get("source"))
    elif "source" in want:  # null: the page states none
        out["source_spurious"] = bool(got.get("source"))
    for name in NAMES:
        asked, given = (Counter(map(plain, names)) for names in (want[name], got.get(name, ())))
        out[name] = ((asked & given).total(), asked.total(), given.total())
    return out


def figures(rows: Iterable[Row]) -> dict[str, float]:
    """Means; for names the F1 over all pages."""
    rows = list(rows)
    out: dict[str, float] = {}
    for name in FIGURES:
        values = [row[name] for row in rows if name in row]
        if name in NAMES:
            hit, want, got = (sum(value[i] for value in values) for i in range(3))
            out[name] = 2 * hit / (want + got)
        elif values:
            out[name] = sum(values) / len(values)
    return out


def better(name: str, one: float, other: float) -> float:
    """By how much ``one`` is better than ``other``."""
    return other - one if name == "source_spurious" else one - other
