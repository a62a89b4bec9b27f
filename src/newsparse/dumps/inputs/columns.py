"""Tables with pages in them: which column is the page, which say where and when it came from."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping
from typing import Any

from newsparse.dumps.inputs.pagelike import looks_like_html
from newsparse.dumps.pages import Columns

# Names under which crawlers and data sets keep a page, and what came with it; the first that is there is taken.
_HTML = ("html", "raw_html", "page_html", "html_content", "content_html", "html_body", "body_html", "html_source")
_URL = ("url", "page_url", "link", "uri", "target_uri")
_TYPE = ("content_type", "content-type", "mime_type")
_FETCHED = ("fetched", "fetched_at", "fetch_time", "crawled", "crawled_at", "crawl_time", "warc_date")
# A value that is a page has at least this many characters: shorter ones are snippets.
_SHORTEST = 40


def columns_of(rows: Iterable[Mapping[str, Any]], wanted: str | None = None) -> Columns | None:
    """The columns that matter, by their names, else by what the first rows hold; None where no page is to be found.

    >>> columns_of([{"id": 1, "link": "https://e.com/", "HTML": "<p>x"}])
    Columns(html='HTML', url='link', content_type=None, fetched=None)
    """
    for row in rows:
        html = wanted if wanted in row else None if wanted else _named(row, _HTML) or _looking_so(row)
        if html is not None:
            return Columns(html, _named(row, _URL), _named(row, _TYPE), _named(row, _FETCHED))
    return None


def json_value(value: Any) -> Any:
    """A value of a table in JSON types: times as ISO 8601, bytes as UTF-8 or else as Base64."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _named(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    lower = {key.lower(): key for key in row if isinstance(key, str)}
    return next((lower[name] for name in names if name in lower), None)


def _looking_so(row: Mapping[str, Any]) -> str | None:
    for name, value in row.items():
        if isinstance(value, str | bytes) and len(value) >= _SHORTEST:
            head = value[:2048]
            if looks_like_html(head.encode("utf-8", "replace") if isinstance(head, str) else head):
                return name
    return None
