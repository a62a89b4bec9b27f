"""The Spark job over many pages, Python workers killed meanwhile; its rows against those of `newsparse extract`.

python tools/spark_soak.py --pages 100000 --kills 5
"""

from __future__ import annotations

import argparse
import json
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

import pyarrow as pa  # noqa: E402
import pyarrow.compute as pc  # noqa: E402
import pyarrow.dataset as ds  # noqa: E402

import dumps  # noqa: E402 - found by the line above
import engines  # noqa: E402

# Files, as of sites: one in ten has ten times as many pages as the others.
_FILES = 40
# One page in so many has nothing in it: an error.
_EMPTY = 997


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
        code = subprocess.run(command, cwd=folder, env=engines.ENVIRONMENT, check=False).returncode
        if code not in (0, 3):  # 3: some pages failed
            sys.exit(f"extract ended with {code}.")
        print(f"extract: {time.monotonic() - started:.0f} s", flush=True)
        sys.exit(_compared(folder))


def _made(folder: Path, count: int) -> None:
    folder.mkdir()
    weights = [10 if number % 10 == 0 else 1 for number in range(_FILES)]
    first = 0
    for number, weight in enumerate(weights):
        size = count * weight // sum(weights) if number + 1 < _FILES else count - first
        pages = [(f"{n}.html", dumps.page(n) if n % _EMPTY else b"") for n in range(first, first + size)]
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
    """Rows and errors, every column of both; what is not the same is named."""
    ours, theirs = ds.dataset(folder / "out").to_table(), ds.dataset(folder / "theirs.parquet").to_table()
    told = [json.loads(line) for line in (folder / "theirs.parquet.errors.jsonl").read_bytes().splitlines()]
    errors = ds.dataset(folder / "out.errors").to_table()
    print(f"rows: {ours.num_rows} of the job, {theirs.num_rows} of extract; errors: {len(errors)} and {len(told)}")
    twice = sum(table.num_rows - len(pc.unique(table["file"])) for table in (ours, errors))
    others = _others(ours, theirs) + _others(errors, pa.Table.from_pylist(told, errors.schema))
    print(f"names that are there twice: {twice}; columns that are not the same, of {len(ours.column_names)}: {others}")
    return 1 if others or twice else 0


def _others(ours: pa.Table, theirs: pa.Table) -> list[str]:
    """The columns that differ, by rows in the order of their names."""
    if ours.schema != theirs.schema or ours.num_rows != theirs.num_rows:
        return ["rows or schema"]
    order = [("file", "ascending")]
    first, second = pc.sort_indices(ours, order), pc.sort_indices(theirs, order)
    return [name for name in ours.column_names if not ours[name].take(first).equals(theirs[name].take(second))]


if __name__ == "__main__":
    main()
