"""newsparse: a Chinese news page in, a typed article out.

>>> import newsparse
>>> newsparse.parse("<title>老街亮灯_某某网</title><h1>老街亮灯</h1><p>昨晚老街的路灯亮了。</p>").title
'老街亮灯'
"""

from __future__ import annotations

from newsparse.api import Candidate, Explanation, explain, parse
from newsparse.article import (
    SCHEMA_VERSION,
    Article,
    Attachment,
    BodyLink,
    Breadcrumb,
    ContentBlock,
    Credit,
    Dateline,
    Image,
    Media,
    Provenance,
    Section,
)
from newsparse.errors import (
    BinaryPage,
    DataError,
    EmptyPage,
    InputError,
    LimitError,
    MissingExtra,
    NewsparseError,
    OptionsError,
)
from newsparse.links import Link, Links, links
from newsparse.options import Options
from newsparse.stitch import stitch, stitch_async

__version__ = "0.1.0"

__all__ = [
    "SCHEMA_VERSION",
    "Article",
    "Attachment",
    "BinaryPage",
    "BodyLink",
    "Breadcrumb",
    "Candidate",
    "ContentBlock",
    "Credit",
    "DataError",
    "Dateline",
    "EmptyPage",
    "Explanation",
    "Image",
    "InputError",
    "LimitError",
    "Link",
    "Links",
    "Media",
    "MissingExtra",
    "NewsparseError",
    "Options",
    "OptionsError",
    "Provenance",
    "Section",
    "__version__",
    "explain",
    "links",
    "parse",
    "schema",
    "stitch",
    "stitch_async",
]


def schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of `Article.to_dict`."""
    from newsparse.render.json_schema import schema as made

    return made()
