"""What may be passed to the public functions: whatever it is, a result, a typed error, or a warning that says why."""

from __future__ import annotations

import asyncio
import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import lxml.html
import pytest
from bs4 import BeautifulSoup, Comment
from lxml import etree

import newsparse
from newsparse import Article, InputError, NewsparseError, Options, OptionsError

PAGE = (
    "<html><head><title>渡口换了新船 - 青河网</title></head><body><h1>渡口换了新船</h1>"
    "<p>3小时前 来源：青河日报</p><p>昨日清晨六点，青河县的老码头迎来了今年第一班渡轮，三百多名乘客排着队上船。</p>"
    "</body></html>"
)


async def _stitched(page: Any, **given: Any) -> Article:
    async def fetch(_: str) -> None:
        return None

    return await newsparse.stitch_async(page, fetch=fetch, **given)


# All functions that read a page.
READERS: dict[str, Callable[..., Any]] = {
    "parse": newsparse.parse,
    "explain": newsparse.explain,
    "links": newsparse.links,
    "stitch": lambda page, *args, **given: newsparse.stitch(page, *args, fetch=lambda _: None, **given),
    "stitch_async": lambda page, *_, **given: asyncio.run(_stitched(page, **given)),
}

# What is no page → what the message must say.
NO_PAGES: dict[str, tuple[Callable[[], Any], str]] = {
    "nothing": (lambda: None, "None"),
    "a path": (lambda: Path("pages/001.html"), "read_bytes"),
    "a file of text": (lambda: io.StringIO(PAGE), r"read\(\)"),
    "a file of bytes": (lambda: io.BytesIO(PAGE.encode()), r"read\(\)"),
    "a number": (lambda: 5, "int"),
    "a list": (lambda: [PAGE], "list"),
    "a class": (lambda: str, "type"),
    "a text of another class": (lambda: SimpleNamespace(text=PAGE), "SimpleNamespace"),
    "a response without bytes": (lambda: SimpleNamespace(headers={}, text=PAGE), "SimpleNamespace"),
    "a comment of lxml": (lambda: etree.Comment("x"), "comment"),
    "a comment in a tree": (lambda: lxml.html.fromstring("<div><!-- x --><p>y</p></div>")[0], "comment"),
    "an instruction of lxml": (lambda: etree.ProcessingInstruction("x", "y"), "instruction"),
    "an entity of lxml": (lambda: etree.Entity("nbsp"), "entity"),
    "an element of xml.etree": (lambda: ET.Element("html"), "xml.etree"),
    "a tree of xml.etree": (lambda: ET.ElementTree(ET.Element("html")), "xml.etree"),
    "an empty tree of xml.etree": (lambda: ET.ElementTree(), "xml.etree"),
    "a comment of xml.etree": (lambda: ET.Comment("x"), "xml.etree"),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", NO_PAGES)
def test_what_is_no_page_is_said(name: str, reader: str) -> None:
    make, says = NO_PAGES[name]
    with pytest.raises(InputError, match=says):
        READERS[reader](make())


# What is a page, and nothing may be raised for but what says that there is nothing in it.
ODD_PAGES: dict[str, Callable[[], Any]] = {
    "an empty tree of lxml": etree.ElementTree,
    "an element without anything": lambda: etree.Element("html"),
    "an element of another namespace": lambda: etree.Element("{urn:x}y"),
    "a tree with instructions beside its root": lambda: etree.ElementTree(
        etree.XML("<?a b?><!-- c --><html><p>渡口</p></html><?d e?>")
    ),
    "no bytes": lambda: b"",
    "bytes that are read only": lambda: memoryview(PAGE.encode()).toreadonly(),
    "every second byte of a view": lambda: memoryview(PAGE.encode("utf-16-le"))[::2],
    "a view of numbers": lambda: memoryview(bytearray(PAGE.encode() + b" " * 8)[: len(PAGE) // 4 * 4]).cast("I"),
    "a string of a soup": lambda: BeautifulSoup(PAGE, "html.parser").title.string,  # type: ignore[union-attr]
    "a comment of a soup": lambda: Comment("渡口"),
    "an empty soup": lambda: BeautifulSoup("", "html.parser"),
    "lone surrogates": lambda: PAGE.replace("渡口", "\ud800渡口\udfff"),
    "a str of NUL": lambda: "\0\0",
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ODD_PAGES)
def test_odd_pages_are_read_or_empty(name: str, reader: str) -> None:
    try:
        READERS[reader](ODD_PAGES[name]())
    except InputError as error:
        assert "page" in str(error)  # noqa: PT017 - most are read


@pytest.mark.parametrize(
    "page", ["\ud800石桥修好了\udfff。", PAGE.replace("渡口", "\ud800渡口\udfff")], ids=["text", "html"]
)
def test_what_is_read_of_a_str_can_be_written(page: str) -> None:
    article = newsparse.parse(page)
    for text in (article.title or "", article.text, article.to_markdown(), repr(article)):
        text.encode()


@pytest.mark.parametrize("reader", ["parse", "explain", "links", "stitch"])
@pytest.mark.parametrize("url", [5, b"http://a.example/", object(), ["http://a.example/"], Path("a"), 0, False])
def test_an_address_is_a_str(url: object, reader: str) -> None:
    with pytest.raises(InputError, match="url"):
        READERS[reader](PAGE, url)


@pytest.mark.parametrize("reader", ["parse", "explain", "links", "stitch"])
@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "http://[::1",
        "http://a.example:xx/",
        "http://a.example:99999999999/",
        "http://",
        "://",
        "//",
        "\0",
        "http://\ud800.example/",
        "青河",
        "http://青河.example/一.html",
        "http://xn--a.example/",
        "http://a..example/",
        "javascript:x",
        "a" * 100_000,
        "http://" + "a." * 5_000,
        "http://a.example/" + "1/" * 5_000,
    ],
)
def test_any_str_may_be_the_address(url: str, reader: str) -> None:
    page = PAGE.replace("</body>", "<a href=7_2.html>下一页</a><a href='http://[x'>船</a><img src='//[y'></body>")
    assert READERS[reader](page, url)
    assert READERS[reader](page.replace("<head>", f"<head><link rel=canonical href='{url[:200]}'>"))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("content_type", 5),
        ("content_type", b"text/html; charset=gbk"),
        ("content_type", {}),
        ("options", None),
        ("options", {"input": "html"}),
        ("options", Options),
        ("options", "html"),
    ],
)
def test_other_arguments_are_checked(name: str, value: object, reader: str) -> None:
    with pytest.raises(NewsparseError, match=name):
        READERS[reader](PAGE, **{name: value})


@pytest.mark.parametrize("limit", [None, "5", 1.5, object()])
def test_the_limit_of_stitch_is_a_number(limit: Any) -> None:
    with pytest.raises(OptionsError, match="limit"):
        newsparse.stitch(PAGE, fetch=lambda _: None, limit=limit)


@pytest.mark.parametrize("fetch", [None, "http://a.example/", 5])
def test_what_fetches_is_a_function(fetch: Any) -> None:
    with pytest.raises(OptionsError, match="fetch"):
        newsparse.stitch(PAGE, fetch=fetch)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("input", None),
        ("input", ["html"]),
        ("parser", "html5lib"),
        ("parser", {}),
        ("kind", 5),
        ("kind", []),
        ("now", date(2021, 11, 8)),
        ("now", 1636335000.0),
        ("now", "2021-11-08"),
        ("now", datetime.min),
        ("now", datetime.max),
        ("now", datetime.min.replace(tzinfo=UTC)),
        ("now", datetime.max.replace(tzinfo=UTC)),
        ("now", datetime(1, 1, 2, tzinfo=timezone(timedelta(hours=14)))),
        ("now", datetime(9999, 12, 30, tzinfo=timezone(-timedelta(hours=12)))),
        ("profile_dirs", "folder"),
        ("profile_dirs", Path("folder")),
        ("profile_dirs", 5),
        ("profile_dirs", None),
        ("profile_dirs", (5,)),
        ("profiles", "no"),
        ("jieba", None),
        ("keywords", -1),
        ("keywords", True),
        ("keywords", "10"),
        ("segmenter", "mecab"),
    ],
)
def test_options_are_checked(name: str, value: Any) -> None:
    with pytest.raises(OptionsError, match=name):
        Options(**{name: value})


def test_a_list_of_folders_becomes_a_tuple() -> None:
    assert hash(Options(profile_dirs=["newsparse"])) == hash(Options(profile_dirs=("newsparse",)))  # type: ignore[arg-type]


NOWS = [
    datetime(1900, 1, 1),
    datetime(2999, 12, 31, 23, 59, 59),
    datetime(1900, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    datetime(2999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=12))),
    datetime(2024, 2, 29),
]
WORDS = [
    "3小时前",
    "昨天 12:00",
    "前天",
    "999年前",
    "999个月前",
    "99999999天前",
    "11-08 12:00",
    "2月29日",
    "刚刚",
    "十年前",
]


@pytest.mark.parametrize("now", NOWS)
@pytest.mark.parametrize("words", WORDS)
def test_relative_dates_at_the_ends_of_time(words: str, now: datetime) -> None:
    page = PAGE.replace("3小时前", words) + f"<a href=/2021/1108/1.html>渡口昨日换了新船</a> {words}"
    assert newsparse.parse(page, options=Options(now=now)).to_json()
    assert newsparse.links(page, "http://a.example/", options=Options(now=now))


STAMPS = [
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01",
    "0000-00-00T00:00:00Z",
    "2021-11-08T17:27:00+99:99",
    "2021-11-08T17:27:00+23:59",
    "253402300799",
    "99999999999999999999",
    "-62135596800",
]


@pytest.mark.parametrize("stamp", STAMPS)
def test_times_of_a_page_at_the_ends_of_time(stamp: str) -> None:
    data = (
        f'<meta property="article:published_time" content="{stamp}"><meta name=pubdate content="{stamp}">'
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"渡口换了新船",'
        f'"datePublished":"{stamp}","dateModified":"{stamp}"}}</script><script>window.__INITIAL_STATE__={{"title":"渡口换了新船","ctime":"{stamp}",'
        f'"publishTime":{stamp if stamp.lstrip("-").isdigit() else 0}}}</script><time datetime="{stamp}">{stamp}</time>'
    )
    article = newsparse.parse(PAGE.replace("<head>", f"<head>{data}").replace("3小时前", stamp))
    assert Article.from_dict(article.to_dict()).to_dict() == article.to_dict()
    for name in ("to_zyte", "to_schema_org", "to_ninjs", "to_gne"):
        try:
            getattr(article, name)()
        except InputError as error:
            assert "address" in str(error)  # noqa: PT017 - these want one


# A str (or bytes) that is the name of a page, not the page.
NAMES = [
    "/data/pages/001.html",
    "pages/001.html",
    "001.html",
    "./001.HTM",
    "../dump/001.shtml",
    "~/pages/001.txt",
    "/data/pages/001",
    "/数据/新闻 2021/一.html",
    r"C:\pages\001.html",
    r"C:\pages\001",
    r"\\server\pages\001.html",
    "pages/dump.warc.gz",
    "  pages/001.html\n",
    "https://news.example.cn/2021/1108/77120.html",
    "http://news.example.cn",
    "HTTP://NEWS.EXAMPLE.CN/?id=1",
    "file:///data/pages/001.html",
    "s3://bucket/001.html",
    "www.example.cn",
    "www.example.cn/2021/1108/",
    "news.example.cn/2021/1108/77120.html",
    "news.example.cn/2021/1108/77120",
    "//news.example.cn/2021/1108/77120.html",
    "https://news.example.cn/新闻/渡口.html",
]


@pytest.mark.parametrize("kind", ["auto", "html", "text"])
@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_page_is_told(name: str, kind: Any) -> None:
    for given in (name, name.encode()):
        (said,) = newsparse.parse(given, options=Options(input=kind)).warnings
        assert name.strip()[:20] in said
        assert "page itself" in said


@pytest.mark.parametrize(
    "text",
    [
        "渡口换了新船",
        "昨日清晨六点，青河县的老码头迎来了今年第一班渡轮。",
        "详见 https://news.example.cn/1.html",
        "https://news.example.cn/1.html\n渡口换了新船",
        "渡口/老码头",
        "2021/11/08",
        "11/8 渡口换了新船",
        "v2.0",
        "3.14",
        "新船（C:）",
        "<p>pages/001.html</p>",
    ],
)
def test_a_short_text_is_no_name(text: str) -> None:
    assert newsparse.parse(text).warnings == ()


@pytest.mark.parametrize("record", [None, 5, "x", [], [("kind", "article")], b"{}", object()])
def test_what_is_no_record_is_said(record: Any) -> None:
    with pytest.raises(NewsparseError, match="record"):
        Article.from_dict(record)


@pytest.mark.parametrize(
    "value", [None, 5, -1, 1.5, "x", b"x", [], [[]], {}, {"x": {}}, [None], [5], True, float("nan"), object()]
)
def test_any_value_of_a_key_is_read_or_said(value: Any) -> None:
    for key in newsparse.schema()["properties"]:  # type: ignore[attr-defined]
        try:
            Article.from_dict({"kind": "article", key: value})
        except newsparse.DataError as error:
            assert key in str(error)  # noqa: PT017 - most values are read or passed over for some key


@pytest.mark.parametrize("n", [None, "5", 1.5, object()])
def test_the_number_of_keywords_is_a_number(n: Any) -> None:
    with pytest.raises(OptionsError, match="n="):
        newsparse.parse(PAGE).extract_keywords(n)


@pytest.mark.parametrize("indent", [object(), [], 1.5])
def test_the_indent_of_json_is_checked(indent: Any) -> None:
    with pytest.raises(OptionsError, match="indent"):
        newsparse.parse(PAGE).to_json(indent=indent)
