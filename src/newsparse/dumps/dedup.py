"""Near-duplicates: the same report on another portal, with other words around it.

A text is the set of its runs of five characters (white space and punctuation aside, traditional characters folded: a
story that Hong Kong took over from Guangzhou is the same). Two texts are the same if these sets have `ALIKE` of their
union in common. That share is estimated by one-permutation MinHash (Li, Owen, Zhang 2012; empty buckets filled as by
Shrivastava and Li 2014), and texts that may be alike are found by bands of the sketch (LSH) in an index on the disk,
so that the memory does not grow with the dump. Libraries for this (datasketch) keep the index in memory or in a
server, and bring numpy and scipy.

That is for articles. Of other pages only those are copies that are the same byte for byte: two days of one list have
most of their titles in common, and are two pages; what is different in them is often in their links alone.
"""

from __future__ import annotations

import re
import sqlite3
import struct
import zlib
from hashlib import blake2b

from newsparse.text.script import fold

# Runs of characters that are compared: five are a phrase of two or three words.
_RUN = 5
# Buckets of the sketch, and buckets in a band. With 16 bands of 4, texts that have 0.7 in common are found in 99 of
# 100 cases, such with 0.3 in 12 (and are then told apart by the whole sketch).
BUCKETS = 64
_IN_BAND = 4
BANDS = BUCKETS // _IN_BAND
_KEY = 8  # bytes of a band's key: an integer of the index
# Share from which two texts are the same report. Measured on 2,000 made reports (tools/dumps_speed.py dedup): copies
# with another dateline, a sentence more or less and an editor's line have 0.75 to 1 (98 of 100), different reports that
# share three sentences in ten 0 to 0.53. Of the copies 99.9 % count as the same, of the others 0.1 %.
ALIKE = 0.7
# Characters of a text that are looked at: longer ones are told apart by that much.
_LONGEST = 20_000
# Texts under one key that are compared: of a template (exchange rates) there are thousands.
_MOST_UNDER_KEY = 64

_NO_WORD = re.compile(r"[\W_]+")
_MIX, _BITS = 0x9E3779B97F4A7C15, (1 << 64) - 1

_TABLES = (
    "CREATE TABLE IF NOT EXISTS text (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sketch BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS band (key INTEGER, text INTEGER, PRIMARY KEY (key, text)) WITHOUT ROWID",
)


def exact_signature_of(page: bytes | str) -> bytes:
    """As `signature_of`, but alike are only pages that are the same, byte for byte.

    >>> one, same, other = map(exact_signature_of, (b"<ul><li>1", b"<ul><li>1", b"<ul><li>2"))
    >>> one == same, likeness(one, other) < 0.2
    (True, True)
    """
    data = page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
    sketch = blake2b(data, digest_size=BUCKETS).digest()
    return sketch + b"".join(blake2b(sketch, digest_size=_KEY, salt=bytes([band])).digest() for band in range(BANDS))


def signature_of(text: str) -> bytes:
    """The sketch of a text (one byte for each bucket, 0 for an empty one) and the keys of its bands.

    >>> a = signature_of("昨晚，老街的路灯亮了，居民说方便多了。")
    >>> a == signature_of("昨晚，老街的路灯亮了， 居民说方便多了！"), likeness(a, signature_of("今天有雨，出门带伞。"))
    (True, 0.0)
    """
    data = fold(_NO_WORD.sub("", text)[:_LONGEST].lower()).encode("utf-32-le")
    width = 4 * _RUN
    ends = range(0, max(len(data) - width, 0) + 4, 4)
    hashes = {(zlib.crc32(data[start : start + width]) * _MIX & _BITS) >> 16 for start in ends}
    least = {value % BUCKETS: value // BUCKETS for value in sorted(hashes, reverse=True)}
    sketch = bytes(1 + least[bucket] % 255 if bucket in least else 0 for bucket in range(BUCKETS))
    return sketch + b"".join(_keys(least))


def likeness(one: bytes, other: bytes) -> float:
    """The share of the union that two texts have in common, estimated from their sketches (error: about 0.06)."""
    pairs = [(a, b) for a, b in zip(one[:BUCKETS], other[:BUCKETS], strict=True) if a or b]
    return sum(a == b for a, b in pairs) / len(pairs)


class Index:
    """The texts so far, in tables of a database; the caller begins and commits."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        for table in _TABLES:  # one by one: executescript would commit
            database.execute(table)

    def earlier(self, name: str, signature: bytes) -> str | None:
        """The name of the first text that this one is a copy of; None for a new one, which is kept."""
        sketch, keys = signature[:BUCKETS], struct.unpack(f">{BANDS}q", signature[BUCKETS:])
        found: set[int] = set()
        for key in keys:
            query = "SELECT text FROM band WHERE key = ? ORDER BY text LIMIT ?"
            found.update(row[0] for row in self._database.execute(query, (key, _MOST_UNDER_KEY)))
        for candidate in sorted(found):
            known, kept = self._database.execute("SELECT name, sketch FROM text WHERE id = ?", (candidate,)).fetchone()
            if likeness(sketch, kept) >= ALIKE:
                return str(known)
        number = self._database.execute("INSERT INTO text (name, sketch) VALUES (?, ?)", (name, sketch)).lastrowid
        self._database.executemany("INSERT OR IGNORE INTO band VALUES (?, ?)", [(key, number) for key in keys])
        return None


def _keys(least: dict[int, int]) -> list[bytes]:
    """The key of each band; an empty bucket has the value of the next that is not, and how far that is."""
    values: list[tuple[int, int]] = []
    for bucket in range(BUCKETS):
        distance = next(far for far in range(BUCKETS) if (bucket + far) % BUCKETS in least)
        values.append((least[(bucket + distance) % BUCKETS], distance))
    return [
        blake2b(repr((band, values[band * _IN_BAND : (band + 1) * _IN_BAND])).encode(), digest_size=_KEY).digest()
        for band in range(BANDS)
    ]
