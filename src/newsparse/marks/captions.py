"""Lines that belong to a picture."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from newsparse.lexicon import pattern
from newsparse.marks.heading_lines import is_paragraph, look_of, may_head
from newsparse.page.block import NOT_TEXT, Block
from newsparse.page.lines import FEW, LONGEST_LINE, MANY
from newsparse.page.page import Page
from newsparse.page.photos import PICTURE_SIGNS, photographer_under, picture_words, points_at_picture
from newsparse.page.rows import is_of_a_writer

# A line set in the middle under a picture without any word that tells is a caption up to this length.
_LONGEST_CENTRED = 80
_LONGEST_PLAIN = 24
_SENTENCE = re.compile(r"[。！？；：，:!?;,…]|—$")
# A signature, where it ends the text.
_IN_BRACKETS = re.compile(r"[（(【\[][^（()）]*[）)】\]]")
_ITALICS = ("em", "i")
_NAME = re.compile(r"caption|figure|img|image|photo|pic(?!ard)|f_center|tuzhu|tupian|desc")


def mark_captions(page: Page) -> None:
    """Label captions: by their element, by their words, by being the picture's own alt text, by their setting."""
    blocks = page.blocks
    pictures = [b for b in blocks if b.picture is not None]
    found = _in_caption_elements(page)
    if not pictures and not found:
        return
    setting = _setting(page)
    for block in pictures:
        for line in page.under(block):
            if line.picture is None:
                told = None if line.labels else _why(page, block, line, setting)
                if told is None:
                    break
                found.setdefault(line.index, told)
    for line in [b for b in blocks if b.text and b.text[0] in PICTURE_SIGNS]:
        if not line.labels and len(line.text) <= LONGEST_LINE and points_at_picture(page, line):
            found.setdefault(line.index, _Why("sign", line.text[0]))
    if any(why.by_setting for why in found.values()):
        found = _without_headings(page, found)
    if _is_gallery(page, found):
        found = {index: why for index, why in found.items() if not (why.by_setting and blocks[index].prose)}
    for index, why in found.items():
        page.mark(blocks[index], "caption", f"captions.{why.rule}", why.evidence)


def _without_headings(page: Page, found: dict[int, _Why]) -> dict[int, _Why]:
    """The captions without lines that the page's headings are set like: a heading stands under a picture now and then.

    A caption stands between two paragraphs where its picture is none that is read (a film, a chart drawn by script):
    what is set like many more lines under pictures is one, too, and an element that is named for captions holds no
    heading.
    """
    blocks = page.blocks
    unsure = {i: look_of(page, blocks[i]) for i, why in found.items() if why.by_setting}
    under = Counter(unsure.values())
    between = Counter(
        look_of(page, line)
        for above, line, below in zip(blocks, blocks[1:], blocks[2:], strict=False)
        if not line.labels and line.text and may_head(line) and is_paragraph(above) and is_paragraph(below)
    )
    headings = {look for look, times in between.items() if under[look] < times * MANY and not _NAME.search(look.name)}
    return {i: why for i, why in found.items() if unsure.get(i) not in headings}


def _in_caption_elements(page: Page) -> dict[int, _Why]:
    """The lines of <figcaption>, which holds paragraphs on some pages: what is seen, and who took it."""
    boxes = [c for c in page.containers if c.tag == "figcaption"]
    lines = [b for c in boxes for b in page.blocks[c.first : c.end]]
    lines += [b for b in page.blocks if b.tag == "figcaption"]  # nested too deep to be a container
    return {b.index: _Why("element", "figcaption") for b in lines if b.text and not b.labels}


class _Why(NamedTuple):
    """What made a line a caption, and whether it was where the line stands, not what it says."""

    rule: str
    evidence: str
    by_setting: bool = False


class _Setting(NamedTuple):
    """How the page sets its lines: whether "in the middle" tells captions or headings, and italics captions."""

    centred_captions: bool
    centred_headings: bool
    slanted_captions: bool


def _setting(page: Page) -> _Setting:
    """Pages of the 2000s centre a table with all in it; some pages set bold lines in the middle everywhere."""
    blocks = page.blocks
    prose = sum([b.prose for b in blocks])
    centred = sum([b.prose for b in blocks if b.centred])
    bold = [b for b in blocks[1:] if b.centred and b.strong]
    headings = any(not b.labels and len(b.text) <= _LONGEST_CENTRED and blocks[b.index - 1].text for b in bold)
    slanted = [b for b in blocks if b.prose and _is_slanted(b)]
    return _Setting(centred * 2 <= prose, headings, all(blocks[b.index - 1].picture for b in slanted))


def _is_slanted(line: Block) -> bool:
    """Whether all of a line is set in italics."""
    runs = line.runs
    return runs[0][1][0] in _ITALICS and all(inline[0] in _ITALICS or text.isspace() for text, inline, _ in runs)


def _is_gallery(page: Page, found: dict[int, _Why]) -> bool:
    """Whether the lines under the pictures are the story: most of the prose below the headline stands there."""
    headline = page.first("headline")
    start = headline.index if headline else 0
    lines = [page.blocks[i] for i, why in found.items() if why.by_setting]
    told = sum(b.prose for b in lines if b.index > start and not b.has("related", "teaser"))
    end = max((b.index for b in lines), default=start)
    # What goes on below the last picture is a story with pictures: below a gallery no paragraph stands.
    rest = sum(b.prose for b in page.blocks[start : end + 1 + FEW] if b.index not in found and not b.labels)
    return told > rest


def _why(page: Page, picture: Block, line: Block, setting: _Setting) -> _Why | None:
    """Why the line is the picture's caption; None if it is not."""
    text = line.text
    if len(text) > LONGEST_LINE or picture.picture is None:
        return None
    if text in (picture.picture.alt, picture.picture.title) and not is_of_a_writer(page, line):
        return _Why("alt", text)
    if words := picture_words(text):
        return _Why("words", words)
    if bullet := pattern("captions.bullet").match(text):
        return _Why("bullet", bullet[0], by_setting=True)
    if named := photographer_under(page, line):
        return _Why("photographer", named.raw)
    why = _by_setting(page, picture, line, setting) if len(text) <= _LONGEST_CENTRED else None
    return None if why and is_of_a_writer(page, line) else why  # a name beside a face is none


def _by_setting(page: Page, picture: Block, line: Block, setting: _Setting) -> _Why | None:
    """Why a line of any words is the picture's caption: by how or where it is set."""
    told = setting.centred_captions and (not line.strong or not setting.centred_headings)
    if told and line.centred:
        return _Why("centred", line.tag, by_setting=True)
    if line.prose and setting.slanted_captions and _is_slanted(line):
        return _Why("slanted", line.text, by_setting=True)
    if found := _NAME.search(line.name) or _NAME.search(page.containers[line.container].name):
        beside = line.container == picture.container or line.tag == picture.tag
        return _Why("name", found[0], by_setting=True) if beside else None
    if _wrapped_together(page, picture, line):
        return _Why("wrapper", page.containers[line.container].tag, by_setting=True)
    return None


def _wrapped_together(page: Page, picture: Block, line: Block) -> bool:
    """Whether an element holds the picture, this line and hardly anything else."""
    container = page.containers[line.container]
    if container.end - container.first > FEW or not container.first <= picture.index < container.end:
        return False
    return sum(bool(b.text) for b in page.blocks[container.first : container.end]) == 1


def mark_plain_captions(page: Page) -> None:
    """Label short lines of the body that stand right under a picture, are no sentence and no heading."""
    body = page.labelled("body")
    last = max((b.index for b in body if b.text and not b.has(*NOT_TEXT)), default=0)
    for picture in body:
        if picture.picture is None or picture.index + 1 >= len(page.blocks):
            continue
        line = page.blocks[picture.index + 1]
        if not line.has("body") or line.has("heading") or not line.text or len(line.text) > _LONGEST_PLAIN:
            continue
        signed = line.index == last and _IN_BRACKETS.fullmatch(line.text)
        if not signed and not _SENTENCE.search(line.text):
            page.mark(line, "caption", "captions.under_picture", line.text)
