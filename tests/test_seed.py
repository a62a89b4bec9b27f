"""The page that newsparse was begun for: an extracted text whose headline comes back under every picture.

The text and its labels are not part of the project: they lie beside it where it is developed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import newsparse
from newsparse import Article, Options
from newsparse.options import Parser

SEED = Path(__file__).parent.parent.parent / "shared" / "seed"
NAME = "shunwang-2021-11-08.txt"
pytestmark = pytest.mark.skipif(not (SEED / NAME).is_file(), reason=f"{NAME} is not here")
# The run-in heading of the only paragraph that opens three such sentences; a paragraph has one.
LEADS = ["专项配专班,集中力量办大事。"]
PARSERS: tuple[Parser, ...] = ("lexbor", "lxml")


def text() -> str:
    return (SEED / NAME).read_text(encoding="utf-8")


def lines() -> list[str]:
    return [line.strip() for line in text().splitlines() if line.strip()]


def gold() -> dict[str, Any]:
    rows = map(json.loads, (SEED / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    return next(row for row in rows if row["file"] == NAME)


FORMS: dict[str, Callable[[], str | bytes]] = {
    "text": text,
    "UTF-8": lambda: text().encode(),
    "GB 18030": lambda: text().encode("gb18030"),
    "CRLF": lambda: text().replace("\n", "\r\n"),
    "lines without indents or gaps": lambda: "\n".join(lines()),
    "a <p> a line": lambda: "".join(f"<p>{line}</p>\n" for line in lines()),
    "a <p> a line, in a <div>": lambda: "<html><body><div>" + "".join(f"<p>{line}</p>" for line in lines()) + "</div>",
    "a <br> a line": lambda: "<div>" + "<br>\n".join(lines()) + "</div>",
    "a <p> a line and a <title>": lambda: (
        f"<html><head><title>{lines()[0]}_舜网新闻</title></head><body>"
        + "".join(f"<p>{line}</p>\n" for line in lines())
        + "</body></html>"
    ),
}


@pytest.fixture(params=[(form, parser) for form in FORMS for parser in PARSERS], ids=lambda p: f"{p[0]}-{p[1]}")
def article(request: pytest.FixtureRequest) -> Article:
    form, parser = request.param
    return newsparse.parse(FORMS[form](), options=Options(parser=parser))


def test_record(article: Article) -> None:
    want = gold()
    assert article.kind == want["kind"]
    assert article.title == want["title"]
    assert article.published is not None
    assert article.published.strftime("%Y-%m-%d %H:%M:%S") == want["published"]
    assert article.published_precision == "second"
    assert article.source == want["source"]
    assert list(article.authors) == want["authors"]
    assert list(article.editors) == want["editors"]


def test_body(article: Article) -> None:
    want = gold()
    assert article.text.split("\n") == want["body"]
    assert list(article.headings) == want["headings"]


def test_leads(article: Article) -> None:
    leads = [block.lead for section in article.sections for block in section.blocks if block.lead]
    assert leads == LEADS


def test_dateline(article: Article) -> None:
    assert article.dateline is not None
    assert (article.dateline.agency, article.dateline.raw) == ("舜网", "舜网讯")
