"""What an article plays, what is attached to it, where its text leads: the cases of tests/cases/media.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import newsparse

CASES = tomllib.loads((Path(__file__).parent / "cases" / "media.toml").read_text(encoding="utf-8"))["media"]
_FIRST = "天还没亮，江边的栈桥上已经排起了队，六十多名乘客等着坐头班船过江，队伍里一半是挑着菜筐的菜农。"
_LAST = "船长老徐在这条线上跑了二十六年，他说，秋天雾大，看不清对岸的灯，就宁可晚开十分钟。"


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_media(case: dict[str, Any], parser: newsparse.options.Parser) -> None:
    page = (
        f"<html><head><title>江边的早班船</title>{case.get('head', '')}</head><body><h1>江边的早班船</h1>"
        f'<div class="text"><p>{_FIRST}</p>{case.get("body", "")}<p>{_LAST}</p></div>{case.get("below", "")}'
    )
    options = newsparse.Options(parser=parser)
    record = newsparse.parse(page, "https://n.example.com/2024/a/1.html", options=options).to_dict()
    assert record["media"] == [{"poster": None, "title": None, **media} for media in case.get("media", [])]
    assert record["attachments"] == case.get("attachments", [])
    assert record["links"] == case.get("links", [])


def test_video_that_is_never_closed_holds_the_rest_of_the_page() -> None:
    page = f"<h1>江边的早班船</h1><p>{_FIRST}</p><video src=/v/1.mp4><p>{_LAST}</p>"
    article = newsparse.parse(page, "https://n.example.com/1.html")
    assert article.text == f"{_FIRST}\n{_LAST}"
    assert [media.url for media in article.media] == ["https://n.example.com/v/1.mp4"]
