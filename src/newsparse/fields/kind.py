"""kind: an article, a list of articles, or something else (error page, forum, encyclopedia, search, shop)."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from newsparse.article import Kind, Provenance
from newsparse.fields.kind_signs import signs_of
from newsparse.fields.rule import Found, hundredth
from newsparse.lexicon import load
from newsparse.options import Options
from newsparse.page.page import Page


def kind_of(page: Page, found: Mapping[str, Found], options: Options) -> tuple[Kind, Provenance]:
    """What the page is, and why. ``found`` holds what was found for the record's fields."""
    if options.kind is not None:
        return options.kind, Provenance("options.kind", options.kind, 1.0)
    signs = signs_of(page, found)
    article = _worth("article", signs)
    likely, evidence = _chance(article), _told(article)
    if sum(article.values()) >= 0:
        return "article", Provenance("kind.signs", evidence, hundredth(likely))
    listed = _worth("list", signs)
    kind: Kind = "list" if sum(listed.values()) >= 0 else "other"
    sure = (1 - likely) * (_chance(listed) if kind == "list" else 1 - _chance(listed))
    return kind, Provenance("kind.signs", f"{evidence}; list: {_told(listed)}", hundredth(sure))


def _worth(kind: str, signs: Mapping[str, float]) -> dict[str, float]:
    """What each sign adds to the logarithm of the odds: of an article; of a list where it is none."""
    weights: Mapping[str, float] = load(f"kinds.weights.{kind}")
    worth = {name: weights.get(name, 0) * value for name, value in signs.items()}
    return {"constant": weights["constant"], **{name: value for name, value in worth.items() if value}}


def _chance(worth: Mapping[str, float]) -> float:
    return 1 / (1 + exp(-sum(worth.values())))


def _told(worth: Mapping[str, float]) -> str:
    """By the tenth, which is alike whichever parser read the page."""
    return ", ".join(f"{name} {value:+.1f}" for name, value in worth.items() if round(value, 1))
