"""The walk over a tree of lexbor, which builds the tree that browsers build, in a third of the time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from newsparse.page import CENTRED, LINK, STRONG, Head, Inline
from newsparse.readers.attributes import read_attributes
from newsparse.readers.lines import (
    BODY,
    BREAK,
    HEAD,
    HOLDER,
    IMAGE,
    INLINE,
    KINDS,
    LINE,
    MAX_DEPTH,
    NOTHING,
    SKIP,
    STRONG_TAGS,
    Line,
    Lines,
)

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def read_with_lexbor(markup: str, head: Head, selectors: Mapping[str, str]) -> Lines:
    """Parse markup with lexbor and walk the tree; ``selectors`` are a site profile's, by field."""
    walker = _Walker(head)
    tree = LexborHTMLParser(markup)
    for field, selector in selectors.items():
        walker.picks.update((node.mem_id, field) for node in tree.css(selector))
    root = tree.root
    if root is not None:
        attrs = root.attributes
        head.lang = (attrs.get("lang") or attrs.get("xml:lang") or "").strip()
        walker.walk(root, 0, 0, NOTHING, BODY)
    walker.finish()
    return walker


class _Walker(Lines):
    __slots__ = ()

    def walk(self, element: LexborNode, depth: int, flags: int, inline: Inline, line: Line) -> None:
        """Take in what is inside an element. The same steps as in `newsparse.readers.lxml_walk`."""
        if depth > MAX_DEPTH:
            self._walk_flat(element, flags, inline, line)
            return
        for child in element.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                text = child.text_content or ""
                if line[0] == "pre" and "\n" in text:
                    self.take_rows(text, flags, inline, line)
                elif self.parts or not text.isspace() or "\u3000" in text:
                    self.parts.append((text, inline, flags))
                continue
            kind = KINDS.get(tag, INLINE)
            picked = self.picks.get(child.mem_id) if self.picks else None
            first = len(self.blocks)
            if kind >= HOLDER:
                attrs = child.attributes
                name, own = read_attributes(attrs.items()) if attrs else ("", 0)
                own |= flags
                if tag in STRONG_TAGS:
                    own |= STRONG
                if kind == INLINE:
                    if tag == "a":
                        self.walk(child, depth + 1, own | LINK, (tag, name, attrs.get("href") or ""), line)
                    elif tag == "font" and not name:
                        self.walk(child, depth + 1, own, inline, line)
                    else:
                        if tag == "time" and (stamp := attrs.get("datetime")):
                            self.head.times.append((stamp, name))
                        self.walk(child, depth + 1, own, (tag, name, inline[2]), line)
                else:
                    if self.parts or self.pictures:
                        self.flush(line, broken=False)
                    inner = (tag, name)
                    if kind == LINE:
                        self.walk(child, depth + 1, own, inline, inner)
                        if self.parts or self.pictures:
                            self.flush(inner, broken=False)
                    else:
                        outer = self.open_container(tag, name, own)
                        self.walk(child, depth + 1, own | CENTRED if tag == "center" else own, inline, inner)
                        if self.parts or self.pictures:
                            self.flush(inner, broken=False)
                        self.close_container(outer)
            elif kind == BREAK:
                self.flush(line, broken=True)
            elif kind == IMAGE:
                self.take_image(child.attributes.items(), flags)
            elif kind == HEAD:
                self.take_head(tag, child.attributes, child.text(deep=True) if tag == "title" else "")
            if picked is not None:
                self.pick(picked, first, child.text(deep=True))

    def _walk_flat(self, element: LexborNode, flags: int, inline: Inline, line: Line) -> None:
        """All text below, without recursion: an element begins a line where its tag makes it one."""
        for node in element.traverse(include_text=True):
            kind = KINDS.get(node.tag, INLINE)
            if node.tag == "-text":
                text = node.text_content or ""
                if self.parts or not text.isspace():
                    self.parts.append((text, inline, flags))
            elif kind != SKIP and kind in (HOLDER, LINE, BREAK):
                self.flush(line, broken=kind == BREAK)
