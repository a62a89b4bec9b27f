"""The walk over a tree of lexbor, which builds the tree that browsers build."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from newsparse.page.block import CENTRED, HIDDEN, Container, Inline
from newsparse.page.page import Head
from newsparse.read.attributes import TELLING, read_attributes
from newsparse.read.builder import (
    BODY,
    BREAK,
    HEAD,
    HOLDER,
    IMAGE,
    INLINE,
    KINDS,
    MAX_DEPTH,
    NOTHING,
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


# lexbor's number of a text node (LXB_TAG__TEXT).
_TEXT = 2


def _walk(root: LexborNode, lines: Lines) -> None:
    """Take in the tree. `newsparse.read.lxml_walk` takes the same steps.

    One loop over all nodes, with a stack of its own: hostile depth costs no recursion, and no function that calls
    itself keeps a page's memory for the cycle collector. Names of its own for what it uses at each node, and tags told
    by lexbor's numbers (a name is decoded each time it is asked for): both were measured.
    """
    parts, pictures, blocks, picks, times = lines.parts, lines.pictures, lines.blocks, lines.picks, lines.head.times
    flush, take_image, containers, add = lines.flush, lines.take_image, lines.containers, lines.parts.append
    tags: dict[int, tuple[int, str, int]] = {}  # number → what the walk does there, name, flags
    # The open elements, each with what to go back to behind it: flags, inline element, line; whether it ends a line,
    # the container that it ends, and the first block that is its own.
    open_: list[tuple[LexborNode, int, Inline, Line, bool, Container | None, int]] = []
    push, pop = open_.append, open_.pop
    flags, inline, line = 0, NOTHING, BODY
    node = root.first_child
    while True:
        if node is None:
            if not open_:
                return
            node, flags, inline, outer, is_line, container, first = pop()
            if is_line:
                if parts or pictures:
                    flush(line, broken=False)
                line = outer
                if container is not None:
                    lines.close(container)
            if picks and (field := picks.get(node.mem_id)) is not None:
                lines.pick(field, first, node.text(deep=True))
            node = node.next
            continue
        number = node.tag_id
        if number == _TEXT:
            text = node.text_content or ""
            if parts or not text.isspace() or "\u3000" in text:
                if line[0] == "pre" and "\n" in text:
                    lines.take_rows(text, flags, inline, line)
                else:
                    add((text, inline, flags))
            node = node.next
            continue
        if number not in tags:
            tag = node.tag or ""
            tags[number] = (KINDS.get(tag, INLINE), tag, TAG_FLAGS.get(tag, 0))
        kind, tag, own = tags[number]
        if kind >= HOLDER:
            attrs = node.attributes
            own |= flags
            name = ""
            if attrs and not TELLING.isdisjoint(attrs):
                name, styled = read_attributes(attrs.items())
                own |= styled
            if kind == INLINE:
                push((node, flags, inline, line, False, None, len(blocks)))
                if tag == "a":
                    inline = (tag, name, attrs.get("href") or "")
                elif tag != "font" or name:
                    if tag == "time" and (stamp := attrs.get("datetime")):
                        times.append((stamp, name))
                    inline = (tag, name or inline[1], inline[2])
            else:
                if parts or pictures:
                    flush(line, broken=False)
                first = len(blocks)
                container = None
                if kind == HOLDER and len(open_) < MAX_DEPTH:
                    container = Container(lines.open, tag, name, first, 0, own & HIDDEN != 0)
                    lines.open = len(containers)
                    containers.append(container)
                push((node, flags, inline, line, True, container, first))
                if tag == "center":
                    own |= CENTRED
                line = (tag, name)
            flags, node = own, node.first_child
            continue
        if kind == BREAK:
            flush(line, broken=True)
        elif kind == IMAGE:
            take_image(node.attributes, flags)
        elif kind == HEAD:
            lines.take_head(tag, node.attributes, node.text(deep=True) if tag == "title" else "")
        if picks and (field := picks.get(node.mem_id)) is not None:
            lines.pick(field, len(blocks), node.text(deep=True))
        node = node.next
