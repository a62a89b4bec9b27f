"""A folder of Markdown or text files, one for each record that has a text, in folders as the pages were."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

from newsparse.article import Article
from newsparse.dumps.batch import Outcome
from newsparse.dumps.job import Job
from newsparse.dumps.outputs.format import Format
from newsparse.render.markdown import to_markdown
from newsparse.render.plain_text import to_text

# By this file a folder of ours is known again: no other folder is ever replaced.
MARK = ".newsparse"
# Longest file name of common file systems is 255 bytes; a Chinese character has three.
_LONGEST = 200
# Signs that file systems or shells make something of. (/ stays: it makes folders.)
_SIGNS = re.compile(r"[\x00-\x1f\x7f:*?\"<>|\\]")


def finish(rows: Path, target: Path, _job: Job) -> None:
    """Write the files. Called again after it was broken off, it writes them again."""
    target.mkdir(parents=True, exist_ok=True)
    (target / MARK).write_text(
        "A folder made by newsparse extract; the next run to it replaces it.\n", encoding="ascii"
    )
    with rows.open("rb") as file:
        for line in file:
            name, text = json.loads(line)
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


def file_name(page: str, extension: str) -> str:
    """The path of a page's file in the folder; it never leads out of the folder.

    >>> file_name("a.zip!/news/m.html", ".md"), file_name("/d.jsonl#12", ".md"), file_name("../x", ".md")
    ('a.zip!/news/m.html.md', 'd.jsonl/12.md', '_./x.md')
    """
    parts = [part for part in page.replace("#", "/").split("/") if part not in ("", ".")]
    clean = [_short(_SIGNS.sub("_", "_." if part == ".." else part)) for part in parts]
    return "/".join(clean) + extension


def _short(part: str) -> str:
    """A name that file systems take; of a longer one the beginning and a hash."""
    raw = part.encode()
    if len(raw) <= _LONGEST:
        return part
    return raw[: _LONGEST - 20].decode("utf-8", "ignore") + "-" + hashlib.sha256(raw).hexdigest()[:16]


def _format(name: str, extension: str, render: Callable[[Article], str]) -> Format:
    def row(outcome: Outcome, _job: Job) -> bytes | None:
        if outcome.article is None or not outcome.article.text:
            return None
        return json.dumps([file_name(outcome.name, extension), render(outcome.article)], ensure_ascii=False).encode()

    def marked(line: bytes, _name: str, duplicate_of: str | None) -> bytes | None:
        return line if duplicate_of is None else None  # there is no place for a mark in a text

    return Format(name, (), row, marked, finish=finish, is_folder=True)


MARKDOWN = _format("markdown", ".md", to_markdown)
TEXT = _format("text", ".txt", to_text)
