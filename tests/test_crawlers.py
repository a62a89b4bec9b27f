"""The crawlers for real: Scrapy, web-poet and Crawlee against the portal on loopback. Each in a process of its own, as
a reactor and an event loop are started once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import newsparse
from portal import ENVIRONMENT, Portal, Story, stories
from portal.server import BROKEN, EMPTY, MISSING, MOVED, PDF

ROOT = Path(__file__).parent.parent
Run = Callable[[str], list[dict[str, Any]]]

needs_scrapy = pytest.mark.skipif(find_spec("scrapy_poet") is None, reason="newsparse[scrapy] is not installed")
needs_crawlee = pytest.mark.skipif(find_spec("crawlee") is None, reason="newsparse[crawlee] is not installed")
needs_requests = pytest.mark.skipif(find_spec("requests") is None, reason="requests is not installed")
needs_httpx = pytest.mark.skipif(find_spec("httpx") is None, reason="httpx is not installed")

# Crawls the portal from its front page with the callback that a test gives; prints the items as JSON lines.
SPIDER = """
import json, logging, sys
import newsparse, scrapy
from scrapy.crawler import CrawlerProcess
{imports}
ITEMS = []
class Portal(scrapy.Spider):
    name = "portal"
    start_urls = [sys.argv[1]]
    def parse(self, response):
        found = newsparse.links(response)
        yield from response.follow_all([link.url for link in (*found.lists, *found.next_pages)], self.parse)
        yield from response.follow_all([link.url for link in found.articles], self.parse_article, errback=self.failed)
    def failed(self, failure):
        ITEMS.append({{"error": failure.type.__name__}})
{callback}
class Keep:
    def process_item(self, item):
        from itemadapter import ItemAdapter
        ITEMS.append(ItemAdapter(item).asdict())
        return item
settings = {{"ITEM_PIPELINES": {{Keep: 1}}, "LOG_LEVEL": "CRITICAL", "ROBOTSTXT_OBEY": False,
            "TELNETCONSOLE_ENABLED": False, "RETRY_ENABLED": False, "DOWNLOAD_DELAY": 0, {settings}}}
process = CrawlerProcess(settings)
process.crawl(Portal)
process.start()
print(json.dumps(ITEMS, ensure_ascii=False))
"""


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal(slow=0.3) as running:
        yield running


@pytest.fixture
def run(portal: Portal, tmp_path: Path) -> Run:
    """Runs a program against the portal; what it prints last is JSON. A file: Scrapy reads its callbacks' source."""

    def run(program: str) -> list[dict[str, Any]]:
        paths = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
        environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": paths}
        file = tmp_path / "program.py"
        file.write_text(program, encoding="utf-8")
        command = [sys.executable, str(file), portal.url]
        done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        items: list[dict[str, Any]] = json.loads(done.stdout.decode().splitlines()[-1])
        return items

    return run


def spider(callback: str, imports: str = "", settings: str = "") -> str:
    """The program of a spider with this callback."""
    body = textwrap.indent(textwrap.dedent(callback).strip(), "    ")
    return SPIDER.format(callback=body, imports=imports, settings=settings)


def published() -> list[Story]:
    return [story for story in stories() if not story.late]


def by_path(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {"/" + item["url"].split("/", 3)[3]: item for item in items if "url" in item}


def same(story: Story, record: dict[str, Any]) -> None:
    """Whether a record in our names is the story; of a story in several pages, its first page."""
    assert record["title"] == story.title
    assert record["published"].startswith(story.published.replace(" ", "T"))
    assert (record["source"], record["authors"], record["editors"]) == (story.source, [story.reporter], [story.editor])
    lines = story.part(1) if story.pages else story.paragraphs[:2] if story.whole else story.paragraphs
    assert record["text"].split("\n") == list(lines)


@needs_scrapy
def test_scrapy_in_a_callback(run: Run, portal: Portal) -> None:
    """The simplest way: the response goes in as it is."""
    program = spider(
        """
        def parse_article(self, response):
            yield newsparse.parse(response).to_dict()
        """
    )
    records = by_path(run(program))
    for story in published():
        same(story, records[story.path])
    assert (MISSING, 404) in portal.requests
    assert (MOVED, 301) in portal.requests
    assert records[BROKEN]["warnings"]
    assert PDF not in records
    assert EMPTY not in records


POET_SETTINGS = '"ADDONS": {"scrapy_poet.Addon": 300, "newsparse.integrations.scrapy.Addon": 400}'
POET_IMPORTS = """
from scrapy_poet import DummyResponse
from newsparse.integrations.scrapy import NewsArticle, NewsArticlePage
"""


@needs_scrapy
def test_scrapy_poet_gives_the_item(run: Run) -> None:
    """A callback asks for ``article: NewsArticle``."""
    program = spider(
        """
        def parse_article(self, response: DummyResponse, article: NewsArticle):
            yield article
        """,
        POET_IMPORTS,
        POET_SETTINGS,
    )
    items = run(program)
    articles = by_path(items)
    for story in published():
        item = articles[story.path]
        assert item["headline"] == story.title
        assert [author["name"] for author in item["authors"]] == [story.reporter]
        assert (item["source"], item["editors"], item["kind"]) == (story.source, [story.editor], "article")
        assert item["datePublished"] == f"{story.published.replace(' ', 'T')}:00+08:00"
        assert item["metadata"]["probability"] > 0.5
        assert item["metadata"]["dateDownloaded"].endswith("Z")
    assert sorted(item["error"] for item in items if "error" in item) == ["BinaryPage", "EmptyPage", "HttpError"]


@needs_scrapy
def test_scrapy_poet_gives_the_record(run: Run) -> None:
    """A callback asks for newsparse's own record, by the provider."""
    program = spider(
        """
        def parse_article(self, response: DummyResponse, record: newsparse.Article):
            yield record.to_dict()
        """,
        POET_IMPORTS,
        POET_SETTINGS,
    )
    records = by_path(run(program))
    for story in published():
        same(story, records[story.path])


@needs_scrapy
def test_a_site_of_its_own(run: Run) -> None:
    """A subclass for one site states one field; for other pages the rule for every site stays."""
    imports = POET_IMPORTS + textwrap.dedent(
        """
        from web_poet import field, handle_urls
        @handle_urls("127.0.0.1:" + sys.argv[1].split(":")[2].strip("/") + "/culture/")
        class CulturePage(NewsArticlePage):
            @field
            def siteName(self):
                return self.css("title::text").get().rpartition("_")[2]
        """
    )
    program = spider(
        """
        def parse_article(self, response: DummyResponse, article: NewsArticle):
            yield article
        """,
        imports,
        POET_SETTINGS,
    )
    articles = by_path(run(program))
    assert articles["/culture/20240513/30001.shtml"]["siteName"] == "三汊河新闻网"
    assert articles["/culture/20240513/30001.shtml"]["source"] == "清渡文化网"


@needs_scrapy
def test_scrapy_poet_reads_with_the_options_of_the_setting(run: Run) -> None:
    """Items, records, and whoever asks for the options themselves."""
    program = spider(
        """
        def parse_article(
            self, response: DummyResponse, article: NewsArticle, record: newsparse.Article, options: newsparse.Options
        ):
            yield {"url": article.url, "kinds": [article.kind, record.kind, options.kind]}
        """,
        POET_IMPORTS,
        POET_SETTINGS + ', "NEWSPARSE_OPTIONS": {"kind": "list"}',
    )
    items = by_path(run(program))
    assert [items[story.path]["kinds"] for story in published()] == [["list"] * 3 for _ in published()]


@needs_scrapy
@pytest.mark.parametrize("given", [{"profile_dir": "sites"}, {"profile_dirs": "sites"}], ids=str)
def test_a_setting_that_means_nothing_is_told(given: dict[str, str]) -> None:
    from scrapy.settings import Settings

    from newsparse.integrations.scrapy import ArticleProvider

    injector = SimpleNamespace(crawler=SimpleNamespace(settings=Settings({"NEWSPARSE_OPTIONS": given})))
    with pytest.raises(newsparse.OptionsError, match=f"NEWSPARSE_OPTIONS: .*{next(iter(given))}"):
        ArticleProvider(injector)


@needs_scrapy
def test_scrapy_stitches(run: Run) -> None:
    """Pages 2 and 3 go through Scrapy's own downloader."""
    program = spider(
        """
        async def parse_article(self, response):
            article = await newsparse.stitch_async(response, fetch=fetcher(self.crawler))
            yield article.to_dict()
        """,
        "from newsparse.integrations.scrapy import fetcher",
    )
    records = by_path(run(program))
    for story in published():
        assert records[story.path]["text"] == story.text


@needs_scrapy
def test_fetcher_gives_none_for_what_is_not_to_be_had(run: Run, portal: Portal) -> None:
    """A page that is gone, and one that takes longer than Scrapy waits: the article loses a page, not the crawl."""
    portal.slow = 4.0
    slow = next(story.path for story in stories() if story.slow)
    program = spider(
        f"""
        async def parse(self, response):
            fetch = fetcher(self.crawler)
            for path in {[MISSING, slow, MOVED]!r}:
                answer = await fetch(response.urljoin(path))
                yield {{"url": response.urljoin(path), "title": answer and newsparse.parse(answer).title}}
        """,
        "from newsparse.integrations.scrapy import fetcher",
        '"DOWNLOAD_TIMEOUT": 1.5',
    )
    titles = {path: item["title"] for path, item in by_path(run(program)).items()}
    assert titles == {MISSING: None, slow: None, MOVED: "汀州三十所小学本学期起开设木工课"}


@needs_crawlee
def test_crawlee(run: Run, portal: Portal) -> None:
    program = textwrap.dedent(
        """
        import asyncio, json, sys
        from crawlee import ConcurrencySettings
        from crawlee.configuration import Configuration
        from crawlee.crawlers import HttpCrawler, HttpCrawlingContext
        from crawlee.storage_clients import MemoryStorageClient
        from newsparse.errors import InputError
        from newsparse.integrations.crawlee import article_of, links_of

        async def main() -> None:
            items = []
            crawler = HttpCrawler(
                storage_client=MemoryStorageClient(), configure_logging=False, max_request_retries=0,
                concurrency_settings=ConcurrencySettings(desired_concurrency=4, max_concurrency=4),
            )

            @crawler.router.default_handler
            async def handle(context: HttpCrawlingContext) -> None:
                try:
                    article = await article_of(context)
                except InputError as error:
                    items.append({"error": type(error).__name__})
                    return
                if article.kind == "article":
                    items.append(article.to_dict())
                    return
                found = await links_of(context)
                await context.add_requests([link.url for link in (*found.articles, *found.next_pages, *found.lists)])

            await crawler.run([sys.argv[1]])
            print(json.dumps(items, ensure_ascii=False))

        asyncio.run(main())
        """
    )
    items = run(program)
    records = by_path(items)
    for story in published():
        if story.path != "/local/2024/0513/10002.html" or story.path in records:  # reached by either of two addresses
            same(story, records[story.path])
    assert {item["error"] for item in items if "error" in item} == {"BinaryPage", "EmptyPage"}
    assert (MISSING, 404) in portal.requests


@needs_requests
@pytest.mark.parametrize("story", published(), ids=lambda story: story.path)
def test_requests(story: Story, portal: Portal) -> None:
    import requests

    with requests.Session() as session:
        session.trust_env = False
        same(story, newsparse.parse(session.get(portal.address(story.path))).to_dict())


@needs_httpx
@pytest.mark.parametrize("story", published(), ids=lambda story: story.path)
def test_httpx(story: Story, portal: Portal) -> None:
    import httpx

    with httpx.Client(trust_env=False) as client:
        same(story, newsparse.parse(client.get(portal.address(story.path))).to_dict())


@needs_httpx
def test_redirects_give_the_address_that_answered(portal: Portal) -> None:
    import httpx

    with httpx.Client(trust_env=False, follow_redirects=True) as client:
        article = newsparse.parse(client.get(portal.address(MOVED)))
    assert article.url == portal.address("/local/2024/0513/10002.html")
