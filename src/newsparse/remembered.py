"""What is remembered of one page for the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_T = TypeVar("_T")

# Longer texts do not come again: addresses and styles that carry a picture, keys and classes that are made by machines.
# To keep thousands of them would cost more memory than all else.
_LONGEST = 256


def remembered(most: int) -> Callable[[Callable[[str], _T]], Callable[[str], _T]]:
    """Remember what a function of one text gave, for the ``most`` short texts that were asked about last."""

    def around(function: Callable[[str], _T]) -> Callable[[str], _T]:
        known = lru_cache(most)(function)

        @wraps(function)
        def asked(text: str) -> _T:
            return known(text) if len(text) <= _LONGEST else function(text)

        return asked

    return around
