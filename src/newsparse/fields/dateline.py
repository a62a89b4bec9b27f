"""dateline: the agency, place and date that open the first paragraph. They stay in the text."""

from __future__ import annotations

from newsparse.fields.rule import FieldRule, Found
from newsparse.options import Options
from newsparse.page.lines import FEW
from newsparse.page.page import Page
from newsparse.text.datelines import dateline_from_text


def opening(page: Page, options: Options) -> Found | None:
    """The dateline of one of the first lines; an editor's note or a heading may stand before it."""
    for block in [b for b in page.labelled("body") if b.text][:FEW]:
        value = dateline_from_text(block.text)
        if value is not None:
            return Found(value, value.raw, 0.95)
    return None


DATELINE: tuple[FieldRule, ...] = (opening,)
