"""No record and no output holds an address that runs a script, carries data, or leads to the reader's own files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

import pytest

import newsparse
from newsparse import Options
from newsparse.options import Parser
from newsparse.render import FORMATS
from newsparse.text.addresses import is_harmless, safe_url

URL = "https://news.example.com/2021/1108/1.html"
# As the attribute's value has them; `plain`, `entities` say how they are written into the page.
HARMFUL = (
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "  javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\r\n\tscript\n:alert(1)",
    "\x01\x1fjavascript:alert(1)",
    "\u00a0javascript:alert(1)",
    "java\u200bscript:alert(1)",
    "\ufeffjavascript:alert(1)",
    "java" + "\t" * 5000 + "script:alert(1)",
    "\x02" * 5000 + "javascript:alert(1)",
    "java&#115;cript:alert(1)",
    "javascript&colon;alert(1)",
    "java&Tab;script:alert(1)",
    "javascript%3Aalert(1)",
    "%6a%61vascript:alert(1)",
    "java%0ascript:alert(1)",
    "%256aavascript%253aalert(1)",
    "vbscript:msgbox(1)",
    "VbScript:msgbox(1)",
    "livescript:go(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "DATA:text/html,<b>x</b>",
    "data%3atext/html,x",
    "data:image/svg+xml,<svg/>",
    "file:///etc/passwd",
    "File:C:/secret.jpg",
    "blob:https://news.example.com/7c0d",
    "view-source:javascript:alert(1)",
    "about:blank",
)
HARMLESS = (
    "https://news.example.com/1.html",
    "HTTP://news.example.com/1.html",
    "//img.example.com/1.jpg",
    "/a/b.jpg",
    "../b.jpg",
    "b.jpg?from=12:30&to=javascript:",
    "?page=2",
    "图片/1.jpg",
    "/go?to=javascript%3Aalert(1)",
    "https://a.example.com/javascript:alert(1)",
    "a%20b.jpg",
    "R&D.jpg",
)
STORY = "<p>昨晚六点，老街的四十盏路灯一齐亮了。住在街口的居民说，等了两年，回家的路总算方便多了，孩子也敢出门。</p>"
AFTER = (
    "<p>街道办说，灯具是太阳能的，一次充电可以亮三晚，坏了由厂家在两天内来换，居民不用另外出一分钱。</p>"
    "<p>下一步还要给沿河的步道装上同样的灯，预计年底前完工，届时从码头到石桥一路都亮堂堂的。</p>"
)
PICTURE = '<p><img src="{}" width="600" height="400"></p><p>图为老街。林小满 摄</p>'
LAZY = '<p><img src="/blank.gif" data-original="{}" width="600" height="400"></p>'
CHOICE = '<p><img srcset="{} 1280w" width="600" height="400"></p>'
SECOND = '<p><img src="/2.jpg" width="600" height="400"></p>'
PAGES = '<div class="page"><a href="{0}">2</a> <a href="{0}">下一页</a></div>'
CRUMBS = (
    '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="{}">本地新闻</a> &gt; <a href="/b/">正文</a></div>'
)
LINKS = '<ul><li><a href="{}">老街的四十盏路灯一齐亮了，居民都说方便</a></li></ul>'


def page(address: str, *, base: bool = False, ld: bool = False) -> str:
    """A page with the address in every place that a record's addresses are read from."""
    href = escape(address)
    crumbs = [{"@type": "ListItem", "position": n, "name": f"第{n}级", "item": address} for n in (1, 2)]
    data = json.dumps(
        [{"@type": "NewsArticle", "headline": "老街亮灯"}, {"@type": "BreadcrumbList", "itemListElement": crumbs}]
    )
    head = [
        f'<base href="{href}">' if base else "",
        f'<link rel="canonical" href="{href}"><link rel="next" href="{href}"><meta property="og:url" content="{href}">',
        f'<meta property="og:image" content="{href}"><meta name="twitter:image" content="{href}">',
        f'<script type="application/ld+json">{data}</script>' if ld else "",
    ]
    body = [
        "" if ld else CRUMBS.format(href),
        f'<h1>老街亮灯</h1><p>2021-11-08 10:30 来源：<a href="{href}">滨城晚报</a> 作者：林小满</p><div>{STORY}',
        *(part.format(href) for part in (PICTURE, LAZY, CHOICE)),
        SECOND + AFTER + "</div>" + PAGES.format(href) + LINKS.format(href),
    ]
    return f"<html><head><title>老街亮灯</title>{''.join(head)}</head><body>{''.join(body)}</body></html>"


def addresses(record: dict[str, Any]) -> Iterator[str]:
    for image in (*record["images"], record["main_image"], *_pictures(record["sections"])):
        if image:
            yield image["url"]
    yield from record["pages"]
    yield from (crumb["url"] for crumb in record["breadcrumbs"] if crumb["url"])
    yield from (record[key] for key in ("canonical_url", "source_url") if record[key])


def _pictures(sections: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (block["image"] for section in sections for block in section["blocks"] if block.get("image"))


_RUNS = re.compile(r"(?:javascript|vbscript|livescript|data|file|blob|about|view-source):", re.IGNORECASE)


def harms(address: str) -> bool:
    """Said otherwise than in the library: unpacked at length, and all that nobody sees taken out."""
    for _ in range(4):
        if _RUNS.match("".join(char for char in address if char.isprintable()).replace(" ", "")):
            return True
        address = unquote(unescape(address))
    return False


@pytest.mark.parametrize("address", HARMFUL)
@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("url", [URL, None, "file:///home/me/saved.html"])
def test_no_harmful_address_in_a_record(address: str, parser: Parser, url: str | None) -> None:
    for more in ({}, {"base": True}, {"ld": True}):
        made = page(address, **more)
        article = newsparse.parse(made, url, options=Options(parser=parser))
        assert [found for found in addresses(article.to_dict()) if harms(found)] == []
        assert [image.url for image in article.images if image.url.endswith("2.jpg")], "the other picture is there"
        names = [crumb.name for crumb in article.breadcrumbs]
        assert names == (["第1级", "第2级"] if "ld" in more else ["首页", "本地新闻", "正文"])
        found = newsparse.links(made, url, options=Options(parser=parser))
        kinds = (found.articles, found.next_pages, found.lists, found.others)
        assert [link.url for links in kinds for link in links if harms(link.url)] == []


@pytest.mark.parametrize("address", HARMFUL)
def test_no_harmful_address_in_what_is_rendered(address: str) -> None:
    article = newsparse.parse(page(address), URL)
    broken = newsparse.Article.from_dict(
        {**article.to_dict(), "source_url": address, "main_image": {"url": address, "caption": None, "alt": None}}
    )
    for made in (article, broken):
        for name in ("markdown", "html"):
            rendered = FORMATS[name](made)
            found = re.findall(r'(?:href|src)="([^"]*)"|\]\(<?([^)>]*)', rendered)
            assert [a or b for a, b in found if harms(a or b)] == []


@pytest.mark.parametrize("address", HARMFUL)
def test_harmful(address: str) -> None:
    assert not is_harmless(address)
    assert safe_url(address) is None


@pytest.mark.parametrize("address", HARMLESS)
def test_harmless(address: str) -> None:
    assert is_harmless(address)


def test_harmless_addresses_are_kept() -> None:
    article = newsparse.parse(page("http://a.example.cn/1.jpg"), URL)
    assert article.source_url == article.canonical_url == "http://a.example.cn/1.jpg"
    assert [image.url for image in article.images] == ["http://a.example.cn/1.jpg", "https://news.example.com/2.jpg"]
    assert article.pages == ("http://a.example.cn/1.jpg",)
    assert [crumb.url for crumb in article.breadcrumbs][1] == "http://a.example.cn/1.jpg"


def test_the_first_usable_address_counts() -> None:
    head = '<link rel="canonical" href="javascript:void(0)"><meta property="og:url" content="/1.html">'
    made = page("javascript:go(1)").replace("<title>", head + "<title>")
    assert newsparse.parse(made, URL).canonical_url is None or "1.html" in str(newsparse.parse(made, URL).canonical_url)
    simple = f"<head>{head}</head><h1>老街亮灯</h1>{STORY}"
    assert newsparse.parse(simple, URL).canonical_url == "https://news.example.com/1.html"


@pytest.mark.parametrize("address", [address for address in HARMFUL if not address.lower().startswith("file:")])
def test_a_harmful_address_of_the_page_itself_is_left_out(address: str) -> None:
    article = newsparse.parse(page("/1.jpg"), address)
    assert article.url is None
    assert [said for said in article.warnings if "address of the page" in said]


def test_pictures_of_a_saved_page_stay_relative() -> None:
    article = newsparse.parse(
        f"<h1>老街亮灯</h1>{STORY}{SECOND.replace('/2', 'x_files/2')}{AFTER}", "file:///home/me/x.html"
    )
    assert [image.url for image in article.images] == ["x_files/2.jpg"]
