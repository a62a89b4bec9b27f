"""The rest of an article that a page keeps hidden until its reader asks for more."""

from __future__ import annotations

from itertools import takewhile

from newsparse.lexicon import pattern
from newsparse.page.block import NOT_TEXT, Block, Container
from newsparse.page.lines import is_linked
from newsparse.page.page import Page
from newsparse.text.boilerplate import narrates

# Buttons and notices between an article's shown part and the folded one, or right behind it (lines).
_BUTTONS = 6
# What no rest of a story holds, and no way to it leads through.
_OTHERS = ("comments", "related", "teaser", "byline", "headline", "repeat")


def folded(page: Page, shown: list[Block], body: Container, elsewhere: list[bool]) -> list[Block]:
    """The hidden lines that go on behind the body's last one, if they tell a story and a button or their place says
    that they are its rest."""
    below = page.blocks[shown[-1].index + 1 :]
    start = next((i for i, b in enumerate(below[:_BUTTONS]) if b.hidden and b.text), None)
    if start is None or any(map(_is_of_another, below[:start])):
        return []
    run = list(takewhile(lambda b: b.hidden, below[start:]))
    rest = [b for b in run if not b.has(*NOT_TEXT) and not elsewhere[b.container]]
    if not _tells_on(run, rest, {b.text for b in shown if b.prose}):
        return []
    behind = start + len(run)
    beside = [*below[:start], *below[behind : behind + _BUTTONS]]
    named = any(pattern("elements.rest").search(page.containers[c].name) for c in {b.container for b in rest})
    inside = run[-1].index < body.end and sum(b.prose > 0 for b in rest) > 1
    return rest if named or inside or any(_is_button(page, b) for b in beside) else []


def _is_of_another(block: Block) -> bool:
    """Whether a line is another article's, a reader's or a headline. 閱讀更多 heads links on some pages; here it is the
    button."""
    return block.has(*_OTHERS) and not pattern("elements.unfold").search(block.text)


def _tells_on(run: list[Block], rest: list[Block], said: set[str]) -> bool:
    """Whether hidden lines are mostly sentences of a story: no form, no copy of what is shown, no other article."""
    if not rest or any(_is_of_another(b) or b.tag == "h1" for b in run):
        return False
    told = [b for b in rest if b.prose and narrates(b.text) and not is_linked(b)]
    if any(b.text in said for b in told):
        return False
    return sum(b.prose for b in told) * 2 > sum(len(b.text) for b in run)


def _is_button(page: Page, block: Block) -> bool:
    """Whether a line, by its words or its name, shows more."""
    if pattern("elements.unfold").search(block.text):
        return True
    names = f"{block.name} {page.containers[block.container].name}"
    return not block.prose and pattern("elements.rest").search(names) is not None
