"""Articles that stand in scripts and inert markup only: the pages of tests/cases/script_bodies.toml."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import newsparse

CASES = tomllib.loads((Path(__file__).parent / "cases" / "script_bodies.toml").read_text(encoding="utf-8"))["page"]
WORDS = {
    "P1": "天还没亮，江边的栈桥上已经排起了队，六十多名乘客等着坐头班船过江，队伍里一半是挑着菜筐的菜农，另一半是上早班的工人。",
    "P2": "船长老徐在这条线上跑了二十六年，他说，秋天雾大，开船前要先听上游的水位报告，再看对岸的灯，看不清就宁可晚开十分钟。",
    "P3": "“坐船比坐车省半个小时，票价也没有涨过。”菜农孙桂香一边数零钱一边说，她每周要过江五趟，把自家种的莴笋卖给对岸的饭馆。",
    "T1": "天還沒亮，江邊的棧橋上已經排起了隊，六十多名乘客等著坐頭班船過江，隊伍裡一半是挑著菜筐的菜農，另一半是上早班的工人。",
    "T2": "船長老徐在這條線上跑了二十六年，他說，秋天霧大，開船前要先聽上游的水位報告，再看對岸的燈，看不清就寧可晚開十分鐘。",
    "T3": "「坐船比坐車省半個小時，票價也沒有漲過。」菜農孫桂香一邊數零錢一邊說，她每週要過江五趟，把自家種的萵筍賣給對岸的飯館。",
    "S": "今早七点，江边的雾散了，头班船照常开出，请大家放心。",
}


def page_of(case: dict[str, Any]) -> str:
    """The case's page: its paragraphs put in, what is to be encoded encoded, a portal's navigation and foot around it."""
    body = re.sub(r"[PT][123]", lambda found: WORDS[found[0]], case["body"])
    body = re.sub(r"PERCENT(.*?)(?=</script>|\"\))", lambda found: quote(found[1].replace("\\n", r"\n")), body)
    body = re.sub(r"ESCAPES(.*?)(?=\"\))", lambda found: json.dumps(found[1])[1:-1].replace("/", "\\/"), body)
    title = case.get("title", "江边的早班船")
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>'
        '<div class="nav"><a href="/a/">首页</a> <a href="/b/">本地</a> <a href="/c/">文化</a></div>'
        f'{body}<div class="foot"><a href="/about">关于我们</a> 江城新闻网版权所有</div></body></html>'
    )


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_body(case: dict[str, Any], parser: newsparse.options.Parser) -> None:
    article = newsparse.parse(page_of(case), "https://n.example.com/1.html", options=newsparse.Options(parser=parser))
    assert article.text.split("\n") == [WORDS[name] for name in case.get("lines", "P1 P2 P3").split()]
    if "images" in case:
        assert [image.url for image in article.images] == case["images"]
    record = article.to_dict()
    for name, value in case.get("expect", {}).items():
        assert record[name] == value
