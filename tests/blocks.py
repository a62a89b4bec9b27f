"""A tiny language for pages: what stands on one, without markup, so that a rule is tried on just the lines it is about.

A line is a ``str``, or a ``dict`` where it needs more: its text ``t`` and any of `OPTIONS`. A ``list`` is an element
that holds lines and other elements; its first item may name it: ``"<ul.news-list>"`` (tag, then class and id). The
same values are written in Python and in TOML, so cases are data.

>>> page = blocks(["<div.content>", "老街的路灯亮了。", {"img": "1.jpg"}, {"t": "更多", "link": True}], title="路灯")
>>> [(b.text, b.link, page.containers[b.container].name) for b in page.blocks]
[('老街的路灯亮了。', 0, 'content'), ('', 0, 'content'), ('更多', 2, 'content')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsparse.marks import MARKS
from newsparse.page.block import CENTRED, HIDDEN, LINK, STRONG, Block, Container, Picture, Run
from newsparse.page.page import Head, Page
from newsparse.text.script import script_of
from newsparse.text.sentences import prose_of

Item = Any  # str, dict or list of items: what TOML gives

# What a dict may say of a line. ``n`` repeats its text; ``link`` and ``strong`` are True or a number of characters;
# ``parts`` are the inline elements it is made of (text, tag, href); ``is`` is the label that a case expects.
OPTIONS = frozenset("t n tag name link strong centred hidden broken parts img alt caption width height is rule".split())
_ELEMENT = re.compile(r"<(\w+)(?:\.([^>]*))?>")


def blocks(
    *items: Item,
    title: str = "",
    meta: dict[str, str] | None = None,
    url: str | None = None,
    from_html: bool = True,
    comments: tuple[str, ...] = (),
) -> Page:
    """A page of these lines and elements; ``title`` and ``meta`` are its head."""
    head = Head(title=title, meta={k: [v] for k, v in (meta or {}).items()}, comments=list(comments), base=url or "")
    page = Page([], [Container(-1, "body", "", 0)], head, url=url, from_html=from_html)
    for item in items:
        _add(page, item, 0)
    page.containers[0].end = len(page.blocks)
    page.script = script_of("".join(b.text for b in page.blocks)) or ""
    return page


def marked(page: Page, upto: str = "") -> Page:
    """The page with the labels of all marks, or of those up to and with the one named."""
    assert not upto or any(mark.__name__ == upto for mark in MARKS), upto
    for mark in MARKS:
        mark(page)
        if mark.__name__ == upto:
            break
    return page


def labels(page: Page, name: str) -> list[str]:
    """The text of the lines that bear a label (a picture's address for a picture), in reading order."""
    return [b.picture.src if b.picture else b.text for b in page.labelled(name)]


def expected(items: list[Item]) -> list[tuple[str, str, str]]:
    """(text, label, rule) of each line of a case, in reading order; "" where it expects none."""
    return [(_text(line), line.get("is", ""), line.get("rule", "")) for line in _lines(items)]


def _lines(items: list[Item]) -> Iterator[dict[str, Any]]:
    for item in items:
        if isinstance(item, list):
            yield from _lines(item[1:] if _names_element(item) else item)
        else:
            yield {"t": item} if isinstance(item, str) else item


def _names_element(items: list[Item]) -> bool:
    return bool(items) and isinstance(items[0], str) and _ELEMENT.fullmatch(items[0]) is not None


def _add(page: Page, item: Item, container: int) -> None:
    if not isinstance(item, list):
        page.blocks.append(_block(len(page.blocks), {"t": item} if isinstance(item, str) else item, container))
        return
    found = _ELEMENT.fullmatch(item[0]) if _names_element(item) else None
    tag, name = (found[1], found[2] or "") if found else ("div", "")
    index = len(page.containers)
    page.containers.append(Container(container, tag, name, len(page.blocks)))
    for inner in item[1:] if found else item:
        _add(page, inner, index)
    page.containers[index].end = len(page.blocks)


def _text(line: dict[str, Any]) -> str:
    text = line.get("t") or "".join(part[0] for part in line.get("parts", ()))
    return " ".join((text * line.get("n", 1)).split())


def _block(index: int, line: dict[str, Any], container: int) -> Block:
    assert line.keys() <= OPTIONS, f"no option of a line: {sorted(line.keys() - OPTIONS)}"
    name, hidden = line.get("name", ""), line.get("hidden", False)
    if "img" in line:
        picture = Picture(
            line["img"], line.get("alt", ""), line.get("caption", ""), line.get("width"), line.get("height")
        )
        return Block(index, "", "img", name, container, [], hidden=hidden, picture=picture)
    text = _text(line)
    link, strong = (_share(line.get(key), text) for key in ("link", "strong"))
    link = link or sum(
        _size(words) for words, tag, *_ in (([*part, ""]) for part in line.get("parts", ())) if tag == "a"
    )
    flags = HIDDEN * hidden | CENTRED * line.get("centred", False) | STRONG * (strong >= _size(text))
    return Block(
        index, text, line.get("tag", "p"), name, container, _runs(line, text, flags), link, strong,
        centred=line.get("centred", False), hidden=hidden, broken=line.get("broken", False), prose=prose_of(text, link),
    )  # fmt: skip


def _size(text: str) -> int:
    return len("".join(text.split()))


def _share(value: bool | int | None, text: str) -> int:
    """Characters of the text that are so: all where the option is True."""
    return _size(text) if value is True else int(value or 0)


def _runs(line: dict[str, Any], text: str, flags: int) -> list[Run]:
    if "parts" in line:
        return [
            (words, (tag, "", href), flags | (LINK if tag == "a" else 0) | (STRONG if tag in ("b", "strong") else 0))
            for words, tag, href in (([*part, "", ""][:3]) for part in line["parts"])
        ]
    return [
        (text, ("a", "", "x.html") if line.get("link") else ("", "", ""), flags | (LINK if line.get("link") else 0))
    ]
