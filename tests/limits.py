"""Limits of time that a busy machine keeps: by what the processor did for this process, not by a clock on the wall."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done inside takes less processor time than that."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def least(work: Callable[[], object], passes: int) -> float:
    """The least processor time of so many passes, in seconds."""
    best = float("inf")
    for _ in range(passes):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def slower_than(few: Callable[[], object], many: Callable[[], object], most: float, quick: float = 0.0) -> float | None:
    """The seconds of ``many`` where they are over ``quick`` and over ``most`` times those of ``few``, else None.

    Both are measured again, and longer, before that is said: what else a busy machine does can fall on one of them.
    """
    taken = 0.0
    for passes in (1, 3, 6):
        taken = least(many, passes)
        if taken < quick or taken < least(few, passes + 1) * most:
            return None
    return taken
