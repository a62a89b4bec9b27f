"""Cases: pages with the records that are right for them, in a folder, in a file, or as lines of gold.

A folder of cases holds for each page NAME.html and NAME.json (``"newsparse_case": 1``). A file of cases
(``"newsparse_cases": 1``) names pages that lie elsewhere; so does gold.jsonl, a case a line.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsparse.dumps.printable import printable, reason
from newsparse.errors import DataError
from newsparse.evaluate.case_json import parse_json, read_text
from newsparse.evaluate.gold import GoldError, gold_of, truth_of

# The version of both shapes.
CASE_VERSION = 1
ONE, MANY = "newsparse_case", "newsparse_cases"
# In a file that `newsparse evaluate --format json` wrote: it may lie among the cases it is of.
EVALUATION = "newsparse_evaluation"
# Cases that a person wrote anew in a form that is not read: they must not be passed over.
_YAML = (".yaml", ".yml")
GOLD_FILE, GOLD_PAGES = "gold.jsonl", "pages"


@dataclass(frozen=True, slots=True)
class Case:
    """A page and the record that is right for it.

    Attributes:
        name: names the page in every report: its file, as the case calls it, seen from the folder of cases.
        where: the file that the case is from, with the line where it is one of many.
        path: the page's file.
        gold: what is right: kind, title, published, source, authors, editors, headings, body, captions, and *_ok.
        checked: whether a person said that it is right.
        url, content_type: what came with the page.
        origin: what `newsparse extract` calls the page ("file").
        fetched: when it was fetched (ISO 8601): 昨天 is counted from there.
        sha256: digest of the page's bytes, where the case tells it.
        site: what the case calls the page's site; else it is known by the address.
    """

    name: str
    where: str
    path: Path
    gold: dict[str, Any]
    checked: bool
    url: str | None = None
    content_type: str | None = None
    origin: str | None = None
    fetched: str | None = None
    sha256: str | None = None
    site: str | None = None

    def __hash__(self) -> int:  # a dict cannot be hashed, and equal cases have equal places
        return hash((self.where, self.name))

    @property
    def page(self) -> bytes:
        """The page's bytes, read from its file.

        Raises:
            DataError: the file cannot be read, or is not the page that the case is of.
        """
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise DataError(f"{self.where}: cannot read its page {printable(self.path)}: {reason(error)}.") from error
        if self.sha256 and hashlib.sha256(data).hexdigest() != self.sha256.lower():
            raise DataError(f"{self.where}: {printable(self.path)} has changed since the case was made (sha256).")
        return data


def read_cases(path: str | Path, pages: str | Path | None = None) -> list[Case]:
    """All cases of a folder or a file, in the order of their names (of a file: of its lines).

    Args:
        path: a folder of cases, a folder with gold.jsonl in it, a case, a file of cases, or lines of gold (.jsonl).
        pages: where the pages are that a file of cases or lines of gold name; else they are looked for beside the
            file, in the folder "pages" beside it, and where the name leads from here.

    Raises:
        DataError: a case is not as it must be, or its page is not there; the message names file and place.
    """
    cases = []
    for found in each_case(path, pages):
        if isinstance(found, DataError):
            raise found
        cases.append(found)
    return cases


def each_case(path: str | Path, pages: str | Path | None = None) -> Iterator[Case | DataError]:
    """As `read_cases`, but a case that is not as it must be is an error among the others.

    Raises:
        DataError: there is nothing at ``path``.
    """
    path, folder = Path(path), None if pages is None else Path(pages)
    if path.is_dir():
        gold = path / GOLD_FILE  # beside it pages may lie in folders, some of them JSON
        files = [gold, *sorted(path.glob("*.json"))] if gold.is_file() else sorted(path.rglob("*.json"))
        files += [] if gold.is_file() else sorted(file for end in _YAML for file in path.rglob(f"*{end}"))
    elif path.exists():
        files = [path]
    else:
        raise DataError(f"There is no folder {printable(path)} (nor a file). Check the path.")
    for file in files:
        prefix = file.parent.relative_to(path).as_posix() if path.is_dir() else "."
        for found in _of_file(file, folder, among_others=path.is_dir()):
            yield found if isinstance(found, DataError) or prefix == "." else _named(found, f"{prefix}/{found.name}")


def entries_of(path: Path) -> Iterator[tuple[str, dict[str, Any]] | DataError]:
    """What a file holds of cases: each with its place, still unread.

    Raises:
        DataError: the file is none of cases.
    """
    where, text = printable(path), read_text(path)
    if path.suffix == ".jsonl":
        yield from _lines(where, text)
        return
    if path.suffix.lower() in _YAML:
        if ONE not in text and MANY not in text:  # another program's
            return
        raise DataError(f"{where} is YAML; cases are read as JSON. Write it as {printable(path.stem)}.json.")
    if text.lstrip().startswith("<"):
        raise DataError(f"{where} is a page, not a case. Make a case of it: newsparse label {where} -o CASES")
    found = parse_json(text, where)
    if isinstance(found, dict) and ONE in found:
        _check_version(where, found[ONE])
        yield where, found
    elif isinstance(found, dict) and MANY in found:
        _check_version(where, found[MANY])
        yield from _entries(where, found.get("cases"))
    elif not (isinstance(found, dict) and EVALUATION in found):
        raise DataError(f'{where}: no case: it has neither "{ONE}" nor "{MANY}".')


def _named(case: Case, name: str) -> Case:
    return replace(case, name=name, gold={**case.gold, "file": name})


def _of_file(file: Path, pages: Path | None, *, among_others: bool) -> Iterator[Case | DataError]:
    try:
        entries = list(entries_of(file))
        if not entries and not among_others:
            raise DataError(f"{printable(file)}: there is no case in it.")
    except DataError as error:
        yield error
        return
    for entry in entries:
        try:
            yield entry if isinstance(entry, DataError) else _case(*entry, file, pages)
        except GoldError as error:
            yield _with_line(error, file) if len(entries) == 1 and file.suffix != ".jsonl" else error
        except DataError as error:
            yield error


def _with_line(error: GoldError, file: Path) -> DataError:
    """The error with the line on which the key stands in a file of one case."""
    text = read_text(file)
    found = re.search(rf'"{re.escape(error.key)}"\s*:', text)
    place = f", line {text.count(chr(10), 0, found.start()) + 1}" if found else ""
    return GoldError(error.key, error.said, printable(file) + place)


def _lines(where: str, text: str) -> Iterator[tuple[str, dict[str, Any]] | DataError]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{where}, line {number}"
        try:
            found = parse_json(line, where, number)
        except DataError as error:
            yield error
            continue
        # A line of gold was written by a person.
        yield (place, {"checked": True, **found}) if isinstance(found, dict) else DataError(f"{place}: no object.")


def _entries(where: str, cases: Any) -> Iterator[tuple[str, dict[str, Any]] | DataError]:
    if not isinstance(cases, list):
        raise DataError(f'{where}: "cases" is no list.')
    for number, case in enumerate(cases, 1):
        place = f"{where}, case {number}"
        yield (place, case) if isinstance(case, dict) else DataError(f"{place}: no object.")


def _check_version(where: str, version: Any) -> None:
    if version != CASE_VERSION:
        raise DataError(f"{where}: a case of version {version!r}; this newsparse reads version {CASE_VERSION}.")


def _case(where: str, given: dict[str, Any], file: Path, pages: Path | None) -> Case:
    gold = gold_of(given, where)
    page = _optional(given, "page", where) or _optional(given, "file", where)
    if not page:
        raise DataError(f'{where}: "page" is missing: the name of the page\'s file.')
    origin, sha256 = _optional(given, "origin", where), _optional(given, "sha256", where)
    path = _found(page, file, pages, sha256)
    if path is None:
        raise DataError(f"{where}: its page {printable(page)} is not there. Say with --pages where the pages are.")
    try:
        checked = truth_of(given.get("checked"))
    except GoldError as error:
        raise GoldError(error.key, error.said, where) from error
    return Case(
        name=page,
        where=where,
        path=path,
        gold={"file": page, **gold},
        checked=checked,
        url=_optional(given, "url", where),
        content_type=_optional(given, "content_type", where),
        origin=origin,
        fetched=_optional(given, "fetched", where),
        sha256=sha256,
        site=_optional(given, "site", where),
    )


def _optional(given: Mapping[str, Any], name: str, where: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise DataError(f'{where}: "{name}" is {value!r}; it is a text in "", or null.')
    return value or None


def _found(page: str, file: Path, pages: Path | None, sha256: str | None) -> Path | None:
    """The page's file: of several that might be it the first that has the digest, else the first."""
    homes = [file.parent, file.parent / GOLD_PAGES, Path()] if pages is None else [pages]
    tried = [home / page for home in homes] + [home / Path(page).name for home in homes]
    there = [path for path in dict.fromkeys(tried) if os.path.isfile(path)]  # noqa: PTH113 - a name may be none at all
    if sha256 and len(there) > 1:
        same = (path for path in there if hashlib.sha256(path.read_bytes()).hexdigest() == sha256.lower())
        return next(same, there[0])
    return there[0] if there else None
