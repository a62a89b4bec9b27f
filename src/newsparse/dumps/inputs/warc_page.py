"""The page in a WARC record: what its headers and those of its HTTP response say of it."""

from __future__ import annotations

import re
from typing import Any

from newsparse.dumps.inputs.opened import HEAD
from newsparse.dumps.inputs.pagelike import looks_like_page
from newsparse.dumps.inputs.responses import BadResponse, response_of
from newsparse.dumps.pages import RawPage

_TYPES = ("text/html", "application/xhtml", "text/plain", "application/octet-stream", "unk")
# What is a type at all: servers also send "html", "*/*" and nothing.
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")


def page_of(headers: Any, block: bytes, name: str) -> RawPage | None:
    """The page in a record of a kind that holds pages; None where it is something else (a picture, a redirect).

    Raises:
        BadResponse: it should be an HTTP response, and is neither that nor a page.
    """
    url, date = headers.get("WARC-Target-URI"), headers.get("WARC-Date")
    page = RawPage(name, block, url=url.strip("<>") if url else None, fetched=date, carried={"warc_date": date})
    content_type = headers.get("Content-Type") or ""
    if block[:5].upper() == b"HTTP/" or content_type.replace(" ", "").startswith("application/http"):
        page = _response(page, block)
        if not 200 <= (page.carried or {}).get("http_status", 200) < 300:
            return None
    else:
        page = page._replace(content_type=content_type or None)
    if not _may_be_page(page):
        return None
    if headers.get("WARC-Segment-Number") is not None:
        said = "Only the first part of the page was read: the record is segmented (WARC-Segment-Number)."
        page = page._replace(warnings=(*page.warnings, said))
    if (cut := headers.get("WARC-Truncated")) is not None:
        said = f"Only a part of the page was fetched: the record says so (WARC-Truncated: {cut[:40]})."
        page = page._replace(warnings=(*page.warnings, said))
    return page


def _response(page: RawPage, block: bytes) -> RawPage:
    """The page in an HTTP response; the block itself where that is the page.

    Raises:
        BadResponse: it is neither.
    """
    try:
        response = response_of(block)
    except BadResponse:
        if not looks_like_page(block):
            raise
        return page._replace(warnings=("The record holds no HTTP response: it was read as the page itself.",))
    return page._replace(
        body=response.body,
        content_type=response.content_type,
        codings=response.codings,
        warnings=response.warnings,
        carried={**(page.carried or {}), "http_status": response.status},
    )


def _may_be_page(page: RawPage) -> bool:
    """Whether the type that is said may be that of a page, or is none; or the body begins as one, whatever is said."""
    said = (page.content_type or "").strip().lower()
    if said.startswith(_TYPES) or _TYPE.match(said) is None:
        return True
    return isinstance(page.body, bytes) and looks_like_page(page.body[:HEAD])
