"""A file that is replaced as a whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from newsparse.cli.exits import RunError
from newsparse.cli.output import printable, reason
from newsparse.disk import is_device, replace_file


def check_file(path: Path) -> None:
    """See that `write_file` can write a file, before the work begins whose result it is for.

    Raises:
        RunError: it is a folder, or its folder is not there or takes no file.
    """
    shown, target = printable(path), path.resolve()
    if target.is_dir():
        raise RunError(f"{shown} is a folder. Name a file in it.")
    if not target.parent.is_dir():
        raise RunError(f"Cannot write {shown}: its folder is not there. Make it first.")
    if not os.access(target if is_device(target) else target.parent, os.W_OK):
        raise RunError(f"Cannot write {shown}: Permission denied.")


def write_file(path: Path, text: str) -> None:
    """Write a file of text (UTF-8), as `write_bytes` does."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file: the data goes to one beside it, which then takes its place. A device is written to as it is.

    Raises:
        RunError: the file cannot be written.
    """
    target = path.resolve()  # a link stays a link: what it points to is replaced
    made = target if is_device(target) else target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        made.write_bytes(data)
        if made != target:
            replace_file(made, target)
    except OSError as error:
        raise RunError(f"Cannot write {printable(path)}: {reason(error)}.") from error
    finally:
        if made != target:
            made.unlink(missing_ok=True)
