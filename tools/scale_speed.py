"""What engines cost beside the local pool: the same pages by each, processor time and memory of all their processes.

  python tools/scale_speed.py --pages 3000
  python tools/scale_speed.py --only 'pool;spark extract, isolate'

Each way is run with all pages and with `FEW`: what the latter takes is its start, the difference is the pages. (That of
the JVM's start varies by two seconds: of 1,000 pages too few.) Time on the clock is given as well; it says something on
an otherwise idle machine only.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tools")]

from dumps_speed import pages  # noqa: E402

import dumps  # noqa: E402 - found by the line above

FEW = 16
_MARK = "NEWSPARSE_SCALE_SPEED"
_ARROW = """
import pyarrow.parquet as pq, newsparse.arrow
with pq.ParquetFile("pages.parquet") as file:
    batches = newsparse.arrow.extract_batches(file.iter_batches(batch_size=256), url="link", isolate={isolate})
    first = next(batches)
    with pq.ParquetWriter("out.parquet", first.schema) as writer:
        writer.write_batch(first)
        for batch in batches:
            writer.write_batch(batch)
"""
_FRAME = """
from newsparse.spark import extract
from newsparse.spark.session import session
spark = session("local[2,4]")
spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 256)
extract(spark.read.parquet("pages.parquet").repartition(2), url="link", isolate={isolate}).write.parquet("out")
"""
_RAY = """
import ray
from newsparse.arrow import extract_table
ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
pages = ray.data.read_parquet("pages.parquet")
pages.map_batches(
    extract_table, fn_kwargs={"url": "link"}, batch_format="pyarrow", batch_size=256, max_retries=3
).write_parquet("out")
"""
_DAFT = """
import daft, pyarrow as pa
from newsparse.arrow import Reading, extract_table
record = pa.struct(list(Reading().made()))
@daft.func.batch(return_dtype=daft.DataType.from_arrow_type(record), batch_size=256)
def extract(html: daft.Series, url: daft.Series):
    table = extract_table(pa.table({"html": html.to_arrow(), "url": url.to_arrow()}))
    return table.select(record.names).to_struct_array().combine_chunks()
pages = daft.read_parquet("pages.parquet")
pages.select("id", extract(pages["html"], pages["link"]).alias("article")).write_parquet("out")
"""
_DASK = """
import dask, dask.dataframe as dd, pandas as pd, pyarrow as pa
from newsparse.arrow import Reading, extract_table
def extract(frame):
    table = extract_table(pa.Table.from_pandas(frame, preserve_index=False), url="link")
    return table.to_pandas(types_mapper=pd.ArrowDtype)
if __name__ == "__main__":
    given = pa.schema([("id", pa.int64()), ("link", pa.string()), ("html", pa.binary())])
    empty = Reading(url="link").schema(given).empty_table().to_pandas(types_mapper=pd.ArrowDtype)
    articles = dd.read_parquet("pages.parquet", split_row_groups=True).map_partitions(extract, meta=empty)
    with dask.config.set(scheduler="{scheduler}", num_workers=2):
        articles.to_parquet("out", schema=pa.Schema.from_pandas(empty, preserve_index=False), write_index=False)
"""
_POLARS = """
import polars as pl
from newsparse.arrow import extract_table
def extract(frame):
    return pl.from_arrow(extract_table(frame.to_arrow(), url="link"))
pages = pl.scan_parquet("pages.parquet")
pages.map_batches(extract, schema=extract(pages.head(0).collect()).schema, streamable=True).sink_parquet("out.parquet")
"""
_PROGRAM = [sys.executable, "-m"]
_JOB = [*_PROGRAM, "newsparse.spark", "--input", "warc", "--output", "out", "--master", "local[2,4]"]
# Name, package, command; Parquet in and out, but for the three that read WARC. All else is set by the first.
WAYS = {
    "pool": (None, [*_PROGRAM, "newsparse", "extract", "pages.parquet", "-o", "out.parquet", "--workers", "2"]),
    "pool, WARC": (None, [*_PROGRAM, "newsparse", "extract", "warc", "-o", "out.parquet", "--workers", "2"]),
    "extract_batches": (None, [sys.executable, "-c", _ARROW.format(isolate=False)]),
    "extract_batches, isolate": (None, [sys.executable, "-c", _ARROW.format(isolate=True)]),
    "ray": ("ray", [sys.executable, "-c", _RAY]),
    "daft": ("daft", [sys.executable, "-c", _DAFT]),
    "dask, threads": ("dask", [sys.executable, "dask_threads.py"]),
    "dask, processes": ("dask", [sys.executable, "dask_processes.py"]),
    "polars": ("polars", [sys.executable, "-c", _POLARS]),
    "spark job, WARC": ("pyspark", [*_JOB, "--no-isolate"]),
    "spark job, WARC, isolate": ("pyspark", _JOB),
    "spark extract": ("pyspark", [sys.executable, "-c", _FRAME.format(isolate=False)]),
    "spark extract, isolate": ("pyspark", [sys.executable, "-c", _FRAME.format(isolate=True)]),
}
# A run whose processes are not gone by then (seconds) has left some behind: they are ended.
_PATIENCE = 20.0
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER


class Run(NamedTuple):
    """Seconds on the clock and of processors, and the most memory (MB) of all processes at a time."""

    clock: float
    cpu: float
    memory: float


def run(command: list[str], folder: Path) -> Run:
    """Run a command; its processes are known by their environment, wherever an engine puts them."""
    mark = uuid.uuid4().hex
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), _MARK: mark, "PYSPARK_PYTHON": sys.executable}
    looks: dict[int, float] = {}
    most = [0.0]
    started, before = time.monotonic(), os.times()
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log) as process,
    ):
        threading.Thread(target=_look, args=(process, mark.encode(), looks, most), daemon=True).start()
        code = process.wait()
    if code:
        sys.exit(f"{command} ended with {code}:\n{(folder / 'log').read_text(errors='replace')[-2000:]}")
    clock = time.monotonic() - started
    _wait_for_all(mark.encode())
    after = os.times()
    waited = after.children_user + after.children_system - before.children_user - before.children_system
    # What a process took is told when it is waited for; of one that nobody waits for there is the last look.
    return Run(clock, max(waited, sum(looks.values())), most[0] / 1e6)


def processors() -> float:
    """Seconds of processors that this process and all below it took, those included that were waited for."""
    tick, own = os.sysconf("SC_CLK_TCK"), {os.getpid()}
    taken, parents = {}, {}
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (path / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            parents[int(path.name)] = int(fields[1])
            taken[int(path.name)] = sum(map(int, fields[11:15])) / tick
    while more := {pid for pid, parent in parents.items() if parent in own} - own:
        own |= more
    return sum(taken.get(pid, 0.0) for pid in own)


def _wait_for_all(mark: bytes) -> None:
    """Wait for the processes that a run has left: they are this one's children now."""
    ends = time.monotonic() + _PATIENCE
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0]:
                continue
        except ChildProcessError:
            return
        if time.monotonic() > ends:
            for path in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    if mark in (path / "environ").read_bytes() and int(path.name) != os.getpid():
                        os.kill(int(path.name), signal.SIGKILL)
        time.sleep(0.1)


def _look(process: subprocess.Popen[bytes], mark: bytes, looks: dict[int, float], most: list[float]) -> None:
    tick = os.sysconf("SC_CLK_TCK")
    while process.poll() is None:
        memory = 0.0
        for path in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, IndexError, ValueError):
                if mark in (path / "environ").read_bytes():
                    fields = (path / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                    looks[int(path.name)] = (int(fields[11]) + int(fields[12])) / tick
                    # Of pages that several processes share (they were forked) each counts its part.
                    rollup = (path / "smaps_rollup").read_text(encoding="utf-8")
                    memory += 1024 * int(rollup.partition("\nPss:")[2].split()[0])
        most[0] = max(most[0], memory)
        time.sleep(0.1)


def _inputs(folder: Path, count: int, pad: int) -> None:
    some = pages(count, pad)
    (folder / "warc").mkdir(parents=True)
    for number in range(8):
        (folder / "warc" / f"{number}.warc.gz").write_bytes(dumps.warc_bytes(some[number::8], gz=True))
    dumps.parquet_of(folder / "pages.parquet", some, group=256)
    for scheduler in ("threads", "processes"):  # a file: its processes import the program
        (folder / f"dask_{scheduler}.py").write_text(_DASK.replace("{scheduler}", scheduler), encoding="utf-8")


def main() -> None:
    """Measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--pad", type=int, default=40, help="KiB of menus and scripts around each text")
    parser.add_argument("--only", help="ways, with ; between them")
    args = parser.parse_args()
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    columns = ("way", "processor ms a page", "of the pool's", "start: processor s", "pages/s", "memory MB")
    print(f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|")
    pool = 0.0
    for name, (package, command) in WAYS.items():
        if (package and not find_spec(package)) or (args.only and name not in args.only.split(";")):
            continue
        made = []
        for count in (FEW, args.pages):
            with tempfile.TemporaryDirectory(prefix="newsparse-scale-") as folder:
                _inputs(Path(folder) / "in", count, args.pad)
                made.append(run(command, Path(folder) / "in"))
        few, all_ = made
        each = 1000 * (all_.cpu - few.cpu) / (args.pages - FEW)
        pool = pool or each
        clock = all_.clock - few.clock
        rate = f"{(args.pages - FEW) / clock:.0f}" if clock > 1 else "–"
        print(f"| {name} | {each:.2f} | {each / pool:.2f} | {few.cpu:.1f} | {rate} | {all_.memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
