"""How long another process has been at work, not how long it has been there."""

from __future__ import annotations

import os
from pathlib import Path

# Of the time that a page took, the part in which its worker must have been at work for the page to be at fault. A page
# that never ends takes all of it, on a machine with four times as many programs as processors a quarter; a worker that
# was stopped (a laptop that slept, SIGSTOP, a debugger) takes none.
_AT_WORK = 0.2


def was_idle(pid: int | None, worked: float, seconds: float) -> bool:
    """Whether a process was hardly at work in these last ``seconds``. If the system does not tell: yes.

    Args:
        pid: the process.
        worked: the processor time that it had taken before them, in seconds.
    """
    now = _processor_seconds(pid)
    return now is None or now - worked < _AT_WORK * seconds


def _processor_seconds(pid: int | None) -> float | None:
    """Processor time of a process so far; None where the system does not tell (it is Linux that does)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        user, system = text.rpartition(")")[2].split()[11:13]  # behind the name, which may have spaces in it
    except (OSError, ValueError):
        return None
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
