"""The reader process under supervision: a file that ends it, or at which it hangs, is a fault; the next one is read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pickle import UnpicklingError

from newsparse.dumps.faults import WorkerError
from newsparse.dumps.inputs import Input
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.pages import END, Fault, Position
from newsparse.dumps.passed_over import PassedOver
from newsparse.dumps.processes import dismiss, ending, killed, pipe, start_context, started
from newsparse.dumps.reader import Alive, Ended, Entered, Lot, Start, serve
from newsparse.dumps.room import starting
from newsparse.dumps.supervisor import Batch, packed_pages
from newsparse.dumps.temporary import remove_dead
from newsparse.errors import NewsparseError

# A file at which the reader died is tried again, this often in all where nothing more comes of it: it may have died of
# something else. One in which it hangs is tried once more: it may have been stopped.
_ATTEMPTS = 3
# Seconds without a sign of life that are none of hanging, whatever --page-timeout says: the directory of a zip archive
# of a million members is read at one go.
_LEAST_PATIENCE = 10.0
# Seconds until the first sign of life. The server loads the library with the first process: a second or two.
_START = 30.0
# Seconds to wait for something to come; a step that takes longer than this was not waiting (the run was stopped).
_TICK, _LONGEST_STEP = 0.1, 1.0


@dataclass(slots=True)
class Reading:
    """The inputs, read by a process of their own.

    Attributes:
        inputs, after, context: as `read_inputs` takes them. The context is told how far the reader is.
        patience: seconds without a sign of life after which the reader is taken to hang (see `_LEAST_PATIENCE`).
        memory: bytes that it may take; None: any.
        preload: modules that the workers need, which the same server starts.
    """

    inputs: Sequence[Input]
    after: Position
    context: Context
    patience: float
    memory: int | None = None
    preload: tuple[str, ...] = ()
    _process: BaseProcess | None = None
    _connection: Connection | None = None
    _at: Entered | None = None
    _alive: bool = False
    _quiet: float = 0.0
    _attempts: int = 0
    _hung_at: Position | None = None
    _alone: Position = field(default=())

    def check(self) -> None:
        """See that what is named can be read, before the run begins. (What ends the process ends it in the run, too.)

        Raises:
            DumpError, MissingExtra: as `check_inputs`.
        """
        try:
            self._start(checks=True)
            while self._quiet <= self._limit():
                if isinstance(told := self._told(), Ended):
                    break
        except (EOFError, OSError, UnpicklingError):
            return
        finally:
            self.close()
        if isinstance(told, Ended) and isinstance(told.error, NewsparseError):
            raise told.error  # any other is a fault of that file, which the run tells

    def batches(self) -> Iterator[Batch | None]:
        """The pages in batches; None now and then while nothing comes.

        Raises:
            WorkerError: the process ends or hangs before it reads anything.
            DumpError, MissingExtra: as `read_inputs`.
        """
        yielded = time.monotonic()
        while True:
            if time.monotonic() - yielded > _TICK:  # files that are no pages may come for hours
                yield None
                yielded = time.monotonic()
            try:
                told = self._told()
            except BlockingIOError:  # stopped in the middle of a message
                yield from self._lost(hangs=True)
                continue
            except (EOFError, OSError, UnpicklingError):
                yield from self._lost(hangs=False)
                continue
            if isinstance(told, Ended):
                self.close()
                if told.error is not None:
                    raise told.error
                return
            if isinstance(told, Lot):
                if (batch := self._taken(told)) is not None:
                    yield batch
                    yielded = time.monotonic()
            elif told is None and self._quiet > self._limit():
                yield from self._lost(hangs=True)

    def close(self) -> None:
        """End the process at once."""
        process, connection = self._process, self._connection
        self._process = self._connection = None  # first: this may be broken off by Ctrl-C, and is asked for again
        if process is not None and connection is not None:
            process.kill()
            dismiss(process, connection)
            remove_dead()  # what it had unpacked

    def _limit(self) -> float:
        return max(_LEAST_PATIENCE if self._alive else _START, self.patience)

    def _told(self) -> Lot | Entered | Ended | Alive | None:
        """What the reader says; None where it says nothing for a moment."""
        if self._connection is None:
            self._start()
        began = time.monotonic()
        if self._connection is None or not self._connection.poll(_TICK):
            self._quiet += min(time.monotonic() - began, _LONGEST_STEP)
            return None
        told: Lot | Entered | Ended | Alive = self._connection.recv()
        self._alive, self._quiet = True, 0.0
        if isinstance(told, Entered):
            self._at = told
        return told

    def _start(self, *, checks: bool = False) -> None:
        given = replace(self.context, stream=None, bytes_done=0, passed=0, passed_over=PassedOver())
        start = Start(self.inputs, self.after, given, self._alone, self.memory, checks)
        with starting():
            context = start_context(self.preload)
            ours, theirs = pipe(context, max(_LEAST_PATIENCE, self.patience))
            self._process, self._connection = started(context, serve, (theirs, start)), ours
        theirs.close()
        self._at, self._alive, self._quiet = None, False, 0.0

    def _taken(self, lot: Lot) -> Batch | None:
        self.context.passed += lot.passed
        self.context.passed_over.add(lot.passed_over)
        self.context.bytes_done = lot.read
        if not lot.positions:
            return None
        self.after, self._attempts = lot.positions[-1], 0
        return Batch(lot.positions, lot.packed)

    def _lost(self, *, hangs: bool) -> Iterator[Batch]:
        """The process is gone, or hangs and is killed: after some attempts the file that it was at is a fault."""
        code = killed(self._process) if self._process is not None else None
        at = self._at if self._at is not None and self.after <= (*self._at.position, END) else None
        self.close()
        self._attempts += 1
        self._alone = at.position if at is not None else ()
        again = self._hung_at == self._alone
        if hangs:
            self._hung_at = self._alone
        if self._attempts < _ATTEMPTS and not (hangs and again):
            return
        if at is None:
            how = "hangs" if hangs else f"ends ({ending(code)})"
            raise WorkerError(
                f"The process that reads the inputs {how}. See --worker-memory; --workers 0 reads without it."
            )
        if hangs:
            why = f"Reading the file stands still for {self._limit():g} s (--page-timeout)."
            fault = Fault(at.name, "ReaderTimeout", why)
        else:
            fault = Fault(at.name, "ReaderDied", f"Reading the file ends the process ({ending(code)}).")
        self.after, self._attempts, self._alone = (*at.position, END), 0, ()
        yield Batch([self.after], packed_pages([fault]))
