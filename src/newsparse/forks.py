"""A process may fork while its threads read pages: the fork waits until none of them is at it.

A child has a copy of its parent's locks and only the thread that forked. A lock that another thread held then (of an
import, of a pattern being compiled, of a dictionary being loaded, of libxml2) is never let go in the child, and the
first page that needs it waits for ever. So pages are read inside a gate, which a fork shuts behind those that are in
it; what is imported late, on the way of a page or behind it, is imported inside.
"""

from __future__ import annotations

import logging  # noqa: F401 - it has a hook of its own at forks, and must not get it while one waits (bs4 imports it)
import os
import time
from collections import Counter
from threading import Condition, get_ident
from types import TracebackType

# Seconds that a fork waits for the pages being read: most take milliseconds. One that takes longer must not hold a
# program up for good; then the fork goes ahead, and only what that page's thread held just then is at risk.
LONGEST_WAIT = 10.0


class Gate:
    """Threads go in and out (and in again, while they are in); a fork waits until no other thread is inside."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside: Counter[int] = Counter()
        self._forking = 0

    def __enter__(self) -> None:
        me = get_ident()
        with self._changed:
            while self._forking and not self._inside[me]:
                self._changed.wait()
            self._inside[me] += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        me = get_ident()
        with self._changed:
            self._inside[me] -= 1
            if not self._inside[me]:
                del self._inside[me]
                if self._forking:
                    self._changed.notify_all()

    def before_fork(self) -> None:
        """Wait, and keep the gate shut until `after_fork` or, in the child, `in_child`."""
        self._changed.acquire()
        self._forking += 1
        until = time.monotonic() + LONGEST_WAIT
        while self._others() and (left := until - time.monotonic()) > 0:
            self._changed.wait(left)

    def after_fork(self) -> None:
        """Open the gate again, in the parent."""
        self._forking -= 1
        self._changed.notify_all()
        self._changed.release()

    def in_child(self) -> None:
        """Begin anew: of the parent's threads only this one is here, and it may be inside."""
        me = get_ident()
        inside = self._inside[me]
        self.__init__()  # type: ignore[misc]  # whoever waits at the old one is not here
        if inside:
            self._inside[me] = inside

    def _others(self) -> bool:
        me = get_ident()
        return any(count and thread != me for thread, count in self._inside.items())


reading = Gate()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=reading.before_fork, after_in_parent=reading.after_fork, after_in_child=reading.in_child)
