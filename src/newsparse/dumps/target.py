"""Where rows and errors go: a run folder that becomes OUT at the end, or a stream."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from newsparse.disk import sync_folder
from newsparse.dumps.dedup import Index
from newsparse.dumps.faults import DumpError
from newsparse.dumps.job import Job
from newsparse.dumps.outputs import FORMATS
from newsparse.dumps.outputs.row_file import Rows
from newsparse.dumps.outputs.to_folder import MARK
from newsparse.dumps.printable import printable
from newsparse.dumps.resume import Progress, RunFolder

Write = Callable[[bytes], None]


class Target(Protocol):
    """What a run writes to."""

    index: Index | None

    def row(self, line: bytes) -> None:
        """Add a line to the output."""

    def error(self, line: bytes) -> None:
        """Add a line to the errors."""

    def checkpoint(self, progress: Progress) -> None:
        """Make what was written last, if that can be."""

    def finish(self, progress: Progress) -> None:
        """Put the output into place."""

    def close(self) -> None:
        """Let go; what was not made to last is forgotten."""


class StreamTarget:
    """Standard output, or a device: lines go there at once, and nothing can be taken back."""

    def __init__(self, job: Job, write: Write, write_error: Write) -> None:
        self._write, self._write_error = write, write_error
        self._scratch: Path | None = None
        self._database: sqlite3.Connection | None = None
        self.index = None
        if job.dedup:
            self._scratch = Path(tempfile.mkdtemp(prefix="newsparse-"))
            self._database = sqlite3.connect(self._scratch / "index.sqlite", isolation_level=None)
            self._database.execute("PRAGMA synchronous = OFF")
            self._database.execute("BEGIN")
            self.index = Index(self._database)
        make_header = FORMATS[job.to].header
        if make_header is not None:
            write(make_header(job))

    def row(self, line: bytes) -> None:
        """Write a line."""
        self._write(line)

    def error(self, line: bytes) -> None:
        """Write a line among the errors."""
        self._write_error(line)

    def checkpoint(self, progress: Progress) -> None:
        """There is nothing to go back to."""

    def finish(self, progress: Progress) -> None:
        """All is written."""

    def close(self) -> None:
        """Take the index away."""
        if self._database is not None:
            self._database.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)


class FolderTarget:
    """``OUT.run``, which becomes OUT and ``OUT.errors.jsonl`` as a whole."""

    def __init__(self, folder: RunFolder, job: Job, progress: Progress, errors: Path) -> None:
        self._folder, self._job, self._errors_path = folder, job, errors
        self._format = FORMATS[job.to]
        self.index = Index(folder.database) if job.dedup and folder.database is not None else None
        self._rows: Rows | None = None
        self._errors: Rows | None = None
        if progress.read:
            return
        self._rows = Rows(folder.rows, progress.rows, self._format.packing)
        self._errors = Rows(folder.errors, progress.errors)
        if progress.rows == 0 and self._format.header is not None:
            self._rows.add(self._format.header(job))

    def row(self, line: bytes) -> None:
        """Add a line to the rows."""
        if self._rows is not None:
            self._rows.add(line)

    def error(self, line: bytes) -> None:
        """Add a line to the errors."""
        if self._errors is not None:
            self._errors.add(line)

    def checkpoint(self, progress: Progress) -> None:
        """First the rows, then what is said of them."""
        if self._rows is not None and self._errors is not None:
            progress.rows, progress.errors = self._rows.sync(), self._errors.sync()
        self._folder.save(progress)

    def finish(self, progress: Progress) -> None:
        """Make the output and put it into place. Each step can be done again by a run that goes on from here."""
        progress.read = True
        self.checkpoint(progress)
        self.close_files()
        made = self._folder.rows
        if self._format.finish is not None and made.exists():
            self._format.finish(made, self._folder.made, self._job)
            made = self._folder.made
        if self._folder.errors.exists() and progress.errors:
            self._folder.errors.replace(self._errors_path)
        elif not progress.errors:
            self._errors_path.unlink(missing_ok=True)
        if made.exists():
            _put(made, self._folder.output, self._folder.path / "old")
        self._folder.rows.unlink(missing_ok=True)

    def close_files(self) -> None:
        """Close the two files."""
        for file in (self._rows, self._errors):
            if file is not None:
                file.close()

    def close(self) -> None:
        """Close files and database."""
        self.close_files()
        self._folder.close()


def check_output(output: Path, *, is_folder: bool) -> None:
    """See that OUT can be written, before a run begins.

    Raises:
        DumpError: it is a folder and should be a file, or the other way round; or its own folder is not there.
    """
    shown, target = printable(output), output.resolve()
    if not is_folder and target.is_dir():
        raise DumpError(f"{shown} is a folder. Name a file in it, or say --to markdown or --to text.")
    if is_folder and target.is_dir() and any(target.iterdir()) and not (target / MARK).exists():
        raise DumpError(f"{shown} is a folder with other files in it. Name one that is not there yet.")
    if is_folder and target.exists() and not target.is_dir():
        raise DumpError(f"{shown} is a file. Name a folder that is not there yet.")
    if not target.parent.is_dir():
        raise DumpError(f"Cannot write {shown}: its folder is not there. Make it first.")
    if not os.access(target.parent, os.W_OK):
        raise DumpError(f"Cannot write {shown}: Permission denied.")


def _put(made: Path, output: Path, old: Path) -> None:
    """Replace OUT by what was made; what is on the disk is either of them."""
    if made.is_dir():
        if output.exists():
            shutil.rmtree(old, ignore_errors=True)
            output.rename(old)
        made.rename(output)
        sync_folder(output.parent)
        shutil.rmtree(old, ignore_errors=True)
        return
    if output.exists():
        shutil.copymode(output, made)
    with made.open("rb") as file, suppress(OSError):
        os.fsync(file.fileno())
    made.replace(output)
    sync_folder(output.parent)
