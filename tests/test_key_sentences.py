"""Where sentences end (cases/sentences.toml), and which of them stand for an article."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsparse
from newsparse.article import Article, ContentBlock, Section
from newsparse.errors import OptionsError
from newsparse.text.sentences import sentences_of
from sample import ROOT, SIGNS, page_of, paragraph

LINES = tomllib.loads((Path(__file__).parent / "cases" / "sentences.toml").read_text(encoding="utf-8"))["lines"]
PAGES = sorted((ROOT / "fixtures").glob("*/page.html"))


@pytest.mark.parametrize("line", LINES)
def test_where_sentences_end(line: str) -> None:
    assert sentences_of(line.replace("|", "")) == [part.strip() for part in line.split("|")]


def test_sentences_end_with_their_line() -> None:
    assert sentences_of("老街亮灯\n\n居民说：“方便。\n多了。”") == ["老街亮灯", "居民说：“方便。", "多了。”"]


@given(st.one_of(SIGNS, st.text(st.sampled_from('石桥修“”「」（）()。！？!?."’ \n'), max_size=60)))
def test_no_character_is_lost(text: str) -> None:
    assert "".join("".join(sentences_of(text)).split()) == "".join(text.split())


STORY = (
    "早上六点，江边起了雾。",
    "停航三年的老码头昨天重新开航，头班渡轮坐了三百名乘客。一位乘客说：“终于等到了。”",
    "大家笑了。",
    "渡轮公司介绍，新渡轮能坐四百名乘客，票价和停航前一样。",
)


def article(*paragraphs: str, title: str | None = "老码头重新开航") -> Article:
    return page_of(*map(paragraph, paragraphs), title=title)


def test_the_weightiest_in_the_order_of_the_text() -> None:
    first, second = "停航三年的老码头昨天重新开航，头班渡轮坐了三百名乘客。", STORY[3]
    assert article(*STORY).summary_sentences(1) == (first,)
    assert article(*STORY).summary_sentences(2) == (first, second)
    assert article(STORY[3], *STORY[:3]).summary_sentences(2) == (second, first)


def test_the_title_says_what_counts() -> None:
    lines = ("石桥昨天修好，工匠用了三个月。", "路灯昨天亮了，电工用了三个月。")
    chosen = {title: article("天晴。", *lines, title=title).summary_sentences(1)[0] for title in ("石桥", "路灯的电工")}
    assert chosen == {"石桥": lines[0], "路灯的电工": lines[1]}


def test_only_prose() -> None:
    items = ("渡轮三百名乘客", "渡轮四百名乘客")
    blocks = (
        ContentBlock("list", "\n".join(items), items=items),
        ContentBlock("table", "渡轮\t乘客", rows=(("渡轮", "乘客"),)),
        ContentBlock("quote", "渡轮又开了。"),
        ContentBlock("paragraph", "乘客都来了。"),
    )
    made = Article(kind="article", title="渡轮", sections=(Section("渡轮和乘客", 1, blocks),))
    assert made.summary_sentences(9) == ("渡轮又开了。", "乘客都来了。")


@pytest.mark.parametrize(("n", "count"), [(0, 0), (-3, 0), (1, 1), (5, 5), (10**9, 5)])
def test_how_many(n: int, count: int) -> None:
    assert len(article(*STORY).summary_sentences(n)) == count


def test_nothing_to_choose_from() -> None:
    assert Article(kind="other").summary_sentences() == ()
    assert article("……", "，", title=None).summary_sentences(1) == ("……",)


@pytest.mark.parametrize("n", [None, "3", 2.0])
def test_no_number(n: Any) -> None:
    with pytest.raises(OptionsError, match="is no whole number of sentences"):
        article(*STORY).summary_sentences(n)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_sentences_stand_in_the_text(page: Path) -> None:
    read = newsparse.parse(page.read_bytes())
    chosen = read.summary_sentences(3)
    assert [sentence for sentence in chosen if sentence not in read.text] == []
    places = [read.text.index(sentence) for sentence in chosen]
    assert places == sorted(places)
    assert newsparse.Article.from_dict(read.to_dict()).summary_sentences(3) == chosen
