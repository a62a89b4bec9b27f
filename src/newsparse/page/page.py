"""The page between the reader and the rules: plain data, no parser's node.

A reader makes one `Page`. Marks label its blocks, fields read its head and its labelled blocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from newsparse.page.block import CELLS, NOT_TEXT, Block, Container, Label, Player
from newsparse.text.addresses import is_harmless, join_address

if TYPE_CHECKING:
    from newsparse.text.state.facts import StateFacts
    from newsparse.text.state.json_ld import LdArticle


class Script(NamedTuple):
    """A <script>: its attributes as written, and its text."""

    attrs: str
    text: str


@dataclass(slots=True)
class Head:
    """What the page says about itself outside its visible text.

    Attributes:
        title: the <title>.
        meta: name/property/itemprop/http-equiv (lower case) → contents, in order, the first first.
        links: rel (lower case) → href as written.
        scripts: the page's scripts, unread; `newsparse.read.scripts` reads them.
        fields: the text of text areas, by class; some portals put the article into them.
        ld: what the JSON-LD says of the article.
        facts: what the JavaScript state says of the article.
        given: field → value that a site profile points at; given_by: what of the profile gave it, and its file.
        site_name: the site's own name, where a meta tag or the JSON-LD gives it.
        times: <time datetime=…> values outside the head, with their itemprop.
        inert: what text areas, templates and <noscript> hold, as markup, in order.
        styles: the page's own styles, each with its media.
        comments: the text of short HTML comments (a template's notes), in order.
        lang: <html lang>.
        base: the URL that relative links are resolved against.
    """

    title: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    times: list[tuple[str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    scripts: list[Script] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    inert: list[str] = field(default_factory=list)
    styles: list[tuple[str, str]] = field(default_factory=list)
    lang: str = ""
    base: str = ""

    ld: LdArticle | None = None
    facts: StateFacts | None = None
    site_name: str = ""
    given: dict[str, str] = field(default_factory=dict)
    given_by: dict[str, str] = field(default_factory=dict)

    @property
    def titles(self) -> list[str]:
        """What the page calls itself, the most trusted first, site suffix and all."""
        shown = self.first("og:title", "twitter:title", "articletitle", "title", "headline")
        return [title for title in (shown, self.title) if title]

    def first(self, *names: str) -> str:
        """The first non-empty content of these meta names, or ""."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content.strip():
                    return content.strip()
        return ""


# An <a> or <area> with an address: href, title, rel as written, and how many blocks stand before its words. The href is
# the very object that the runs in it hold.
Anchor = tuple[str, str, str, int]
# Cells of data are short; a table of the 2000s that lays a page out holds paragraphs.
_LONGEST_CELL = 60
_FEWEST_CELLS, _MOSTLY_CELLS = 4, 0.8
# A caption and its credit, or pictures side by side, are so many lines.
_CAPTION_LINES = 3
# So many elements of one paragraph each under one parent are paragraphs.
_SIDE_BY_SIDE = 3


@dataclass
class Page:
    """A page ready for the rules.

    ``picked`` holds, for "body" and "drop", the ranges of blocks that a site profile's selectors point at. ``anchors``
    are the links in order and ``alts`` the alt texts of pictures in them, by index: see `newsparse.page.anchors`.
    ``players`` are the videos, sounds and frames, in order.
    """

    blocks: list[Block]
    containers: list[Container]
    head: Head
    url: str | None = None
    encoding: str = "utf-8"
    from_html: bool = True
    script: str = ""  # "Hans", "Hant" or "" where no character tells
    warnings: list[str] = field(default_factory=list)
    picked: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    anchors: list[Anchor] = field(default_factory=list)
    alts: dict[int, str] = field(default_factory=dict)
    players: list[Player] = field(default_factory=list)
    readings: dict[tuple[str, int], Any] = field(default_factory=dict)  # see `newsparse.page.readings`
    _labelled: dict[str, list[int]] = field(default_factory=dict)
    _data_tables: dict[int, bool] = field(default_factory=dict)

    @cached_property
    def homes(self) -> list[int]:
        """For each container the one whose lines its lines stand with: mostly itself.

        Where paragraphs are set in an element each (div for p), that is the element round them: containers of a
        single line are looked through if several stand side by side. One alone is a box.
        """
        containers, blocks = self.containers, self.blocks
        lone = [index for index, c in enumerate(containers) if c.end - c.first == 1 and c.parent >= 0]
        beside = Counter([c.parent for c in map(containers.__getitem__, lone) if blocks[c.first].prose])
        through = list(range(len(containers)))
        alone = [False] * len(containers)
        for index in lone:
            alone[index] = True
            parent = containers[index].parent
            if alone[parent] or beside.get(parent, 0) >= _SIDE_BY_SIDE:
                through[index] = through[parent]
        return through

    @cached_property
    def link_share(self) -> float:
        """Share of the page's characters that are in links."""
        return sum([b.link for b in self.blocks]) / (sum([len(b.text) for b in self.blocks]) or 1)

    def data_table(self, container: int) -> int | None:
        """The innermost table round a container, if it holds data rather than the page's layout."""
        for index in self.ancestors(container):
            if self.containers[index].tag == "table":
                known = self._data_tables.get(index)
                if known is None:
                    known = self._data_tables[index] = self._holds_data(self.containers[index])
                return index if known else None
        return None

    def _holds_data(self, table: Container) -> bool:
        lines = [b for b in self.blocks[table.first : table.end] if b.text]
        if len({self._cell(b.container) for b in lines}) <= 1:
            return False  # one cell with all paragraphs of a story in it
        cells = [len(b.text) for b in lines]
        short = sum(size <= _LONGEST_CELL for size in cells)
        return len(cells) >= _FEWEST_CELLS and short >= len(cells) * _MOSTLY_CELLS

    def _cell(self, container: int) -> int:
        return next((c for c in self.ancestors(container) if self.containers[c].tag in CELLS), 0)

    def mark(self, block: Block, name: str, rule: str, evidence: str = "", kind: str = "") -> None:
        """Label a block. Nothing is ever taken away; a label given twice keeps its first reason."""
        self.mark_all((block,), name, rule, evidence, kind)

    def mark_all(self, blocks: Iterable[Block], name: str, rule: str, evidence: str = "", kind: str = "") -> None:
        """Label blocks alike, as `mark` does one."""
        label = Label(name, rule, evidence, kind)
        seen = self._labelled.setdefault(name, [])
        for block in blocks:
            if not block.labels:
                block.labels = (label,)
                seen.append(block.index)
            elif not block.has(name):
                block.labels = (*block.labels, label)
                seen.append(block.index)

    def labelled(self, *names: str) -> list[Block]:
        """The blocks that bear one of these labels, in reading order."""
        found = (
            self._labelled.get(names[0], ())
            if len(names) == 1
            else {i for name in names for i in self._labelled.get(name, ())}
        )
        return [self.blocks[i] for i in sorted(found)]

    def first(self, name: str) -> Block | None:
        """The first block that bears this label."""
        seen = self._labelled.get(name)
        return self.blocks[min(seen)] if seen else None

    def body_line(self) -> Block | None:
        """The first line of text of the body; a picture may stand above it."""
        return next((b for b in self.labelled("body") if b.text and not b.has(*NOT_TEXT)), None)

    def inside(self, container: int, outer: int) -> bool:
        """Whether ``container`` is ``outer`` or lies in it."""
        return any(c == outer for c in self.ancestors(container))

    def under(self, picture: Block) -> list[Block]:
        """The lines and pictures right under a picture, its caption among them if it has one."""
        return self.blocks[picture.index + 1 : picture.index + 1 + _CAPTION_LINES]

    def resolve(self, href: str) -> str:
        """An address as written, made absolute where the page's own is known."""
        return join_address(self.head.base, href)

    def address(self, href: str) -> str | None:
        """An address as written, as a record may hold it: resolved, and None if it leads to no page and no picture."""
        if not (href := href.strip()) or not is_harmless(href):
            return None
        joined = self.resolve(href)
        return joined if is_harmless(joined) else href  # a base that is none: a page saved to a file

    def ancestors(self, container: int) -> Iterator[int]:
        """``container`` and those around it, inside out."""
        while container >= 0:
            yield container
            container = self.containers[container].parent
