"""Systems that refuse: few open files, little memory, no folder for temporary files, no UTF-8, nobody who reads.

Whatever it is, there is the result, or a message with a way on; never a traceback.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from newsparse.dumps.faults import DumpError, WorkerError
from newsparse.dumps.room import starting, workers_that_fit
from newsparse.dumps.shared_clock import shared_clock
from sample import PAGE, SOURCES, filled, needs_posix

pytestmark = needs_posix
PAGES = 20
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Case:
    """A system, and what comes of `parse` and of `extract` with and without workers on it.

    Attributes:
        limits: of the process: RLIMIT_… → value.
        harm: Python that is run when a process starts, to make the system refuse.
        ends: "parse", "workers", "alone" → words of the message; those that are not named give their result.
    """

    name: str
    limits: dict[str, int] = field(default_factory=dict)
    env: dict[str, str | None] = field(default_factory=dict)
    harm: str = ""
    ends: dict[str, tuple[str, ...]] = field(default_factory=dict)


NO_TEMP = """
import tempfile, multiprocessing.heap
tempfile._candidate_tempdir_list = lambda: ["/proc/1/none"]
multiprocessing.heap.Arena._dir_candidates = ["/proc/1/none"]
"""
NO_SHM = "import multiprocessing.heap as h\nh.Arena._dir_candidates = ['/proc/1/none']\n"
NO_PROCESS = """
import errno, _posixsubprocess
def refuse(*_):
    raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
_posixsubprocess.fork_exec = refuse
"""
NO_FORK = """
import errno, os
def refuse():
    raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
os.fork = refuse
"""
C = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": None}
FEW_FILES, NO_WORKERS = ("ulimit -n", "Raise it"), ("Worker processes cannot be started", "--workers 0")
LITTLE, LITTLE_DATA = ("ulimit -v", "Raise it"), ("ulimit -d", "Raise it")
NO_ROOM = ("out.jsonl", "room")
CASES = (
    Case("open files: 256", {"NOFILE": 256}),
    Case("open files: 28", {"NOFILE": 28}),
    Case("open files: 20", {"NOFILE": 20}, ends={"workers": (*FEW_FILES, "--workers 0")}),
    Case("open files: 9", {"NOFILE": 9}, ends={"workers": FEW_FILES, "alone": FEW_FILES}),
    Case("open files: 6", {"NOFILE": 6}, ends={"workers": FEW_FILES, "alone": FEW_FILES}),
    Case("memory: 400 MB", {"AS": 400 * MEGABYTE}),
    Case("memory: 80 MB", {"AS": 80 * MEGABYTE}, ends={"workers": LITTLE, "alone": LITTLE}),
    Case("data: 50 MB", {"DATA": 50 * MEGABYTE}, ends={"workers": LITTLE_DATA, "alone": LITTLE_DATA}),
    Case("size of files: 4 KB", {"FSIZE": 4096}, ends={"workers": NO_ROOM, "alone": NO_ROOM}),
    Case("size of files: 20 KB", {"FSIZE": 20_000}, ends={"workers": NO_ROOM, "alone": NO_ROOM}),
    Case("no process", harm=NO_PROCESS, ends={"workers": NO_WORKERS}),
    Case("no process for the server", harm=NO_FORK, ends={"workers": NO_WORKERS}),
    Case("no /dev/shm", harm=NO_SHM),
    Case("no folder for temporary files", harm=NO_TEMP),
    Case("TMPDIR leads nowhere", env={"TMPDIR": "/no/such/folder"}),
    Case("no HOME", env={"HOME": None}),
    Case("no environment", env=dict.fromkeys(os.environ)),
    Case("locale C", env=C),
    Case("locale POSIX, ASCII out", env={**C, "LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}),
)
COMMANDS = {
    "parse": ["parse", "石桥/新闻0.html", "--format", "text"],
    "workers": ["extract", "石桥", "-o", "果/out.jsonl", "--workers", "2"],
    "alone": ["extract", "石桥", "-o", "果/out.jsonl", "--workers", "0"],
}


def limited(limits: dict[str, int]) -> Callable[[], None] | None:
    def limit() -> None:
        import resource

        for name, value in limits.items():
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))

    return limit if limits else None


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "果").mkdir()
    return filled(tmp_path, {f"石桥/新闻{number}.html": PAGE.encode() for number in range(PAGES)})


def ran(here: Path, args: list[str], case: Case, **more: Any) -> subprocess.CompletedProcess[bytes]:
    paths = [SOURCES]
    if case.harm:
        paths.insert(0, str(filled(here / "harm", {"sitecustomize.py": case.harm.encode()})))
    env = {**os.environ, **case.env, "PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.run(
        [sys.executable, "-m", "newsparse", *args],
        cwd=here,
        env={name: value for name, value in env.items() if value is not None},
        preexec_fn=limited(case.limits),
        check=False,
        **{"capture_output": True, **more},
    )


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_result_or_a_way_on(case: Case, command: str, here: Path) -> None:
    if "AS" in case.limits and sys.platform != "linux":
        pytest.skip("the system does not keep this limit")
    done = ran(here, COMMANDS[command], case)
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert "Internal error" not in said
    out = here / "果" / "out.jsonl"
    if words := case.ends.get(command):
        assert done.returncode == 1
        assert len(said.splitlines()) == 1
        assert [word for word in words if word not in said] == []
        assert not out.exists()
    elif command == "parse":
        assert done.returncode == 0
        assert done.stdout.decode().startswith("石桥修好了\n")
    else:
        assert (done.returncode, said.count("\n")) == (0, 1)
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        assert sorted(row["file"] for row in rows) == sorted(f"新闻{number}.html" for number in range(PAGES))


# The locale C: names of files, of profiles, addresses


LOCALE = Case("", env=C)


@pytest.mark.parametrize("to", ["jsonl", "jsonl.gz", "parquet", "csv", "markdown", "text"])
def test_chinese_names_in_the_locale_c(to: str, here: Path) -> None:
    done = ran(here, ["extract", "石桥", "-o", "果/结果", "--to", to, "--workers", "1"], LOCALE)
    assert (done.returncode, done.stderr.count(b"\n")) == (0, 1), done.stderr
    made = here / "果" / "结果"
    if made.is_dir():
        assert len(list(made.glob("新闻*"))) == PAGES
    else:
        assert made.stat().st_size


def test_names_in_messages_and_addresses_in_the_locale_c(here: Path) -> None:
    filled(here, {"规则/坏.toml": b"[[site"})
    done = ran(here, ["parse", "石桥/新闻0.html", "--profiles", "规则"], LOCALE)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("newsparse: 规则/坏.toml: ")
    done = ran(here, ["parse", "石桥/新闻0.html", "--url", "http://桥.example/页", "--compact"], LOCALE)
    assert json.loads(done.stdout)["url"] == "http://桥.example/页"


# Nobody reads, nothing can be written


def closed(here: Path, redirection: str, *args: str) -> subprocess.CompletedProcess[bytes]:
    """As a shell runs it, with standard streams closed or full."""
    program = " ".join([sys.executable, "-m", "newsparse", *args])
    env = {**os.environ, "PYTHONPATH": SOURCES}
    command = ["/bin/bash", "-c", f"{program} {redirection}; echo ${{PIPESTATUS[0]}} >code"]
    done = subprocess.run(command, cwd=here, env=env, capture_output=True, check=False)
    done.returncode = int((here / "code").read_text(encoding="ascii"))
    return done


PARSE, EXTRACT = ("parse", "石桥/新闻0.html"), ("extract", "石桥", "--workers", "1")
TO_FILE = (*EXTRACT, "-o", "果/out.jsonl")
STREAMS = (
    (PARSE, ">&-", 1, "Standard output is closed"),
    (EXTRACT, ">&-", 1, "Standard output is closed"),
    (TO_FILE, ">&-", 0, "20 pages"),
    (TO_FILE, ">&- 2>&-", 0, ""),
    (TO_FILE, "<&- >&- 2>&-", 0, ""),
    (PARSE, "2>&-", 0, ""),
    (("parse", "-"), "<&-", 1, "Standard input is closed"),
    (("explain", "-"), "<&-", 1, "Standard input is closed"),
    (PARSE, "| true", 130, ""),
    (EXTRACT, "| head -n 1", 130, ""),
    (PARSE, ">/dev/full", 1, "No space left"),
    (EXTRACT, ">/dev/full", 1, "No space left"),
    (TO_FILE, "2>/dev/full", 0, ""),
)


@pytest.mark.skipif(not Path("/dev/full").exists() or not Path("/bin/bash").exists(), reason="no /dev/full, no bash")
@pytest.mark.parametrize(("args", "redirection", "code", "says"), STREAMS)
def test_streams(args: tuple[str, ...], redirection: str, code: int, says: str, here: Path) -> None:
    done = closed(here, redirection, *args)
    said = done.stderr.decode()
    assert (done.returncode in (code, 0 if "|" in redirection else code), "Traceback" in said) == (True, False)
    assert says in said
    assert said.count("\n") == (1 if says else 0)


# What says whether there is room


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    import newsparse.dumps.room as room

    given: dict[str, int] = {}
    monkeypatch.setattr(room, "_limit", given.get)
    return given


def test_workers_that_fit(limits: dict[str, int]) -> None:
    assert workers_that_fit(64) == 64
    limits["RLIMIT_NOFILE"] = 1024
    assert workers_that_fit(64) == 64
    limits["RLIMIT_NOFILE"] = 40
    assert 0 < workers_that_fit(64) < 10
    assert workers_that_fit(1) == 1
    limits["RLIMIT_NOFILE"] = 20
    assert workers_that_fit(0) == 0
    with pytest.raises(WorkerError, match="--workers 0"):
        workers_that_fit(1)
    limits["RLIMIT_NOFILE"] = 4
    with pytest.raises(DumpError, match="ulimit -n"):
        workers_that_fit(0)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), EOFError(), FileNotFoundError(2, "none")])
def test_what_is_refused_while_a_process_starts(error: Exception) -> None:
    with pytest.raises(WorkerError, match="--workers 0"), starting():
        raise error


def test_a_clock_without_memory_files(monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing

    def refused(*_: object) -> int:
        raise OSError(1, "Operation not permitted")

    context = multiprocessing.get_context("spawn")
    clocks = [shared_clock(context)]
    monkeypatch.setattr(os, "memfd_create", refused, raising=False)
    clocks.append(shared_clock(context))
    for clock in clocks:
        assert list(clock) == [-1.0, 0.0, 0.0]
        clock[1] = 7.5
        assert (clock[0], clock[1], len(clock)) == (-1.0, 7.5, 3)
