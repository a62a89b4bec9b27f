"""A finding, and how much it weighs."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

# Standard deviations on one side: the share is below its lower bound in one of 40 such samples.
_Z = 1.96
# From so many pages on the number itself says something: ten times as many weigh one more.
_MANY = 10
# Weights below are not shown, only counted: 2 pages of 25 have .022, 2 of 30 .018. Two stories of one title, two notes
# of one author, are on every site.
LEAST = 0.02
# Words of a page that are shown with an example.
_SAID = 200


@dataclass(frozen=True, slots=True)
class Example:
    """A page: its name in the run, its address, and what it says."""

    file: str
    url: str | None
    says: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that several stories of a host have in common and should not.

    Attributes:
        check: which check found it: "titles", "lines" …
        says: in a sentence, what was found.
        value: the title, the line, the day that they share; the name of a field.
        count, of: stories that it was found in, of so many that it could have been in.
        least: the lower bound of that share (Wilson, 95 %).
        weight: what findings are ordered by.
        rules: the rules that gave the value, and in how many of the stories.
        examples: the first of the stories.
        more: further lines that stand in the very same stories.
        mend: lines of a site profile to begin with, where a profile can mend it.
        advice: what else to do.
    """

    check: str
    says: str
    value: str
    count: int
    of: int
    least: float
    weight: float
    rules: dict[str, int] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    more: tuple[str, ...] = ()
    mend: str | None = None
    advice: str | None = None

    @property
    def rate(self) -> float:
        return self.count / self.of if self.of else 0.0


def least_share(count: int, of: int) -> float:
    """The lower bound of a share (Wilson 1927): 2 of 3 prove little, 20 of 30 much.

    >>> [round(least_share(count, of), 2) for count, of in ((2, 3), (20, 30), (2, 500), (0, 9), (0, 0))]
    [0.21, 0.49, 0.0, 0.0, 0.0]
    """
    if not count or not of:
        return 0.0
    share, square = count / of, _Z * _Z
    spread = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, (share + square / (2 * of) - spread) / (1 + square / of))


def weight_of(count: int, of: int) -> float:
    """The share's lower bound, and more of it where the pages are many: 20,000 of a million are no chance.

    >>> [round(weight_of(count, of), 3) for count, of in ((2, 25), (20, 21), (2, 500), (20_000, 1_000_000))]
    [0.022, 1.006, 0.001, 0.085]
    """
    return least_share(count, of) * (1 + math.log10(max(count / _MANY, 1)))


def shortened(text: str | None) -> str | None:
    """What is shown of words of a page."""
    return text if text is None or len(text) <= _SAID else text[:_SAID] + "…"
