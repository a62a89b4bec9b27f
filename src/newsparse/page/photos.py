"""Pictures: which are machinery, and which lines beside one are its own, not a row of the article's."""

from __future__ import annotations

from newsparse.lexicon import pattern
from newsparse.page.block import Block, Picture
from newsparse.page.lines import FEW, is_linked
from newsparse.page.page import Page
from newsparse.page.readings import credits_of, source_of
from newsparse.text.people.credit_lines import FoundCredit

# Pixels. Smaller pictures are icons, buttons, counters.
_SMALLEST = 60
# A triangle points at a picture a few lines above or below; on the corpus each line that one opens is a caption.
PICTURE_SIGNS = frozenset("▲△▼▽")


def is_machinery(picture: Picture) -> bool:
    """Whether a picture is a logo, a QR code, an icon, a pixel."""
    if any(side is not None and side < _SMALLEST for side in (picture.width, picture.height)):
        return True
    machinery = pattern("images.machinery").search
    return bool(machinery(picture.src.lower()) or machinery(picture.alt.lower()))


def points_at_picture(page: Page, block: Block) -> bool:
    """Whether a triangle opens a line and a picture stands near it."""
    if block.text[:1] not in PICTURE_SIGNS:
        return False
    beside = page.blocks[max(0, block.index - FEW) : block.index + 1 + FEW]
    return any(line.picture is not None for line in beside)


def picture_words(text: str) -> str | None:
    """The words by which a line says that it is about a picture, or who took it: 图为…, …供图."""
    words = pattern("captions.opening").match(text) or pattern("captions.ending").search(text)
    return words[0] if words else None


def photographer_under(page: Page, block: Block) -> FoundCredit | None:
    """The photographer that a line right under a picture names, if it names nobody else: it is the picture's caption.

    A row of the article's makers may stand under its first picture, too: it names a writer or a source, or a row of
    such names is next to it.
    """
    # A linked line under a picture is most often the next article's; a <figcaption> may be linked with its picture.
    if (is_linked(block) and block.tag != "figcaption") or not _is_under_picture(page, block):
        return None
    found = _photographers(page, block)
    if not found or source_of(page, block):
        return None
    below = next((line for line in page.blocks[block.index + 1 : block.index + 1 + FEW] if line.text), None)
    if below is not None and not below.prose and _names_others(page, below):
        return None
    return found[-1]


def _photographers(page: Page, block: Block) -> list[FoundCredit]:
    found = credits_of(page, block, "byline")
    return found if all(c.role == "photographer" for c in found) else []


def _names_others(page: Page, block: Block) -> bool:
    return any(c.role != "photographer" for c in credits_of(page, block, "byline"))


def _is_under_picture(page: Page, block: Block) -> bool:
    """Whether a picture stands above a line, with nothing between that has a place of its own."""
    for line in reversed(page.blocks[max(0, block.index - FEW) : block.index]):
        if line.picture is not None:
            return not is_machinery(line.picture)
        if line.labels:
            return False
    return False
