"""Figures of accuracy over fixtures: defined like those of the corpus, for records in the form of an article.json."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

NAMES = ("authors", "editors", "headings")
FIGURES = ("whole", "body", "clean", "title", "day", "minute", "source", "source_spurious", *NAMES, "reject")
# A body is clean from this F1 on, and a page may be whole from this one on.
CLEAN, WHOLE = 0.95, 0.98
_GRAM = 4

Row = dict[str, Any]


def plain(text: str | None) -> str:
    """The text as it is compared: NFKC, no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def grams(text: str) -> Counter[str]:
    return Counter(text[i : i + _GRAM] for i in range(max(1, len(text) - _GRAM + 1)) if text)


def body_f1(want: str, got: str, neutral: Iterable[str] = ()) -> float:
    """F1 of the character 4-grams of two texts; ``neutral`` text counts for nothing where only ``got`` has it."""
    one, other = grams(plain(want)), grams(plain(got))
    for gram in {gram for text in neutral for gram in grams(plain(text))}:
        other[gram] = min(other[gram], one[gram])
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if one or other else 1.0


def row(want: dict[str, Any], got: dict[str, Any]) -> Row:
    """The figures of one page; only those that it says something about.

    ``want`` may hold, under ``title_ok``, ``source_ok`` and the like, other answers that are right, and ``captions``.
    """
    is_article = got["kind"] == "article"
    if want["kind"] != "article":
        return {"reject": not is_article}
    if not is_article:
        got = {"kind": got["kind"]}
    f1 = body_f1("".join(want["text"]), got.get("text", ""), want.get("captions", ()))
    out: Row = {"body": f1, "clean": f1 >= CLEAN, "title": plain(got.get("title")) in _right(want, "title")}
    if want.get("published"):
        times = [time.replace(" ", "T") for time in (want["published"], *want.get("published_ok", ()))]
        have = got.get("published") or ""
        out["day"] = have[:10] in {time[:10] for time in times}
        if minutes := {time[:16] for time in times if len(time) > 10}:
            out["minute"] = have[:16] in minutes
    if want.get("source"):
        out["source"] = plain(got.get("source")) in _right(want, "source")
    elif "source" in want:  # null: the page states none
        out["source_spurious"] = bool(got.get("source")) and plain(got["source"]) not in _right(want, "source")
    for name in NAMES:
        asked = Counter(map(plain, want[name]))
        given = Counter(map(plain, got.get(name, ())))
        for other in map(plain, want.get(f"{name}_ok", ())):  # neither helps nor hurts
            given[other] = min(given[other], asked[other])
        out[name] = ((asked & given).total(), asked.total(), given.total())
    wrong = any(out.get(name) is False for name in ("title", "day", "minute", "source")) or out.get("source_spurious")
    out["whole"] = f1 >= WHOLE and not wrong and all(len(set(out[name])) == 1 for name in NAMES)
    return out


def _right(want: dict[str, Any], name: str) -> set[str]:
    return {plain(answer) for answer in (want.get(name), *want.get(f"{name}_ok", ())) if answer}


def figures(rows: Iterable[Row]) -> dict[str, float]:
    """Means; for names the F1 over all pages."""
    rows = list(rows)
    out: dict[str, float] = {}
    for name in FIGURES:
        values = [row[name] for row in rows if name in row]
        if name in NAMES:
            hit, want, got = (sum(value[i] for value in values) for i in range(3))
            if want + got:
                out[name] = 2 * hit / (want + got)
        elif values:
            out[name] = sum(values) / len(values)
    return out


def better(name: str, one: float, other: float) -> float:
    """By how much ``one`` is better than ``other``."""
    return other - one if name == "source_spurious" else one - other
