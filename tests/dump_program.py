"""The command line program with pages in it that do harm: what they say happens when they are read."""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import time
import zlib
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import newsparse
from newsparse.cli import extract
from newsparse.cli.main import main
from newsparse.dumps import processes, reader, reading, worker

_HELD: list[bytes] = []


def parse(page: Any, url: str | None = None, **more: Any) -> newsparse.Article:
    """Read a page, but first obey it."""
    data = page if isinstance(page, bytes) else str(page).encode("utf-8", "replace")
    if b"<!--crash-->" in data:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "DUMP_AT" in os.environ and (b"<!--hang-->" in data or b"<!--spin-->" in data):
        Path(os.environ["DUMP_AT"]).touch()
    if b"<!--hang-->" in data:
        while True:
            pass
    if b"<!--eat-->" in data:
        eaten = [bytearray(1 << 20) for _ in range(4096)]
        raise AssertionError(f"{len(eaten)} MiB were there")
    if b"<!--spin-->" in data:
        sum(range(1 << 50))  # in C, where no signal of Python is heard
    if b"<!--slow-->" in data:
        time.sleep(0.02)
    if b"<!--gate-->" in data:
        while not Path(os.environ["DUMP_GATE"]).exists():
            time.sleep(0.02)
    if b"<!--sleep-->" in data:
        time.sleep(3600)
    if b"<!--stopped-->" in data and _is_first(data):
        os.kill(os.getpid(), signal.SIGSTOP)
    if b"<!--grow-->" in data and _is_first(data):
        _HELD.append(b"x" * (200 << 20))  # more than a worker may hold between two batches
    if b"<!--once-->" in data and _is_first(data):
        os.kill(os.getpid(), signal.SIGKILL)
    return newsparse.parse(page, url, **more)


def _is_first(data: bytes) -> bool:
    """Whether no process has read the page before."""
    died = Path(os.environ["DUMP_DIED"]) / str(zlib.crc32(data))
    if died.exists():
        return False
    died.touch()
    return True


class _Half:
    """A connection of which a process sends half of its first great message, and is stopped: once ever, where there is
    a file for that, or each time.
    """

    def __init__(self, connection: Connection, stopped: Path | None) -> None:
        self.connection, self.stopped = connection, stopped

    def recv(self) -> object:
        return self.connection.recv()

    def send(self, what: object) -> None:
        data = pickle.dumps(what)
        if len(data) < 1000 or not _stops(self.stopped):
            self.connection.send(what)
            return
        os.write(self.connection.fileno(), struct.pack("!i", len(data)) + data[: len(data) // 2])
        os.kill(os.getpid(), signal.SIGSTOP)


def _stops(stopped: Path | None) -> bool:
    if stopped is None:
        return True
    first = not stopped.exists()
    stopped.touch()
    return first


def read_and_stop(stopped: Path | None, connection: Connection, start: Any) -> None:
    """The reader's life."""
    reader.serve(_Half(connection, stopped), start)  # type: ignore[arg-type]


def work_and_stop(stopped: Path | None, connection: Connection, *more: Any) -> None:
    """A worker's life."""
    worker.serve(_Half(connection, stopped), *more)  # type: ignore[arg-type]


def stop_first(stopped: Path | None, connection: Connection, *more: Any) -> None:
    """The life of a worker that takes no batch."""
    if _stops(stopped):
        os.kill(os.getpid(), signal.SIGSTOP)
    worker.serve(connection, *more)


if __name__ == "__main__":
    import dump_program  # the function that workers can import, not that of __main__

    if "DUMP_PATIENCE" in os.environ:
        patience = float(os.environ["DUMP_PATIENCE"])
        vars(reading)["_LEAST_PATIENCE"], vars(processes)["_START"] = patience, 2 * patience
    vars(extract)["parse"] = dump_program.parse
    sys.exit(main())
