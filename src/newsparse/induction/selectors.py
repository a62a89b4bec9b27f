"""Selectors for an element that hold on a site's other pages: by its id, its class, what stands round it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

# What a template names; the rest of the attributes is the page's.
_NAMED_BY = ("name", "property", "itemprop", "rel", "http-equiv")
_WORD = re.compile(r"[^\W\d][\w-]*")
# Numbers of two figures and more change from page to page; letters and figures in turn are made by a program.
_CHANGES = re.compile(r"\d\d|(?:\d[a-zA-Z]+){2}|(?:[a-z]+[A-Z]+\d)|[a-f\d]*\d[a-f\d]{6}")
_MOST_CLASSES = 4
# How far up an element with a name is looked for.
_FAR = 4
# The last place in a row that is a template's; those behind it are counted by what the page holds.
_LAST = 5
# Paragraphs are counted by no rule: how many stand before the last line is the text's, not the template's.
_PARAGRAPH = "p"
# Elements of the page, no places in it.
_PAGE = ("html", "head", "body")


def selectors_for(element: _Element) -> Iterator[str]:
    """Selectors that an element can be found by, the plainest first; no chain of positions, no name that changes."""
    own = list(_own(element))
    yield from own
    tag = element.tag
    for distance, outer in enumerate(_named_above(element)):
        for name in _own(outer):
            for part in own:
                yield f"{name} {part}"
            if outer is element.getparent():
                yield f"{name} > {tag}"
                if tag != _PARAGRAPH and (number := _number(element)) <= _LAST:
                    yield f"{name} > {tag}:nth-of-type({number})"
            else:
                yield f"{name} {tag}"
            if distance:
                continue
            yield f"{name} {tag}:first-of-type"
    before = element.getprevious()
    if before is not None and isinstance(before.tag, str):
        for name in _own(before):
            yield f"{name} + {tag}"


def _own(element: _Element) -> Iterator[str]:
    """An element's id, its attributes and classes that a template gave it."""
    tag = element.tag
    if (id := element.get("id", "")) and is_stable(id):
        yield f"#{id}"
    for name in _NAMED_BY:
        value = element.get(name, "")
        if value and '"' not in value and "\\" not in value and not _CHANGES.search(value):
            yield f'{tag}[{name}="{value}"]'
    for word in element.get("class", "").split()[:_MOST_CLASSES]:
        if is_stable(word):
            yield f".{word}"
            yield f"{tag}.{word}"
    if tag in ("h1", "time", "title"):
        yield tag


def is_stable(name: str) -> bool:
    """Whether an id or a class looks like one that a template has on all pages.

    >>> [is_stable(name) for name in ("from", "col-2", "post-10382", "css-1x8k2z", "_3aF9q")]
    [True, True, False, False, False]
    """
    return bool(_WORD.fullmatch(name)) and not _CHANGES.search(name)


def _named_above(element: _Element) -> Iterator[_Element]:
    """The elements round an element, near ones, that have a name."""
    for distance, outer in enumerate(element.iterancestors()):
        if distance >= _FAR or outer.tag in _PAGE:
            return
        if next(_own(outer), None):
            yield outer


def _number(element: _Element) -> int:
    """Which of its kind an element is among those beside it, from 1."""
    return 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))
