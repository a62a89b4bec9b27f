"""The article as Markdown (CommonMark with GitHub's tables). What the page says stays text, never markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import starmap
from typing import TYPE_CHECKING

from newsparse.record import iso
from newsparse.render.byline import byline
from newsparse.text.addresses import safe_url
from newsparse.text.front_matter import front_matter as lines_in_front
from newsparse.text.scrub import scrub

if TYPE_CHECKING:
    from newsparse.article import Article, ContentBlock, Image, Section

# # is the headline's; Markdown has no heading below ######.
_LOWEST_HEADING = 6

# Signs that mean something anywhere in a line. $ is mathematics on GitHub, : opens its emoji, | parts table cells.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~$|]|:(?=[a-z+-][a-z0-9_+-]*:)")
# Signs that mean something where a line starts: headings, rules, list items (- + 1. 1)), definitions.
_AT_START = re.compile(r"[#=+:-]|[0-9]{1,9}(?=[.)])")
_FENCE = re.compile("`{3,}")
# What Markdown takes for the end of a line or for an indent; the ideographic space is neither.
_SPACE = " \t\f\v\r"


def to_markdown(article: Article, *, front_matter: bool = False) -> str:
    """Headline, byline, sections; ``front_matter``: in front what YAML readers take. Ends with a newline."""
    text = scrub("\n\n".join(_blocks(article)) + "\n")
    return f"{_front_matter(article)}\n{text}" if front_matter else text


def _front_matter(article: Article) -> str:
    return lines_in_front(
        {
            "title": article.title,
            "url": article.url or article.canonical_url,
            "published": iso(article.published, article.published_precision),
            "source": article.source,
            "authors": article.authors,
        }
    )


def escaped(text: str) -> str:
    """``text`` so that Markdown shows it as it is; a line end becomes a hard one.

    >>> print(escaped("1. 第*一*条 <b>"))
    1\\. 第\\*一\\*条 \\<b\\>
    """
    lines = (line.strip(_SPACE) for line in text.splitlines())
    return "\\\n".join(_escaped_start(_escaped_signs(line)) for line in lines if line)


def _escaped_signs(text: str) -> str:
    return _ANYWHERE.sub(r"\\\g<0>", text)


def _escaped_start(line: str) -> str:
    """A line that no longer opens a heading, a list or a rule. Digits cannot be escaped: the sign after them is."""
    sign = _AT_START.match(line)
    if sign is None:
        return line
    at = sign.end() if sign[0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


def _blocks(article: Article) -> Iterator[str]:
    if article.kicker:
        yield escaped(article.kicker)
    if article.title:
        yield f"# {_one_line(article.title)}"
    if article.subtitle:
        yield escaped(article.subtitle)
    entries = byline(article)
    if entries:
        yield escaped("　".join(entry.text for entry in entries))
    for section in article.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    if section.heading is not None:
        yield f"{'#' * min(section.level + 1, _LOWEST_HEADING)} {_one_line(section.heading)}"
    for block in section.blocks:
        text = _block(block)
        if text:
            yield text


def _block(block: ContentBlock) -> str:
    if block.type == "list":
        return "\n".join(starmap(_item, block.nested_items()))
    if block.type == "code":
        return _fenced(block.text)
    if block.type == "table":
        return _table(block.rows)
    if block.type == "quote":
        return f"> {escaped(block.text)}".replace("\n", "\n> ")
    if block.type == "image":
        return _picture(block.image)
    return _with_lead(block)


def _item(text: str, level: int) -> str:
    """An item of a list, as far in as the lists round it are deep."""
    indent = "  " * (level - 1)
    return f"{indent}- " + escaped(text).replace("\n", f"\n{indent}  ")


def _fenced(code: str) -> str:
    """Code between fences longer than any in it."""
    fence = max(["``", *_FENCE.findall(code)], key=len) + "`"
    return f"{fence}\n{code}\n{fence}"


def _one_line(text: str) -> str:
    """Escaped text for a place that holds one line; a # at a heading's end would be taken for its closing mark."""
    line = escaped(" ".join(text.splitlines()))
    rest = line.rstrip("#")
    return rest + "\\#" * (len(line) - len(rest))


def _with_lead(block: ContentBlock) -> str:
    """The paragraph with its run-in heading in bold.

    The bold ends before the heading's full stop: Markdown reads no end of bold between a full stop and a letter.
    """
    bold = _without_closing_signs(block.lead or "")
    if not bold or not block.text.startswith(bold) or len(block.text.splitlines()) > 1:
        return escaped(block.text)
    return f"**{_escaped_signs(bold)}**{_escaped_signs(block.text[len(bold) :].rstrip(_SPACE))}"


def _without_closing_signs(lead: str) -> str:
    """``lead`` up to its last letter or digit."""
    end = len(lead)
    while end and unicodedata.category(lead[end - 1])[0] not in "LN":
        end -= 1
    return lead[:end]


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    """A table whose first row is its head, all rows as wide as the widest."""
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    lines = ["| " + " | ".join([*map(_one_line, row), *[""] * (width - len(row))]) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _picture(image: Image | None) -> str:
    """A picture, its caption in the next line."""
    address = safe_url(image.url) if image else None
    if image is None or address is None:
        return ""
    # In angle brackets an address may hold any sign but these.
    address = address.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
    picture = f"![{_one_line(image.alt or '')}](<{address}>)"
    return f"{picture}\\\n{escaped(image.caption)}" if image.caption else picture
