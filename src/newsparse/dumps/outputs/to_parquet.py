"""Parquet: rows are kept as JSON while the run goes, and become row groups at its end.

A Parquet file cannot be gone on with once its writer has died; a file of lines can.
"""

from __future__ import annotations

import io
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
    json = need("pyarrow.json", arrow.NEEDS)
    parquet = need("pyarrow.parquet", arrow.NEEDS)
    schema = arrow.schema(job)
    how = json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error", newlines_in_values=False)
    final = arrow.with_maps(schema.empty_table(), job).schema
    # Opened here: pyarrow takes no name that is not UTF-8 to Python, and in some locales no Chinese one is.
    with target.open("wb") as file, parquet.ParquetWriter(file, final, compression="zstd") as writer:
        for group in _groups(rows):
            reading = json.ReadOptions(use_threads=False, block_size=len(group) + 1)
            table = json.read_json(io.BytesIO(group), read_options=reading, parse_options=how)
            writer.write_table(arrow.with_maps(table.select(schema.names), job).cast(final))


def _groups(rows: Path) -> Iterator[bytes]:
    with rows.open("rb") as file:
        while group := file.readlines(_GROUP):
            yield b"".join(group)


PARQUET = Format("parquet", (".parquet", ".pq"), arrow.row, marked, finish=finish, needs="pyarrow")
