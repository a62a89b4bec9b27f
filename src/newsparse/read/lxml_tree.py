"""A tree that a caller passes, read as it is: what `newsparse.read.prepare` does to text is done here by looking."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsparse.page.page import Head, Script
from newsparse.read.prepare import LONGEST_NOTE

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORD = re.compile(r"[\w-]+")


def roots_of(page: Any) -> list[_Element] | None:
    """The elements of an lxml tree that stand side by side, mostly one; None for anything else.

    An element inside a larger tree is read alone. What follows an early ``</html>`` libxml2 puts beside the root.
    """
    if type(page).__module__.partition(".")[0] == "bs4":  # a soup has any attribute one asks for
        return None
    if type(page).__module__.partition(".")[0] == "xml":  # the standard library's trees know no parents
        return None
    if hasattr(page, "getroot"):
        page = page.getroot()
        if page is None:
            return []
    if not hasattr(page, "getroottree") or not isinstance(page.tag, str):  # comments and the like have a function
        return None
    if page.getparent() is not None:
        return [page]
    return [*reversed(list(page.itersiblings(preceding=True))), page, *page.itersiblings()]


def address_in_tree(roots: list[_Element]) -> str | None:
    """The address that a page claims: <link rel=canonical> or og:url."""
    for root in roots:
        for node in root.iter("{*}link", "{*}meta"):
            claims = (node.get("rel") or "").lower() == "canonical" or node.get("property") == "og:url"
            address = node.get("href") or node.get("content")
            if claims and address:
                return str(address)
    return None


def set_aside(roots: list[_Element]) -> Head:
    """A `Head` with the scripts, comments and text areas of a tree."""
    from lxml import etree

    head = Head()
    for root in roots:
        for node in root.iter("{*}script", "{*}style", "{*}textarea", etree.Comment):
            if node.tag is etree.Comment:
                if len(note := node.text or "") <= LONGEST_NOTE:
                    head.comments.append(note.strip())
            elif node.tag.endswith("script"):
                attrs = "".join([f' {name}="{value}"' for name, value in node.items()])
                head.scripts.append(Script(attrs, node.text or ""))
            elif node.tag.endswith("style"):
                head.styles.append((node.get("media", ""), node.text or ""))
            else:
                inner = [etree.tostring(child, encoding="unicode", method="html") for child in node]
                head.inert.append((node.text or "") + "".join(inner))
                if name := _WORD.match(node.get("class", "").strip()):
                    head.fields[name[0].lower()] = head.inert[-1]
    return head
