"""Articles that only scripts, text areas and templates hold (cases/inert_text.toml)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import newsparse
from newsparse import Options
from newsparse.options import Parser

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "cases" / "inert_text.toml").read_text(encoding="utf-8"))
TEXTS: dict[str, str] = CASES["texts"]
_NAMES = "|".join(sorted(TEXTS, key=len, reverse=True))
_PART = re.compile(rf"\{{(u?)({_NAMES})\}}")


def page_of(case: dict[str, Any]) -> str:
    """The case's page with its texts in it."""
    head = case.get("head", "<title>{title}</title>")
    page = f"<html><head><meta charset=utf-8>{head}</head><body>{case['page']}</body></html>"
    return _PART.sub(lambda found: quote(TEXTS[found[2]]) if found[1] else TEXTS[found[2]], page)


def params() -> list[Any]:
    tables = [name for name, value in CASES.items() if isinstance(value, list)]
    return [pytest.param(case, id=f"{table}-{case['why']}") for table in tables for case in CASES[table]]


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("case", params())
def test_text_and_what_is_said_of_it(case: dict[str, Any], parser: Parser) -> None:
    record = newsparse.parse(page_of(case), options=Options(parser=parser)).to_dict()
    assert record["text"].split("\n") == [TEXTS[name] for name in case["text"]]
    assert record["kind"] == case.get("kind", "article")
    for key in ("source", "published"):
        assert record[key] == case.get(key, record[key])
