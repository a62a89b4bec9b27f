"""Byline rows above the body, credit lines under it, summary boxes."""

from __future__ import annotations

from newsparse.lexicon import pattern
from newsparse.page.block import Block
from newsparse.page.lines import ABOVE, FEW, LONGEST_LINE, LONGEST_ROW, NEAR, PARAGRAPH, is_link
from newsparse.page.page import Page
from newsparse.page.photos import photographer_under, points_at_picture
from newsparse.page.readings import credits_of, label_above, line_of, source_of
from newsparse.page.rows import above_cards, is_of_a_product, is_of_an_event
from newsparse.text.dates.find import Moment, date_label, find_moments, find_short
from newsparse.text.outlets.source_lines import FoundSource, outlet_like
from newsparse.text.people.credit_lines import FoundCredit
from newsparse.text.people.credit_rows import is_nobodys_row, is_staff_row
from newsparse.text.people.persons import plausible_person
from newsparse.text.sentences import is_sentence

# What may stand beside a bare day without a label: "星期三", an outlet's name (characters).
_LONGEST_DATE_LABEL = 10
# Whose names stand at an article's end: writers are named at its head as often.
_DESK = ("editor", "copy_editor", "proofreader", "reviewer", "chief_editor")
# The first paragraph has this much prose; boxes that invite to download or to register have less.
_PARAGRAPH = 60
# Share of a credit line that its labels and names make up.
_MOSTLY = 0.5


def mark_bylines(page: Page) -> None:
    """Label the rows round the headline that show date, source or names."""
    headline = page.labelled("headline")
    first = max(0, headline[0].index - ABOVE) if headline else 0
    end = headline[-1].index + NEAR if headline else len(page.blocks)
    below_prose = False
    # A list of three may take in the headline itself; then it says nothing of the rows beside.
    teaser = () if headline and headline[0].has("teaser") else ("teaser",)
    others = ("headline", "repeat", "related", "comments", *teaser)
    for block in above_cards(headline, page.blocks[first:end]):
        text = block.text
        if below_prose and block.has("related", "comments"):
            break  # the rows under it are other articles' or readers'
        if not text or len(text) > LONGEST_ROW or block.has(*others):
            continue
        if headline and block.index > headline[-1].index and _is_opening(block):
            break
        linked = is_link(block)
        if linked and (not headline or block.index < headline[-1].index):
            continue  # another article's
        if evidence := _row_evidence(page, block, linked=linked, below_prose=below_prose):
            _mark(page, block, "byline", "bylines.row", evidence)
        elif headline and block.index > headline[-1].index and not (linked or below_prose):
            _mark_short_time(page, block)
        if not headline or block.index > headline[-1].index:
            below_prose = below_prose or (_is_sentence(block) if headline else _is_opening(block))


def _is_opening(block: Block) -> bool:
    """Whether the line is a paragraph: rows stand above the first one."""
    return not block.hidden and not block.labels and block.prose > _PARAGRAPH and "。" in block.text


def _is_sentence(block: Block) -> bool:
    return not block.labels and not block.hidden and block.prose > 0 and block.text.endswith("。")


def _row_evidence(page: Page, block: Block, *, linked: bool, below_prose: bool) -> str:
    """The words that make the line a byline row, "" for none.

    A line that is all link is one by its names or its date's label; one below a sentence is not one by its names: they
    end short news.
    """
    text = line_of(page, block)
    if _is_a_pictures(page, block) or ("。" in text and block.prose > PARAGRAPH) or _tells(page, block, text):
        return ""
    if source := source_of(page, block):
        return source.raw
    moments = find_moments(text, limit=1)
    if linked and moments and not date_label(text[: moments[0].start]):
        moments = []
    if (block.prose or not moments) and photographer_under(page, block):
        return ""  # a caption, the day of the picture in it
    if moments and is_of_an_event(page, block, text, moments[0]):
        return ""
    if below_prose and moments and moments[0].raw == text.strip() and _is_under_signature(page, block, moments[0]):
        return ""
    if moments and (moments[0].precision != "day" or _is_date_row(text, moments[0])):
        return moments[0].raw
    credits = [] if below_prose else credits_of(page, block, "byline")
    if credits and not is_of_a_product(page, block):
        return credits[0].raw
    if (label := date_label(text)) and text[label.end() :].lstrip(" \t:：")[:1].isdigit():
        return label[0]  # a date without its year
    return ""


def _mark_short_time(page: Page, block: Block) -> None:
    """Label a row under the headline that leaves out its year: 滨城晚报 昨天 18:20, 04-19 08:20, 5小时前."""
    if block.prose or len(block.text) > LONGEST_LINE or (moment := find_short(text := line_of(page, block))) is None:
        return
    beside = f"{text[: moment.start]} {text[moment.end :]}".split()
    if moment.precision == "day" and not any(map(str.isdigit, moment.raw)) and not any(map(outlet_like, beside)):
        return  # 今天 多云: a forecast's
    short = moment.precision != "day" and all(len(word) <= _LONGEST_DATE_LABEL for word in beside)
    if (short or _is_date_row(text, moment)) and not is_of_an_event(page, block, text, moment):
        page.mark(block, "byline", "bylines.short_time", moment.raw, "short")


def _tells(page: Page, block: Block, text: str) -> bool:
    """Whether a line says more than when, who and where from: 本报讯（记者 …）5月6日，图书馆新馆开馆。

    A source at its end is set behind something else: 原标题：… 来源：…
    """
    source = source_of(page, block) if block.prose else None
    if not block.prose or (source and source.end >= len(text)):
        return False
    said = _said(text, credits_of(page, block, "byline"), source)
    rest = len("".join(text.split())) - said
    return rest > said or (rest > FEW and is_sentence(text))


def _said(text: str, people: list[FoundCredit], source: FoundSource | None) -> int:
    """How many characters of a line say who did something, where from, when."""
    said = sum(c.end - c.start for c in people) + (source.end - source.start if source else 0)
    return said + sum(len(m.raw) for m in find_moments(text))


def _is_a_pictures(page: Page, block: Block) -> bool:
    """Whether a line tells of a picture: the source in it is the picture's."""
    return block.tag == "figcaption" or points_at_picture(page, block)


def _is_under_signature(page: Page, block: Block, moment: Moment) -> bool:
    """Whether a bare day ends a notice: below a row that told the date, or with no story behind it as below a deck."""
    behind = page.blocks[block.index + 1 : block.index + 1 + NEAR]
    return moment.precision == "day" and (bool(page.labelled("byline")) or not any(b.prose for b in behind))


def _is_date_row(text: str, moment: Moment) -> bool:
    """Whether a line with a bare day gives the page's date: a label, or hardly anything, stands beside it."""
    beside = "".join((text[: moment.start] + text[moment.end :]).split())
    return len(beside) <= _LONGEST_DATE_LABEL or bool(date_label(text[: moment.start]))


def mark_credits(page: Page) -> None:
    """Label lines below the headline that hold nothing but credits or the source: they are no part of the body."""
    headline = page.first("headline")
    for block in page.blocks[headline.index + 1 if headline else 0 :]:
        text = block.text
        if block.labels or not text or len(text) > LONGEST_LINE or (is_link(block) and not _is_whole(text)):
            continue
        text = line_of(page, block)
        if is_sentence(text) or _is_a_pictures(page, block):
            continue
        found, source = credits_of(page, block, "foot"), source_of(page, block)
        if source is None and not found and is_nobodys_row(text) and not _opens_speech(page, block):
            page.mark(block, "credit", "credits.nobody", text)
        if source is None and all(c.role == "photographer" for c in found):
            continue  # a caption's, if anything's
        said = _said(text, found, source) if found or source else 0
        if _heads_a_part(page, block, found):
            continue
        if said and said >= len("".join(text.split())) * _MOSTLY and not is_of_a_product(page, block):
            evidence = found[0].raw if found else source.raw if source else text
            rule, kind = ("credits.editor", "desk") if any(c.role in _DESK for c in found) else ("credits.line", "")
            _mark(page, block, "credit", rule, evidence, kind)
    _mark_staff(page)


def _opens_speech(page: Page, block: Block) -> bool:
    """Whether a label with nothing behind it stands over a paragraph: it says who speaks (记者：)."""
    below = page.blocks[block.index + 1 : block.index + 2]
    return block.text.endswith(("：", ":", "|", "｜")) and any(line.prose for line in below)


def _is_whole(text: str) -> bool:
    """Whether a line is nothing but brackets, as a link to who edited a story is: [责任编辑：林小满]."""
    return text[0] in "[【（(" and text[-1] in "]】）)"


def _mark(page: Page, block: Block, label: str, rule: str, evidence: str, kind: str = "") -> None:
    """Label a row, and the label in a line of its own above it."""
    page.mark(block, label, rule, evidence, kind)
    above = label_above(page, block)
    if above is not None and not above.labels:
        page.mark(above, label, rule, above.text, kind)


def _mark_staff(page: Page) -> None:
    """Label rows that name nobody but who else worked on the report, next to rows of credits: 运营｜林小满."""
    for block in page.labelled("byline", "credit"):
        for step in (1, -1):
            at = block.index + step
            while 0 <= at < len(page.blocks) and not page.blocks[at].labels and is_staff_row(page.blocks[at].text):
                page.mark(page.blocks[at], "credit", "credits.staff", page.blocks[at].text)
                at += step


def _heads_a_part(page: Page, block: Block, people: list[FoundCredit]) -> bool:
    """Whether a line between paragraphs begins with a job and names nobody: 把关：从事后点评到事前拦截."""
    if not people or any(plausible_person(each.name) for each in people):
        return False
    around = page.blocks[block.index - 1 : block.index + 2 : 2]
    home = page.homes[block.container]
    told = [b for b in around if b.text.endswith("。") and not b.labels and page.homes[b.container] == home]
    return len(told) > 1


def mark_summaries(page: Page) -> None:
    """Label 摘要, 核心提示 and the like in a box of their own; in the body's element they are part of it.

    Where no story follows, as below a film, 简介 tells all there is.
    """
    match = pattern("about.summary").match
    for block in page.blocks:
        if block.labels or (found := match(block.text)) is None:
            continue
        box = page.containers[page.homes[block.container]]
        below = map(page.blocks.__getitem__, range(box.end, len(page.blocks)))
        if box.end - box.first <= FEW and not (block.prose and not any(b.prose and not b.labels for b in below)):
            page.mark(block, "summary", "summaries.words", found[0].strip())
