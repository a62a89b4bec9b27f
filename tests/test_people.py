"""Whom pages credit, form by form and name by name, in both scripts (cases/people.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import opencc
import pytest

import newsparse

CASES = tomllib.loads((Path(__file__).parent / "cases" / "people.toml").read_text(encoding="utf-8"))
WRITERS = tomllib.loads((Path(__file__).parent / "cases" / "writers.toml").read_text(encoding="utf-8"))
PARAGRAPHS = [f"<p>{text}</p>" for text in CASES["paragraphs"]]
SCRIPTS: dict[str, Callable[[str], str]] = {"simplified": str, "traditional": opencc.OpenCC("s2tw").convert}


def page(article: str, head: str = "", site: str = "_青河网") -> str:
    """A page of a portal that holds the article."""
    title = CASES["title"]
    return (
        f"<html><head><title>{title}{site}</title>{head}</head><body>"
        '<div class="nav"><a href="/a">首页</a><a href="/b">本地</a><a href="/c">财经</a></div>'
        f"<h1>{title}</h1>{article}"
        '<div class="side"><h3>热门新闻</h3><ul><li><a href="/1.html">市场换新顶棚 摊租三年不涨</a></li>'
        '<li><a href="/2.html">两所中学共用一座体育馆</a></li></ul></div>'
        '<div class="footer">青河网 版权所有</div></body></html>'
    )


def placed(place: str, text: str) -> str:
    first, *rest = PARAGRAPHS
    filled = CASES["places"][place].replace("{P}", "".join(PARAGRAPHS)).replace("{P2}", "".join(rest))
    return page(filled.replace("{P1}", first[3:-4]).replace("{x}", text))


def credits_of(html: str) -> list[tuple[str, str]]:
    return [(credit.role, credit.name) for credit in newsparse.parse(html).credits]


def lines(table: str, *keys: str) -> list[tuple[str, ...]]:
    """The place and the text of each line of a table, and what else its case says."""
    return [
        (place, text, *(case[key] for key in keys))
        for case in CASES[table]
        for place in case["places"]
        for text in case["texts"]
    ]


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize(("place", "text", "role"), lines("forms", "role"))
def test_any_name(place: str, text: str, role: str, script: str) -> None:
    convert = SCRIPTS[script]
    wrong = {
        name: found
        for name in CASES["names"]
        if (found := credits_of(convert(placed(place, text.replace("{n}", name))))) != [(role, convert(name))]
    }
    assert wrong == {}


@pytest.mark.parametrize(("place", "text"), lines("nicknames"))
def test_nicknames(place: str, text: str) -> None:
    found = newsparse.parse(placed(place, text))
    assert (found.authors, found.source) == ((text,), None)
    assert credits_of(placed("spans", text)) == []


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize(("place", "text"), lines("nobody"))
def test_nobody(place: str, text: str, script: str) -> None:
    assert credits_of(SCRIPTS[script](placed(place, text))) == []


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("setting", CASES["settings"])
@pytest.mark.parametrize("below", [0, 1], ids=["first", "further"])
@pytest.mark.parametrize("text", CASES["captions"]["named"] + CASES["captions"]["unnamed"])
def test_captions(text: str, below: int, setting: str, script: str) -> None:
    convert = SCRIPTS[script]
    for name in CASES["names"]:
        caption = text.replace("{n}", name)
        body = list(PARAGRAPHS)
        body.insert(below, CASES["settings"][setting].replace("{x}", caption))
        article = f'<div class="info">2023-09-18 08:32 来源：青河晚报</div><div class="text">{"".join(body)}</div>'
        found = newsparse.parse(convert(page(article)))
        assert found.text == convert("\n".join(CASES["paragraphs"]))
        assert [image.caption for image in found.images] == [convert(caption).replace("\u3000", " ")]
        taken = [("photographer", convert(name))] if text in CASES["captions"]["named"] else []
        assert [(credit.role, credit.name) for credit in found.credits] == taken


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{kind['why']} {i}") for kind in WRITERS["kind"] for i, case in enumerate(kind["cases"])],
)
def test_writers(case: dict[str, Any]) -> None:
    row = case["row"].replace("{date}", '<div class="info">2023-09-18 08:32</div>')
    body = f'<div class="text">{"".join(PARAGRAPHS)}{case.get("end", "")}</div>{case.get("foot", "")}'
    found = newsparse.parse(page(row + body, case.get("head", ""), case.get("site", "_青河网")))
    assert (list(found.authors), list(found.editors)) == (case["authors"], case.get("editors", []))
    assert found.source == case.get("source")
    if "left" in case:
        assert (found.text == "\n".join(CASES["paragraphs"])) is case["left"]
