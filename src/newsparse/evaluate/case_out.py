"""Cases as they are written: for a person to read, correct and check."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from newsparse.evaluate.cases import CASE_VERSION, ONE
from newsparse.evaluate.gold import GOLD_KEYS, LISTS

# Extensions that a page keeps; a browser opens them.
_PAGES = (".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", ".txt")
_PACKED = re.compile(r"\.(gz|bz2|xz|zst)$", re.IGNORECASE)
# Everything but letters of any script, figures and a few signs: no folder, nothing that a shell or a system minds.
_ODD = re.compile(r"[^\w.,=+-]+|(?<![^\W_])\.+")
# File systems take 255 bytes of a name; a Chinese character has three.
_MOST_BYTES = 150


def case_of(
    gold: Mapping[str, Any],
    *,
    page: str,
    origin: str | None,
    url: str | None = None,
    content_type: str | None = None,
    fetched: str | None = None,
    checked: bool = False,
) -> dict[str, Any]:
    """A case in its JSON types, keys in the order in which a person reads them.

    Args:
        gold: what is right, as `gold_of` and `gold_from` give it.
        page: the page's file, seen from the case's.
        origin: what `newsparse extract` calls the page.
        url, content_type, fetched: what came with the page.
        checked: whether a person said that it is right.
    """
    made: dict[str, Any] = {ONE: CASE_VERSION, "page": page, "url": url, "content_type": content_type}
    if fetched:
        made["fetched"] = fetched
    made |= {"origin": origin, "checked": checked}
    for key in GOLD_KEYS:
        if not key.endswith("_ok") or gold.get(key):
            made[key] = gold.get(key) or ([] if key in LISTS else None)
    return made


def gold_from(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record (`Article.to_dict`) as the answers of a case: what newsparse itself takes for right."""
    captions = [image.get("caption") for image in record.get("images") or ()]
    return {
        **{key: record.get(key) for key in ("kind", "title", "published", "source")},
        **{key: list(record.get(key) or ()) for key in ("authors", "editors", "headings")},
        "body": (record.get("text") or "").splitlines(),
        "captions": list(dict.fromkeys(caption for caption in captions if caption)),
    }


def case_text(case: Mapping[str, Any]) -> str:
    """The JSON of a case: one line of the body a line."""
    return json.dumps(case, ensure_ascii=False, indent=2) + "\n"


def file_names(origin: str, *, is_text: bool = False) -> tuple[str, str]:
    """What a page's file is called among cases: the name without its extension, and the extension.

    >>> file_names("dump.zip!/2021/石桥 1.html.gz"), file_names("d.jsonl#12")
    (('dump.zip-2021-石桥-1', '.html'), ('d.jsonl-12', '.html'))
    """
    name = _PACKED.sub("", origin)
    suffix = next((suffix for suffix in _PAGES if name.lower().endswith(suffix)), "")
    stem = _ODD.sub("-", name[: len(name) - len(suffix)]).strip("-.") or "page"
    # The end of a path says more than its beginning.
    short = stem.encode()[-_MOST_BYTES:].decode("utf-8", "ignore").lstrip("-.")
    return short, suffix or (".txt" if is_text else ".html")
