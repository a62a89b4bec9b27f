"""A page, and what the tests of the command line program share."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from lxml import etree

import newsparse
from newsparse.article import Article, ContentBlock, Section

ROOT = Path(__file__).parent.parent
SOURCES = str(ROOT / "src")

PAGE = """<!DOCTYPE html><html><head><title>石桥修好了_滨城网</title></head><body><h1>石桥修好了</h1>
<p>2021-11-08 17:27　来源：滨城晚报　作者：林小满</p>
<div><p>滨城晚报讯 古镇的石桥昨日恢复通行，居民出行少绕两公里。</p>
<p>工匠给每块石头编了号，再按原样砌回去，用了三个月。</p></div>
<p>责任编辑：方若溪</p></body></html>"""
# A story, and a page on which most fields have a value.
STORY = (
    "<p>昨日清晨六点，青河县的老码头迎来了今年第一班渡轮，三百多名乘客排着队上船，早餐铺子也比往常早开了一个钟头。</p>"
    "<p>渡轮公司经理介绍，新船能载四百人，航程缩短到十八分钟，每半小时一班，票价不变，老人和学生凭证半价。</p>"
)
FULL_PAGE = (
    "<html><head><title>青河渡口昨日换了新船_青河网</title><meta name=keywords content=渡口,新船>"
    "<meta name=og:image content=http://news.example/1.jpg></head><body>"
    "<p class=kicker>便民新举措</p><h1>青河渡口昨日换了新船</h1>"
    "<p>2021-11-08 17:27 来源：滨城晚报 记者 林小满 翻译：秦望舒</p>"
    f"<div>{STORY}<img src=http://news.example/2.jpg width=600 height=400></div><p>责任编辑：方若溪</p></body></html>"
)
# The first and the last paragraph of a story; what a case is about stands between.
FIRST = "天还没亮，江边的栈桥上已经排起了队，六十多名乘客等着坐头班船过江，队伍里一半是挑着菜筐的菜农。"
LAST = "船长老徐在这条线上跑了二十六年，他说，秋天雾大，看不清对岸的灯，就宁可晚开十分钟。"
# Text as pages have it, and every character that could mean something to a format.
SIGNS = st.text(st.sampled_from("石桥修好 了。a1\n\t\\`*_{}[]<>()#+-.!|~&;:=\"'$/\0\ud800\u2028　"), max_size=40)
# The keys of a record, in order.
KEYS = list(newsparse.Article(kind="article").to_dict())
# Newer versions of libxml2 stop at a depth of their own whatever is asked for; older ones (2.12) do not.
DEPTH_IS_LIMITED = etree.fromstring("<div>" * 5000 + "<a>", etree.HTMLParser(huge_tree=True)).find(".//a") is None
needs_posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files and signals")

Run = Callable[..., tuple[int, str, str]]
Program = Callable[..., subprocess.CompletedProcess[bytes]]


def filled(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def names(text: str) -> list[str]:
    return [record["file"] for record in lines(text)]


def page_of(*blocks: ContentBlock, title: str | None = None) -> Article:
    return Article(kind="article", title=title, sections=(Section(None, 1, blocks),))


def ferry_page(inside: str, head: str = "", below: str = "") -> str:
    """An article with something between its first and its last paragraph, in its head, or behind it."""
    return (
        f"<html><head><title>江边的早班船</title>{head}</head><body><h1>江边的早班船</h1>"
        f'<div class="text"><p>{FIRST}</p>{inside}<p>{LAST}</p></div>{below}</body></html>'
    )


def paragraph(text: str, lead: str | None = None) -> ContentBlock:
    return ContentBlock("paragraph", text, lead=lead)


class HtmlReader(HTMLParser):
    """The elements and the text of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text += data
