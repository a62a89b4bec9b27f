"""How far a run is: a bar for a terminal, one line that is written over; lines for a log.

(tqdm takes 60 ms to import, rich 110.)
"""

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
# Seconds between two lines of a log: a night's run has a thousand, one that is over sooner has none.
LINE_EVERY = 30.0
_WHOLE = 10  # pages a second that are told without tenths


class Bar:
    """Pages, speed, share done, time left, errors.

    How much there is to read is counted beside the run: until that is known, no share is told.

    Args:
        inputs: what is read.
        write: writes to the terminal.
        columns: its width.
        limit: pages after which the run ends.
    """

    def __init__(
        self, inputs: Sequence[Input], write: Callable[[str], None], columns: int, limit: int | None = None
    ) -> None:
        self._write, self._columns, self._limit = write, columns, limit
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
        (then, pages, read_then), (now, _, _) = self._marks[0], self._marks[-1]
        seconds = max(now - then, 1e-9)
        parts = [counted(tally.pages, "page")]
        if now > then:
            parts.append(f"{(tally.pages - pages) / seconds:.0f}/s")
        if self._total:
            share = self._share(tally.pages, read)
            parts.append(f"[{'#' * int(share * _BAR):<{_BAR}}] {share:4.0%}")
            speed = (share - self._share(pages, read_then)) / seconds
            if speed > 0:
                parts.append(f"ETA {timedelta(seconds=int((1 - share) / speed))}")
        if tally.failed:
            parts.append(f"{tally.failed:,} failed")
        return "  ".join(parts)

    def _share(self, pages: int, read: int) -> float:
        """The share that is done: of the bytes, or of the limit, whichever ends the run sooner."""
        return min(max(read / (self._total or 1), pages / self._limit if self._limit else 0), 1.0)

    def close(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("\r" + " " * (self._columns - 1) + "\r")

    def _count(self, inputs: tuple[Input, ...]) -> None:
        with suppress(OSError):
            self._total = sum(map(size_of, inputs))


class Log:
    """A line every so many seconds: pages, those that failed, speed since the line before, the page done last.

    Args:
        say: takes a line.
        every: seconds between two lines.
        clock: gives seconds.
    """

    def __init__(self, say: Callable[[str], None], every: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._say, self._every, self._clock = say, every, clock
        self._told: tuple[float, int] | None = None

    def at(self, tally: Tally, _read: int) -> None:
        """Tell how far the run is, if it is time."""
        now = self._clock()
        then, pages = self._told = self._told or (now, tally.pages)  # a run that is gone on with has pages already
        if now - then < self._every:
            return
        speed = (tally.pages - pages) / max(now - then, 1e-9)
        failed = f", {tally.failed:,} failed" if tally.failed else ""
        at = f", at {tally.last}" if tally.last else ""
        self._say(f"{tally.pages:,} pages{failed}, {speed:.{0 if speed >= _WHOLE else 1}f}/s{at}")
        self._told = (now, tally.pages)
