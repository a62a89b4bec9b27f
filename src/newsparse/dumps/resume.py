"""How far a run has come, on the disk: rows that only grow, and a small database that says how many of them count.

A checkpoint first sees that the rows are on the disk, then commits in one transaction where the input is, how long the
rows are, their checksum, the counts, and the index of `--dedup`. Whatever happens between two checkpoints, the next
part of the run cuts the rows back to the last one and goes on behind the page that it names.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsparse.disk import sync_folder
from newsparse.dumps.faults import DumpError
from newsparse.dumps.outputs.row_file import NOTHING, Kept
from newsparse.dumps.pages import Position
from newsparse.dumps.printable import printable, reason
from newsparse.dumps.summary import Tally

_VERSION = 4  # of the state and the rows
_CACHE = -32_000  # of the database's pages, in units of -1 KiB: what --dedup has in memory


@dataclass(slots=True)
class Progress:
    """How far a run is.

    Attributes:
        position: the last item that counts.
        rows, errors: what counts of the two files.
        tally: the counts.
        seconds: the time that all parts took.
        saved: when that was noted, in seconds since 1970.
        read: all input has been read; what is left is to make the output of the rows.
    """

    position: Position = ()
    rows: Kept = NOTHING
    errors: Kept = NOTHING
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0
    saved: float = 0.0
    read: bool = False

    def to_json(self) -> str:
        values = {name: getattr(self, name) for name in ("position", "rows", "errors", "seconds", "saved", "read")}
        return json.dumps({**values, "tally": self.tally.to_json()})

    @classmethod
    def from_json(cls, text: str) -> Progress:
        values = json.loads(text)
        tally, position = Tally.from_json(values.pop("tally")), tuple(values.pop("position"))
        rows, errors = (Kept(*values.pop(name)) for name in ("rows", "errors"))
        return cls(position, rows, errors, tally, **values)


class RunFolder:
    """The folder beside OUT with an unfinished run in it: ``OUT.run``.

    Args:
        output: OUT, links followed.
        identity: what must be the same for a run to be gone on with, in JSON types.
        states: of the inputs, in JSON types; a run that has been at its end is done again where they are others.

    Attributes:
        database: its state, while it is open.
    """

    database: sqlite3.Connection

    def __init__(self, output: Path, identity: dict[str, Any], states: list[list[int]]) -> None:
        self.path = path_of(output)
        self.output = output
        self.rows = self.path / "rows"
        self.errors = self.path / "errors.jsonl"
        self.made = self.path / "made"
        self._done = self.path / "done.json"
        self._identity = {"format": _VERSION, **identity}
        self._states = states
        self._opened = ExitStack()

    def open(self, *, resume: bool) -> Progress | None:
        """Begin, or go on; None where nothing is left to do: the run has been at its end.

        Raises:
            DumpError: another run is at it; or the run that is there was of other pages or options.
        """
        if resume and self._is_done():
            return None
        try:
            return self._begin(resume=resume)
        except BaseException:
            self.close()
            raise

    def _begin(self, *, resume: bool) -> Progress:
        try:
            self._done.unlink(missing_ok=True)
            self.path.mkdir(exist_ok=True)
            self._opened_as = self.path.stat()
            self._connect()
        except sqlite3.OperationalError as error:
            why = (
                "Is another run writing this output?"
                if "locked" in str(error)
                else "Is there room (on the disk, under ulimit -f)?"
            )
            raise DumpError(f"Cannot use {printable(self.path)}: {error}. {why}") from error
        except sqlite3.DatabaseError as error:
            raise DumpError(f"The unfinished run in {printable(self.path)} is broken ({error}). Remove it.") from error
        except OSError as error:
            raise DumpError(f"Cannot write {printable(self.path)}: {reason(error)}.") from error
        found = self.database.execute("SELECT identity, progress FROM run").fetchone()
        if found and resume:
            self._check(json.loads(found[0]))
            return Progress.from_json(found[1])
        self._empty()
        return Progress()

    def check(self) -> None:
        """See that the folder is the one that the run opened, and that its rows are there.

        Raises:
            DumpError: somebody took it away, or put another into its place: what is written goes nowhere.
        """
        with suppress(OSError):
            if os.path.samestat(self.path.stat(), self._opened_as) and self.rows.exists():
                return
        raise self.removed()

    def removed(self) -> DumpError:
        """What to say where somebody took the folder away."""
        return DumpError(
            f"{printable(self.path)} was removed or replaced while the run wrote to it, so there is nothing to make "
            f"{printable(self.output)} of. Start the run again, and leave that folder alone until it has ended."
        )

    def save(self, progress: Progress) -> None:
        """Commit a checkpoint. The rows must be on the disk already.

        Raises:
            OSError: the disk is full, or it fails.
        """
        progress.saved = time.time()
        try:
            values = (json.dumps(self._identity), progress.to_json())
            self.database.execute("INSERT OR REPLACE INTO run VALUES (1, ?, ?)", values)
            self.database.execute("COMMIT")
            self.database.execute("BEGIN")
        except sqlite3.OperationalError as error:
            raise OSError(str(error)) from error

    def close(self) -> None:
        """Close the database; what was not committed is forgotten."""
        self._opened.close()

    def remove(self, *, done: Tally | None = None) -> None:
        """Take the folder away; with ``done`` a note stays in it, by which `open` knows that nothing is left to do."""
        self.close()
        if done is None:
            shutil.rmtree(self.path, ignore_errors=True)
            return
        scratch = self._done.with_suffix(".tmp")
        note = {"identity": self._identity, "states": self._states, "tally": done.to_json()}
        scratch.write_text(json.dumps(note), encoding="utf-8")
        scratch.replace(self._done)
        for path in self.path.iterdir():
            if path != self._done:
                path.unlink()

    def done(self) -> dict[str, Any]:
        """The note that `remove` left."""
        values: dict[str, Any] = json.loads(self._done.read_text(encoding="utf-8"))
        return values

    def _is_done(self) -> bool:
        try:
            note = self.done()
            same = note["identity"] == self._identity and note["states"] == self._states
            return bool(same and self.output.exists())
        except (OSError, ValueError, KeyError):
            return False

    def _connect(self) -> None:
        self.database = sqlite3.connect(self.path / "state.sqlite", isolation_level=None, timeout=0)
        self._opened.enter_context(closing(self.database))
        self.database.execute("PRAGMA locking_mode = EXCLUSIVE")
        self.database.execute("PRAGMA synchronous = FULL")
        self.database.execute(f"PRAGMA cache_size = {_CACHE}")
        self.database.execute("BEGIN EXCLUSIVE")
        self.database.execute("CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY, identity TEXT, progress TEXT)")
        self.database.execute("COMMIT")
        self.database.execute("BEGIN EXCLUSIVE")
        sync_folder(self.path)
        sync_folder(self.path.parent)

    def _check(self, identity: dict[str, Any]) -> None:
        for name, now in self._identity.items():
            then = identity.get(name)
            if then != now:
                raise DumpError(
                    f"The unfinished run in {printable(self.path)} had {_difference(name, then, now)}. "
                    "Give what was given then, or start anew without --resume."
                )

    def _empty(self) -> None:
        """Throw an old run away."""
        self.database.execute("COMMIT")
        for table in ("run", "text", "band"):
            with suppress(sqlite3.OperationalError):
                self.database.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        self.database.execute("BEGIN")
        self.rows.unlink(missing_ok=True)
        self.errors.unlink(missing_ok=True)
        self.made.unlink(missing_ok=True) if self.made.is_file() else shutil.rmtree(self.made, ignore_errors=True)


def path_of(output: Path) -> Path:
    """The folder of an unfinished run."""
    return output.with_name(f"{output.name}.run")


def _difference(name: str, then: Any, now: Any) -> str:
    """What is not the same, in words. Of many things of a kind (profile files, inputs) only those that differ.

    An option has its name, dashes in front; its values are words.

    >>> _difference("site profiles", {"p/a.toml": "1", "p/b.toml": "2"}, {"p/a.toml": "1", "p/b.toml": "3"})
    'other site profiles (changed since, come or gone: p/b.toml)'
    >>> _difference("--to", "csv", "jsonl"), _difference("inputs", ["a.zip:1", "b.zip:1"], ["a.zip:2", "b.zip:1"])
    ('another --to (csv, now jsonl)', 'other inputs (changed since, come or gone: a.zip)')
    """
    if isinstance(then, list) and isinstance(now, list):  # of names, colons and what they are known by
        then, now = (dict(each.rpartition(":")[::2] for each in given) for given in (then, now))
        if then == now:
            return f"its {name} in another order"
    if isinstance(then, dict) and isinstance(now, dict):
        files = sorted(file for file in {*then, *now} if then.get(file) != now.get(file))
        return f"other {name} (changed since, come or gone: {', '.join(files)})"
    return f"another {name} ({then}, now {now})"
