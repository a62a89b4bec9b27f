"""The Spark job over many pages, Python workers killed meanwhile; its rows against those of `newsparse extract`.

python tools/spark_soak.py --pages 100000 --kills 5
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import pyarrow.compute as pc  # noqa: E402
import pyarrow.dataset as ds  # noqa: E402

import dumps  # noqa: E402 - found by the line above
import engines  # noqa: E402

# Files, as of sites: one in ten has ten times as many pages as the others.
_FILES = 40


def main() -> None:
    """Make the pages, run both, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsparse-soak-") as name:
        folder = Path(name)
        _made(folder / "in", args.pages)
        started = time.monotonic()
        killed, said = _job(folder / "in", folder / "out", args.kills)
        print(f"job: {time.monotonic() - started:.0f} s, {killed} workers killed. {said}", flush=True)
        started = time.monotonic()
        command = [sys.executable, "-m", "newsparse", "extract", "in", "-o", "theirs.parquet"]
        subprocess.run(command, cwd=folder, env=engines.ENVIRONMENT, check=True)
        print(f"extract: {time.monotonic() - started:.0f} s", flush=True)
        sys.exit(_compared(folder))


def _made(folder: Path, count: int) -> None:
    folder.mkdir()
    weights = [10 if number % 10 == 0 else 1 for number in range(_FILES)]
    first = 0
    for number, weight in enumerate(weights):
        size = count * weight // sum(weights) if number + 1 < _FILES else count - first
        pages = [(f"{n}.html", dumps.page(n)) for n in range(first, first + size)]
        (folder / f"site{number:02}.warc.gz").write_bytes(dumps.warc_bytes(pages, gz=True))
        first += size


def _job(given: Path, out: Path, kills: int) -> tuple[int, str]:
    """Run the job, kill workers while it runs; how many, and what it says."""
    killed = 0
    log = out.with_name("log")
    command = [sys.executable, "-m", "newsparse.spark", "--input", str(given), "--output", str(out)]
    with (
        log.open("wb") as file,
        subprocess.Popen(command, env=engines.ENVIRONMENT, stderr=file, start_new_session=True) as process,
    ):
        # Some way apart: a task whose worker dies four times is the end of a job, as it is on any cluster.
        while process.poll() is None:
            time.sleep(10)
            if killed < kills and (workers := engines.python_workers(process.pid)):
                with suppress(ProcessLookupError):
                    os.kill(workers[killed % len(workers)], signal.SIGKILL)
                    killed += 1
    said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return killed, said[-1].rpartition("\r")[2].strip()


def _compared(folder: Path) -> int:
    ours = ds.dataset(folder / "out").to_table()
    theirs = ds.dataset(folder / "theirs.parquet").to_table()
    twice = ours.num_rows - len(pc.unique(ours["file"]))
    order = [("file", "ascending")]
    same = ours.sort_by(order).equals(theirs.sort_by(order))
    print(f"rows: {ours.num_rows} of the job, {theirs.num_rows} of extract, {twice} twice; the same: {same}")
    return 0 if same and not twice else 1


if __name__ == "__main__":
    main()
