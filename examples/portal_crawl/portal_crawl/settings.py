"""Scrapy's settings for this project."""

BOT_NAME = "portal_crawl"
SPIDER_MODULES = ["portal_crawl.spider"]
USER_AGENT = "portal_crawl (+https://news.example.com/about-our-crawler)"

# Be a good guest: ask robots.txt, and slow down when the portal does.
ROBOTSTXT_OBEY = True
AUTOTHROTTLE_ENABLED = True
DOWNLOAD_TIMEOUT = 20

# Where the articles go: every record as a line of JSON, and as a row.
FEEDS = {"news.jsonl": {"format": "jsonlines", "encoding": "utf8", "overwrite": False}}
DATABASE = "news.sqlite"
ITEM_PIPELINES = {"portal_crawl.pipeline.Keep": 100}

TELNETCONSOLE_ENABLED = False
LOG_LEVEL = "INFO"
