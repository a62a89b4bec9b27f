"""A folder of Markdown or text files, one for each record that has a text, in folders as the pages were.

A text has no place for what the record's warnings say; they are in one file of the folder.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from newsparse.article import Article
from newsparse.dumps.batch import Outcome
from newsparse.dumps.job import Job
from newsparse.dumps.outputs.file_names import MARK, WARNINGS, Names
from newsparse.dumps.outputs.format import Format
from newsparse.dumps.printable import on_disk
from newsparse.render.markdown import to_markdown
from newsparse.render.plain_text import to_text


def _finish(extension: str, rows: Path, target: Path, _job: Job) -> None:
    """Write the files. Called again after it was broken off, it writes them again."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    (target / MARK).write_text(
        "A folder made by newsparse extract; the next run to it replaces it.\n", encoding="ascii"
    )
    with rows.open("rb") as file, closing(Names(extension)) as names:
        for line in file:
            page, text, warnings = json.loads(line)
            name = names.of(page)
            path = target / on_disk(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            if warnings:
                _note(target / WARNINGS, {"file": page, "written": name, "warnings": warnings})


def _note(path: Path, values: dict[str, object]) -> None:
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(values, ensure_ascii=False) + "\n")


def _format(name: str, extension: str, render: Callable[[Article, Job], str]) -> Format:
    def row(outcome: Outcome, job: Job) -> bytes | None:
        if outcome.article is None or not outcome.article.text:
            return None
        line = [outcome.name, render(outcome.article, job), outcome.article.warnings]
        return json.dumps(line, ensure_ascii=False).encode()

    def marked(line: bytes, _name: str, duplicate_of: str | None) -> bytes | None:
        return line if duplicate_of is None else None  # there is no place for a mark in a text

    return Format(name, (), row, marked, finish=partial(_finish, extension), is_folder=True)


MARKDOWN = _format("markdown", ".md", lambda article, job: to_markdown(article, front_matter=job.front_matter))
TEXT = _format("text", ".txt", lambda article, _job: to_text(article))
