"""What changed between two runs over the same pages: by field, the worst first."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Self

from newsparse.dumps.scratch import room_for
from newsparse.record import EMPTY

# Keys that are no field of a page: the version changes with the library, provenance with every rule that is renamed.
_ASIDE = frozenset({"file", "schema_version", "provenance"})


@dataclass(slots=True)
class FieldDiff:
    """What became of a field.

    Attributes:
        lost: pages that had a value and have none.
        changed: pages that have another value.
        gained: pages that had none and have one.
        examples: file, old and new value of the first pages of each of the three.
    """

    lost: int = 0
    changed: int = 0
    gained: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Only:
    """Pages of one of two runs: how many, and the first names."""

    pages: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Diff:
    """Two runs compared.

    Attributes:
        pages: pages that are in both.
        touched: pages of these in which any field is not as it was.
        fields: by field, the worst first, those that are as they were left out.
        only_old, only_new: pages that are in one of them.
    """

    pages: int = 0
    touched: int = 0
    fields: dict[str, FieldDiff] = field(default_factory=dict)
    only_old: Only = field(default_factory=Only)
    only_new: Only = field(default_factory=Only)


@room_for("the comparison")
def compare(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]], examples: int = 3) -> Diff:
    """Compare two runs by the names of their pages, in whatever order they are.

    The old records lie in a temporary database on the disk meanwhile: memory does not grow with them.

    Args:
        old, new: records.
        examples: how many of each kind of change are kept for a field.

    Raises:
        DumpError: the database cannot be written (a full disk).
    """
    diff = Diff()
    # A database without a name is a file of SQLite's own, which is gone when it is closed.
    with closing(sqlite3.connect("", isolation_level=None)) as kept:
        _keep(old, kept)
        for record in new:
            name = record["file"]
            before = kept.execute("SELECT record FROM old WHERE name = ?", (name,)).fetchone()
            if before is None:
                diff.only_new.pages += 1
                if diff.only_new.pages <= examples:
                    diff.only_new.examples.append(name)
                continue
            kept.execute("UPDATE old SET met = 1 WHERE name = ?", (name,))
            _compare(diff, json.loads(before[0]), record, examples)
        diff.only_old.pages = kept.execute("SELECT count(*) FROM old WHERE met = 0").fetchone()[0]
        names = kept.execute("SELECT name FROM old WHERE met = 0 LIMIT ?", (examples,))
        diff.only_old.examples = [row[0] for row in names]
    # Values that were lost are worse than other ones, those than new ones.
    worst_first = sorted(diff.fields.items(), key=lambda f: (f[1].lost, f[1].changed, f[1].gained), reverse=True)
    diff.fields = dict(worst_first)
    return diff


class Earlier:
    """The records of an earlier run, to be asked page by page. They lie in a temporary database on the disk."""

    @room_for("the earlier run")
    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        self._kept = sqlite3.connect("", isolation_level=None)
        _keep(records, self._kept)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def changes(self, record: Mapping[str, Any]) -> dict[str, Any] | None:
        """The old values of the fields that have others now; None where the page was not in that run."""
        row = self._kept.execute("SELECT record FROM old WHERE name = ?", (record["file"],)).fetchone()
        if row is None:
            return None
        old = json.loads(row[0])
        return {name: old[name] for name in changed(old, record)}


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The fields that both records have, and that are not the same."""
    names = [name for name in dict.fromkeys((*old, *new)) if name in old and name in new and name not in _ASIDE]
    return [name for name in names if not _same(old[name], new[name])]


def _compare(diff: Diff, old: Mapping[str, Any], new: Mapping[str, Any], examples: int) -> None:
    diff.pages += 1
    touched = False
    for name in changed(old, new):
        touched = True
        each = diff.fields.setdefault(name, FieldDiff())
        what = "lost" if new[name] in EMPTY else "gained" if old[name] in EMPTY else "changed"
        count = getattr(each, what) + 1
        setattr(each, what, count)
        if count <= examples:
            each.examples.append({"file": new["file"], "old": old[name], "new": new[name]})
    diff.touched += touched


def _same(old: Any, new: Any) -> bool:
    return bool(old == new or (old in EMPTY and new in EMPTY))


def _keep(records: Iterable[Mapping[str, Any]], database: sqlite3.Connection) -> None:
    """Put the records into a table by name; of two of one name the first."""
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("CREATE TABLE old (name TEXT PRIMARY KEY, record TEXT, met INTEGER) WITHOUT ROWID")
    database.execute("BEGIN")
    rows = ((record["file"], json.dumps(record, ensure_ascii=False), 0) for record in records)
    database.executemany("INSERT OR IGNORE INTO old VALUES (?, ?, ?)", rows)
