"""What lies beside pages and is not read: tables without pages (a list of addresses), texts that are nothing known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from newsparse.dumps.pages import UNKNOWN, Fault

# Those that are named in a summary, and in messages: a crawler may have written one beside each page.
_NAMED, _SAID = 20, 3


@dataclass(slots=True)
class _Some:
    """How many there were, and the first of them."""

    count: int = 0
    first: list[Fault] = field(default_factory=list)

    def add(self, count: int, more: list[Fault]) -> None:
        self.count += count
        self.first = [*self.first, *more][:_NAMED]

    def to_json(self) -> list[dict[str, Any]]:
        return [{"file": each.name, "reason": each.reason} for each in self.first]

    def lines(self, one: str, many: str) -> Iterator[str]:
        for each in self.first[:_SAID]:
            yield f"Passed over, {one}: {each.name}. {each.reason}"
        if self.count > _SAID:
            yield f"Passed over, {self.count - _SAID:,} more {many}."


@dataclass(slots=True)
class PassedOver:
    """Tables and files that were passed over.

    Attributes:
        tables: those in which there are no pages.
        files: those of text that are nothing that is read.
    """

    tables: _Some = field(default_factory=_Some)
    files: _Some = field(default_factory=_Some)

    def note(self, fault: Fault) -> None:
        (self.files if fault.error == UNKNOWN else self.tables).add(1, [fault])

    def add(self, other: PassedOver) -> None:
        self.tables.add(other.tables.count, other.tables.first)
        self.files.add(other.files.count, other.files.first)

    def take(self) -> PassedOver:
        """Those that were noted since the last call."""
        taken = PassedOver(self.tables, self.files)
        self.tables, self.files = _Some(), _Some()
        return taken

    def to_json(self) -> dict[str, Any]:
        """How many there were and the first of them, in JSON types; docs/dumps.md names the keys."""
        return {
            "passed_tables": self.tables.count,
            "tables": self.tables.to_json(),
            "passed_files": self.files.count,
            "files": self.files.to_json(),
        }

    def lines(self) -> Iterator[str]:
        """What is said of them to a person."""
        yield from self.tables.lines("a table without pages", "tables without pages")
        yield from self.files.lines("a file", "files")
