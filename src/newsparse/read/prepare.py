"""Make a page's text ready for a parser: what would mislead it is taken out, what it need not see is set aside.

Scripts are most of a page's bytes and comments much of the rest. Taking them out before the parse makes the parse
cheaper, and the text of both stays at hand for the rules that read it.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from newsparse.lexicon import pattern
from newsparse.page.page import Script
from newsparse.text.dates.find import parse_moment


class Prepared(NamedTuple):
    """The markup to parse, and what was set aside."""

    markup: str
    scripts: list[Script]
    comments: list[str]
    styles: list[tuple[str, str]]  # each with its media
    inert: list[str]  # the text of all text areas
    fields: dict[str, str]  # the text of <textarea class="article-title"> and the like, by class


_SKIPPED = ("script", "style", "svg", "iframe", "textarea")


def _either_case(word: str) -> str:
    """A pattern for a word in any case. The flag for that would cost the engine its search for the literal "<"."""
    return "".join(f"[{c}{c.upper()}]" if c.isalpha() else re.escape(c) for c in word)


# What the scan stops at. End tags of html and body are dropped: what follows them is shown by browsers and
# lost or moved by libxml2. An XML declaration makes lxml refuse a str.
_STOP = re.compile(
    r"<(?:!--|(?=[sSiItT])("  # most tags are told by their first character
    + "|".join(map(_either_case, _SKIPPED))
    + r")\b|/(?:"
    + "|".join(map(_either_case, ("html", "body")))
    + r")\b[^>]*>|\?"
    + _either_case("xml")
    + "[^>]*>)"
)
_ENDS = {name: re.compile(rf"</{_either_case(name)}\b[^>]*>") for name in _SKIPPED}
# Some portals put the article into text areas and build the page of them by script.
_FIELD = re.compile(r"[^>]*?\bclass\s*=\s*[\"']?([\w-]+)[^>]*>")
_MEDIA = re.compile(r"\bmedia\s*=\s*[\"']?([^\"'>]*)", re.I)
# A comment longer than this holds a commented-out part of the page, not a template's note.
LONGEST_NOTE = 400


def prepare(text: str) -> Prepared:
    """Set scripts and comments aside; drop styles, drawings, frames and what libxml2 stumbles over.

    >>> p = prepare("<p>一</p><!-- source: 新华网 --><script>var a = 1;</script></html><p>二</p>")
    >>> p.markup, p.comments, p.scripts
    ('<p>一</p><p>二</p>', ['source: 新华网'], [Script(attrs='', text='var a = 1;')])
    """
    out: list[str] = []
    scripts: list[Script] = []
    comments: list[str] = []
    fields: dict[str, str] = {}
    inert: list[str] = []
    styles: list[tuple[str, str]] = []
    missing: set[str] = set()  # end tags known not to follow: looked for once, so the scan stays linear
    at = 0
    find = _STOP.search
    while (stop := find(text, at)) is not None:
        start, after = stop.span()
        if start > at:
            out.append(text[at:start])
        if stop.lastindex:
            name = stop[1].lower()
            at = _skip_element(text, after, name, out, scripts, missing, start)
            if name == "style":
                attrs, _, css = text[after:at].partition(">")
                media = _MEDIA.search(attrs)
                styles.append((media[1] if media else "", css))
            elif name == "textarea":
                _take_area(text, after, at, fields, inert)
        elif text[start + 1] == "!":
            at = _skip_comment(text, after, comments, missing)
        else:
            at = after
    out.append(text[at:])
    # A NUL ends the page for libxml2. Looked for in what is left: the search is slow in text that is mostly ASCII.
    markup = _close_title("".join(out).replace("\0", ""))
    return Prepared(markup, scripts, comments, styles, inert, fields)


def _take_area(text: str, after: int, at: int, fields: dict[str, str], inert: list[str]) -> None:
    """Keep the text of a text area, by its class too if it has one."""
    opened = text.find(">", after, at)
    end = text.rfind("<", after, at)
    inert.append(unescape(text[opened + 1 : end]))
    if field := _FIELD.match(text, after, opened + 1):
        fields[field[1].lower()] = inert[-1]


_TITLE = re.compile(rf"<{_either_case('title')}\b")
# What a title is closed by, or by its own end tag: markup of the head or the body never stands in one.
_TITLE_END = re.compile(r"(?i)</(?:title|head)\b|<(?:/?(?:meta|link|base|body|head)|div|h1|table)\b")


def _close_title(markup: str) -> str:
    """The markup with an unclosed <title> closed: to a parser all that follows would be its text."""
    opened = _TITLE.search(markup)
    end = opened and _TITLE_END.search(markup, opened.end())
    if not end or end[0].lower() == "</title":
        return markup
    return f"{markup[: end.start()]}</title>{markup[end.start() :]}"


def _skip_element(
    text: str, after: int, name: str, out: list[str], scripts: list[Script], missing: set[str], start: int
) -> int:
    """Where the scan goes on after a script, style or the like; an unclosed one is left to the parser."""
    end = None if name in missing else _ENDS[name].search(text, after)
    if end is None:
        missing.add(name)
        out.append(text[start:after])
        return after
    if name == "iframe" and (frame := _player(text, start, end.start())):
        out.append(frame)
    if name == "script":
        opened = text.find(">", after, end.start())
        if opened >= 0:
            scripts.append(Script(text[after:opened], text[opened + 1 : end.start()]))
            out.append(_printed(text, start, opened + 1, end.start()))
        if text[start - 1 : start].isspace():
            out.append(" ")
    return end.end()


def _player(text: str, start: int, end: int) -> str:
    """The frame without what is in it, if it may play something. Others are left out: one in the head ends it."""
    tag = text[start : min(text.find(">", start, end) + 1 or end, start + _LONGEST_FRAME)]
    kinds = ("media.player", "media.video", "media.audio")
    return f"{tag}</iframe>" if any(pattern(kind).search(tag.lower()) for kind in kinds) and tag[-1] == ">" else ""


# A script that is one call with one text in quotes: showDate("2021/11/08 17:27:41"), document.write('2021-11-08').
_CALL = re.compile(r"\s*(?:<!--\s*)?[\w$.]{1,40}\(\s*([\"'])([^\"'<>\\]{8,40})\1[^\"'=<>]{0,30}(?://\s*-->\s*)?")
_LONGEST_CALL = 160
_LONGEST_FRAME = 4096
# What stands right before a script of the head.
_IN_HEAD = re.compile(r"(?i)</?(?:base|head|html|link|meta|noscript|script|style|title)\b|<!")
_REACH = 300


def _printed(text: str, start: int, first: int, end: int) -> str:
    """The date that a script prints where it stands, "" for none: bylines are written so."""
    if end - first > _LONGEST_CALL or (call := _CALL.fullmatch(text, first, end)) is None:
        return ""
    before = text.rfind("<", max(0, start - _REACH), start)
    if before < 0 or _IN_HEAD.match(text, before):
        return ""
    moment = parse_moment(call[2])
    return call[2] if moment is not None and not moment.start else ""


def _skip_comment(text: str, after: int, comments: list[str], missing: set[str]) -> int:
    """Where the scan goes on after a comment; ``<!-->`` is empty, an unclosed one ends at once (its text is shown)."""
    if text.startswith((">", "->"), after):
        return text.index(">", after) + 1
    end = -1 if "-->" in missing else text.find("-->", after)
    if end < 0:
        missing.add("-->")
        return after
    if end - after <= LONGEST_NOTE:
        comments.append(text[after:end].strip())
    return end + 3
