"""A folder of cases that is written to: a page and its case side by side; what a person has done there stays."""

from __future__ import annotations

import hashlib
import json
import re
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
from newsparse.text.scrub import scrub

# An address that is not known, as a key: within a text its quotation marks have a backslash before them.
_NO_ADDRESS = re.compile(r'((?<!\\)"url"\s*:\s*)null')


class CaseFolder:
    """Cases in a folder.

    Attributes:
        written: how many this run has written.
        corrected: how many of these with the record of a correction.
        kept: how many were there and were left as they were.
        addressed: how many of these had no address, and have got that of their page.
        again: how many pages came again under the same name.
        refused: files of cases that a person has checked and that something else was to be written to.
        replaced: files of cases that said something else before.
    """

    def __init__(self, folder: Path, *, overwrite: bool, overwrite_checked: bool) -> None:
        """Make the folder, if it is not there.

        Args:
            folder: where it is to be.
            overwrite: write anew cases that nobody has checked; overwrite_checked: those that somebody has, too.

        Raises:
            RunError: that cannot be done.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"Cannot make the folder {printable(folder)}: {reason(error)}.") from error
        self.written = 0
        self.corrected = 0
        self.kept = 0
        self.addressed = 0
        self.again = 0
        self.refused: list[str] = []
        self.replaced: list[str] = []
        self._folder = folder
        self._made: set[Path] = set()
        self._named: dict[tuple[str, str], _Named] = {}
        self._overwrite, self._overwrite_checked = overwrite or overwrite_checked, overwrite_checked

    def add(self, data: bytes, case: dict[str, Any], *, is_text: bool = False, corrected: bool = False) -> None:
        """Write a page and its case (``case["page"]`` is filled in), or leave what is there.

        What is there stays, unless it is to be overwritten; a correction replaces a case that nobody has checked.

        Raises:
            RunError: a file cannot be written.
        """
        page = self._place(data, str(case["origin"]), is_text)
        file = page.with_suffix(".json")
        text = scrub(case_text({**case, "page": printable(page.name)})).encode()
        if file.exists() and not self._may_replace(file, text, wanted=corrected or self._overwrite):
            self.again += file in self._made
            self.kept += file not in self._made
            self.addressed += _fill_address(file, case["url"])
            return
        write_bytes(page, data)
        write_bytes(file, text)
        self._made.add(file)
        self.written += 1
        self.corrected += corrected

    def _may_replace(self, file: Path, text: bytes, *, wanted: bool) -> bool:
        """Whether a case that is there is to be written anew; what a person may have worked on is noted."""
        if not wanted:
            return False
        may = self._overwrite_checked or not _is_checked(file)
        if file not in self._made and file.read_bytes() != text:
            (self.replaced if may else self.refused).append(printable(file))
        return may

    def _place(self, data: bytes, origin: str, is_text: bool) -> Path:
        """The page's file: one that holds these bytes, or that is not there yet."""
        names = file_names(origin, is_text=is_text)
        if names not in self._named:
            self._named[names] = _Named(self._folder, *names)
        return self._named[names].place(hashlib.sha256(data).digest())


class _Named:
    """The pages of a folder that have one name, by digest: each is read once, however many there are."""

    def __init__(self, folder: Path, stem: str, suffix: str) -> None:
        self._folder, self._stem, self._suffix = folder, stem, suffix
        self._pages: dict[bytes, Path] = {}
        self._number = 1
        while (page := self._page()).exists() or page.with_suffix(".json").exists():
            if page.is_file():
                self._pages.setdefault(hashlib.sha256(page.read_bytes()).digest(), page)
            self._number += 1

    def place(self, digest: bytes) -> Path:
        """The page that has this digest, else the next that is not there yet."""
        if digest not in self._pages:
            while (page := self._page()).exists() or page.with_suffix(".json").exists():
                self._number += 1  # the case of a page with another extension
            self._pages[digest] = page
        return self._pages[digest]

    def _page(self) -> Path:
        number = "" if self._number == 1 else f"-{self._number}"
        return self._folder / on_disk(f"{self._stem}{number}{self._suffix}")


def _fill_address(file: Path, url: str | None) -> bool:
    """Put the page's address into a case that has none; whatever else stands in the file stays to the letter."""
    if not url:
        return False
    try:
        text = read_text(file)
        before = parse_json(text, "")
        after = _NO_ADDRESS.sub(lambda found: found[1] + json.dumps(url, ensure_ascii=False), text, 1)
        if parse_json(after, "") != {**before, "url": url} or before["url"] is not None:
            return False
    except (DataError, TypeError, KeyError):  # what cannot be read is told by what reads cases
        return False
    write_bytes(file, after.encode())
    return True


def _is_checked(file: Path) -> bool:
    """Whether a person has checked a case; what cannot be read was written by one as well."""
    try:
        found = parse_json(read_text(file), "")
        return not isinstance(found, dict) or truth_of(found.get("checked"))
    except DataError:
        return True
