"""The record: what `parse` returns. Plain frozen values, and the one specification of its keys.

A new key is a line here: its type, and a `Spec` that says what it means. All else goes by it (see `newsparse.record`):
JSON in and out, the JSON Schema, Parquet, CSV, ``--fields``; ``make record`` writes it into docs/record.md.
"""

# Annotations are evaluated here: `newsparse.record` reads them, and as text that takes it 6 ms instead of one.
import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, repeat
from typing import Annotated, Any, Literal, Self, get_args

from newsparse.errors import OptionsError
from newsparse.forks import reading
from newsparse.frozen import FrozenDict
from newsparse.record import Spec, from_dict, to_dict, to_json

SCHEMA_VERSION = "1.3"

Kind = Literal["article", "list", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Access = Literal["free", "partial"]
Precision = Literal["day", "minute", "second"]
MediaType = Literal["video", "audio"]
Segmenter = Literal["jieba", "rjieba"]
BlockType = Literal["paragraph", "list", "table", "quote", "image", "code"]

# Characters that a value has at most: of a name or a word; of a line, as headlines are; of a paragraph; of an address.
# The longest on 236 pages of 115 sites: 30, 63, 243, 532. What is longer is another thing in its place.
NAME, LINE, PARAGRAPH, ADDRESS = 60, 300, 3000, 4096

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

    name: Annotated[str, Spec(longest=NAME, whole=True)]
    role: Annotated[str, Spec(choices=ROLES)]
    organization: Annotated[str | None, Spec(longest=NAME, whole=True)] = None


def writers(credits: tuple[Credit, ...]) -> tuple[Credit, ...]:
    """Those of the credits that are in `Article.authors`."""
    return tuple(c for c in credits if c.role in WRITER_ROLES) or tuple(c for c in credits if c.role == "translator")


def editors(credits: tuple[Credit, ...]) -> tuple[Credit, ...]:
    """Those of the credits that are in `Article.editors`."""
    return tuple(credit for credit in credits if credit.role == "editor")


@dataclass(frozen=True, slots=True)
class Dateline:
    """新华社巴黎12月9日电: the agency, the place and the date as shown, and the words themselves."""

    raw: Annotated[str, Spec(after="date", longest=LINE)]
    agency: Annotated[str | None, Spec(longest=NAME, whole=True)] = None
    place: Annotated[str | None, Spec(longest=NAME, whole=True)] = None
    date: Annotated[str | None, Spec(longest=NAME, whole=True)] = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article: absolute URL, the caption bound to it, the alt text."""

    url: Annotated[str, Spec(longest=ADDRESS, whole=True)]
    caption: Annotated[str | None, Spec(longest=PARAGRAPH)] = None
    alt: Annotated[str | None, Spec(longest=PARAGRAPH)] = None


@dataclass(frozen=True, slots=True)
class Media:
    """A video or a sound of the article: absolute URL of the file, or of the page that plays it."""

    type: MediaType
    url: Annotated[str, Spec(longest=ADDRESS, whole=True)]
    poster: Annotated[str | None, Spec("the picture shown before it plays", longest=ADDRESS, whole=True)] = None
    title: Annotated[str | None, Spec(longest=LINE)] = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document or an archive that the article leads to (附件): absolute URL, and the words of its link."""

    url: Annotated[str, Spec(longest=ADDRESS, whole=True)]
    name: Annotated[str | None, Spec(longest=LINE)] = None


@dataclass(frozen=True, slots=True)
class BodyLink:
    """A link in the article's text: its words, as they stand there, and its absolute URL."""

    text: Annotated[str, Spec(longest=PARAGRAPH)]
    url: Annotated[str, Spec(longest=ADDRESS, whole=True)]


@dataclass(frozen=True, slots=True)
class ContentBlock:
    """One block of the body; keys that its type does not have are () or None, and are not in its JSON."""

    type: BlockType
    text: Annotated[str, Spec("what a reader reads; items and rows are lines of it")] = ""
    lead: Annotated[str | None, Spec("the run-in heading in `text`", types=("paragraph", "quote"), optional=True)] = (
        None
    )
    items: Annotated[tuple[str, ...], Spec("of a list", types=("list",))] = ()
    item_levels: Annotated[
        tuple[int, ...] | None, Spec("of each item, from 1, where lists lie in a list", types=("list",), optional=True)
    ] = None
    rows: Annotated[tuple[tuple[str, ...], ...], Spec("of a table: the texts of its cells", types=("table",))] = ()
    image: Annotated[Image | None, Spec("the picture, where `text` is empty", types=("image",))] = None

    def nested_items(self) -> Iterator[tuple[str, int]]:
        """The items of a list, each with its level, which is at most one below that of the item above.

        >>> list(ContentBlock("list", items=("早班", "六点", "晚班"), item_levels=(1, 2, 1)).nested_items())
        [('早班', 1), ('六点', 2), ('晚班', 1)]
        """
        above = 0
        for item, level in zip(self.items, chain(self.item_levels or (), repeat(1)), strict=False):
            above = max(1, min(level, above + 1))
            yield item, above


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (None for what stands before the first) and the blocks under it. ``level`` counts from 1."""

    heading: Annotated[str | None, Spec(longest=LINE)]
    level: Annotated[int, Spec(least=1, bits=32)]
    blocks: tuple[ContentBlock, ...]


@dataclass(frozen=True, slots=True)
class Breadcrumb:
    """One step of 当前位置."""

    name: Annotated[str, Spec(longest=LINE)]
    url: Annotated[str | None, Spec(longest=ADDRESS, whole=True)] = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Why a field has its value, or has none: the rule, the words it read, how likely the value is right (0..1)."""

    rule: str
    evidence: str
    confidence: Annotated[float, Spec(least=0, most=1)]
    withheld: Annotated[str | None, Spec("the value, where it was too doubtful for the record", optional=True)] = None


@dataclass(frozen=True, slots=True)
class Article:
    """A news page as a record. See docs/record.md for the meaning of each field; absent is None or ().

    ``kind`` is a label: whatever it says, the other fields hold the best that the page gave. Records can be compared,
    hashed, copied and pickled.
    """

    kind: Annotated[
        Kind | None,
        Spec(
            "what the page is: `article`, `list` (headlines of other pages) or `other`; it takes nothing away",
            after="encoding",
        ),
    ]
    url: Annotated[str | None, Spec("the address as given to `parse`")] = None
    canonical_url: Annotated[
        str | None, Spec("the address that the page claims for itself", longest=ADDRESS, whole=True)
    ] = None
    site_name: Annotated[str | None, Spec("the portal's own name", longest=LINE)] = None
    language: Annotated[str, Spec("`zh-Hans`, `zh-Hant`, or the tag of another language")] = "zh-Hans"
    encoding: Annotated[str, Spec("the character encoding that was used")] = "utf-8"
    access: Annotated[
        Access | None,
        Spec(
            "`partial`: the page says that it shows only a part (a gate, its data); `free`: it says that it is free",
            after="kind",
        ),
    ] = None
    title: Annotated[str | None, Spec("the headline without the site's name", longest=LINE)] = None
    kicker: Annotated[str | None, Spec("the line above the headline (引题)", longest=LINE)] = None
    subtitle: Annotated[str | None, Spec("the line below the headline (副题)", longest=LINE)] = None
    published: Annotated[datetime | None, Spec("when it was published, local, cut to what is known")] = None
    published_precision: Annotated[Precision | None, Spec("how much of `published` is known")] = None
    published_raw: Annotated[str | None, Spec("the time as the page shows it", longest=LINE)] = None
    modified: Annotated[datetime | None, Spec("when it was last changed, local, cut to what is known")] = None
    modified_precision: Annotated[Precision | None, Spec("how much of `modified` is known")] = None
    source: Annotated[
        str | None,
        Spec("the outlet that the text is of (来源, 稿源, 出处), often not the site", longest=NAME, whole=True),
    ] = None
    source_url: Annotated[str | None, Spec("where the source's name leads", longest=ADDRESS, whole=True)] = None
    credits: Annotated[tuple[Credit, ...], Spec("who did what, in the order shown")] = ()
    dateline: Annotated[Dateline | None, Spec("the words that open a dispatch; they are part of `text` too")] = None
    sections: Annotated[tuple[Section, ...], Spec("the body in reading order")] = ()
    text: Annotated[
        str, Spec('the body with its headings, one paragraph a line, whatever the `kind`; `""` where a page has none')
    ] = ""
    summary: Annotated[str | None, Spec("the page's own summary (摘要, 核心提示)", longest=PARAGRAPH)] = None
    keywords: Annotated[
        tuple[str, ...],
        Spec("the page's own", longest=NAME, whole=True),
    ] = ()
    computed_keywords: Annotated[
        tuple[str, ...],
        Spec("of `text`, the weightiest first: as many as `Options.keywords` asks for (none)"),
    ] = ()
    images: Annotated[tuple[Image, ...], Spec("the article's pictures")] = ()
    main_image: Annotated[Image | None, Spec("the picture that stands for the article")] = None
    media: Annotated[tuple[Media, ...], Spec("the article's videos and sounds")] = ()
    attachments: Annotated[tuple[Attachment, ...], Spec("documents and archives that the article leads to (附件)")] = ()
    links: Annotated[tuple[BodyLink, ...], Spec("the links in the text")] = ()
    breadcrumbs: Annotated[tuple[Breadcrumb, ...], Spec("the path to the page (当前位置)")] = ()
    pages: Annotated[
        tuple[str, ...], Spec("the addresses of the article's other pages (下一页)", longest=ADDRESS, whole=True)
    ] = ()
    warnings: Annotated[tuple[str, ...], Spec("what to know about how the page was read")] = ()
    provenance: Annotated[Mapping[str, Provenance], Spec("why each field that was found has its value")] = FrozenDict()
    schema_version: Annotated[str, Spec("of this description", after="", choices=(SCHEMA_VERSION,))] = SCHEMA_VERSION

    def __post_init__(self) -> None:
        if not isinstance(self.provenance, FrozenDict):
            object.__setattr__(self, "provenance", FrozenDict(self.provenance))

    @property
    def authors(self) -> Annotated[tuple[str, ...], Spec("who wrote it, read off `credits`", after="credits")]:
        """Who wrote it: author, reporter and correspondent; the translator where nobody else is credited."""
        return tuple(credit.name for credit in writers(self.credits))

    @property
    def editors(self) -> Annotated[tuple[str, ...], Spec("who edited it, read off `credits`", after="authors")]:
        """Who edited it (责任编辑 / 编辑 / 责编)."""
        return tuple(credit.name for credit in editors(self.credits))

    @property
    def headings(self) -> Annotated[tuple[str, ...], Spec("the headings of `sections`", after="text")]:
        """The section headings in reading order."""
        return tuple(s.heading for s in self.sections if s.heading is not None)

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON types only (see `newsparse.schema`).

        Absent values are None, [] or "": no key is ever left out. No string holds NUL or a lone surrogate.
        """
        return to_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON text: UTF-8 characters as they are, no lone surrogate, no NUL.

        Raises:
            OptionsError: ``indent`` is no number of columns.
        """
        if indent is not None and not isinstance(indent, int):
            raise OptionsError(f"indent={reprlib.repr(indent)} is no whole number of columns.")
        return to_json(self, indent=indent)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """The record of what `to_dict` gave, or of a line that ``newsparse extract`` wrote.

        Keys that are missing have no value; unknown ones, as a later minor version may have, are passed over. JSON
        holds a time only as far as it is known: a bare day becomes midnight in China. So ``from_dict(r).to_dict()`` is
        ``r`` again for each record of this version.

        Raises:
            DataError: it is no record, or one of another major version; the message names the key.

        >>> Article.from_dict({"kind": "article", "title": "老街亮灯", "published": "2021-11-08"}).published.isoformat()
        '2021-11-08T00:00:00+08:00'
        >>> Article.from_dict({"kind": "article", "images": [{"caption": "修缮后的石桥"}]})
        Traceback (most recent call last):
        newsparse.errors.DataError: The record has no images[0].url.
        """
        return from_dict(cls, record)

    def to_text(self) -> str:
        """Headline, byline and body as plain text, a paragraph a line."""
        with reading:
            from newsparse.render.plain_text import to_text

        return to_text(self)

    def to_markdown(self, *, front_matter: bool = False) -> str:
        """Headline, byline and body as Markdown (CommonMark with GitHub's tables); what the page says stays text.

        ``front_matter``: in front, as YAML, title, url (else the canonical one), published, source and authors.
        """
        with reading:
            from newsparse.render.markdown import to_markdown

        return to_markdown(self, front_matter=front_matter)

    def to_html(self) -> str:
        """Headline, byline and body as an HTML page with one ``<article>``, every character of the page escaped."""
        with reading:
            from newsparse.render.html import to_html

        return to_html(self)

    def to_zyte(self) -> dict[str, Any]:
        """The record under the names of ``zyte_common_items.Article``, with the fields that it lacks."""
        with reading:
            from newsparse.render.interchange.zyte import to_zyte

        return to_zyte(self)

    def to_schema_org(self) -> dict[str, Any]:
        """The record as JSON-LD: a schema.org NewsArticle."""
        with reading:
            from newsparse.render.interchange.schema_org import to_schema_org

        return to_schema_org(self)

    def to_ninjs(self) -> dict[str, Any]:
        """The record as an IPTC ninjs 3.0 object."""
        with reading:
            from newsparse.render.interchange.ninjs import to_ninjs

        return to_ninjs(self)

    def to_gne(self) -> dict[str, Any]:
        """The record under GNE's keys: title, author, publish_time, content, images."""
        with reading:
            from newsparse.render.interchange.gne import to_gne

        return to_gne(self)

    def extract_keywords(self, n: int = 10, segmenter: Segmenter = "jieba") -> tuple[str, ...]:
        """Up to ``n`` keywords of the text, the weightiest first, by jieba's TF-IDF (loads its dictionary once).

        Args:
            n: how many.
            segmenter: what cuts the text into words, as `Options.segmenter`; the keywords are the same.

        Raises:
            OptionsError: ``n`` is no number, or there is no such segmenter.
            MissingExtra: the segmenter is not installed.
        """
        if not isinstance(n, int):
            raise OptionsError(f"n={reprlib.repr(n)} is no whole number of keywords.")
        with reading:
            from newsparse.jieba_words import keywords
            from newsparse.options import Options

        return keywords(self.text, n, Options(segmenter=segmenter).segmenter)

    def summary_sentences(self, n: int = 3) -> tuple[str, ...]:
        """Up to ``n`` whole sentences that stand for the article, in the order of its text.

        They are those whose words weigh most, as keywords do (loads jieba's dictionary once); words of the title and
        the first paragraphs weigh more. The time grows with the text and no faster.

        Raises:
            OptionsError: ``n`` is no number.

        >>> lines = "早上有雾。老码头昨天重新开航，头班渡轮坐着三百名乘客。站长说：“都等了三年。”大家笑了。"
        >>> body = Section(None, 1, (ContentBlock("paragraph", lines),))
        >>> Article(kind="article", title="老码头重新开航", sections=(body,), text=lines).summary_sentences(1)
        ('老码头昨天重新开航，头班渡轮坐着三百名乘客。',)
        """
        if not isinstance(n, int):
            raise OptionsError(f"n={reprlib.repr(n)} is no whole number of sentences.")
        with reading:
            from newsparse.key_sentences import summary_sentences

        return summary_sentences(self, n)
