"""The spider: from the front page over channels and next pages to the articles that are new."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

import newsparse
from newsparse.integrations.scrapy import fetcher
from portal_crawl.store import Store

# Answers that will not change: the address need not be asked for again.
_GONE = (404, 410)


class NewsSpider(scrapy.Spider):
    """``scrapy crawl news -a start=http://127.0.0.1:8000/``"""

    name = "news"

    def __init__(self, start: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [start]
        self.allowed_domains = [urlsplit(start).hostname or ""]

    @classmethod
    def from_crawler(cls, crawler: scrapy.crawler.Crawler, *args: Any, **kwargs: Any) -> NewsSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.store = Store(crawler.settings["DATABASE"])
        return spider

    def closed(self, reason: str) -> None:  # noqa: ARG002
        self.store.close()

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """A front page, a channel, a topic: follow its lists, and its articles that are not done."""
        found = newsparse.links(response)
        for link in (*found.lists, *found.next_pages):
            yield response.follow(link.url, self.parse)
        for link in found.articles:
            if not self.store.is_done(link.url):
                yield response.follow(link.url, self.parse_article, errback=self.note, priority=1)

    async def parse_article(self, response: Response) -> AsyncIterator[Any]:
        """An article, with all its pages."""
        try:
            article = await newsparse.stitch_async(response, fetch=fetcher(self.crawler))
        except newsparse.InputError as error:
            self.store.skip(_addresses(response), type(error).__name__)
            return
        if article.kind == "article":
            yield {"record": article.to_dict(), "addresses": _addresses(response)}
        else:
            for request in self.parse(response):
                yield request

    def note(self, failure: Any) -> None:
        """What could not be fetched: gone for good, or to be tried at the next run."""
        if failure.check(HttpError) and failure.value.response.status in _GONE:
            response = failure.value.response
            self.store.skip(_addresses(response), str(response.status))
        else:
            self.logger.warning("%s: %s", failure.request.url, failure.value)


def _addresses(response: Response) -> list[str]:
    """The address that answered and those that were redirected to it."""
    return [*response.meta.get("redirect_urls", ()), response.url]
