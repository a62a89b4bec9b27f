"""The walk over an lxml tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree
from lxml.cssselect import CSSSelector

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
    from lxml.etree import _Element

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_with_lxml(markup: str, head: Head, selectors: Mapping[str, str]) -> Lines:
    """Parse markup with libxml2 and walk the tree; ``selectors`` are a site profile's, by field."""
    walker = _Walker(head)
    data = markup.encode("utf-8", "replace")
    if data.strip():
        # A new parser each time: lxml's are not shared by threads.
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        root = etree.fromstring(data, parser)
        if root is not None:
            for field, selector in selectors.items():
                # The elements stay alive in `picks`, so that the walk meets the same proxies.
                walker.picks.update((node, field) for node in CSSSelector(selector, translator="html")(root))
            head.lang = (root.get("lang") or root.get(_XML_LANG) or "").strip()
            walker.walk(root, 0, 0, NOTHING, BODY)
    walker.finish()
    return walker


class _Walker(Lines):
    __slots__ = ()

    def walk(self, element: _Element, depth: int, flags: int, inline: Inline, line: Line) -> None:
        """Take in what is inside an element.

        One function for all kinds of elements: a call each would cost as much again as the walk (measured).
        """
        if text := element.text:
            self._take(text, flags, inline, line)
        if depth > MAX_DEPTH:
            self._walk_flat(element, flags, inline, line)
            return
        for child in element:
            tag = child.tag
            kind = KINDS.get(tag, INLINE)
            picked = self.picks.get(child) if self.picks else None
            first = len(self.blocks)
            if kind >= HOLDER:
                name, own = read_attributes(items) if (items := child.items()) else ("", 0)
                own |= flags
                if tag in STRONG_TAGS:
                    own |= STRONG
                if kind == INLINE:
                    if tag == "a":
                        self.walk(child, depth + 1, own | LINK, (tag, name, child.get("href", "")), line)
                    elif tag == "font" and not name:
                        self.walk(child, depth + 1, own, inline, line)
                    else:
                        if tag == "time" and (stamp := child.get("datetime")):
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
                self.take_image(child.items(), flags)
            elif kind == HEAD:
                self.take_head(tag, dict(child.items()), child.text or "")
            if picked is not None:
                self.pick(picked, first, "".join(child.itertext()))
            if tail := child.tail:
                self._take(tail, flags, inline, line)

    def _take(self, text: str, flags: int, inline: Inline, line: Line) -> None:
        """Add a stretch of text to the line; white space begins none, unless it indents."""
        if line[0] == "pre" and "\n" in text:
            self.take_rows(text, flags, inline, line)
        elif self.parts or not text.isspace() or "\u3000" in text:
            self.parts.append((text, inline, flags))

    def _walk_flat(self, element: _Element, flags: int, inline: Inline, line: Line) -> None:
        """All text below, without recursion: each element's text and tail is a line where its tag makes it one."""
        for node in element.iter():
            kind = KINDS.get(node.tag, INLINE)
            if node is element or kind == SKIP:
                continue
            if kind in (HOLDER, LINE, BREAK):
                self.flush(line, broken=kind == BREAK)
            for text in (node.text, node.tail):
                if text:
                    self._take(text, flags, inline, line)
