"""The links of a page, each with its words and the date shown beside it, told from its lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from newsparse.lexicon import lazily, pattern
from newsparse.page.block import Block
from newsparse.page.page import Page

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Shorter link texts (characters) are a column's name, a source, a button: a date beside them is not theirs.
_SHORT = 5
# A date may stand so many elements away from the one that holds the link and nothing but it (a card's footer), …
_FAR = 5
# … and so many away where several links share the element: <dt>link</dt><dd>date</dd>, link, <br>, date, <br>, link …
_NEAR = 1
# So many links of an element are looked at: whether they are one, and whether they stand before their dates.
_MOST = 200
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
    title: str = ""
    alt: str = ""
    rel: str = ""
    text: str = ""
    shown: str = ""


class _Date(NamedTuple):
    """A date that looks for its link: where it stands (counted in stretches of text), how many elements it came up,
    and how many lines the innermost of them has."""

    text: str
    at: int
    far: int = 0
    lines: int = 1


@dataclass(slots=True)
class _Words:
    """The texts of a link, those in a heading, and where the first stands."""

    at: int
    texts: list[str] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)


def anchors_of(page: Page) -> list[Anchor]:
    """The links of a page in reading order.

    >>> from newsparse.read.markup import read_html
    >>> [(a.href, a.text, a.shown) for a in anchors_of(read_html(
    ...     "<ul><li><a href=1.html>老街亮灯</a><span>2021-11-08</span></li></ul>"))]
    [('1.html', '老街亮灯', '')]
    >>> anchors_of(read_html("<ul><li><a href=1.html>老街的路灯亮了</a><span>11-08</span></li></ul>"))[0].shown
    '11-08'
    """
    anchors = [
        Anchor(href.strip(), _flat(title), _flat(page.alts.get(index)), rel.lower())
        for index, (href, title, rel, _) in enumerate(page.anchors)
    ]
    _Beside(page, anchors).read()
    return anchors


class _Beside:
    """One pass over the lines for words and dates, and one over the elements, inside out, for whose the dates are."""

    def __init__(self, page: Page, anchors: list[Anchor]) -> None:
        self.page = page
        self.anchors = anchors
        # A link's address is one object, in `Page.anchors` and in all stretches of its text: so they are told apart
        # where two links with one address stand side by side.
        self.words = {id(anchor[0]): _Words(-1) for anchor in page.anchors}
        self.starts: list[int] = []  # of each line and of the end: the stretches of text before it
        self.dates: list[list[_Date]] = []  # of each line
        self.heads: list[Anchor] = []  # the links that may have dates, in order, …
        self.at: list[int] = []  # … and where they stand

    def read(self) -> None:
        count = 0
        for block in self.page.blocks:
            self.starts.append(count)
            self.dates.append([])
            self.take_line(block, count)
            count += len(block.runs)
        self.starts.append(count)
        texts = {key: _flat("".join(w.heading)) or _flat(" ".join(w.texts)) for key, w in self.words.items()}
        found = []
        for (href, *_), anchor in zip(self.page.anchors, self.anchors, strict=True):
            anchor.text = texts[id(href)]
            if len(anchor.text) >= _SHORT:
                found.append((self.words[id(href)].at, anchor))
        found.sort(key=lambda f: f[0])
        self.at, self.heads = [at for at, _ in found], [anchor for _, anchor in found]
        self.place()

    def take_line(self, block: Block, count: int) -> None:
        """The words of links and the dates in a line that ``count`` stretches of text stand before."""
        for at, (text, inline, _) in enumerate(block.runs, count):
            dated = shows_date(text)
            if dated:
                self.dates[-1].append(_Date(_flat(text), at))
            words = self.words.get(id(inline[2]))
            if words is None:
                continue
            if words.at < 0:
                words.at = at
            heading = block.tag in _HEADINGS
            if len(inline[2]) == 1:  # is one object wherever it stands ("/"): the longest of its words are kept
                words.texts = [max((*words.texts, text), key=len)]
            elif not dated or heading or not words.texts:
                words.texts.append(text)
                if heading:
                    words.heading.append(text)

    def place(self) -> None:
        """Give the dates to the links of their line, else of the innermost element that has any."""
        waiting: list[list[_Date]] = [[] for _ in self.page.containers]
        for index, dates in enumerate(self.dates):
            if dates and not self.give(dates, index, index + 1):
                waiting[self.page.blocks[index].container] += dates
        for index in range(len(waiting) - 1, -1, -1):  # an element stands behind the one that it is in
            container = self.page.containers[index]
            lines = container.end - container.first
            dates = [
                date if lines == date.lines else date._replace(far=date.far + 1, lines=lines)
                for date in waiting[index]
                if date.far <= _FAR
            ]
            if dates and not self.give(sorted(dates, key=lambda d: d.at), container.first, container.end):
                waiting[max(container.parent, 0)] += dates

    def give(self, dates: list[_Date], first: int, end: int) -> bool:
        """Give dates to the links of a range of lines; False if there is none."""
        low, high = bisect_left(self.at, self.starts[first]), bisect_left(self.at, self.starts[end])
        if low == high:
            return False
        if len({anchor.href for anchor in self.heads[low : min(high, low + _MOST)]}) == 1:
            self.heads[low].shown = self.heads[low].shown or dates[0].text
            return True
        follows = dates[0].at >= self.at[low]  # the first date stands behind the first link: so do all
        for date in dates:
            if follows:  # the last link before the date
                mine = bisect_right(self.at, date.at, low, high) - 1
            else:  # the first behind it
                mine = bisect_left(self.at, date.at, low, high)
            if date.far <= _NEAR and low <= mine < high:
                self.heads[mine].shown = self.heads[mine].shown or date.text
        return True


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())
