"""The record as JSON, text, Markdown and HTML."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsparse.article import Article, ContentBlock, Image, Section
from newsparse.record import to_dict, to_json
from newsparse.render import FORMATS
from newsparse.render.html import article_html, to_html
from newsparse.render.markdown import to_markdown
from newsparse.render.plain_text import to_text
from newsparse.text.scrub import is_clean, scrub
from sample import SIGNS, HtmlReader, page_of, paragraph

# The keys of DESIGN's record that are read off others.
READ_OFF = {"authors", "editors", "headings"}
EMPTY = Article(kind="other")
# JSON


def test_record_has_every_field_in_order(article: Article) -> None:
    record = to_dict(article)
    assert set(record) == {field.name for field in fields(Article)} | READ_OFF
    assert list(record)[:3] == ["schema_version", "url", "canonical_url"]
    assert list(record) == list(to_dict(EMPTY))


def test_record_values(article: Article) -> None:
    record = to_dict(article)
    assert record["published"] == "2021-11-08T17:27+08:00"
    assert record["modified"] == "2021-11-09"
    assert record["authors"] == ["林小满"]
    assert record["editors"] == ["方若溪", "戴知秋"]
    assert record["headings"] == ["修旧如旧"]
    assert record["credits"][0] == {"name": "林小满", "role": "reporter", "organization": "滨城晚报"}
    assert record["dateline"] == {"agency": "滨城晚报", "place": None, "date": None, "raw": "滨城晚报讯"}
    assert record["main_image"] == record["images"][0]
    assert record["breadcrumbs"] == [
        {"name": "首页", "url": "https://news.example.com/"},
        {"name": "正文", "url": None},
    ]
    assert record["provenance"] == {"title": {"rule": "title.visible", "evidence": "石桥修好了", "confidence": 0.95}}


def test_blocks_have_what_their_type_needs(article: Article) -> None:
    first, second = to_dict(article)["sections"]
    assert [list(block) for block in first["blocks"]] == [["type", "text"], ["type", "text", "image"]]
    assert [list(block)[2:] for block in second["blocks"]] == [["lead"], ["items"], ["rows"], []]
    assert second["blocks"][2]["rows"] == [["年", "长"], ["1680", "40米"]]


def test_absent_is_null_or_empty_and_always_there() -> None:
    record = to_dict(EMPTY)
    assert [record[key] for key in ("title", "published", "source", "dateline", "main_image")] == [None] * 5
    assert [record[key] for key in ("authors", "editors", "headings", "credits", "sections")] == [[]] * 5
    assert record["text"] == ""
    assert record["provenance"] == {}


def test_json_is_the_record_in_its_own_characters(article: Article) -> None:
    assert json.loads(article.to_json()) == article.to_dict()
    assert "石桥修好了" in article.to_json()
    assert "\n" not in article.to_json()
    assert article.to_json(indent=2).startswith('{\n  "schema_version"')


def test_scrub_reaches_every_corner() -> None:
    dirty = "石\0桥\ud800"
    image = Image(dirty, dirty, dirty)
    block = ContentBlock("table", dirty, rows=((dirty,),))
    made = replace(EMPTY, title=dirty, keywords=(dirty,), sections=(Section(dirty, 1, (block,)),), images=(image,))
    for record in (to_dict(made), json.loads(to_json(made)), json.loads(to_json(made, indent=1))):
        assert record["title"] == "石桥\ufffd"
        assert record["keywords"] == ["石桥\ufffd"]
        assert record["sections"][0]["blocks"][0]["rows"] == [["石桥\ufffd"]]
        assert record["images"][0] == {"url": "石桥\ufffd", "caption": "石桥\ufffd", "alt": "石桥\ufffd"}


def test_what_looks_like_an_escaped_nul_stays() -> None:
    assert to_dict(replace(EMPTY, title=r"\u0000"))["title"] == r"\u0000"


@given(st.text(st.characters() | st.sampled_from("\0\ud800\udc00")))
def test_scrub(text: str) -> None:
    clean = scrub(text)
    assert is_clean(clean)
    assert scrub(clean) == clean
    assert not is_clean(text) or clean == text


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_clean_whole_lines(name: str, article: Article) -> None:
    for made in (article, EMPTY, replace(article, title="石\0桥\ud800")):
        text = FORMATS[name](made)
        assert is_clean(text)
        assert text.endswith("\n")


# Text


def test_the_methods_give_the_formats(article: Article) -> None:
    made = {"text": article.to_text(), "markdown": article.to_markdown(), "html": article.to_html()}
    assert made == {name: FORMATS[name](article) for name in made}


def test_text(article: Article) -> None:
    lines = to_text(article).splitlines()
    assert lines[:5] == [
        "古镇更新",
        "石桥修好了",
        "居民出行少绕两公里",
        "2021-11-08 17:27　来源：滨城晚报　记者：林小满　责任编辑：方若溪、戴知秋",
        "",
    ]
    assert "\n".join(lines[5:]) == article.text


def test_labels_follow_the_script_of_the_page(article: Article) -> None:
    text = to_text(replace(article, language="zh-Hant"))
    assert "來源：滨城晚报　記者：林小满　責任編輯：" in text


# HTML


def test_html(article: Article) -> None:
    page = to_html(article)
    assert page.startswith(
        '<!DOCTYPE html>\n<html lang="zh-Hans">\n<meta charset="utf-8">\n<title>石桥修好了</title>\n'
    )
    assert page.endswith(article_html(article))
    assert "<h1>石桥修好了</h1>" in page
    assert '<time datetime="2021-11-08T17:27+08:00">2021-11-08 17:27</time>' in page
    assert '<a class="source" href="https://paper.example.com/">来源：滨城晚报</a>' in page
    assert '<figure><img src="https://img.example.com/1.jpg" alt="石桥"><figcaption>修缮后的石桥。' in page
    assert "<h2>修旧如旧</h2>\n<p><b>一石一编号。</b>工匠给每块石头编号。</p>" in page
    assert "<ul>\n<li>桥面</li>\n<li>桥栏</li>\n</ul>" in page
    assert "<tr><td>1680</td><td>40米</td></tr>" in page
    assert "<blockquote><p>桥在,家就在。</p></blockquote>" in page


NESTED = ContentBlock("list", items=("早班", "六点", "桥头", "晚班"), item_levels=(1, 2, 3, 1))


def test_html_lists_lie_in_their_items() -> None:
    assert (
        "<ul>\n<li>早班\n<ul>\n<li>六点\n<ul>\n<li>桥头</li>\n</ul></li>\n</ul></li>\n<li>晚班</li>\n</ul>"
    ) in article_html(page_of(NESTED))


def test_html_code_keeps_its_rows() -> None:
    made = article_html(page_of(ContentBlock("code", "if a < 1:\n    b()")))
    assert "<pre><code>if a &lt; 1:\n    b()</code></pre>" in made


@pytest.mark.parametrize("levels", [(), (1,), (9, -3, 0, 2), (2, 2, 2, 2, 2)])
@pytest.mark.parametrize("name", FORMATS)
def test_levels_that_lie_lose_no_item(name: str, levels: tuple[int, ...]) -> None:
    block = replace(NESTED, text="\n".join(NESTED.items), item_levels=levels)
    shown = FORMATS[name](replace(page_of(block), text=block.text))
    assert all(item in shown for item in NESTED.items)


@given(SIGNS)
@example("<script>alert(1)</script>")
@example('"><img src=x onerror=alert(1)>')
def test_html_escapes_everything(text: str) -> None:
    blocks = (
        paragraph(text, text),
        ContentBlock("list", items=(text, text), item_levels=(1, 2)),
        ContentBlock("table", rows=((text,),)),
        ContentBlock("code", text),
        ContentBlock("quote", text),
        ContentBlock("image", image=Image("/1.jpg", text, text)),
    )
    made = replace(page_of(*blocks), title=text, source=text, language=text, url=text)
    allowed = "html meta title article header h1 p section b br ul li table tr td blockquote figure img figcaption span"
    shown = HtmlReader(to_html(made))
    assert set(shown.tags) <= {*allowed.split(), "pre", "code"}
    assert shown.addresses == ["/1.jpg"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", " java\nscript:alert(1)", "JAVASCRIPT:x", "data:text/html,x"])
def test_no_output_links_to_a_script(url: str) -> None:
    made = replace(page_of(ContentBlock("image", image=Image(url))), source="滨城晚报", source_url=url)
    assert "script" not in to_html(made).lower()
    assert "script" not in to_markdown(made).lower()
    assert "data:" not in to_html(made) + to_markdown(made)


@pytest.mark.parametrize("level", [1, 5, 9])
def test_heading_levels_end_at_six(level: int) -> None:
    made = Article(kind="article", sections=(Section("修旧如旧", level, ()),))
    depth = min(level + 1, 6)
    assert f"<h{depth}>修旧如旧</h{depth}>" in to_html(made)
    assert f"\n{'#' * depth} 修旧如旧\n" in "\n" + to_markdown(made)
