"""The JSON Schema says what records are, and docs/record.md says what their fields mean."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import newsparse
from newsparse.article import ROLES, SCHEMA_VERSION, Article
from newsparse.render.json_schema import schema

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "fixtures").glob("*/page.html"))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema())


def wrong(record: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**record, **changes}


def test_a_full_and_an_empty_record_are_valid(article: Article, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(article.to_dict())
    validator.validate(json.loads(Article(kind="list").to_json()))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_records_of_pages_are_valid(page: Path, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(newsparse.parse(page.read_bytes()).to_dict())


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "page"},
        {"published": "08/11/2021"},
        {"published": "2021-11-08 17:27"},
        {"published_precision": "hour"},
        {"authors": [None]},
        {"text": None},
        {"schema_version": "0"},
        {"credits": [{"name": "林小满", "role": "boss", "organization": None}]},
        {"sections": [{"heading": None, "level": 0, "blocks": []}]},
        {"sections": [{"heading": None, "level": 1, "blocks": [{"type": "list", "text": ""}]}]},
        {"sections": [{"heading": None, "level": 1, "blocks": [{"type": "paragraph", "text": "", "items": []}]}]},
        {"extra": 1},
    ],
    ids=str,
)
def test_other_records_are_not(
    changes: dict[str, Any], article: Article, validator: jsonschema.Draft202012Validator
) -> None:
    assert not validator.is_valid(wrong(article.to_dict(), **changes))


def test_every_key_is_required(article: Article, validator: jsonschema.Draft202012Validator) -> None:
    record = article.to_dict()
    assert list(schema()["properties"]) == list(record)
    for key in record:
        assert not validator.is_valid({name: value for name, value in record.items() if name != key})


def test_the_schema_is_versioned_and_its_own_copy() -> None:
    assert SCHEMA_VERSION in schema()["$id"]
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    schema()["properties"].clear()
    assert schema()["properties"]
    assert newsparse.schema() == schema()


def test_the_docs_name_every_role_and_type() -> None:
    text = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w.]+)`", text))
    blocks = {"paragraph", "list", "table", "quote", "image", "code"}
    assert named >= {*ROLES, *blocks, "heading", "level", "blocks", "lead", "items", "rows", "caption", "alt"}
