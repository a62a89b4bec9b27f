"""The JSON Schema (draft 2020-12) of the record, versioned with it."""

from __future__ import annotations

from typing import Any

from newsparse.article import ROLES, SCHEMA_VERSION

_Schema = dict[str, Any]

_TEXT: _Schema = {"type": "string"}
_TEXT_OR_NULL: _Schema = {"type": ["string", "null"]}
_TEXTS: _Schema = {"type": "array", "items": _TEXT}
# 2021-11-08, 2021-11-08T17:27+08:00, 2021-11-08T17:27:41+08:00
_MOMENT: _Schema = {
    "type": ["string", "null"],
    "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d(:\d\d)?)?$",
}
_PRECISION: _Schema = {"enum": ["day", "minute", "second", None]}


def schema() -> dict[str, Any]:
    """The JSON Schema of `newsparse.render.record.to_dict`, a new dict at each call.

    >>> schema()["properties"]["schema_version"]["const"]
    '1.0'
    """
    fields = _fields()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:newsparse:record:{SCHEMA_VERSION}",
        "title": "newsparse record",
        **_object(fields),
        "$defs": {"image": _image(), "section": _section(), "block": _block()},
    }


def _object(properties: dict[str, _Schema], *, required: tuple[str, ...] | None = None) -> _Schema:
    """An object with these keys and no others; all are required unless said otherwise."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }


def _said(schema: _Schema, description: str) -> _Schema:
    return {"description": description, **schema}


def _list(items: _Schema) -> _Schema:
    return {"type": "array", "items": items}


def _or_null(schema: _Schema) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _fields() -> dict[str, _Schema]:
    """The keys of the record, in order."""
    image = {"$ref": "#/$defs/image"}
    return {
        "schema_version": _said({"const": SCHEMA_VERSION}, "The version of this schema."),
        "url": _said(_TEXT_OR_NULL, "The address as given."),
        "canonical_url": _said(_TEXT_OR_NULL, "The address that the page claims for itself."),
        "site_name": _said(_TEXT_OR_NULL, "The portal's own name."),
        "language": _said(_TEXT, "zh-Hans, zh-Hant or another language tag."),
        "encoding": _said(_TEXT, "The character encoding that was used."),
        "kind": _said({"enum": ["article", "list", "other"]}, "What the page is."),
        "title": _said(_TEXT_OR_NULL, "The headline, without the site's name."),
        "kicker": _said(_TEXT_OR_NULL, "The line above the headline (引题)."),
        "subtitle": _said(_TEXT_OR_NULL, "The line below the headline (副题)."),
        "published": _said(_MOMENT, "Time of publication, local, cut to what is known."),
        "published_precision": _said(_PRECISION, "How much of published is known."),
        "published_raw": _said(_TEXT_OR_NULL, "The time as shown on the page."),
        "modified": _said(_MOMENT, "Time of the last change, local, cut to what is known."),
        "modified_precision": _said(_PRECISION, "How much of modified is known."),
        "source": _said(_TEXT_OR_NULL, "The outlet the text came from (来源), as shown."),
        "source_url": _said(_TEXT_OR_NULL, "Where the source links to."),
        "credits": _said(_list(_credit()), "Who did what, in the order shown."),
        "authors": _said(_TEXTS, "Who wrote it, read off credits."),
        "editors": _said(_TEXTS, "Who edited it, read off credits."),
        "dateline": _said(_or_null(_dateline()), "The words that open a dispatch; they are part of text too."),
        "sections": _said(_list({"$ref": "#/$defs/section"}), "The body in reading order."),
        "text": _said(_TEXT, "The body with its headings, one paragraph a line; empty unless kind is article."),
        "headings": _said(_TEXTS, "The headings of sections."),
        "summary": _said(_TEXT_OR_NULL, "The page's own summary (摘要, 核心提示)."),
        "keywords": _said(_TEXTS, "The page's own keywords."),
        "images": _said(_list(image), "The pictures of the article."),
        "main_image": _said(_or_null(image), "The picture that stands for the article."),
        "breadcrumbs": _said(_list(_object({"name": _TEXT, "url": _TEXT_OR_NULL})), "The path to the page (当前位置)."),
        "pages": _said(_TEXTS, "The addresses of the article's other pages (下一页)."),
        "warnings": _said(_TEXTS, "What a reader of the record should know about how it was read."),
        "provenance": _said(
            {"type": "object", "additionalProperties": _provenance()}, "For each field found: why it has its value."
        ),
    }


def _credit() -> _Schema:
    return _object({"name": _TEXT, "role": {"enum": list(ROLES)}, "organization": _TEXT_OR_NULL})


def _dateline() -> _Schema:
    return _object({"agency": _TEXT_OR_NULL, "place": _TEXT_OR_NULL, "date": _TEXT_OR_NULL, "raw": _TEXT})


def _provenance() -> _Schema:
    confidence = {"type": "number", "minimum": 0, "maximum": 1}
    return _object({"rule": _TEXT, "evidence": _TEXT, "confidence": confidence})


def _image() -> _Schema:
    return _object({"url": _TEXT, "caption": _TEXT_OR_NULL, "alt": _TEXT_OR_NULL})


def _section() -> _Schema:
    level = {"type": "integer", "minimum": 1}
    return _object({"heading": _TEXT_OR_NULL, "level": level, "blocks": _list({"$ref": "#/$defs/block"})})


def _block() -> _Schema:
    """One shape per type of block."""

    def of_type(name: str, **more: _Schema) -> _Schema:
        return _object({"type": {"const": name}, "text": _TEXT, **more})

    with_lead = _object(
        {"type": {"enum": ["paragraph", "quote"]}, "text": _TEXT, "lead": _TEXT}, required=("type", "text")
    )
    return {
        "oneOf": [
            with_lead,
            of_type("list", items=_TEXTS),
            of_type("table", rows=_list(_TEXTS)),
            of_type("image", image={"$ref": "#/$defs/image"}),
        ]
    }
