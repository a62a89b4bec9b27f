"""What one task does: a file is read by a run of its own, as `newsparse extract` reads it, and becomes one part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from newsparse.api import parse as _parse
from newsparse.dumps.batch import Parse
from newsparse.dumps.dedup import signature_of
from newsparse.dumps.extras import need
from newsparse.dumps.inputs.columns import NoStory
from newsparse.dumps.inputs.kinds import recognised
from newsparse.dumps.inputs.opened import Context, file_source
from newsparse.dumps.isolated import without_main
from newsparse.dumps.job import Job
from newsparse.dumps.pages import fault_of
from newsparse.dumps.plan import Plan
from newsparse.dumps.printable import printable
from newsparse.dumps.run import errors_beside, extract
from newsparse.dumps.summary import Tally
from newsparse.dumps.worker import error_line
from newsparse.spark.place import NOWHERE, Place, fetched
from newsparse.spark.row_groups import fetched_groups
from newsparse.spark.units import Unit

_NEEDS = "Parquet cannot be written"
# Attempts at a file that cannot be opened, until that is told among the errors: a network may come back.
_ATTEMPTS = 3


# The columns of the tables of signatures, as `write_signatures` writes them.
SIGNATURES = "unit long, row long, part string, file string, signature binary"


@dataclass(frozen=True, slots=True)
class Setup:
    """What all tasks of a job are told.

    Attributes:
        job: what is done with each page.
        isolate: read the pages in a child process.
        page_timeout, worker_memory: of the child, as in `newsparse.arrow.Reading`.
        parse: reads a page; a function that workers can import.
        rows, errors, units, signatures: where the parts of each go; what is in ``units`` is done.
    """

    job: Job
    isolate: bool = True
    page_timeout: float = 60.0
    worker_memory: int | None = 1 << 30
    parse: Parse = _parse
    rows: Place = NOWHERE
    errors: Place = NOWHERE
    units: Place = NOWHERE
    signatures: Place = NOWHERE


def do(unit: Unit, setup: Setup, attempt: int = 0) -> dict[str, Any]:
    """Read a file, put its part into place; what was done, in JSON types.

    Raises:
        OSError: the file cannot be opened, and this is an early attempt.
        DumpError: the part cannot be written.
    """
    with TemporaryDirectory(prefix="newsparse-") as name:
        folder = Path(name)
        out = folder / "part.parquet"
        try:
            if unit.fault is None:
                with _there(unit) as path:
                    path.open("rb").close()
                    is_ours = unit.named or _is_ours(path, setup)
                    is_first = unit.groups is None or unit.groups.first == 0
                    tally, passed = _read(path, out, unit, setup) if is_ours else (Tally(), int(is_first))
                    names = unit.name.removesuffix(printable(path.name))
            fault = unit.fault
        except OSError as error:
            if attempt + 1 < _ATTEMPTS and not isinstance(error, FileNotFoundError):
                raise
            fault = fault_of(unit.name, error)
        if fault is not None:
            tally, passed, names = Tally(), 0, ""
            tally.pages, tally.errors[fault.error] = 1, 1
            errors_beside(out).write_bytes(error_line(fault))
        _put_errors(errors_beside(out), folder / "errors.parquet", names, unit, setup)
        _put_rows(out, folder, names, unit, setup)
        status = {"name": unit.name, "tally": tally.to_json(), "passed": passed}
        setup.units.write(json.dumps(status, ensure_ascii=False), f"{unit.part}.json")  # last: now it is done
    return status


def _there(unit: Unit) -> AbstractContextManager[Path]:
    """The unit's file on this machine's disk, for the while."""
    return fetched_groups(unit.path, unit.groups) if unit.groups else fetched(unit.path)


def _is_ours(path: Path, setup: Setup) -> bool:
    """Whether a file of a folder holds pages, or is one; or is a table in which there may be some."""
    context = Context(setup.job.html_column)
    kind, source = recognised(file_source(path.name, path, context), context)
    columns = kind.columns(source, context) if kind is not None and kind.columns is not None else None
    return kind is not None and not isinstance(columns, NoStory)


def _read(path: Path, out: Path, unit: Unit, setup: Setup) -> tuple[Tally, int]:
    plan = Plan(
        (path,),
        replace(setup.job, dedup=False),  # copies are found over all files, when all are read
        out,
        workers=1 if setup.isolate else 0,
        page_timeout=setup.page_timeout,
        worker_memory=setup.worker_memory,
        row_groups=unit.groups and unit.groups[:2],
        checked=False,  # a table without pages is an error of its own, and not the job's
    )
    with without_main():
        summary = extract(plan, _nowhere, _nowhere, parse=setup.parse)
    return summary.tally, summary.passed


def _nowhere(_line: bytes) -> None:
    """There is a file to write to."""


def _put_errors(lines: Path, made: Path, names: str, unit: Unit, setup: Setup) -> None:
    if lines.exists() and (faults := lines.read_bytes().splitlines()):
        rows = [json.loads(line) for line in faults]
        write_errors([{**row, "file": names + row["file"]} for row in rows], made)
        setup.errors.put(made, f"{unit.part}.parquet")


def write_errors(rows: list[dict[str, str]], made: Path) -> None:
    """The table of errors."""
    pa, parquet = need("pyarrow", _NEEDS), need("pyarrow.parquet", _NEEDS)
    schema = pa.schema([(name, pa.string()) for name in ("file", "error", "reason")])
    parquet.write_table(pa.Table.from_pylist(rows, schema), made, compression="zstd")


def _put_rows(out: Path, folder: Path, names: str, unit: Unit, setup: Setup) -> None:
    """The part, pages named as in the whole job; beside it the signatures of its articles."""
    pa = need("pyarrow", _NEEDS)
    if not out.exists():
        return
    signatures = []
    with _rewritten(out, folder / "named.parquet", dedup=setup.job.dedup) as groups:
        row = 0
        for table, write in groups:
            files = pa.array([names + file for file in table["file"].to_pylist()], pa.string())
            table = table.set_column(0, "file", files)
            if setup.job.dedup:
                articles = zip(table["kind"].to_pylist(), table["text"].to_pylist(), strict=True)
                for number, (kind, text) in enumerate(articles, row):
                    if kind == "article":
                        signatures.append((number, files[number - row].as_py(), signature_of(text)))
                table = table.add_column(1, "duplicate_of", pa.nulls(len(table), pa.string()))
            row += len(table)
            write(table)
    if setup.job.dedup:
        write_signatures(signatures, folder / "signatures.parquet", unit)
        setup.signatures.put(folder / "signatures.parquet", f"{unit.part}.parquet")
    setup.rows.put(folder / "named.parquet", f"{unit.part}.parquet")


@contextmanager
def _rewritten(source: Path, made: Path, *, dedup: bool) -> Iterator[Any]:
    """A Parquet file, group by group, and what writes the groups of another."""
    pa, parquet = need("pyarrow", _NEEDS), need("pyarrow.parquet", _NEEDS)
    file = parquet.ParquetFile(source)
    schema = file.schema_arrow
    if dedup and "duplicate_of" not in schema.names:
        schema = schema.insert(1, pa.field("duplicate_of", pa.string()))
    with file, parquet.ParquetWriter(made, schema, compression="zstd") as writer:
        yield ((file.read_row_group(n), writer.write_table) for n in range(file.num_row_groups))


def write_signatures(found: list[tuple[int, str, bytes]], made: Path, unit: Unit) -> None:
    """The table of a part's articles: the row of each, its name, its signature."""
    pa, parquet = need("pyarrow", _NEEDS), need("pyarrow.parquet", _NEEDS)
    rows, files, marks = zip(*found, strict=True) if found else ((), (), ())
    columns = {
        "unit": pa.array([unit.number] * len(found), pa.int64()),
        "row": pa.array(rows, pa.int64()),
        "part": pa.array([unit.part] * len(found), pa.string()),
        "file": pa.array(files, pa.string()),
        "signature": pa.array(marks, pa.binary()),
    }
    parquet.write_table(pa.table(columns), made)


def mark(part: str, duplicates: dict[int, str], rows: Place) -> None:
    """Write a part anew, its copies marked: the originals' names by the rows of the part."""
    pa = need("pyarrow", _NEEDS)
    name = f"{part}.parquet"
    with fetched(rows.at(name)) as path, TemporaryDirectory(prefix="newsparse-") as folder:
        made = Path(folder) / "marked.parquet"
        with _rewritten(path, made, dedup=True) as groups:
            first = 0
            for table, write in groups:
                marks = [duplicates.get(row) for row in range(first, first + len(table))]
                write(table.set_column(1, "duplicate_of", pa.array(marks, pa.string())))
                first += len(table)
        rows.put(made, name)
