"""Worker processes under supervision: one that dies or hangs costs the page it was at, and is replaced.

multiprocessing.Pool waits for ever for a worker that was killed, and ProcessPoolExecutor gives up the whole run; so
there is a pipe to each worker and one loop that waits on all of them. A worker has one batch at a time: a pipe that is
full in both directions would block both ends.
"""

from __future__ import annotations

import pickle
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from newsparse.api import parse as _parse
from newsparse.dumps.batch import Parse
from newsparse.dumps.faults import WorkerError
from newsparse.dumps.job import Job
from newsparse.dumps.pages import Fault, Position, RawPage
from newsparse.dumps.processes import dismiss, ending, killed, pipe, start_context, started
from newsparse.dumps.processor_time import was_idle
from newsparse.dumps.room import starting
from newsparse.dumps.shared_clock import shared_clock
from newsparse.dumps.worker import PAGE, SINCE, WORKED, Clock, Work, failed_work, serve

# A page whose worker died is tried again by itself, this often in all: a worker may die of something else (of another
# program's hunger for memory).
_ATTEMPTS = 3
# Batches that are done or at work while an earlier one is not: a page that hangs for half a minute must not stop the
# others at once, and what waits is in memory. Bytes of rows that wait, and batches.
_MOST_WAITING = 32 << 20
_MOST_AHEAD = 256
# Workers that may die before they took a page, one after the other.
_FAILED_STARTS = 5
# Seconds until a worker must be at its first page. The server loads the library with the first worker: a second or two.
_START = 30.0
# Seconds in which something more of a message must come, or be taken, whatever --page-timeout says.
_STANDSTILL = 10.0
# Seconds between two looks at the clocks and at whether the run is to stop.
_TICK = 0.1


@dataclass(slots=True)
class Batch:
    """Pages in a row, and what became of them.

    Attributes:
        positions: those of the items.
        packed: their pages, as a worker takes them (see `packed_pages`); none any more when the work is there: pages
            are great, and results may wait.
        attempts: how often a worker died of it.
        idled: a worker had it for too long, but was not at work: it is tried once more.
        work: what became of it.
        size: bytes of its rows.
    """

    positions: list[Position]
    packed: bytes
    attempts: int = 0
    idled: bool = False
    work: Work | None = None
    size: int = 0

    @property
    def position(self) -> Position:
        """That of its last item."""
        return self.positions[-1]

    def settle(self, work: Work) -> None:
        self.work, self.packed = work, b""
        self.size = sum(len(row.line) for row in work.rows)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    clock: Clock
    batch: Batch | None = None


@dataclass(slots=True)
class Supervisor:
    """Runs batches on ``workers`` processes; `results` gives them back in the order in which they came.

    Attributes:
        job: what is done with each page.
        workers: how many processes.
        page_timeout: seconds that a page may take.
        worker_memory: bytes that a worker may take; None: any.
        parse: reads a page; a function that the workers can import.
        stopping: set from outside (a signal handler): `results` ends soon.
    """

    job: Job
    workers: int
    page_timeout: float
    worker_memory: int | None = None
    parse: Parse = _parse
    stopping: bool = False
    _pool: list[_Worker] = field(default_factory=list)
    _order: deque[Batch] = field(default_factory=deque)
    _todo: deque[Batch] = field(default_factory=deque)
    _failed_starts: int = 0

    def results(self, batches: Iterator[Batch | None]) -> Iterator[Batch | None]:
        """The batches with their work, in order; None now and then while nothing comes.

        Args:
            batches: what is to be done; None: nothing yet, though it was waited for.

        Raises:
            WorkerError: workers die or hang before they do anything.
        """
        more = True
        while not self.stopping:
            self._give_out()  # first: who takes the results may be at it for a while
            while self._order and self._order[0].work is not None:
                yield self._order.popleft()
                if self.stopping:
                    return
            if more and len(self._todo) < self.workers and self._has_room():
                # Read ahead while the workers are busy; give out at once what an idle one waits for.
                try:
                    batch = next(batches)
                except StopIteration:
                    more = False
                    continue
                if batch is None:
                    yield None
                else:
                    self._order.append(batch)
                    self._todo.append(batch)
                self._collect(0)
            elif self._order:
                self._collect(_TICK)
                if self._order[0].work is None:
                    yield None
            elif not more:
                return

    def close(self) -> None:
        """End all workers at once."""
        for worker in self._pool:
            worker.process.kill()
        while self._pool:  # this may be broken off by Ctrl-C, and is asked for again
            worker = self._pool.pop()
            dismiss(worker.process, worker.connection)

    def _has_room(self) -> bool:
        return len(self._order) < _MOST_AHEAD and sum(batch.size for batch in self._order) < _MOST_WAITING

    def _give_out(self) -> None:
        """A batch for each worker that has none."""
        idle = [worker for worker in self._pool if worker.batch is None]
        while self._todo and (idle or len(self._pool) < self.workers):
            if not idle:
                self._pool.append(self._start())
                idle.append(self._pool[-1])
            worker, batch = idle.pop(), self._todo.popleft()
            worker.batch = batch
            worker.clock[PAGE], worker.clock[SINCE] = -1.0, time.monotonic()
            try:
                worker.connection.send_bytes(batch.packed)
            except OSError:  # it died while it was idle, or was stopped
                self._lost(worker)

    def _collect(self, seconds: float) -> None:
        """Take what workers have done; see which have died or hang."""
        busy = {worker.connection: worker for worker in self._pool if worker.batch is not None}
        for connection in wait(list(busy), seconds) if busy else ():
            worker = busy.pop(connection)  # type: ignore[call-overload]
            try:
                work: Work = worker.connection.recv()
            except BlockingIOError:  # stopped in the middle of it: the page may be tried once more without a mark
                stopped = worker.batch is not None and not worker.batch.idled
                self._lost(worker, stopped=stopped)
                continue
            except (EOFError, OSError, pickle.UnpicklingError):
                self._lost(worker)
                continue
            if worker.batch is not None:
                worker.batch.settle(work)
            worker.batch = None
            self._failed_starts = 0
            if work.retires:
                self._replace(worker)
        now = time.monotonic()
        for worker in busy.values():
            since, number = worker.clock[SINCE], worker.clock[PAGE]
            limit = self.page_timeout if number >= 0 else max(_START, self.page_timeout)
            if since and now - since > limit and worker.clock[SINCE] == since:
                self._late(worker, limit)

    def _late(self, worker: _Worker, limit: float) -> None:
        """A worker takes too long. If it hardly was at work, the page may not be to blame: it is tried once more."""
        batch, number = worker.batch, int(worker.clock[PAGE])
        if batch and not batch.idled and was_idle(worker.process.pid, worker.clock[WORKED], limit):
            batch.idled = True
            self._lost(worker, stopped=True)
        elif number < 0:
            why = f"A worker process did not start within {limit:g} s. --workers 0 reads the pages without any."
            raise WorkerError(why)
        else:
            self._lost(worker, hangs=True)

    def _lost(self, worker: _Worker, *, hangs: bool = False, stopped: bool = False) -> None:
        """A worker is dead, or hangs (``stopped``: but was not at work) and is killed: its page is judged, the others
        of its batch are done again."""
        number, code = int(worker.clock[PAGE]), killed(worker.process)
        batch = worker.batch
        self._replace(worker)
        if batch is None:
            return
        if number < 0:
            self._failed_starts += not stopped
            if self._failed_starts >= _FAILED_STARTS:
                why = f"Worker processes end (exit code {code}) before they take a page. See --worker-memory."
                raise WorkerError(why)
            self._todo.appendleft(batch)
            return
        pages: list[RawPage | Fault] = pickle.loads(batch.packed)  # noqa: S301 - packed by a process of ours
        at_fault = _part(batch, pages, slice(number, number + 1), batch.attempts + (not stopped))
        at_fault.idled = stopped
        if hangs:
            why = f"The page took more than {self.page_timeout:g} s (--page-timeout)."
            at_fault.settle(failed_work(pages[number].name, "PageTimeout", why))
        elif at_fault.attempts >= _ATTEMPTS:
            why = f"Reading the page ends the process ({ending(code)})."
            at_fault.settle(failed_work(pages[number].name, "WorkerDied", why))
        before, behind = slice(0, number), slice(number + 1, None)
        parts = [_part(batch, pages, before), at_fault, _part(batch, pages, behind)]
        parts = [part for part in parts if part.positions]
        place = next(place for place, each in enumerate(self._order) if each is batch)
        del self._order[place]
        for part in reversed(parts):
            self._order.insert(place, part)
            if part.work is None:
                self._todo.appendleft(part)

    def _start(self) -> _Worker:
        with starting():
            context = start_context(self.job.preload)
            clock = shared_clock(context)
            ours, theirs = pipe(context, max(_STANDSTILL, self.page_timeout))
            process = started(context, serve, (theirs, self.job, clock, self.worker_memory, self.parse))
        theirs.close()
        return _Worker(process, ours, clock)

    def _replace(self, worker: _Worker) -> None:
        """Let a worker go. Another is started when there is a batch for it."""
        self._pool.remove(worker)
        dismiss(worker.process, worker.connection)


def packed_pages(pages: Iterable[RawPage | Fault]) -> bytes:
    """Pages as a worker takes them: packed once, by the process that read them."""
    return pickle.dumps(list(pages), pickle.HIGHEST_PROTOCOL)


def first_pages(batches: Iterator[Batch | None], most: int) -> Iterator[Batch | None]:
    """The batches with the first ``most`` items, the last batch cut there."""
    for batch in batches if most else ():
        if batch is not None and len(batch.positions) >= most:
            pages: list[RawPage | Fault] = pickle.loads(batch.packed)  # noqa: S301 - packed by a process of ours
            yield _part(batch, pages, slice(most))
            return
        most -= len(batch.positions) if batch is not None else 0
        yield batch


def _part(batch: Batch, pages: list[RawPage | Fault], part: slice, attempts: int = 0) -> Batch:
    return Batch(batch.positions[part], packed_pages(pages[part]), attempts)
