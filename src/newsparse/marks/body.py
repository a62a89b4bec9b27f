"""Which blocks are the body.

Every line weighs as much as it holds of prose. What stands before the headline, after the article's end, or in an
element named for comments or links weighs little. The body is in the smallest element that holds most of the weight.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

from newsparse.marks.body_edges import (
    leads_to_file,
    paragraphs_above,
    pictures_above,
    pictures_below,
    set_beside,
    under_headline,
    without_copy,
)
from newsparse.marks.folds import folded
from newsparse.marks.other_boxes import boxes_in, elsewhere_of
from newsparse.page.block import HEADING_TAGS, NOT_TEXT, Block
from newsparse.page.lines import BUTTON, LONGEST_LINE, MANY, NEAR, is_link, is_linked, is_menu, is_strong
from newsparse.page.page import Page
from newsparse.text.sentences import SHORTEST_PROSE

# An element that holds this share of its parent's weight holds the body, if the body is in one element at all. Half
# would follow one long section of several; nine tenths would stop at every box with a list beside the text.
_DESCEND = 0.72
# An element whose own lines (not those of elements in it) hold this share of its weight is not left for a smaller one:
# unclosed tags nest each paragraph's element in the one before.
_OWN = 0.08
# What prose weighs where a body seldom is: above the headline, below an editor's line or the comments' heading, in an
# element named for something else; where a body may well be: below a heading of related articles, which bodies have in
# them too, or in one of many list items (a digest is set so; so are teasers). Hidden prose is the body of few pages.
_SELDOM, _HALF, _IN_HIDDEN = 0.1, 0.5, 0.05
# Labels of lines that a body goes on behind: its headline said again, words under a picture.
_WITHIN = ("repeat", "caption")
_MANY_ITEMS = 5
# Signs that stand in a cell for a value.
_NO_VALUE = "-–—－/*"


def mark_body(page: Page) -> None:
    """Label the blocks of the body "body"."""
    if "body" in page.picked:
        _mark_picked(page)
        return
    homes = page.homes
    elsewhere = elsewhere_of(page)
    weights = _weights(page, homes, elsewhere)
    if not any(weight for at, weight in enumerate(weights) if not elsewhere[page.blocks[at].container]):
        lines = under_headline(page, elsewhere)  # a poem above its readers' words
        if not any(weights) or len(lines) >= MANY:
            page.mark_all(lines, "body", "body.under_headline", "no prose")
            return
    totals = [0.0, *accumulate(weights)]
    container = _descend(page, totals, homes)
    box = page.containers[container]
    taken = _take(page, container, weights, homes, elsewhere)
    kept = without_copy(taken)
    page.mark_all(taken[len(kept) :], "repeat", "body.copy", box.name or box.tag)
    page.mark_all(kept, "body", "body.element", box.name or box.tag)


def _mark_picked(page: Page) -> None:
    """Label what a site profile points at."""
    for first, end in page.picked["body"]:
        for block in page.blocks[first:end]:
            if not block.has(*NOT_TEXT):
                page.mark(block, "body", "body.profile", page.head.given_by.get("body", "profile"))


def _weights(page: Page, homes: list[int], elsewhere: list[bool]) -> list[float]:
    """What each block weighs."""
    headline = page.first("headline")
    start = headline.index if headline is not None else -1
    row = next((block.index for block in page.labelled("byline") if block.index > start), start)
    listed = _listed(page)
    weights = [0.0] * len(page.blocks)
    sofar = 0.0
    after = 1.0
    inside: set[int] = set()
    for block in [b for b in page.blocks if b.prose or b.labels]:  # one line in three; the others weigh nothing
        if block.prose and not block.has(*NOT_TEXT):
            weight = float(block.prose)
            if elsewhere[block.container]:
                weight *= _SELDOM
            if listed[block.container]:
                weight *= _HALF
            if block.hidden:
                weight *= _IN_HIDDEN
            if block.index < start or (block.index < row and block.tag in HEADING_TAGS):
                weight *= _SELDOM
            elif after < 1 and homes[block.container] not in inside:
                weight *= after
            else:
                if block.tag not in HEADING_TAGS:  # the headline's deck says a sentence or two above the credits
                    sofar += weight
                inside.add(homes[block.container])
            weights[block.index] = weight
        elif sofar >= SHORTEST_PROSE and block.labels and not block.hidden:
            apart = sofar <= LONGEST_LINE and homes[block.container] not in inside
            after = min(after, 1.0 if apart and _is_masthead(page, block, sofar, homes) else _after(block))
            if block.has("comments") and (block.tag in HEADING_TAGS or is_strong(block)):
                inside.clear()  # readers' words in the body's own element
    return weights


def _is_masthead(page: Page, block: Block, sofar: float, homes: list[int]) -> bool:
    """Whether credits stand between a deck and its story: one element soon tells much more, in paragraphs, no links."""
    if not block.has("credit"):
        return False
    told: dict[int, list[int]] = {}
    linked: set[int] = set()
    for line in page.blocks[block.index + 1 : block.index + 1 + NEAR]:
        if line.has("comments", "related", "teaser"):
            break
        home = homes[line.container]
        if is_linked(line):
            linked.add(home)
        elif line.prose and not line.has(*NOT_TEXT):
            told.setdefault(home, []).append(line.prose)
    return any(len(prose) >= MANY and sum(prose) > sofar * MANY for home, prose in told.items() if home not in linked)


def _after(block: Block) -> float:
    """What prose weighs that stands after this line, in an element that has had none yet."""
    if block.has("comments") or block.kind("credit") == "desk":
        return _SELDOM
    return _HALF if block.has("related", "disclaimer", "credit") else 1.0


def _listed(page: Page) -> list[bool]:
    """For each container whether it is in an item of a long list."""
    items = Counter([c.parent for c in page.containers if c.tag == "li" or c.tag == "dd"])
    long = {parent for parent, count in items.items() if count >= _MANY_ITEMS}
    out: list[bool] = []
    for container in page.containers:
        parent = container.parent
        out.append(
            parent >= 0 and (out[parent] or (parent in long and (container.tag == "li" or container.tag == "dd")))
        )
    return out


def _descend(page: Page, totals: list[float], homes: list[int]) -> int:
    """The smallest container that holds most of the weight, and no prose of its own beside that of smaller ones."""
    children: dict[int, list[int]] = {}
    for index, container in enumerate(page.containers):
        if homes[index] == index and totals[container.end] > totals[container.first]:
            children.setdefault(container.parent, []).append(index)

    def weight(index: int) -> float:
        return totals[page.containers[index].end] - totals[page.containers[index].first]

    current = outermost = 0
    left = 0.0  # prose that stands directly in the containers left since `outermost`
    while inner := children.get(current):
        best = max(inner, key=weight)
        own = weight(current) - sum(map(weight, inner))
        left += own
        if left > weight(outermost) * _OWN:
            return outermost if left > own else current
        if weight(best) < weight(current) * _DESCEND or _in_sections(page, current, inner):
            return current
        if not left:
            outermost = best
        current = best
    return current


def _in_sections(page: Page, container: int, inner: list[int]) -> bool:
    """Whether an <article> is set in sections, all without a name: a long one is not all of it."""
    parts = [page.containers[index] for index in inner if page.containers[index].tag == "section"]
    return page.containers[container].tag == "article" and len(parts) > 1 and not any(part.name for part in parts)


def _take(page: Page, container: int, weights: list[float], homes: list[int], elsewhere: list[bool]) -> list[Block]:
    """The container's blocks from the first line of the body to the last, without what other rules labelled.

    Boxes and ornaments between them are labelled for what they are.
    """
    box = page.containers[container]
    heavy = _heavy(page, range(box.first, box.end), weights, homes)
    first, last = heavy[0], heavy[-1]
    own = {homes[page.blocks[i].container] for i in heavy}
    beside = set_beside(page, box, own, homes, elsewhere)
    own |= beside
    hidden = page.blocks[first].hidden
    while first > box.first and _plain(
        page.blocks[first - 1], homes[page.blocks[first - 1].container] in own, hidden=hidden
    ):
        first -= 1
    for block in page.blocks[last + 1 : box.end]:
        if _plain(block, homes[block.container] in own, hidden=hidden):
            last = block.index
        elif not (block.has(*_WITHIN) or leads_to_file(block)):
            break  # behind what is attached to a notice stands who signs it, and the day
    chosen = paragraphs_above(page, first) + pictures_above(page, first)
    boxes = set() if elsewhere[container] else boxes_in(page, box, elsewhere)
    for block in page.blocks[first : last + 1]:
        if block.has(*NOT_TEXT) or (block.hidden and not hidden):
            continue
        if block.container in boxes and homes[block.container] not in own:
            page.mark(block, "boilerplate", "body.box", page.containers[block.container].name)
            continue  # an invitation in the body's element, a list; a box of facts leads nowhere
        size = len(block.text)
        if size and not any(map(str.isalnum, block.text)) and not _is_data(page, block):
            page.mark(block, "boilerplate", "body.ornament", block.text)
            continue  # ■ where the story ends, ＊＊＊ between its parts
        home = homes[block.container]
        if size and is_link(block) and home not in beside and (size <= BUTTON or home not in own):
            continue
        if is_menu(block):
            page.mark(block, "boilerplate", "body.menu", block.text)
            continue
        chosen.append(block)
    if not hidden and (rest := folded(page, page.blocks[first : last + 1], box, elsewhere)):
        return chosen + rest
    return chosen + pictures_below(page, container, last)


def _is_data(page: Page, block: Block) -> bool:
    """Whether a line without a letter says something: in code; in a table, where a value is not there."""
    return block.tag == "pre" or (not block.text.strip(_NO_VALUE) and page.data_table(block.container) is not None)


def _heavy(page: Page, indexes: range, weights: list[float], homes: list[int]) -> list[int]:
    """The lines of prose that weigh as much, character for character, as those of the element with the most."""
    home = {i: homes[page.blocks[i].container] for i in indexes if weights[i]}
    totals: dict[int, float] = {}
    for i, container in home.items():
        totals[container] = totals.get(container, 0.0) + weights[i]
    best = max(totals, key=lambda c: totals[c])
    full = max(weights[i] / page.blocks[i].prose for i, container in home.items() if container == best)
    return [i for i in indexes if weights[i] and weights[i] >= page.blocks[i].prose * full * 0.99]


def _plain(block: Block, at_home: bool, *, hidden: bool) -> bool:
    """Whether a line beside the body's prose goes with it: same parent, no label, no link. Pictures do."""
    if block.has(*NOT_TEXT) or (block.hidden and not hidden):
        return False
    if block.picture is not None:
        return True
    return at_home and not is_linked(block)
