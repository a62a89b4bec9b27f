"""The record in JSON types: the names and the order of docs/record.md. Every key of the record is always there."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newsparse.render.scrub import is_clean, scrub_all

if TYPE_CHECKING:
    from newsparse.article import Article, ContentBlock, Credit, Dateline, Image, Precision, Section


def to_dict(article: Article) -> dict[str, Any]:
    """The record as JSON types only, valid under `newsparse.render.json_schema.schema`.

    Absent values are None, [] or "": no key is ever left out. No string holds NUL or a lone surrogate.
    """
    record = _record(article)
    return record if _is_clean_json(_dump(record)) else scrub_all(record)


def to_json(article: Article, *, indent: int | None = None) -> str:
    """`to_dict` as JSON text: characters as they are, one line unless ``indent`` is given."""
    record = _record(article)
    text = _dump(record, indent)
    return text if _is_clean_json(text) else _dump(scrub_all(record), indent)


def iso(moment: datetime | None, precision: Precision | None) -> str | None:
    """ISO 8601, cut to what is known of the moment; all of it to the second where no precision is given.

    >>> from datetime import timedelta, timezone
    >>> noon = datetime(2021, 11, 8, 12, 0, 9, tzinfo=timezone(timedelta(hours=8)))
    >>> iso(noon, "day"), iso(noon, "minute"), iso(noon, "second")
    ('2021-11-08', '2021-11-08T12:00+08:00', '2021-11-08T12:00:09+08:00')
    """
    if moment is None:
        return None
    if precision == "day":
        return moment.date().isoformat()
    return moment.isoformat(timespec="minutes" if precision == "minute" else "seconds")


def _dump(record: dict[str, Any], indent: int | None = None) -> str:
    return json.dumps(record, ensure_ascii=False, indent=indent)


def _is_clean_json(text: str) -> bool:
    """Whether no string in this JSON text needs scrubbing. (JSON text shows NUL as an escape.)"""
    return "\\u0000" not in text and is_clean(text)


def _record(article: Article) -> dict[str, Any]:
    return {
        "schema_version": article.schema_version,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "site_name": article.site_name,
        "language": article.language,
        "encoding": article.encoding,
        "kind": article.kind,
        "title": article.title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "published": iso(article.published, article.published_precision),
        "published_precision": article.published_precision,
        "published_raw": article.published_raw,
        "modified": iso(article.modified, article.modified_precision),
        "modified_precision": article.modified_precision,
        "source": article.source,
        "source_url": article.source_url,
        "credits": [_credit(credit) for credit in article.credits],
        "authors": list(article.authors),
        "editors": list(article.editors),
        "dateline": _dateline(article.dateline),
        "sections": [_section(section) for section in article.sections],
        "text": article.text,
        "headings": list(article.headings),
        "summary": article.summary,
        "keywords": list(article.keywords),
        "images": [_image(image) for image in article.images],
        "main_image": None if article.main_image is None else _image(article.main_image),
        "breadcrumbs": [{"name": step.name, "url": step.url} for step in article.breadcrumbs],
        "pages": list(article.pages),
        "warnings": list(article.warnings),
        "provenance": {
            field: {"rule": why.rule, "evidence": why.evidence, "confidence": why.confidence}
            for field, why in article.provenance.items()
        },
    }


def _credit(credit: Credit) -> dict[str, Any]:
    return {"name": credit.name, "role": credit.role, "organization": credit.organization}


def _dateline(dateline: Dateline | None) -> dict[str, Any] | None:
    if dateline is None:
        return None
    return {"agency": dateline.agency, "place": dateline.place, "date": dateline.date, "raw": dateline.raw}


def _image(image: Image) -> dict[str, Any]:
    return {"url": image.url, "caption": image.caption, "alt": image.alt}


def _section(section: Section) -> dict[str, Any]:
    return {"heading": section.heading, "level": section.level, "blocks": [_block(block) for block in section.blocks]}


def _block(block: ContentBlock) -> dict[str, Any]:
    """Type and text, then what only this type of block has."""
    record: dict[str, Any] = {"type": block.type, "text": block.text}
    if block.lead is not None:
        record["lead"] = block.lead
    if block.type == "list":
        record["items"] = list(block.items)
    elif block.type == "table":
        record["rows"] = [list(row) for row in block.rows]
    elif block.image is not None:
        record["image"] = _image(block.image)
    return record
