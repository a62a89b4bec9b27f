"""A line of text or a picture as a reader sees it, and the element that holds it: plain data, no parser's node."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from newsparse.lexicon import words
from newsparse.text.flat import flat
from newsparse.text.outlets.outlet_names import outlet_like
from newsparse.text.padding import close_labels, labels

# What a stretch of text inherits from the elements around it. LARGE is a size that stories are set in, too; 16 is taken
# (`newsparse.read.attributes.UNSEEN`).
HIDDEN, CENTRED, STRONG, LINK, LARGE = 1, 2, 4, 8, 32

# The cells of a table; what keeps its place in one where it is empty.
CELLS = ("td", "th")
PLACES = (*CELLS, "tr")
# Elements that are remembered where they hold no line: what stands round a form is an offer.
KEPT = (*PLACES, "form")
HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
HEADLINE_TAGS = HEADING_TAGS[:4]

# Labels that keep a block of the body out of its text.
NOT_TEXT = (
    "headline",
    "byline",
    "credit",
    "caption",
    "repeat",
    "boilerplate",
    "disclaimer",
    "related",
    "comments",
    "teaser",
    "summary",
    "notice",
    "gate",
)
# All labels: "body" for what belongs to the article's text, "heading" for the headings in it, "glued" for a line of it
# that ends in words of the page's machinery: the label's kind.
LABELS = (*NOT_TEXT, "body", "heading", "glued")


class Part(NamedTuple):
    """A stretch of a block's text that came from one inline element."""

    text: str
    tag: str  # "" for plain text, "a", "strong", "span", "time" …
    name: str = ""  # class, id and itemprop of the element or of the next one round it that has any, lower case
    href: str = ""
    flags: int = 0


# The inline element that text stands in: tag, class and id, href; and such a stretch of text with its flags: what a
# reader writes, thousands to a page, and `Block.parts` makes `Part` of for the few rules that ask.
Inline = tuple[str, str, str]
Run = tuple[str, Inline, int]


def shown(runs: list[Run], flag: int) -> int:
    """How many characters of a line bear a flag, white space not counted."""
    return sum([len("".join(text.split())) for text, _, flags in runs if flags & flag])


class Picture(NamedTuple):
    """An <img>; ``src`` as written (see `Page.resolve`), lazy attributes already honoured."""

    src: str
    alt: str = ""
    title: str = ""
    width: int | None = None
    height: int | None = None


class Player(NamedTuple):
    """A <video>, an <audio>, or a frame that may hold one; ``src`` and ``poster`` as written.

    ``at`` is how many blocks stand before its line.
    """

    tag: str
    src: str
    at: int
    poster: str = ""
    title: str = ""


class Label(NamedTuple):
    """What a rule said of a block: ``name`` is one of `LABELS`; ``kind`` is what more other rules go by."""

    name: str
    rule: str
    evidence: str
    kind: str = ""


@dataclass(slots=True)
class Container:
    """A block-level element that holds blocks; ``first``/``end`` is its range in `Page.blocks`.

    ``span`` is how many columns and rows a cell takes.
    """

    parent: int
    tag: str
    name: str  # class, id and itemprop, lower case
    first: int
    end: int = 0
    hidden: bool = False
    span: tuple[int, int] = (1, 1)


@dataclass(slots=True)
class Block:
    """One line of text as a reader sees it, or one picture.

    Attributes:
        text: white space collapsed, trimmed; "" for a picture.
        tag: the innermost block-level element ("p", "div", "h2", "li", "td" …; "img" for a picture).
        name: class, id and itemprop of that element, lower case.
        container: index into `Page.containers`.
        runs: the stretches of ``text``, in order; see `parts`.
        link: characters of ``text`` inside links.
        strong: characters inside bold, coloured or enlarged inline elements.
        centred: set in the middle.
        hidden: not shown (display:none and the like).
        broken: ended by <br>, not by the end of its element.
        prose: characters of prose, links not counted; 0 for what is none (see `newsparse.text.sentences`).
        picture: the picture of an "img" block.
    """

    index: int
    text: str
    tag: str
    name: str
    container: int
    runs: list[Run]
    link: int = 0
    strong: int = 0
    centred: bool = False
    hidden: bool = False
    broken: bool = False
    prose: int = 0
    picture: Picture | None = None
    labels: tuple[Label, ...] = ()

    @property
    def parts(self) -> list[Part]:
        """The stretches of the line's text, white space as in the page."""
        return [Part(text, *inline, flags) for text, inline, flags in self.runs]

    def has(self, *names: str) -> bool:
        """Whether the block bears one of these labels."""
        for label in self.labels:  # noqa: SIM110 - asked a thousand times a page; a generator takes three times as long
            if label.name in names:
                return True
        return False

    def kind(self, name: str) -> str | None:
        """The kind of the label of this name, None where the block does not bear it."""
        return next((label.kind for label in self.labels if label.name == name), None)


def name_of(block: Block) -> str:
    """The line's name, with tag and name of the inline element that all of it is set in (<font class=heading>), and the
    tag of its own where a site made it (<founder-title>)."""
    names = {f"{inline[0]} {inline[1]}" for text, inline, _ in block.runs if text.strip()}
    name = f"{block.tag} {block.name}" if "-" in block.tag else block.name
    return f"{name} {names.pop()}" if len(names) == 1 else name


_SPACES = re.compile(r"[ \t\r\n\f\v\xa0]+")


def spaced(block: Block) -> str:
    """The line's text with a tab between the elements that it was set in, so that "新华网" + "作者" stay two words.

    White space is collapsed but for the ideographic space, which pads names; labels are closed up (作　者：).
    """
    runs = block.runs
    if len(runs) == 1:
        raw = runs[0][0]
        return close_labels(_SPACES.sub(" ", raw).strip() if "\u3000" in raw else block.text)
    out: list[str] = []
    previous: Inline | None = None
    in_row: bool | None = None
    for text, inline, _flags in runs:
        if previous is not None and inline is not previous and out[-1][-1:] not in (":", "："):
            if inline == previous and in_row is None:
                in_row = not block.prose and _DATED.search(block.text) is not None
            if inline != previous or _are_apart(out[-1], text, in_row=bool(in_row)):
                out.append("\t")
        out.append(_SPACES.sub(" ", text))
        previous = inline
    joined = "".join(out).strip()
    return close_labels(_TABS.sub("\t", joined) if "\t" in joined else joined)


def _are_apart(before: str, after: str, *, in_row: bool) -> bool:
    """Whether two elements alike, one beside the other, are two words: words that an editor pasted are split anywhere.

    The elements of a row with a date in it are, unless one figure or date goes on from one to the other, or the first
    says whose reporter the second names.
    """
    if in_row and not _GOES_ON.search(f"{before[-_LONGEST_STAMP:]}\t{after[:_LONGEST_STAMP]}"):
        return not (after.lstrip().startswith(words("roles.title")) and outlet_like(before))
    if _FIELD.search(before) is not None and _LABEL.match(after) is not None:
        return True
    return _says_who(after) and _says_who(before)


def _says_who(text: str) -> bool:
    """Whether an element says who did what: 编辑 林小满."""
    found = _WORD_AND_NAME.match(text)
    return found is not None and flat(found[1]) in labels()


_WORD_AND_NAME = re.compile(r"\s*([\u4e00-\u9fff]{2,8})\s+[^\W\d]")


_TABS = re.compile(r"\s*\t[\s\t]*")
# "来源：滨城网" is a field of a row where "浏览次数：" or "播放 9" follows.
_FIELD, _LABEL = re.compile(r"[:：]\s*[^\s:：]"), re.compile(r"\s*[\u4e00-\u9fff]{2,6}(?:[:：]|\s?\d)")
# A date or a time; the ends of two elements that one stands in. A time is whole with its minutes, a day in figures too.
_DATED = re.compile(r"\d[-年月/.:：]\d")
_GOES_ON = re.compile(r"\d(?<!\d[:：]\d\d)(?<!\d[-/.]\d\d)\t\d|\d\t[-年月日时時分秒/.:：]|[-年月/.:：]\t\d")
_LONGEST_STAMP = 4
