"""The files of a run that is a folder, as engines write them: a part for each task."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from newsparse.dumps.faults import DumpError
from newsparse.dumps.printable import printable

_PART = re.compile(r"\.(?:jsonl|ndjson|json|parquet|pq)(?:\.(?:gz|bz2|xz|zst))?$", re.IGNORECASE)
# What engines and extract note beside the rows: _SUCCESS, .part-0.crc, OUT.run, OUT.errors, OUT.errors.jsonl.
_ASIDE = re.compile(r"^[._]|\.run$|\.errors(?:\.jsonl)?$")


def run_files(path: Path) -> Iterator[Path]:
    """The file itself; of a folder the JSON Lines and Parquet files in it, then those below, by their names.

    Raises:
        DumpError: there is none in the folder.
        OSError: a folder cannot be read.
    """
    if not path.is_dir():
        yield path
        return
    found = False
    for folder, below, names in os.walk(path, onerror=_raised):
        below[:] = sorted(name for name in below if not _ASIDE.search(name))
        for name in sorted(names):
            if _PART.search(name) and not _ASIDE.search(name):
                found = True
                yield Path(folder, name)
    if not found:
        raise DumpError(
            f"{printable(path)} is a folder without JSON Lines and Parquet files. Name what newsparse extract wrote."
        )


def _raised(error: OSError) -> NoReturn:
    raise error
