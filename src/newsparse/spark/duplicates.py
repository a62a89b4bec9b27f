"""Near-duplicates over a cluster: the same marks as `newsparse extract --dedup` gives, without one index for all.

Texts that share a band of their sketches meet (one shuffle of some 100 bytes for each band); those that are alike make
an edge from the later to the earlier. Which are copies is settled in rounds: a text is one if an earlier text that is
like it is none. Then the parts that hold copies are written anew; rows are never shuffled.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from newsparse.dumps.dedup import ALIKE, BANDS, BUCKETS, likeness
from newsparse.dumps.extras import need
from newsparse.spark.place import Place
from newsparse.spark.session import need_spark
from newsparse.spark.tables import kept, table_of
from newsparse.spark.task import SIGNATURES, Setup, mark

# Texts under one key that later ones are compared with: of a template there are millions. (extract takes the first 64
# that are no copies.)
_MOST_UNDER_KEY = 256
# Edges of one text under one key: of a text that was copied a thousand times, the first few say the same as all.
_MOST_EDGES = 16
_LOT = 10_000  # edges that are handed on at a time
# A text's number: its unit's and its row in there.
_ROWS = 1 << 32
_NEEDS = "copies cannot be found"


def edges(texts: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, int]]:
    """The pairs of texts under one key that are alike, the later first.

    Args:
        texts: number and signature of each, by number; they are taken one at a time, for there may be millions.
    """
    first: list[tuple[int, bytes]] = []
    for number, signature in texts:
        near = (earlier for earlier, known in first if likeness(signature, known) >= ALIKE)
        yield from ((number, earlier) for earlier in islice(near, _MOST_EDGES))
        if len(first) < _MOST_UNDER_KEY:
            first.append((number, signature))


def mark_duplicates(spark: Any, setup: Setup, run: Place) -> int:
    """Find the copies among all articles and mark them in the parts; how many they are."""
    functions = need_spark("pyspark.sql.functions")
    signatures = setup.signatures
    texts = table_of(spark, signatures, signatures.names(), SIGNATURES).withColumn(
        "text", functions.col("unit") * functions.lit(_ROWS) + functions.col("row")
    )
    keyed = texts.select("text", "signature").mapInArrow(_keyed, "key long, text long, signature binary")
    # Not groupBy, which calls Python for each group and holds it: nearly all keys are of one text, some of a million.
    together = keyed.repartition("key").sortWithinPartitions("key", "text")
    found = together.mapInArrow(_edges, "later long, earlier long").distinct()
    copies = _copies(spark, kept(spark, found, Place(run.at("edges"))), Place(run.at("rounds")))
    originals = texts.select(functions.col("text").alias("earlier"), functions.col("file").alias("original"))
    named = copies.join(originals, "earlier").join(
        texts.select(functions.col("text").alias("later"), "part", "row"), "later"
    )
    rows = setup.rows

    def marked(table: Any) -> Any:
        pa = need("pyarrow", _NEEDS)
        part = table["part"][0].as_py()
        mark(part, dict(zip(table["row"].to_pylist(), table["original"].to_pylist(), strict=True)), rows)
        return pa.table({"copies": pa.array([len(table)], pa.int64())})

    counts = named.select("part", "row", "original").groupBy("part").applyInArrow(marked, "copies long").collect()
    for name in ("edges", "rounds"):
        Place(run.at(name)).clear()
    return sum(row["copies"] for row in counts)


def _copies(spark: Any, found: Any, rounds: Place) -> Any:
    """The copies with the original of each: the first text that is like it and is none itself."""
    functions = need_spark("pyspark.sql.functions")
    open_edges, copies = found, None
    while not open_edges.isEmpty():
        undecided = open_edges.select(functions.col("later").alias("earlier")).distinct()
        # An earlier text that no edge leads from is no copy: what it is like is one.
        settled = open_edges.join(undecided, "earlier", "left_anti").select("later").distinct()
        settled = kept(spark, settled, rounds)
        copies = settled if copies is None else copies.union(settled)
        left = open_edges.join(settled, "later", "left_anti").join(
            settled.select(functions.col("later").alias("earlier")), "earlier", "left_anti"
        )
        open_edges = kept(spark, left.select("later", "earlier"), rounds)
    if copies is None:
        return found.limit(0)
    of_originals = found.join(copies.select(functions.col("later").alias("earlier")), "earlier", "left_anti")
    return of_originals.join(copies, "later").groupBy("later").agg(functions.min("earlier").alias("earlier"))


def _keyed(batches: Any) -> Any:
    """A row for each band of each text."""
    pa = need("pyarrow", _NEEDS)
    for batch in batches:
        keys: list[int] = []
        numbers: list[int] = []
        signatures: list[bytes] = []
        for number, signature in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
            keys += struct.unpack(f">{BANDS}q", signature[BUCKETS:])
            numbers += [number] * BANDS
            signatures += [signature[:BUCKETS]] * BANDS
        columns = [pa.array(keys, pa.int64()), pa.array(numbers, pa.int64()), pa.array(signatures, pa.binary())]
        yield pa.RecordBatch.from_arrays(columns, names=["key", "text", "signature"])


def _edges(batches: Any) -> Any:
    """The edges of all keys, whose texts come one behind the other."""
    pa = need("pyarrow", _NEEDS)
    rows = (row for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns), strict=True))
    pairs = (pair for _, under in groupby(rows, itemgetter(0)) for pair in edges(row[1:] for row in under))
    while some := list(islice(pairs, _LOT)):
        later, earlier = zip(*some, strict=True)
        columns = [pa.array(later, pa.int64()), pa.array(earlier, pa.int64())]
        yield pa.RecordBatch.from_arrays(columns, names=["later", "earlier"])
