"""What each extractor says of a page, in the record that newsparse.evaluate scores.

Runs inside an extractor's own environment, so the module's top imports nothing beyond the standard library. A maker
imports its extractor, sets it up once, as its documentation says for Chinese news pages, and returns the function
that is measured. What an extractor has no notion of is left out of its record and of its `figures`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

Record = dict[str, Any]
Extract = Callable[[str, str | None], Record]

CHINA = timezone(timedelta(hours=8))
EVERYONE = ("whole", "body", "clean", "reject")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BETWEEN_NAMES = re.compile(r"[、,，;；/|\s]+")
_PRINTED_TIME = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?:\D{1,3}(\d{1,2}):(\d{1,2}))?")


class Adapter(NamedTuple):
    """How to set an extractor up, and the figures that it can be asked for beside those of everyone."""

    make: Callable[[], Extract]
    figures: tuple[str, ...]


def record(text: str | None, **fields: Any) -> Record:
    """A record; a page that gave text is taken as an article, as no other extractor than newsparse tells them apart."""
    return {"text": text or "", "kind": "article" if text and text.strip() else "other"} | fields


def iso(value: datetime | str | None) -> str | None:
    """A time as ISO 8601 in China's time, as the pages print it; None where nothing can be read as one.

    >>> iso("2020年3月1日 10:22"), iso("2020-03-01T02:22:00Z"), iso("soon")
    ('2020-03-01T10:22', '2020-03-01T10:22:00', None)
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return _printed(str(value))
    if value is None:
        return None
    return (value.astimezone(CHINA) if value.tzinfo else value).replace(tzinfo=None).isoformat()


def _printed(text: str) -> str | None:
    found = _PRINTED_TIME.search(text)
    if not found:
        return None
    year, month, day, hour, minute = found.groups()
    date = f"{year}-{month:0>2}-{day:0>2}"
    return f"{date}T{hour:0>2}:{minute}" if hour else date


def people(names: str | None) -> list[str]:
    """The names in a line of them."""
    return [name for name in _BETWEEN_NAMES.split(names or "") if name]


def headings(element: Any, title: str | None, tags: Iterable[str] = HEADINGS) -> list[str]:
    """The texts of an lxml element's heading elements; the page's own title, which many leave there, is none."""
    if element is None:
        return []
    found = ("".join(heading.itertext()).strip() for heading in element.iter(*tags))
    return [text for text in found if text and text != title]


def text_of(tree: Any) -> str:
    """The text of an lxml tree, a line for each of its pieces; the scorer does not look at white space."""
    return "\n".join(filter(None, map(str.strip, tree.xpath("//text()"))))


def bare() -> Extract:
    """No extractor: the parse that all are compared to."""
    from lxml.html import document_fromstring

    def extract(html: str, url: str | None) -> Record:
        document_fromstring(html)
        return record(None)

    return extract


def newsparse(parser: str) -> Callable[[], Extract]:
    """newsparse with one of its parsers; parse() makes the whole record, not only what is scored."""

    def make() -> Extract:
        import newsparse

        options = newsparse.Options(parser=parser)  # type: ignore[arg-type]

        def extract(html: str, url: str | None) -> Record:
            article = newsparse.parse(html, url, options=options)
            return record(
                article.text,
                kind=article.kind,
                title=article.title,
                published=article.published.isoformat() if article.published else None,
                source=article.source,
                authors=list(article.authors),
                editors=list(article.editors),
                headings=list(article.headings),
            )

        return extract

    return make


def trafilatura(**settings: Any) -> Callable[[], Extract]:
    """trafilatura. Its dates have no time of day, and its sitename is not what an article names as its source.

    Comments are no part of an article, and tables lay old pages out: without them its texts are nearer the articles.
    """

    def make() -> Extract:
        from trafilatura import bare_extraction

        def extract(html: str, url: str | None) -> Record:
            found = bare_extraction(
                html, url=url, with_metadata=True, include_comments=False, include_tables=False, **settings
            )
            if found is None:
                return record(None)
            return record(
                found.text,
                title=found.title,
                published=found.date,
                authors=people(found.author),
                headings=headings(found.body, found.title, ["head"]),
            )

        return extract

    return make


def newspaper4k() -> Extract:
    """newspaper4k for Chinese, without fetching anything."""
    from newspaper import Article

    def extract(html: str, url: str | None) -> Record:
        article = Article(url or "", language="zh", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return record(
            article.text,
            title=article.title,
            published=iso(article.publish_date),
            authors=list(article.authors),
            headings=headings(article.top_node, article.title),
        )

    return extract


def readability_lxml() -> Extract:
    """readability-lxml; its summary is HTML."""
    from lxml.html import document_fromstring
    from readability import Document

    def extract(html: str, url: str | None) -> Record:
        document = Document(html, url=url)
        title = document.short_title()
        tree = document_fromstring(document.summary())
        return record(text_of(tree), title=title, headings=headings(tree, title))

    return extract


def gne() -> Extract:
    """GNE, made for Chinese news pages."""
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()

    def extract(html: str, url: str | None) -> Record:
        found = extractor.extract(html)
        return record(
            found["content"],
            title=found["title"],
            published=iso(found["publish_time"]),
            authors=people(found["author"]),
        )

    return extract


def magic_html() -> Extract:
    """magic-html; what it finds is HTML."""
    from lxml.html import document_fromstring
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()

    def extract(html: str, url: str | None) -> Record:
        found = extractor.extract(html, base_url=url or "")
        tree = document_fromstring(found["html"])
        return record(text_of(tree), title=found["title"], headings=headings(tree, found["title"]))

    return extract


def boilerpy3() -> Extract:
    """boilerpy3's extractor for news articles."""
    from boilerpy3.extractors import ArticleExtractor

    extractor = ArticleExtractor(raise_on_failure=False)

    def extract(html: str, url: str | None) -> Record:
        document = extractor.get_doc(html)
        return record(document.content, title=document.title)

    return extract


def resiliparse() -> Extract:
    """resiliparse's main content as text, without the marks that it adds to lists and pictures."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def extract(html: str, url: str | None) -> Record:
        tree = HTMLTree.parse(html)
        return record(
            extract_plain_text(tree, main_content=True, list_bullets=False, alt_texts=False), title=tree.title
        )

    return extract


def goose3() -> Extract:
    """goose3 with its Chinese word list, without fetching anything."""
    from goose3 import Goose
    from goose3.text import StopWordsChinese

    goose = Goose({"stopwords_class": StopWordsChinese, "enable_image_fetching": False})

    def extract(html: str, url: str | None) -> Record:
        article = goose.extract(url=url, raw_html=html)
        return record(
            article.cleaned_text,
            title=article.title,
            published=iso(article.publish_date),
            authors=list(article.authors),
            headings=headings(article.top_node, article.title),
        )

    return extract


_ALL = ("title", "day", "minute", "source", "source_spurious", "authors", "editors", "headings")

ADAPTERS = {
    "bare": Adapter(bare, ()),
    "newsparse": Adapter(newsparse("lexbor"), _ALL),
    "newsparse (lxml)": Adapter(newsparse("lxml"), _ALL),
    "trafilatura": Adapter(trafilatura(), ("title", "day", "authors", "headings")),
    "trafilatura (fast)": Adapter(trafilatura(fast=True), ("title", "day", "authors", "headings")),
    "newspaper4k": Adapter(newspaper4k, ("title", "day", "minute", "authors", "headings")),
    "readability-lxml": Adapter(readability_lxml, ("title", "headings")),
    "gne": Adapter(gne, ("title", "day", "minute", "authors")),
    "magic-html": Adapter(magic_html, ("title", "headings")),
    "boilerpy3": Adapter(boilerpy3, ("title",)),
    "resiliparse": Adapter(resiliparse, ("title",)),
    "goose3": Adapter(goose3, ("title", "day", "minute", "authors", "headings")),
}
