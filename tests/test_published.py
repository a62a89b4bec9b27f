"""Where a page shows its date, and which dates are not its own: the cases of tests/cases/published.toml."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import newsparse
from newsparse import Options

CASES = tomllib.loads((Path(__file__).parent / "cases" / "published.toml").read_text(encoding="utf-8"))
TITLE = "青河渡口昨日换了新船"
ONE = "昨日清晨六点，青河县的老码头迎来了今年第一班渡轮，三百多名乘客排着队上船，岸边的早餐铺子也早开了一个钟头。"
TWO = "渡轮公司经理介绍，新船能载四百人，航程缩短到十八分钟，每半小时一班，票价不变，老人和学生凭证半价。"
THREE = "县交通局表示，下一步将把渡口和三条公交线接起来，乘客下船后步行两分钟就能换车，预计年底前完成站台改造。"
STORIES = {"short": f"<p>{ONE}</p>", "long": f"<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"}
EDITORS = {"editor": "<div>（责任编辑：方若溪）</div>", "bare": ""}
# What the page says of its date out of sight, and the record's date.
TIME = "2021-11-08T08:32:00+08:00"
LD = f'{{"@type":"NewsArticle","datePublished":"{TIME}"}}'
HEADS = {
    "meta": (f"<meta property='article:published_time' content='{TIME}'>", TIME),
    "ld": (f"<script type='application/ld+json'>{LD}</script>", TIME),
    "address": ("<link rel='canonical' href='http://news.example/2021/1108/5.html'>", "2021-11-08"),
    "none": ("", None),
}


def article(
    head: str = "", above: str = "", row: str = "", story: str = STORIES["long"], below: str = "", now: str = "",
    h1: str = f"<h1>{TITLE}</h1>",
) -> newsparse.Article:  # fmt: skip
    markup = (
        f"<html><head><title>{TITLE}_青河网</title>{head}</head><body>{above}{h1}{row}"
        f"<div class='article'>{story}</div>{below}<div class='foot'>青河网版权所有</div></body></html>"
    )
    options = Options(now=datetime.fromisoformat(now) if now else None)
    return newsparse.parse(markup, options=options)


def published(**parts: str) -> str | None:
    found: str | None = article(**parts).to_dict()["published"]
    return found


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize("case", CASES["later"], ids=lambda c: c["why"])
def test_later(case: dict[str, Any], story: str, editor: str, head: str) -> None:
    given, iso = HEADS[head]
    row = "<div>来源：青河日报</div>"
    assert published(head=given, row=row, story=STORIES[story], below=EDITORS[editor] + case["below"]) == iso


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("case", CASES["own_end"], ids=lambda c: c["why"])
def test_own_end(case: dict[str, Any], story: str, head: str) -> None:
    given, iso = HEADS[head]
    told = iso if iso and "T" in iso else case["iso"]  # an address tells less than the text's own end
    assert published(head=given, row="<div>来源：青河日报</div>", story=STORIES[story] + case["below"]) == told


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{kind}: {case['why']}")
        for kind in ("split", "printed", "changed", "zone", "thread", "counted", "short")
        for case in CASES[kind]
    ],
)
def test_shown(case: dict[str, Any]) -> None:
    parts = {key: value for key, value in case.items() if key not in ("why", "iso")}
    assert published(**parts) == case.get("iso")


@pytest.mark.parametrize("place", ["first", "last"])
@pytest.mark.parametrize("case", CASES["event"], ids=lambda c: c["why"])
def test_event(case: dict[str, Any], place: str) -> None:
    story = case["lines"] + STORIES["long"] if place == "first" else STORIES["long"] + case["lines"]
    found = article(row=case["row"], story=story)
    assert found.to_dict()["published"] == case.get("day")
    assert all(line in found.text for line in case.get("told", ()))


CARDS = "".join(
    f"<div><h4><a href={n}.html>青河县第{n}季度渔获公布，比去年多</a></h4><p>县里第{n}次公布。</p></div>"
    for n in range(9)
)


@pytest.mark.parametrize(
    ("row", "told"), [(row, case["told"]) for case in CASES["short_row"] for row in case["rows"]]
)  # fmt: skip
def test_short_row(row: str, told: bool) -> None:
    found = article(row=f"<div>{row}</div>", story=f"<p>{ONE}</p><p>{TWO}</p>", below=CARDS)
    assert ("byline" in found.provenance["kind"].evidence) == told
    assert (found.kind == "article") >= told
    assert found.published is None


@pytest.mark.parametrize("h1", ["青河要闻", "青河县渡口改造专题报道"])
@pytest.mark.parametrize("tag", ["h3", "div"])
def test_short_rows_of_a_list(h1: str, tag: str) -> None:
    items = [
        f"<li><{tag}><a href={n}.html>青河县第{n}季度渔获公布</a></{tag}><p>昨天 0{n}:20</p></li>" for n in range(9)
    ]
    found = article(h1=f"<h1>{h1}</h1>", story=f"<ul>{''.join(items)}</ul>")
    assert found.kind == "list"
    assert "byline" not in found.provenance["kind"].evidence
