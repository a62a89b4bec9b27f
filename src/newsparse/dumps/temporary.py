"""A process's own temporary folder, and what becomes of those whose processes were killed.

A folder is alive as long as its process holds a lock on a file in it. The lock ends with the process, however that
ends; then whoever comes next removes the folder. Nothing goes by numbers of processes, which are given again.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG, S_ISSOCK

if sys.platform != "win32":
    import fcntl

# How the folders are called, the file that is locked, and the other files that may be in one: what is unpacked, and the
# socket of the server that starts processes (multiprocessing names it).
_PREFIX, _LOCK = "newsparse-", ".newsparse-lock"
_UNPACKED, _SOCKET = "unpacked-", "listener-"
_ATTEMPTS = 5
# Seconds after which an empty folder is that of a process which was killed before it had its lock in it.
_UNFINISHED = 3600.0


class Room:
    """A temporary folder, made when it is asked for. Not for several threads at once."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._end: Callable[[], object] | None = None

    def path(self) -> Path:
        """The folder.

        Raises:
            OSError: there is no place for temporary files, or none that can be written.
        """
        for _ in range(_ATTEMPTS):
            if self._path is not None:
                return self._path
            path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            lock = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            if _locked(lock) is not False and (path / _LOCK).exists():  # else taken for a dead one between two steps
                self._path = path
                self._end = weakref.finalize(self, _give_up, path, lock, os.getpid())
            else:
                os.close(lock)
        raise OSError("The temporary folder is removed again and again.")

    def new_file(self) -> tuple[int, Path]:
        """A new file in it, open, and where it is."""
        handle, name = tempfile.mkstemp(prefix=_UNPACKED, dir=self.path())
        return handle, Path(name)

    def close(self) -> None:
        """Remove it, as the end of the process would. It may be asked for again."""
        if self._end is not None:
            self._end()
        self._path = self._end = None

    def __reduce__(self) -> tuple[type[Room], tuple[()]]:
        return Room, ()  # another process has its own


def _give_up(path: Path, lock: int, pid: int) -> None:
    if os.getpid() != pid:
        return  # forked from the process whose folder it is
    if sys.platform == "win32":
        os.close(lock)  # an open file is not removed there
        _remove(path)
    else:
        _remove(path)
        os.close(lock)


def remove_dead() -> None:
    """Remove the folders of processes of ours (this user's) that were killed. Anything else there stays."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX):
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False) and _is_mine(entry.path):
                        _remove_if_dead(Path(entry.path))


def _is_mine(path: str) -> bool:
    return sys.platform == "win32" or os.lstat(path).st_uid == os.geteuid()


def _remove_if_dead(path: Path) -> None:
    if sys.platform == "win32":
        (path / _LOCK).unlink()  # fails where a process has it open
        _remove(path)
        return
    if time.time() - path.stat().st_mtime > _UNFINISHED:
        with suppress(OSError):  # there is something in it: the rule
            path.rmdir()
            return
    lock = os.open(path / _LOCK, os.O_RDWR | os.O_NOFOLLOW)  # fails where it is no folder of ours
    try:
        if _locked(lock):
            _remove(path)
    finally:
        os.close(lock)


def _locked(lock: int) -> bool | None:
    """Whether the lock is ours now; None where the file system knows of no locks, and nobody's folder is removed."""
    if sys.platform == "win32":
        return True  # that the file is open says it
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _remove(path: Path) -> None:
    """Remove our files in a folder, the lock last, and the folder if nothing else is in it."""
    with suppress(OSError), os.scandir(path) as entries:
        for entry in entries:
            mode = entry.stat(follow_symlinks=False).st_mode
            if (entry.name.startswith(_UNPACKED) and S_ISREG(mode)) or (
                entry.name.startswith(_SOCKET) and S_ISSOCK(mode)
            ):
                with suppress(OSError):
                    Path(entry.path).unlink()
    with suppress(OSError):
        (path / _LOCK).unlink(missing_ok=True)
        path.rmdir()
