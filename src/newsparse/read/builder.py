"""What a walk over a tree makes: lines of text and pictures, as blocks, and the elements that hold them, as containers.

A walker (one for each parser) calls `Lines` at each stretch of text, at each edge of a line, at each picture.
"""

from __future__ import annotations

from collections.abc import Mapping

from newsparse.page.block import (
    CELLS,
    CENTRED,
    HIDDEN,
    LINK,
    STRONG,
    Block,
    Container,
    Picture,
    Run,
)
from newsparse.page.page import Head
from newsparse.read.attributes import image_of
from newsparse.text.sentences import SHORTEST_PROSE, prose_of

# What a walk does at an element. A tag that is in none of the lists is inline.
SKIP, BREAK, IMAGE, HEAD, HOLDER, LINE, INLINE = range(7)
KINDS: dict[object, int] = {
    # Elements that hold no text of the page. <form> and <label> are not among them: ASP.NET wraps pages in a form.
    **dict.fromkeys(
        "script style noscript template iframe object embed select option datalist textarea input svg canvas audio "
        "map applet math noframes button -comment !doctype".split(),
        SKIP,
    ),
    # Elements whose start and end are the edge of a line, and that hold lines …
    **dict.fromkeys(
        "html body article aside blockquote center dd details dialog dir div dl fieldset figure footer form frameset "
        "header hgroup li main menu nav ol section table tbody td tfoot th thead tr ul".split(),
        HOLDER,
    ),
    # … or are lines.
    **dict.fromkeys("p h1 h2 h3 h4 h5 h6 dt figcaption caption legend summary pre address hr".split(), LINE),
    **dict.fromkeys("meta link title base".split(), HEAD),
    "br": BREAK,
    "img": IMAGE,
}
# What a tag says of the text in it.
TAG_FLAGS = {"a": LINK, **dict.fromkeys("b strong h1 h2 h3 h4 h5 h6 big th".split(), STRONG)}
# No page made by a person or a CMS nests deeper (the corpus: 60). What does is read as lines of the element above, so
# that rules which climb from an element to those round it take bounded time.
MAX_DEPTH = 250

# The block-level element that a line belongs to: tag, class and id.
Line = tuple[str, str]
NOTHING = ("", "", "")
BODY: Line = ("body", "")


class Lines:
    """The blocks and containers made so far, the line that is being written, the innermost open container.

    ``parts`` and ``pictures`` are the line; they are emptied, never replaced, so that a walker can hold on to them.
    """

    __slots__ = ("blocks", "containers", "head", "open", "parts", "picked", "picks", "pictures")

    def __init__(self, head: Head) -> None:
        self.head = head
        self.blocks: list[Block] = []
        self.containers: list[Container] = [Container(-1, "html", "", 0)]
        self.open = 0
        self.picks: dict[object, str] = {}  # elements that a site profile points at, and the field
        self.picked: dict[str, list[tuple[int, int]]] = {}
        self.parts: list[Run] = []
        self.pictures: list[tuple[Picture, bool, bool]] = []  # with whether hidden, and whether text stands before it

    def take_rows(self, text: str, flags: int, inline: tuple[str, str, str], line: Line) -> None:
        """Add preformatted text: each of its rows is a line."""
        rows = text.split("\n")
        for row in rows[:-1]:
            self.parts.append((row, inline, flags))
            self.flush(line, broken=True)
        if rows[-1]:
            self.parts.append((rows[-1], inline, flags))

    def take_image(self, attrs: Mapping[str, str | None], flags: int) -> None:
        """Add a picture to the line."""
        picture = image_of(attrs)
        if picture is not None:
            after_text = bool(self.parts) and not all(run[0].isspace() for run in self.parts)
            self.pictures.append((picture, flags & HIDDEN != 0, after_text))

    def take_head(self, tag: str, attrs: Mapping[str, str | None], text: str) -> None:
        """Take in a title, meta, link or base, wherever in the page it stands."""
        head = self.head
        if tag == "title":
            head.title = head.title or " ".join(text.split())
        elif tag == "base":
            head.base = attrs.get("href") or head.base
        elif tag == "link":
            rel, href = attrs.get("rel"), attrs.get("href")
            if rel and href:
                head.links.setdefault(rel.lower(), href)
        elif content := attrs.get("content"):
            for key in ("name", "property", "itemprop", "http-equiv"):
                if name := attrs.get(key):
                    head.meta.setdefault(name.lower(), []).append(content)

    def flush(self, line: Line, *, broken: bool) -> None:
        """End the line: make a block of its text, and one of each picture that stands in it."""
        parts = self.parts[:]
        if parts:
            self.parts.clear()
            if len(parts) > 1 and parts[-1][0].isspace():
                parts.pop()
        if self.pictures:
            self._flush_with_pictures(line, parts, broken)
        elif parts:
            self._add_line(line, parts, broken)

    def _flush_with_pictures(self, line: Line, parts: list[Run], broken: bool) -> None:
        pictures = self.pictures[:]
        self.pictures.clear()
        for picture, hidden, after_text in pictures:
            if not after_text:
                self._add_picture(line, picture, hidden=hidden)
        if parts:
            self._add_line(line, parts, broken)
        for picture, hidden, after_text in pictures:
            if after_text:
                self._add_picture(line, picture, hidden=hidden)

    def pick(self, field: str, first: int, text: str) -> None:
        """Note that a profile's selector points at the blocks from ``first`` to here, and at their text."""
        self.picked.setdefault(field, []).append((first, len(self.blocks)))
        self.head.given.setdefault(field, " ".join(text.split()))

    def close(self, container: Container) -> None:
        """End the innermost open container; one that holds nothing (a fifth: icons, clearings) is forgotten."""
        self.open = container.parent
        if container.first == len(self.blocks) and self.containers[-1] is container and container.tag not in CELLS:
            self.containers.pop()
        else:
            container.end = len(self.blocks)

    def finish(self) -> None:
        """End the last line and the outermost container."""
        self.flush(BODY, broken=False)
        self.containers[0].end = len(self.blocks)

    def _add_picture(self, line: Line, picture: Picture, *, hidden: bool) -> None:
        self.blocks.append(Block(len(self.blocks), "", "img", line[1], self.open, [], hidden=hidden, picture=picture))

    def _add_line(self, line: Line, parts: list[Run], broken: bool) -> None:
        link = strong = 0
        if len(parts) == 1:  # three lines in four
            raw, _, every = parts[0]
            text = " ".join(raw.split())
            size = len(text)
            if not size:
                return
            if every & (LINK | STRONG):
                shown = size - text.count(" ")
                link = shown if every & LINK else 0
                strong = shown if every & STRONG else 0
        else:
            raw = "".join([run[0] for run in parts])
            text = " ".join(raw.split())
            size = len(text)
            if not size:
                return
            every = -1
            for words, _, flags in parts:
                every &= flags
                if flags & (LINK | STRONG):
                    shown = len("".join(words.split()))
                    if flags & LINK:
                        link += shown
                    if flags & STRONG:
                        strong += shown
        blocks = self.blocks
        blocks.append(
            Block(
                len(blocks),
                text,
                line[0],
                line[1],
                self.open,
                parts,
                link,
                strong,
                every & CENTRED != 0,
                every & HIDDEN != 0,
                raw[0] in "\u3000\xa0",
                broken,
                prose_of(text, link) if size >= SHORTEST_PROSE and link + link <= size else 0,
            )
        )
