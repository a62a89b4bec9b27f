"""What of a whole page is the article's text, and whether the page says that there is more (cases/whole_text.toml)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import newsparse
from newsparse import Options
from newsparse.options import Parser

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "cases" / "whole_text.toml").read_text(encoding="utf-8"))
TEXTS: dict[str, str] = CASES["texts"]
TABLES = [name for name, value in CASES.items() if isinstance(value, list)]
_PART = re.compile(r"\{(\w+)\}")


def page_of(case: dict[str, Any]) -> str:
    """The shell with the case's parts in it, and their texts in them."""
    parts: dict[str, str] = {
        "head": "",
        "after": "",
        **{key: case[key] for key in ("head", "body", "after") if key in case},
    }
    shell = _PART.sub(lambda found: parts.get(found[1], found[0]), CASES["shells"][case["shell"]])
    return _PART.sub(lambda found: TEXTS.get(found[1], found[0]), shell)


def params() -> list[Any]:
    return [pytest.param(case, id=f"{table}-{case['why']}") for table in TABLES for case in CASES[table]]


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("case", params())
def test_text_and_access(case: dict[str, Any], parser: Parser) -> None:
    article = newsparse.parse(page_of(case), case.get("url"), options=Options(parser=parser))
    assert article.text.split("\n") == [TEXTS.get(name, name) for name in case["text"]]
    assert article.title == TEXTS["ttitle" if case["shell"] == "taiwan" else "title"]
    assert article.access == case.get("access")
    assert article.kind == "article"
