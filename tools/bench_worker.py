"""What one fresh process of tools/bench.py measures, and prints as JSON.

It reads pages of other sites first, as a process that has been at work has; then the first parse of each further page
is timed. A page that was parsed before would find its own lines in newsparse's caches.
"""

from __future__ import annotations

import functools
import gc
import json
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time_ns as clock
from typing import Any

from lxml import etree, html

import newsparse
from newsparse.read.decode import decode

# Stage → the functions that are it, by name: wherever newsparse keeps them, each is timed without what it calls of
# other stages. "parse" is timed at the libraries.
FUNCTIONS = {
    "read: prepare": ("prepare",),
    "read: parse": ("LexborHTMLParser",),
    "read: walk": ("read_with_lexbor", "read_with_lxml"),
    "read: scripts": ("_read_scripts",),
    "read: the rest": ("read",),
    "kind and sections": ("kind_of", "sections_of", "language_of"),
}
LISTS = {"marks": "MARKS", "fields": "FIELDS"}
REST = "record made, page freed"


class Stages:
    """A stage's time is its own: the clock of the outer stage stands still while an inner one runs."""

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()
        self._open = [REST]
        self._since = clock()

    def _turn(self) -> None:
        now = clock()
        self.times[self._open[-1]] += now - self._since
        self._since = now

    def enter(self, stage: str) -> None:
        self._turn()
        self._open.append(stage)

    def leave(self) -> None:
        self._turn()
        self._open.pop()

    def taken(self) -> dict[str, int]:
        """What was measured since the last call."""
        self._turn()
        times, self.times = dict(self.times), Counter()
        return times

    def function(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(work)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self.enter(stage)
            try:
                return work(*args, **kwargs)
            finally:
                self.leave()

        return timed

    def list(self, stage: str, entries: tuple[Any, ...]) -> tuple[Any, ...]:
        """The same list; from its first entry to its last (or to where a reader leaves it) is the stage."""
        enter, leave = self.enter, self.leave

        class Timed(tuple):  # type: ignore[type-arg]
            def __iter__(self) -> Iterator[Any]:
                enter(stage)
                try:
                    yield from tuple.__iter__(self)
                finally:
                    leave()

        return Timed(entries)


def replace(names: tuple[str, ...], make: Callable[[Any], Any]) -> None:
    """Put timed ones for what newsparse's modules know by these names.

    Raises:
        SystemExit: no module has any of them, so the stage would be measured as nothing.
    """
    modules = [module for key, module in sys.modules.items() if key.partition(".")[0] == "newsparse"]
    found = [
        (module, name)
        for module in modules
        for name in names
        if callable(held := vars(module).get(name)) or isinstance(held, tuple)
    ]
    if not found:
        raise SystemExit(f"bench: newsparse has no {names} any more: name what took its place in {__file__}.")
    for module, name in found:
        setattr(module, name, make(vars(module)[name]))


def watch() -> Stages:
    """Have every stage timed from now on."""
    for options in newsparse.Options(), newsparse.Options(parser="lxml"):
        newsparse.parse("<p>一</p>", options=options)  # the modules that are imported at need
    stages = Stages()
    for stage, names in FUNCTIONS.items():
        replace(names, functools.partial(stages.function, stage))
    for stage, name in LISTS.items():
        replace((name,), functools.partial(stages.list, stage))
    etree.fromstring = stages.function("read: parse", etree.fromstring)
    return stages


def text_of(path: str) -> str:
    return decode(Path(path).read_bytes()).text


def measure(text: str, options: newsparse.Options, stages: Stages | None) -> dict[str, int]:
    """Nanoseconds of the bare parse and of the whole: decoded text in memory to finished record."""
    gc.collect()  # what other pages left must not be this one's; within the page gc runs as a user has it
    start = clock()
    html.document_fromstring(text)
    bare = clock() - start
    if stages:
        stages.taken()
    start = clock()
    article = newsparse.parse(text, options=options)
    whole = clock() - start
    by_stage = stages.taken() if stages else {}
    start = clock()
    article.to_dict()
    return {"bare": bare, "whole": whole, "to_dict": clock() - start, **by_stage}


def times(job: dict[str, Any]) -> dict[str, dict[str, int]]:
    """What each page took, by its path; a page that is refused is left out."""
    options = newsparse.Options(parser=job["parser"])
    out = {}
    stages = watch() if job["stages"] else None
    for path in job["warm"]:
        try:
            newsparse.parse(text_of(path), options=options).to_dict()
        except newsparse.NewsparseError:
            continue
    for path in job["timed"]:
        try:
            out[path] = measure(text_of(path), options, stages)
        except newsparse.NewsparseError:
            continue
    return out


def memory(paths: list[str]) -> int:
    """By how many bytes all pages, the smallest first, raise the peak of a process that has read the first."""
    pages = sorted((Path(path).read_bytes() for path in paths), key=len)
    newsparse.parse(pages[0])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for page in pages:
        newsparse.parse(page)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024


def main() -> int:
    job = json.load(sys.stdin)
    if Path(job["src"]).resolve() not in Path(newsparse.__file__).resolve().parents:
        raise SystemExit(f"bench: newsparse was imported from {newsparse.__file__}, not from {job['src']}.")
    json.dump(memory(job["memory"]) if "memory" in job else times(job), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
