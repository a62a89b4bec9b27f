"""Numbers of things, in English sentences."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "page"), counted(2000, "page"), counted(2, "story")
    ('1 page', '2,000 pages', '2 stories')
    """
    if number == 1:
        return f"{number} {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("ry") else f"{number:,} {noun}s"
