"""Scrapy by its own idioms: an item, a web-poet page object, a scrapy-poet provider, an add-on that sets them up.

The plain way needs none of it: ``newsparse.parse(response)`` in a callback takes Scrapy's response as it is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence, Set
from datetime import UTC, datetime
from typing import Any

from newsparse.api import parse
from newsparse.article import Article
from newsparse.errors import MissingExtra, OptionsError
from newsparse.installs import install_line
from newsparse.options import Options

try:
    import attrs
    import zyte_common_items
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from scrapy.utils.misc import load_object
    from scrapy_poet.injection import Injector
    from scrapy_poet.page_input_providers import PageObjectInputProvider
    from web_poet import WebPage, cached_method, handle_urls
    from web_poet.fields import get_fields_dict
    from web_poet.utils import ensure_awaitable
except ImportError as error:
    raise MissingExtra(f"newsparse.integrations.scrapy needs {error.name}: run {install_line('scrapy')}.") from error


@attrs.define(kw_only=True)
class Credit(zyte_common_items.Item):
    """One person and what they did: ``role`` is one of `newsparse.article.ROLES`."""

    name: str
    role: str
    organization: str | None = None


@attrs.define(kw_only=True)
class Dateline(zyte_common_items.Item):
    """新华社巴黎12月9日电: the words themselves, and the agency, place and date in them."""

    raw: str
    agency: str | None = None
    place: str | None = None
    date: str | None = None


@attrs.define(kw_only=True)
class NewsArticle(zyte_common_items.Article):
    """Zyte's Article with what it lacks for news; see docs/record.md for what the fields mean.

    ``sections``, ``attachments`` and ``links`` hold the JSON form of the record's.
    """

    kind: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    datePublishedPrecision: str | None = None  # noqa: N815  Zyte's items are written so
    source: str | None = None
    sourceUrl: str | None = None  # noqa: N815
    siteName: str | None = None  # noqa: N815
    credits: list[Credit] | None = None
    editors: list[str] | None = None
    dateline: Dateline | None = None
    sections: list[dict] | None = None
    attachments: list[dict] | None = None
    links: list[dict] | None = None
    keywords: list[str] | None = None
    pages: list[str] | None = None
    warnings: list[str] | None = None


def news_article(article: Article, *, downloaded: datetime | None = None) -> NewsArticle:
    """The record as an item.

    Args:
        article: what `newsparse.parse` made of a page whose address it knew.
        downloaded: when; goes to ``metadata.dateDownloaded`` in UTC.
    """
    values = article.to_zyte()
    if downloaded is not None:
        values["metadata"]["dateDownloaded"] = downloaded.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    # Item.from_dict would do all this, but it reads the classes' annotations anew for each item (1 ms, measured).
    for name, cls in _ITEMS.items():
        if name in values:
            values[name] = cls(**values[name])
    for name, cls in _ITEM_LISTS.items():
        if name in values:
            values[name] = [cls(**value) for value in values[name]]
    return NewsArticle(**values)


# The fields that hold items of their own, and those that hold lists of such.
_ITEMS: dict[str, type[zyte_common_items.Item]] = {
    "mainImage": zyte_common_items.Image,
    "metadata": zyte_common_items.ArticleMetadata,
    "dateline": Dateline,
}
_ITEM_LISTS: dict[str, type[zyte_common_items.Item]] = {
    "authors": zyte_common_items.Author,
    "breadcrumbs": zyte_common_items.Breadcrumb,
    "images": zyte_common_items.Image,
    "videos": zyte_common_items.Video,
    "audios": zyte_common_items.Audio,
    "credits": Credit,
}


# Below web-poet's 500: a page object of the user's for all sites goes first, and is no conflict.
_PRIORITY = 100


@handle_urls("", priority=_PRIORITY)
@attrs.define
class NewsArticlePage(WebPage[NewsArticle]):
    """The page object for `NewsArticle`, for every site: "" matches all addresses, IP addresses with a port as well.

    A subclass states the fields that it knows better with ``@web_poet.field``, under a ``@handle_urls`` of its own, for
    one site or for all; all others stay as newsparse reads them.

    Attributes:
        options: as for `newsparse.parse`; in Scrapy those of the setting NEWSPARSE_OPTIONS.
    """

    options: Options = Options()

    @cached_method
    def record(self) -> Article:
        """The page as newsparse's record."""
        return parse(self.response, options=self.options)

    async def to_item(self) -> NewsArticle:
        """The item: the record, with the fields that a subclass states.

        Raises:
            EmptyPage, BinaryPage: there is no page in the response; scrapy-poet hands them to the request's errback.
        """
        item = news_article(self.record(), downloaded=datetime.now(UTC))
        for name in get_fields_dict(self):
            setattr(item, name, await ensure_awaitable(getattr(self, name)))
        return item


class ArticleProvider(PageObjectInputProvider):
    """Provides callbacks and page objects with newsparse's own record: ``record: newsparse.Article``.

    And with the `Options` of the setting NEWSPARSE_OPTIONS, a dict of them; both are read with these.
    """

    provided_classes = {Article, Options}  # noqa: RUF012  declared by the base class
    name = "newsparse"

    def __init__(self, injector: Injector) -> None:
        """Read the setting.

        Raises:
            OptionsError: it names an option that there is not, or a value that means nothing.
        """
        super().__init__(injector)
        try:
            self._options = Options(**injector.crawler.settings.getdict("NEWSPARSE_OPTIONS"))
        except (TypeError, ValueError) as error:
            raise OptionsError(f"The setting NEWSPARSE_OPTIONS: {error}") from error

    def __call__(self, to_provide: Set[Callable[..., Any]], response: Response) -> Sequence[Any]:
        """The record of the response, and the options: those of them that are asked for."""
        given: list[Any] = [self._options] if Options in to_provide else []
        return [*given, parse(response, options=self._options)] if Article in to_provide else given


class Addon:
    """``ADDONS = {"scrapy_poet.Addon": 300, "newsparse.integrations.scrapy.Addon": 400}`` sets everything up."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Add the provider. The page object registered itself when this module was imported."""
        providers = dict(settings["SCRAPY_POET_PROVIDERS"] or {})
        providers.setdefault(ArticleProvider, 700)
        settings.set("SCRAPY_POET_PROVIDERS", providers, "addon")


def fetcher(crawler: Crawler) -> Callable[[str], Awaitable[Response | None]]:
    """A ``fetch`` for `newsparse.stitch_async` that goes through the crawler's downloader and its middlewares.

    None for an HTTP error and for what Scrapy would retry (its setting RETRY_EXCEPTIONS).
    """
    failures = tuple(load_object(name) for name in crawler.settings.getlist("RETRY_EXCEPTIONS"))

    async def fetch(url: str) -> Response | None:
        engine = crawler.engine
        if engine is None:
            raise RuntimeError("The crawler is not running: call fetcher() in a callback.")
        try:
            response: Response = await engine.download_async(Request(url))
        except failures:
            return None
        return response if response.status < 400 else None

    return fetch
