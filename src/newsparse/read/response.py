"""Responses of HTTP clients, told by their shape: none of the clients is imported.

Scrapy and web-poet keep the bytes in ``body``, requests and httpx in ``content``; all have ``url`` and ``headers``.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Response(NamedTuple):
    """What a response says that a page needs: its bytes, its address after redirects, its Content-Type header."""

    body: bytes
    url: str | None
    content_type: str | None


def response_of(value: Any) -> Response | None:
    """The bytes, address and Content-Type of a Scrapy, web-poet, requests or httpx response; None for anything else.

    >>> class Download:
    ...     content, url, headers = b"<p>x</p>", "http://127.0.0.1/1.html", {"content-type": "text/html; charset=gbk"}
    >>> response_of(Download())
    Response(body=b'<p>x</p>', url='http://127.0.0.1/1.html', content_type='text/html; charset=gbk')
    >>> response_of("<p>x</p>") is None
    True
    """
    if isinstance(value, str | bytes | bytearray | memoryview) or getattr(value, "headers", None) is None:
        return None
    for name in ("body", "content"):
        body = getattr(value, name, None)
        if isinstance(body, bytes):
            url = getattr(value, "url", None)
            return Response(bytes(body), str(url) if url else None, content_type_of(value.headers))
    return None


def content_type_of(headers: Any) -> str | None:
    """The Content-Type header in any client's mapping, whatever the case of its name and whether bytes or str."""
    for name in ("Content-Type", "content-type"):
        value = headers.get(name)
        if value:
            return value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return None
