"""source and source_url: the outlet that the text came from, as the page shows it. The site itself is not a source."""

from __future__ import annotations

from newsparse.cores.dates import find_moments
from newsparse.cores.source import outlet_like, source_after_date, source_from_text
from newsparse.fields.rule import FieldRule, Found
from newsparse.lexicon import load
from newsparse.options import Options
from newsparse.page import Block, Inline, Page

# A line that names the source is short; the words in a paragraph are about something else.
_LONGEST = 200
# Lines after the body that may name it ("本文来源：").
_FOOT = 14


def _labelled(blocks: list[Block]) -> Found | None:
    for block in blocks:
        if block.text and len(block.text) <= _LONGEST:
            found = source_from_text(spaced(block))
            if found is not None:
                return Found(found.value, found.raw or block.text, 0.95)
    return None


def spaced(block: Block) -> str:
    """The line's text with a tab between the elements that it was set in, so that "新华网" + "作者" stay two words."""
    runs = block.runs
    if len(runs) < 2:
        return runs[0][0] if runs else block.text
    out: list[str] = []
    previous: Inline = ("", "", "")
    for text, inline, _flags in runs:
        if out and inline != previous and not text[:1].isspace() and out[-1][-1:] not in (":", "："):
            out.append("\t")
        out.append(text)
        previous = inline
    return "".join(out).strip()


def byline(page: Page, options: Options) -> Found | None:
    """来源：… in the byline row."""
    return _labelled(page.labelled("byline"))


def after_date(page: Page, options: Options) -> Found | None:
    """An outlet's name without a label right after the date: "2005年03月31日03:18 某某晚报"."""
    for block in page.labelled("byline"):
        text = spaced(block)
        for moment in find_moments(text, now=options.now, limit=1):
            found = source_after_date(text, moment.end)
            if found is not None:
                return Found(found.value, found.raw or text, 0.8)
    return None


def element(page: Page, options: Options) -> Found | None:
    """An outlet's name in a byline element of its own."""
    for block in page.labelled("byline"):
        for part in block.parts or ():
            text = part.text.strip()
            if 2 <= len(text) <= 20 and outlet_like(text) and not find_moments(text, limit=1):
                return Found(text, block.text, 0.7)
    return None


def foot(page: Page, options: Options) -> Found | None:
    """来源：… in the lines that follow the body, or in its last one."""
    body = page.labelled("body")
    if not body:
        return None
    last = body[-1].index
    after = [b for b in page.blocks[last + 1 : last + 1 + _FOOT] if not b.has("related", "teaser", "comments")]
    return _labelled([b for b in [*page.labelled("credit"), *after, body[-1]] if len(b.text) <= _LONGEST])


def state(page: Page, options: Options) -> Found | None:
    """The source in the page's JavaScript state."""
    value = page.head.facts.source if page.head.facts else None
    return Found(value, value, 0.8) if value else None


def comment(page: Page, options: Options) -> Found | None:
    """来源 in a comment of the template."""
    for text in page.head.comments:
        found = source_from_text(text)
        if found is not None:
            return Found(found.value, text, 0.6)
    return None


def meta(page: Page, options: Options) -> Found | None:
    """The source in the page's meta tags."""
    value = page.head.first(*load("bylines")["source_metas"])
    if not value:
        return None
    found = source_from_text(value)
    return Found(found.value if found else value, value, 0.6)


SOURCE: tuple[FieldRule, ...] = (byline, after_date, foot, state, element, meta, comment)


def link(page: Page, options: Options) -> Found | None:
    """The link that the source's name is set in."""
    for block in page.labelled("byline", "credit"):
        for part in block.parts or ():
            if part.tag == "a" and part.href and outlet_like(part.text.strip()) and not part.href.startswith(("#", "javascript")):
                return Found(page.resolve(part.href), part.text.strip(), 0.8)
    return None


SOURCE_URL: tuple[FieldRule, ...] = (link,)
