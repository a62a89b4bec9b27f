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
