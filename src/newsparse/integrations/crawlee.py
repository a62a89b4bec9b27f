"""Crawlee for Python: the article and the links of a crawling context, parsed beside the event loop.

Crawlee is not imported: a context is told by its shape (``request``, ``http_response``), as `HttpCrawler`,
`ParselCrawler` and `BeautifulSoupCrawler` make it.
"""

from __future__ import annotations

import asyncio
from typing import Any

from newsparse.api import parse
from newsparse.article import Article
from newsparse.links import Links, links
from newsparse.options import Options
from newsparse.read.response import content_type_of


async def article_of(context: Any, *, options: Options = Options()) -> Article:
    """The article of a crawling context. The raw bytes are read, so that the page's encoding is newsparse's to find.

    Args:
        context: what a handler of Crawlee is given.
        options: as for `newsparse.parse`; the same errors.
    """
    body, url, content_type = await _page(context)
    return await asyncio.to_thread(parse, body, url, content_type=content_type, options=options)


async def links_of(context: Any, *, options: Options = Options()) -> Links:
    """The links of a crawling context, sorted; see `newsparse.links`."""
    body, url, content_type = await _page(context)
    return await asyncio.to_thread(links, body, url, content_type=content_type, options=options)


async def _page(context: Any) -> tuple[bytes, str, str | None]:
    """The bytes, the address after redirects, and the Content-Type of a context."""
    request, response = context.request, context.http_response
    return await response.read(), request.loaded_url or request.url, content_type_of(response.headers)
