"""Responses of HTTP clients are told by their shape, and nothing else is taken for one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from lxml import html

import newsparse
from newsparse.read.response import Response, content_type_of, response_of

PAGE = "<title>老街亮灯</title><h1>老街亮灯</h1><p>2021-11-08 来源：某某晚报</p><p>昨晚，老街的路灯亮了。</p>"
URL = "http://news.example.cn/1.html"


class Address:
    """An address that is no str, as httpx and web-poet have it."""

    def __str__(self) -> str:
        return URL


@pytest.mark.parametrize(
    "response",
    [
        SimpleNamespace(
            body=PAGE.encode("gbk"), url=URL, headers={"Content-Type": b"text/html; charset=gbk"}
        ),  # Scrapy
        SimpleNamespace(body=PAGE.encode("gbk"), url=Address(), headers={"Content-Type": "text/html; charset=gbk"}),
        SimpleNamespace(content=PAGE.encode("gbk"), url=Address(), headers={"content-type": "text/html; charset=gbk"}),
    ],
    ids=["scrapy", "web-poet", "httpx"],
)
def test_response(response: Any) -> None:
    assert response_of(response) == Response(PAGE.encode("gbk"), URL, "text/html; charset=gbk")
    article = newsparse.parse(response)
    assert (article.title, article.url, article.encoding) == ("老街亮灯", URL, "gb18030")
    assert newsparse.parse(response, "http://m.example.cn/").url == "http://m.example.cn/"  # the caller's word goes


def test_no_content_type() -> None:
    assert content_type_of({}) is None
    assert response_of(SimpleNamespace(body=b"<p>x</p>", url="", headers={})) == Response(b"<p>x</p>", None, None)


@pytest.mark.parametrize(
    "page",
    [PAGE, PAGE.encode(), html.document_fromstring(PAGE), BeautifulSoup(PAGE, "lxml"), None, 7],
    ids=["str", "bytes", "lxml", "bs4", "None", "int"],
)
def test_other_pages_are_no_responses(page: Any) -> None:
    assert response_of(page) is None


def test_a_response_whose_body_is_not_read_yet_is_refused() -> None:
    """aiohttp's, Crawlee's: their body is awaited. The message says what to do."""
    with pytest.raises(newsparse.InputError, match="bytes"):
        newsparse.parse(SimpleNamespace(read=lambda: b"", url=URL, headers={}))
