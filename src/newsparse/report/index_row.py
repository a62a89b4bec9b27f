"""A page's row in the index of a folder: short, for there are tens of thousands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Fields whose confidence is calibrated (docs/quality.md); the least sure of them says where to look. The others' are
# guesses of whoever wrote a rule (of a site's name .6): with them 139 of 173 articles of the corpus had one below .8.
_ASKED = ("kind", "title", "published", "source", "authors", "editors")
# Characters of a title, of names: a row is a line.
_TITLE, _NAMES = 80, 40


def row_of(name: str, record: Mapping[str, Any], changed: Mapping[str, Any] | None) -> list[Any]:
    """Name, title, kind, day, source, people, lowest confidence, its field, changed fields, fault, has it an editor.

    ``record`` is one as JSON; ``changed`` as `Earlier.changes` gives it, None where nothing is compared.
    """
    sure = {each: record["provenance"][each]["confidence"] for each in _ASKED if each in record["provenance"]}
    least = min(sure, key=lambda each: sure[each], default="")
    people = "、".join(dict.fromkeys(credit["name"] for credit in record["credits"]))
    return [
        name,
        _cut(record["title"] or "", _TITLE),
        record["kind"],
        (record["published"] or "")[:10],
        _cut(record["source"] or "", _NAMES),
        _cut(people, _NAMES),
        round(sure[least], 2) if least else 0,
        least,
        ", ".join(changed or ()),
        "",
        bool(record["editors"]),
    ]


def row_of_fault(name: str, error: str, reason: str) -> list[Any]:
    """The row of a page that could not be read."""
    return [name, "", "", "", "", "", 0, "", "", f"{error}: {reason}", False]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
