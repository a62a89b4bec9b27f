"""Ctrl-C and the system's request to end: the run stops at a point from which it can go on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType

from newsparse.dumps.deadman import deadman

# Seconds after which a run that still reads (a long line, a slow disk) is broken off where it is.
_PATIENCE = 1.2
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def stopping(stop: Callable[[], None], *, alone: bool = False) -> Iterator[None]:
    """While this lasts, the first signal calls ``stop``; a second, or `_PATIENCE` seconds, raise KeyboardInterrupt.

    With ``alone`` pages are read by this process, which may hear none of that: see `newsparse.dumps.deadman`. Outside
    the main thread Python gives no signals: nothing happens there.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = False

    def told(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        stop()
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, told)
            signal.setitimer(signal.ITIMER_REAL, _PATIENCE)

    before = {number: signal.getsignal(number) for number in _SIGNALS}
    heard = tuple(number for number, handler in before.items() if handler is not signal.SIG_IGN)  # nohup
    for number in heard:
        signal.signal(number, told)
    try:
        with deadman(heard) if alone else nullcontext():
            yield
    finally:
        if asked and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
