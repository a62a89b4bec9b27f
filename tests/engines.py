"""What the tests of engines share: which are there, the job as a process, its tables."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import dumps
from sample import ROOT, SOURCES

Rows = dict[str, dict[str, Any]]

needs_spark = pytest.mark.skipif(
    not find_spec("pyspark") or not (shutil.which("java") or os.environ.get("JAVA_HOME")),
    reason="needs pyspark (pip install 'newsparse[spark]') and Java 17",
)
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([SOURCES, str(ROOT / "tests")]),
    "SPARK_LOCAL_IP": "127.0.0.1",
    "PYSPARK_PYTHON": sys.executable,
    "PYTHONWARNINGS": "ignore",  # those of pyspark and of pandas about each other
}


def skewed(folder: Path) -> Path:
    """WARC files as of sites: one has most of the pages, many have a few; a cut one, one that lies, a table."""
    folder.mkdir()
    for number, count in enumerate([120, 3, 1, 20]):
        pages = [(f"{number}/{n}.html", dumps.page(number * 13 + n)) for n in range(count)]
        name = f"site{number}/all.warc" if number % 2 else f"site{number}.warc.gz"
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(dumps.warc_bytes(pages, gz=not number % 2))
    whole = dumps.warc_bytes([(f"t/{n}.html", dumps.page(500 + n)) for n in range(9)], gz=True)
    (folder / "cut.warc.gz").write_bytes(whole[:-300])
    (folder / "lies.warc.gz").write_bytes(b"No record is in here.\n" * 20)
    (folder / "packed.warc").write_bytes(gzip.compress(dumps.warc_bytes([("p.html", dumps.page(600))])))
    (folder / "page.warc.gz").write_bytes(dumps.page(601))
    dumps.parquet_of(folder / "table.parquet", dumps.pages(12))
    (folder / "empty.warc.gz").touch()
    (folder / "readme.md").write_text("What is in here.", encoding="utf-8")
    return folder


def start(*args: str | Path, **environment: str) -> subprocess.Popen[bytes]:
    """Start the job that obeys harmful pages, in a process group of its own."""
    command = [sys.executable, str(ROOT / "tests" / "spark_program.py"), *map(str, args)]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, env={**ENVIRONMENT, **environment}, stdout=pipe, stderr=pipe, start_new_session=True
    )


def job(*args: str | Path, **environment: str) -> tuple[int, str]:
    """Run the job: its exit code, and what it says."""
    with start(*args, **environment) as process:
        _, said = process.communicate(timeout=900)
        return process.returncode, said.decode()


def rows_of(path: Path) -> Rows:
    """A table by the names of its pages; no page is there twice."""
    made = pq.read_table(path).to_pylist(maps_as_pydicts="strict")
    rows = {row["file"]: row for row in made}
    assert len(rows) == len(made)
    return rows


def errors_of(path: Path) -> dict[str, str]:
    return {name: row["error"] for name, row in rows_of(path.with_name(f"{path.name}.errors")).items()}


def python_workers(group: int) -> list[int]:
    """The Python workers of a job's Spark: children of its daemon, and theirs."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            command = (path / "cmdline").read_bytes()
        except OSError:
            continue
        if b"pyspark.daemon" in command and fields[0] != "Z" and b"forkserver" not in command:
            found.append((int(path.name), int(fields[1])))
    daemons = {pid for pid, _ in found}
    return [pid for pid, parent in found if parent in daemons and os.getsid(pid) == os.getsid(group)]


def kill_all(session: int) -> None:
    """Kill a job with all its processes: Python's have groups of their own, and may end a part without the JVM."""
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getsid(int(path.name)) == session:
                os.kill(int(path.name), signal.SIGKILL)
