"""What is known from earlier runs, and the articles: one SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS done (url TEXT PRIMARY KEY, outcome TEXT NOT NULL, at TEXT DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS articles (
    url TEXT PRIMARY KEY, title TEXT, published TEXT, source TEXT, authors TEXT, editors TEXT, text TEXT, record TEXT
);
"""


class Store:
    """The file. An address is done when its article is kept, or when it has been seen to hold none."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(_TABLES)

    def is_done(self, url: str) -> bool:
        """Whether an address need not be fetched again."""
        return self._connection.execute("SELECT 1 FROM done WHERE url = ?", (url,)).fetchone() is not None

    def skip(self, urls: Iterable[str], outcome: str) -> None:
        """Note addresses that hold no article: 404, a PDF, an empty page."""
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO done (url, outcome) VALUES (?, ?)", [(u, outcome) for u in urls]
            )

    def keep(self, record: dict[str, Any], urls: Iterable[str]) -> None:
        """Keep an article and note all addresses that led to it, in one transaction: a killed run loses no article."""
        names = ("url", "title", "published", "source", "authors", "editors", "text")
        row = [record[n] if not isinstance(record[n], list) else "、".join(record[n]) for n in names]
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, json.dumps(record, ensure_ascii=False)),
            )
            self._connection.executemany(
                "INSERT OR REPLACE INTO done (url, outcome) VALUES (?, 'article')", [(url,) for url in urls]
            )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
