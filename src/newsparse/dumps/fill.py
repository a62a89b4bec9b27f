"""How full the records of a run are: for each host, site or outlet the share of articles that have a field."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from newsparse.dumps.scratch import room_for
from newsparse.record import EMPTY

# Fields that are counted: what can be missing from an article that was read well.
COUNTED = (
    "title", "published", "source", "authors", "editors", "dateline", "headings", "summary", "keywords", "images",
    "breadcrumbs", "text",
)  # fmt: skip
# Keys that are read of a record.
NEEDED = ("file", "url", "canonical_url", "site_name", "kind", "duplicate_of", *COUNTED)
_COUNTS = ("pages", "article", "list", "other", "duplicates", "characters", *COUNTED)
# Groups in memory at a time, of 2 KB each: there may be as many outlets as pages.
_HELD = 10_000


@dataclass(slots=True)
class Coverage:
    """Counts of the records of a group: ``pages``, each kind, ``duplicates`` (articles that are marked as copies),
    ``characters`` of all texts, and for each field the articles in which it has a value.
    """

    counts: Counter[str] = field(default_factory=Counter)

    def count(self, record: Mapping[str, Any]) -> None:
        kind = record.get("kind", "article")
        kind = kind if kind in ("article", "list") else "other"  # null: too doubtful to say
        self.counts.update(("pages", kind))
        if kind != "article":
            return
        self.counts.update([name for name in COUNTED if record.get(name) not in EMPTY])
        self.counts["characters"] += len(record.get("text") or "")
        self.counts["duplicates"] += record.get("duplicate_of") is not None

    def to_json(self) -> dict[str, Any]:
        """In JSON types: counts, and shares between 0 and 1."""
        counts, articles = self.counts, self.counts["article"]
        return {
            "pages": counts["pages"],
            "articles": articles,
            "lists": counts["list"],
            "others": counts["other"],
            "duplicates": counts["duplicates"],
            "mean_characters": round(counts["characters"] / articles) if articles else 0,
            "filled": {name: round(counts[name] / articles, 4) if articles else 0.0 for name in COUNTED},
        }


class Groups:
    """The coverage of each group, in a temporary database on the disk: memory does not grow with them."""

    def __init__(self) -> None:
        self._held: dict[str, Coverage] = {}
        # A database without a name is a file of SQLite's own, which is gone when it is closed.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        columns = ", ".join(f'"{name}" INTEGER' for name in _COUNTS)
        self._database.execute(f"CREATE TABLE held (name TEXT PRIMARY KEY, {columns}) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def count(self, name: str, record: Mapping[str, Any]) -> None:
        self._held.setdefault(name, Coverage()).count(record)
        if len(self._held) >= _HELD:
            self._put_away()

    def greatest(self, most: int = -1) -> Iterator[tuple[str, Coverage]]:
        """The groups by their pages, the greatest first; ``most`` of them, all if that is below 0."""
        self._put_away()
        for name, *counts in self._database.execute("SELECT * FROM held ORDER BY pages DESC, name LIMIT ?", (most,)):
            yield name, Coverage(Counter(dict(zip(_COUNTS, counts, strict=True))))

    def __len__(self) -> int:
        self._put_away()
        return int(self._database.execute("SELECT count(*) FROM held").fetchone()[0])

    @room_for("the statistics")
    def _put_away(self) -> None:
        added = ", ".join(f'"{name}" = "{name}" + excluded."{name}"' for name in _COUNTS)
        places = ", ".join("?" * (len(_COUNTS) + 1))
        put = f"INSERT INTO held VALUES ({places}) ON CONFLICT (name) DO UPDATE SET {added}"  # noqa: S608 - our names
        rows = ((name, *(each.counts[count] for count in _COUNTS)) for name, each in self._held.items())
        self._database.executemany(put, rows)
        self._held.clear()


def coverage(
    records: Iterable[Mapping[str, Any]], name_of: Callable[[Mapping[str, Any]], str], groups: Groups
) -> Coverage:
    """The coverage of all records; that of each group is counted in ``groups``.

    Args:
        name_of: the group that a record is of, see `newsparse.dumps.grouping`.
    """
    total = Coverage()
    for record in records:
        total.count(record)
        groups.count(name_of(record), record)
    return total


def table(total: Coverage, groups: Groups, by: str, most: int) -> Iterator[list[str]]:
    """Rows of a table: a head, all together, then the greatest groups."""
    yield [by, "pages", "articles", "chars", *COUNTED]
    for name, each in [("(all)", total), *groups.greatest(most)]:
        values = each.to_json()
        shares = [f"{values['filled'][name]:.0%}" if values["articles"] else "-" for name in COUNTED]
        yield [name, str(values["pages"]), str(values["articles"]), str(values["mean_characters"]), *shares]
    if len(groups) > most:
        yield [f"({len(groups) - most} more)", *[""] * (3 + len(COUNTED))]
