"""What is text and yet no page: feeds and JSON, told by how they begin. A page of their raw text would be rubbish."""

from __future__ import annotations

import json
import re

from newsparse.errors import InputError
from newsparse.read.prolog import Prolog, prolog_of

# The first element of a feed, and the document types that say so.
_FEED = re.compile(r"<(?:(?:rss|feed|RDF)|\w{1,20}:(?:rss|feed|RDF))[\s>]", re.IGNORECASE)
_FEED_TYPES = ("rss", "rdf", "rdf:rdf", "feed")
# An object with a key, a list of objects, of lists or of texts. ("[图]" and "{{ title }}" begin texts and templates.)
_TEXT = r"(?:[^\"\\\n]|\\.){0,200}\""
# Before it, where a script takes it: callback([{…}]), var data = {…}.
_TAKER = r"(?:(?:(?:var|let|const)\s+)?[\w$.]{1,60}\s*[(=]\s*)?"
# Rows that failed to load, before the first that did.
_NOTHING = r"(?:(?:null|true|false|-?\d{1,20})\s*,\s*){0,99}"
_JSON = re.compile(rf"\s*({_TAKER})(?:\[\s*)*{_NOTHING}(?:\{{\s*\"{_TEXT}\s*:|\[\s*\"(?:\s*<|{_TEXT}\s*,))")
# Texts of JSON, one or several (the last may be cut), of which the first is markup or has letters by their numbers. (In
# HTML behind a stray " others stand without a \\; any text may stand in quotation marks.)
_TEXTS = re.compile(
    r"\ufeff?\s*(?=\"(?:(?:\s|\\[nrt])*+(?:<|\\u003c)[!a-z]|[^\"\\]{0,2000}\\u[0-9a-f]{4}))"
    r"(?:\"(?:[^\"\\]|\\.)*+(?:\"\s*+|\\?\Z))+",
    re.IGNORECASE | re.DOTALL,
)
# Other JSON begins so.
_JSON_SIGNS = "[{ntf"
# Lists of addresses, subscriptions, settings, drawings: no text of an article is in them.
_NO_PAGES = re.compile(r"<((?:\w{1,20}:)?(?:urlset|sitemapindex|opml|svg|plist))[\s>]", re.IGNORECASE)
_JSON_SAID = (
    "It is JSON, no page. `newsparse extract FILE` reads the pages that JSON holds in a list of objects or in "
    "one object; in a folder, if its name does not end as those of pages do."
)
_LOOKED_AT = 4096  # characters by which JSON is told
_MARK = "\ufeff"


def looks_like_feed(text: str) -> bool:
    """Whether a text begins as an RSS or Atom feed.

    >>> looks_like_feed('<?xml version="1.0"?><!-- a --><rss version="2.0">'), looks_like_feed("<html><rss>")
    (True, False)
    """
    return _is_feed(text, _prolog(text))


def _prolog(text: str) -> Prolog:
    return prolog_of(text, len(_MARK) if text.startswith(_MARK) else 0)


def _is_feed(text: str, prolog: Prolog) -> bool:
    return prolog.doctype in _FEED_TYPES or _FEED.match(text, prolog.end) is not None


def looks_like_json(text: str) -> bool:
    """Whether a text begins as a JSON object or a list of things.

    >>> looks_like_json('[{"html": "'), looks_like_json("[图集] 老街"), looks_like_json("{{ title }}")
    (True, False, False)
    """
    return _JSON.match(text.removeprefix("\ufeff")[:_LOOKED_AT]) is not None


def refuse_foreign(text: str) -> None:
    """Let pages pass.

    Raises:
        InputError: the text is a feed or JSON (the message says what reads it), or XML without text.
    """
    start = text[:_LOOKED_AT].lstrip("\ufeff \t\r\n")[:2]
    if start[:1] == "<":
        _refuse_xml(text, _prolog(text))
    if start[:1] != "<" and (found := _JSON.match(text.removeprefix("\ufeff")[:_LOOKED_AT])) is not None:
        if found[1]:
            raise InputError(f"It is a script with JSON in it ({found[1].strip()}…), no page. Save the JSON alone.")
        raise InputError(_JSON_SAID)
    if start[:1] == '"' and _TEXTS.fullmatch(text):
        raise InputError(_JSON_SAID)
    if start[:1] and start[0] in _JSON_SIGNS and len(text) <= _LOOKED_AT and _is_json(text):
        raise InputError(_JSON_SAID)


def _refuse_xml(text: str, prolog: Prolog) -> None:
    if _is_feed(text, prolog):
        raise InputError(
            "It is a feed (RSS, Atom), no page. `newsparse extract FILE` reads each of its entries as a page; "
            "in a folder, give it a name that ends in .xml."
        )
    if (found := _NO_PAGES.match(text, prolog.end)) is not None:
        raise InputError(f"It is XML (<{found[1]}>), and no page is in it: leave it out.")


def _is_json(text: str) -> bool:
    """Whether a short text is JSON as a whole, though there is no row in it: [], {}, null, 12. A text is none: any may
    stand in quotation marks."""
    try:
        return not isinstance(json.loads(text.lstrip("\ufeff")), str)
    except (ValueError, RecursionError):
        return False
