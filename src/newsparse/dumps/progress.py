"""A progress bar for a terminal: one line that is written over. (tqdm takes 60 ms to import, rich 110.)"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from newsparse.dumps.inputs import Input, size_of
from newsparse.dumps.summary import Tally
from newsparse.text.counted import counted

# Seconds between two looks of the bar, and over which its speed is taken.
_EVERY, _WINDOW = 0.2, 20.0
_BAR = 24


class Bar:
    """Pages, speed, share done, time left, errors.

    How much there is to read is counted beside the run: until that is known, no share is told.

    Args:
        inputs: what is read.
        write: writes to the terminal.
        columns: its width.
    """

    def __init__(self, inputs: Sequence[Input], write: Callable[[str], None], columns: int) -> None:
        self._write, self._columns = write, columns
        self._total: int | None = None
        self._shown = 0.0
        self._marks: list[tuple[float, int, int]] = []
        self._counter = threading.Thread(target=self._count, args=(tuple(inputs),), daemon=True)
        self._counter.start()

    def at(self, tally: Tally, read: int) -> None:
        """Show how far the run is, not more than some times a second."""
        now = time.monotonic()
        if now - self._shown < _EVERY:
            return
        self._shown = now
        self._marks.append((now, tally.pages, read))
        while now - self._marks[0][0] > _WINDOW and len(self._marks) > 2:
            self._marks.pop(0)
        self._write("\r" + self.text(tally, read)[: self._columns - 1].ljust(self._columns - 1))

    def text(self, tally: Tally, read: int) -> str:
        (then, pages, bytes_then), (now, _, _) = self._marks[0], self._marks[-1]
        seconds = max(now - then, 1e-9)
        parts = [counted(tally.pages, "page")]
        if now > then:
            parts.append(f"{(tally.pages - pages) / seconds:.0f}/s")
        if self._total:
            share = min(read / self._total, 1.0)
            parts.append(f"[{'#' * int(share * _BAR):<{_BAR}}] {share:4.0%}")
            speed = (read - bytes_then) / seconds
            if speed > 0:
                left = timedelta(seconds=max(int((self._total - read) / speed), 0))
                parts.append(f"ETA {left}")
        if tally.failed:
            parts.append(f"{tally.failed:,} failed")
        return "  ".join(parts)

    def close(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("\r" + " " * (self._columns - 1) + "\r")

    def _count(self, inputs: tuple[Input, ...]) -> None:
        with suppress(OSError):
            self._total = sum(map(size_of, inputs))
