"""What a job reads, in units: a file is done by one task, and is one part of the output."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from newsparse.dumps.faults import DumpError
from newsparse.dumps.printable import printable
from newsparse.spark.place import Entry, entries, fetched

# Files that hold pages, by their names: a cluster's folder is listed, not opened file by file.
_HOLDS_PAGES = re.compile(
    r"\.(?:warc|parquet|pq|jsonl|ndjson|jl|json|zip|tar|tgz|csv|tsv)(?:\.(?:gz|bz2|xz|zst))?$", re.IGNORECASE
)
# Lists of files, one path a line, as Common Crawl gives them out (warc.paths.gz).
_LIST = re.compile(r"(?:\.paths|\.txt)(?:\.gz)?$", re.IGNORECASE)


class Unit(NamedTuple):
    """A file to read.

    Attributes:
        number: its place among the inputs: earlier ones are the originals of later copies.
        path: where it is.
        name: what the names of its pages begin with.
        size: bytes; -1: not known.
        named: somebody named it, or a list did: if it is no container, it is a page. In a folder it is nothing then.
    """

    number: int
    path: str
    name: str
    size: int
    named: bool = False

    @property
    def part(self) -> str:
        """Names its part of the output: the same file has the same part in every run."""
        return "part-" + blake2b(f"{self.name}\n{self.path}\n{self.size}".encode(), digest_size=10).hexdigest()


class Found(NamedTuple):
    """The units, and how many files of folders are none: they are passed over."""

    units: list[Unit]
    passed: int


def units_of(inputs: Sequence[str]) -> Found:
    """The files that were named, those in folders and those in lists.

    Pages are named as `newsparse extract` names them: of a single folder by their paths in it, of a single file by its
    name, of several inputs by these as they were given.

    Raises:
        DumpError: an input is not there, a file is named twice, or nothing is there to read.
    """
    found: list[tuple[Entry, str]] = []
    passed = 0
    for given in inputs:
        there = _entries(given)
        if len(there) == 1 and not there[0].below and _LIST.search(given):
            found += [(entry, printable(said)) for entry, said in _listed(given)]
            continue
        for entry in there:
            if entry.below and not _HOLDS_PAGES.search(entry.below):
                passed += 1
                continue
            found.append((entry, _name(given, entry, alone=len(inputs) == 1)))
    if not found:
        raise DumpError(f"No file of {', '.join(map(printable, inputs))} holds pages (WARC, Parquet, JSONL, zip, tar).")
    paths = [entry.path for entry, _ in found]
    twice = next((path for path in paths if paths.count(path) > 1), None) if len(set(paths)) < len(paths) else None
    if twice is not None:
        raise DumpError(f"{printable(twice)} is named twice: its pages would be there twice.")
    units = [Unit(n, entry.path, name, entry.size, not entry.below) for n, (entry, name) in enumerate(found)]
    return Found(units, passed)


def _entries(given: str) -> list[Entry]:
    try:
        there = entries(given)
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
    folder = given.rpartition("/")[0] or "."
    for line in filter(None, map(str.strip, text.splitlines())):
        path_there = line if "://" in line or line.startswith("/") else f"{folder}/{line}"
        yield Entry(path_there, "", -1), line
