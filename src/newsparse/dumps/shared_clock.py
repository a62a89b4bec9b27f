"""The three numbers that a process shares with its supervisor (see `newsparse.dumps.worker.Clock`).

Where the system has anonymous memory files they are in one: neither /dev/shm nor the temporary folder need be there,
or have room.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import MutableSequence
from multiprocessing import reduction
from typing import Any

_BYTES = 24  # three numbers of eight
_START = (-1.0, 0.0, 0.0)


def shared_clock(context: Any) -> MutableSequence[float]:
    """A clock that can be given to a process that ``context`` starts.

    Raises:
        OSError: the system gives no memory that two processes can share.
    """
    if hasattr(os, "memfd_create"):
        try:
            return _Clock(os.memfd_create("newsparse"))
        except OSError:  # forbidden (seccomp), or an old kernel
            pass
    clock: MutableSequence[float] = context.RawArray("d", _START)
    return clock


class _Clock(MutableSequence[float]):
    """Three numbers in a file of memory; ``file`` is its descriptor, which is closed with the clock."""

    def __init__(self, file: int, values: tuple[float, ...] | None = _START) -> None:
        self._file = file
        try:
            if values is not None:
                os.ftruncate(file, _BYTES)
            self._values = memoryview(mmap.mmap(file, _BYTES)).cast("d")
        except BaseException:
            os.close(file)
            raise
        for place, value in enumerate(values or ()):
            self._values[place] = value

    def __getitem__(self, place: Any) -> Any:
        return self._values[place]

    def __setitem__(self, place: Any, value: Any) -> None:
        self._values[place] = value

    def __len__(self) -> int:
        return len(self._values)

    def __delitem__(self, place: Any) -> None:
        raise TypeError("A clock has three numbers.")

    def insert(self, _index: int, _value: float) -> None:
        raise TypeError("A clock has three numbers.")

    def __del__(self) -> None:
        os.close(self._file)

    def __reduce__(self) -> tuple[Any, ...]:  # only while a process is started
        return _attached, (reduction.DupFd(self._file),)


def _attached(file: Any) -> _Clock:
    return _Clock(file.detach(), None)
