"""Addresses that may stand in output which a browser opens."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Browsers drop these before they read a scheme, so "java\nscript:" is one.
_DROPPED = re.compile(r"[\x00-\x20\x7f]+")


def safe_url(url: str | None) -> str | None:
    """``url`` if it leads to a page or a picture: http, https or relative; None if it is a script or anything else.

    >>> safe_url("https://news.example.com/1.html"), safe_url("/a b.jpg")
    ('https://news.example.com/1.html', '/a%20b.jpg')
    >>> safe_url("java\\nscript:alert(1)"), safe_url("data:text/html,x"), safe_url("")
    (None, None, None)
    """
    if not url:
        return None
    scheme = _SCHEME.match(_DROPPED.sub("", url))
    if scheme and scheme[0].lower() not in ("http:", "https:"):
        return None
    return _DROPPED.sub("%20", url.strip()) or None
