"""What a person corrected elsewhere (in the report of `newsparse explain`), found again by page."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from newsparse.errors import DataError
from newsparse.evaluate.cases import entries_of
from newsparse.evaluate.gold import gold_of


class Corrections:
    """The records of a file of cases, each for its page; none where there is no such file."""

    def __init__(self, file: Path | None) -> None:
        """Read the file.

        Raises:
            DataError: it is not as it must be; the message names file and place.
        """
        self._of: dict[str, tuple[str, dict[str, Any]]] = {}  # digest, else origin → place and answers
        self._used: set[str] = set()
        if file is None:
            return
        for entry in entries_of(file):
            if isinstance(entry, DataError):
                raise entry
            place, given = entry
            key, gold = _key(given), gold_of(given, place)
            known = self._of.setdefault(key, (place, gold))
            if known[1] != gold:
                raise DataError(f"{place}: the same page as in {known[0]}, and says something else. Keep one.")

    def of(self, origin: str, data: bytes) -> dict[str, Any] | None:
        """What is right for a page, where the file says it."""
        for key in (hashlib.sha256(data).hexdigest(), origin):
            if key in self._of:
                self._used.add(key)
                return self._of[key][1]
        return None

    def unused(self) -> list[str]:
        """For each correction whose page was not among the inputs, what to say."""
        return [
            f"{place}: its page was not among the inputs, or has changed since."
            for key, (place, _) in self._of.items()
            if key not in self._used
        ]


def _key(given: dict[str, Any]) -> str:
    """What a page is found again by: the digest of its bytes, else its name."""
    digest = str(given.get("sha256") or "").lower()
    return digest or str(given.get("origin") or given.get("page") or given.get("file"))
