"""The article as plain text: headline, byline, body; one paragraph a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsparse.render.byline import byline
from newsparse.text.scrub import scrub

if TYPE_CHECKING:
    from newsparse.article import Article


def to_text(article: Article) -> str:
    """Headline lines and byline, an empty line, the body as in ``article.text``. Ends with a newline."""
    head = [line for line in (article.kicker, article.title, article.subtitle) if line]
    entries = byline(article)
    if entries:
        head.append("　".join(entry.text for entry in entries))
    parts = ["\n".join(head), article.text]
    return scrub("\n\n".join(part for part in parts if part) + "\n")
