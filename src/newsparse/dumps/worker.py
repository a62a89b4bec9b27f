"""A worker process: takes batches, gives back their rows. It may die at any page; see `newsparse.dumps.supervisor`."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, MutableSequence
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from newsparse.api import parse as _parse
from newsparse.dumps.batch import Outcome, Parse, read_batch
from newsparse.dumps.dedup import exact_signature_of, signature_of
from newsparse.dumps.job import Job
from newsparse.dumps.outputs import FORMATS
from newsparse.dumps.pages import Fault, RawPage, fault_of
from newsparse.dumps.processes import live_below
from newsparse.dumps.summary import Tally
from newsparse.text.scrub import scrub

# A worker that holds so much more between two batches than when it began is replaced: a huge page left its memory
# behind. One that reads pages of common size comes to hold 10 to 50 MB more.
_GROWS = 130 << 20

# The numbers that a worker shares with its supervisor: which page of the batch it is at (-1: none), since when
# (time.monotonic, which all processes of a system share; 0: none), and the processor time that it had taken by then.
PAGE, SINCE, WORKED = 0, 1, 2
Clock = MutableSequence[float]


class Row(NamedTuple):
    """A line for the output: the page's name, the line, and what near-duplicates are found by."""

    name: str
    line: bytes
    signature: bytes | None = None


class Work(NamedTuple):
    """What became of a batch: rows and errors in the order of its pages, and their counts."""

    rows: list[Row]
    errors: list[bytes]
    tally: Tally
    traces: list[str]
    retires: bool = False


def work_on(pages: Iterable[RawPage | Fault], job: Job, parse: Parse = _parse) -> Work:
    """Read a batch and make rows of it."""
    work = Work([], [], Tally(), [])
    for outcome in read_batch(pages, job, parse):
        _add(work, outcome, job)
    return work


def error_line(fault: Fault) -> bytes:
    line = {"file": fault.name, "error": fault.error, "reason": scrub(fault.reason)}
    return json.dumps(line, ensure_ascii=False).encode()


def failed_work(name: str, error: str, why: str) -> Work:
    """What becomes of a page that no worker could read."""
    fault = Fault(name, error, why)
    tally = Tally()
    tally.count(Outcome(name, fault=fault))
    return Work([], [error_line(fault)], tally, [])


def serve(connection: Connection, job: Job, clock: Clock, memory: int | None, parse: Parse) -> None:
    """The life of a worker: until the supervisor closes the connection (or is gone).

    Args:
        connection: batches come in (lists of pages), `Work` goes out.
        clock: where the worker shows which page it is at.
        memory: bytes that it may take.
        parse: reads a page.
    """
    live_below(memory)
    for name in job.preload:  # where the server has not loaded it
        import_module(name)
    most = _resident() + _GROWS
    while True:
        try:
            pages = connection.recv()
        except (EOFError, OSError):
            return
        work = work_on(_timed(pages, clock), job, parse)
        clock[SINCE] = 0.0
        starved = work.tally.errors["MemoryError"] > 0
        try:
            connection.send(work._replace(retires=starved or _resident() > most))
        except OSError:
            return


def _timed(pages: list[RawPage | Fault], clock: Clock) -> Iterable[RawPage | Fault]:
    for number, page in enumerate(pages):
        clock[SINCE] = 0.0
        clock[PAGE], clock[WORKED] = number, time.process_time()
        clock[SINCE] = time.monotonic()
        yield page


def _add(work: Work, outcome: Outcome, job: Job) -> None:
    try:
        row = _row(outcome, job)
    except Exception as error:  # nor may a bug of a format end the run
        row, outcome = None, Outcome(outcome.name, fault=fault_of(outcome.name, error))
    if row is not None:
        work.rows.append(row)
    if outcome.fault is not None:
        work.errors.append(error_line(outcome.fault))
    if outcome.trace is not None:
        work.traces.append(f"{outcome.name}\n{outcome.trace}")
    work.tally.count(outcome)


def _row(outcome: Outcome, job: Job) -> Row | None:
    """What the output takes of a page, if anything."""
    line = FORMATS[job.to].row(outcome, job)
    if line is None or outcome.record is None:
        return None
    return Row(outcome.name, line, _signature(outcome.record, outcome.page) if job.dedup else None)


def _signature(record: dict[str, Any], page: bytes | str | None) -> bytes | None:
    if record["kind"] == "article":
        return signature_of(record["text"])
    return exact_signature_of(page) if page else None


def _resident() -> int:
    """Bytes of memory in use; 0 where the system does not tell."""
    try:
        fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")
