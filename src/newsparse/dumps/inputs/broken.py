"""Files that are nothing that is read, and say by their names that they should be: what is wrong with them."""

from __future__ import annotations

import re

from newsparse.dumps.inputs.pagelike import bare_name, is_text, named_as
from newsparse.errors import InputError
from newsparse.read.foreign import looks_like_json, refuse_foreign

_JSON = (".json",)
# What is text, if it is not broken.
_TEXTS = (*_JSON, ".jsonl", ".ndjson", ".jsonlines", ".csv", ".tsv", ".tab", ".rss", ".atom", ".rdf", ".mht", ".mhtml")
_SAVED = (".mht", ".mhtml")
# How JSON begins. What is JSON and no table says something of other files; a text of its own may be a page.
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*(?:[\[{\"\]\d-]|true|false|null|NaN)|\{\s*[}\"]|-?\d|true|false|null)"
)
_NOTHING = "It begins as nothing that is known. If it is a page, give it a name that ends in .html or .txt."
NO_ROWS = "It is JSON without a list of objects (up to three keys down) or a page."
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\"")


def named_as_json(name: str) -> bool:
    """Whether a file says by its name that it is JSON: a page it is not, then."""
    return named_as(name, _JSON)


def why_broken(head: bytes, name: str, *, packed: bool) -> str | None:
    """What is wrong with a file that no reader knows, if its name says what it should be.

    Args:
        head: its first bytes, unpacked.
        packed: they were compressed.
    """
    ending = "" if packed else name[len(bare_name(name)) :]
    if ending and not head:
        return f"It is called {ending}, and is empty: it is broken."
    if not head.strip():
        return None
    if not is_text(head) or not head.strip(b"\0"):
        return _why_binary(name, ending)
    text = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if named_as_json(name) and not _BEGINS.match(text):
        if _TEXT.match(text):
            return "It is JSON, but a text: no table of pages."
        return _foreign(text) or "It does not begin as JSON does."
    return "It does not begin as MHTML does: no page was found in it." if named_as(name, _SAVED) else None


def why_unknown(head: bytes, name: str) -> str:
    """What is said of a text that begins as nothing that is read.

    >>> why_unknown(b"<opml><a/></opml>", "a")
    'It is XML (<opml>), and no page is in it: leave it out.'
    """
    text = head.replace(b"\0", b"")
    if named_as_json(name) or (text.lstrip()[:1] in (b"[", b"{") and looks_like_json(text.decode("latin-1"))):
        return NO_ROWS
    return _foreign(text) or _NOTHING


def _foreign(text: bytes) -> str | None:
    try:
        refuse_foreign(text.decode("latin-1"))
    except InputError as error:
        return str(error)
    return None


def _why_binary(name: str, ending: str) -> str | None:
    if ending:
        return f"It is called {ending}, and does not begin so: it is broken."
    return "It is no text, though its name says so: it is broken." if named_as(name, _TEXTS) else None
