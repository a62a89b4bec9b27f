"""Tables beside pages in which there are none, as a list of the pages' addresses: passed over, and said so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from newsparse.dumps.pages import Fault

# Tables that are named in a summary, and in messages: a crawler may have written one beside each page.
_NAMED, _SAID = 20, 3


@dataclass(slots=True)
class PassedTables:
    """How many there were, and the first of them."""

    count: int = 0
    first: list[Fault] = field(default_factory=list)

    def note(self, table: Fault) -> None:
        self.count += 1
        self.first = [*self.first, table][:_NAMED]

    def add(self, other: PassedTables) -> None:
        self.count += other.count
        self.first = [*self.first, *other.first][:_NAMED]

    def take(self) -> PassedTables:
        """Those that were noted since the last call."""
        taken = PassedTables(self.count, self.first)
        self.count, self.first = 0, []
        return taken

    def to_json(self) -> list[dict[str, Any]]:
        """The first of them, in JSON types."""
        return [{"file": table.name, "reason": table.reason} for table in self.first]

    def lines(self) -> Iterator[str]:
        """What is said of them to a person."""
        for table in self.first[:_SAID]:
            yield f"Passed over, a table without pages: {table.name}. {table.reason}"
        if self.count > _SAID:
            yield f"Passed over, {self.count - _SAID:,} more tables without pages."
