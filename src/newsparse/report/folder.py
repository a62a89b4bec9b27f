"""Reports of many pages: static files that a browser opens from the disk.

``index.html`` has the style, the script and nothing of a page; ``rows/`` its rows, a thousand to a file; ``pages/``
each page's report. ``records.jsonl`` holds the records as ``newsparse extract`` writes them: a later report can be
compared with this one. Pages are written one by one: memory does not grow with their number, but for the rows of one
file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsparse import __version__
from newsparse.api import Explanation
from newsparse.dumps.comparison import Earlier
from newsparse.dumps.outputs.file_names import MARK
from newsparse.record import EMPTY
from newsparse.report.html_file import as_script, html_of_index
from newsparse.report.index_row import row_of, row_of_fault
from newsparse.report.page_report import Origin, page_report
from newsparse.report.shown import shown
from newsparse.text.counted import counted
from newsparse.text.scrub import scrub_all

# Pages in one folder and rows in one file; the report's script knows the number, too.
_IN_ONE = 1000
RECORDS = "records.jsonl"


def records_at(path: Path) -> Path:
    """The file of records that a path names: the folder of a report has one."""
    return path / RECORDS if (path / RECORDS).is_file() else path


# What changes with another field, which says it, or with how the page was given: no change of what was read.
_BESIDE = frozenset({"url", "published_precision", "published_raw", "modified_precision"})


class FolderReport:
    """Writes the reports of pages into a folder that is there and empty.

    Attributes:
        pages, failed: how many pages were met, and how many of these could not be read.
    """

    def __init__(self, folder: Path, earlier: Earlier | None = None) -> None:
        self._folder, self._earlier = folder, earlier
        self.pages = self.failed = 0
        self._rows: list[list[Any]] = []
        self._files: list[str] = []
        mark = "A folder made by newsparse explain; the next report to it replaces it.\n"
        (folder / MARK).write_text(mark, encoding="ascii")
        self._records = (folder / RECORDS).open("w", encoding="utf-8", newline="\n")

    def add(self, explanation: Explanation, origin: Origin) -> None:
        """Write a page's report."""
        record = scrub_all({"file": origin.name, **explanation.article.to_dict()})
        self._records.write(json.dumps(record, ensure_ascii=False) + "\n")
        changes = changes_of(self._earlier, record)
        report = page_report(explanation, origin, changes)
        path = self._folder / "pages" / str(self.pages // _IN_ONE) / f"{self.pages}.js"
        _write(path, f"newsparsePage({self.pages},{as_script(report)});\n")
        self._row(row_of(origin.name, record, changes))

    def add_fault(self, name: str, error: str, reason: str) -> None:
        """A page that could not be read stands in the index, too."""
        self.failed += 1
        self._row(row_of_fault(name, error, reason))

    def finish(self, title: str, key: str, against: str | None, audit: tuple[str, str] | None = None) -> None:
        """Write the index.

        Args:
            title: what was read.
            key: by which the browser keeps the corrections.
            against: the earlier run, as a person knows it.
            audit: the file beside the index that tells what looks wrong, and what it tells in a few words.
        """
        self._end_of_file()
        met = counted(self.pages, "page") + (f", {self.failed:,} not read" if self.failed else "")
        compared = f" · compared with {against}" if against else ""
        data = {
            "title": title,
            "says": f"{met} · newsparse {__version__}{compared}",
            "key": key,
            "save_as": "corrections.json",
            "compared": against is not None,
            "audit": audit,
        }
        _write(self._folder / "index.html", html_of_index(scrub_all(data), self._files))

    def close(self) -> None:
        """No page more: the file of records is whole."""
        self._records.close()

    def _row(self, row: list[Any]) -> None:
        self._rows.append(scrub_all(row))
        self.pages += 1
        if len(self._rows) == _IN_ONE:
            self._end_of_file()

    def _end_of_file(self) -> None:
        name = f"rows/{len(self._files)}.js"
        rows = as_script(self._rows)
        _write(self._folder / name, f"(self.newsparseRows = self.newsparseRows || []).push({rows});\n")
        self._files.append(name)
        self._rows = []


def changes_of(earlier: Earlier | None, record: Mapping[str, Any]) -> dict[str, str] | None:
    """The fields that an earlier run had otherwise, their old values as a person reads them; None: not compared."""
    changes = earlier.changes(record) if earlier is not None else {}
    if earlier is None or changes is None:
        return None
    if "text" in changes:
        changes.pop("sections", None)  # they say the same, at length
        changes["text"] = f"{len(changes['text'])} characters; now {len(record['text'])}"
    told = {name: value for name, value in changes.items() if name not in _BESIDE}
    return {name: "" if value in EMPTY else shown(value) for name, value in told.items()}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
