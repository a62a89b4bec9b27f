"""Names of files for pages: such that every file system takes them, and no two are one."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import unicodedata

# By this file a folder of ours is known again: no other folder is ever replaced.
MARK = ".newsparse"
# The file of the warnings, for which a text has no place.
WARNINGS = "warnings.jsonl"
# Longest name of common file systems is 255 bytes (a Chinese character has three), of a path 4,096 with all folders
# above it; a name keeps room for what is put behind it.
_LONGEST, _LONGEST_PATH = 200, 1000
# Signs that file systems or shells make something of. (/ stays: it makes folders.)
_SIGNS = re.compile(r"[\x00-\x1f\x7f-\x9f:*?\"<>|\\]")
# Windows has devices for these names, whatever stands behind a dot, and drops dots and spaces at an end.
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$)(?=\s*(?:\.|$))")
_END = re.compile(r"[. ]+$")


def file_name(page: str, extension: str) -> str:
    """The path of a page's file in a folder; it never leads out of the folder. Different pages may get the same.

    >>> file_name("a.zip!/news/m.html", ".md"), file_name("/d.jsonl#12", ".md"), file_name("../x", ".md")
    ('a.zip!/news/m.html.md', 'd.jsonl/12.md', '_/x.md')
    >>> file_name("CON.html", ".md"), file_name("a.md/b?.html", ".md"), file_name(".newsparse/b", ".md")
    ('_CON.html.md', 'a.md_/b_.html.md', '.newsparse_/b.md')
    """
    parts = [part for part in page.replace("#", "/").split("/") if part not in ("", ".")] or ["_"]
    *folders, last = map(_clean, parts)
    # No folder is named as a file may be: where there is one, the other finds its place taken.
    above = [_short(f"{part}_" if _is_a_files(part, extension) else part) for part in folders]
    path = "/".join([*above, _short(last)])
    if len(path.encode()) > _LONGEST_PATH:
        path = f"{above[0]}/{_hash(page)}/{_short(last)}"
    return path + extension


def _clean(part: str) -> str:
    part = _SIGNS.sub("_", part)
    part = _END.sub("_", part)
    return f"_{part}" if _DEVICE.match(part) else part


def _is_a_files(part: str, extension: str) -> bool:
    folded = _folded(part)
    return folded.endswith(extension) or folded in (MARK, WARNINGS)


def _folded(name: str) -> str:
    """A name as file systems that know no case and compose characters see it."""
    return unicodedata.normalize("NFC", name).casefold()


def _short(part: str) -> str:
    """A name that file systems take; of a longer one the beginning and a hash."""
    raw = part.encode()
    return part if len(raw) <= _LONGEST else raw[: _LONGEST - 20].decode("utf-8", "ignore") + "-" + _hash(part)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Names:
    """Paths that were given, so that each is given once: a page whose path another has gets one with a hash in it.

    The same pages in the same order get the same names.

    >>> names = Names(".md")
    >>> [names.of(page) for page in ("a:b.html", "A_b.html", "c.html")]
    ['a_b.html.md', 'A_b.html-52aba2c4f8bae21b.md', 'c.html.md']
    >>> names.close()
    """

    def __init__(self, extension: str) -> None:
        self._extension = extension
        # A database without a name is a file of SQLite's own, which is gone when it is closed: names are millions.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("CREATE TABLE taken (name TEXT PRIMARY KEY) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def of(self, page: str) -> str:
        """The path of a page's file."""
        path = file_name(page, self._extension)
        stem = path.removesuffix(self._extension)
        number = 0
        while not self._take(path):
            number += 1
            path = f"{stem}-{_hash(f'{page}#{number}')}{self._extension}"
        return path

    def _take(self, path: str) -> bool:
        cursor = self._database.execute("INSERT OR IGNORE INTO taken VALUES (?)", (_folded(path),))
        return cursor.rowcount > 0

    def close(self) -> None:
        self._database.close()
