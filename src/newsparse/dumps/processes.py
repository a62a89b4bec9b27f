"""Processes beside the main one: how they are started, limited and let go. They may die at any moment."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import socket
import struct
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from newsparse.dumps.temporary import Room

# Seconds to wait for a process that was killed: who ends it is the system, who tells us is the fork server.
_END = 5.0
# Seconds in which a process must be started, and looks at the clock in between: while we are stopped, none passes.
_START, _TICK = 30.0, 0.5
# The server's socket lies in the temporary folder, under some 40 bytes more, and a socket's path has 104 to 108 bytes.
_LONGEST_FOLDER = 65


def started(context: Any, target: Callable[..., None], args: tuple[Any, ...]) -> BaseProcess:
    """A process of ours that does ``target``.

    Args:
        context: see `start_context`.

    Raises:
        OSError, EOFError: the system starts none.
    """
    process: BaseProcess = context.Process(target=target, args=args, daemon=True)
    with _children_told():
        if not _start(process):
            process.start()
    return process


def _start(process: BaseProcess) -> bool:
    """Start a process; False where the server took too long (it was stopped, the library hangs) or was killed.

    The next process is started by a new one. Those that came from the old one end with it, where they can.
    """
    done, late = threading.Event(), threading.Event()

    def watch() -> None:
        for _ in range(int(_START / _TICK)):
            if done.wait(_TICK):
                return
        late.set()
        _end_server()  # whoever waits for it gets an error

    watcher = threading.Thread(target=watch, daemon=True)
    with suppress(RuntimeError):  # the system gives no thread
        watcher.start()
    try:
        process.start()
    except (OSError, EOFError) as error:
        if not late.is_set() and not isinstance(error, EOFError | ConnectionError):
            raise
        _end_server()  # one that was killed may take a moment to end, and until then it is asked again
        return False
    finally:
        done.set()
        if watcher.ident is not None:
            watcher.join()
    return True


def _end_server() -> None:
    """Kill the server that processes are started from; where one is asked for, there will be another."""
    from multiprocessing import forkserver

    pid = getattr(vars(forkserver).get("_forkserver"), "_forkserver_pid", None)
    if isinstance(pid, int):
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
            if hasattr(os, "waitid"):  # its end is taken note of by who asks for another
                os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


def pipe(context: Any, patience: float) -> tuple[Connection, Connection]:
    """A connection to a process: our end and its end.

    At our end who reads a message that stands still half-way for ``patience`` seconds gets an OSError
    (BlockingIOError), and so does who writes one that is not taken: the other process was stopped. (Where there are
    no such sockets, no process is stopped either.)
    """
    ours, theirs = context.Pipe()
    if hasattr(socket, "AF_UNIX") and sys.platform != "win32":
        with socket.socket(fileno=os.dup(ours.fileno())) as end:
            limit = struct.pack("ll", int(patience), int(patience % 1 * 1e6))
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
    return ours, theirs


def start_context(preload: Sequence[str] = ()) -> Any:
    """How processes are started: from a small server that has the library loaded, where there is one (10 ms each).

    Never by forking this process: its threads and open files are not the workers'. The server is started by whoever
    comes first; it has the modules of ``preload`` loaded, too.
    """
    has_server = "forkserver" in multiprocessing.get_all_start_methods()
    if not has_server or not _has_room_for_socket():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    _keep_sockets_in(_room_for_sockets())
    context.set_forkserver_preload(["newsparse.dumps.preload", *preload])
    return context


def _has_room_for_socket() -> bool:
    try:
        return len(os.fsencode(tempfile.gettempdir())) <= _LONGEST_FOLDER
    except FileNotFoundError:  # there is no folder for temporary files, or none that can be written
        return False


@cache
def _room_for_sockets() -> Room:
    return Room()


def _keep_sockets_in(room: Room) -> None:
    """Let multiprocessing have a folder of ours, where it has none yet: its own stays for ever if we are killed."""
    config = getattr(multiprocessing.current_process(), "_config", None)
    if isinstance(config, dict) and config.get("tempdir") is None:
        config["tempdir"] = str(room.path())


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


def killed(process: BaseProcess) -> int | None:
    """The exit code of a process that is killed, or has died already; None where nobody tells it in time."""
    process.kill()
    process.join(timeout=_END)
    if process.exitcode is None:  # the server was stopped: it tells nothing, and Python would wait for it at its end
        _end_server()
        process.join(timeout=_END)
    return process.exitcode


def dismiss(process: BaseProcess, connection: Connection) -> None:
    """Let a process go: it ends when its connection does, or is killed."""
    with suppress(OSError):
        connection.close()
    process.join(timeout=1)
    if process.exitcode is None:
        killed(process)
    with suppress(ValueError):  # killed, and nobody has told us of its end: the run need not wait for that
        process.close()


def ending(code: int | None) -> str:
    """How a process ended, in words."""
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def live_below(memory: int | None) -> None:
    """In a new process: leave Ctrl-C to the main one, die with it, take ``memory`` bytes at most."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process, which ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _die_with_parent()
    _limit_memory(memory)


def _die_with_parent() -> None:
    """Where the system can: be killed when the main process is, even in the middle of a page that never ends.

    The parent of a worker is the server that it was forked from. That ends with its last client, and every worker
    counts as one: a worker that hangs would keep it alive, and the other way round. So we stop being a client.
    """
    if sys.platform == "linux":
        from multiprocessing import forkserver

        server: Any = vars(forkserver).get("_forkserver")
        descriptor = getattr(server, "_forkserver_alive_fd", None)
        if isinstance(descriptor, int):
            os.close(descriptor)
            server._forkserver_alive_fd = None
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _limit_memory(memory: int | None) -> None:
    """Let allocations fail beyond ``memory`` bytes: the page ends with MemoryError, or the process with it."""
    if memory is None or sys.platform != "linux":
        return
    import resource

    # Data, not address space: mapped files and libraries count for that too, and say nothing.
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
