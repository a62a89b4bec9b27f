"""An entry of a feed as a page: its content, under its title, with what else the entry says of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from lxml import etree

from newsparse.dumps.pages import Fault, RawPage

if TYPE_CHECKING:
    from lxml.etree import _Element

    _Children = dict[str, list[_Element]]

# Control characters, which XML does not have; and & that begins what XML knows, a name that HTML knows, or nothing.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)([a-zA-Z][a-zA-Z0-9]{1,30};)?")
# Content that is markup, and content that is a whole page.
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_PAGE = re.compile(r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
# What a title has that is markup: tags of words, names and numbers of characters.
_IN_TITLE = re.compile(
    r"</?(?:a|b|br|em|font|i|mark|span|strong|sub|sup|u)(?:\s[^<>]{0,300})?/?>|&(?:[a-z]{2,8}|#\d{2,6});", re.IGNORECASE
)
# Errors behind which the parser reads no more: a text of 10 MB, 256 elements in one another.
_GIVEN_UP = ("ERR_RESOURCE_LIMIT", "ERR_CDATA_NOT_FINISHED", "ERR_INTERNAL_ERROR", "ERR_NAME_TOO_LONG")
_LINES = re.compile(r"\s*\n\s*")
# Where the content is, in order: the full one comes before what may be its beginning.
_CONTENT = ("encoded", "content", "body", "div", "description", "summary")
_PUBLISHED = ("pubDate", "published", "issued", "date", "created")
_UPDATED = ("updated", "modified")
_AUTHOR = ("creator", "author")
_SCHEMES = ("http://", "https://")
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
    tree, errors = _tree(root, entry)
    element = next(iter(tree), None) if tree is not None else None
    given_up = next((error.message for error in errors if error.type_name in _GIVEN_UP), None)
    children = _children(element) if element is not None else {}
    content = _content(children)
    if element is None or given_up is not None or (errors and not content.strip()):
        why = given_up or (errors[0].message if errors else "there is nothing in it")
        return Fault(name, "InputError", f"The entry was not read, its XML is broken: {why.partition(', ')[0]}.")
    if not content.strip():
        return Fault(name, "EmptyPage", "The entry has no content: the feed only links to it.")
    url = _link(children, base)
    carried = _said(children)
    return RawPage(name, _page(content, carried), url=url, content_type="text/html; charset=utf-8", carried=carried)


def address_of_feed(head: bytes, root: bytes) -> str | None:
    """The address that a feed gives as its own, out of what stands before its first entry."""
    tree, _ = _tree(root, head)
    if tree is None:
        return None
    places = [tree, *(child for child in tree if _local(child) == "channel")]
    return next((link for place in places if (link := _link(_children(place), None)) is not None), None)


def _tree(root: bytes, inner: bytes) -> tuple[_Element | None, list[Any]]:
    """What stands in a feed, under its first tag; and the parser's errors (that this tag stays open is none)."""
    text = _AND.sub(_known, _CONTROL.sub("", (root + inner).decode("utf-8", "replace")))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        tree = None
    return tree, [error for error in parser.error_log if error.type_name != "ERR_TAG_NOT_FINISHED"]


def _known(found: re.Match[str]) -> str:
    """A name that HTML knows as its character; any other & as one that means itself."""
    if found[1] and (known := html.unescape(found[0])) != found[0]:
        return known if known not in "&<>" else html.escape(known)
    return "&amp;" + (found[1] or "")


def _local(element: _Element) -> str:
    """An element's name without its prefix; comments have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: _Element) -> _Children:
    """The children of an element, by their names."""
    children: _Children = {}
    for child in element:
        children.setdefault(_local(child), []).append(child)
    return children


def _named(children: _Children, *names: str) -> Iterator[_Element]:
    """The children of these names, in the order of the names."""
    return (child for name in names for child in children.get(name, ()))


def _text(children: _Children, *names: str) -> str | None:
    """The text of the first child of these names that has one."""
    texts = (" ".join("".join(child.itertext()).split()) for child in _named(children, *names))
    return next((text for text in texts if text), None)


def _title(children: _Children) -> str | None:
    """The title as text. Atom says whether it is markup; RSS does not, and programs write both."""
    for child in _named(children, "title"):
        text = "".join(child.itertext())
        kind = (child.get("type") or "").lower()
        if kind in ("html", "text/html") or (not kind and _IN_TITLE.search(text)):
            text = _plain(text)
        if text := " ".join(text.split()):
            return text
    return None


def _plain(markup: str) -> str:
    """The text of markup."""
    tree = etree.HTML(f"<body>{markup}")
    return "".join(tree.itertext()) if tree is not None else ""


def _content(children: _Children) -> str:
    """The first content that is there, as markup."""
    return next((markup for child in _named(children, *_CONTENT) if (markup := _markup(child)).strip()), "")


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


def _link(children: _Children, base: str | None) -> str | None:
    """The address of an entry or of the feed; None where it has none that leads to a page."""
    found = [
        link.get("href") or (link.text or "")
        for link in _named(children, "link")
        if link.get("rel", "alternate") == "alternate"
    ]
    found += [guid.text or "" for guid in _named(children, "guid") if guid.get("isPermaLink") != "false"]
    for address in map(str.strip, found):
        if address and base and not address.startswith(_SCHEMES):
            with suppress(ValueError):
                address = urljoin(base, address)
        if address.startswith(_SCHEMES):
            return address
    return None


def _said(children: _Children) -> dict[str, Any]:
    """What the entry says of its page, as it stands there."""
    said: dict[str, Any] = {
        "title": _title(children),
        "published": _text(children, *_PUBLISHED),
        "updated": _text(children, *_UPDATED),
        "author": _author(children),
        "id": _text(children, "guid", "id"),
        "categories": [c.get("term") or (c.text or "").strip() for c in _named(children, "category", "subject")],
    }
    return {key: value for key, value in said.items() if value}


def _author(children: _Children) -> str | None:
    """The first author's name; an address alone is none."""
    for child in _named(children, *_AUTHOR):
        name = _text(_children(child), "name") or " ".join("".join(child.itertext()).split())
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
