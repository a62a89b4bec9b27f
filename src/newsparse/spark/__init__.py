"""Apache Spark: `extract` for pages in a DataFrame; ``python -m newsparse.spark`` for files (docs/scale.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from newsparse.arrow import Reading, extract_batches
from newsparse.options import Options
from newsparse.spark.session import need_spark


def extract(df: Any, html: str = "html", url: str | None = "url", options: Options = Options(), **how: Any) -> Any:
    """Read the pages in a column of a DataFrame.

    Args:
        df: a `pyspark.sql.DataFrame`.
        html: the column with the page (string or binary).
        url: the column with its address.
        options: how a page is read.
        how: the other attributes of `newsparse.arrow.Reading`: ``isolate=True``, ``fields``, ``content_type`` …

    Returns:
        A `pyspark.sql.DataFrame` with a row for each row: the other columns, the record's, ``error``, ``reason``.

    Raises:
        OptionsError: a column is not there.
        MissingExtra: pyspark is not installed.
    """
    arrow_types = need_spark("pyspark.sql.pandas.types")
    types = need_spark("pyspark.sql.types")
    given = {"html": html, "url": url, "options": options, **how}
    reading = Reading(**given)
    reading.check(df.columns)
    carried = [types.StructField(new, df.schema[name].dataType) for name, new in reading.carried(df.columns)]
    made = arrow_types.from_arrow_schema(reading.made(), prefer_timestamp_ntz=True)

    def read(batches: Iterable[Any]) -> Iterator[Any]:
        yield from extract_batches(batches, **given)

    return df.mapInArrow(read, types.StructType([*carried, *made.fields]))
