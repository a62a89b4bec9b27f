"""A file that is replaced as a whole, or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from newsparse.cli.exits import RunError
from newsparse.cli.output import printable, reason
from newsparse.disk import sync_folder


class AtomicFile:
    """Lines for a file. They go to a file beside it, which takes its place at `commit`; without that, nothing changes.

    A device or a pipe (``/dev/null``) is written to as it is: nothing can take its place.

    Raises:
        RunError: the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            # A link stays a link: what it points to is replaced.
            self._target = path.resolve()
            self._scratch = self._target
            if self.is_replaced:
                if self._target.is_dir():
                    raise RunError(f"{printable(path)} is a folder. Name a file in it.")
                if not self._target.parent.is_dir():
                    raise RunError(f"Cannot write {printable(path)}: its folder is not there. Make it first.")
                self._scratch = self._target.with_name(f".{self._target.name}.{os.urandom(4).hex()}.tmp")
            self._file = self._scratch.open("xb" if self.is_replaced else "wb")
            if self.is_replaced and self._target.exists():
                shutil.copymode(self._target, self._scratch)
        except OSError as error:
            raise self._failed(error) from error

    @property
    def is_replaced(self) -> bool:
        """Whether it is a file, or will be one: no device, no pipe."""
        return self._target.is_file() or self._target.is_dir() or not self._target.exists()

    def write_line(self, line: str) -> None:
        """Add a line."""
        try:
            self._file.write(f"{line}\n".encode())
        except OSError as error:
            raise self._failed(error) from error

    def commit(self) -> None:
        """Put the lines into place: they are on the disk before the old file goes."""
        try:
            self._file.flush()
            if self._scratch != self._target:
                os.fsync(self._file.fileno())
            self._file.close()
            if self._scratch != self._target:
                self._scratch.replace(self._target)
                sync_folder(self._target.parent)
        except OSError as error:
            raise self._failed(error) from error

    def __enter__(self) -> AtomicFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._file.close()
        if self._scratch != self._target:
            with suppress(OSError):
                self._scratch.unlink()

    def _failed(self, error: OSError) -> RunError:
        return RunError(f"Cannot write {printable(self._path)}: {reason(error)}.")
