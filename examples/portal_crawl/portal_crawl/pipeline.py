"""The pipeline: every article goes to the store; what goes on to news.jsonl is the record alone."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler


class Keep:
    """Keeps the article."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Keep:
        return cls(crawler)

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Keep an article; hand on its record."""
        self.crawler.spider.store.keep(item["record"], item["addresses"])
        record: dict[str, Any] = item["record"]
        return record
