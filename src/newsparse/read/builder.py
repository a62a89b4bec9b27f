"""What a walk over a tree makes: lines of text and pictures, as blocks, and the elements that hold them, as containers.

A walker (one for each parser) calls `Builder` at each stretch of text, at each edge of a line, at each picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from newsparse.page.block import CELLS, CENTRED, HIDDEN, KEPT, LINK, STRONG, Block, Container, Picture, Run, shown
from newsparse.page.page import Anchor, Head
from newsparse.read.attributes import UNSEEN, read_attributes, span_of
from newsparse.read.formulas import formula_of
from newsparse.read.metas import take_head
from newsparse.read.pictures import chosen, image_of, is_photograph
from newsparse.read.players import Players
from newsparse.read.styles import Unseen
from newsparse.read.tags import AREA, BREAK, FORMULA, HEAD, HOLD_WORDS, HOLDER, IMAGE, Tag
from newsparse.read.wraps import as_seen, may_be_wrapped
from newsparse.text.sentences import SHORTEST_PROSE, prose_of

# No page made by a person or a CMS nests deeper (the corpus: 60). What does is read as lines of the element above, so
# that rules which climb from an element to those round it take bounded time.
MAX_DEPTH = 250

# The block-level element that a line belongs to: tag, class and id.
Line = tuple[str, str]
NOTHING = ("", "", "")
BODY: Line = ("body", "")


class Builder:
    """The blocks and containers made so far, the line that is being written, the innermost open container."""

    __slots__ = tuple(
        "alts anchors blocks containers first flags head inline line "
        "offered open outer parts picked picks pictures players unseen".split()
    )

    def __init__(self, head: Head) -> None:
        self.head = head
        self.unseen = Unseen(head.styles)
        self.blocks: list[Block] = []
        self.containers: list[Container] = [Container(-1, "html", "", 0)]
        self.anchors: list[Anchor] = []
        self.alts: dict[int, str] = {}
        self.players = Players()
        self.open = 0
        self.first = 0  # the first block of the element that was closed last
        self.flags = 0
        self.inline = NOTHING
        self.line = BODY
        self.offered = ""  # what the sources of a <picture> offer
        self.outer: list[tuple[int, tuple[str, str, str], Line | None, Container | None, int, Any]] = []
        self.picks: dict[object, list[str]] = {}  # elements that a site profile keeps or drops, and which of both
        self.picked: dict[str, list[tuple[int, int]]] = {}
        self.parts: list[Run] = []
        self.pictures: list[tuple[Picture, bool, bool]] = []  # with whether hidden, and whether text stands before it

    def enter_inline(self, tag: Tag, attrs: Mapping[str, str | None], node: Any) -> None:
        """Open an element within a line."""
        _, word, own = tag
        name = ""
        if attrs:
            name, styled = read_attributes(attrs)
            own |= styled
            if styled & UNSEEN or (name and self.unseen.suspects and self.unseen.has(name)):
                own |= HIDDEN
        inline = self.inline
        self.outer.append((self.flags, inline, None, None, len(self.blocks), node))
        self.flags |= own
        if word == "a":
            href = attrs.get("href") or ""
            self.inline = (word, name, href)
            if href:
                self.anchors.append((href, attrs.get("title") or "", attrs.get("rel") or "", len(self.blocks)))
        elif word != "font" or name:
            if word == "code" and self.parts and self.line[0] == "pre":  # WeChat sets each row of code in one
                self.flush(True)
            if word == "time" and (stamp := attrs.get("datetime")):
                self.head.times.append((stamp, name))
            elif word == "amp-img":
                self.take_image(attrs)
            elif word == "source":
                self.offered = self.offered or chosen(attrs)
                self.players.source(attrs)
            elif word == "video":
                self.players.take(word, attrs, (), len(self.blocks))
            self.inline = (word, name or inline[1], inline[2])

    def enter_block(self, tag: Tag, attrs: Mapping[str, str | None], node: Any) -> None:
        """Open an element whose edges end a line."""
        kind, word, own = tag
        if "-" in word and self._is_within_line():
            self.enter_inline(tag, attrs, node)
            return
        name = ""
        if attrs:
            name, styled = read_attributes(attrs)
            own |= styled
        if self.parts or self.pictures:
            self.flush(False)
        first = len(self.blocks)
        flags = self.flags
        container = None
        if kind == HOLDER and len(self.outer) < MAX_DEPTH:
            container = Container(self.open, word, name, first, 0, (flags | own) & HIDDEN != 0)
            self.open = len(self.containers)
            self.containers.append(container)
            if attrs and word in CELLS:
                container.span = span_of(attrs)
        self.outer.append((flags, self.inline, self.line, container, first, node))
        self.flags = flags | own
        self.line = (word, name)

    def _is_within_line(self) -> bool:
        """Whether a custom element that opens here is one of words: in an element for words, or behind bare text."""
        last = self.parts[-1] if self.parts else None
        return self.line[0] in HOLD_WORDS or (
            last is not None and last[1] in (NOTHING, self.inline) and not last[0].isspace()
        )

    def leave(self) -> Any:
        """Close the innermost open element, and give back the walk's ``node`` for it."""
        self.flags, self.inline, line, container, self.first, node = self.outer.pop()
        if line is not None:
            if self.parts or self.pictures:
                self.flush(False)
            self.line = line
            if container is not None:
                self.open = container.parent
                end = len(self.blocks)
                # One that holds nothing (a fifth: icons, clearings) is forgotten.
                if container.first == end and self.containers[-1] is container and container.tag not in KEPT:
                    self.containers.pop()
                else:
                    container.end = end
        return node

    def text(self, text: str) -> None:
        """Add a stretch of text to the line. White space opens none."""
        if self.line[0] == "pre":
            self.take_rows(text)
        elif self.parts or not text.isspace() or "\u3000" in text:
            self.parts.append((text, self.inline, self.flags))

    def leaf(self, tag: Tag, attrs: Mapping[str, str | None], text: str) -> None:
        """Take in an element that holds no text of the page."""
        kind, word, _ = tag
        if kind == BREAK:
            if self.line[0] == "pre":
                self.take_rows("\n")
            else:
                self.flush(True)
        elif kind == IMAGE:
            self.take_image(attrs)
        elif kind == AREA:
            if href := attrs.get("href"):
                self.alts[len(self.anchors)] = attrs.get("alt") or ""
                self.anchors.append((href, attrs.get("title") or "", attrs.get("rel") or "", len(self.blocks)))
        elif kind == FORMULA:
            self.unseen.add("katex-html")  # says it once more, as it is drawn
            self.text(" ".join((attrs.get("alttext") or text).split()))
        elif kind == HEAD:
            take_head(self.head, word, attrs, text)

    def inert(self, tag: Tag, markup: str, images: Iterable[Mapping[str, str | None]]) -> None:
        """Set aside an element that is not rendered. In <noscript> stand the originals of pictures that load late.

        Such an original takes the place of the picture before it in the line. Drawn ones are beacons, linked ones
        advertisements.
        """
        self.head.inert.append(markup[markup.find(">") + 1 : markup.rfind("</")])
        if tag[1] != "noscript" or "<a " in markup:
            return
        for attrs in images:
            picture = image_of(attrs)
            if picture and is_photograph(picture.src) and not read_attributes(attrs)[1] & HIDDEN:
                if self.pictures:
                    self.pictures.pop()
                self._hold(picture)

    def take_rows(self, text: str) -> None:
        """Add preformatted text: each of its rows is a line."""
        *rows, last = text.split("\n")
        for row in rows:
            self.parts.append((row, self.inline, self.flags))
            if all(words.isspace() or not words for words, _, _ in self.parts):
                self.parts = [("\n", self.inline, self.flags)]  # a blank row is kept with the next
            else:
                self.flush(True)
        if last:
            self.parts.append((last, self.inline, self.flags))

    def take_image(self, attrs: Mapping[str, str | None]) -> None:
        """Add a picture to the line; the words of one that stands for a formula."""
        if formula := formula_of(attrs):
            self.text(formula)
            return
        if self.inline[2] and (alt := attrs.get("alt")):
            self.alts.setdefault(len(self.anchors) - 1, alt)
        picture = image_of(attrs, self.offered)
        self.offered = ""
        if picture is not None:
            self._hold(picture)

    def _hold(self, picture: Picture) -> None:
        after_text = bool(self.parts) and not all(run[0].isspace() for run in self.parts)
        self.pictures.append((picture, self.flags & HIDDEN != 0, after_text))

    def flush(self, broken: bool) -> None:
        """End the line: make a block of its text, and one of each picture that stands in it."""
        parts = self.parts
        if parts:
            self.parts = []
            if len(parts) > 1 and parts[-1][0].isspace():
                parts.pop()
        if self.pictures:
            self._flush_with_pictures(parts, broken)
        elif parts:
            self._add_line(parts, broken)

    def _flush_with_pictures(self, parts: list[Run], broken: bool) -> None:
        pictures = self.pictures[:]
        self.pictures.clear()
        for picture, hidden, after_text in pictures:
            if not after_text:
                self._add_picture(picture, hidden)
        if parts:
            self._add_line(parts, broken)
        for picture, hidden, after_text in pictures:
            if after_text:
                self._add_picture(picture, hidden)

    def pick(self, fields: Iterable[str], first: int) -> None:
        for field in fields:  # a profile's selectors point at the blocks from ``first`` to here
            self.picked.setdefault(field, []).append((first, len(self.blocks)))

    def finish(self) -> None:
        """End the last line and the outermost container."""
        self.flush(False)
        self.containers[0].end = len(self.blocks)

    def _add_picture(self, picture: Picture, hidden: bool) -> None:
        blocks = self.blocks
        last = blocks[-1].picture if blocks else None
        if last is None or last.src != picture.src:  # else its original stood before it
            blocks.append(Block(len(blocks), "", "img", self.line[1], self.open, [], hidden=hidden, picture=picture))

    def _add_line(self, parts: list[Run], broken: bool) -> None:
        raw, _, every = parts[0]
        some = every
        if len(parts) > 1:  # one line in four
            for _, _, flags in parts:
                every &= flags
                some |= flags
            if some & HIDDEN and not every & HIDDEN:
                self._add_line([run for run in parts if not run[2] & HIDDEN], broken)
                return  # what is hidden within a line is nobody's to read: jammers, words for robots
            raw = "".join([run[0] for run in parts])
        words = raw.split()
        if not words:
            return
        text = " ".join(words)
        unseen = not text.isprintable()
        if unseen or (len(words) > 1 and "\n" in raw and may_be_wrapped(raw)):
            # What stands in elements of its own, a line each, is a row's fields; in prose it is the same sentence.
            together = len(parts) > 1 and prose_of(text, 0) > 0
            parts = as_seen(parts, together=together, unseen=unseen)
            text = " ".join("".join([run[0] for run in parts]).split())
            if not text:
                return
        size = len(text)
        link = strong = 0
        if some & LINK:
            link = size - len(words) + 1 if every & LINK else shown(parts, LINK)
        if some & STRONG:
            strong = size - len(words) + 1 if every & STRONG else shown(parts, STRONG)
        blocks = self.blocks
        tag, name = self.line
        blocks.append(
            Block(
                len(blocks),
                text,
                tag,
                name,
                self.open,
                parts,
                link,
                strong,
                every & CENTRED != 0,
                every & HIDDEN != 0,
                broken,
                prose_of(text, link) if size >= SHORTEST_PROSE and link + link <= size else 0,
            )
        )
