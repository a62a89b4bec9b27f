"""All that the report of a page shows, as JSON types: made of an explanation, and of nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsparse import __version__
from newsparse.record import EMPTY
from newsparse.report.neighbourhood import neighbourhood
from newsparse.report.places import Places, sayings
from newsparse.report.rules import says_of
from newsparse.report.shown import shown
from newsparse.report.text_lines import text_lines
from newsparse.report.verdict import verdict
from newsparse.text.scrub import scrub_all
from newsparse.withheld import judged_kind

if TYPE_CHECKING:
    from newsparse.api import Candidate, Explanation
    from newsparse.page.block import Block
    from newsparse.page.page import Head

# What of the record a person can correct, beside the lines of the text.
ANSWERS = ("kind", "title", "published", "source", "authors", "editors")
# Characters of a value that are shown: the links of a page are hundreds.
_LONGEST = 2000
# Of what the head says: characters, and how many; portals repeat their metas for every platform there is.
_LONGEST_SAYING, _MOST_SAYINGS = 300, 80
# What no rule of a field gives, and what `ANSWERS` show.
_DIGEST = ("language", "encoding", "url")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page was read.

    Attributes:
        page: the path of its file, as it was given.
        name: how a run of ``newsparse extract`` names it ("file").
        sha256: of its bytes, in hex: by it a correction knows its page again.
        url, content_type, fetched: what came with it.
    """

    page: str
    name: str
    sha256: str
    url: str | None = None
    content_type: str | None = None
    fetched: str | None = None


def digest(body: bytes | str) -> str:
    """The SHA-256 of a page's bytes (of a str: as UTF-8), in hex."""
    return hashlib.sha256(body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")).hexdigest()


def page_report(explanation: Explanation, origin: Origin, earlier: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The report of a page.

    Args:
        explanation: what `newsparse.explain` gave.
        origin: where the page was read.
        earlier: the old values, as a person reads them, of the fields that an earlier run had otherwise; None where
            nothing is compared.
    """
    article, page = explanation.article, explanation.page
    record = article.to_dict()
    near = neighbourhood(page)
    lines, places = text_lines(article, page), Places(page)
    return scrub_all({
        "newsparse_report": 1,
        "newsparse": __version__,
        "page": origin.page,
        "origin": origin.name,
        "sha256": origin.sha256,
        "url": origin.url,
        "content_type": origin.content_type,
        "fetched": origin.fetched,
        "language": article.language,
        "answers": {**{name: record[name] for name in ANSWERS}, "kind": judged_kind(article)},
        "sure": {name: round(why.confidence, 2) for name, why in article.provenance.items()},
        "withheld": {name: why.withheld for name, why in article.provenance.items() if why.withheld is not None},
        "captions": [image["caption"] for image in record["images"] if image["caption"]],
        "digest": [[name, shown(record[name])] for name in _DIGEST if record[name] not in EMPTY],
        "warnings": record["warnings"],
        "people": _people(explanation, record, places),
        "verdict": verdict(article),
        "fields": _fields(explanation, record, places),
        "lines": [_line(block) for block in explanation.blocks],
        "head": [[name, _cut(text, _LONGEST_SAYING)] for name, text in islice(_said(page.head), _MOST_SAYINGS)],
        "text": [{"text": line.text, "heading": line.heading, "lines": list(line.blocks)} for line in lines],
        "near": [near.start, near.stop],
        "earlier": dict(earlier) if earlier is not None else None,
    })  # fmt: skip


def _line(block: Block) -> dict[str, Any]:
    """A line, keys without a value left out: there are hundreds to a page."""
    line: dict[str, Any] = {"tag": block.tag, "text": block.text}
    if block.picture is not None:
        line["picture"] = block.picture.alt or block.picture.src.rpartition("/")[2][:80] or "picture"
        if block.picture.alt:
            line["alt"] = block.picture.alt
    if block.hidden:
        line["hidden"] = True
    if block.labels:
        line["labels"] = [[label.name, label.rule, label.evidence] for label in block.labels]
    return line


def _fields(explanation: Explanation, record: Mapping[str, Any], places: Places) -> list[dict[str, Any]]:
    fields = []
    for name, candidates in explanation.candidates.items():
        told = [_candidate(name, each, candidates[0], places) for each in candidates]
        fields.append({
            "name": name,
            "value": "" if record[name] in EMPTY else _cut(shown(record[name])),
            "candidates": told,
        })  # fmt: skip
    return fields


def _people(explanation: Explanation, record: Mapping[str, Any], places: Places) -> dict[str, dict[str, Any]]:
    """What of the credits' reason is the authors', and what the editors'."""
    winner = next((each for each in explanation.candidates["credits"] if each.chosen), None)
    if winner is None:
        return {}
    people = {}
    for name in filter(record.get, ("authors", "editors")):
        place, evidence = places.of_people(name, winner, record[name])
        people[name] = {"lines": list(place.lines), "head": place.head, "evidence": _cut(evidence)}
    return people


def _candidate(field: str, candidate: Candidate, winner: Candidate, places: Places) -> dict[str, Any]:
    place = places.of(field, candidate)
    return {
        "rule": candidate.rule,
        "says": says_of(field, candidate.rule),
        "value": _cut(shown(candidate.value)),
        "evidence": _cut(candidate.evidence),
        "confidence": round(candidate.confidence, 3),
        "chosen": candidate.chosen,
        "why": why(field, candidate, winner),
        "lines": list(place.lines),
        "head": place.head,
    }


def _said(head: Head) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in sayings(head) if text.strip())


def _cut(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"


def why(field: str, candidate: Candidate, winner: Candidate) -> str:
    """Why a candidate is not what the record has; "" for the one that is."""
    if candidate.chosen:
        return ""
    if candidate is winner:
        return "not in the record: it is withheld (--min-confidence), or the warnings say why"
    value, won = shown(candidate.value), shown(winner.value)
    if value == won:
        return f"says the same as {winner.rule}, which is asked before it"
    if field == "published" and value.startswith(won):
        return f"says the same day as {winner.rule}, and gave the time"
    return f"{winner.rule} is asked before it and found a value"
