"""The record as text: one function per format."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from newsparse.render.html import to_html
from newsparse.render.markdown import to_markdown
from newsparse.render.plain_text import to_text

if TYPE_CHECKING:
    from newsparse.article import Article


# The formats of `newsparse parse --format`. Each gives whole lines.
FORMATS: dict[str, Callable[[Article], str]] = {
    "json": lambda article: article.to_json(indent=2) + "\n",
    "text": to_text,
    "markdown": to_markdown,
    "html": to_html,
}
