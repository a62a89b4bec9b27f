"""A long run over generated pages in containers of all kinds, with pages that crash, hang and eat memory.

One run is left alone; the other is killed (kill -9 of its process group, of single workers) at random moments and gone
on with, until it is at its end. Both must give the same bytes. Prints figures as JSON; docs/dumps.md has some.

  python tools/soak.py --pages 200000
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import dumps  # noqa: E402 - found by the line above

# Harmful pages: one in so many.
HARM = {"crash": 5000, "eat": 10_000, "hang": 20_000}
SHARES = {"folder": 0.15, "zip": 0.2, "tar.gz": 0.15, "warc.gz": 0.3, "jsonl": 0.1, "parquet": 0.1}
OPTIONS = ("--page-timeout", "3", "--worker-memory", "400M", "--dedup")


def main() -> int:
    """Make pages, run twice, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=float, default=20.0, help="seconds between kills, on average")
    args = parser.parse_args()
    dice = random.Random(args.seed)
    with tempfile.TemporaryDirectory(prefix="newsparse-soak-") as name:
        folder = Path(name)
        given, harmful = make(folder / "in", args.pages)
        whole = one_run(given, folder / "whole.jsonl")
        broken = broken_run(given, folder / "broken.jsonl", dice, args.every)
        outs = [(folder / f"{run}.jsonl").read_bytes() for run in ("whole", "broken")]
        errors = [(folder / f"{run}.jsonl.errors.jsonl").read_bytes() for run in ("whole", "broken")]
        failed = [json.loads(line)["error"] for line in errors[0].splitlines()]
        figures = {
            "pages": args.pages,
            "harmful": harmful,
            "failed": {kind: failed.count(kind) for kind in sorted(set(failed))},
            "whole": whole,
            "broken": broken,
            "rows": outs[0].count(b"\n"),
            "same_bytes": outs[0] == outs[1],
            "same_errors": errors[0] == errors[1],
        }
    print(json.dumps(figures, indent=2))
    good = figures["same_bytes"] and figures["same_errors"] and len(failed) == sum(harmful.values())
    return 0 if good and figures["rows"] + len(failed) == args.pages else 1


def make(folder: Path, count: int) -> tuple[Path, dict[str, int]]:
    """The containers, and how many pages in them do what harm."""
    folder.mkdir()
    harmful = dict.fromkeys(HARM, 0)
    number = 0

    def some(size: int) -> list[tuple[str, bytes]]:
        nonlocal number
        made = []
        for number in range(number, number + size):  # noqa: B020 - goes on where it stopped
            harm = next((name for name, every in HARM.items() if number % every == every // 3 + len(name)), "")
            if harm:
                harmful[harm] += 1
            made.append((f"{number // 500:03}/{number:06}.html", dumps.page(number, harm)))
        number += 1
        return made

    sizes = {kind: int(count * share) for kind, share in SHARES.items()}
    sizes["folder"] += count - sum(sizes.values())
    for kind, size in sizes.items():
        pages = some(size)
        match kind:
            case "folder":
                dumps.folder(folder / "pages", pages)
            case "zip":
                dumps.zip_of(folder / "a.zip", pages)
            case "tar.gz":
                (folder / "b.tar.gz").write_bytes(gzip.compress(dumps.tar_bytes(pages), 1))
            case "warc.gz":
                (folder / "c.warc.gz").write_bytes(dumps.warc_bytes(pages, gz=True))
            case "jsonl":
                (folder / "d.jsonl").write_bytes(dumps.jsonl_bytes(pages))
            case _:
                dumps.parquet_of(folder / "e.parquet", pages, group=2000)
    return folder, harmful


def one_run(given: Path, out: Path) -> dict[str, Any]:
    """A run that is left alone: its figures."""
    started = time.monotonic()
    with dumps.start("extract", given, "-o", out, *OPTIONS) as process:
        memory = Memory(process)
        process.communicate()
    seconds = time.monotonic() - started
    return {"seconds": round(seconds, 1), "exit": process.returncode, **memory.figures()}


def broken_run(given: Path, out: Path, dice: random.Random, every: float) -> dict[str, Any]:
    """A run that is killed again and again."""
    started = time.monotonic()
    killed = {"groups": 0, "workers": 0}
    command = ("extract", given, "-o", out, "--resume", *OPTIONS)
    while True:
        with dumps.start(*command) as process:
            try:
                process.communicate(timeout=dice.expovariate(1 / every) / 2 + 2)
                break
            except subprocess.TimeoutExpired:
                pass
            for _ in range(3):
                time.sleep(dice.uniform(0, 1))
                if workers := list(dumps.children(process.pid))[1:]:
                    with suppress(ProcessLookupError):
                        os.kill(dice.choice(workers), signal.SIGKILL)
                        killed["workers"] += 1
            time.sleep(dice.expovariate(1 / every) / 2)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                killed["groups"] += 1
            process.communicate()
            if process.returncode != -signal.SIGKILL:
                break
    return {"seconds": round(time.monotonic() - started, 1), "exit": process.returncode, "killed": killed}


class Memory:
    """The most memory that the processes of a run had: looked at some times a second."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._main, self._workers = 0, list[int]()
        threading.Thread(target=self._look, daemon=True).start()

    def figures(self) -> dict[str, int]:
        """In MB: the most that the main process ever had; what 99 of 100 looks at a worker found.

        The hundredth is at a page that eats memory: what such a page may take is another bound (--worker-memory).
        """
        looks = sorted(self._workers) or [0]
        return {"main_mb": self._main // 1_000_000, "worker_mb": looks[len(looks) * 99 // 100] // 1_000_000}

    def _look(self) -> None:
        while self._process.poll() is None:
            self._main = max(self._main, dumps.memory_of(self._process.pid, "VmHWM"))
            self._workers += [dumps.memory_of(pid, "VmRSS") for pid in dumps.children(self._process.pid)]
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
