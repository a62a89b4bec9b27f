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

_DATA = tomllib.loads((Path(__file__).parent / "cases" / "script_bodies.toml").read_text(encoding="utf-8"))
CASES, WORDS = _DATA["page"], _DATA["paragraphs"]


def page_of(case: dict[str, Any]) -> str:
    """The case's page, in a portal's page; its paragraphs put in, what is to be encoded encoded."""
    body = re.sub(r"[PT][123]|\bS\b", lambda found: WORDS[found[0]], case["body"])
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
    assert article.text.split("\n") == [
        "".join(WORDS[name] for name in line.split("+")) for line in case.get("lines", "P1 P2 P3").split()
    ]
    if "images" in case:
        assert [image.url for image in article.images] == case["images"]
    record = article.to_dict()
    for name, value in case.get("expect", {}).items():
        assert record[name] == value
