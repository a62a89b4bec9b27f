"""What newsparse raises. One tree, so that a caller can catch as much as they mean to."""

from __future__ import annotations


class NewsparseError(Exception):
    """The root of the tree. Every message says what was wrong and what to do."""


class InputError(NewsparseError):
    """The page cannot be read as a page."""


class EmptyPage(InputError):
    """The page holds no character."""


class BinaryPage(InputError):
    """The bytes are no text: a PDF, a picture, an archive."""


class OptionsError(NewsparseError, ValueError):
    """An option has a value that means nothing."""


class DataError(NewsparseError):
    """A data file (site profile, phrase list) or a record's JSON is not as it must be; the message names the place."""


class MissingExtra(NewsparseError, ImportError):
    """An optional dependency is needed and not installed; the message names the extra."""
