"""What a format is: three small functions and, where the file is not made row by row, a fourth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from newsparse.dumps.batch import Outcome
from newsparse.dumps.job import Job


class Format(NamedTuple):
    """A format of the output. Every run first writes rows, one line each, to one file that can be cut at any row.

    Attributes:
        name: as `--to` names it.
        extensions: of files that are in this format if nothing else is said.
        row: a record as a line, without its end. None: there is nothing to write of it.
        marked: the row with what `--dedup` found: the name of the earlier page, or None. The name of the row's own page
            is given too. None as a result: the row is left out.
        header: the first line, if there is one.
        finish: makes the output of the rows. None: the rows are the output.
        packing: "gz" or "zst": how the rows are compressed.
        is_folder: the output is a folder.
        needs: the library that it takes.
    """

    name: str
    extensions: tuple[str, ...]
    row: Callable[[Outcome, Job], bytes | None]
    marked: Callable[[bytes, str, str | None], bytes | None]
    header: Callable[[Job], bytes] | None = None
    finish: Callable[[Path, Path, Job], None] | None = None
    packing: str | None = None
    is_folder: bool = False
    needs: str | None = None
