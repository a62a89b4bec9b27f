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
_ALARM = (signal.SIGALRM,) if hasattr(signal, "setitimer") else ()


@contextmanager
def stopping(stop: Callable[[], None], *, alone: bool = False) -> Iterator[Callable[[], None]]:
    """While this lasts, the first signal calls ``stop``; a second, or `_PATIENCE` seconds, raise KeyboardInterrupt.

    What it gives is called before the run is cleared away: then no signal is heard any more. With ``alone`` pages are
    read by this process, which may hear none of them: see `newsparse.dumps.deadman`. Outside the main thread Python
    gives no signals: nothing happens there.
    """
    if threading.current_thread() is not threading.main_thread():
        yield _nothing
        return
    asked = False

    def told(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        stop()
        if _ALARM:
            signal.signal(_ALARM[0], told)
            signal.setitimer(signal.ITIMER_REAL, _PATIENCE)

    before = {number: signal.getsignal(number) for number in (*_SIGNALS, *_ALARM)}
    heard = tuple(number for number in _SIGNALS if before[number] not in (signal.SIG_IGN, None))  # nohup

    def deaf() -> None:
        if _ALARM and asked:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number in (*heard, *(_ALARM if asked else ())):
            signal.signal(number, signal.SIG_IGN)

    for number in heard:
        signal.signal(number, told)
    try:
        with deadman(heard) if alone else nullcontext():
            yield deaf
    finally:
        deaf()
        for number, handler in before.items():
            if handler is not None:  # set by somebody else than Python
                signal.signal(number, handler)


def _nothing() -> None:
    """There are no signals to be deaf to."""
