"""`--dedup` on Spark over many texts, without pages: its copies against those of extract, and what both cost.

  python tools/scale_dedup.py --texts 200000

The parts and signatures are those that tasks would have written: texts of a few sentences, of which a part are copies
of earlier ones (some words changed), of copies, or of one template. The local index is asked for the same texts in the
same order.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from scale_speed import processors  # noqa: E402

from newsparse.dumps.dedup import Index, signature_of  # noqa: E402 - found by the line above
from newsparse.dumps.job import Job  # noqa: E402
from newsparse.spark.driver import placed  # noqa: E402
from newsparse.spark.duplicates import mark_duplicates  # noqa: E402
from newsparse.spark.place import Place  # noqa: E402
from newsparse.spark.session import session  # noqa: E402
from newsparse.spark.task import Setup, write_signatures  # noqa: E402
from newsparse.spark.units import Unit  # noqa: E402

# Of the texts: those that are a copy of one of any age, of one of the last thousand (a report makes its round), and
# those of one template, of which a number differs.
_OLD, _NEW, _TEMPLATE = 0.1, 0.15, 0.02
_NEAR = 1000
_PARTS = 40
_SIGNS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
)


class Outcome(NamedTuple):
    """Copies by row's name: of Spark, of the local index; seconds of processors that each took."""

    ours: dict[str, str]
    theirs: dict[str, str]
    spark: float
    local: float


def texts(count: int, chance: random.Random) -> Iterator[str]:
    """Texts of four to nine sentences, as they come."""
    made: list[list[str]] = []
    for number in range(count):
        kind = chance.random()
        if kind < _TEMPLATE:
            yield f"今日外汇牌价：美元六百一十二点{number % 7}，欧元七百三十四点五，日元五点六七，港元七十八点九。" * 2
            continue
        if kind < _TEMPLATE + _OLD + _NEW and made:
            near = kind < _TEMPLATE + _NEW
            lines = list(chance.choice(made[-_NEAR:] if near else made))
            if chance.random() < 0.5:
                lines[chance.randrange(len(lines))] = _sentence(chance)
        else:
            lines = [_sentence(chance) for _ in range(chance.randint(4, 9))]
        made.append(lines)
        yield "".join(lines)


def _sentence(chance: random.Random) -> str:
    return "".join(chance.choices(_SIGNS, k=chance.randint(15, 40))) + "。"


def compare(spark: object, folder: Path, count: int, seed: int = 1) -> Outcome:
    """Make the parts, find the copies by both ways."""
    setup = placed(Setup(Job(dedup=True)), str(folder / "out"))
    each = -(-count // _PARTS)
    signatures: list[tuple[str, bytes]] = []
    made = texts(count, random.Random(seed))  # the same at every run
    for number in range(_PARTS):
        unit = Unit(number, f"{number}.parquet", f"{number}.parquet", 0)
        some = list(zip(range(each), made, strict=False))
        found = [(row, f"{unit.name}#{row + 1}", signature_of(text)) for row, text in some]
        files, marks = [name for _, name, _ in found], pa.nulls(len(found), pa.string())
        Path(setup.rows.path).mkdir(exist_ok=True)
        columns = {"file": pa.array(files, pa.string()), "duplicate_of": marks, "text": [text for _, text in some]}
        pq.write_table(pa.table(columns), setup.rows.at(f"{unit.part}.parquet"))
        write_signatures(found, folder / "made", unit)
        setup.signatures.put(folder / "made", f"{unit.part}.parquet")
        signatures += [(name, signature) for _, name, signature in found]
    started = processors()
    mark_duplicates(spark, setup, Place(str(folder / "out.run")))
    between = processors()
    theirs = _local(signatures)
    ended = processors()
    rows = pq.read_table(setup.rows.path, columns=["file", "duplicate_of"]).to_pylist()
    ours = {row["file"]: row["duplicate_of"] for row in rows if row["duplicate_of"]}
    return Outcome(ours, theirs, between - started, ended - between)


def _local(signatures: list[tuple[str, bytes]]) -> dict[str, str]:
    with tempfile.TemporaryDirectory(prefix="newsparse-dedup-") as folder:
        database = sqlite3.connect(Path(folder) / "index")
        index = Index(database)
        found = {name: index.earlier(name, signature) for name, signature in signatures}
        database.commit()
        database.close()
    return {name: original for name, original in found.items() if original is not None}


def main() -> None:
    """Compare, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=200_000)
    args = parser.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT / "src")  # workers'
    spark = session("local[2,4]")
    with tempfile.TemporaryDirectory(prefix="newsparse-dedup-") as folder:
        made = compare(spark, Path(folder), args.texts)
    spark.stop()
    same = sum(made.theirs.get(name) == original for name, original in made.ours.items())
    print(
        f"{args.texts} texts. Copies: {len(made.ours)} of Spark, {len(made.theirs)} of extract, {same} the same. "
        f"Only Spark's: {len(made.ours.keys() - made.theirs.keys())}, only extract's: "
        f"{len(made.theirs.keys() - made.ours.keys())}.\n"
        f"Processors: Spark {made.spark:.0f} s, the local index {made.local:.0f} s."
    )


if __name__ == "__main__":
    main()
