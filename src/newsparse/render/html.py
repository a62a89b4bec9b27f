"""The article as clean HTML: one <article>, every character of the page escaped, no script, no style."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from newsparse.record import iso
from newsparse.render.byline import byline
from newsparse.text.addresses import safe_url
from newsparse.text.scrub import scrub

if TYPE_CHECKING:
    from newsparse.article import Article, ContentBlock, Image, Section

# h1 is the headline's; HTML has no heading below h6.
_LOWEST_HEADING = 6


def to_html(article: Article) -> str:
    """A page that a browser shows as it is: the doctype, the encoding, and `article_html`."""
    head = ["<!DOCTYPE html>", f'<html lang="{escape(article.language)}">', '<meta charset="utf-8">']
    head.append(f"<title>{escape(article.title or '')}</title>")
    return scrub("\n".join([*head, article_html(article)]))


def article_html(article: Article) -> str:
    """The <article> element alone. Ends with a newline."""
    lines = [f'<article lang="{escape(article.language)}">', *_header(article)]
    for section in article.sections:
        lines += _section(section)
    lines.append("</article>")
    return scrub("\n".join(lines) + "\n")


def _header(article: Article) -> Iterator[str]:
    yield "<header>"
    if article.kicker:
        yield f'<p class="kicker">{escape(article.kicker)}</p>'
    if article.title:
        yield f"<h1>{escape(article.title)}</h1>"
    if article.subtitle:
        yield f'<p class="subtitle">{escape(article.subtitle)}</p>'
    entries = "\n".join(_byline(article))
    if entries:
        yield f'<p class="byline">\n{entries}\n</p>'
    yield "</header>"


def _byline(article: Article) -> Iterator[str]:
    for name, text in byline(article):
        link = safe_url(article.source_url) if name == "source" else None
        if name == "published":
            stamp = escape(iso(article.published, article.published_precision) or "")
            yield f'<time datetime="{stamp}">{escape(text)}</time>'
        elif link:
            yield f'<a class="{name}" href="{escape(link)}">{escape(text)}</a>'
        else:
            yield f'<span class="{name}">{escape(text)}</span>'


def _section(section: Section) -> Iterator[str]:
    yield "<section>"
    if section.heading is not None:
        tag = f"h{min(section.level + 1, _LOWEST_HEADING)}"
        yield f"<{tag}>{escape(section.heading)}</{tag}>"
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: ContentBlock) -> Iterator[str]:
    if block.type == "list":
        yield from _list(block)
    elif block.type == "table":
        yield "<table>"
        for row in block.rows:
            yield "<tr>" + "".join(f"<td>{_lines(cell)}</td>" for cell in row) + "</tr>"
        yield "</table>"
    elif block.type == "quote":
        yield f"<blockquote><p>{_lines(block.text)}</p></blockquote>"
    elif block.type == "code":
        yield f"<pre><code>{escape(block.text)}</code></pre>"
    elif block.type == "image":
        yield from _figure(block.image)
    else:
        yield f"<p>{_with_lead(block)}</p>"


def _list(block: ContentBlock) -> Iterator[str]:
    """The items, those of a list that lies in an item inside it."""
    items = list(block.nested_items())
    yield "<ul>"
    for (item, level), (_, below) in zip(items, [*items[1:], ("", 1)], strict=False):
        if below > level:
            yield f"<li>{escape(item)}\n<ul>"
        else:
            yield f"<li>{escape(item)}</li>" + "\n</ul></li>" * (level - below)
    yield "</ul>"


def _figure(image: Image | None) -> Iterator[str]:
    """A picture with its caption; nothing where its address leads to no picture."""
    address = safe_url(image.url) if image else None
    if image is None or address is None:
        return
    caption = f"<figcaption>{_lines(image.caption)}</figcaption>" if image.caption else ""
    yield f'<figure><img src="{escape(address)}" alt="{escape(image.alt or "")}">{caption}</figure>'


def _with_lead(block: ContentBlock) -> str:
    """The paragraph with its run-in heading in bold."""
    before, lead, after = block.text.partition(block.lead or "") if block.lead else (block.text, "", "")
    return f"{_lines(before)}<b>{_lines(lead)}</b>{_lines(after)}" if lead else _lines(block.text)


def _lines(text: str) -> str:
    """Escaped text whose line ends stay line ends."""
    return escape(text).replace("\n", "<br>\n")
