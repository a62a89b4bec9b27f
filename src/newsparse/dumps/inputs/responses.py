"""The HTTP response in a WARC record: its head. What was done to its body is undone by whoever reads the page."""

from __future__ import annotations

import re
from typing import NamedTuple

# Bytes of a head, with all cookies: servers send 1 KB, and refuse to take more than 8 or 16.
_MOST_HEAD = 1 << 18
_STATUS = re.compile(rb"HTTP/\d{1,2}(?:\.\d{1,3})?[ \t]+(\d{3})(?![^\s])", re.IGNORECASE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_FOLDED = re.compile(rb"\r?\n[ \t]+")
# Codings that change nothing.
_NOTHING = ("", "identity", "none", "utf-8", "utf8")


class BadResponse(ValueError):  # noqa: N818 - says what the record is, like BinaryPage
    """A record's block is no HTTP response."""


class Response(NamedTuple):
    """An HTTP response.

    Attributes:
        body: as it was sent, ``codings`` still in it.
        codings: what is to be undone, in this order.
        warnings: what is doubtful about the body.
    """

    status: int
    content_type: str | None
    body: bytes
    codings: tuple[str, ...]
    warnings: tuple[str, ...]


def response_of(block: bytes) -> Response:
    """What a record's block says.

    Raises:
        BadResponse: it has no status line, or its head has no end.
    """
    status = _STATUS.match(block)
    if status is None:
        raise BadResponse("The record holds no HTTP response: it does not begin with HTTP/… and a status.")
    end = _HEAD_END.search(block, 0, _MOST_HEAD)
    if end is None and len(block) > _MOST_HEAD:
        raise BadResponse(f"The head of the HTTP response has no end within {_MOST_HEAD >> 10} KiB.")
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers = _headers(head)
    codings = _codings(headers)
    return Response(int(status[1]), headers.get("content-type"), body, codings, _short(headers, body, codings))


def _headers(head: bytes) -> dict[str, str]:
    """The headers by their names in small letters; one that stands there twice is joined as the standard says."""
    found: dict[str, str] = {}
    for line in _FOLDED.sub(b" ", head).splitlines()[1:]:
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            name, value = name.strip().lower(), value.strip()
            found[name] = f"{found[name]}, {value}" if name in found and name.endswith("-encoding") else value
    return found


def _codings(headers: dict[str, str]) -> tuple[str, ...]:
    """The last that was done comes first; chunks were made last of all."""
    named: list[str] = []
    for header in ("transfer-encoding", "content-encoding"):
        names = [name.strip().lower() for name in headers.get(header, "").split(",")]
        named += [name for name in reversed(names) if name not in _NOTHING]
    return tuple(named)


def _short(headers: dict[str, str], body: bytes, codings: tuple[str, ...]) -> tuple[str, ...]:
    """Whether the body is shorter than the response says. (Longer it often is: unpacked by the crawler.)"""
    length = headers.get("content-length", "")
    if "chunked" in codings or not (length.isascii() and length.isdigit()) or len(length) > 18:
        return ()
    if len(body) >= int(length):
        return ()
    why = f"it has {len(body)} of the {int(length)} bytes of its Content-Length"
    return (f"Only a part of the page was read: the body is cut off ({why}).",)
