"""Patterns of site profiles, compiled: what is no pattern, or not within reason, is told before a page meets it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsparse.errors import DataError

if TYPE_CHECKING:
    from regex import Pattern

# Characters; the longest of the built-in profiles has 60. The time to compile grows with the length.
MOST_PATTERN = 2000
# `regex` writes a repeat's least count out (a{3} as aaa): (a{1000}){1000} takes 270 MB, one more level the machine.
MOST_STEPS = 50_000
_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\{(\d+)[^{}]*\}|.", re.DOTALL)


def compiled(pattern: str, where: str) -> Pattern[str]:
    """The pattern, compiled.

    Raises:
        DataError: it is none, has no group, or is too long; the message begins with ``where``.
    """
    import regex

    if len(pattern) > MOST_PATTERN:
        raise DataError(f"{where}: has more than {MOST_PATTERN:,} characters.")
    if _steps(pattern) > MOST_STEPS:
        raise DataError(f"{where}: repeats more than {MOST_STEPS:,} times in all. Write + or * for {{so many}}.")
    try:
        made = regex.compile(pattern)
    except RecursionError as error:
        raise DataError(f"{where}: its brackets are nested too deeply.") from error
    except (regex.error, ValueError, OverflowError) as error:
        raise DataError(f"{where}: is no regular expression: {str(error).rstrip('.')}.") from error
    if not made.groups:
        raise DataError(f"{where}: has no group. Put brackets round what is the value: pubTime='([^']+)'.")
    return made


def _steps(pattern: str) -> int:
    """About how many steps there are once every repeat is written out.

    >>> _steps("(ab){10}c"), _steps("((a{1000}){1000}){1000}"), _steps(r"[{}]{3}\\{4}")
    (21, 1000000000, 6)
    """
    outer: list[int] = []
    total = last = 0
    for token in _TOKEN.finditer(pattern):
        text = token[0]
        if text == "(":
            outer.append(total)
            total = last = 0
        elif text == ")" and outer:
            last = total
            total += outer.pop()
        elif token[1]:
            times = max(int(token[1]), 1)
            total += last * (times - 1)
            last *= times
        else:
            last = 1
            total += 1
    return total + sum(outer)
