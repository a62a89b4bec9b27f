"""Worker processes under supervision: one that dies or hangs costs the page it was at, and is replaced.

multiprocessing.Pool waits for ever for a worker that was killed, and ProcessPoolExecutor gives up the whole run; so
there is a pipe to each worker and one loop that waits on all of them. A worker has one batch at a time: a pipe that is
full in both directions would block both ends.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from newsparse.api import parse as _parse
from newsparse.dumps.batch import Outcome, Parse
from newsparse.dumps.faults import WorkerError
from newsparse.dumps.job import Job
from newsparse.dumps.pages import Fault, Item, Position
from newsparse.dumps.room import starting
from newsparse.dumps.shared_clock import shared_clock
from newsparse.dumps.summary import Tally
from newsparse.dumps.worker import PAGE, SINCE, Clock, Work, error_line, serve

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
# Seconds to wait for a process that was killed: who ends it is the system, who tells us is the fork server.
_END = 5.0
# The server's socket lies in the temporary folder, under some 35 bytes more, and a socket's path has 104 to 108 bytes.
_LONGEST_FOLDER = 65
# Seconds between two looks at the clocks and at whether the run is to stop.
_TICK = 0.1


@dataclass(slots=True)
class Batch:
    """Items in a row, and what became of them.

    Attributes:
        items: the items; none any more when the work is there: pages are great, and results may wait.
        attempts: how often a worker died of it.
        work: what became of it.
        position: that of its last item, when the work is there.
        size: bytes of its rows.
    """

    items: list[Item]
    attempts: int = 0
    work: Work | None = None
    position: Position = ()
    size: int = 0

    def settle(self, work: Work) -> None:
        self.work, self.position, self.items = work, self.items[-1].position, []
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

    def results(self, batches: Iterator[Batch]) -> Iterator[Batch | None]:
        """The batches with their work, in order; None now and then while nothing comes.

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
                batch = next(batches, None)
                more = batch is not None
                if batch is not None:
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
        for worker in self._pool:
            self._dismiss(worker)
        self._pool.clear()

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
                worker.connection.send([item.page for item in batch.items])
            except OSError:  # it died while it was idle
                self._lost(worker)

    def _collect(self, seconds: float) -> None:
        """Take what workers have done; see which have died or hang."""
        busy = {worker.connection: worker for worker in self._pool if worker.batch is not None}
        for connection in wait(list(busy), seconds) if busy else ():
            worker = busy.pop(connection)  # type: ignore[call-overload]
            try:
                work: Work = worker.connection.recv()
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
                if number < 0:
                    raise WorkerError(
                        f"A worker process did not start within {limit:g} s. --workers 0 reads the pages without any."
                    )
                self._lost(worker, hangs=True)

    def _lost(self, worker: _Worker, *, hangs: bool = False) -> None:
        """A worker is dead, or hangs and is killed: its page is judged, the others of its batch are done again."""
        worker.process.kill()
        worker.process.join(timeout=_END)
        number, code = int(worker.clock[PAGE]), worker.process.exitcode
        batch = worker.batch
        self._replace(worker)
        if batch is None:
            return
        if number < 0:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                raise WorkerError(
                    f"Worker processes end (exit code {code}) before they take a page. See --worker-memory."
                )
            self._todo.appendleft(batch)
            return
        at_fault = Batch(batch.items[number : number + 1], batch.attempts + 1)
        if hangs:
            why = f"The page took more than {self.page_timeout:g} s (--page-timeout)."
            at_fault.settle(_failed(at_fault, "PageTimeout", why))
        elif at_fault.attempts >= _ATTEMPTS:
            at_fault.settle(_failed(at_fault, "WorkerDied", f"Reading the page ends the process ({_ending(code)})."))
        parts = [Batch(batch.items[:number]), at_fault, Batch(batch.items[number + 1 :])]
        parts = [part for part in parts if part.items or part.work]
        place = next(place for place, each in enumerate(self._order) if each is batch)
        del self._order[place]
        for part in reversed(parts):
            self._order.insert(place, part)
            if part.work is None:
                self._todo.appendleft(part)

    def _start(self) -> _Worker:
        with starting():
            context = _context()
            clock = shared_clock(context)
            ours, theirs = context.Pipe()
            process = context.Process(
                target=serve, args=(theirs, self.job, clock, self.worker_memory, self.parse), daemon=True
            )
            with _children_told():
                process.start()
        theirs.close()
        return _Worker(process, ours, clock)

    def _replace(self, worker: _Worker) -> None:
        """Let a worker go. Another is started when there is a batch for it."""
        self._pool.remove(worker)
        self._dismiss(worker)

    def _dismiss(self, worker: _Worker) -> None:
        with suppress(OSError):
            worker.connection.close()
        worker.process.join(timeout=1)
        if worker.process.exitcode is None:
            worker.process.kill()
            worker.process.join(timeout=_END)
        with suppress(ValueError):  # killed, and nobody has told us of its end: the run need not wait for that
            worker.process.close()


def _failed(batch: Batch, error: str, why: str) -> Work:
    fault = Fault(batch.items[0].page.name, error, why)
    tally = Tally()
    tally.count(Outcome(fault.name, fault=fault))
    return Work([], [error_line(fault)], tally, [])


def _ending(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


@contextmanager
def _children_told() -> Iterator[None]:
    """Let SIGCHLD through: the server is started with our signals, and without this one it hears of no worker's end.

    Programs that wait for signals in a thread block it, and what they start inherits that.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context() -> Any:
    """How processes are started: from a small server that has the library loaded, where there is one (10 ms each).

    Never by forking this process: its threads and open files are not the workers'.
    """
    has_server = "forkserver" in multiprocessing.get_all_start_methods()
    if not has_server or not _has_room_for_socket():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["newsparse.dumps.preload"])
    return context


def _has_room_for_socket() -> bool:
    try:
        return len(os.fsencode(tempfile.gettempdir())) <= _LONGEST_FOLDER
    except FileNotFoundError:  # there is no folder for temporary files, or none that can be written
        return False
