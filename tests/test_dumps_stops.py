"""Processes of a run that are stopped (SIGSTOP, a debugger): it ends, and they cost nothing or their file."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import dump_program
import dumps
from newsparse.dumps import reading, supervisor
from newsparse.dumps.faults import WorkerError
from newsparse.dumps.inputs import inputs_of
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.job import Job
from newsparse.dumps.pages import RawPage
from newsparse.dumps.reading import Reading
from newsparse.dumps.supervisor import Batch, Supervisor, packed_pages
from sample import names, needs_posix
from test_dumps_faults import errors_of, group_is_gone, until, until_checkpoint

pytestmark = [needs_posix, pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at /proc")]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "_LEAST_PATIENCE", 1.0)
    monkeypatch.setattr(supervisor, "_STANDSTILL", 1.0)
    monkeypatch.setenv("DUMP_PATIENCE", "1")
    (tmp_path / "died").mkdir()
    monkeypatch.setenv("DUMP_DIED", str(tmp_path / "died"))


def life(name: str, stops: str, tmp_path: Path) -> Callable[..., None]:
    """What a process does, from `dump_program`."""
    return partial(getattr(dump_program, name), tmp_path / "stopped" if stops == "first" else None)


# Whole runs. The processes are the server, the reader, the worker.


@pytest.mark.parametrize(
    ("stopped", "rest"), [((0,), ""), ((0,), "once"), ((1,), ""), ((2,), ""), ((0, 1, 2), "once")], ids=str
)
def test_a_run_with_stopped_processes(
    stopped: tuple[int, ...], rest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = tmp_path / "gate"
    monkeypatch.setenv("DUMP_GATE", str(gate))
    # More than the reader can give out while the worker waits at the gate.
    some = [
        (name, dumps.page(number, {30: "gate", 140: rest}.get(number, "")) + b"<!--" + b"x" * 30_000 + b"-->")
        for number, (name, _) in enumerate(dumps.pages(150))
    ]
    given, out = dumps.zip_of(tmp_path / "a.zip", some), tmp_path / "out.jsonl"
    with dumps.start("extract", given, "-o", out, "--workers", 1, "--page-timeout", 3) as process:
        until_checkpoint(out)
        running = list(dumps.children(process.pid))
        assert len(running) == 3
        for number in stopped:
            os.kill(running[number], signal.SIGSTOP)
        gate.touch()
        try:
            _, err = process.communicate(timeout=90)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        assert group_is_gone(process.pid)
    assert process.returncode == 0, err
    assert names(out.read_text(encoding="utf-8")) == [f"a.zip!/{name}" for name, _ in some]


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM], ids=str)
@pytest.mark.parametrize("when", ["checks", "reads"])
def test_a_server_that_is_stopped_or_killed_at_the_start(when: str, how: int, tmp_path: Path) -> None:
    given = dumps.folder(tmp_path / "in", [("1.html", dumps.page(1)), ("2.html", dumps.page(2, "hang"))])
    out = tmp_path / "out.jsonl"
    with dumps.start("extract", given, "-o", out, "--workers", 1, "--page-timeout", 2) as process:
        assert until(lambda: len(list(dumps.children(process.pid))) >= (1 if when == "checks" else 2))
        os.kill(next(dumps.children(process.pid)), how)
        _, err = process.communicate(timeout=90)
        assert group_is_gone(process.pid)
    assert process.returncode == 3, err
    assert errors_of(out) == {"2.html": "PageTimeout"}
    assert names(out.read_text(encoding="utf-8")) == ["1.html"]


# In the middle of a message


@pytest.mark.parametrize("stops", ["first", "each"])
@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_a_reader_that_is_stopped_in_the_middle_of_a_message(
    kind: str, stops: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "serve", life("read_and_stop", stops, tmp_path))
    make: Callable[[Path, dumps.Pages], Path] = {"zip": dumps.zip_of, "folder": dumps.folder}[kind]
    given = Reading(inputs_of([make(tmp_path / "in.zip", dumps.pages(40))]), (), Context(), 0.1)
    try:
        if kind == "folder" and stops == "each":  # no file is to blame
            with pytest.raises(WorkerError, match=r"hangs.*--workers 0"):
                list(given.batches())
            return
        batches = [batch for batch in given.batches() if batch is not None]
    finally:
        given.close()
    if stops == "first":
        assert sum(len(batch.positions) for batch in batches) == 40
    else:
        assert b"ReaderTimeout" in batches[-1].packed


@pytest.mark.parametrize(
    ("does", "stops"), [("work_and_stop", "first"), ("work_and_stop", "each"), ("stop_first", "first")]
)
def test_a_worker_that_is_stopped_while_it_sends_or_takes(
    does: str, stops: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "serve", life(does, stops, tmp_path))
    pages = [RawPage(name, data + b"<!--" + b"x" * (1 << 20) + b"-->") for name, data in dumps.pages(2)]
    run = Supervisor(Job(), 1, page_timeout=1.0)
    try:
        done = [each for each in run.results(iter([Batch([(0,), (1,)], packed_pages(pages))])) if each is not None]
    finally:
        run.close()
    rows = [row.name for batch in done if batch.work for row in batch.work.rows]
    errors = [error for batch in done if batch.work for error in batch.work.errors]
    assert rows == ([page.name for page in pages] if stops == "first" else [])
    assert [b"WorkerDied" in error for error in errors] == ([] if stops == "first" else [True, True])


# A run without workers


@pytest.mark.parametrize(
    ("harm", "number"), [("hang", signal.SIGTERM), ("spin", signal.SIGTERM), ("spin", signal.SIGHUP)]
)
def test_a_run_without_workers_ends_when_it_is_told_to(
    harm: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = tmp_path / "at"
    monkeypatch.setenv("DUMP_AT", str(at))
    some = [*dumps.pages(60, "slow"), ("99.html", dumps.page(99, harm))]
    given, out = dumps.folder(tmp_path / "in", some), tmp_path / "out.jsonl"
    with dumps.start("extract", given, "-o", out, "--workers", 0) as process:
        until_checkpoint(out)
        assert until(at.exists)
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=60)
        assert group_is_gone(process.pid)
    assert process.returncode == {"hang": 130, "spin": -signal.SIGKILL}[harm]
    assert b"--resume goes on" in err
    assert b"Interrupted" in err
    (given / "99.html").write_bytes(dumps.page(99))
    assert dumps.finish("extract", given, "-o", out, "--workers", 0, "--resume")[0] == 0
    assert len(names(out.read_text(encoding="utf-8"))) == 61
