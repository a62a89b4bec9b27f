"""Where a page keeps the addresses of its pictures: the cases of tests/cases/pictures.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import newsparse
from sample import ferry_page

CASES = tomllib.loads((Path(__file__).parent / "cases" / "pictures.toml").read_text(encoding="utf-8"))["picture"]


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_picture(case: dict[str, Any], parser: newsparse.options.Parser) -> None:
    page = ferry_page(case["body"], case.get("head", ""))
    options = newsparse.Options(parser=parser)
    article = newsparse.parse(page, "https://n.example.com/2024/a/1.html", options=options)
    assert [image.url for image in article.images] == case["images"]
    if "main" in case:
        assert article.main_image is not None
        assert article.main_image.url == case["main"]
    shown = [block.image.url for section in article.sections for block in section.blocks if block.image]
    assert shown == case["images"]


def test_caption_in_the_link_of_its_picture() -> None:
    text = "<p>昨晚六点，河岸步道的四十盏路灯一齐亮了，散步的居民停下来拍照，夜里出门心里踏实多了。</p>" * 2
    figure = '<figure><a href="/b.jpg"><img src="/s.jpg"><figcaption>圖／記者林小滿攝</figcaption></a></figure>'
    page = f"<title>河岸步道亮灯了_滨城网</title><h1>河岸步道亮灯了</h1><p>2024-05-01 08:30</p>{figure}{text}"
    assert [image.caption for image in newsparse.parse(page, "http://n.example.com/a/1.html").images] == [
        "圖／記者林小滿攝"
    ]
