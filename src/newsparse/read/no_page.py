"""What callers pass for a page and is none: values of other types, and the name of a page for the page itself."""

from __future__ import annotations

import re
from os import PathLike
from typing import Any

# Characters; paths and addresses that are longer are not met.
LONGEST_NAME = 4096

# Endings of the files that pages are kept in.
_ENDING = r"\.(?:[sx]?html?|mht(?:ml)?|txt|xml|jsonl?|csv|tsv|parquet|php|aspx?|jsp|warc|zip|tar|gz|bz2|xz|zst)"
# A whole text that is an address (with its scheme, or as people write it), or a path.
_NAME = re.compile(
    r"(?i:[a-z][a-z\d+.-]{0,20}://\S*"
    r"|(?:www\.|//)[\w.-]+\S*"
    r"|(?:[a-z\d-]{1,63}\.){1,9}[a-z]{2,24}/\S*"
    rf"|(?:~|\.{{1,2}})?[/\\]\S+|[a-z]:[/\\].+|[^\s<>]*{_ENDING}|(?:[^<>:\n]*[/\\])[^<>:\n]*{_ENDING})",
)
_WHAT = {
    "Comment": "a comment of an lxml tree",
    "ProcessingInstruction": "a processing instruction of an lxml tree",
    "Entity": "an entity of an lxml tree",
}
_XML_ETREE = "xml.etree.ElementTree"


def said_of_name(text: str) -> str | None:
    """The warning for a text that is nothing but a path or an address; None for any other.

    >>> said_of_name("pages/001.html")
    'The page is nothing but pages/001.html, a path or an address: pass the page itself, its bytes.'
    >>> said_of_name("青河渡口昨日换了新船")
    """
    name = text.strip()
    if len(name) > LONGEST_NAME or "<" in name or _NAME.fullmatch(name) is None:
        return None
    shown = name if len(name) <= 80 else name[:79] + "…"
    return f"The page is nothing but {shown}, a path or an address: pass the page itself, its bytes."


def kind_of_value(value: Any) -> str:
    """What to call a value that is no page."""
    kind = type(value)
    if value is None:
        return "None"
    if _is_xml_etree(value):
        return "a tree of xml.etree"
    name = kind.__name__
    told = _WHAT.get(name.removeprefix("_").removeprefix("Html")) if _is_lxml(value) else None
    return told or f"a value of type {name}"


def advice_for(value: Any) -> str:
    """What to pass instead of a value that is no page."""
    if value is None:
        return "Is there a page at all? Leave it out where the download failed."
    if isinstance(value, PathLike):
        return "newsparse opens no files: pass path.read_bytes()."
    if hasattr(value, "read"):
        return "Pass the bytes in it: file.read() of a file opened in binary mode, await response.read() of a response."
    if _is_xml_etree(value):
        return "Pass the text that it was made of, or xml.etree.ElementTree.tostring(tree, 'unicode', 'html')."
    if _is_lxml(value):
        return "Pass the element that it lies in, or the whole tree."
    return "Pass bytes (best: as downloaded), str, a client's response, an lxml tree or a BeautifulSoup object."


def _is_lxml(value: object) -> bool:
    return type(value).__module__.partition(".")[0] == "lxml"


def _is_xml_etree(value: Any) -> bool:
    """Whether it is an element or a tree of the standard library."""
    return type(value).__module__ == _XML_ETREE
