"""Lines that belong to a picture."""

from __future__ import annotations

import re
from functools import cache

from newsparse.lexicon import load
from newsparse.page import Block, Page

# Captions of the corpus: 99 in 100 are no longer. A longer line under a picture is a paragraph.
_LONGEST = 160
# A line set in the middle under a picture without any word that tells is a caption up to this length.
_LONGEST_CENTRED = 80
_NAME = re.compile(r"caption|figure|img|image|photo|pic(?!ard)|f_center|tuzhu|tupian|desc")


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("captions")
    openings = "|".join(entry["p"] for entry in data["opening"])
    endings = "|".join(entry["p"] for entry in data["ending"])
    return re.compile(f"(?:{openings})"), re.compile(f"(?:{endings})[\\s。）)】\\]]*$")


def mark_captions(page: Page) -> None:
    """Label captions: by their element, by their words, by being the picture's own alt text, by their setting."""
    blocks = page.blocks
    centred = any(
        b.centred and b.strong and not b.labels and len(b.text) <= _LONGEST_CENTRED and blocks[b.index - 1].text for b in blocks[1:]
    )
    for block in blocks:
        if block.picture is None:
            continue
        for after in blocks[block.index + 1 : block.index + 4]:
            if after.picture is not None:
                continue
            if after.labels or not _belongs(page, block, after, centred_headings=centred):
                break
        before = blocks[block.index - 1] if block.index else None
        if before is not None and not before.picture and not before.labels and before.tag == "figcaption":
            page.mark(before, "caption", "captions.figcaption", before.tag)
    for block in blocks:
        if block.tag == "figcaption" and not block.labels:
            page.mark(block, "caption", "captions.figcaption", block.tag)


def _belongs(page: Page, picture: Block, line: Block, *, centred_headings: bool) -> bool:
    """Label the line if it is the picture's caption; say whether the next line may be one too."""
    text = line.text
    if len(text) > _LONGEST:
        return False
    opening, ending = _words()
    picture_data = picture.picture
    assert picture_data is not None
    if text in (picture_data.alt, picture_data.title):
        rule, evidence = "alt", text
    elif found := opening.match(text) or ending.search(text):
        rule, evidence = "words", found[0]
    elif line.centred and len(text) <= _LONGEST_CENTRED and (not line.strong or not centred_headings):
        rule, evidence = "centred", line.tag
    elif found := _NAME.search(line.name) or _NAME.search(page.containers[line.container].name):
        if len(text) > _LONGEST_CENTRED or line.container != picture.container and line.tag != picture.tag:
            return False
        rule, evidence = "name", found[0]
    elif _wrapped_together(page, picture, line):
        rule, evidence = "wrapper", page.containers[line.container].tag
    else:
        return False
    page.mark(line, "caption", f"captions.{rule}", evidence)
    return True


def _wrapped_together(page: Page, picture: Block, line: Block) -> bool:
    """Whether an element holds the picture, this line and hardly anything else."""
    container = page.containers[line.container]
    return container.first <= picture.index < container.end and container.end - container.first <= 3
