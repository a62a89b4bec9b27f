"""The job: files in, parts of Parquet out, each done by a task and there as a whole or not at all.

The tasks write their parts themselves: what is done when a job is broken off stays done, rows do not go through the
JVM, and a task that is done twice (its worker died, it was slow) writes the same part over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from newsparse import __version__
from newsparse.dumps.extras import need
from newsparse.dumps.faults import DumpError
from newsparse.dumps.outputs import arrow_types
from newsparse.dumps.printable import printable
from newsparse.dumps.summary import Tally
from newsparse.read.profile_files import digests_of
from newsparse.read.profiles import check_profiles
from newsparse.spark.duplicates import mark_duplicates
from newsparse.spark.place import Place, absolute
from newsparse.spark.session import need_spark
from newsparse.spark.task import Setup, do, write_errors
from newsparse.spark.units import SPLIT, Unit, units_of

_NEEDS = "Parquet cannot be written"
_READS = 32  # small files that are read at a time
_EMPTY = "part-empty.parquet"


@dataclass(frozen=True, slots=True)
class Done:
    """A job at its end.

    Attributes:
        tally: all pages of the output.
        files: that were read, those of earlier runs included.
        parts: in so many pieces.
        kept: parts that were there already when this run began.
        passed: records that are no pages.
        files_passed: files of folders that hold no pages, by their names.
        has_errors: there are rows in the table of errors.
    """

    tally: Tally
    files: int
    parts: int
    kept: int
    passed: int
    files_passed: int
    has_errors: bool


def run_job(spark: Any, inputs: Sequence[str], output: str, setup: Setup, split: int = SPLIT) -> Done:
    """Do a job, or what is left of it.

    Args:
        spark: the session.
        inputs: files, folders, lists of files (``.paths``, ``.txt``); paths that all workers see.
        output: the folder of the rows. Errors go to ``OUTPUT.errors``, what is done is noted in ``OUTPUT.run``.
        setup: what is done with each page; its places are made of ``output``.
        split: bytes from which Parquet files are cut at their row groups.

    Raises:
        DataError: a site profile is not as it must be.
        DumpError: it cannot start: an input is not there, the output is another job's.
    """
    check_profiles(setup.job.options)
    found = units_of(inputs, follow_links=setup.job.follow_links, split=split)
    output = absolute(output.rstrip("/"))
    run = Place(f"{output}.run")
    setup = placed(setup, output)
    _check(run, found.units, output, setup, split)
    done = _done(setup, found.units)
    left = [unit for unit in found.units if unit.part not in done]
    for part, status in _results(spark, left, setup):
        done[part] = status
    if setup.job.dedup:
        finished = run.read("copies.json")
        if finished is None or left:
            copies = mark_duplicates(spark, setup, run)
            run.write(json.dumps(copies), "copies.json")
        else:
            copies = json.loads(finished)
    else:
        copies = 0
    tally = Tally(duplicates=0)
    for status in done.values():
        tally.add(Tally.from_json(status["tally"]))
    tally.duplicates = copies
    _fill(setup)
    passed = sum(status["passed"] for status in done.values())
    kept = len(found.units) - len(left)
    return Done(
        tally, len({unit.path for unit in found.units}), len(found.units), kept, passed, found.passed, tally.failed > 0
    )


def placed(setup: Setup, output: str) -> Setup:
    """The setup with the places of an output."""
    base = output.rstrip("/")
    return replace(
        setup,
        job=replace(setup.job, to="parquet"),
        rows=Place(base),
        errors=Place(f"{base}.errors"),
        units=Place(f"{base}.run/units"),
        signatures=Place(f"{base}.run/signatures"),
    )


def _check(run: Place, units: Sequence[Unit], output: str, setup: Setup, split: int) -> None:
    """See that the output is new, or this very job's.

    Raises:
        DumpError: it is not.
    """
    identity = {**setup.job.identity(), "newsparse": __version__, "split": split}
    identity["site profiles"] = digests_of(setup.job.options.profile_dirs)
    if setup.job.dedup:  # which of two texts is the copy depends on all that are read
        identity["inputs"] = blake2b("\n".join(unit.part for unit in units).encode(), digest_size=10).hexdigest()
    noted = run.read("job.json")
    if noted is None:
        if setup.rows.names():
            raise DumpError(f"{printable(output)} is there already, and is no job's. Name another folder.")
        run.write(json.dumps(identity, ensure_ascii=False, indent=1), "job.json")
        return
    before = json.loads(noted)
    other = sorted(name for name in {*identity, *before} if identity.get(name) != before.get(name))
    if other:
        raise DumpError(
            f"{printable(output)} was begun with other {', '.join(other)}. Name another folder, or take this away "
            f"with its .errors and .run."
        )


def _done(setup: Setup, units: Sequence[Unit]) -> dict[str, dict[str, Any]]:
    """What earlier runs have done, by part.

    Raises:
        DumpError: a part is of a file that is no input now: its rows would stay in the output.
    """
    names = sorted(setup.units.names())
    with ThreadPoolExecutor(_READS) as pool:  # behind an address each takes a moment
        texts = list(pool.map(setup.units.read, names))
    done = {
        name.removesuffix(".json"): json.loads(text)
        for name, text in zip(names, texts, strict=True)
        if text is not None
    }
    known = {unit.part for unit in units}
    for part, status in done.items():
        if part not in known:
            raise DumpError(
                f"{printable(status['name'])} was read by an earlier run to this output, and is no input now or has "
                f"another size. Name the same inputs (more may be added), or another output."
            )
    return done


def _results(spark: Any, units: Sequence[Unit], setup: Setup) -> Iterator[tuple[str, dict[str, Any]]]:
    """Do the units, a task for each."""
    if not units:
        return
    context = need_spark("pyspark").TaskContext
    # The greatest first: one that begins last is waited for by all.
    ordered = sorted(units, key=lambda unit: (-unit.weight, unit.number))

    def work(batches: Iterable[Any]) -> Iterator[Any]:
        pa = need("pyarrow", _NEEDS)
        task = context.get()
        for batch in batches:
            for number in batch.column(0).to_pylist():
                status = do(ordered[number], setup, task.attemptNumber() if task is not None else 0)
                text = json.dumps(status, ensure_ascii=False)
                yield pa.RecordBatch.from_pydict({"part": [ordered[number].part], "status": [text]})

    tasks = spark.range(0, len(ordered), 1, len(ordered)).mapInArrow(work, "part string, status string")
    for row in tasks.collect():
        yield row["part"], json.loads(row["status"])


def _fill(setup: Setup) -> None:
    """Tables that have no part get one without rows: engines do not read a folder of nothing."""
    parquet = need("pyarrow.parquet", _NEEDS)
    with TemporaryDirectory(prefix="newsparse-") as folder:
        made = Path(folder) / _EMPTY
        if not setup.errors.names():
            write_errors([], made)
            setup.errors.put(made, _EMPTY)
        if not setup.rows.names():
            parquet.write_table(arrow_types.final_schema(setup.job).empty_table(), made)
            setup.rows.put(made, _EMPTY)
