"""What goes with the body above and below its lines: a lead set apart, pictures."""

from __future__ import annotations

from newsparse.lexicon import pattern, word_set
from newsparse.page.block import NOT_TEXT, Block, Container
from newsparse.page.lines import PARAGRAPH, is_linked
from newsparse.page.page import Page
from newsparse.text.addresses import file_type
from newsparse.text.sentences import is_sentence

# Labels of what stands below an article.
_ENDS = ("credit", "related", "comments", "disclaimer", "teaser")
# Elements that set several lines together, among an article's paragraphs.
_SETS = ("ul", "ol", "dl", "table", "blockquote", "pre")
# So many lines said twice, nearly half of all, are a copy.
_COPIED, _COPY = 2, 0.45


def leads_to_file(line: Block) -> bool:
    """Whether a line leads to a document or an archive: what is attached to a notice."""
    types = {file_type(href) for _, (_, _, href), _ in line.runs if href}
    return not types.isdisjoint(word_set("links.address.documents"))


def under_headline(page: Page, elsewhere: list[bool]) -> list[Block]:
    """What stands between the headline and the article's end, or the page's foot (what is ``elsewhere``): a table, a
    picture with a line, a few words."""
    headline = page.labelled("headline")
    if not headline:
        return []
    out: list[Block] = []
    for block in page.blocks[headline[-1].index + 1 :]:
        if block.has(*_ENDS) or (out and (block.has("byline", "boilerplate") or elsewhere[block.container])):
            break
        if not (block.has(*NOT_TEXT) or block.hidden or is_linked(block) or elsewhere[block.container]):
            out.append(block)
    return out


def set_beside(page: Page, body: Container, own: set[int], homes: list[int], elsewhere: list[bool]) -> set[int]:
    """The homes of lists and tables among the body's paragraphs that tell something, or that a line tells of."""
    out: set[int] = set()
    inside: set[int] = set()  # containers that lie in such a list or table
    for index, box in enumerate(page.containers):
        if not body.first <= box.first <= box.end <= body.end or elsewhere[index]:
            continue
        if box.parent in inside or (box.tag in _SETS and homes[_around(page, box)] in own and _tells(page, box)):
            inside.add(index)
            out.add(homes[index])
    return out


def _around(page: Page, box: Container) -> int:
    """The element that a list or table stands in; a wrapper that holds nothing else is looked through."""
    index = box.parent
    while (outer := page.containers[index]).parent >= 0 and (outer.first, outer.end) == (box.first, box.end):
        index = outer.parent
    return index


def _tells(page: Page, box: Container) -> bool:
    """Whether most of a list or table is no link, or the line above it says what it lists."""
    lines = page.blocks[box.first : box.end]
    above = page.blocks[box.first - 1] if box.first else None
    announced = above is not None and above.text.endswith(("：", ":")) and not above.labels
    return announced or sum(line.link for line in lines) * 2 < sum(len(line.text) for line in lines)


def pictures_below(page: Page, container: int, last: int) -> list[Block]:
    """The pictures that follow the body's last line without anything between, in its element or the one around it."""
    outer = page.containers[max(0, page.containers[container].parent)]
    out: list[Block] = []
    for block in page.blocks[last + 1 : outer.end]:
        if block.picture is None or block.labels or block.hidden:
            break
        out.append(block)
    return out


def paragraphs_above(page: Page, first: int) -> list[Block]:
    """Paragraphs between the headline and the body's element, and a line that heads what follows one: some templates
    set the lead apart, and unclosed elements nest what comes later in what comes first.

    A lead that the body says again is a summary, and one in an element named for summaries is too.
    """
    headline = page.labelled("headline")
    start = headline[-1].index + 1 if headline else first
    out: list[Block] = []
    heading: list[Block] = []
    for block in reversed(page.blocks[start:first]):
        if block.picture is not None or block.has(*NOT_TEXT) or block.hidden:
            continue
        if pattern("elements.summary").search(_names_round(page, block)):
            break
        if block.prose < PARAGRAPH or not is_sentence(block.text):
            if heading or is_linked(block):
                break
            heading = [block]
            continue
        out += [*heading, block]
        heading = []
    return out[::-1]


def _names_round(page: Page, block: Block) -> str:
    return f"{block.name} {page.containers[block.container].name}"


def pictures_above(page: Page, first: int) -> list[Block]:
    """The pictures between headline and body: portals set the main one outside the body's element."""
    headline = page.labelled("headline")
    if not headline:
        return []
    return [b for b in page.blocks[headline[-1].index + 1 : first] if b.picture and not b.labels and not b.hidden]


def without_copy(blocks: list[Block]) -> list[Block]:
    """The body without its copy: pages for two sizes of screen print all of it twice and hide one by their styles."""
    seen: set[str] = set()
    again: list[int] = []
    lines = [i for i, block in enumerate(blocks) if block.prose]
    for i in lines:
        if blocks[i].text in seen:
            again.append(i)
        seen.add(blocks[i].text)
    if len(again) < _COPIED or len(again) < len(lines) * _COPY:
        return blocks
    last = max(i for i in lines if i < again[0])
    return blocks[: last + 1]
