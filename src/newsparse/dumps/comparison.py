"""What changed between two runs over the same pages: by field, the worst first."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Keys that are no field of a page: the version changes with the library, provenance with every rule that is renamed.
_ASIDE = frozenset({"file", "schema_version", "provenance"})
_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(slots=True)
class FieldDiff:
    """What became of a field.

    Attributes:
        lost: pages that had a value and have none.
        changed: pages that have another value.
        gained: pages that had none and have one.
        examples: (page, old, new), the first of each of the three.
    """

    lost: int = 0
    changed: int = 0
    gained: int = 0
    examples: list[tuple[str, Any, Any]] = field(default_factory=list)

    @property
    def touched(self) -> int:
        """Pages in which the field is not as it was."""
        return self.lost + self.changed + self.gained

    @property
    def badness(self) -> tuple[int, int, int]:
        """What the order is by: values that were lost are worse than other ones, those than new ones."""
        return (self.lost, self.changed, self.gained)


@dataclass(slots=True)
class Diff:
    """Two runs compared.

    Attributes:
        pages: pages that are in both.
        touched: pages of these in which any field is not as it was.
        fields: by field, the worst first, those that are as they were left out.
        only_old, only_new: pages that are in one of them: their number and the first names.
    """

    pages: int = 0
    touched: int = 0
    fields: dict[str, FieldDiff] = field(default_factory=dict)
    only_old: tuple[int, list[str]] = (0, [])
    only_new: tuple[int, list[str]] = (0, [])

    def to_json(self) -> dict[str, Any]:
        """In JSON types."""
        return {
            "pages": self.pages,
            "touched": self.touched,
            "fields": {
                name: {
                    "lost": each.lost,
                    "changed": each.changed,
                    "gained": each.gained,
                    "examples": [{"file": file, "old": old, "new": new} for file, old, new in each.examples],
                }
                for name, each in self.fields.items()
            },
            "only_old": {"pages": self.only_old[0], "examples": self.only_old[1]},
            "only_new": {"pages": self.only_new[0], "examples": self.only_new[1]},
        }


def compare(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]], examples: int = 3) -> Diff:
    """Compare two runs by the names of their pages, in whatever order they are.

    The old records lie in a temporary file meanwhile: memory does not grow with them.

    Args:
        old, new: records.
        examples: how many of each kind of change are kept for a field.
    """
    diff = Diff()
    only_new: tuple[int, list[str]] = (0, [])
    with _kept(old) as kept:
        for record in new:
            name = record["file"]
            before = kept.execute("SELECT record FROM old WHERE name = ?", (name,)).fetchone()
            if before is None:
                only_new = _one_more(only_new, name, examples)
                continue
            kept.execute("UPDATE old SET met = 1 WHERE name = ?", (name,))
            _compare(diff, json.loads(before[0]), record, examples)
        count = kept.execute("SELECT count(*) FROM old WHERE met = 0").fetchone()[0]
        names = [row[0] for row in kept.execute("SELECT name FROM old WHERE met = 0 LIMIT ?", (examples,))]
    diff.only_old, diff.only_new = (count, names), only_new
    diff.fields = dict(sorted(diff.fields.items(), key=lambda entry: entry[1].badness, reverse=True))
    return diff


def _compare(diff: Diff, old: Mapping[str, Any], new: Mapping[str, Any], examples: int) -> None:
    diff.pages += 1
    touched = False
    for name in dict.fromkeys((*old, *new)):
        if name in _ASIDE or name not in old or name not in new or _same(old[name], new[name]):
            continue
        touched = True
        each = diff.fields.setdefault(name, FieldDiff())
        what = "lost" if new[name] in _EMPTY else "gained" if old[name] in _EMPTY else "changed"
        count = getattr(each, what) + 1
        setattr(each, what, count)
        if count <= examples:
            each.examples.append((new["file"], old[name], new[name]))
    diff.touched += touched


def _same(old: Any, new: Any) -> bool:
    return bool(old == new or (old in _EMPTY and new in _EMPTY))


def _one_more(counted: tuple[int, list[str]], name: str, most: int) -> tuple[int, list[str]]:
    count, names = counted
    return count + 1, [*names, name] if count < most else names


@contextmanager
def _kept(records: Iterable[Mapping[str, Any]]) -> Iterator[sqlite3.Connection]:
    """The records in a temporary database, by name; of two of one name the first."""
    with tempfile.TemporaryDirectory(prefix="newsparse-") as folder:
        database = sqlite3.connect(Path(folder) / "old.sqlite", isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = OFF")
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("CREATE TABLE old (name TEXT PRIMARY KEY, record TEXT, met INTEGER) WITHOUT ROWID")
            database.execute("BEGIN")
            rows = ((record["file"], json.dumps(record, ensure_ascii=False), 0) for record in records)
            database.executemany("INSERT OR IGNORE INTO old VALUES (?, ?, ?)", rows)
            yield database
        finally:
            database.close()
