"""An entry of a feed as a page: its content, under its title, with what else the entry says of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from lxml import etree

from newsparse.dumps.pages import Fault, RawPage

if TYPE_CHECKING:
    from lxml.etree import _Element

# Control characters, which XML does not have; and & that begins what XML knows, a name that HTML knows, or nothing.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)([a-zA-Z][a-zA-Z0-9]{1,30};)?")
# Content that is markup, and content that is a whole page.
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_PAGE = re.compile(r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
# Errors behind which the parser reads no more: a text of 10 MB, 256 elements in one another.
_GIVEN_UP = ("ERR_RESOURCE_LIMIT", "ERR_CDATA_NOT_FINISHED", "ERR_INTERNAL_ERROR", "ERR_NAME_TOO_LONG")
_LINES = re.compile(r"\s*\n\s*")
# Where the content is, in order: the full one comes before what may be its beginning.
_CONTENT = ("encoded", "content", "body", "div", "description", "summary")
_PUBLISHED = ("pubDate", "published", "issued", "date", "created")
_UPDATED = ("updated", "modified")
_AUTHOR = ("creator", "author")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
_NAMED = re.compile(r"[^\s@]+@[^\s@]+\s*\((.+)\)")  # RSS: the author's address, with the name behind it


def page_of_entry(name: str, entry: bytes, root: bytes, base: str | None) -> RawPage | Fault:
    """An entry as a page, or what is wrong with it.

    Args:
        name: names the page.
        entry: its XML, in UTF-8.
        root: the tag of the feed: the prefixes of names are declared there.
        base: the feed's address; relative links of entries are meant from there.
    """
    tree, given_up = _tree(root, entry)
    element = next(iter(tree), None) if tree is not None else None
    if element is None:
        return Fault(name, "InputError", "The entry is no XML: it was not read.")
    if given_up is not None:
        return Fault(name, "InputError", f"The entry was not read: {given_up}.")
    content = _content(element)
    if not content.strip():
        return Fault(name, "EmptyPage", "The entry has no content: the feed only links to it.")
    url = _link(element, base)
    carried = _said(element)
    return RawPage(name, _page(content, carried), url=url, content_type="text/html; charset=utf-8", carried=carried)


def address_of_feed(head: bytes, root: bytes) -> str | None:
    """The address that a feed gives as its own, out of what stands before its first entry."""
    tree, _ = _tree(root, head)
    if tree is None:
        return None
    places = [tree, *(child for child in tree if _local(child) == "channel")]
    return next((link for place in places if (link := _link(place, None)) is not None), None)


def _tree(root: bytes, inner: bytes) -> tuple[_Element | None, str | None]:
    """What stands in a feed, under its first tag; and why libxml2 left out what follows, where it did."""
    text = _AND.sub(_known, _CONTROL.sub("", (root + inner).decode("utf-8", "replace")))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        return None, error.msg
    given_up = (entry.message for entry in parser.error_log if entry.type_name in _GIVEN_UP)
    return tree, next((message.partition(", ")[0] for message in given_up), None)


def _known(found: re.Match[str]) -> str:
    """A name that HTML knows as its character; any other & as one that means itself."""
    if found[1] and (known := html.unescape(found[0])) != found[0]:
        return known if known not in "&<>" else html.escape(known)
    return "&amp;" + (found[1] or "")


def _local(element: _Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _children(entry: _Element, names: tuple[str, ...]) -> Iterator[_Element]:
    """The children of these names, in the order of the names."""
    for name in names:
        yield from (child for child in entry if _local(child) == name)


def _text(entry: _Element, *names: str) -> str | None:
    """The text of the first child of these names that has one."""
    texts = (" ".join("".join(child.itertext()).split()) for child in _children(entry, names))
    return next((text for text in texts if text), None)


def _content(entry: _Element) -> str:
    """The first content that is there, as markup."""
    return next((markup for child in _children(entry, _CONTENT) if (markup := _markup(child)).strip()), "")


def _markup(element: _Element) -> str:
    kind = (element.get("type") or "").lower()
    inner = list(element)
    if kind == "xhtml" or (inner and not (element.text or "").strip()):
        return "".join(map(_as_html, inner)) if inner else _paragraphs(element.text or "")
    text = "".join(element.itertext())
    if kind in ("text", "text/plain"):
        return _paragraphs(html.escape(text))
    if kind.startswith(("image/", "audio/", "video/", "application/")) and "xhtml" not in kind:
        return ""
    return text if _MARKUP.search(text) else _paragraphs(text)


def _as_html(element: _Element) -> str:
    """XHTML as HTML: names without prefixes."""
    for each in element.iter():
        if isinstance(each.tag, str):
            each.tag = _local(each)
    etree.cleanup_namespaces(element)
    return str(etree.tostring(element, encoding="unicode", method="html"))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{line}</p>\n" for line in _LINES.split(text.strip()) if line)


def _link(entry: _Element, base: str | None) -> str | None:
    """The address of an entry or of the feed; None where it has none that leads to a page."""
    found = [
        link.get("href") or (link.text or "")
        for link in _children(entry, ("link",))
        if link.get("rel", "alternate") == "alternate"
    ]
    found += [guid.text or "" for guid in _children(entry, ("guid",)) if guid.get("isPermaLink") != "false"]
    for address in map(str.strip, found):
        try:
            whole = urljoin(base or "", address)
        except ValueError:
            continue
        if address and whole.startswith(("http://", "https://")):
            return whole
    return None


def _said(entry: _Element) -> dict[str, Any]:
    """What the entry says of its page, as it stands there."""
    said: dict[str, Any] = {
        "title": _text(entry, "title"),
        "published": _text(entry, *_PUBLISHED),
        "updated": _text(entry, *_UPDATED),
        "author": _author(entry),
        "id": _text(entry, "guid", "id"),
        "categories": [c.get("term") or (c.text or "").strip() for c in _children(entry, ("category", "subject"))],
    }
    return {key: value for key, value in said.items() if value}


def _author(entry: _Element) -> str | None:
    """The first author's name; an address alone is none."""
    for child in _children(entry, _AUTHOR):
        name = _text(child, "name") or " ".join("".join(child.itertext()).split())
        if (found := _NAMED.fullmatch(name)) is not None:
            return found[1]
        if name and not _ADDRESS.fullmatch(name):
            return name
    return None


def _page(content: str, said: dict[str, Any]) -> str:
    """The content as a page. A whole page stays as it is; else the entry's title, times and author go with it."""
    if _PAGE.match(content):
        return content
    title = html.escape(said.get("title", ""))
    metas = {
        "article:published_time": _moment(said.get("published") or said.get("updated")),
        "author": said.get("author"),
    }
    head = "".join(f'<meta name="{key}" content="{html.escape(value)}">' for key, value in metas.items() if value)
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1><article>{content}</article></body></html>"
    )


def _moment(text: str | None) -> str | None:
    """A time of a feed (RFC 822, ISO 8601) as ISO 8601; as it is where it is neither."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return read(text).isoformat() if text else None
        except (ValueError, IndexError, OverflowError):
            continue
    return text
