"""How full the records of a run are: for each site, the share of articles in which each field has a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsparse.dumps.filters import site_of
from newsparse.record import EMPTY

# Fields that are counted: what can be missing from an article that was read well.
COUNTED = (
    "title", "published", "source", "authors", "editors", "dateline", "headings", "summary", "keywords", "images",
    "breadcrumbs", "text",
)  # fmt: skip
# Keys that are read of a record.
NEEDED = ("file", "url", "canonical_url", "site_name", "kind", "duplicate_of", *COUNTED)
UNKNOWN = "(unknown)"


@dataclass(slots=True)
class Coverage:
    """Counts of a site's records.

    Attributes:
        kinds: records by kind.
        filled: for each field, articles in which it has a value.
        characters: of all texts.
        duplicates: articles that are marked as copies.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    duplicates: int = 0

    @property
    def pages(self) -> int:
        """Records of all kinds."""
        return self.kinds.total()

    def count(self, record: Mapping[str, Any]) -> None:
        kind = record.get("kind", "article") or "other"  # null: too doubtful to say
        self.kinds[kind] += 1
        if kind != "article":
            return
        self.filled.update([name for name in COUNTED if record.get(name) not in EMPTY])
        self.characters += len(record.get("text") or "")
        self.duplicates += record.get("duplicate_of") is not None

    def to_json(self) -> dict[str, Any]:
        """In JSON types: counts, and shares between 0 and 1."""
        articles = self.kinds["article"]
        return {
            "pages": self.pages,
            "articles": articles,
            "lists": self.kinds["list"],
            "others": self.kinds["other"],
            "duplicates": self.duplicates,
            "mean_characters": round(self.characters / articles) if articles else 0,
            "filled": {name: round(self.filled[name] / articles, 4) if articles else 0.0 for name in COUNTED},
        }


def coverage(records: Iterable[Mapping[str, Any]]) -> tuple[Coverage, dict[str, Coverage]]:
    """The coverage of all records, and of each site, the greatest first. Memory grows with the sites alone."""
    total, sites = Coverage(), dict[str, Coverage]()
    for record in records:
        site = site_of(record) or record.get("site_name") or UNKNOWN
        total.count(record)
        sites.setdefault(site, Coverage()).count(record)
    return total, dict(sorted(sites.items(), key=lambda entry: (-entry[1].pages, entry[0])))


def table(total: Coverage, sites: Mapping[str, Coverage], most: int) -> Iterator[list[str]]:
    """Rows of a table: a head, all sites together, then the greatest sites."""
    yield ["site", "pages", "articles", "chars", *COUNTED]
    shown = list(sites.items())[:most]
    for name, each in [("(all)", total), *shown]:
        values = each.to_json()
        shares = [f"{values['filled'][name]:.0%}" if values["articles"] else "-" for name in COUNTED]
        yield [name, str(each.pages), str(values["articles"]), str(values["mean_characters"]), *shares]
    if len(sites) > most:
        yield [f"({len(sites) - most} more)", *[""] * (3 + len(COUNTED))]
