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


class LimitError(InputError):
    """The page is beyond a limit of `Options`, which say that it is then not read (``on_limit="error"``)."""


class OptionsError(NewsparseError, ValueError):
    """An option has a value that means nothing."""


class DataError(NewsparseError):
    """A data file (site profile, phrase list) or a record's JSON is not as it must be; the message names the place."""


class MissingExtra(NewsparseError, ImportError):
    """An optional dependency is needed and not installed; the message names the extra."""


def beyond(said: list[str], on_limit: str) -> list[str]:
    """What is said of limits that a page is beyond, as warnings.

    Raises:
        LimitError: there is something, and it is to be an error.
    """
    if said and on_limit == "error":
        raise LimitError(f"{said[0]} Raise the limit, or let on_limit be 'warn' to read what is within it.")
    return said
