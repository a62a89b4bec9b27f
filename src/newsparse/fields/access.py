"""access: whether the page says that it shows the whole article, or only a part of it."""

from __future__ import annotations

from newsparse.fields.rule import FieldRule, Found, Where
from newsparse.options import Options
from newsparse.page.lines import NEAR
from newsparse.page.page import Page


def gate_shown(page: Page, options: Options) -> Found | None:
    """A gate in the body or right below it, before anything of other articles or of readers."""
    body = page.body_line()
    if body is None:
        return None
    last = page.labelled("body")[-1].index
    for block in page.blocks[body.index : last + 1 + NEAR]:
        if block.index > last and block.has("comments", "related", "teaser"):
            return None
        if block.has("gate") and not block.hidden:
            return Found("partial", block.text, 0.85, Where.ARTICLE)
    return None


def free_by_ld(page: Page, options: Options) -> Found | None:
    """isAccessibleForFree of the article in the page's JSON-LD, and of its parts."""
    free = page.head.ld.free if page.head.ld else None
    return None if free is None else Found("free" if free else "partial", "isAccessibleForFree")


ACCESS: tuple[FieldRule, ...] = (gate_shown, free_by_ld)
