"""What goes wrong with a run as a whole. What goes wrong with one page is a line among its errors."""

from __future__ import annotations

from newsparse.errors import NewsparseError


class DumpError(NewsparseError):
    """A run cannot start or go on: an input is missing, the output cannot be written, the folder has changed."""


class LinkOutsideError(DumpError):
    """A link in an input folder leads out of it."""


class DeadLinkError(DumpError):
    """A link in an input leads to what is not there."""


class WorkerError(DumpError):
    """Worker processes do not start."""
