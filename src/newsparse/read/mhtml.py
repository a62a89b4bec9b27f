"""MHTML (.mht, .mhtml): a page saved with all that belongs to it, as an e-mail is written (RFC 2557)."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import NamedTuple

from newsparse.errors import InputError

# It begins with header lines, and among them is what says that a page may follow.
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}[A-Za-z][\w-]{0,60}:[ \t]")
_SAYS_SO = re.compile(rb"^Content-Type:\s{0,9}(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_MIME = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_LOOKED_AT = 4096  # bytes: headers of browsers and of Outlook fit
# Multiparts in one another. The parser hands each line through all that are open: browsers write one, Outlook two.
_MOST_NESTED = 8
_NESTED = re.compile(rb"^Content-Type:\s{0,9}multipart/", re.IGNORECASE | re.MULTILINE)
# Characters of a header that are read: longer ones are no types and no addresses.
_LONGEST = 2000


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
    """The page in an MHTML file.

    Raises:
        InputError: there is none in it.
    """
    if len(_NESTED.findall(data)) > _MOST_NESTED:
        raise InputError(f"The MHTML file has more than {_MOST_NESTED} multiparts: not read. Save the page anew.")
    message = BytesParser(policy=compat32).parsebytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    parts = [part for part in message.walk() if not part.is_multipart()]
    part = _root(message, parts)
    if part is None:
        held = ", ".join(sorted({part.get_content_type()[:60] for part in parts})[:9])
        raise InputError(f"There is no page in the MHTML file (it holds {held or 'nothing'}). Save the page anew.")
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        raise InputError("The page in the MHTML file cannot be decoded. Save the page anew.")
    url = _address(part.get("Content-Location")) or _address(message.get("Snapshot-Content-Location"))
    return SavedPage(body, url, _short(part.get("Content-Type")), tuple(_warnings(message)))


def _root(message: Message, parts: list[Message]) -> Message | None:
    """The part that is the page: the one that is named as the start, else the first of HTML, else the first of text."""
    start = str(message.get_param("start") or "") if len(_short(message.get("Content-Type")) or "") else ""
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    named = [part for part in pages if start and _short(part.get("Content-ID")) == start]
    texts = [part for part in parts if part.get_content_type() == "text/plain" and part is not message]
    return next(iter([*named, *pages, *texts]), None)


def _warnings(message: Message) -> list[str]:
    broken = {type(defect).__name__ for part in message.walk() for defect in part.defects}
    if "CloseBoundaryNotFoundDefect" in broken:
        return ["The MHTML file is cut off: its end mark is missing."]
    if broken:
        return [f"The MHTML file is broken ({', '.join(sorted(broken))})."]
    return []


def _address(value: object) -> str | None:
    address = (_short(value) or "").strip()
    return address if address.startswith(("http://", "https://")) else None


def _short(value: object) -> str | None:
    """A header's text; None where it is not there or too long to be what it should be."""
    text = "" if value is None else str(value)
    return text if 0 < len(text) <= _LONGEST else None
