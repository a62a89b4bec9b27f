"""HTML to `Page`: one parse by lxml and one walk. The only place that touches a parser's nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from newsparse.page import CENTRED, HIDDEN, LINK, STRONG, Block, Container, Head, Inline, Page, Picture, Run, prose_of
from newsparse.readers.attributes import image_of, read_attributes
from newsparse.readers.prepare import prepare

if TYPE_CHECKING:
    from lxml.etree import _Element

# What the walk does at an element. A tag that is in none of the lists is inline.
_SKIP, _BREAK, _IMAGE, _HEAD, _HOLDER, _LINE, _INLINE = range(7)
_KINDS: dict[object, int] = {
    # Elements that hold no text of the page. <form> and <label> are not among them: ASP.NET wraps pages in a form.
    **dict.fromkeys(
        "script style noscript template iframe object embed select option datalist textarea input svg canvas audio "
        "map applet math noframes button".split(),
        _SKIP,
    ),
    # Elements whose start and end are the edge of a line, and that hold lines …
    **dict.fromkeys(
        "html body article aside blockquote center dd details dialog dir div dl fieldset figure footer form frameset "
        "header hgroup li main menu nav ol section table tbody td tfoot th thead tr ul".split(),
        _HOLDER,
    ),
    # … or are lines.
    **dict.fromkeys("p h1 h2 h3 h4 h5 h6 dt figcaption caption legend summary pre address hr".split(), _LINE),
    **dict.fromkeys("meta link title base".split(), _HEAD),
    "br": _BREAK,
    "img": _IMAGE,
}
_STRONG_TAGS = frozenset("b strong h1 h2 h3 h4 h5 h6 big th".split())
# No page made by a person or a CMS nests deeper (the corpus: 60). What does is read flat, so that the stack holds.
_MAX_DEPTH = 250


def read_html(text: str, url: str | None = None) -> Page:
    """Read decoded HTML.

    Args:
        text: the page's markup.
        url: where it came from; relative links are resolved against it (or against <base>).
    """
    prepared = prepare(text)
    walker = _Walker(Head(base=url or "", scripts=prepared.scripts, comments=prepared.comments))
    root = _parse(prepared.markup)
    if root is not None:
        walker.head.lang = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
        walker.walk(root, 0, 0, _NOTHING, _BODY)
        walker.flush(broken=False)
        walker.containers[0].end = len(walker.blocks)
    return Page(blocks=walker.blocks, containers=walker.containers, head=walker.head, url=url)


def _parse(markup: str) -> _Element | None:
    """The tree, or None where the markup holds nothing. A new parser each time: lxml's are not shared by threads."""
    data = markup.encode("utf-8", "replace")
    if not data.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(data, parser)


# The block-level element that a line belongs to: tag, class and id.
_Line = tuple[str, str]
_NOTHING: Inline = ("", "", "")
_BODY: _Line = ("body", "")


class _Walker:
    """Collects blocks in one recursive walk. Its state is the line being written and the innermost container."""

    __slots__ = ("blocks", "containers", "head", "line", "open", "parts", "pictures")

    def __init__(self, head: Head) -> None:
        self.head = head
        self.blocks: list[Block] = []
        self.containers: list[Container] = [Container(-1, "html", "", 0)]
        self.open = 0
        self.parts: list[Run] = []
        self.pictures: list[tuple[Picture, bool, bool]] = []  # with whether hidden, and whether text stands before it
        self.line = _BODY

    def walk(self, element: _Element, depth: int, flags: int, inline: Inline, line: _Line) -> None:
        """Take in what is inside an element.

        One function for all kinds of elements: a call each would cost as much again as the walk (measured).
        """
        if (text := element.text) and (self.parts or not text.isspace() or "\u3000" in text):
            self.take(text, flags, inline, line)
        if depth > _MAX_DEPTH:
            self._walk_flat(element, flags, inline, line)
            return
        for child in element:
            tag = child.tag
            kind = _KINDS.get(tag, _INLINE)
            if kind == _INLINE or kind == _HOLDER or kind == _LINE:
                name, own = read_attributes(items) if (items := child.items()) else ("", 0)
                own |= flags
                if tag in _STRONG_TAGS:
                    own |= STRONG
                if kind == _INLINE:
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
                        self.flush(broken=False)
                    if kind == _LINE:
                        self.walk(child, depth + 1, own, inline, (tag, name))
                    else:
                        self._walk_holder(child, tag, name, depth, own | CENTRED if tag == "center" else own, inline)
                    if self.parts or self.pictures:
                        self.flush(broken=False)
            elif kind == _BREAK:
                self.flush(broken=True)
            elif kind == _IMAGE:
                self._take_image(child.items(), flags)
            elif kind == _HEAD:
                self._take_head(child, tag, dict(child.items()))
            if (tail := child.tail) and (self.parts or not tail.isspace() or "\u3000" in tail):
                self.take(tail, flags, inline, line)

    def _walk_holder(self, element: _Element, tag: str, name: str, depth: int, flags: int, inline: Inline) -> None:
        outer = self.open
        self.open = len(self.containers)
        container = Container(outer, tag, name, len(self.blocks), hidden=bool(flags & HIDDEN))
        self.containers.append(container)
        self.walk(element, depth + 1, flags, inline, (tag, name))
        if self.parts or self.pictures:
            self.flush(broken=False)
        container.end = len(self.blocks)
        self.open = outer

    def _walk_flat(self, element: _Element, flags: int, inline: Inline, line: _Line) -> None:
        """All text below, without recursion: each element's text and tail is a line where its tag makes it one."""
        for node in element.iter():
            kind = _KINDS.get(node.tag, _INLINE)
            if node is element or kind == _SKIP:
                continue
            if kind in (_HOLDER, _LINE, _BREAK):
                self.flush(broken=kind == _BREAK)
            for text in (node.text, node.tail):
                if text:
                    self.take(text, flags, inline, line)

    def take(self, text: str, flags: int, inline: Inline, line: _Line) -> None:
        """Add a stretch of text to the line. Callers leave out white space that would begin one, unless it indents."""
        if not self.parts:
            self.line = line
        if line[0] == "pre" and "\n" in text:
            for row in text.split("\n"):
                self.parts.append((row, inline, flags))
                self.flush(broken=True)
            return
        self.parts.append((text, inline, flags))

    def _take_image(self, items: list[tuple[str, str]], flags: int) -> None:
        picture = image_of(items)
        if picture is not None:
            self.pictures.append((picture, bool(flags & HIDDEN), any(not run[0].isspace() for run in self.parts)))

    def _take_head(self, element: _Element, tag: str, attrs: dict[str, str]) -> None:
        head = self.head
        if tag == "title":
            head.title = head.title or " ".join((element.text or "").split())
        elif tag == "base":
            head.base = attrs.get("href") or head.base
        elif tag == "link":
            if attrs.get("rel") and attrs.get("href"):
                head.links.setdefault(attrs["rel"].lower(), attrs["href"])
        elif attrs.get("content"):
            for key in ("name", "property", "itemprop", "http-equiv"):
                if key in attrs:
                    head.meta.setdefault(attrs[key].lower(), []).append(attrs["content"])

    def flush(self, *, broken: bool) -> None:
        """End the line: make a block of its text, and one of each picture that stands in it."""
        parts, pictures = self.parts, self.pictures
        if parts:
            self.parts = []
            raw = parts[0][0] if len(parts) == 1 else "".join([run[0] for run in parts])
            text = " ".join(raw.split())
        else:
            raw = text = ""
        if not pictures:
            if text:
                self._add_line(text, raw, parts, broken)
            return
        self.pictures = []
        for picture, hidden, after_text in pictures:
            if not after_text:
                self._add_picture(picture, hidden=hidden)
        if text:
            self._add_line(text, raw, parts, broken)
        for picture, hidden, after_text in pictures:
            if after_text:
                self._add_picture(picture, hidden=hidden)

    def _add_picture(self, picture: Picture, *, hidden: bool) -> None:
        self.blocks.append(
            Block(len(self.blocks), "", "img", self.line[1], self.open, [], hidden=hidden, picture=picture)
        )

    def _add_line(self, text: str, raw: str, parts: list[Run], broken: bool) -> None:
        link = strong = 0
        every = -1
        for words, _inline, flags in parts:
            every &= flags
            if flags & (LINK | STRONG):
                size = len("".join(words.split()))
                if flags & LINK:
                    link += size
                if flags & STRONG:
                    strong += size
        tag, name = self.line
        centred, hidden, indent = bool(every & CENTRED), bool(every & HIDDEN), raw[0] in "\u3000\xa0"
        self.blocks.append(
            Block(
                len(self.blocks), text, tag, name, self.open, parts, link, strong, centred, hidden, indent, broken,
                prose_of(text, link),
            )
        )
