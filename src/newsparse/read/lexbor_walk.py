"""The walk over a tree of lexbor, which builds the tree that browsers build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from newsparse.page.page import Head
from newsparse.read.builder import Builder
from newsparse.read.players import INSIDE
from newsparse.read.profiles import RANGES, Target, first_said
from newsparse.read.tags import FORMULA, HOLDER, INERT, INLINE, PLAYER, SKIP, Tag, tag_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def read_with_lexbor(markup: str, head: Head, selectors: Mapping[str, Target]) -> Builder:
    """Parse markup with lexbor and walk the tree; ``selectors`` are a site profile's, by field."""
    lines = Builder(head)
    try:
        tree = LexborHTMLParser(markup)
    except SelectolaxError as error:  # whatever the markup: it takes any
        raise MemoryError("lexbor has no memory for the page.") from error
    for field, target in selectors.items():
        picked = tree.css(target.css)
        if field in RANGES:
            for node in picked:
                lines.picks.setdefault(node.mem_id, []).append(field)
        elif picked:
            head.given[field] = first_said(field, partial(_said, picked, target.attribute))
    root = tree.root
    if root is not None:
        attrs = root.attributes
        head.lang = (attrs.get("lang") or attrs.get("xml:lang") or "").strip()
        _walk(root, lines)
    lines.finish()
    return lines


def _said(nodes: list[LexborNode], attribute: str, between: str) -> Iterator[str]:
    for node in nodes:
        yield (node.attributes.get(attribute) or "") if attribute else node.text(deep=True, separator=between)


def fault_in(selector: str) -> str | None:
    """What lexbor says against a selector; None if nothing."""
    try:
        LexborHTMLParser("<p>").css(selector)
    except (SelectolaxError, ValueError) as error:
        return str(error)
    return None


# lexbor's number of a text node (LXB_TAG__TEXT).
_TEXT = 2


def _walk(root: LexborNode, page: Builder) -> None:
    """Show the tree to the builder, node by node.

    One loop with a stack of its own: hostile depth costs no recursion, and no function that calls itself keeps a page's
    memory for the cycle collector. Tags are told by lexbor's numbers: a name is decoded each time it is asked for.
    """
    enter_inline, enter_block, leave, text, leaf, picks = (
        page.enter_inline,
        page.enter_block,
        page.leave,
        page.text,
        page.leaf,
        page.picks,
    )
    outer = page.outer
    tags: dict[int, Tag] = {}
    node = root.first_child
    while True:
        while node is None:
            if not outer:
                return
            node = leave()
            if picks and (fields := picks.get(node.mem_id)) is not None:
                page.pick(fields, page.first)
            node = node.next
        number = node.tag_id
        if number == _TEXT:
            text(node.text_content or "")
            node = node.next
            continue
        tag = tags.get(number)
        if tag is None:
            tag = tags[number] = tag_of(node.tag or "")
        kind = tag[0]
        if kind >= HOLDER:
            if kind == INLINE:
                enter_inline(tag, node.attributes, node)
            else:
                enter_block(tag, node.attributes, node)
            node = node.first_child
            continue
        if kind == INERT:
            markup = node.html or ""
            images = [image.attributes for image in node.css("img")] if "<img" in markup else []
            page.inert(tag, markup, images)
        elif kind == PLAYER:
            inside = [inner.attributes for inner in node.css(",".join(INSIDE))] if node.first_child else []
            page.players.take(tag[1], node.attributes, inside, len(page.blocks))
        elif kind != SKIP:
            told = (node.css_first("annotation") or node) if kind == FORMULA else node if tag[1] == "title" else None
            leaf(tag, node.attributes, "" if told is None else told.text(deep=True))
        if picks and (fields := picks.get(node.mem_id)) is not None:
            page.pick(fields, len(page.blocks))
        node = node.next
