"""What a run is to do, who watches it, and what stops it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from newsparse.dumps.job import Job
from newsparse.dumps.summary import Tally


class Interrupted(KeyboardInterrupt):
    """The run was stopped. ``kept``: pages that need not be read again; None where the output is a stream."""

    def __init__(self, kept: int | None) -> None:
        super().__init__()
        self.kept = kept


@dataclass(frozen=True, slots=True)
class Plan:
    """A run.

    Attributes:
        inputs: folders and files.
        job: what is done with each page.
        output: the file (or folder) to write; None: a stream, see `extract`.
        resume: go on with an unfinished run to the same output.
        limit: the run ends after so many pages (faults count), those of its earlier parts included; None: at the end.
        workers: processes; 0: this one, without protection against pages that crash or hang. None: one for each core.
        page_timeout: seconds that a page may take, and a step in a container.
        worker_memory: bytes that a worker may take, and the process that reads the inputs.
        also_ours: more files that are written, and are no input even if they lie there.
        row_groups: of Parquet files, as `Context.row_groups`.
        checked: what is named and cannot be read ends the run before it begins; else it is an error among the others.
    """

    inputs: tuple[Path, ...]
    job: Job = field(default_factory=Job)
    output: Path | None = None
    resume: bool = False
    limit: int | None = None
    workers: int | None = None
    page_timeout: float = 60.0
    worker_memory: int | None = 1 << 30
    also_ours: tuple[Path, ...] = ()
    row_groups: tuple[int, int] | None = None
    checked: bool = True


@dataclass(slots=True)
class Watcher:
    """Who wants to know how the run goes; all calls are cheap or seldom.

    Attributes:
        goes_on: an unfinished run is gone on with, so many pages of which are done.
        at: how far the run is: the counts, bytes of the inputs that were read.
        said: a line for a person who looks for a bug.
    """

    goes_on: Callable[[int], None] = lambda _pages: None
    at: Callable[[Tally, int], None] = lambda _tally, _read: None
    said: Callable[[str], None] = lambda _line: None
