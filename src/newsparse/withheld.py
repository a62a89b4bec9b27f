"""What a record holds and why: each value with its confidence, and what is too doubtful left out of it.

A value that is less sure than `Options.min_confidence` asks is not in the record; its provenance stays, and says what
was found (`Provenance.withheld`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from newsparse.article import (
    KINDS,
    Article,
    Attachment,
    BodyLink,
    Breadcrumb,
    Credit,
    Dateline,
    Image,
    Kind,
    Media,
    Provenance,
    editors,
    writers,
)
from newsparse.fields.confidence import Judged, confidence
from newsparse.fields.rule import Found
from newsparse.page.page import Page
from newsparse.record import iso

# So much of a rule's evidence, and of a value that is withheld, is kept in the record (characters): enough to find it.
_EVIDENCE = 200
# What is read off the credits, and which of them give it.
_PEOPLE: dict[str, Callable[[tuple[Credit, ...]], tuple[Credit, ...]]] = {"authors": writers, "editors": editors}


class Value(NamedTuple):
    """What a field has by its rules: the rule, what it found, and the record's values that come of it."""

    rule: str
    found: Found
    settled: dict[str, Any]


def record_of(
    page: Page, values: Mapping[str, Value], least: Mapping[str, float]
) -> tuple[dict[str, Any], dict[str, Provenance]]:
    """The record's values but for those that are withheld, and the provenance of all."""
    record: dict[str, Any] = {}
    why: dict[str, Provenance] = {}
    for name, value in values.items():
        if name == "credits":
            record["credits"] = _credits(page, value, least, why)
            continue
        main = value.settled[name]
        why[name] = _provenance(name, Judged(page, value.rule, value.found, main), least)
        if why[name].withheld is not None and isinstance(main, datetime):
            why[name] = replace(why[name], withheld=iso(main, value.settled[f"{name}_precision"]))
        if why[name].withheld is None:
            record |= value.settled
    return record, why


def still(why: Mapping[str, Provenance], record: Mapping[str, Any]) -> dict[str, Provenance]:
    """The provenance of what is in the record, and of what was withheld, after a limit took values out."""
    people = {name: named(record.get("credits", ())) for name, named in _PEOPLE.items()}
    return {
        name: each for name, each in why.items() if each.withheld is not None or {**people, **record}.get(name, True)
    }


def candidate_confidence(name: str, judged: Judged, winner: Found, sure: float) -> float:
    """How sure a value is that lost to another: as that one where it is the same, else at most what that one leaves."""
    if judged.found.value == winner.value:
        return sure
    return min(confidence(name, judged), round(1 - sure, 2))


def withheld_kind(kind: Kind, why: Provenance, least: Mapping[str, float]) -> tuple[Kind | None, Provenance]:
    """The verdict on a page, None where it is withheld, and its provenance."""
    if why.confidence >= least.get("kind", 0.0):
        return kind, why
    return None, Provenance(why.rule, why.evidence, why.confidence, kind)


def judged_kind(article: Article) -> Kind | None:
    """The kind of a page as it was judged, be it in the record or withheld."""
    why = article.provenance.get("kind")
    return next((kind for kind in KINDS if why is not None and kind == why.withheld), article.kind)


def _provenance(name: str, judged: Judged, least: Mapping[str, float], sure: float | None = None) -> Provenance:
    sure = confidence(name, judged) if sure is None else sure
    withheld = None if sure >= least.get(name, 0.0) else told(judged.value)[:_EVIDENCE]
    return Provenance(judged.rule, judged.found.evidence[:_EVIDENCE], sure, withheld)


def _credits(page: Page, value: Value, least: Mapping[str, float], why: dict[str, Provenance]) -> tuple[Credit, ...]:
    """The credits but for those that are withheld; ``why`` gets the provenance of them, of authors and of editors.

    Of roles that no labels tell of the rule has its guess; all credits are as sure as the least sure of their parts.
    """
    every: tuple[Credit, ...] = value.settled["credits"]
    kept = every
    parts = []
    for name, named in _PEOPLE.items():
        if people := named(every):
            why[name] = _provenance(name, Judged(page, value.rule, value.found, people), least)
            parts.append(why[name].confidence)
            if why[name].withheld is not None:
                kept, gone = _without(kept, named)
                why[name] = replace(why[name], withheld=told(gone)[:_EVIDENCE])
    sure = min(parts, default=value.found.confidence)
    why["credits"] = _provenance("credits", Judged(page, value.rule, value.found, every), least, sure)
    return kept if why["credits"].withheld is None else ()


def _without(
    credits: tuple[Credit, ...], named: Callable[[tuple[Credit, ...]], tuple[Credit, ...]]
) -> tuple[tuple[Credit, ...], tuple[Credit, ...]]:
    """The credits of which none is ``named``, and the others: without its writers a text's translators are."""
    kept = credits
    while people := named(kept):
        kept = tuple(credit for credit in kept if credit not in people)
    return kept, tuple(credit for credit in credits if credit not in kept)


def told(value: Any) -> str:
    """A value as text: the words, the names, the addresses, several joined.

    >>> told((Credit("林小满", "editor"), Credit("秦望舒", "editor")))
    '林小满、秦望舒'
    """
    match value:
        case tuple():
            return "、".join(map(told, value))
        case Credit() | Breadcrumb():
            return value.name
        case Dateline():
            return value.raw
        case Image() | Media() | Attachment() | BodyLink():
            return value.url
    return str(value)
