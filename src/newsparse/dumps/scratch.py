"""Temporary databases: a full disk is told as such."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from newsparse.dumps.faults import DumpError


@contextmanager
def room_for(what: str) -> Iterator[None]:
    """While a temporary database is used.

    Args:
        what: what it is for, as a message names it.

    Raises:
        DumpError: it cannot be written (a full disk).
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        raise DumpError(
            f"The temporary database of {what} cannot be used: {error}. It goes to the folder that SQLITE_TMPDIR or"
            " TMPDIR names; make room there, or name another one."
        ) from error
