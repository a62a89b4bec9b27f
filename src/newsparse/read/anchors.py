"""The links of a page, each with its words and the date shown beside it: one parse and one walk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from newsparse.lexicon import lazily, pattern
from newsparse.read.prepare import prepare

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Shorter link texts (characters) are a column's name, a source, a button: a date beside them is not theirs.
_SHORT = 5
# A date may stand so many elements away from the one that holds the link and nothing but it (a card's footer), …
_FAR = 5
# … and so many away where several links share the element: <dt>link</dt><dd>date</dd>, link, date, <br>, link …
_NEAR = 1
# A text that shows a link's date is short (characters), has the date near its beginning and says little else (Chinese
# characters: a label, an outlet); a headline or a teaser that names a day is none.
_LONGEST_DATE, _BEFORE, _BESIDE = 60, 12, 10
_HAN = lazily(r"[\u4e00-\u9fff]")


def shows_date(text: str) -> bool:
    """Whether a text is a date, perhaps with a label or an outlet's name.

    >>> [shows_date(text) for text in ("[05-11]", "沅水日报 2020-05-12 17:10", "5月1日起老街禁止机动车通行", "14.5%")]
    [True, True, False, False]
    """
    if len(text) > _LONGEST_DATE:
        return False
    found = pattern("links.date").search(text)
    return bool(found and found.start() <= _BEFORE and len(_HAN.findall(text)) - len(_HAN.findall(found[0])) <= _BESIDE)


@dataclass(slots=True)
class Anchor:
    """An <a> or <area> with an href.

    Attributes:
        href: as written, trimmed.
        text: what it shows: its heading where it holds one, else all its text; white space collapsed.
        title: its title attribute.
        alt: the alt text of a picture in it, or of the <area>.
        shown: a short text with figures beside it, perhaps a date; "" where there is none.
        rel: its rel attribute, lower case.
    """

    href: str
    text: str = ""
    title: str = ""
    alt: str = ""
    shown: str = ""
    rel: str = ""


class Anchors(NamedTuple):
    """The links in reading order, and <base href> and <link rel=next> as written ("" where absent)."""

    anchors: list[Anchor]
    base: str
    next: str


@dataclass(slots=True)
class _Frame:
    """An open element: where its links begin, and dates in it that still look for theirs, with how far they came."""

    first: int
    dates: list[tuple[str, int, int]] = field(default_factory=list)


def read_anchors(text: str) -> Anchors:
    """Read the links of decoded HTML.

    >>> [(a.href, a.text, a.shown) for a in read_anchors(
    ...     "<ul><li><a href=1.html>老街亮灯</a><span>2021-11-08</span></li></ul>").anchors]
    [('1.html', '老街亮灯', '')]
    >>> read_anchors("<ul><li><a href=1.html>老街的路灯亮了</a><span>11-08</span></li></ul>").anchors[0].shown
    '11-08'
    """
    from lxml import etree

    walk = _Walk()
    data = prepare(text).markup.encode("utf-8", "replace")
    if data.strip():
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        walk.run(etree.fromstring(data, parser))
    return Anchors(walk.anchors, walk.base, walk.next)


class _Walk:
    """One pass over the tree, without recursion: hostile pages nest thousands deep."""

    def __init__(self) -> None:
        self.anchors: list[Anchor] = []
        self.base = self.next = ""
        self.frames = [_Frame(0)]
        self.inside: list[tuple[Anchor, list[str], list[str]]] = []  # the open <a>: its texts, and its heading's
        self.headings = 0

    def run(self, root: Any) -> None:
        if root is None:  # the markup was white space and comments
            return
        from lxml import etree

        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._open(element)
                self._text(element.text)
            else:
                self._close(element)
                self._text(element.tail)

    def _open(self, element: Any) -> None:
        self.frames.append(_Frame(len(self.anchors)))
        tag = element.tag
        if tag in ("a", "area"):
            href = (element.get("href") or "").strip()
            if href:
                anchor = Anchor(href, title=_flat(element.get("title")), rel=(element.get("rel") or "").lower())
                if tag == "area":
                    anchor.alt = _flat(element.get("alt"))
                else:
                    self.inside.append((anchor, [], []))
                self.anchors.append(anchor)
        elif tag == "img" and self.inside:
            anchor = self.inside[-1][0]
            anchor.alt = anchor.alt or _flat(element.get("alt"))
        elif tag in _HEADINGS:
            self.headings += 1
        elif tag == "base":
            self.base = self.base or (element.get("href") or "").strip()
        elif tag == "link" and "next" in (element.get("rel") or "").lower().split():
            self.next = self.next or (element.get("href") or "").strip()

    def _close(self, element: Any) -> None:
        if element.tag in _HEADINGS:
            self.headings -= 1
        elif element.tag == "a" and self.inside and (element.get("href") or "").strip():
            anchor, texts, heading = self.inside.pop()
            anchor.text = _flat("".join(heading)) or _flat("".join(texts))
        frame = self.frames.pop()
        if frame.dates:
            self._place(frame)

    def _text(self, text: str | None) -> None:
        if not text or text.isspace():
            return
        dated = shows_date(text)
        if dated:
            self.frames[-1].dates.append((_flat(text), len(self.anchors), 0))
        if self.inside:
            _, texts, heading = self.inside[-1]
            if not dated or self.headings or not texts:
                texts.append(text + " ")
            if self.headings:
                heading.append(text)

    def _place(self, frame: _Frame) -> None:
        """Give the dates of a closed element to its links, or pass them on to the element around it."""
        first, end = frame.first, len(self.anchors)
        heads = [i for i in range(first, min(end, first + 200)) if len(self.anchors[i].text) >= _SHORT]
        if not heads:
            self.frames[-1].dates += [(text, at, far + 1) for text, at, far in frame.dates if far < _FAR]
            return
        if len({self.anchors[i].href for i in heads}) == 1:
            for i in range(first, end):
                if self.anchors[i].href == self.anchors[heads[0]].href:
                    self.anchors[i].shown = self.anchors[i].shown or frame.dates[0][0]
            return
        follows = frame.dates[0][1] > heads[0]  # the first date stands behind the first link: so do all
        for text, at, far in frame.dates:
            if far <= _NEAR and (mine := _nearest(heads, at, follows)) is not None:
                self.anchors[mine].shown = self.anchors[mine].shown or text


def _nearest(heads: list[int], at: int, follows: bool) -> int | None:
    """The link that a date standing after ``at`` links belongs to."""
    if follows:
        return max((i for i in heads if i < at), default=None)
    return min((i for i in heads if i >= at), default=None)


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())
