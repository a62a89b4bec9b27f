"""Boxes that are for something else than a page's story: by their tags, their names, the forms in them."""

from __future__ import annotations

from itertools import islice

from newsparse.lexicon import pattern
from newsparse.page.block import Container
from newsparse.page.lines import FEW, LONGEST_LINE
from newsparse.page.page import Page
from newsparse.remembered import remembered
from newsparse.text.boilerplate import narrates
from newsparse.text.script import fold

_OTHER_TAGS = ("nav", "footer", "aside")


def elsewhere_of(page: Page) -> list[bool]:
    """For each container whether it is, by its name, its tag or its form, a place for something else than the body."""
    out: list[bool] = []
    asking = _asking_forms(page)
    for index, container in enumerate(page.containers):
        if container.tag in _OTHER_TAGS or index in asking:
            out.append(True)
        elif container.name and (says := _says(container.name)) is not None:
            out.append(says)
        else:
            out.append(container.parent >= 0 and out[container.parent])
    return out


@remembered(8192)  # the classes of a site's template come again on each of its pages
def _says(name: str) -> bool | None:
    """Whether an element's name says that it is for something else than the body; None where it says nothing, or both:
    comment-content."""
    other = pattern("elements.other").search(name) or pattern("elements.offer").search(name)
    if pattern("elements.body").search(name):
        return None if other else False
    return True if other else None


def _asking_forms(page: Page) -> set[int]:
    """The elements of few lines round a form, one of which asks for something of the page's: to subscribe, to give."""
    forms = ((index, form) for index, form in enumerate(page.containers) if form.tag == "form")
    around = {index if form.end > form.first else form.parent for index, form in forms}
    return {index for index in around if _is_asking(page, page.containers[index])}


def _is_asking(page: Page, box: Container) -> bool:
    places = range(box.first, box.end)  # no slice: an empty form may stand in all of a page
    lines = list(islice((page.blocks[at].text for at in places if page.blocks[at].text), FEW + 1))
    return len(lines) <= FEW and any(map(_asks, lines))


def _asks(text: str) -> bool:
    line = fold(text) if len(text) <= LONGEST_LINE else ""
    return any(pattern(f"boilerplate.{words}").search(line) for words in ("wanted", "asked"))


def boxes_in(page: Page, body: Container, elsewhere: list[bool]) -> set[int]:
    """The containers in the body's that are for something else: those that hold links, whole boxes that hold a form,
    and those named for an offer that tell nothing, or hold a link."""
    lines = page.blocks[body.first : body.end]
    out = {block.container for block in lines if block.link and elsewhere[block.container]}
    forms = {outer for c in page.containers if c.tag == "form" for outer in page.ancestors(c.parent)}
    whole: set[int] = set()
    for index, box in enumerate(page.containers):
        if box.parent in whole:
            whole.add(index)
        elif not elsewhere[index] or box is body or not body.first <= box.first < box.end <= body.end:
            continue
        elif index in forms or box.tag == "form" or (_is_offer(box.name) and not _tells(page, box)):
            whole.add(index)
    return out | whole


def _is_offer(name: str) -> bool:
    return pattern("elements.offer").search(name) is not None and not pattern("elements.body").search(name)


def _tells(page: Page, box: Container) -> bool:
    """Whether a box tells a story, and leads nowhere."""
    lines = page.blocks[box.first : box.end]
    return any(b.prose and narrates(b.text) for b in lines) and not any(b.link for b in lines)
