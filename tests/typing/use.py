"""newsparse as a user's typed program has it: mypy (strict) and pyright find nothing wrong, and the types are these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_type

import newsparse
from newsparse.evaluate import evaluate, read_cases


def record(page: bytes, url: str) -> newsparse.Article:
    article = newsparse.parse(page, url, options=newsparse.Options(parser="lxml", kind="article"))
    assert_type(article.title, str | None)
    assert_type(article.published, datetime | None)
    assert_type(article.authors, tuple[str, ...])
    assert_type(article.provenance, Mapping[str, newsparse.Provenance])
    assert_type(article.to_dict(), dict[str, Any])
    assert_type(article.to_markdown(), str)
    for section in article.sections:
        assert_type(section.heading, str | None)
        for block in section.blocks:
            assert_type(block.image, newsparse.Image | None)
    for media in article.media:
        assert_type(media.url, str)
    assert_type(newsparse.Article.from_dict(article.to_dict()), newsparse.Article)
    return article


def crawl(response: object) -> list[str]:
    found = newsparse.links(response)
    assert_type(found.articles, tuple[newsparse.Link, ...])
    return [link.url for link in found.articles]


def why(page: str) -> dict[str, list[str]]:
    explanation = newsparse.explain(page)
    return {field: [c.rule for c in candidates] for field, candidates in explanation.candidates.items()}


def handled(page: bytes) -> newsparse.Article | None:
    try:
        return newsparse.parse(page)
    except newsparse.EmptyPage:
        return None
    except newsparse.NewsparseError as error:
        raise SystemExit(str(error)) from error


def measured(folder: str) -> dict[str, float]:
    return {name: figure.value for name, figure in evaluate(read_cases(folder)).figures.items()}
