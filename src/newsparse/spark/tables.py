"""Tables of a job that tasks write and read by themselves: wherever the rows may lie, Spark's own clients need not be
able to open it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from newsparse.dumps.extras import need
from newsparse.spark.place import Place, fetched

_NEEDS = "Parquet cannot be written"
# Files that a task reads: many are small.
_TOGETHER = 8


def kept(spark: Any, frame: Any, place: Place) -> Any:
    """A DataFrame put into a folder, and read from there: what it was made of is not asked again."""

    def write(batches: Iterable[Any]) -> Iterator[Any]:
        pa = need("pyarrow", _NEEDS)
        name = f"{uuid.uuid4().hex}.parquet"  # a task that is done again writes another one, and nobody reads this
        with TemporaryDirectory(prefix="newsparse-") as folder:
            if rows := _written(batches, Path(folder) / name):
                place.put(Path(folder) / name, name)
                yield pa.RecordBatch.from_pydict({"name": [name], "rows": [rows]})

    written = frame.mapInArrow(write, "name string, rows long").collect()
    return table_of(spark, place, [row["name"] for row in written], frame.schema)


def table_of(spark: Any, place: Place, names: Iterable[str], schema: Any) -> Any:
    """The rows of some Parquet files of a folder as a DataFrame."""
    files = sorted(names)

    def read(batches: Iterable[Any]) -> Iterator[Any]:
        parquet = need("pyarrow.parquet", _NEEDS)
        for batch in batches:
            for number in batch.column(0).to_pylist():
                with fetched(place.at(files[number])) as path, parquet.ParquetFile(path) as file:
                    yield from file.iter_batches()

    tasks = max(1, -(-len(files) // _TOGETHER))
    return spark.range(0, len(files), 1, tasks).mapInArrow(read, schema)


def _written(batches: Iterable[Any], made: Path) -> int:
    """Batches as a Parquet file, if there are any; how many rows."""
    parquet, writer, rows = need("pyarrow.parquet", _NEEDS), None, 0
    try:
        for batch in batches:
            if batch.num_rows:
                writer = writer or parquet.ParquetWriter(made, batch.schema)
                writer.write_batch(batch)
                rows += batch.num_rows
    finally:
        if writer is not None:
            writer.close()
    return rows
