"""Whether the system leaves a run room: open files, memory, processes. Where it does not, the way on is told, too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from newsparse.dumps.faults import DumpError, WorkerError
from newsparse.dumps.printable import reason

# Open files: of a run without workers (its output, its state, a container in a container); besides, of the server that
# starts processes and of the process that reads; and of each worker. Measured on Linux: 8, 18, 4; containers take more.
_FILES, _FILES_OF_SERVER, _FILES_OF_WORKER = 16, 24, 4
# Bytes of address space in which Python, the libraries and a page of common size have room: measured, 100 to 120 MB.
_LEAST_SPACE = 120 << 20
# Bytes of data (a part of the above) with which pages are read: measured, 80 MB are enough, 70 are not.
_LEAST_DATA = 90 << 20
_SPACES = (("RLIMIT_AS", "-v", _LEAST_SPACE), ("RLIMIT_DATA", "-d", _LEAST_DATA))
_IN_HERE = "--workers 0 reads the pages in this process, without any."


def workers_that_fit(wanted: int) -> int:
    """How many of the workers there is room for.

    Raises:
        WorkerError: there is none for any.
        DumpError: there is no room for a run at all.
    """
    files = _limit("RLIMIT_NOFILE")
    for name, option, least in _SPACES:
        space = _limit(name)
        if space is not None and space < least:
            raise DumpError(
                f"The limit of memory is {space >> 20} MB (ulimit {option}), and a run takes {least >> 20} MB to begin "
                f"with. Raise it: ulimit {option} unlimited"
            )
    if files is None:
        return wanted
    if files < _FILES:
        raise DumpError(
            f"The limit of open files is {files} (ulimit -n), and a run needs {_FILES}. Raise it: ulimit -n 256"
        )
    room = max(files - _FILES_OF_SERVER, 0) // _FILES_OF_WORKER
    if wanted and not room:
        least = _FILES_OF_SERVER + _FILES_OF_WORKER
        raise WorkerError(
            f"The limit of open files is {files} (ulimit -n), and worker processes need {least}. "
            f"Raise it: ulimit -n 256. Or: {_IN_HERE}"
        )
    return min(wanted, room)


@contextmanager
def starting() -> Iterator[None]:
    """While a process is started: what the system refuses is told with a way on.

    Raises:
        WorkerError: it refuses.
    """
    try:
        yield
    except (OSError, EOFError) as error:
        what = reason(error) if isinstance(error, OSError) else "what starts them has ended (see ulimit -u, -n, -v)"
        raise WorkerError(f"Worker processes cannot be started: {what}. {_IN_HERE}") from error


def _limit(name: str) -> int | None:
    """A limit of this process; None where there is none, or no such thing on the system."""
    if sys.platform == "win32":
        return None
    import resource

    value = resource.getrlimit(getattr(resource, name))[0] if hasattr(resource, name) else resource.RLIM_INFINITY
    return None if value == resource.RLIM_INFINITY else value
