"""A long run over generated pages in containers of all kinds, with pages that crash, hang and eat memory, and with
containers that are damaged: one in twenty.

One run is left alone; the other is killed (kill -9 of its process group, of single workers) at random moments and gone
on with, until it is at its end. Both must give the same bytes; a row or an error for each page of the sound containers,
an error for each damaged container. Prints figures as JSON; docs/dumps.md has some.

  python tools/soak.py --pages 200000
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import dumps  # noqa: E402 - found by the line above

# Harmful pages: one in so many.
HARM = {"crash": 5000, "eat": 10_000, "hang": 20_000}
SHARES = {"folder": 0.15, "zip": 0.2, "tar.gz": 0.15, "warc.gz": 0.3, "jsonl": 0.1, "parquet": 0.1}
CONTAINERS = {"folder": 1, **dict.fromkeys(("zip", "tar.gz", "warc.gz", "jsonl", "parquet"), 20)}
# One container of each kind in so many is damaged.
DAMAGED = 20
OPTIONS = ("--page-timeout", "3", "--worker-memory", "400M", "--dedup")


class Made(NamedTuple):
    """What was made.

    Attributes:
        harmful: pages that do harm when they are read, by what they do.
        sound: the pages of each container with nothing wrong.
        damaged: the other containers.
    """

    folder: Path
    harmful: dict[str, int]
    sound: dict[str, int]
    damaged: list[str]


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
        made = make(folder / "in", args.pages)
        whole = one_run(made.folder, folder / "whole.jsonl")
        broken = broken_run(made.folder, folder / "broken.jsonl", dice, args.every)
        for run, told in (("whole", whole), ("broken", broken)):
            if not (folder / f"{run}.jsonl").exists():
                sys.exit(f"The run {run!r} made no output: {json.dumps(told, indent=2)}")
        outs = [(folder / f"{run}.jsonl").read_bytes() for run in ("whole", "broken")]
        errors = [(folder / f"{run}.jsonl.errors.jsonl").read_bytes() for run in ("whole", "broken")]
        failed = [json.loads(line) for line in errors[0].splitlines()]
        rows = [json.loads(line)["file"] for line in outs[0].splitlines()]
        figures = {
            "pages": sum(made.sound.values()),
            "containers": len(made.sound) + len(made.damaged),
            "damaged": len(made.damaged),
            "harmful": made.harmful,
            "failed": dict(Counter(row["error"] for row in failed)),
            "whole": whole,
            "broken": broken,
            "rows": len(rows),
            "same_bytes": outs[0] == outs[1],
            "same_errors": errors[0] == errors[1],
            "lost": lost(made, rows, [row["file"] for row in failed]),
        }
    print(json.dumps(figures, indent=2))
    return 0 if figures["same_bytes"] and figures["same_errors"] and not figures["lost"] else 1


def make(folder: Path, count: int) -> Made:
    """The containers, and what must come of them. One in `DAMAGED` is broken in its middle or cut."""
    folder.mkdir()
    harmful = dict.fromkeys(HARM, 0)
    sound: dict[str, int] = {}
    damaged = []
    start = 0
    for kind, share in SHARES.items():
        size = max(1, int(count * share) // CONTAINERS[kind])
        for part in range(CONTAINERS[kind]):
            pages, harms = numbered(range(start, start + size))
            start += size
            name = f"{part:03}-{kind}"
            write(folder / name, kind, pages)
            if kind != "folder" and part % DAMAGED == DAMAGED // 2:
                damaged.append(name)
                damage(folder / name, kind)
                continue
            sound[name] = len(pages)
            for harm in harms:
                harmful[harm] += 1
    return Made(folder, harmful, sound, damaged)


def numbered(numbers: range) -> tuple[dumps.Pages, list[str]]:
    """Pages of these numbers, and what those among them that are harmful do."""
    harms = {
        number: harm for number in numbers for harm, every in HARM.items() if number % every == every // 3 + len(harm)
    }
    pages = [(f"{n // 500:03}/{n:06}.html", dumps.page(n, harms.get(n, ""))) for n in numbers]
    return pages, list(harms.values())


def write(path: Path, kind: str, pages: dumps.Pages) -> None:
    """A container of a kind."""
    match kind:
        case "folder":
            dumps.folder(path, pages)
        case "zip":
            dumps.zip_of(path, pages)
        case "tar.gz":
            path.write_bytes(gzip.compress(dumps.tar_bytes(pages), 1))
        case "warc.gz":
            path.write_bytes(dumps.warc_bytes(pages, gz=True))
        case "jsonl":
            path.write_bytes(dumps.jsonl_bytes(pages))
        case _:
            dumps.parquet_of(path, pages, group=200)


def damage(path: Path, kind: str) -> None:
    """Bytes in the middle that mean nothing; but for lines and records, which have an end each, the end is lost too.

    (Parquet has no checksums by default: of bytes in the middle alone nobody could tell.)
    """
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 64] = b"\xff\n" * 32
    path.write_bytes(data if kind in ("jsonl", "warc.gz") else data[: len(data) * 9 // 10])


def lost(made: Made, rows: list[str], failed: list[str]) -> dict[str, str]:
    """What is not as it must be: a sound container that has not all its pages, a damaged one that nobody tells of."""
    of_rows, of_errors = (Counter(map(container_of, names)) for names in (rows, failed))
    wrong = {
        name: f"{of_rows[name]} rows and {of_errors[name]} errors of {size} pages"
        for name, size in made.sound.items()
        if of_rows[name] + of_errors[name] != size
    }
    wrong |= {name: "is damaged, and no error says so" for name in made.damaged if not of_errors[name]}
    if (errors := sum(of_errors[name] for name in made.sound)) != (harms := sum(made.harmful.values())):
        wrong["harmful pages"] = f"{errors} errors of {harms}"
    return wrong


def container_of(name: str) -> str:
    """The container that a page's name names."""
    return re.split(r"/|!/|#", name, maxsplit=1)[0]


def one_run(given: Path, out: Path) -> dict[str, Any]:
    """A run that is left alone: its figures."""
    started = time.monotonic()
    with dumps.start("extract", given, "-o", out, *OPTIONS) as process:
        memory = Memory(process)
        _, said = process.communicate()
    seconds = time.monotonic() - started
    return {"seconds": round(seconds, 1), "exit": process.returncode, "said": last_of(said), **memory.figures()}


def broken_run(given: Path, out: Path, dice: random.Random, every: float) -> dict[str, Any]:
    """A run that is killed again and again."""
    started = time.monotonic()
    killed = {"groups": 0, "workers": 0}
    command = ("extract", given, "-o", out, "--resume", *OPTIONS)
    while True:
        with dumps.start(*command) as process:
            try:
                _, said = process.communicate(timeout=dice.expovariate(1 / every) / 2 + 2)
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
            _, said = process.communicate()
            if process.returncode != -signal.SIGKILL:
                break
    seconds = round(time.monotonic() - started, 1)
    return {"seconds": seconds, "exit": process.returncode, "said": last_of(said), "killed": killed}


def last_of(said: bytes) -> str:
    """The last line that a run said."""
    return said.decode(errors="replace").strip().rpartition("\n")[2]


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
