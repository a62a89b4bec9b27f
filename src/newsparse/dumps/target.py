"""Where rows and errors go: a run folder that becomes OUT at the end, or a stream."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from newsparse.disk import replace_file, sync_folder
from newsparse.dumps.dedup import Index
from newsparse.dumps.faults import DumpError
from newsparse.dumps.job import Job
from newsparse.dumps.outputs import FORMATS
from newsparse.dumps.outputs.file_names import MARK
from newsparse.dumps.outputs.row_file import Rows, check_kept
from newsparse.dumps.printable import printable
from newsparse.dumps.resume import Progress, RunFolder

Write = Callable[[bytes], None]


class StreamTarget:
    """Standard output, or a device: lines go there at once, and nothing can be taken back.

    Attributes:
        row, error: write a line.
        index: of `--dedup`.
    """

    def __init__(self, job: Job, write: Write, write_error: Write) -> None:
        self.row, self.error = write, write_error
        # A database without a name is a file of SQLite's own, which is gone when it is closed.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("BEGIN")
        self.index = Index(self._database)
        make_header = FORMATS[job.to].header
        if make_header is not None:
            write(make_header(job))

    def checkpoint(self, progress: Progress) -> None:
        """There is nothing to go back to."""

    def finish(self, progress: Progress, *, whole: bool = True) -> None:
        """All is written."""

    def close(self) -> None:
        self._database.close()


class FolderTarget:
    """``OUT.run``, which becomes OUT and ``OUT.errors.jsonl`` as a whole.

    Attributes:
        row, error: add a line, which `checkpoint` makes last. Not there once all input has been read.
        index: of `--dedup`.
    """

    def __init__(self, folder: RunFolder, job: Job, progress: Progress, errors_path: Path) -> None:
        self._folder, self._job, self._errors_path = folder, job, errors_path
        self._format = FORMATS[job.to]
        self.index = Index(folder.database)
        self._files: tuple[Rows, ...] = ()
        if progress.read:
            return
        self._check_kept(progress, whole=False)
        rows, errors = Rows(folder.rows, progress.rows, self._format.packing), Rows(folder.errors, progress.errors)
        self._files, self.row, self.error = (rows, errors), rows.add, errors.add
        if not progress.rows.size and self._format.header is not None:
            rows.add(self._format.header(job))

    def _check_kept(self, progress: Progress, *, whole: bool) -> None:
        """See that nobody wrote to the files. (When all has been read they may have become the output already.)"""
        for file, kept in ((self._folder.rows, progress.rows), (self._folder.errors, progress.errors)):
            if not progress.read or file.exists():
                check_kept(file, kept, whole=whole)

    def checkpoint(self, progress: Progress) -> None:
        """First the rows, then what is said of them."""
        if self._files:
            self._folder.check()
            progress.rows, progress.errors = (file.sync() for file in self._files)
        self._folder.save(progress)

    def finish(self, progress: Progress, *, whole: bool = True) -> None:
        """Make the output and put it into place. Each step can be done again by a run that goes on from here.

        Where it is not ``whole`` (a limit ended the run), the rows stay: a later run adds to them.
        """
        progress.read = whole
        self.checkpoint(progress)
        self.close_files()
        self._check_kept(progress, whole=True)
        made = self._folder.rows
        if self._format.finish is not None and made.exists():
            self._format.finish(made, self._folder.made, self._job)
            made = self._folder.made
        elif not whole:
            made = Path(shutil.copyfile(made, self._folder.made))
        if self._folder.errors.exists() and progress.errors.size:
            errors = self._folder.errors
            told = errors if whole else Path(shutil.copyfile(errors, errors.with_suffix(".copy")))
            told.replace(self._errors_path)
        elif not progress.errors.size:
            self._errors_path.unlink(missing_ok=True)
        if made.exists():
            put(made, self._folder.output, self._folder.path / "old")
        elif self._files or not self._folder.output.exists():  # else a run that was broken off has put it there
            raise self._folder.removed()
        if whole:
            self._folder.rows.unlink(missing_ok=True)

    def close_files(self) -> None:
        for file in self._files:
            file.close()

    def close(self) -> None:
        self.close_files()
        self._folder.close()


Target = StreamTarget | FolderTarget


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


def put(made: Path, output: Path, old: Path) -> None:
    """Replace OUT by what was made; what is on the disk is either of them."""
    if made.is_dir():
        if output.exists():
            shutil.rmtree(old, ignore_errors=True)
            output.rename(old)
        made.rename(output)
        sync_folder(output.parent)
        shutil.rmtree(old, ignore_errors=True)
        return
    replace_file(made, output)
