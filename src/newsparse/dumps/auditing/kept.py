"""The facts of a run in a temporary database: on the disk, so that memory does not grow with the run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from newsparse.dumps.auditing.story_facts import Facts

# Lines that were met once are told from those met again by a bit each: a bit in sixteen is set after ten million lines,
# and costs no more than keeping a line's words in vain.
_BITS = 1 << 27
# KiB of the database that are held in memory.
_CACHE = 32_768
# Stories of which a text may be a copy; more have a template's words, not a story's.
_COPIES = 8
# Characters of a line from which it tells one story from another.
_TELLING = 12
# Share of the lines (by characters) in common from which two texts are one story: as in `dumps.dedup`.
_ALIKE = 0.7
# Lines that stand in the same stories, of which the words are shown.
_SHOWN = 5
# Characters of a text that tells a story from another, if their titles differ: a shorter one is a notice.
_STORY = 200

_TABLES = """
CREATE TABLE page (id INTEGER PRIMARY KEY, host TEXT, file TEXT, url TEXT, title TEXT, title_rule TEXT, author TEXT,
    published TEXT, published_rule TEXT, moment REAL, url_day TEXT, known INTEGER, filled INTEGER, letters INTEGER,
    lined INTEGER, text_key INTEGER, plain INTEGER, copy_of TEXT);
CREATE TABLE line (key INTEGER, page INTEGER, letters INTEGER);
CREATE TABLE said (key INTEGER PRIMARY KEY, text TEXT);
"""
# One after the other, once all rows are in: each sorts on the disk.
_SETTLE = (
    "CREATE TABLE copy (id INTEGER PRIMARY KEY, first INTEGER)",
    "CREATE INDEX page_text ON page (host, text_key)",
    # Whole texts and titles alike: one story. Those with titles of their own may have lost their text; see below.
    """INSERT INTO copy SELECT p.id, t.first FROM page p JOIN
        (SELECT host, text_key, min(id) AS first FROM page WHERE letters > 0 GROUP BY host, text_key
            HAVING count(*) > 1 AND count(DISTINCT title) < 2)
        t USING (host, text_key) WHERE p.id > t.first""",
    """CREATE TABLE met AS SELECT key, count(*) AS pages FROM line WHERE key IN (SELECT key FROM said)
        GROUP BY key HAVING pages > 1""",
    "CREATE UNIQUE INDEX met_key ON met (key)",
    """CREATE TABLE stands AS SELECT l.key, l.page, l.letters, m.pages FROM line l JOIN met m USING (key)
        ORDER BY l.key, l.page""",
    "DROP TABLE line",
    "CREATE INDEX stands_key ON stands (key)",
    """INSERT OR IGNORE INTO copy SELECT b, min(a) FROM
        (SELECT one.page AS a, two.page AS b, sum(one.letters) AS shared FROM stands one JOIN stands two USING (key)
            WHERE one.page < two.page AND one.pages <= :copies AND one.letters >= :telling GROUP BY a, b)
        JOIN page p ON p.id = a JOIN page q ON q.id = b
        WHERE shared >= :alike * max(p.lined, q.lined) AND shared >= :story GROUP BY b""",
    "CREATE INDEX page_copy ON page (copy_of) WHERE copy_of IS NOT NULL",
    """INSERT OR IGNORE INTO copy SELECT p.id, q.id FROM page q JOIN page p ON p.copy_of = q.file AND p.host = q.host
        WHERE p.copy_of IS NOT NULL""",
    """CREATE TABLE double AS SELECT p.host, p.file, p.url, q.file AS first FROM copy c
        JOIN page p ON p.id = c.id JOIN page q ON q.id = c.first ORDER BY c.id""",
    "CREATE INDEX double_host ON double (host)",
    # A host's stories lie together: each check reads them from one place of the disk.
    "CREATE TABLE story AS SELECT * FROM page WHERE id NOT IN (SELECT id FROM copy) ORDER BY host, id",
    "DROP TABLE page",
    "CREATE INDEX story_host ON story (host)",
    "CREATE UNIQUE INDEX story_id ON story (id)",
    """CREATE TABLE day AS SELECT substr(published, 1, 10) AS day, count(*) AS stories FROM story
        WHERE published IS NOT NULL GROUP BY 1""",
    "CREATE UNIQUE INDEX day_day ON day (day)",
    # Lines by the stories that they stand in: those that stand in the very same are one thing.
    """CREATE TABLE shared AS SELECT p.host, s.key, s.letters, count(*) AS pages, min(s.page) AS low,
        max(s.page) AS high, sum(s.page) AS total FROM stands s JOIN story p ON p.id = s.page
        GROUP BY s.key HAVING count(*) > 1""",
    "CREATE INDEX shared_host ON shared (host, pages, low, high, total, letters)",
)


class Shared(NamedTuple):
    """Lines that stand in the same stories of a host.

    Attributes:
        pages: how many stories.
        lines: how many lines.
        keys: of the first of them, the longest first.
    """

    pages: int
    lines: int
    keys: tuple[int, ...]


class Kept:
    """The facts, first taken in (`add`), then settled, then asked for by host. The database is closed by the caller."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self._once = bytearray(_BITS // 8)
        for statement in ("PRAGMA journal_mode = OFF", f"PRAGMA cache_size = -{_CACHE}", *_TABLES.split(";"), "BEGIN"):
            database.execute(statement)

    def add(self, facts: Facts) -> None:
        f = facts
        lined = sum(line.letters for line in f.lines)
        page = self.database.execute(
            f"INSERT INTO page VALUES (NULL{', ?' * 17})",  # noqa: S608 - question marks only
            (f.host, f.file, f.url, f.title, f.title_rule, f.author, f.published, f.published_rule, f.moment,
             f.url_day, f.known, f.filled, f.letters, lined, f.text_key, f.plain, f.copy_of),
        ).lastrowid  # fmt: skip
        self.database.executemany("INSERT INTO line VALUES (?, ?, ?)", [(x.key, page, x.letters) for x in f.lines])
        again = [(line.key, line.text) for line in f.lines if self._met(line.key)]
        self.database.executemany("INSERT OR IGNORE INTO said VALUES (?, ?)", again)

    def settle(self) -> None:
        """All rows are in: find copies, and the lines that several stories share."""
        self._once = bytearray()
        numbers = {"copies": _COPIES, "telling": _TELLING, "alike": _ALIKE, "story": _STORY}
        for statement in _SETTLE:
            self.database.execute(statement, {name: n for name, n in numbers.items() if f":{name}" in statement})

    def ask(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        return self.database.execute(query, values)

    def one(self, query: str, *values: Any) -> Any:
        """The first value of the first row; None where there is none."""
        row = self.database.execute(query, values).fetchone()
        return row[0] if row else None

    def shared(self, host: str, most: int) -> Iterator[Shared]:
        """Lines that several stories of the host share, those of most stories first."""
        groups = self.ask(
            "SELECT pages, low, high, total, count(*) FROM shared WHERE host = ? GROUP BY pages, low, high, total"
            " ORDER BY pages DESC, count(*) DESC, low LIMIT ?",
            host,
            most,
        )
        for *group, lines in groups:
            keys = self.ask(
                "SELECT key FROM shared WHERE (host, pages, low, high, total) = (?, ?, ?, ?, ?)"
                " ORDER BY letters DESC, key LIMIT ?",
                host,
                *group,
                _SHOWN,
            )
            yield Shared(group[0], lines, tuple(key for (key,) in keys))

    def said(self, key: int) -> str:
        return str(self.one("SELECT text FROM said WHERE key = ?", key))

    def _met(self, key: int) -> bool:
        """Whether a line may have been met before; from now on it was."""
        place, bit = (key % _BITS) >> 3, 1 << (key & 7)
        before = self._once[place] & bit
        self._once[place] |= bit
        return bool(before)
