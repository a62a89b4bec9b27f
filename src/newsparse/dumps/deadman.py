"""A run without workers may be in a library, where Python hears no signal: then another process ends it.

Python's own handler only writes a byte and takes a note of what is to be done when the library comes back. A small
process waits for that byte, and for the end of the run.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# Seconds from the signal on in which the run must have ended by itself.
_PATIENCE = 4.0
_SAYS = (
    "newsparse: Interrupted in the middle of a page. What was done before is kept if OUT is a file: --resume goes on."
)
# Its standard input is closed when the run is over, or dead.
_PROGRAM = """
import os, select, signal, sys, time
run, patience, says, *numbers = sys.argv[1:]
numbers = {*map(int, numbers)}
for number in numbers:
    signal.signal(number, signal.SIG_IGN)
end = None
while (left := None if end is None else end - time.monotonic()) is None or left > 0:
    if select.select([0], [], [], left)[0]:
        told = os.read(0, 64)
        if not told:
            sys.exit()
        if end is None and numbers.intersection(told):
            end = time.monotonic() + float(patience)
if os.getppid() == int(run):
    try:
        os.write(2, (says + "\\n").encode())
    except OSError:
        pass
    os.kill(int(run), signal.SIGKILL)
"""


@contextmanager
def deadman(numbers: tuple[int, ...]) -> Iterator[None]:
    """While this lasts, one of these signals ends the process some seconds later, whatever it is at.

    For the main thread. Where the system gives no process, and where a program listens for signals in the same way,
    nothing happens.
    """
    process = None
    with suppress(OSError):
        process = _started(numbers)
    try:
        yield
    finally:
        if process is not None and process.stdin is not None:
            signal.set_wakeup_fd(-1)
            process.stdin.close()
            process.kill()
            process.wait()


def _started(numbers: tuple[int, ...]) -> subprocess.Popen[bytes] | None:
    before = signal.set_wakeup_fd(-1)
    if os.name != "posix" or before != -1 or not sys.executable:
        signal.set_wakeup_fd(before)
        return None
    arguments = [os.getpid(), _PATIENCE, _SAYS, *map(int, numbers)]
    command = [sys.executable, "-I", "-S", "-c", _PROGRAM, *map(str, arguments)]
    process = subprocess.Popen(command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    if process.stdin is not None:
        os.set_blocking(process.stdin.fileno(), False)
        signal.set_wakeup_fd(process.stdin.fileno(), warn_on_full_buffer=False)
    return process
