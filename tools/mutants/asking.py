"""Questions to the child, bounded in time: one that hangs or dies is replaced, and which input did it is found out."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

# Processor seconds that one input may take, and what many of them take together. Processor time: a machine that is busy
# with other things makes nothing hang. And wall seconds, for what waits and does nothing.
ONE = 20.0
FEW = 120.0
WALL = 1800.0
CHILD = Path(__file__).with_name("child.py")
_TICKS = os.sysconf("SC_CLK_TCK")


class Asked:
    """A child that does the work, and its successors."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def ask(self, kind: str, seed: int, start: int, end: int) -> dict[str, Any]:
        """What came of these inputs. Where the child does not answer, each is tried alone."""
        what = self._try(kind, seed, start, end, FEW)
        if isinstance(what, dict):
            return what
        counts: dict[str, int] = {}
        broken = []
        for number in range(start, end):
            one = self._try(kind, seed, number, number + 1, ONE)
            if isinstance(one, dict):
                broken += one["broken"]
                for name, count in one["counts"].items():
                    counts[name] = counts.get(name, 0) + count
            else:
                broken.append((number, one, one))
        if not broken:
            broken = [(start, f"only together: {what}", f"{kind} {start} to {end}: {what}")]
        return {"counts": counts, "broken": broken, "mb": 0}

    def _try(self, kind: str, seed: int, start: int, end: int, most: float) -> dict[str, Any] | str:
        """The child's answer; "hang" or how it died, where there is none."""
        child = self._alive()
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(f"{kind} {seed} {start} {end}\n")
        child.stdin.flush()
        began, busy = time.monotonic(), _busy(child.pid)
        while not select.select([child.stdout], [], [], 0.5)[0]:
            if _busy(child.pid) - busy > most or time.monotonic() - began > WALL:
                self._end()
                return "hang"
        line = child.stdout.readline()
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        child.wait()
        self._end()
        return f"died ({child.returncode})"

    def _alive(self) -> subprocess.Popen[str]:
        if self._child is None:
            command = [sys.executable, str(CHILD)]
            pipe = subprocess.PIPE
            self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
            assert self._child.stdout is not None
            if self._child.stdout.readline() != "ready\n":
                raise RuntimeError("The process that does the work does not start.")
        return self._child

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        with self._child, suppress(BrokenPipeError):  # closes its pipes
            self._child.wait()
        self._child = None


def _busy(pid: int) -> float:
    """Processor seconds of a process so far (Linux; 0 elsewhere: there only the clock on the wall bounds it)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS
