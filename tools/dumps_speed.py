"""How fast `newsparse extract` is, by kind of input and output, and what it takes of processors and memory.

  python tools/dumps_speed.py speed --pages 3000        every kind of input, against a folder of the same pages
  python tools/dumps_speed.py cores --pages 3000        one worker against two
  python tools/dumps_speed.py memory                    a WARC file of 13 MB against one a hundred times as large
  python tools/dumps_speed.py memory --pages 1000 --pad 1000 --scripts --times 1 500    … of 100 MB against one of 50 GB
  python tools/dumps_speed.py dedup                     copies and others: how alike the sketches say they are

The pages are made for it; `--pad` adds what real pages have around the text (menus, scripts).
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import lzma
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import dumps  # noqa: E402 - found by the line above

_TIMES = 3
_MENU = "".join(f'<li><a href="/c{n}/" class="nav-item">频道{n}</a></li>' for n in range(60))


class Run(NamedTuple):
    """A run's figures: seconds on the clock and of all processors, memory in MB of the main process and of a worker."""

    seconds: float
    cpu: float
    main: int
    worker: int


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=tuple(_WHAT))
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--pad", type=int, default=40, help="KiB of menus and scripts around each text")
    parser.add_argument("--scripts", action="store_true", help="of scripts only: large pages that are soon read")
    parser.add_argument(
        "--times", type=int, nargs="+", default=[1, 100], help="memory: how often the pages stand in it"
    )
    parser.add_argument("--folder", help="where the files are made (the system's temporary folder)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsparse-dumps-", dir=args.folder) as folder:
        _WHAT[args.what](args, Path(folder))


def pages(count: int, pad: int, *, scripts: bool = False) -> list[tuple[str, bytes]]:
    """Numbered pages of some size: KiB of scripts, half of it menus unless told."""
    size = pad * 1024 if scripts else pad * 1024 // 2
    script = "<script>" + "var a = [1, 2, 3]; " * (size // 19) + "</script>"
    menu = "" if scripts else f"<ul>{_MENU}</ul>" * (size // len(_MENU.encode()))
    around = (script + menu).encode()
    return [(name, data.replace(b"<h1>", around + b"<h1>")) for name, data in dumps.pages(count)]


def extract(given: Path, out: Path, *options: str) -> Run:
    """Run the program; the figures of the quickest of `_TIMES` runs, since machines have other things to do."""
    return min(_extract(given, out, *options) for _ in range(_TIMES))


def _extract(given: Path, out: Path, *options: str) -> Run:
    command = [sys.executable, "-m", "newsparse", "extract", str(given), "-o", str(out), *options]
    before, started = os.times(), time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL) as process:
        looks: dict[str, int] = {"main": 0, "worker": 0, "cpu": 0}
        threading.Thread(target=_look, args=(process, looks), daemon=True).start()
        process.wait()
    seconds = time.monotonic() - started
    after = os.times()
    own = after.children_user + after.children_system - before.children_user - before.children_system
    ticks = os.sysconf("SC_CLK_TCK")
    return Run(seconds, own + looks["cpu"] / ticks, looks["main"] // 1_000_000, looks["worker"] // 1_000_000)


def _look(process: subprocess.Popen[bytes], looks: dict[str, int]) -> None:
    """Memory and processor time of the workers: nobody else adds them up, they are not this process's children."""
    ticks: dict[int, int] = {}
    while process.poll() is None:
        looks["main"] = max(looks["main"], dumps.memory_of(process.pid, "VmHWM"))
        for pid in dumps.children(process.pid):
            looks["worker"] = max(looks["worker"], dumps.memory_of(pid, "VmHWM"))
            with suppress(OSError, IndexError):
                fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                ticks[pid] = int(fields[11]) + int(fields[12])
        looks["cpu"] = sum(ticks.values())
        time.sleep(0.05)


def speed(args: argparse.Namespace, folder: Path) -> None:
    """Every kind of input against a folder, every output against JSON Lines."""
    some = pages(args.pages, args.pad)
    given = dumps.folder(folder / "pages", some)
    base = extract(given, folder / "o.jsonl")
    print(f"{'input':14} pages/s  of folder   CPU ms a page  main MB  worker MB")
    _line("folder", base, base, args.pages)
    for name, make in _kinds(some).items():
        path = folder / f"d.{name}"
        made = make(path)
        if made is not None:
            path.write_bytes(made)
        _line(name, extract(path, folder / "o.jsonl"), base, args.pages)
        path.unlink()
    print("output, of a folder")
    for name in ("jsonl.gz", "jsonl.zst", "csv", "parquet"):
        _line(name, extract(given, folder / f"o.{name}"), base, args.pages)
    _line("markdown", extract(given, folder / "md", "--to", "markdown"), base, args.pages)
    _line("--dedup", extract(given, folder / "o.jsonl", "--dedup"), base, args.pages)


def _kinds(some: list[tuple[str, bytes]]) -> dict[str, Callable[[Path], bytes | None]]:
    def made(function: Callable[..., Path]) -> Callable[[Path], None]:
        def make(path: Path) -> None:
            function(path, some)

        return make

    return {
        "zip": made(dumps.zip_of),
        "tar": lambda _: dumps.tar_bytes(some),
        "tar.gz": lambda _: gzip.compress(dumps.tar_bytes(some), 6),
        "tar.xz": lambda _: lzma.compress(dumps.tar_bytes(some), preset=1),
        "tar.zst": lambda _: dumps.zstd(dumps.tar_bytes(some)),
        "jsonl": lambda _: dumps.jsonl_bytes(some),
        "jsonl.gz": lambda _: gzip.compress(dumps.jsonl_bytes(some), 6),
        "jsonl.bz2": lambda _: bz2.compress(dumps.jsonl_bytes(some)),
        "jsonl.zst": lambda _: dumps.zstd(dumps.jsonl_bytes(some)),
        "parquet": made(dumps.parquet_of),
        "warc": lambda _: dumps.warc_bytes(some),
        "warc.gz": lambda _: dumps.warc_bytes(some, gz=True),
    }


def _line(name: str, run: Run, base: Run, count: int) -> None:
    share = base.seconds / run.seconds
    cpu = 1000 * run.cpu / count
    print(f"{name:14} {count / run.seconds:7.0f} {share:9.2f} {cpu:14.2f} {run.main:9} {run.worker:9}", flush=True)


def cores(args: argparse.Namespace, folder: Path) -> None:
    """One worker against two, and against none."""
    given = dumps.folder(folder / "pages", pages(args.pages, args.pad))
    best = dict.fromkeys((0, 1, 2), float("inf"))
    for _ in range(_TIMES):  # in turn, so that a busy minute of the machine meets all
        for workers in best:
            seconds = _extract(given, folder / "o.jsonl", "--workers", str(workers)).seconds
            best[workers] = min(best[workers], seconds)
    for workers, seconds in best.items():
        print(f"{workers} workers: {args.pages / seconds:.0f} pages/s, {best[1] / seconds:.2f} times one worker")


def memory(args: argparse.Namespace, folder: Path) -> None:
    """A small WARC file against a great one of the same pages."""
    piece = dumps.warc_bytes(pages(args.pages // 10, args.pad, scripts=args.scripts))
    for times in args.times:
        path = folder / "d.warc"
        with path.open("wb") as file:
            for _ in range(times):
                file.write(piece)
        run = _extract(path, folder / "o.jsonl")
        size = path.stat().st_size / 1e6
        print(f"{size:.0f} MB in {run.seconds:.0f} s: main process {run.main} MB, worker {run.worker} MB", flush=True)


def dedup(_args: argparse.Namespace, _folder: Path) -> None:
    """How alike the sketches of copies and of others are."""
    from newsparse.dumps.dedup import likeness, signature_of

    dice = random.Random(1)
    characters = [chr(dice.randrange(0x4E00, 0x5E00)) for _ in range(1500)]

    def sentence() -> str:
        return "".join(dice.choices(characters, k=dice.randint(15, 45))) + "。"

    copies, others = [], []
    for _ in range(2000):
        text = [sentence() for _ in range(dice.randint(3, 25))]
        copy = ["某某晚报讯 " + text[0], *text[1:]]
        if len(copy) > 6:  # a longer report loses its last sentence, or gains one
            copy = copy[:-1] if dice.random() < 0.5 else [*copy, sentence()]
        copy.append("责任编辑：某某某")
        template = [sentence() if dice.random() < 0.7 else each for each in text]
        sketch = signature_of("".join(text))
        copies.append(likeness(sketch, signature_of("".join(copy))))
        others.append(likeness(sketch, signature_of("".join(template))))
    for name, values in (("copies", sorted(copies)), ("others of a template", sorted(others))):
        at = (0.01, 0.1, 0.5, 0.9, 0.99)
        shares = ", ".join(f"{share:.0%} {values[int(share * (len(values) - 1))]:.2f}" for share in at)
        print(f"{name}: {shares}; {sum(value >= 0.7 for value in values) / len(values):.1%} count as the same")


_WHAT: dict[str, Callable[[argparse.Namespace, Path], None]] = {
    "speed": speed,
    "cores": cores,
    "memory": memory,
    "dedup": dedup,
}

if __name__ == "__main__":
    main()
