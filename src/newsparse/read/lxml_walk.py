"""The walk over an lxml tree: one that libxml2 builds of markup, or one that a caller passes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from lxml import etree
from lxml.cssselect import CSSSelector

from newsparse.page.page import Head
from newsparse.read.builder import Builder
from newsparse.read.players import INSIDE
from newsparse.read.profiles import RANGES, Target, first_said
from newsparse.read.tags import FORMULA, HOLDER, INERT, INLINE, PLAYER, SKIP, Tag, tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_INSIDE = tuple(f"{{*}}{tag}" for tag in INSIDE)


def read_with_lxml(markup: str, head: Head, selectors: Mapping[str, Target]) -> Builder:
    """Parse markup with libxml2 and walk the tree; ``selectors`` are a site profile's, by field."""
    data = markup.encode("utf-8", "replace")
    root = None
    if data.strip():
        # A new parser each time: lxml's are not shared by threads.
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        root = etree.fromstring(data, parser)
    return walk_tree([] if root is None else [root], head, selectors)


def walk_tree(roots: list[_Element], head: Head, selectors: Mapping[str, Target]) -> Builder:
    """Walk elements that stand side by side, mostly one <html>. They are left as they are."""
    page = Builder(head)
    for root in roots:
        for field, target in selectors.items():
            picked = CSSSelector(target.css, translator="html")(root)
            if field in RANGES:
                for node in picked:  # they stay alive in `picks`, so that the walk meets the same proxies
                    page.picks.setdefault(node, []).append(field)
            elif picked and not head.given.get(field):
                head.given[field] = first_said(field, partial(said_by, picked, target.attribute))
        head.lang = head.lang or (root.get("lang") or root.get(_XML_LANG) or "").strip()
        _walk(root, page)
    page.finish()
    return page


def said_by(nodes: list[_Element], attribute: str, between: str) -> Iterator[str]:
    """The texts of elements, their pieces joined by ``between``, or what an attribute of theirs says."""
    for node in nodes:
        # Of a caller's tree the comments are no text.
        yield node.get(attribute, "") if attribute else between.join(node.xpath("descendant::text()"))


def fault_in(selector: str) -> str | None:
    """What cssselect or libxml2 say against a selector; None if nothing."""
    from cssselect import SelectorError

    try:
        CSSSelector(selector, translator="html")(etree.Element("html"))
    except (SelectorError, etree.XPathError, RecursionError, ValueError) as error:
        return str(error)
    return None


def _walk(root: _Element, page: Builder) -> None:
    """Show the tree to the builder, node by node. See `newsparse.read.lexbor_walk` for why it is one loop."""
    enter_inline, enter_block, leave, text, leaf = (
        page.enter_inline,
        page.enter_block,
        page.leave,
        page.text,
        page.leaf,
    )
    picks = page.picks
    outer = page.outer
    tags: dict[object, Tag] = {}
    if _tag(root.tag)[1] == "html":  # is the page; any other element is something in it
        children = iter(root)
        text(root.text or "")
    else:
        children = iter((root,))
    while True:
        node = next(children, None)
        if node is None:
            if not outer:
                return
            node, children = leave()
            if picks and (fields := picks.get(node)) is not None:
                page.pick(fields, page.first)
        else:
            tag = tags.get(node.tag)
            if tag is None:
                tag = tags[node.tag] = _tag(node.tag)
            kind = tag[0]
            if kind >= HOLDER:
                if kind == INLINE:
                    enter_inline(tag, node.attrib, (node, children))
                else:
                    enter_block(tag, node.attrib, (node, children))
                children = iter(node)
                if words := node.text:
                    text(words)
                continue
            if kind == INERT:
                markup = etree.tostring(node, encoding="unicode", method="html", with_tail=False)
                page.inert(tag, markup, [image.attrib for image in node.iter("{*}img")])
            elif kind == PLAYER:
                page.players.take(
                    tag[1], node.attrib, [inner.attrib for inner in node.iter(*_INSIDE)], len(page.blocks)
                )
            elif kind != SKIP:
                leaf(tag, node.attrib, _formula(node) if kind == FORMULA else node.text or "")
            if picks and (fields := picks.get(node)) is not None:
                page.pick(fields, len(page.blocks))
        if (words := node.tail) and node is not root:
            text(words)


def _formula(node: _Element) -> str:
    """What a formula says of itself, else its signs."""
    told = next((inner for inner in node.iter() if _tag(inner.tag)[1] == "annotation"), node)
    return "".join(told.itertext())


def _tag(name: object) -> Tag:
    """What is known of a tag by lxml's name for it: of XHTML it has the namespace, of a comment no name."""
    return tag_of(name.removeprefix(_XHTML).lower()) if isinstance(name, str) else (SKIP, "", 0)
