"""lxml trees as pages: each is walked as it is, left as it was, and read as its text is."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from lxml import etree

import newsparse
from newsparse import Options
from newsparse.options import Parser
from newsparse.page.page import Page
from newsparse.read.coerce import read

ONE = "昨日清晨六点，青河县的老码头迎来了今年第一班渡轮，三百多名乘客排着队上船，岸边的早餐铺子也早开了一个钟头。"
TWO = "渡轮公司经理秦望舒介绍，新船能载四百人，航程缩短到十八分钟，每半小时一班，票价不变，老人和学生凭证半价。"
HEAD = "<title>青河渡口昨日换了新船</title>"
BODY = f"<h1>青河渡口昨日换了新船</h1><p>2021-11-08 17:27 来源：青河日报</p><div><p>{ONE}</p><p>{TWO}</p></div>"
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="zh"><head>{HEAD}</head><body>{BODY}</body></html>'
# Everything that `newsparse.read.prepare` sets aside of a text.
ASIDE = (
    f"<html><head>{HEAD}<!-- 模板三 --><script id=state type=application/json>{{'a': 1}}</script></head><body>"
    f"<!--{'长' * 500}--><style>p {{ color: red }}</style><iframe>框</iframe><svg><title>图标</title></svg>"
    f"<textarea class='article-source big'>青河&lt;b&gt;日报</textarea>{BODY}</body></html>"
)


def page_of(tree: Any, **options: Any) -> Page:
    return read(tree, None, None, Options(**options))


def lines_of(tree: Any) -> list[str]:
    return [block.text for block in page_of(tree).blocks]


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize(
    "tree",
    [lxml.html.document_fromstring(HEAD + BODY), etree.fromstring(XHTML), lxml.html.fromstring(f"<div>{BODY}</div>")],
    ids=["page", "XHTML", "fragment"],
)
def test_a_tree_is_read(tree: Any, parser: Parser) -> None:
    article = newsparse.parse(tree, options=Options(parser=parser))
    assert (article.kind, article.title, article.source) == ("article", "青河渡口昨日换了新船", "青河日报")
    assert article.text == f"{ONE}\n{TWO}"


def test_what_is_no_text_is_set_aside_as_from_text() -> None:
    tree = page_of(lxml.html.document_fromstring(ASIDE))
    text = page_of(ASIDE, parser="lxml")
    assert [block.text for block in tree.blocks] == [block.text for block in text.blocks]
    assert (tree.head.comments, tree.head.fields) == (text.head.comments, text.head.fields)
    assert (tree.head.title, tree.head.comments) == ("青河渡口昨日换了新船", ["模板三"])
    assert tree.head.fields == {"article-source": "青河<b>日报"}
    (script,) = tree.head.scripts
    assert (script.attrs, script.text) == (' id="state" type="application/json"', "{'a': 1}")


@pytest.mark.parametrize("page", [ASIDE, XHTML], ids=["aside", "XHTML"])
def test_a_tree_is_left_as_it_was(page: str) -> None:
    tree = lxml.html.document_fromstring(page)
    before = etree.tostring(tree)
    newsparse.parse(tree, "http://news.example.com/1.html")
    newsparse.links(tree, "http://news.example.com/1.html")
    assert etree.tostring(tree) == before


def test_a_tree_that_no_parser_builds_is_walked_as_it_is() -> None:
    """Written out and parsed again, the paragraph would leave the table and end before the one inside it."""
    table = etree.fromstring("<table><tr><td>甲</td></tr><p>乙<p>丙</p>丁</p></table>")
    assert lines_of(table) == ["甲", "乙", "丙", "丁"]


def test_depth_is_no_limit() -> None:
    root = inner = etree.Element("html")
    for _ in range(20_000):
        inner = etree.SubElement(inner, "div")
    inner.text = ONE
    assert lines_of(root) == [ONE]


def test_comments_and_instructions_cut_no_line() -> None:
    tree = etree.fromstring("<div><p>老街<!-- 注 -->亮<?php echo?>灯</p></div>")
    (block,) = page_of(tree).blocks
    assert block.text == "老街亮灯"


def test_an_element_is_read_without_what_stands_round_it() -> None:
    tree = lxml.html.document_fromstring("<div>上<b id=x title=t>中</b>下</div>")
    (block,) = page_of(tree.get_element_by_id("x")).blocks
    assert [(part.text, part.tag) for part in block.parts] == [("中", "b")]
    assert lines_of(copy.deepcopy(tree)) == ["上中下"]


def test_what_stands_beside_the_root_is_read() -> None:
    """After an early </html> libxml2 puts what follows beside the root."""
    root = lxml.html.document_fromstring(f"<!-- 注 --><html>{HEAD}<body><p>{ONE}</p></body></html>")
    root.addnext(etree.Comment("又一注"))
    page = page_of(root)
    assert page.head.comments == ["注", "又一注"]


def test_a_drawing_in_xhtml_gives_no_title() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><title>图标</title><text>不读</text></svg>'
    tree = etree.fromstring(XHTML.replace("<head>", f"<head>{drawing}"))
    assert page_of(tree).head.title == "青河渡口昨日换了新船"
    assert "不读" not in lines_of(tree)


PROFILE = """[[site]]
hosts = ["example.com"]
why = "The site writes its source where no rule looks."
select = { title = "p.name" }
match = { source = 'data-from="([^"]+)"' }
"""


def test_the_address_that_a_tree_claims_finds_its_profile(tmp_path: Path) -> None:
    (tmp_path / "example.toml").write_text(PROFILE, encoding="utf-8")
    claim = '<link rel="canonical" href="http://www.example.com/1.html"/>'
    markup = f'<html><head>{claim}</head><body data-from="滨城晚报">{BODY}<p class="name">老码头换船</p></body></html>'
    article = newsparse.parse(
        lxml.html.document_fromstring(markup), options=Options(profile_dirs=(str(tmp_path),), input="text")
    )
    assert (article.title, article.source) == ("老码头换船", "滨城晚报")


@pytest.mark.parametrize("tree", [etree.ElementTree(), etree.Element("html")], ids=["no root", "no child"])
def test_an_empty_tree(tree: Any) -> None:
    try:
        assert newsparse.parse(tree).text == ""
    except newsparse.EmptyPage:
        assert getattr(tree, "getroot", lambda: 1)() is None
