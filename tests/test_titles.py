"""The title of whole pages, by cases (cases/titles.toml): which line or which part of the <title> is the headline."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import newsparse
from newsparse import Options

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "titles.toml").read_text(encoding="utf-8")
)["case"]
BODY = """<div class="text">
<p>昨日清晨六点，青河县的老码头迎来了今年第一班渡轮，三百多名乘客排着队上船，岸边的早餐铺子也早开了一个钟头。</p>
<p>渡轮公司经理尹望舒介绍，新船能载四百人，航程缩短到十八分钟，每半小时一班，票价不变，老人和学生凭证半价。</p>
<p>县交通局表示，下一步将把渡口和三条公交线接起来，乘客下船后步行两分钟就能换车，预计年底前完成站台改造。</p>
</div>"""


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_title(case: dict[str, Any], parser: Any) -> None:
    body = case.get("body", BODY)
    markup = f"<html><head>{case['head']}</head><body>{case['top']}{body}{case.get('bottom', '')}</body></html>"
    article = newsparse.parse(markup, case.get("url"), options=Options(parser=parser))
    assert article.title == case["want"]
    for field in ("kicker", "subtitle"):
        assert getattr(article, field) == case.get(field), field


@pytest.mark.parametrize("sign", ["，", "。", " ", "", "_"])
def test_a_title_is_no_longer_than_three_hundred_characters(sign: str) -> None:
    sentence = "渡口昨日换了新船三百多名乘客排着队上了船" + sign
    article = newsparse.parse(f"<html><head><title>{sentence * 20}</title></head><body>{BODY}</body></html>")
    assert article.title
    assert 200 <= len(article.title) <= 300
    assert (sentence * 20).startswith(article.title)
    assert not sign or article.title.rstrip(sign).endswith("上了船")


@pytest.mark.parametrize("markup", ["<title>|||___---</title>", "<meta property=og:title content=' - '>", "<h1>-</h1>"])
def test_a_template_that_nobody_filled_is_no_title(markup: str) -> None:
    assert newsparse.parse(f"{markup}{BODY}").title is None
