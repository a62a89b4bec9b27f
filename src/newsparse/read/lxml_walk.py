"""The walk over an lxml tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from lxml import etree
from lxml.cssselect import CSSSelector

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
    from lxml.etree import _Element

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_with_lxml(markup: str, head: Head, selectors: Mapping[str, str]) -> Lines:
    """Parse markup with libxml2 and walk the tree; ``selectors`` are a site profile's, by field."""
    lines = Lines(head)
    data = markup.encode("utf-8", "replace")
    if data.strip():
        # A new parser each time: lxml's are not shared by threads.
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        root = etree.fromstring(data, parser)
        if root is not None:
            for field, selector in selectors.items():
                # The elements stay alive in `picks`, so that the walk meets the same proxies.
                lines.picks.update((node, field) for node in CSSSelector(selector, translator="html")(root))
            head.lang = (root.get("lang") or root.get(_XML_LANG) or "").strip()
            _walk(root, lines)
    lines.finish()
    return lines


def _walk(root: _Element, lines: Lines) -> None:
    """Take in the tree. See `newsparse.read.lexbor_walk`, which takes the same steps, for why it is one loop."""
    parts, pictures, blocks, picks, times = lines.parts, lines.pictures, lines.blocks, lines.picks, lines.head.times
    flush, containers, add = lines.flush, lines.containers, lines.parts.append
    kind_of, flags_of = KINDS.get, TAG_FLAGS.get
    # The open elements, each with its further children and what to go back to behind it: flags, inline element, line;
    # whether it ends a line, the container that it ends, and the first block that is its own.
    open_: list[tuple[_Element, Iterator[_Element], int, Inline, Line, bool, Container | None, int]] = []
    push, pop = open_.append, open_.pop
    flags, inline, line = 0, NOTHING, BODY
    children, text = iter(root), root.text
    while True:
        if text and (parts or not text.isspace() or "\u3000" in text):
            if line[0] == "pre" and "\n" in text:
                lines.take_rows(text, flags, inline, line)
            else:
                add((text, inline, flags))
        node = next(children, None)
        if node is None:
            if not open_:
                return
            node, children, flags, inline, outer, is_line, container, first = pop()
            if is_line:
                if parts or pictures:
                    flush(line, broken=False)
                line = outer
                if container is not None:
                    lines.close(container)
            if picks and (field := picks.get(node)) is not None:
                lines.pick(field, first, "".join(node.itertext()))
            text = node.tail
            continue
        tag = node.tag
        kind = kind_of(tag, INLINE)
        if kind >= HOLDER:
            own = flags | flags_of(tag, 0)
            name = ""
            names = node.keys()
            if names and not TELLING.isdisjoint(names):
                name, styled = read_attributes(node.items())
                own |= styled
            if kind == INLINE:
                push((node, children, flags, inline, line, False, None, len(blocks)))
                if tag == "a":
                    inline = (tag, name, node.get("href", ""))
                elif tag != "font" or name:
                    if tag == "time" and (stamp := node.get("datetime")):
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
                push((node, children, flags, inline, line, True, container, first))
                if tag == "center":
                    own |= CENTRED
                line = (tag, name)
            flags, children, text = own, iter(node), node.text
            continue
        if kind == BREAK:
            flush(line, broken=True)
        elif kind == IMAGE:
            lines.take_image(dict(node.items()), flags)
        elif kind == HEAD:
            lines.take_head(tag, dict(node.items()), node.text or "")
        if picks and (field := picks.get(node)) is not None:
            lines.pick(field, len(blocks), "".join(node.itertext()))
        text = node.tail
