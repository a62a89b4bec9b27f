"""Markdown: what the page says is shown as it is, whatever its signs."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt

from newsparse.article import Article, ContentBlock, Image, Section
from newsparse.render.markdown import escaped, to_markdown
from newsparse.text.scrub import scrub
from sample import SIGNS, HtmlReader, page_of, paragraph


def squeezed(text: str) -> str:
    return " ".join(scrub(text).split())


def test_markdown(article: Article) -> None:
    assert to_markdown(article).splitlines()[2:] == [
        "# 石桥修好了",
        "",
        "居民出行少绕两公里",
        "",
        "2021-11-08 17:27　来源：滨城晚报　记者：林小满　责任编辑：方若溪、戴知秋",
        "",
        "滨城晚报讯 石桥昨日通行。",
        "",
        "![石桥](<https://img.example.com/1.jpg>)\\",
        "修缮后的石桥。秦晓禾 摄",
        "",
        "## 修旧如旧",
        "",
        "**一石一编号**。工匠给每块石头编号。",
        "",
        "- 桥面",
        "- 桥栏",
        "",
        "| 年 | 长 |",
        "| --- | --- |",
        "| 1680 | 40米 |",
        "",
        "> 桥在,家就在。",
    ]


@pytest.mark.parametrize(
    ("lead", "shown"),
    [
        ("一石一编号。", "<p><strong>一石一编号</strong>。工匠编号。</p>"),
        ("工匠", "<p>一石一编号。工匠编号。</p>"),  # it does not open the paragraph
        ("。", "<p>一石一编号。工匠编号。</p>"),
    ],
)
def test_markdown_lead(lead: str, shown: str) -> None:
    text = to_markdown(page_of(paragraph("一石一编号。工匠编号。", lead)))
    assert MarkdownIt("commonmark").render(text).strip() == shown


def shown_by_markdown(text: str) -> HtmlReader:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return HtmlReader(reader.render(text))


@given(SIGNS)
@example("---")
@example("1) 一\n===")
@example("    四格")
@example("* 一\n+ 二")
@example("[一]: /二")
@example("|a|b|\n|-|-|")
@example("&amp; &#42;")
@example("一\\")
def test_markdown_shows_text_as_it_is(text: str) -> None:
    shown = shown_by_markdown(to_markdown(page_of(paragraph(text))))
    assert squeezed(shown.text) == squeezed(text)
    assert set(shown.tags) <= {"p", "br"}


@given(SIGNS)
@example("桥 ##")
@example("#")
@example("`桥`\n===")
def test_markdown_headings_lists_and_quotes_hold_text(text: str) -> None:
    blocks = (ContentBlock("list", text, items=(text, "尾")), ContentBlock("quote", text + "\n尾"))
    made = Article(kind="article", title=text or "桥", sections=(Section(text, 1, blocks),))
    shown = shown_by_markdown(to_markdown(made))
    assert set(shown.tags) <= {"h1", "h2", "ul", "li", "blockquote", "p", "br"}
    assert squeezed(shown.text).split("尾")[2:] == [""]


def test_markdown_lists_lie_in_their_items() -> None:
    block = ContentBlock("list", items=("早班", "六点", "晚班"), item_levels=(1, 2, 1))
    assert to_markdown(page_of(block)).endswith("- 早班\n  - 六点\n- 晚班\n")


@given(SIGNS)
@example("```\n桥")
@example("````")
@example("  桥")
def test_markdown_code_holds_text(text: str) -> None:
    shown = shown_by_markdown(to_markdown(page_of(ContentBlock("code", text))))
    assert set(shown.tags) <= {"pre", "code"}
    assert squeezed(shown.text) == squeezed(text)


@given(SIGNS, SIGNS)
def test_markdown_table_keeps_its_shape(first: str, second: str) -> None:
    shown = shown_by_markdown(
        to_markdown(page_of(ContentBlock("table", rows=((first, second), (second, first, "尾")))))
    )
    assert (shown.tags.count("th"), shown.tags.count("td")) == (3, 3)
    assert set(shown.tags) == {"table", "thead", "tbody", "tr", "th", "td"}


@given(SIGNS, SIGNS)
@example("https://e.com/<b>(1)\\", "x")
@example("/a", "](/b)")
def test_markdown_picture_is_one_picture(url: str, alt: str) -> None:
    shown = shown_by_markdown(to_markdown(page_of(ContentBlock("image", image=Image(url, alt, alt)), title="桥")))
    assert set(shown.tags) <= {"h1", "p", "img", "br"}
    assert shown.tags.count("img") <= 1


def test_escaped_takes_linear_time() -> None:
    for sign in ("#", ":a", "\\", "1", "_*", "-\n"):
        assert escaped(sign * 100_000)
