"""The walk over a tree of lexbor, which builds the tree that browsers build."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from newsparse.page import CENTRED, HIDDEN, Container, Head, Inline
from newsparse.readers.attributes import TELLING, read_attributes
from newsparse.readers.lines import (
    BODY,
    BREAK,
    CELLS,
    HEAD,
    HOLDER,
    IMAGE,
    INLINE,
    KINDS,
    LINE,
    MAX_DEPTH,
    NOTHING,
    SKIP,
    TAG_FLAGS,
    Line,
    Lines,
)

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def read_with_lexbor(markup: str, head: Head, selectors: Mapping[str, str]) -> Lines:
    """Parse markup with lexbor and walk the tree; ``selectors`` are a site profile's, by field."""
    lines = Lines(head)
    tree = LexborHTMLParser(markup)
    for field, selector in selectors.items():
        lines.picks.update((node.mem_id, field) for node in tree.css(selector))
    root = tree.root
    if root is not None:
        attrs = root.attributes
        head.lang = (attrs.get("lang") or attrs.get("xml:lang") or "").strip()
        _walk(root, lines)
    lines.finish()
    return lines


# lexbor's number of a text node.
_TEXT = 2


def _walk(root: LexborNode, lines: Lines) -> None:
    """Take in the tree. `newsparse.readers.lxml_walk` takes the same steps.

    One function for all kinds of elements, and names of its own for what it uses at each: both were measured, and
    each spares a quarter of the walk. Tags are told by lexbor's numbers: their names would be decoded at each node.
    """
    parts, pictures, blocks, picks, times = lines.parts, lines.pictures, lines.blocks, lines.picks, lines.head.times
    flush, take_image, containers, add = lines.flush, lines.take_image, lines.containers, lines.parts.append
    tags: dict[int, tuple[int, str, int]] = {}  # number → what a walk does there, name, flags

    def learn(number: int, tag: str) -> tuple[int, str, int]:
        tags[number] = told = (KINDS.get(tag, INLINE), tag, TAG_FLAGS.get(tag, 0))
        return told

    def walk(element: LexborNode, depth: int, flags: int, inline: Inline, line: Line) -> None:
        if depth > MAX_DEPTH:
            _walk_flat(element, lines, flags, inline, line)
            return
        child = element.first_child
        while child is not None:
            number = child.tag_id
            if number == _TEXT:
                text = child.text_content or ""
                if parts or not text.isspace() or "\u3000" in text:
                    if line[0] == "pre" and "\n" in text:
                        lines.take_rows(text, flags, inline, line)
                    else:
                        add((text, inline, flags))
                child = child.next
                continue
            kind, tag, own = tags[number] if number in tags else learn(number, child.tag or "")
            first = len(blocks)
            if kind >= HOLDER:
                attrs = child.attributes
                own |= flags
                name = ""
                if attrs and not TELLING.isdisjoint(attrs):
                    name, styled = read_attributes(attrs.items())
                    own |= styled
                if kind == INLINE:
                    if tag == "a":
                        within: Inline = (tag, name, attrs.get("href") or "")
                    elif tag == "font" and not name:
                        within = inline
                    else:
                        if tag == "time" and (stamp := attrs.get("datetime")):
                            times.append((stamp, name))
                        within = (tag, name, inline[2])
                    only = child.first_child
                    if only is None:
                        pass
                    elif only.tag_id == _TEXT and only.next is None and line[0] != "pre":  # as most are
                        text = only.text_content or ""
                        if parts or not text.isspace() or "\u3000" in text:
                            add((text, within, own))
                    else:
                        walk(child, depth + 1, own, within, line)
                else:
                    if parts or pictures:
                        flush(line, broken=False)
                        first = len(blocks)
                    inner = (tag, name)
                    if kind == LINE:
                        walk(child, depth + 1, own, inline, inner)
                        if parts or pictures:
                            flush(inner, broken=False)
                    else:
                        outer, lines.open = lines.open, len(containers)
                        container = Container(outer, tag, name, first, 0, own & HIDDEN != 0)
                        containers.append(container)
                        walk(child, depth + 1, own | CENTRED if tag == "center" else own, inline, inner)
                        if parts or pictures:
                            flush(inner, broken=False)
                        if first == len(blocks) and containers[-1] is container and tag not in CELLS:
                            containers.pop()  # a fifth of them hold nothing: icons, clearings
                        else:
                            container.end = len(blocks)
                        lines.open = outer
            elif kind == BREAK:
                flush(line, broken=True)
            elif kind == IMAGE:
                take_image(child.attributes, flags)
            elif kind == HEAD:
                lines.take_head(tag, child.attributes, child.text(deep=True) if tag == "title" else "")
            if picks and (field := picks.get(child.mem_id)) is not None:
                lines.pick(field, first, child.text(deep=True))
            child = child.next

    walk(root, 0, 0, NOTHING, BODY)
    del walk  # it holds itself: a page's memory would wait for the cycle collector


def _walk_flat(element: LexborNode, lines: Lines, flags: int, inline: Inline, line: Line) -> None:
    """All text below, without recursion: an element begins a line where its tag makes it one."""
    for node in element.traverse(include_text=True):
        kind = KINDS.get(node.tag, INLINE)
        if node.tag == "-text":
            text = node.text_content or ""
            if lines.parts or not text.isspace():
                lines.parts.append((text, inline, flags))
        elif kind != SKIP and kind in (HOLDER, LINE, BREAK):
            lines.flush(line, broken=kind == BREAK)
