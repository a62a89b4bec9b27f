"""From labelled blocks to the section tree: headings open sections, the rest is their content."""

from __future__ import annotations

from dataclasses import replace

from newsparse.article import ContentBlock, Section
from newsparse.fields.images import image_of
from newsparse.grouped import ALONE, Group, code_of, group_of, items_of, rows_of
from newsparse.page.block import HEADING_TAGS, NOT_TEXT, STRONG, Block
from newsparse.page.lines import told
from newsparse.page.page import Page
from newsparse.page.site import own_words
from newsparse.text.leads import lead_of, shapes


def body_lines(page: Page) -> list[Block]:
    """The lines of the body's text, headings included."""
    return [b for b in page.labelled("body") if b.text and not b.has(*NOT_TEXT)]


def text_of(sections: tuple[Section, ...]) -> str:
    """The body as text: headings, paragraphs, list items and table rows, a line each."""
    lines: list[str] = []
    for section in sections:
        if section.heading is not None:
            lines.append(section.heading)
        lines += [block.text for block in section.blocks if block.text]
    return "\n".join(lines)


def within(sections: tuple[Section, ...], most: int) -> tuple[tuple[Section, ...], list[str]]:
    """The sections as far as their text has so many characters, and what is said of the rest.

    >>> cut, said = within((Section("一", 1, (ContentBlock("code", "灯亮了"), ContentBlock("code", "桥通了"))),), 7)
    >>> text_of(cut), said
    ('一\\n灯亮了\\n桥', ['The text has 9 characters: what follows the first 7 (max_text) was left out.'])
    """
    lines = [len(section.heading) + 1 for section in sections if section.heading is not None]
    size = sum(lines) + sum([len(block.text) + 1 for section in sections for block in section.blocks if block.text]) - 1
    if size <= most:
        return sections, []
    kept: list[Section] = []
    left = most
    for section in sections:
        if left <= 0:
            break
        left -= len(section.heading) + 1 if section.heading is not None else 0
        blocks: list[ContentBlock] = []
        for block in section.blocks:
            if left < len(block.text):
                if left > 0 and not (block.items or block.rows):
                    blocks.append(replace(block, text=block.text[:left], lead=None))
                left = 0
                break
            blocks.append(block)
            left -= len(block.text) + 1 if block.text else 0
        kept.append(replace(section, blocks=tuple(blocks)))
    return tuple(kept), [f"The text has {size} characters: what follows the first {most} (max_text) was left out."]


def sections_of(page: Page) -> tuple[Section, ...]:
    """The section tree of the body."""
    levels = _levels(page)
    seen = shapes(told(block) for block in body_lines(page))
    sections: list[Section] = []
    heading: str | None = None
    level = 1
    content: list[ContentBlock] = []
    for group, run in _runs(page):
        if not run[0].has("heading"):
            if block := _content(page, group, run, seen):
                content.append(block)
            continue
        if heading is not None or content:
            sections.append(Section(heading, level, tuple(content)))
        heading, level, content = own_words(run[0]), levels[run[0].kind("heading")], []
    if heading is not None or content:
        sections.append(Section(heading, level, tuple(content)))
    return tuple(sections)


def _levels(page: Page) -> dict[str | None, int]:
    """Level of each kind of heading: the kind met first ranks highest; h2 and h3 keep their own order."""
    kinds = list(dict.fromkeys(b.kind("heading") for b in page.labelled("heading")))
    elements = iter(sorted(kind for kind in kinds if kind in HEADING_TAGS))
    kinds = [next(elements) if kind in HEADING_TAGS else kind for kind in kinds]
    return {kind: level for level, kind in enumerate(kinds, 1)}


def _runs(page: Page) -> list[tuple[Group, list[Block]]]:
    """The body's blocks, with the items of a list and the cells of a table kept together."""
    runs: list[tuple[Group, list[Block]]] = []
    body = page.labelled("body")
    outer = _around(page, body)
    previous = ALONE
    known: dict[int, Group] = {}
    for block in body:
        if block.has(*NOT_TEXT):
            continue
        if not block.text or block.has("heading") or block.tag == "caption":
            group = ALONE
        else:
            group = known.get(block.container) or known.setdefault(
                block.container, group_of(page, block.container, outer)
            )
        if group != ALONE and group == previous:
            runs[-1][1].append(block)
        else:
            runs.append((group, [block]))
        previous = group
    return runs


_PARTS_OF_TABLE = ("table", "thead", "tbody", "tfoot", "tr")


def _around(page: Page, body: list[Block]) -> int:
    """The smallest container that holds all lines of the body; the one round its table, where all stand in one."""
    lines = [b for b in body if b.text]
    if not lines:
        return 0
    last = lines[-1].index
    around = next(index for index in page.ancestors(lines[0].container) if page.containers[index].end > last)
    table = page.data_table(around) if page.containers[around].tag in _PARTS_OF_TABLE else None
    return around if table is None else page.containers[table].parent


def _content(page: Page, group: Group, run: list[Block], seen: dict[tuple[int, ...], int]) -> ContentBlock | None:
    first = run[0]
    if first.picture is not None:
        image = image_of(page, first)
        return ContentBlock("image", image=image) if image else None
    if group == ALONE:
        text = told(first)
        return ContentBlock("paragraph", text, lead=lead_of(text, seen, _strong_opening(first)))
    kind, index = group
    lines = [told(b) for b in run if b.text]
    if kind == "list":
        items, item_levels = items_of(page, run, index)
        return ContentBlock("list", "\n".join(items), items=items, item_levels=item_levels)
    if kind == "code":
        return ContentBlock("code", code_of(run))
    if kind == "quote":
        return ContentBlock("quote", "\n".join(lines))
    rows = rows_of(page, run, index)
    return ContentBlock("table", "\n".join("\t".join(row).rstrip("\t") for row in rows), rows=rows)


def _strong_opening(block: Block) -> str:
    """The words at the paragraph's start that are set in bold or colour, if only part of it is."""
    if not block.strong:
        return ""
    out = ""
    for part in block.parts:
        if part.flags & STRONG:
            out += part.text
        elif part.text.strip() or out:
            break
    opening = " ".join(out.split())
    return opening if opening != block.text else ""
