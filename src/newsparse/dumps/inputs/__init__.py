"""Inputs: whatever is named on a command line, as one sequence of pages and faults in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from newsparse.dumps.faults import DumpError
from newsparse.dumps.inputs import nested
from newsparse.dumps.inputs.broken import NO_ROWS, named_as_json
from newsparse.dumps.inputs.changes import ends_of, state_of, watched
from newsparse.dumps.inputs.kinds import NOTHING_KNOWN, PAGE, recognised
from newsparse.dumps.inputs.opened import Context, file_source
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.page_urls import addressed
from newsparse.dumps.inputs.tree import read_folder, weight
from newsparse.dumps.pages import END, Fault, Item, Position, RawPage, fault_of
from newsparse.dumps.printable import printable, reason

_UNKNOWN = "The file begins as nothing that is known: it was read as one page."


class Input(NamedTuple):
    """What was named on the command line, and what the names of its pages begin with."""

    path: Path
    prefix: str


def inputs_of(paths: Sequence[str | Path]) -> tuple[Input, ...]:
    """The inputs that were named.

    Pages of a single folder are named by their paths in it; of a single file, by its name; of several inputs, by these
    as they were given.

    Raises:
        DumpError: one is not there.
    """
    inputs = []
    for path in map(Path, paths):
        if not path.exists():
            raise DumpError(f"There is no folder {printable(path)} (nor a file). Check the path.")
        if not (path.is_dir() or path.is_file()):
            raise DumpError(f"{printable(path)} is neither a folder nor a file.")
        if len(paths) > 1:
            inputs.append(Input(path, printable(path.as_posix()) + ("/" if path.is_dir() else "")))
        else:
            inputs.append(Input(path, "" if path.is_dir() else printable(path.name)))
    return tuple(inputs)


def fingerprints(inputs: Sequence[Input]) -> list[str]:
    """What tells whether the inputs are still the same. (A folder tells for itself: see `read_folder`.)"""
    return [f"{printable(given.path)}:{_fingerprint(given.path)}" for given in inputs]


def read_inputs(inputs: Sequence[Input], after: Position, context: Context) -> Iterator[Item]:
    """All pages and faults behind ``after``. Positions: the input's number, then those of its kind.

    Raises:
        DumpError: an input cannot be read at all, or is not as it was when the run was broken off.
        MissingExtra: one named by itself needs a library that is not there.
    """
    for number, given in enumerate(inputs):
        if after and number < after[0]:
            context.bytes_done += size_of(given)
            continue
        here = (number,)
        inner = nested.within(here, after)
        context.above = here
        if given.path.is_dir():
            items = read_folder(given.path, given.prefix, inner, context)
        else:
            context.entered(here, given.prefix)
            items = nested.guarded(given.prefix, inner, _read_file(given, inner, context))
        items = nested.numbered(here, after, items)
        if context.urls is not None:
            items = addressed(items, context.urls, given.path, given.prefix, alone=len(inputs) == 1)
        yield from _passing_over(items, given, context)


def _passing_over(items: Iterator[Item], given: Input, context: Context) -> Iterator[Item]:
    """The items without the tables and files that are passed over; one that was named itself is an error."""
    for item in items:
        if isinstance(item.page, Fault) and item.page.passed and item.page.name != given.prefix:
            context.passed_over.note(item.page)
        else:
            yield item


def size_of(given: Input) -> int:
    """Bytes of an input on the disk."""
    return _weight(given)[0]


def states_of(inputs: Sequence[Input]) -> list[list[int]]:
    """What tells whether anything in the inputs is new: of each the bytes, and the last change (in nanoseconds)."""
    return [list(_weight(given)) for given in inputs]


def _weight(given: Input) -> tuple[int, int]:
    if given.path.is_dir():
        return weight(given.path)
    stat = given.path.stat()
    return stat.st_size, stat.st_mtime_ns


def check_inputs(inputs: Sequence[Input], context: Context) -> None:
    """See that what is named can be read, before a run begins.

    Raises:
        DumpError: it cannot be opened, or is a table without a column that holds pages.
        MissingExtra: it needs a library that is not there.
    """
    for given in inputs:
        try:
            if given.path.is_dir():
                next(given.path.iterdir(), None)
            else:
                kind, source = recognised(file_source(given.prefix, given.path, context), context)
                if kind is not None:
                    kind.check(source, context)
        except OSError as error:
            raise DumpError(f"Cannot read {printable(given.path)}: {reason(error)}.") from error


def _read_file(given: Input, after: Position, context: Context) -> Iterator[Item]:
    """A file that was named: a page, if it is no container."""
    try:
        kind, source = recognised(file_source(given.prefix, given.path, context), context)
        if kind in (None, NOTHING_KNOWN) and named_as_json(given.prefix):
            yield Item((), Fault(given.prefix, "InputError", NO_ROWS))
        elif kind in (None, PAGE, NOTHING_KNOWN):
            said = (_UNKNOWN,) if kind is NOTHING_KNOWN else ()
            yield Item((), RawPage(given.prefix, path=str(given.path), warnings=said))
        else:
            yield from watched(given.prefix, given.path, after, kind.read(source, after, context))
    except BROKEN as error:
        yield Item((END,), fault_of(given.prefix, error))
    context.stream = None
    with suppress(FileNotFoundError):  # removed meanwhile: that is told
        context.bytes_done += given.path.stat().st_size


def _fingerprint(path: Path) -> str:
    if path.is_dir():
        return "folder"
    return f"{state_of(path.stat())}-{ends_of(path)}"
