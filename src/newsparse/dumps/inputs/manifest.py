"""A table that says which address each page has: CSV with the columns file and url."""

from __future__ import annotations

import csv
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from newsparse.dumps.faults import DumpError
from newsparse.dumps.printable import printable, reason
from newsparse.dumps.scratch import room_for
from newsparse.dumps.temporary import Room
from newsparse.text.addresses import fetchable
from newsparse.text.scrub import is_clean

COLUMNS = ("file", "url")
_SHOWN = 80  # characters of a table's first line, or of an address, in a message


@contextmanager
def manifest(database: Path) -> Iterator[Callable[[Iterable[str]], str | None]]:
    """The table that `read_manifest` read: gives the address of the first of some names that is in it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as kept:

        def url_of(names: Iterable[str]) -> str | None:
            found = (kept.execute("SELECT url FROM page WHERE file = ?", (name,)).fetchone() for name in names)
            return next((str(row[0]) for row in found if row), None)

        yield url_of


@room_for("--url-from")
def read_manifest(path: Path, room: Room) -> Path:
    """Read the table into a database in ``room``, on the disk: a crawl has millions of pages.

    Raises:
        DumpError: it cannot be read, or a line is not as it must be; the message names the file and the line.
    """
    handle, database = room.new_file()
    os.close(handle)
    with closing(sqlite3.connect(database, isolation_level=None)) as kept:
        kept.execute("PRAGMA journal_mode = OFF")
        kept.execute("PRAGMA synchronous = OFF")
        kept.execute("CREATE TABLE page (file TEXT PRIMARY KEY, url TEXT, line INTEGER) WITHOUT ROWID")
        kept.execute("BEGIN")
        try:
            with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
                for line, name, url in _rows(file, printable(path)):
                    _keep(kept, line, name, url, printable(path))
        except OSError as error:
            raise DumpError(
                f"Cannot read {printable(path)} (--url-from: a table, or the word path): {reason(error)}."
            ) from error
        kept.execute("COMMIT")
    return database


def names_in(path: Path) -> Iterator[str]:
    """The names of pages in a table, in its order.

    Raises:
        DumpError, OSError: as `read_manifest`.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        for _line, name, _url in _rows(file, printable(path)):
            yield name


def checksum(path: Path) -> str:
    """By what a table is known again when a run is gone on with."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rows(file: IO[str], shown: str) -> Iterator[tuple[int, str, str]]:
    """The lines: their numbers, names and addresses."""
    rows = csv.reader(file, strict=True)
    try:
        head = [cell.strip().lower() for cell in next(rows, [])]
        if not all(name in head for name in COLUMNS):
            first = ",".join(head)[:_SHOWN]
            if first.startswith("{"):
                raise DumpError(f"{shown} (--url-from) is JSON Lines; it must be CSV with the columns file and url.")
            raise DumpError(f"Line 1 of {shown} must name the columns file and url, with a comma; it is: {first}")
        places = [head.index(name) for name in COLUMNS]
        for row in rows:
            if any(cell.strip() for cell in row):
                if len(row) <= max(places):
                    raise DumpError(f"Line {rows.line_num} of {shown} has too few columns.")
                name, url = (row[place].strip() for place in places)
                yield rows.line_num, name.removeprefix("./"), url
    except csv.Error as error:
        raise DumpError(f"Line {rows.line_num} of {shown} is no CSV: {error}.") from error


def _keep(database: sqlite3.Connection, line: int, name: str, url: str, shown: str) -> None:
    if not is_clean(name + url):
        raise DumpError(f"Line {line} of {shown} is not UTF-8. Save the table as UTF-8.")
    if not name:
        raise DumpError(f"Line {line} of {shown} names no file.")
    if not url:
        return  # as a page without a line
    if fetchable(url) is None:
        raise DumpError(f"Line {line} of {shown} has no address that begins with http:// or https://: {url[:_SHOWN]!r}")
    try:
        database.execute("INSERT INTO page VALUES (?, ?, ?)", (name, url, line))
    except sqlite3.IntegrityError as error:
        known, where = database.execute("SELECT url, line FROM page WHERE file = ?", (name,)).fetchone()
        if known != url:
            raise DumpError(f"Line {line} of {shown}: line {where} gives another address to {name}.") from error
