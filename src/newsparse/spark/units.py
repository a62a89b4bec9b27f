"""What a job reads, in units: a file is done by one task, and is one part of the output."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import NamedTuple

from newsparse.dumps.faults import DumpError
from newsparse.dumps.pages import Fault, fault_of
from newsparse.dumps.printable import printable
from newsparse.spark.place import Entry, absolute, entries, fetched, is_hidden, opened, scheme_of
from newsparse.spark.row_groups import Groups, cut

# Files that hold pages, by their names: a cluster's folder is listed, not opened file by file.
_HOLDS_PAGES = re.compile(
    r"\.(?:warc|parquet|pq|jsonl|ndjson|jl|json|zip|tar|tgz|tbz2?|txz|tzst|csv|tsv|tab)(?:\.(?:gz|bz2|xz|zst))?$",
    re.IGNORECASE,
)
# Files that are cut at their row groups where they are large.
_HAS_GROUPS = re.compile(r"\.(?:parquet|pq)$", re.IGNORECASE)
# Lists of files, one path a line, as Common Crawl gives them out (warc.paths.gz).
_LIST = re.compile(r"(?:\.paths|\.txt)(?:\.gz)?$", re.IGNORECASE)
# Lines of a list by which is found where its paths begin.
_TRIED = 10
# Bytes of a Parquet file that a task is given: as many as a WARC file has pages, one of CC-NEWS in eight.
SPLIT = 128 << 20
_LOOKS = 32  # files that are looked into at a time: behind an address each takes a moment


class Unit(NamedTuple):
    """A file to read, or some of its row groups.

    Attributes:
        number: its place among the inputs: earlier ones are the originals of later copies.
        path: where it is.
        name: what the names of its pages begin with.
        size: bytes of the file; -1: not known.
        named: somebody named it, or a list did: if it is no container, it is a page. In a folder it is nothing then.
        groups: the row groups that are read; None: the file is.
        fault: it is not read, for this reason.
    """

    number: int
    path: str
    name: str
    size: int
    named: bool = False
    groups: Groups | None = None
    fault: Fault | None = None

    @property
    def part(self) -> str:
        """Names its part of the output: the same file has the same part in every run."""
        said = f"{self.name}\n{printable(self.path)}\n{self.size}\n{self.groups or ''}"
        return "part-" + blake2b(said.encode(), digest_size=10).hexdigest()

    @property
    def weight(self) -> int:
        """Bytes that are read for it."""
        return self.groups.size if self.groups else self.size


class Found(NamedTuple):
    """The units, and how many files of folders are none: they are passed over."""

    units: list[Unit]
    passed: int


def units_of(inputs: Sequence[str], *, follow_links: bool = False, split: int = SPLIT) -> Found:
    """The files that were named, those in folders and those in lists.

    Pages are named as `newsparse extract` names them: of a single folder by their paths in it, of a single file by its
    name, of several inputs by these as they were given.

    Args:
        inputs: paths and addresses.
        follow_links: read what links in a folder point to outside it; else such a link is an error.
        split: bytes from which Parquet files are cut at their row groups.

    Raises:
        DumpError: an input is not there, a file is named twice, or nothing is there to read.
    """
    found: list[tuple[Entry, str]] = []
    passed = 0
    for given in inputs:
        there = _entries(given, follow_links=follow_links)
        if len(there) == 1 and not there[0].below and _LIST.search(given):
            found += [(entry, printable(said)) for entry, said in _listed(given)]
            continue
        for entry in there:
            if entry.below and not _is_wanted(entry):
                passed += 1
                continue
            found.append((entry, _name(given, entry, alone=len(inputs) == 1)))
    if not found:
        raise DumpError(f"No file of {', '.join(map(printable, inputs))} holds pages (WARC, Parquet, JSONL, zip, tar).")
    paths = [entry.path for entry, _ in found]
    twice = next((path for path in paths if paths.count(path) > 1), None) if len(set(paths)) < len(paths) else None
    if twice is not None:
        raise DumpError(f"{printable(twice)} is named twice: its pages would be there twice.")
    with ThreadPoolExecutor(_LOOKS) as pool:
        pieces = list(pool.map(lambda pair: _pieces(pair[0], split), found))
    units = [
        Unit(0, entry.path, name, entry.size, not entry.below, groups, _fault(name, entry))
        for (entry, name), cuts in zip(found, pieces, strict=True)
        for groups in cuts
    ]
    return Found([unit._replace(number=number) for number, unit in enumerate(units)], passed)


def _is_wanted(entry: Entry) -> bool:
    return entry.error is not None or (_HOLDS_PAGES.search(entry.below) is not None and not is_hidden(entry.below))


def _fault(name: str, entry: Entry) -> Fault | None:
    return None if entry.error is None else fault_of(name, entry.error)


def _pieces(entry: Entry, split: int) -> Sequence[Groups | None]:
    if entry.error is not None or 0 <= entry.size <= split or not _HAS_GROUPS.search(entry.path):
        return (None,)
    return cut(entry.path, split) or (None,)


def _entries(given: str, *, follow_links: bool) -> list[Entry]:
    try:
        there = entries(given, follow_links=follow_links)
    except (OSError, ValueError) as error:
        raise DumpError(f"Cannot read {printable(given)}: {error}.") from error
    if there is None:
        raise DumpError(f"There is no folder {printable(given)} (nor a file). Check the path.")
    return there


def _name(given: str, entry: Entry, *, alone: bool) -> str:
    if not entry.below:
        return printable(given.rpartition("/")[2] if alone else given)
    return printable(entry.below if alone else f"{given.rstrip('/')}/{entry.below}")


def _listed(given: str) -> Iterator[tuple[Entry, str]]:
    """The files that a list names. One that is not there is an error of the job's, when its turn comes."""
    with fetched(given) as path:
        data = path.read_bytes()
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    for line in {scheme_of(line): line for line in lines if not _is_below(line)}.values():
        opened(line)  # what cannot be opened here cannot be in any task
    base = _base(absolute(given), [line for line in lines if _is_below(line)][:_TRIED])
    for line in lines:
        yield Entry(f"{base}/{line}" if _is_below(line) else absolute(line), "", -1), line


def _is_below(line: str) -> bool:
    return not scheme_of(line) and not line.startswith("/")


def _base(given: str, lines: Sequence[str]) -> str:
    """Where the paths of a list begin: in its own folder, or (as Common Crawl's) in one of those above it."""
    folder = given.rpartition("/")[0]
    above = folder
    while above and not above.endswith("/"):
        if any(entries(f"{above}/{line}") for line in lines):
            return above
        above = above.rpartition("/")[0]
    return folder
