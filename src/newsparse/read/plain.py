"""Plain text to `Page`: an already-extracted page, line by line."""

from __future__ import annotations

from newsparse.page.block import Block, Container
from newsparse.page.page import Head, Page
from newsparse.text.front_matter import without_front_matter
from newsparse.text.scrub import scrub
from newsparse.text.sentences import prose_of
from newsparse.text.visible import visible


def read_text(text: str, url: str | None = None) -> Page:
    """Read plain text: each line that is not empty is a block. An empty line between two sets them apart.

    Of Markdown that we wrote, what the front matter says is in the text, too.
    """
    blocks: list[Block] = []
    for line in visible(without_front_matter(scrub(text))).splitlines():
        words = " ".join(line.split())
        if words:
            blocks.append(
                Block(
                    len(blocks),
                    words,
                    "p",
                    "",
                    0,
                    [(line, ("", "", ""), 0)],
                    prose=prose_of(words, 0),
                )
            )
    return Page(blocks, [Container(-1, "body", "", 0, len(blocks))], Head(base=url or ""), url=url, from_html=False)
