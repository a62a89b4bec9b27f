"""What an article plays, what is attached to it, where its text leads: the cases of tests/cases/media.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import newsparse
from sample import FIRST, LAST, ferry_page

CASES = tomllib.loads((Path(__file__).parent / "cases" / "media.toml").read_text(encoding="utf-8"))["media"]


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_media(case: dict[str, Any], parser: newsparse.options.Parser) -> None:
    page = ferry_page(case.get("body", ""), case.get("head", ""), case.get("below", ""))
    options = newsparse.Options(parser=parser)
    record = newsparse.parse(page, "https://n.example.com/2024/a/1.html", options=options).to_dict()
    assert record["media"] == [{"poster": None, "title": None, **media} for media in case.get("media", [])]
    assert record["attachments"] == case.get("attachments", [])
    assert record["links"] == case.get("links", [])


def test_video_that_is_never_closed_holds_the_rest_of_the_page() -> None:
    page = f"<h1>江边的早班船</h1><p>{FIRST}</p><video src=/v/1.mp4><p>{LAST}</p>"
    article = newsparse.parse(page, "https://n.example.com/1.html")
    assert article.text == f"{FIRST}\n{LAST}"
    assert [media.url for media in article.media] == ["https://n.example.com/v/1.mp4"]
