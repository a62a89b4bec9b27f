"""Which files of a folder are pages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from newsparse.cli.output import printable

# Files of these names are pages; any other is one if its content begins as a page does.
_EXTENSIONS = frozenset({".html", ".htm", ".shtml", ".xhtml", ".txt"})

# Bytes that are looked at: what comes before the first tag is a byte order mark, white space, a comment or two.
_HEAD = 2048
_OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->)[\s\S]){0,1000}-->\s*){0,3}"
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|link|script|div|table|article|section|center|h[1-6]|p)[\s>/])",
    re.IGNORECASE,
)
_MARKS = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")


class PageFile(NamedTuple):
    """A page in a folder: its POSIX path relative to the folder, and where it lies."""

    name: str
    path: Path


def find_pages(folder: Path, *, without: frozenset[Path] = frozenset()) -> tuple[list[PageFile], list[OSError]]:
    """The pages in a folder and below, in code point order of their names, and the folders that could not be read.

    Regular files only (a link to one counts); links to folders are not followed. ``without``: resolved paths of
    files that are not pages whatever they look like (our own output).
    """
    unread: list[OSError] = []
    pages = [PageFile(_name(path, folder), path) for path in _files(folder, unread) if _is_page(path, without)]
    return sorted(pages), unread


def looks_like_html(head: bytes) -> bool:
    """Whether a file that begins so is an HTML page, in whatever encoding.

    >>> looks_like_html(b"<!DOCTYPE html><p>"), looks_like_html(b"<!-- a --> <HTML>"), looks_like_html(b'{"a": "<p>"}')
    (True, True, False)
    """
    return _OPENING.match(_MARKS.sub(b"", head).replace(b"\0", b"")) is not None


def _files(folder: Path, unread: list[OSError]) -> Iterator[Path]:
    for parent, _, names in os.walk(folder, onerror=unread.append):
        base = Path(parent)
        for name in names:
            yield base / name


def _name(path: Path, folder: Path) -> str:
    return printable(path.relative_to(folder).as_posix())


def _is_page(path: Path, without: frozenset[Path]) -> bool:
    if any(path.name == other.name for other in without) and path.resolve() in without:
        return False
    try:
        if not path.is_file():
            return False
        if path.suffix.lower() in _EXTENSIONS:
            return True
        with path.open("rb") as file:
            return looks_like_html(file.read(_HEAD))
    except OSError:
        return False  # unreadable, and nothing says that it is a page
