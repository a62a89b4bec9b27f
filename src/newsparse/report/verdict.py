"""What spoke for the kind of a page and what against it, read off its provenance."""

from __future__ import annotations

from typing import Any

from newsparse.article import Article
from newsparse.lexicon import load
from newsparse.withheld import judged_kind

# Before the second question, which is asked of what is no article: is it a list?
_LISTED = "; list: "


def verdict(article: Article) -> dict[str, Any]:
    """The kind, how sure it is, and what each sign adds to the logarithm of the odds, the weightiest first.

    The kind is the one that was judged, be it withheld or not. ``article`` holds the signs of an article (the sum is 0
    or more), ``list`` those of a list where it is none; a sign that adds less than 0.05 is not among them. ``weight``
    is what the sign adds where there is all of it.
    """
    why = article.provenance.get("kind")
    told = {
        "kind": judged_kind(article),
        "rule": why.rule if why else "",
        "confidence": why.confidence if why else None,
    }
    first, _, second = (why.evidence if why else "").partition(_LISTED)
    return {**told, "article": _signs("article", first), "list": _signs("list", second)}


def _signs(kind: str, evidence: str) -> list[dict[str, Any]]:
    weights = load(f"kinds.weights.{kind}")
    signs = []
    for part in evidence.split(", "):
        name, _, adds = part.rpartition(" ")
        if name in weights:
            signs.append({"sign": name, "adds": float(adds), "weight": weights[name]})
    return sorted(signs, key=lambda sign: -abs(sign["adds"]))
