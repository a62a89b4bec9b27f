"""What a caller may pass as a page, and how each becomes a `Page`."""

from __future__ import annotations

import re
import reprlib
from html import unescape
from typing import Any

from newsparse.errors import EmptyPage, InputError, OptionsError, beyond
from newsparse.lexicon import words
from newsparse.options import Options
from newsparse.page.page import Page
from newsparse.read.binary import refuse_binary
from newsparse.read.decode import decode
from newsparse.read.foreign import refuse_foreign
from newsparse.read.lxml_tree import address_in_tree, roots_of
from newsparse.read.markup import read_html, read_tree
from newsparse.read.mhtml import looks_like_mhtml, saved_page
from newsparse.read.no_page import LONGEST_NAME, advice_for, kind_of_value, said_of_name
from newsparse.read.payload import payload
from newsparse.read.plain import read_text
from newsparse.read.profiles import profile_for
from newsparse.read.response import response_of
from newsparse.read.scripts import json_ld, states
from newsparse.read.unshown import take_unshown
from newsparse.text.addresses import is_harmless
from newsparse.text.script import script_of
from newsparse.text.state.facts import facts
from newsparse.text.state.json_ld import json_ld_article

# Tags that only HTML holds; a "<" in plain text ("<<", "x < y", "<人名>") is none of them.
_TAG = re.compile(
    r"<(?:!doctype|html|head|body|meta|title|div|p|br|span|a|table|tr|td|article|section|h[1-6]|img|ul|ol|li|b|strong|"
    r"em|i|font|center|script|style|link|blockquote|figure|pre|main|header|footer)(?=[\s/>])",
    re.I,
)
# <link rel=canonical> or og:url, in the head.
_CLAIMED = re.compile(
    r"<link\b[^>]{0,80}?\brel=[\"']?canonical[\"']?[^>]{0,80}?\bhref=[\"']?([^\"'\s>]+)"
    r"|<meta\b[^>]{0,40}?\bproperty=[\"']?og:url[\"']?[^>]{0,40}?\bcontent=[\"']?([^\"'\s>]+)",
    re.I,
)
_MHTML_REACH = 4096  # bytes: the headers of an MHTML file fit
_FILE = "file:"
_CLAIM_REACH = 20_000  # characters: heads have it there, and a long page is not searched as a whole


def read(page: Any, url: str | None, content_type: str | None, options: Options) -> Page:
    """Make a `Page` of bytes, str, an HTTP client's response, an lxml tree or a BeautifulSoup object.

    Raises:
        EmptyPage: there is nothing in it.
        BinaryPage: the bytes are no text.
        InputError: it is something else (a feed, JSON, MHTML without a page, another object), or what came with it is.
        LimitError: it is beyond a limit, and ``options`` let that be an error.
        OptionsError: ``options`` are none.
        DataError: a site profile of the options is not as it must be.
    """
    _check(url, content_type, options)
    if (response := response_of(page)) is not None:
        page, url, content_type = response.body, url or response.url, content_type or response.content_type
    saved: tuple[str, ...] = ()
    if options.input != "text" and (mhtml := _mhtml(page)) is not None:
        found = saved_page(mhtml)
        page, url, content_type, saved = found.body, url or found.url, found.content_type, found.warnings
    url, refused = _harmless(url)
    roots = roots_of(page)
    if roots:
        made = read_tree(roots, url, profile_for(url or address_in_tree(roots), options, "lxml"))
    else:
        page, said = _cut(page, options)
        text, encoding, warnings = ("", "", ()) if roots == [] else text_of(page, content_type)
        if _is_blank(text):
            raise EmptyPage(
                "The page is empty: there is no character in it. Check that the download or the file is complete."
            )
        if options.input != "text":
            refuse_foreign(text)
        made = _read_text(text, url, options, markup=not isinstance(page, str | bytes | bytearray | memoryview))
        made.encoding = encoding
        made.warnings += (*saved, *said, *warnings)
    made.warnings += refused
    if made.from_html:
        _read_scripts(made, options)
    made.script = (
        script_of("".join([b.text for b in made.blocks if b.link * 2 < len(b.text)]))
        or script_of(made.head.title)
        or ""
    )
    made.head.site_name = (
        made.head.given.get("site_name")
        or made.head.first(*words("bylines.site_metas")[:2])
        or (made.head.ld.publisher if made.head.ld else None)
        or ""
    )
    return made


def _check(url: object, content_type: object, options: object) -> None:
    """Raise where what comes with a page is of another type: it would be met deep inside, or not at all."""
    for name, value in (("url", url), ("content_type", content_type)):
        if value is not None and not isinstance(value, str):
            raise InputError(f"{name}={reprlib.repr(value)} is no str: pass the text, or None where there is none.")
    if not isinstance(options, Options):
        raise OptionsError(f"options={reprlib.repr(options)} are no Options: write options=Options(input='html').")


def _harmless(url: str | None) -> tuple[str | None, list[str]]:
    """The address if it may lead to a page, and what is said where it is a script, data or the like.

    A page's own may be a file: whoever saved it knows.
    """
    if url is None or is_harmless(url) or url[: len(_FILE)].lower() == _FILE:
        return url, []
    return None, [f"The address of the page was left out: {url[:60]!r} is none of a page."]


def _cut(page: Any, options: Options) -> tuple[Any, list[str]]:
    """The page as far as it is read, and what is said of the rest. (Trees and soups are as large as they are.)"""
    if not isinstance(page, str | bytes | bytearray | memoryview):
        return page, []
    size = page.nbytes if isinstance(page, memoryview) else len(page)
    if size <= options.max_page:
        return page, []
    unit = "characters" if isinstance(page, str) else "bytes"
    said = [f"The page has {size} {unit}: those behind the first {options.max_page} (max_page) were not read."]
    beyond(said, options.on_limit)
    return (page if isinstance(page, str) else bytes(page))[: options.max_page], said


def _read_text(text: str, url: str | None, options: Options, *, markup: bool) -> Page:
    """Read a page's text as ``options`` say, else as HTML where it is known to be markup or holds a tag of HTML."""
    is_html = options.input == "html" or (options.input == "auto" and (markup or bool(_TAG.search(text))))
    profile = profile_for((url or address_in(text)) if is_html else None, options, options.parser)
    made = read_html(text, url, options, profile) if is_html else read_text(text, url)
    if len(text) <= LONGEST_NAME and (said := said_of_name(text)):
        made.warnings.append(said)
    return made


def _mhtml(page: Any) -> bytes | None:
    """The bytes of a page that is saved as MHTML; None for any other."""
    if isinstance(page, str):
        head = page[:_MHTML_REACH].encode("utf-8", "replace")
        return page.encode("utf-8", "replace") if looks_like_mhtml(head) else None
    if isinstance(page, bytearray | memoryview):
        page = bytes(page)  # of whatever shape it is
    if isinstance(page, bytes):
        return page if looks_like_mhtml(page[:_MHTML_REACH]) else None
    return None


def _is_blank(text: str) -> bool:
    """Whether a text is white space and NULs, which are searched for only where one stands first: it takes long."""
    start = text.lstrip()
    return not start or (start[0] == "\0" and not start.replace("\0", "").strip())


def address_in(text: str) -> str | None:
    """The address that a page claims, for pages that come without theirs (a folder of saved ones)."""
    head = text[:_CLAIM_REACH]
    if "canonical" not in head and "og:url" not in head:
        return None
    found = _CLAIMED.search(head)
    return unescape(found[1] or found[2]) if found else None


def markup_of(page: bytes | str, content_type: str | None) -> tuple[str, str | None]:
    """A page's markup, taken out of the MHTML file where it lies in one, and the address that it says it is from.

    Raises:
        InputError: it is no page.
    """
    url = None
    if (mhtml := _mhtml(page)) is not None:
        page, url, content_type, _ = saved_page(mhtml)
    text = text_of(page, content_type)[0]
    return text, url or address_in(text)


def text_of(page: Any, content_type: str | None) -> tuple[str, str, tuple[str, ...]]:
    """The page as text, its encoding, and warnings."""
    if isinstance(page, bytes | bytearray | memoryview):
        data = bytes(page)
        refuse_binary(data)
        return decode(data, content_type)
    if isinstance(page, str):
        return page.removeprefix("\ufeff"), "utf-8", ()
    if type(page).__module__.partition(".")[0] == "bs4":
        return str(page), (getattr(page, "original_encoding", None) or "utf-8"), ()
    raise InputError(f"No page can be read from {kind_of_value(page)}. {advice_for(page)}")


def _read_scripts(page: Page, options: Options) -> None:
    """Read JSON-LD and JavaScript state; take in a body that is only there."""
    found: list[tuple[str, object]] = []
    linked: list[dict[str, object]] = []
    for script in page.head.scripts:
        if "ld+json" in script.attrs.lower():
            linked += json_ld(script.text)
        elif "__NUXT_DATA__" in script.attrs:
            found.append(("", payload(script.text)))
        else:
            found += states(script.text)
    if len(page.head.fields) > 1:
        found.append(("textarea", _as_object(page.head.fields)))
    page.head.ld = json_ld_article(linked) if linked else None
    page.head.facts = facts(found) if found else None
    take_unshown(page, lambda body: _read_inner(body, page, options))


def _read_inner(body: str, page: Page, options: Options) -> Page:
    """A page in a page: what is said of it is said of the page."""
    made = read_html(body, page.url, options)
    page.warnings += [said for said in made.warnings if said not in page.warnings]
    return made


def _as_object(fields: dict[str, str]) -> dict[str, str]:
    """Text areas as the object that a script would hold; what their names open with is cut (article-title)."""
    return {name.removeprefix("article-").replace("-", "_"): text for name, text in fields.items()}
