"""The command line program with pages in it that do harm: what they say happens when they are read."""

from __future__ import annotations

import os
import signal
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import newsparse
from newsparse.cli import extract
from newsparse.cli.main import main
from newsparse.dumps import reading


def parse(page: Any, url: str | None = None, **more: Any) -> newsparse.Article:
    """Read a page, but first obey it."""
    data = page if isinstance(page, bytes) else str(page).encode("utf-8", "replace")
    if b"<!--crash-->" in data:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"<!--hang-->" in data:
        while True:
            pass
    if b"<!--eat-->" in data:
        eaten = [bytearray(1 << 20) for _ in range(4096)]
        raise AssertionError(f"{len(eaten)} MiB were there")
    if b"<!--slow-->" in data:
        time.sleep(0.02)
    if b"<!--gate-->" in data:
        while not Path(os.environ["DUMP_GATE"]).exists():
            time.sleep(0.02)
    if b"<!--sleep-->" in data:
        time.sleep(3600)
    if b"<!--stopped-->" in data and _is_first(data):
        os.kill(os.getpid(), signal.SIGSTOP)
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


if __name__ == "__main__":
    import dump_program  # the function that workers can import, not that of __main__

    if "DUMP_PATIENCE" in os.environ:
        vars(reading)["_LEAST_PATIENCE"] = float(os.environ["DUMP_PATIENCE"])
    vars(extract)["parse"] = dump_program.parse
    sys.exit(main())
