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

import newsparse
from newsparse.article import Article, ContentBlock, Section

ROOT = Path(__file__).parent.parent
SOURCES = str(ROOT / "src")

PAGE = """<!DOCTYPE html><html><head><title>石桥修好了_滨城网</title></head><body><h1>石桥修好了</h1>
<p>2021-11-08 17:27　来源：滨城晚报　作者：林小满</p>
<div><p>滨城晚报讯 古镇的石桥昨日恢复通行，居民出行少绕两公里。</p>
<p>工匠给每块石头编了号，再按原样砌回去，用了三个月。</p></div>
<p>责任编辑：方若溪</p></body></html>"""
# Text as pages have it, and every character that could mean something to a format.
SIGNS = st.text(st.sampled_from("石桥修好 了。a1\n\t\\`*_{}[]<>()#+-.!|~&;:=\"'$/\0\ud800\u2028　"), max_size=40)
# The keys of a record, in order.
KEYS = list(newsparse.Article(kind="article").to_dict())
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
