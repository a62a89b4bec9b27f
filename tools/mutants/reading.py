"""Runs of `newsparse extract` over mutated containers: many in one folder, sound pages between them."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mutants import holds, made, seeds
from mutants.holds import Broken
from newsparse.cli.main import main

# A sound page stands behind so many containers: all of them must come out, whatever stood before them.
_SOUND_EVERY = 5
_OUTPUTS = (".jsonl",) * 7 + (".csv", ".parquet", ".md")
# All well; some pages failed. Any other end of a run is a container's that has stopped its neighbours.
_GOOD = (0, 3)


def containers(seed: int, numbers: range, work: Path) -> Counter[str]:
    """Read containers in one run; how many rows and errors of which kind came of them.

    Raises:
        Broken: what must hold does not. Which container it was, only runs of one tell.
    """
    folder, out = work / "in", work / "out"
    for path in (folder, out):
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
    sound = fill(folder, seed, numbers)
    ending = made.dice_of("output", seed, numbers.start).choice(_OUTPUTS)
    kind = ("--to", "markdown") if ending == ".md" else ()
    code, said = run("extract", folder, "-o", out / f"o{ending}", "--workers", "0", "--page-timeout", "60", *kind)
    if code not in _GOOD:
        raise Broken(f"exit {code}: {_kind_of(said)}", said)
    counts = Counter(f"error {row['error']}" for row in _errors(out / f"o{ending}.errors.jsonl"))
    if ending == ".jsonl":
        rows = list(_rows(out / "o.jsonl"))
        counts += Counter(f"row {row['kind']}" for row in rows)
        if lost := sound - {row["file"] for row in rows}:
            raise Broken("a sound page beside it is lost", sorted(lost))
    return counts


def fill(folder: Path, seed: int, numbers: range) -> set[str]:
    """Write the containers and the sound pages; the names of these."""
    sound = set()
    for number in numbers:
        one = made.container(seed, number)
        (folder / f"{number:09}{one.ending}").write_bytes(one.data)
        if number % _SOUND_EVERY == 0 or len(numbers) == 1:
            name = f"{number:09}z.html"
            (folder / name).write_bytes(seeds.sound(number % 100_000))
            sound.add(name)
    return sound


def run(*args: str | Path) -> tuple[int, str]:
    """The program in this process: its exit code and what it said."""
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="replace")
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        code = main([str(arg) for arg in args])
    said.flush()
    said.seek(0)
    return code, said.read()


def _errors(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    for row in _lines(path):
        if row["error"] in holds.BUGS:
            raise Broken(f"a row of errors says {row['error']}", row)
        yield row


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for row in _lines(path):
        holds.row({key: value for key, value in row.items() if key not in ("file", "carried", "duplicate_of")})
        yield row


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    def refuse(name: str) -> None:
        raise Broken("no JSON", name)

    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):  # not splitlines: a name may hold U+0085
        yield json.loads(line, parse_constant=refuse)


def _kind_of(said: str) -> str:
    line = next((line for line in said.splitlines() if "rror" in line), said)
    return line.split(": ", 2)[-1][:60] if "Internal" not in line else line.split(": ", 3)[2]


def temporary() -> Path:
    """A folder in memory where there is one: it is written and read a million times."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own in it
    return Path(tempfile.mkdtemp(prefix="newsparse-stress-", dir=memory if memory.is_dir() else None))
