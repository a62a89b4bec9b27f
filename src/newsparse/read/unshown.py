"""The body of a page that shows none: in the data of its scripts, written by them, or in markup that is not rendered.

What a page shows is believed first. Only where a script or a template holds far more prose is that taken for the body.
Nothing is run: a string that a script writes is read where it stands as a literal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

from newsparse.lexicon import lazily
from newsparse.page.page import Page
from newsparse.read.javascript import read
from newsparse.read.javascript_tokens import NotDataError
from newsparse.text.state.values import MIN_BODY_HAN

# A page with more prose than this shows an article; its templates and what its scripts write are machinery then.
# (A notice for readers without JavaScript, a copyright line, an address have some 100 characters.)
_LITTLE = 300
# An unshown body has so many times the prose that the page shows: an excerpt, a notice, a foot.
_TIMES = 2
MAX_WRITTEN = 500  # strings that one script writes
MAX_SCRIPT = 1_000_000  # characters, as for other scripts that are read as JavaScript
_MAX_READ = 20  # templates read for their prose

_HAN = lazily(r"[\u3400-\u9fff]")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_WRITES = re.compile(
    r"document\s{0,3}\.\s{0,3}write(?:ln)?\s{0,9}(?=\()|\.html\s{0,9}(?=\(\s{0,9}[\"'`\[])|\.innerHTML\s{0,9}=(?!=)"
)
_MARKUP_TYPE = re.compile(
    r"\btype\s{0,9}=\s{0,9}[\"']?\s{0,9}text/(?:html|[\w.-]*(?:template|tmpl|tpl|handlebars|mustache)|plain)\b", re.I
)
# A value is put in here: what stands round it is a template, nobody's words.
_PLACEHOLDERS = ("{{", "<%", "${", "{%")


def take_unshown(page: Page, html_page: Callable[[str], Page]) -> None:
    """Put a body that the page does not show behind its blocks, as `html_page` reads it."""
    shown = sum([b.prose for b in page.blocks if not b.hidden])
    head = page.head
    told = [head.facts.content_html if head.facts else None, head.ld.body if head.ld else None]
    bodies = [body for body in told if body and len(body) > shown * _TIMES < _han(body)]
    if shown <= _LITTLE:
        bodies += _inert(page, max(MIN_BODY_HAN, shown * _TIMES))
    best, most = None, shown * _TIMES
    for body in bodies[:_MAX_READ]:
        read_body = html_page(body)
        prose = sum([b.prose for b in read_body.blocks]) or (body in told and _han(body))
        if prose > most:
            best, most = read_body, prose
    if best is not None:
        append(page, best)


def _inert(page: Page, least: int) -> list[str]:
    """Markup of at least so many Han characters that a page holds and does not show, the longest first."""
    found = [*page.head.inert]
    for script in page.head.scripts:
        if len(script.text) < least:
            continue
        if _MARKUP_TYPE.search(script.attrs):
            found.append(script.text)
        elif not script.text.isascii() or "\\u" in script.text or "%E" in script.text:
            found.append("".join(written(script.text)))
    texts = [unescape(text) if "&lt;" in text and "<p" not in text else text for text in found if len(text) >= least]
    return sorted((_lines(t) for t in texts if _is_text(t, least)), key=len, reverse=True)


def _is_text(text: str, least: int) -> bool:
    return not any(mark in text for mark in _PLACEHOLDERS) and _han(text) >= least


def _lines(text: str) -> str:
    """Text without a tag in it, each of its lines a paragraph; markup as it is."""
    if "<" in text:
        return text
    return "".join(f"<p>{line}</p>" for line in text.splitlines())


def written(text: str) -> Iterator[str]:
    r"""What a script writes into the page, where it is a literal.

    >>> list(written("document.write('<p>小镇' + '通车</p>'); box.innerHTML = \"<b>一</b>\"; a.html(b)"))
    ['<p>小镇通车</p>', '<b>一</b>']
    """
    if len(text) > MAX_SCRIPT or not ("write" in text or "innerHTML" in text or ".html(" in text):
        return
    at = 0
    for _ in range(MAX_WRITTEN):
        found = _WRITES.search(text, at)
        if found is None:
            return
        at = found.end()
        try:
            value, end = read(text, at)
        except NotDataError as stop:
            at = max(at, int(stop.args[0]))
            continue
        except RecursionError:
            return
        at = max(at, end)
        if isinstance(value, str):
            yield value


def _han(html: str) -> int:
    return len(_HAN.findall(_TAG.sub("", html) if "<" in html else html))


def append(page: Page, other: Page) -> None:
    """Add another page's blocks behind this one's."""
    blocks, containers = len(page.blocks), len(page.containers)
    for container in other.containers:
        container.parent = container.parent + containers if container.parent >= 0 else 0
        container.first += blocks
        container.end += blocks
    for block in other.blocks:
        block.index += blocks
        block.container += containers
    page.alts |= {index + len(page.anchors): alt for index, alt in other.alts.items()}
    page.anchors += [(href, title, rel, at + blocks) for href, title, rel, at in other.anchors]
    page.players += [player._replace(at=player.at + blocks) for player in other.players]
    page.blocks += other.blocks
    page.containers += other.containers
    page.containers[0].end = len(page.blocks)
