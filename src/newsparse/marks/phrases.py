"""Lines that are a page's machinery: by a profile's word, by their words, by what stands above, by being said again."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile

from newsparse.lexicon import pattern
from newsparse.page.block import HEADING_TAGS, LINK, Block
from newsparse.page.lines import BUTTON, FAR, LONGEST_LINE, MANY, PARAGRAPH, SHORTEST_HEADLINE, is_link, is_linked
from newsparse.page.page import Page
from newsparse.text.boilerplate import addresses, phrase_label
from newsparse.text.script import fold
from newsparse.text.sentences import is_sentence

# Signs between which sites set a line that heads an offer.
_BANNERS = "◤◢◥◣"


def mark_dropped(page: Page) -> None:
    """Label what a site profile says is not the article's."""
    for first, end in page.picked.get("drop", ()):
        for block in page.blocks[first:end]:
            page.mark(block, "boilerplate", "phrases.profile", page.head.given_by.get("drop", "profile"))


def mark_phrases(page: Page) -> None:
    """Label lines by their words."""
    traditional = page.script == "Hant"
    found: dict[int, tuple[str, str]] = {}
    for block in page.blocks:
        text = block.text
        if not text or (block.link >= len(text) and len(text) <= BUTTON):
            continue
        line = fold(text) if traditional else text
        if says := phrase_label(line) or _pointer(block) or (_banner(page, block) if text[0] in _BANNERS else None):
            found[block.index] = says
    for index, (label, words) in found.items():
        if not (_is_amid_story(page, page.blocks[index], found) or _is_announced(page, page.blocks[index], found)):
            page.mark(page.blocks[index], label, f"phrases.{label}", words)


def _banner(page: Page, block: Block) -> tuple[str, str] | None:
    """The label of a line set between signs right above a link: ◤ 春遊必備 ◢"""
    below = page.blocks[block.index + 1 : block.index + 2]
    is_banner = len(block.text) <= PARAGRAPH and block.text[-1] in _BANNERS
    return ("related", block.text) if is_banner and below and is_link(below[0]) else None


def _pointer(block: Block) -> tuple[str, str] | None:
    """The label of a line whose sign points away from the page: the sign is in the link, or speaks to the reader."""
    text = block.text
    if len(text) > LONGEST_LINE or text[0].isalnum() or (found := pattern("boilerplate.pointer").match(text)) is None:
        return None
    return ("related", found[0]) if block.runs[0][2] & LINK or addresses(fold(text)) else None


def _is_amid_story(page: Page, block: Block, found: dict[int, tuple[str, str]]) -> bool:
    """Whether a line is a sentence that speaks to nobody, or leads on, right between two other lines of a story.

    In instructions these are headings, code, pictures, items, too.
    """
    leads_on = block.text.endswith(("：", ":"))
    if not block.prose or not (leads_on or is_sentence(block.text)) or addresses(block.text):
        return False
    beside = [page.blocks[i] for i in (block.index - 1, block.index + 1) if 0 <= i < len(page.blocks)]
    told = [b.index for b in beside if b.prose and b.index not in found and is_sentence(b.text)]
    shown = [b.index for b in beside if b.tag in _SHOWN or b.picture is not None]
    return len({*told, *shown}) == 2 and (bool(told) or any(b.tag == "pre" for b in beside))


_SHOWN = (*HEADING_TAGS, "pre", "li", "code")


def _is_announced(page: Page, block: Block, found: dict[int, tuple[str, str]]) -> bool:
    """Whether a line is a link that the story's own line above announces: 可从以下渠道查询："""
    if not is_linked(block) or not block.index:
        return False
    above = page.blocks[block.index - 1]
    return above.text.endswith(("：", ":")) and above.index not in found and len(above.text) >= SHORTEST_HEADLINE


def mark_glued(page: Page) -> None:
    """Label lines of the text that end in a link of the page's machinery (…，查看更多), in a picture's number (3/6)."""
    for block in page.labelled("body"):
        words = _linked_end(block) if block.link else ""
        if not (words and phrase_label(fold(words))):
            words = _number_at_end(block)
        if words and words != block.text:
            page.mark(block, "glued", "phrases.glued", words, words)


def _number_at_end(block: Block) -> str:
    """The number among so many that a line ends in, in an element of its own."""
    last, (tag, _, _), _ = block.runs[-1] if len(block.runs) > 1 else ("", ("", "", ""), 0)
    return last.strip() if tag and pattern("boilerplate.counter").fullmatch(last.strip()) else ""


def _linked_end(block: Block) -> str:
    """The words of the links that a line ends in."""
    links = takewhile(lambda run: run[2] & LINK or not run[0].strip(), reversed(block.runs))
    return " ".join("".join(reversed([run[0] for run in links])).split())


def mark_link_runs(page: Page) -> None:
    """Label the linked lines that follow a heading of related articles, up to the first line that is no link."""
    end = 0  # of the run before
    for heading in page.labelled("related"):
        if heading.index < end:
            continue
        below = map(page.blocks.__getitem__, range(heading.index + 1, len(page.blocks)))
        run = [*takewhile(is_linked, below)]
        page.mark_all(run, "related", "phrases.link_run", heading.text)
        end = heading.index + 1 + len(run)


_SHORTEST_NOTICE = 4


def mark_repeated(page: Page) -> None:
    """Label lines that the template prints again and again, each time in another element."""
    counts = Counter([block.text for block in page.blocks])
    again = {text for text, times in counts.items() if times >= MANY and _SHORTEST_NOTICE <= len(text) <= PARAGRAPH}
    if not again:
        return
    homes: dict[str, set[int]] = {text: set() for text in again}
    # Code says the same again, in another sample.
    lines = [block for block in page.blocks if block.text in again and block.tag != "pre"]
    for block in lines:
        table = page.data_table(block.container)  # its cells say 3 元 again and again, all in one element
        homes[block.text].add(page.homes[block.container] if table is None else table)
    for block in lines:
        if (places := len(homes[block.text])) >= MANY and not block.has("headline", "repeat"):
            page.mark(block, "boilerplate", "phrases.repeated", f"{places} times")


def mark_pull_quotes(page: Page) -> None:
    """Label sentences of the body that magazines print once more, large, between its paragraphs."""
    body = [block for block in page.labelled("body") if block.text]
    quotes = [block for block in body if block.tag == "blockquote" or pattern("elements.quotation").search(block.name)]
    for block in quotes[:FAR]:  # each is looked for in the whole body
        words = block.runs[0][0].strip(_QUOTE_SIGNS)
        if len(words) >= SHORTEST_HEADLINE and any(words in other.text for other in body if other is not block):
            page.mark(block, "repeat", "phrases.pull_quote", words)


_QUOTE_SIGNS = " \t\r\n\u3000\xa0“”「」『』\"'"
