"""Pages of an engine's task, read by one child process under the supervisor: one that hangs or dies costs its page."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

from newsparse.dumps.batch import Parse
from newsparse.dumps.job import Job
from newsparse.dumps.pages import Fault, RawPage
from newsparse.dumps.supervisor import Batch, Supervisor, packed_pages
from newsparse.dumps.worker import Work


class Isolated:
    """A child process that is kept from one call to the next.

    Args:
        job: what is done with each page.
        page_timeout: seconds that a page may take.
        worker_memory: bytes that the child may take; None: any.
        parse: reads a page; a function that the child can import.
    """

    def __init__(self, job: Job, page_timeout: float, worker_memory: int | None, parse: Parse) -> None:
        # One child: the engine starts a task for each core.
        self._supervisor = _Supervisor(job, 1, page_timeout, worker_memory, parse)

    def works(self, lots: Iterable[Sequence[RawPage | Fault]]) -> Iterator[Work]:
        """What became of the pages, in their order.

        Raises:
            WorkerError: the child dies or hangs before it does anything.
        """
        batches = (Batch([(number,) for number in range(len(lot))], packed_pages(lot)) for lot in lots)
        for batch in self._supervisor.results(batches):
            if batch is not None and batch.work is not None:
                yield batch.work

    def close(self) -> None:
        """End the child."""
        self._supervisor.close()


class _Supervisor(Supervisor):
    """One whose children leave the program's main module alone."""

    def _start(self):  # type: ignore[no-untyped-def]  # what a worker is, is the supervisor's business
        with without_main():
            return super()._start()


@contextmanager
def without_main() -> Iterator[None]:
    """While a child is started: it would run the caller's script once more, up to this very call where no
    ``if __name__ == "__main__"`` stands before it. Engines call us from scripts and notebooks.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
