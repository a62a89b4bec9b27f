"""Which files are pages: by their names, or by how they begin."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from newsparse.errors import BinaryPage, EmptyPage
from newsparse.read.binary import refuse_binary
from newsparse.read.mhtml import looks_like_mhtml
from newsparse.read.prolog import prolog_of

# Files of these names are pages; any other is one if its content begins as a page does.
_EXTENSIONS = (".html", ".htm", ".shtml", ".xhtml")
# Of these names are pages of plain text, if they are no tables: these are called so, too.
_TEXTS = (".txt",)
_PACKED = re.compile(r"\.(?:gz|bz2|xz|zst)$", re.IGNORECASE)

# The first tag of a page, behind a byte order mark, white space, comments, a document type.
_FIRST = re.compile(
    r"<(?:html|head|body|meta|title|link|script|div|table|article|section|center|h[1-6]|p)[\s>/]", re.IGNORECASE
)
_MARKS = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")


def named_as_page(name: str) -> bool:
    """Whether a file of this name is a page.

    >>> named_as_page("a/1.HTML"), named_as_page("a.html.gz"), named_as_page("a.json")
    (True, True, False)
    """
    return named_as(name, _EXTENSIONS)


def named_as_text(name: str) -> bool:
    """Whether a file of this name is a page of plain text, if it is nothing else."""
    return named_as(name, _TEXTS)


def named_as(name: str, extensions: tuple[str, ...]) -> bool:
    """Whether a file has one of these extensions, be it compressed or not."""
    return PurePosixPath(bare_name(name)).suffix.lower() in extensions


def bare_name(name: str) -> str:
    """A name without the ending of compressed files, if it has one.

    >>> bare_name("a/b.csv.GZ"), bare_name("b.zip")
    ('a/b.csv', 'b.zip')
    """
    return _PACKED.sub("", name)


def looks_like_page(head: bytes) -> bool:
    """Whether a file that begins so is a page: HTML, or a page saved as MHTML."""
    return looks_like_html(head) or looks_like_mhtml(head)


def looks_like_html(head: bytes) -> bool:
    """Whether a file that begins so is an HTML page, in whatever encoding.

    >>> looks_like_html(b"<!DOCTYPE html><p>"), looks_like_html(b"<!-- a --> <HTML>"), looks_like_html(b'{"a": "<p>"}')
    (True, True, False)
    """
    text = _text(head)
    prolog = prolog_of(text)
    return prolog.doctype.startswith("html") or _FIRST.match(text, prolog.end) is not None


def only_begins(head: bytes) -> bool:
    """Whether what begins so begins as markup, and its first element is still to come.

    >>> only_begins(b"<!-- a comment that goes"), only_begins(b"<!-- a --><p>"), only_begins(b"text")
    (True, False, False)
    """
    text = _text(head)
    return text.lstrip()[:1] == "<" and prolog_of(text).cut


def _text(head: bytes) -> str:
    """The ASCII of it can be read; in whatever encoding."""
    return _MARKS.sub(b"", head).replace(b"\0", b"").decode("latin-1")


def is_text(head: bytes) -> bool:
    """Whether a file that begins so is text, in whatever encoding.

    >>> is_text("题,html".encode("utf-16")), is_text(b""), is_text(bytes(range(99)))
    (True, True, False)
    """
    try:
        refuse_binary(head)
    except BinaryPage:
        return False
    except EmptyPage:
        return True
    return True
