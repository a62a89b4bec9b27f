"""Thin adapters for crawlers. Each module needs its extra: newsparse[scrapy], newsparse[crawlee]. Nothing in the core
imports one."""
