"""Which lines of a page may show its date, and the first moment in some lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from newsparse.fields.rule import Found, Where
from newsparse.lexicon import pattern
from newsparse.options import Options
from newsparse.page.block import HEADING_TAGS, Block, spaced
from newsparse.page.lines import ABOVE, FEW, LONGEST_ROW, SHORTEST_HEADLINE, is_linked
from newsparse.page.page import Page
from newsparse.page.readings import credits_of, line_of, source_of
from newsparse.page.rows import is_of_an_event
from newsparse.text.dates.boxes import moment_of_boxes
from newsparse.text.dates.find import Moment, date_label, find_moments
from newsparse.text.sentences import is_sentence

# The words right before a date that may label it (characters).
_LABEL = 12
# Blocks beside the headline or the body's end that may show the date.
NEAR = 12


class Dated(NamedTuple):
    """A moment in a line, and how the words before it stand to it."""

    moment: Moment
    text: str
    labelled: bool = False
    confidence: float = 0.9

    def found(self, where: Where = Where.PAGE, confidence: float | None = None) -> Found:
        """The moment as a rule finds it."""
        return Found(self.moment, self.text, confidence or self.confidence, where)


def first_dated(
    page: Page, blocks: Iterable[Block], options: Options, *, changed: bool = False, longest: int = LONGEST_ROW
) -> Dated | None:
    """The first moment in these lines that says when the page was posted, or when it was changed.

    One that is told to the week or the year only (两周前), or of a document's drawing up, comes after all others.
    """
    plain: Dated | None = None
    rough: Dated | None = None
    for block in blocks:
        if not block.text or len(block.text) > longest:
            continue
        text = line_of(page, block)
        for moment in find_moments(text, now=options.now):
            before = text[: moment.start]
            if bool(pattern("bylines.changed").search(before)) != changed or is_of_an_event(page, block, text, moment):
                continue
            if moment.precision == "day":
                moment = _with_time_below(page, block, moment)
            if moment.rough or pattern("bylines.drawn_up").search(before):
                rough = rough or Dated(moment._replace(rough=True), block.text, confidence=0.6)
            elif changed or date_label(before[-_LABEL:]):
                return Dated(moment, block.text, labelled=True, confidence=0.95)
            elif plain is None or _is_finer(moment, plain.moment):
                plain = Dated(moment, block.text)
    return plain or rough


def _with_time_below(page: Page, block: Block, moment: Moment) -> Moment:
    """The day with the time that stands alone in the line under it (香港時間16時30分)."""
    below = page.blocks[block.index + 1 : block.index + 2]
    if not below or not moment.raw or len(below[0].text) > NEAR * 2 or not any(map(str.isdigit, below[0].text)):
        return moment
    joined = f"{moment.raw} {below[0].text}"
    found = next(iter(find_moments(joined, limit=1)), None)
    whole = (
        found is not None and found.when.date() == moment.when.date() and (found.start, found.end) == (0, len(joined))
    )
    return found if found and whole and found.precision != "day" else moment


def _is_finer(moment: Moment, other: Moment) -> bool:
    """Whether a moment is another's day, with the time: the row says the day in words first."""
    return other.precision == "day" != moment.precision and moment.when.date() == other.when.date()


def rows(page: Page) -> list[Block]:
    """The byline rows, those below the headline first: above it stand the dates of the page and of other articles.

    A row below most of the text is a reader's or another article's as often as the page's: it counts where it begins
    by saying what its date is.
    """
    headline, end = page.first("headline"), _most_told(page)
    start = headline.index if headline else 0
    found = [b for b in page.labelled("byline") if b.index < end or _begins_with_label(b)]
    return [b for b in found if b.index >= start] + [b for b in found if b.index < start]


def _most_told(page: Page) -> int:
    """The index of the line that ends the first half of the text."""
    body = page.labelled("body")
    half = sum(b.prose for b in body) / 2
    for block in body:
        half -= block.prose
        if half < 0:
            return block.index
    return body[-1].index if body else len(page.blocks)


def _begins_with_label(block: Block) -> bool:
    """Whether the label of a date opens a line, a bracket before it at most."""
    found = date_label(block.text[:_LABEL])
    return found is not None and found.start() <= 1


def below(page: Page) -> list[Block]:
    """The lines right below the body, and those inside it that are none of its own."""
    body = page.labelled("body")
    if not body:
        return []
    first, last = body[0].index, body[-1].index
    inside = [b for b in page.blocks[first:last] if not b.has("body")]
    after = [b for b in page.blocks[last : last + NEAR] if not is_linked(b)]
    aside = ("related", "teaser", "comments")
    return [b for b in [*inside, *after] if not b.has(*aside) and not _heads_a_post(page, b)]


def own_end(page: Page) -> list[Block]:
    """Of the lines below the body those that can sign it: up to a reader's words or to a link to another article."""
    own: list[Block] = []
    for block in below(page):
        after = page.blocks[page.labelled("body")[-1].index + 1 : block.index + 1]
        if any(map(_is_of_another, after)):
            break
        if _signs(page, block):
            own.append(block)
    return own


def _is_of_another(block: Block) -> bool:
    """Whether a line below the body begins what is not the article's: a comment, a list of articles."""
    if block.has("related", "teaser", "comments") or block.link >= SHORTEST_HEADLINE:
        return True
    return not block.labels and (block.tag in HEADING_TAGS or is_sentence(block.text))


def _heads_a_post(page: Page, block: Block) -> bool:
    """Whether somebody's words stand under a line that names them and the time."""
    if block.has("body") or _begins_with_label(block):
        return False
    under = next((b for b in page.blocks[block.index + 1 : block.index + FEW] if b.text), None)
    return under is not None and (not under.labels or under.has("body")) and is_sentence(under.text)


def _signs(page: Page, block: Block) -> bool:
    """Whether a date in a line can be the article's: a bare day; a time alone, beside an editor or an outlet."""
    text = line_of(page, block)
    moments = find_moments(text, limit=1)
    if not moments or moments[0].precision == "day" or len(text.strip()) - len(moments[0].raw) <= FEW:
        return True
    if _begins_with_label(block) or pattern("bylines.posted").match(text):
        return True
    return bool(credits_of(page, block, "foot")) or source_of(page, block) is not None


def boxes(page: Page) -> Dated | None:
    """A date whose parts stand in elements of their own, near the headline: "21" over "2024年02月"."""
    headline, body = page.first("headline"), page.body_line()
    if headline is None or body is None:
        return None
    lines = [b for b in page.blocks[max(0, headline.index - ABOVE) : body.index] if b.text]
    texts = [_in_elements(b) for b in lines]
    for at in range(len(lines)):
        for many in range(FEW, 0, -1):
            if moment := moment_of_boxes("\t".join(texts[at : at + many])):
                return Dated(moment, moment.raw, confidence=0.8)
    return None


def _in_elements(block: Block) -> str:
    """A line that may be a date's, with a tab between its elements, alike or not."""
    if len(block.text) > NEAR * 2 or not any(map(str.isdigit, block.text)):
        return spaced(block)
    return "\t".join([part.text.strip() for part in block.parts if part.text.strip()])
