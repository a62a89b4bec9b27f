"""What the elements of a page's head say."""

from __future__ import annotations

from collections.abc import Mapping

from newsparse.page.page import Head
from newsparse.text.visible import visible


def take_head(head: Head, tag: str, attrs: Mapping[str, str | None], text: str) -> None:
    """Take in a title, meta, link or base, wherever in the page it stands."""
    if tag == "title":
        head.title = head.title or " ".join(visible(text).split())
    elif tag == "base":
        head.base = attrs.get("href") or head.base
    elif tag == "link":
        rel, href = attrs.get("rel"), attrs.get("href")
        if rel and href:
            head.links.setdefault(rel.lower(), href)
    elif content := attrs.get("content"):
        for key in ("name", "property", "itemprop", "http-equiv"):
            if name := attrs.get(key):
                head.meta.setdefault(name.lower(), []).append(visible(content))
