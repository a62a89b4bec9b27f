"""A run: inputs to batches, batches to workers, rows to the output, with checkpoints in between."""

from __future__ import annotations

import os
import pickle
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from newsparse import __version__
from newsparse.api import parse as _parse
from newsparse.dumps.batch import Parse
from newsparse.dumps.extras import need
from newsparse.dumps.faults import DumpError
from newsparse.dumps.inputs import Input, check_inputs, fingerprints, inputs_of, read_inputs, states_of
from newsparse.dumps.inputs.changes import said_of_touched
from newsparse.dumps.inputs.manifest import checksum
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.inputs.page_urls import PATH, page_urls
from newsparse.dumps.interrupts import stopping
from newsparse.dumps.outputs import FORMATS
from newsparse.dumps.outputs.file_names import WARNINGS
from newsparse.dumps.plan import Interrupted, Plan, Watcher
from newsparse.dumps.printable import printable, reason
from newsparse.dumps.reader import lots
from newsparse.dumps.reading import Reading
from newsparse.dumps.resume import Progress, RunFolder, path_of
from newsparse.dumps.room import workers_that_fit
from newsparse.dumps.summary import Summary, Tally
from newsparse.dumps.supervisor import Batch, Supervisor, first_pages
from newsparse.dumps.target import FolderTarget, StreamTarget, Target, Write, check_output
from newsparse.dumps.temporary import remove_dead
from newsparse.dumps.worker import work_on
from newsparse.read.profile_files import digests_of
from newsparse.read.profiles import check_profiles

# Seconds between checkpoints: a tenth of the time that the run has taken, within these bounds. One takes 5 to 50 ms.
_SOONEST, _LATEST = 0.5, 5.0


def errors_beside(output: Path) -> Path:
    """The file of the pages that failed."""
    return output.with_name(f"{output.name}.errors.jsonl")


def extract(
    plan: Plan, write: Write, write_error: Write, watcher: Watcher | None = None, parse: Parse = _parse
) -> Summary:
    """Do a run.

    Args:
        plan: what is to be done.
        write, write_error: take lines (without their ends) where there is no output file.
        watcher: is told how it goes.
        parse: reads a page. One that other processes cannot import is called in this process.

    Raises:
        DumpError: it cannot start, or not go on; what was done so far is kept.
        MissingExtra: it needs a library that is not there.
        DataError: a site profile is not as it must be.
        Interrupted: by Ctrl-C or a request to end.
    """
    check_profiles(plan.job.options)
    inputs = inputs_of(plan.inputs)
    job = plan.job
    context = Context(
        job.html_column,
        _ours(plan, inputs),
        follow_links=job.follow_links,
        limits=job.archives,
        row_groups=plan.row_groups,
    )
    if job.url_from is not None:
        context.urls = page_urls(job.url_from, context.room)
    run = _Run(plan, inputs, context, watcher or Watcher(), parse)
    run.check()
    form = FORMATS[plan.job.to]
    if form.needs is not None:
        need(form.needs, f"{form.name} cannot be written")
    if plan.output is not None:
        return _to_file(run, plan, plan.output, inputs)
    if plan.resume:
        raise DumpError("A run to standard output or to a device cannot be resumed. Name a file: -o OUT.")
    if form.finish is not None:
        raise DumpError(f"{form.name} cannot be written to standard output or to a device. Name a file: -o OUT.")
    return run.into(StreamTarget(plan.job, write, write_error), Progress())


def _to_file(run: _Run, plan: Plan, output: Path, inputs: tuple[Input, ...]) -> Summary:
    check_output(output, is_folder=FORMATS[plan.job.to].is_folder)
    identity: dict[str, Any] = {**plan.job.identity(), "newsparse": __version__, "inputs": fingerprints(inputs)}
    if plan.job.url_from not in (None, PATH):
        identity["lines of --url-from"] = {printable(plan.job.url_from): checksum(Path(plan.job.url_from))}
    identity["site profiles"] = digests_of(plan.job.options.profile_dirs)
    folder = RunFolder(output.resolve(), identity, states_of(inputs) if plan.resume else [])
    progress = folder.open(resume=plan.resume)
    if progress is None:
        tally = Tally.from_json(folder.done()["tally"])
        return Summary(tally, 0.0, resumed=tally.pages, finished=True)
    errors = errors_beside(output)
    try:
        _check_limit(plan.limit, progress, folder)
        with _writing(output, progress):
            target = FolderTarget(folder, plan.job, progress, errors)
        summary = run.into(target, progress)
    except BaseException:
        folder.close()
        if not progress.position:
            folder.remove()  # nothing was done: nothing to go on with
        raise
    if summary.limited:
        folder.close()  # there is something to go on with
    else:
        folder.remove(done=summary.tally if plan.resume else None)
    summary.errors_file = printable(errors) if summary.tally.failed else None
    if FORMATS[plan.job.to].is_folder and (told := output / WARNINGS).exists():
        summary.warnings_file = printable(told)
    return summary


def _check_limit(limit: int | None, progress: Progress, folder: RunFolder) -> None:
    """See that an unfinished run is not beyond the limit.

    Raises:
        DumpError: it is.
    """
    pages = progress.tally.pages
    if limit is not None and pages > limit:
        raise DumpError(
            f"The unfinished run in {printable(folder.path)} has {pages} pages, more than --limit {limit}. "
            "Give a greater limit, or start anew without --resume."
        )


@contextmanager
def _writing(output: Path | None, progress: Progress) -> Iterator[None]:
    """While the output is written: what goes wrong is told with its name. A stream's errors are its owner's."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:  # of the index of copies
        why = reason(error) if isinstance(error, OSError) else str(error)
        if output is None:
            raise error if isinstance(error, OSError) else OSError(why) from error
        kept = " What was done is kept: make room, then go on with --resume." if progress.position else ""
        raise DumpError(f"Cannot write {printable(output)}: {why}.{kept}") from error


def _ours(plan: Plan, inputs: tuple[Input, ...]) -> frozenset[Path]:
    """What the run writes, and what it reads as something else: it is no input.

    Raises:
        DumpError: an input is the output.
    """
    ours = {path.resolve() for path in plan.also_ours}
    if plan.output is not None:
        ours |= {plan.output.resolve(), errors_beside(plan.output).resolve(), path_of(plan.output.resolve())}
    for given in inputs:
        if given.path.is_file() and given.path.resolve() in ours:
            raise DumpError(
                f"{printable(given.path)} is both an input and OUT at the same time. Give OUT another name."
            )
    if plan.job.url_from is not None:
        ours.add(Path(plan.job.url_from).resolve())
    return frozenset(ours)


class _Run:
    """One run, from where it is to its end."""

    def __init__(self, plan: Plan, inputs: tuple[Input, ...], context: Context, watcher: Watcher, parse: Parse) -> None:
        self._plan, self._inputs, self._context, self._watcher, self._parse = plan, inputs, context, watcher, parse
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        workers = workers if plan.workers is None else plan.workers
        self._workers = workers_that_fit(workers if _can_be_sent(parse) else 0)
        self._supervisor = Supervisor(plan.job, self._workers, plan.page_timeout, plan.worker_memory, parse)
        self._reading = Reading(inputs, (), context, plan.page_timeout, plan.worker_memory, plan.job.preload)

    def check(self) -> None:
        """See that the inputs can be read, where they will be read (see `check_inputs`)."""
        remove_dead()
        if not self._plan.checked:
            return
        if self._workers:
            self._reading.check()
        else:
            check_inputs(self._inputs, self._context)

    def into(self, target: Target, progress: Progress) -> Summary:
        """Read what is left, write it, put it into place."""
        started, before = time.monotonic(), progress.seconds
        resumed = kept = progress.tally.pages
        due = started + _SOONEST
        if resumed:
            self._watcher.goes_on(resumed)
            if (told := said_of_touched((given.path for given in self._inputs), progress.saved)) is not None:
                self._watcher.said(told)
        output = self._plan.output
        mark = FORMATS[self._plan.job.to].marked if self._plan.job.dedup else None
        with stopping(self._stop, alone=not self._workers) as deaf:
            try:
                for batch in self._results(progress):
                    if batch is not None:
                        with _writing(output, progress):
                            self._take(batch, target, progress, mark)
                    self._watcher.at(progress.tally, self._context.read_so_far())
                    now = time.monotonic()
                    progress.seconds = before + now - started
                    if now >= due or self._supervisor.stopping:
                        with _writing(output, progress):
                            target.checkpoint(progress)
                        kept, now = progress.tally.pages, time.monotonic()
                        due = now + min(max((now - started) / 10, _SOONEST), _LATEST)
                self._supervisor.close()
                with _writing(output, progress):
                    if self._supervisor.stopping:
                        target.checkpoint(progress)
                        kept = progress.tally.pages
                        raise KeyboardInterrupt
                    limited = not progress.read and self._left(progress) == 0
                    target.finish(progress, whole=not limited)
            except KeyboardInterrupt as stop:
                deaf()
                raise Interrupted(None if output is None else kept) from stop
            finally:
                deaf()
                self._supervisor.close()
                self._reading.close()
                self._context.room.close()
                target.close()
        return Summary(
            progress.tally, progress.seconds, resumed, self._context.passed, self._context.passed_over, limited=limited
        )

    def _stop(self) -> None:
        self._supervisor.stopping = True

    def _results(self, progress: Progress) -> Iterator[Batch | None]:
        if progress.read:
            return iter(())
        if not self._workers:
            return self._here(progress)
        self._reading.after = progress.position
        batches, left = self._reading.batches(), self._left(progress)
        return self._supervisor.results(batches if left is None else first_pages(batches, left))

    def _left(self, progress: Progress) -> int | None:
        """Pages up to the limit; None where there is none."""
        return None if self._plan.limit is None else self._plan.limit - progress.tally.pages

    def _here(self, progress: Progress) -> Iterator[Batch]:
        """The batches, read and done in this process."""
        items = islice(read_inputs(self._inputs, progress.position, self._context), self._left(progress))
        for lot in lots(items):
            if self._supervisor.stopping:
                return
            batch = Batch([item.position for item in lot], b"")
            batch.settle(work_on([item.page for item in lot], self._plan.job, self._parse))
            yield batch

    def _take(self, batch: Batch, target: Target, progress: Progress, mark: Any) -> None:
        if batch.work is None:
            return
        work = batch.work
        for row in work.rows:
            line: bytes | None = row.line
            if mark is not None:
                earlier = target.index.earlier(row.name, row.signature) if row.signature else None
                work.tally.duplicates += earlier is not None
                drops = earlier is not None and self._plan.job.drop_copies
                line = None if drops else mark(row.line, row.name, earlier)
            if line is not None:
                target.row(line)
        for error in work.errors:
            target.error(error)
        for trace in work.traces:
            self._watcher.said(trace)
        progress.tally.add(work.tally)
        progress.position = batch.position


def _can_be_sent(parse: Parse) -> bool:
    try:
        pickle.dumps(parse)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True
