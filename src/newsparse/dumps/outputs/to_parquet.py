"""Parquet: rows are kept as JSON while the run goes, and become row groups at its end.

A Parquet file cannot be gone on with once its writer has died; a file of lines can.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from newsparse.dumps.extras import need
from newsparse.dumps.job import Job
from newsparse.dumps.outputs import arrow_types as arrow
from newsparse.dumps.outputs.format import Format
from newsparse.dumps.outputs.to_jsonl import marked

# JSON that makes a row group: some 2,000 articles. It bounds the memory: a few times as much is in use at once.
_GROUP = 16 << 20


def finish(rows: Path, target: Path, job: Job) -> None:
    parquet = need("pyarrow.parquet", arrow.NEEDS)
    final = arrow.final_schema(job)
    # Opened here: pyarrow takes no name that is not UTF-8 to Python, and in some locales no Chinese one is.
    with target.open("wb") as file, parquet.ParquetWriter(file, final, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(arrow.table_of(group, job))


def _groups(rows: Path) -> Iterator[bytes]:
    with rows.open("rb") as file:
        while group := file.readlines(_GROUP):
            yield b"".join(group)


PARQUET = Format("parquet", (".parquet", ".pq"), arrow.row, marked, finish=finish, needs="pyarrow")
