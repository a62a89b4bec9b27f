"""The process that reads the inputs: opens containers, unpacks them, gives their pages in lots. It may die at any file.

Libraries for archives and tables are written in C and were fed by strangers; what crashes them costs the file that they
were at (see `newsparse.dumps.reading`). The pages go on to the workers as they were packed here: the main process does
not look into them.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import NamedTuple

from newsparse.dumps.inputs import Input, check_inputs, read_inputs
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.pages import END, Item, Position, RawPage
from newsparse.dumps.passed_over import PassedOver
from newsparse.dumps.processes import live_below
from newsparse.dumps.supervisor import packed_pages

# A lot has this many pages (the first ones fewer, that all workers have something to do at once) or bytes.
_PAGES, _BYTES = 16, 1 << 20
# Seconds between two signs of life.
_BEAT = 0.5
# The exit code where memory ends outside any file.
_NO_MEMORY = 12


class Lot(NamedTuple):
    """Pages in a row.

    Attributes:
        positions: of the items.
        packed: their pages, see `packed_pages`.
        passed: records that were passed over since the lot before.
        read: bytes of the inputs that were read so far.
        passed_over: tables and files that were passed over since the lot before.
    """

    positions: list[Position]
    packed: bytes
    passed: int
    read: int
    passed_over: PassedOver


class Entered(NamedTuple):
    """A file was begun that is no page by its name."""

    position: Position
    name: str


class Alive(NamedTuple):
    """A sign of life: a file was read from, a folder walked."""


class Ended(NamedTuple):
    """All was read; or an error ends the run."""

    error: Exception | None = None


class Start(NamedTuple):
    """What a reader is given.

    Attributes:
        inputs, after, context: as `read_inputs` takes them.
        alone: the position of the file that ended the reader before this one, if any.
        memory: bytes that it may take; None: any.
        checks: nothing is read; it is only seen whether all that is named can be.
    """

    inputs: Sequence[Input]
    after: Position
    context: Context
    alone: Position
    memory: int | None
    checks: bool = False


def lots(items: Iterable[Item], alone_up_to: Position = ()) -> Iterator[list[Item]]:
    """Items in lots, the first ones small; those up to a position each by itself, that a crash costs none before it."""
    lot: list[Item] = []
    most, size = 1, 0
    for item in items:
        lot.append(item)
        if isinstance(item.page, RawPage):
            size += len(item.page.body or b"") + len(item.page.line or b"")
        if len(lot) >= most or size >= _BYTES:
            yield lot
            lot, size, most = [], 0, 1 if item.position <= alone_up_to else min(2 * most, _PAGES)
    if lot:
        yield lot


def serve(connection: Connection, start: Start) -> None:
    """The life of the reader: until all is read, or nobody listens any more.

    Args:
        connection: takes `Lot`, `Entered`, `Alive`, and `Ended` at last.
    """
    live_below(start.memory)
    teller = _Teller(connection)
    start.context.beat, start.context.entered = teller.beat, teller.entered
    teller.tell(Alive())
    teller.tell(Ended(_read(teller, start)))


def _read(teller: _Teller, start: Start) -> Exception | None:
    context, told = start.context, 0
    alone = (*start.alone, END) if start.alone else ()
    try:
        if start.checks:
            check_inputs(start.inputs, context)
            return None
        for lot in lots(read_inputs(start.inputs, start.after, context), alone):
            packed = packed_pages(item.page for item in lot)
            positions, passed = [item.position for item in lot], context.passed - told
            teller.tell(Lot(positions, packed, passed, context.read_so_far(), context.passed_over.take()))
            told = context.passed
        teller.tell(Lot([], b"", context.passed - told, context.read_so_far(), context.passed_over.take()))
    except MemoryError:
        os._exit(_NO_MEMORY)  # as libraries end it
    except Exception as error:  # told by the main process, as if it had read itself
        return _sent(error)
    finally:
        context.room.close()
    return None


def _sent(error: Exception) -> Exception:
    """The error as it arrives at another process."""
    try:
        copy: Exception = pickle.loads(pickle.dumps(error))  # noqa: S301 - packed here
    except Exception:  # an exception may refuse to be packed in any way
        return RuntimeError(f"{type(error).__name__}: {error}")
    return copy


class _Teller:
    """Tells the main process how far the reader is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._told = time.monotonic()

    def tell(self, what: Lot | Entered | Alive | Ended) -> None:
        try:
            self._connection.send(what)
        except OSError:  # the main process is gone
            os._exit(0)
        self._told = time.monotonic()

    def beat(self) -> None:
        if time.monotonic() - self._told > _BEAT:
            self.tell(Alive())

    def entered(self, position: Position, name: str) -> None:
        self.tell(Entered(position, name))
