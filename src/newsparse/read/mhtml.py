"""MHTML (.mht, .mhtml): a page saved with all that belongs to it, as an e-mail is written (RFC 2557)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from newsparse.errors import InputError
from newsparse.read.transfer import decoded

if TYPE_CHECKING:  # email brings 20 modules, and few pages are saved ones
    from email.message import Message

# It begins with header lines, and among them is what says that a page may follow.
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}[A-Za-z][\w-]{0,60}:[ \t]")
_SAYS_SO = re.compile(rb"^Content-Type:\s{0,9}(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_MIME = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_LOOKED_AT = 4096  # bytes: headers of browsers and of Outlook fit
# Multiparts in one another: browsers write one, Outlook two. Parts: a page has some hundred pictures.
_DEEPEST = 4
_MOST_PARTS = 10_000
# Bytes of a part's headers, and characters of one that is read: longer ones are no types and no addresses.
_MOST_HEADERS = 1 << 16
_LONGEST = 2000
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
# What has no text of its own but for browsers without frames.
_FRAMESET = re.compile(rb"<frameset\b", re.IGNORECASE)
# Of other parts of HTML (advertisements in frames) only such as have so great a part of the page's bytes are told.
_AS_LONG = 2
_HTML = ("text/html", "application/xhtml+xml")


class SavedPage(NamedTuple):
    """The page in an MHTML file, the address and the type that the file gives it, and what is wrong with the file."""

    body: bytes
    url: str | None
    content_type: str | None
    warnings: tuple[str, ...]


def looks_like_mhtml(head: bytes) -> bool:
    """Whether a file that begins so is MHTML.

    >>> looks_like_mhtml(b"MIME-Version: 1.0\\r\\nContent-Type: multipart/related; boundary=x\\r\\n")
    True
    >>> looks_like_mhtml(b"Content-Type: what it says"), looks_like_mhtml(b"<html>")
    (False, False)
    """
    if _HEADER.match(head) is None:
        return False
    head = head[:_LOOKED_AT]
    return _SAYS_SO.search(head) is not None and _MIME.search(head) is not None


def saved_page(data: bytes) -> SavedPage:
    """The page in an MHTML file: the part that is named as the start, else the first of HTML, else the first of text.

    Raises:
        InputError: there is none in it, or nobody knows how it is coded.
    """
    message, body = _headed(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    page, others = _page_and_others(message, body)
    plain, said = _decoded(page)
    framed = None
    if others and _FRAMESET.search(plain) is not None:
        framed = f"The page is made of frames: of {len(others)} the longest was read."
        page = max(others, key=lambda part: len(part.body))
        plain, said = _decoded(page)
    elif long := sum(_AS_LONG * len(part.body) >= len(page.body) for part in others):
        framed = f"The MHTML file holds other pages, too: {long} of half its length or more that were not read."
    url = _address(page.headers, "Content-Location") or _address(message, "Snapshot-Content-Location")
    content_type = _header(page.headers, "Content-Type")
    cut = "The MHTML file is cut off: the page in it has no end mark." if page.cut else None
    more = "Another saved page follows in the MHTML file: it was not read." if _goes_on(message, body) else None
    return SavedPage(plain, url, content_type, tuple(warning for warning in (cut, said, framed, more) if warning))


def _page_and_others(message: Message, body: bytes) -> tuple[_Part, list[_Part]]:
    """The part that is the page, and those of HTML behind it: what stands in its frames."""
    start = _param(message, "start")
    best: _Part | None = None
    held: set[str] = set()
    parts = _parts(message, body)
    for number, part in enumerate(parts):
        if number >= _MOST_PARTS:
            raise InputError(f"The MHTML file has more than {_MOST_PARTS} parts: not read. Save the page anew.")
        held.add(part.kind[:60])
        if part.kind in _HTML and (not start or _header(part.headers, "Content-ID") == start):
            return part, [other for other in islice(parts, _MOST_PARTS) if other.kind in _HTML]
        if part.kind in (*_HTML, "text/plain") and (best is None or best.kind not in (*_HTML, part.kind)):
            best = part
    if best is None:
        kinds = ", ".join(sorted(held)[:9]) or "nothing"
        raise InputError(f"There is no page in the MHTML file (it holds {kinds}). Save the page anew.")
    return best, []


def _decoded(part: _Part) -> tuple[bytes, str | None]:
    return decoded(part.headers, part.body, markup=part.kind in _HTML)


def _goes_on(message: Message, body: bytes) -> bool:
    """Whether another saved page stands behind the last part: files were joined."""
    boundary = _param(message, "boundary").encode("utf-8", "surrogateescape")
    end = b"\n--" + boundary + b"--"
    at = body.find(end) if boundary else -1
    return at >= 0 and looks_like_mhtml(body[at + len(end) :][:_LOOKED_AT].lstrip())


class _Part(NamedTuple):
    """A part, what is in it as it is coded, and whether the file ends in it."""

    headers: Message
    body: bytes
    cut: bool = False

    @property
    def kind(self) -> str:
        return self.headers.get_content_type()


def _parts(message: Message, body: bytes, depth: int = 0, *, cut: bool = False) -> Iterator[_Part]:
    """The parts that are no multiparts. (email's own parser takes each line of each picture in its hands.)"""
    boundary = _param(message, "boundary")
    if message.get_content_maintype() != "multipart" or not boundary or depth > _DEEPEST:
        yield _Part(message, body, cut)
        return
    for piece, ends in _between(body, b"--" + boundary.encode("utf-8", "surrogateescape")):
        yield from _parts(*_headed(piece), depth + 1, cut=cut or not ends)


def _between(body: bytes, mark: bytes) -> Iterator[tuple[bytes, bool]]:
    """What stands between the lines that are marks, and whether a mark follows it."""
    begin: int | None = None
    at = body.find(mark)
    while at >= 0:
        if at and body[at - 1 : at] != b"\n":
            at = body.find(mark, at + 1)
            continue
        if begin is not None:
            yield body[begin:at].removesuffix(b"\n").removesuffix(b"\r"), True
        behind = at + len(mark)
        if body.startswith(b"--", behind):
            return
        line_end = body.find(b"\n", behind)
        begin = line_end + 1 if line_end >= 0 else len(body)
        at = body.find(mark, begin)
    if begin is not None:
        yield body[begin:], False


def _headed(data: bytes) -> tuple[Message, bytes]:
    """Headers and what follows them."""
    from email.message import Message
    from email.parser import BytesHeaderParser

    if data[:1] in (b"\r", b"\n"):  # no headers: text, by the standard
        return Message(), data.lstrip(b"\r\n")
    found = _HEADERS_END.search(data, 0, _MOST_HEADERS)
    end, behind = found.span() if found else (min(len(data), _MOST_HEADERS), len(data))
    message = BytesHeaderParser().parsebytes(data[:end] + b"\r\n\r\n")
    if _header(message, "Content-Type") is None:
        del message["Content-Type"]  # too long to be one
    return message, data[behind:]


def _param(message: Message, name: str) -> str:
    """A parameter of the Content-Type, "" where there is none."""
    value = message.get_param(name, "")
    return value.strip() if isinstance(value, str) else ""


def _address(message: Message, name: str) -> str | None:
    address = (_header(message, name) or "").strip()
    return address if address.startswith(("http://", "https://")) else None


def _header(message: Message, name: str) -> str | None:
    """A header's text; None where it is not there or too long to be what it should be."""
    text = str(message.get(name, ""))
    return text if 0 < len(text) <= _LONGEST else None
