"""What the cores read in a line, kept with the page: marks and fields ask the same lines the same questions."""

from __future__ import annotations

from newsparse.block import Block, spaced
from newsparse.cores.credits import FoundCredit, Zone, credits_from_text
from newsparse.cores.source import FoundSource, source_from_text
from newsparse.page import Page


def credits_of(page: Page, block: Block, zone: Zone) -> list[FoundCredit]:
    """The people that a line credits, read as one of ``zone`` (see `credits_from_text`)."""
    key = (zone, block.index)
    found: list[FoundCredit] | None = page.readings.get(key)
    if found is None:
        found = page.readings[key] = credits_from_text(spaced(block), zone=zone)
    return found


def source_of(page: Page, block: Block) -> FoundSource | None:
    """The source that a line names (see `source_from_text`)."""
    key = ("source", block.index)
    if key not in page.readings:
        page.readings[key] = source_from_text(spaced(block))
    found: FoundSource | None = page.readings[key]
    return found
