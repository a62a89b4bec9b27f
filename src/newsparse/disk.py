"""What files need so that they are still there after a power cut."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def is_device(path: Path) -> bool:
    """Whether it is a device or a pipe (``/dev/null``): nothing can take its place, it is written to as it is."""
    return path.exists() and not path.is_file() and not path.is_dir()


def replace_file(made: Path, target: Path) -> None:
    """Put a file into the place of another, with its permissions. After a power cut there is the one or the other.

    Raises:
        OSError: the disk fails, or the folder takes no file.
    """
    with made.open("r+b") as file:
        os.fsync(file.fileno())
    if target.exists():
        shutil.copymode(target, made)
    made.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """See that the names in a folder are on the disk, where the system has a way to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
