"""The record: what `parse` returns. Plain frozen values; their JSON form is in `newsparse.render.record`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

SCHEMA_VERSION = "1.0"

Kind = Literal["article", "list", "other"]
Precision = Literal["day", "minute", "second"]
BlockType = Literal["paragraph", "list", "table", "quote", "image"]

# The roles of a credit, in the order in which a masthead names them.
ROLES = (
    "author",
    "reporter",
    "correspondent",
    "translator",
    "photographer",
    "editor",
    "copy_editor",
    "proofreader",
    "reviewer",
    "chief_editor",
)
WRITER_ROLES = frozenset({"author", "reporter", "correspondent"})


@dataclass(frozen=True, slots=True)
class Credit:
    """One person (or collective) and what they did: ``role`` is one of `ROLES`."""

    name: str
    role: str
    organization: str | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """新华社巴黎12月9日电: the agency, the place and the date as shown, and the words themselves."""

    raw: str
    agency: str | None = None
    place: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article: absolute URL, the caption bound to it, the alt text."""

    url: str
    caption: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class ContentBlock:
    """One block of the body.

    Attributes:
        type: "paragraph", "list", "table", "quote" or "image".
        text: what a reader reads; a list's items and a table's rows are lines of it; "" for an image.
        lead: the run-in heading of the paragraph ("专项配专班,集中力量办大事。"), part of ``text``; else None.
        items: the items of a list.
        rows: the rows of a table, each a tuple of cell texts.
        image: the picture.
    """

    type: BlockType
    text: str = ""
    lead: str | None = None
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (None for what stands before the first) and the blocks under it. ``level`` counts from 1."""

    heading: str | None
    level: int
    blocks: tuple[ContentBlock, ...]


@dataclass(frozen=True, slots=True)
class Breadcrumb:
    """One step of 当前位置."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Why a field has its value: the rule that gave it, the words it read, how sure it is (0..1)."""

    rule: str
    evidence: str
    confidence: float


def _no_provenance() -> Mapping[str, Provenance]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Article:
    """A news page as a record. See docs/record.md for the meaning of each field; absent is None or ().

    ``text`` is "" unless ``kind`` is "article".
    """

    kind: Kind
    url: str | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    language: str = "zh-Hans"
    encoding: str = "utf-8"
    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    published: datetime | None = None
    published_precision: Precision | None = None
    published_raw: str | None = None
    modified: datetime | None = None
    modified_precision: Precision | None = None
    source: str | None = None
    source_url: str | None = None
    credits: tuple[Credit, ...] = ()
    dateline: Dateline | None = None
    sections: tuple[Section, ...] = ()
    text: str = ""
    summary: str | None = None
    keywords: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    main_image: Image | None = None
    breadcrumbs: tuple[Breadcrumb, ...] = ()
    pages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    provenance: Mapping[str, Provenance] = field(default_factory=_no_provenance)
    schema_version: str = SCHEMA_VERSION

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote it: author, reporter and correspondent; the translator where nobody else is credited."""
        writers = tuple(c.name for c in self.credits if c.role in WRITER_ROLES)
        return writers or tuple(c.name for c in self.credits if c.role == "translator")

    @property
    def editors(self) -> tuple[str, ...]:
        """Who edited it (责任编辑 / 编辑 / 责编)."""
        return tuple(c.name for c in self.credits if c.role == "editor")

    @property
    def headings(self) -> tuple[str, ...]:
        """The section headings in reading order."""
        return tuple(s.heading for s in self.sections if s.heading is not None)

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON types only (see `newsparse.schema`)."""
        from newsparse.render.record import to_dict

        return to_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON text: UTF-8 characters as they are, no lone surrogate, no NUL."""
        from newsparse.render.record import to_json

        return to_json(self, indent=indent)

    def to_zyte(self) -> dict[str, Any]:
        """The record under the names of ``zyte_common_items.Article``, with the fields that it lacks."""
        from newsparse.render.interchange.zyte import to_zyte

        return to_zyte(self)

    def to_schema_org(self) -> dict[str, Any]:
        """The record as JSON-LD: a schema.org NewsArticle."""
        from newsparse.render.interchange.schema_org import to_schema_org

        return to_schema_org(self)

    def to_ninjs(self) -> dict[str, Any]:
        """The record as an IPTC ninjs 3.0 object."""
        from newsparse.render.interchange.ninjs import to_ninjs

        return to_ninjs(self)

    def to_gne(self) -> dict[str, Any]:
        """The record under GNE's keys: title, author, publish_time, content, images."""
        from newsparse.render.interchange.gne import to_gne

        return to_gne(self)

    def extract_keywords(self, n: int = 10) -> tuple[str, ...]:
        """Up to ``n`` keywords of the text, the weightiest first, by jieba's TF-IDF (loads its dictionary once)."""
        from newsparse.jieba_words import keywords

        return keywords(self.text, n)
