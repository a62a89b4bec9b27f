"""A folder of cases that is written to: a page and its case side by side; what a person has done there stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsparse.cli.atomic import write_bytes
from newsparse.cli.exits import RunError
from newsparse.cli.output import printable, reason
from newsparse.dumps.printable import on_disk
from newsparse.errors import DataError
from newsparse.evaluate.case_json import parse_json, read_text
from newsparse.evaluate.case_out import case_text, file_names
from newsparse.evaluate.gold import truth_of


class CaseFolder:
    """Cases in a folder.

    Attributes:
        written: how many this run has written.
        kept: how many were there and were left as they were.
        refused: files of cases that a person has checked and that something else was to be written to.
    """

    def __init__(self, folder: Path, *, overwrite: bool) -> None:
        """Make the folder, if it is not there.

        Raises:
            RunError: that cannot be done.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"Cannot make the folder {printable(folder)}: {reason(error)}.") from error
        self.written = 0
        self.kept = 0
        self.refused: list[str] = []
        self._folder = folder
        self._overwrite = overwrite

    def add(self, data: bytes, case: dict[str, Any], *, is_text: bool = False, corrected: bool = False) -> None:
        """Write a page and its case (``case["page"]`` is filled in), or leave what is there.

        What is there stays, unless all is to be overwritten; a correction replaces a case that nobody has checked.

        Raises:
            RunError: a file cannot be written.
        """
        page = self._place(data, str(case["origin"]), is_text)
        file = page.with_suffix(".json")
        text = case_text({**case, "page": printable(page.name)})
        if file.exists() and not self._overwrite and not (corrected and not _is_checked(file)):
            if corrected and file.read_bytes() != text.encode():
                self.refused.append(printable(file))
            self.kept += 1
            return
        write_bytes(page, data)
        write_bytes(file, text.encode())
        self.written += 1

    def _place(self, data: bytes, origin: str, is_text: bool) -> Path:
        """The page's file: one that holds these bytes, or that is not there yet."""
        stem, suffix = file_names(origin, is_text=is_text)
        number = 1
        while True:
            name = on_disk(f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
            page = self._folder / name
            if not page.exists() and not page.with_suffix(".json").exists():
                return page
            if page.is_file() and page.read_bytes() == data:
                return page
            number += 1


def _is_checked(file: Path) -> bool:
    """Whether a person has checked a case; what cannot be read was written by one as well."""
    try:
        found = parse_json(read_text(file), "")
        return not isinstance(found, dict) or truth_of(found.get("checked"))
    except DataError:
        return True
