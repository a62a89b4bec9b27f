"""Names of files and reasons of the system, as text that can be written anywhere."""

from __future__ import annotations

import os


def printable(name: str | os.PathLike[str]) -> str:
    """A file's name as UTF-8 text, whatever the locale; bytes that are none are shown as ``\\\\xNN``.

    >>> printable("新闻.html"), printable("a\\udce9")
    ('新闻.html', 'a\\\\xe9')
    """
    return os.fsencode(os.fspath(name)).decode("utf-8", "backslashreplace")


def on_disk(name: str) -> str:
    """A name of ours as a file's: in UTF-8 whatever the locale (in a few Python encodes names by ASCII).

    >>> on_disk("新闻.html.md") == "新闻.html.md" or __import__("sys").getfilesystemencoding() != "utf-8"
    True
    """
    return os.fsdecode(name.encode("utf-8"))


def reason(error: OSError) -> str:
    """What the system says, without the number and the name: "Permission denied"."""
    return error.strerror or str(error) or type(error).__name__
