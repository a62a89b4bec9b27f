"""How the program ends: its exit codes, and the errors that lead to them."""

from __future__ import annotations

from enum import IntEnum

from newsparse.errors import NewsparseError


class Exit(IntEnum):
    """The exit codes; docs/cli.md names them too."""

    OK = 0
    CANNOT_RUN = 1
    USAGE = 2
    SOME_FAILED = 3
    BELOW = 4
    INTERRUPTED = 130


class UsageError(NewsparseError):
    """The command line means nothing; the message says what would."""


class RunError(NewsparseError):
    """A file is missing or cannot be read or written; the message names it and says what to do."""
