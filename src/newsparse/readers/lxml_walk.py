"""The walk over an lxml tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree
from lxml.cssselect import CSSSelector

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
    """Take in the tree. See `newsparse.readers.lexbor_walk`, which takes the same steps, for why it is one function."""
    parts, pictures, blocks, picks, times = lines.parts, lines.pictures, lines.blocks, lines.picks, lines.head.times
    flush, containers, add = lines.flush, lines.containers, lines.parts.append
    kind_of, flags_of = KINDS.get, TAG_FLAGS.get

    def take(text: str, flags: int, inline: Inline, line: Line) -> None:
        if line[0] == "pre" and "\n" in text:
            lines.take_rows(text, flags, inline, line)
        elif parts or not text.isspace() or "\u3000" in text:
            add((text, inline, flags))

    def walk(element: _Element, depth: int, flags: int, inline: Inline, line: Line) -> None:
        if text := element.text:
            take(text, flags, inline, line)
        if depth > MAX_DEPTH:
            _walk_flat(element, lines, flags, inline, line)
            return
        for child in element:
            tag = child.tag
            kind = kind_of(tag, INLINE)
            first = len(blocks)
            if kind >= HOLDER:
                names = child.keys()
                own = flags | flags_of(tag, 0)
                name = ""
                if names and not TELLING.isdisjoint(names):
                    name, styled = read_attributes(child.items())
                    own |= styled
                if kind == INLINE:
                    if tag == "a":
                        within: Inline = (tag, name, child.get("href", ""))
                    elif tag == "font" and not name:
                        within = inline
                    else:
                        if tag == "time" and (stamp := child.get("datetime")):
                            times.append((stamp, name))
                        within = (tag, name, inline[2])
                    if not len(child) and line[0] != "pre":  # as most are
                        if (text := child.text) and (parts or not text.isspace() or "\u3000" in text):
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
                lines.take_image(dict(child.items()), flags)
            elif kind == HEAD:
                lines.take_head(tag, dict(child.items()), child.text or "")
            if picks and (field := picks.get(child)) is not None:
                lines.pick(field, first, "".join(child.itertext()))
            if tail := child.tail:
                take(tail, flags, inline, line)

    walk(root, 0, 0, NOTHING, BODY)
    del walk  # it holds itself: a page's memory would wait for the cycle collector


def _walk_flat(element: _Element, lines: Lines, flags: int, inline: Inline, line: Line) -> None:
    """All text below, without recursion: each element's text and tail is a line where its tag makes it one."""
    for node in element.iter():
        kind = KINDS.get(node.tag, INLINE)
        if node is element or kind == SKIP:
            continue
        if kind in (HOLDER, LINE, BREAK):
            lines.flush(line, broken=kind == BREAK)
        for text in (node.text, node.tail):
            if text and (lines.parts or not text.isspace()):
                lines.parts.append((text, inline, flags))
