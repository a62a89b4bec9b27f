"""Limits of archives, what is beyond them, and what lies in the temporary folder: bounded, and nobody's for ever."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import dumps
from archives import STORED, Member, pages_of, tar_bytes, tar_member, tar_page, zip_bytes, zip_parts
from newsparse.cli.exits import Exit
from newsparse.dumps.bombs import RATIO_FROM, ArchiveLimits
from newsparse.dumps.inputs.opened import HELD
from newsparse.dumps.temporary import Room, remove_dead
from sample import SOURCES, Run, lines, names, needs_posix

_ROW = json.dumps({"url": "https://e.com/1", "html": dumps.page(4).decode()}).encode() + b"\n"


def _noise(size: int) -> bytes:
    """Bytes that do not pack, the same each time: twice as many as were asked for."""
    return random.Random(size).randbytes(size).hex().encode()  # noqa: S311 - no secret


# More than is held in memory: that packs to nothing, and that does not pack.
_BLANK = _ROW + b'{"note":"' + b" " * (HELD + RATIO_FROM) + b'"}\n'
_DENSE = _ROW + b'{"note":"' + _noise(HELD) + b'"}\n'


def _nested(depth: int) -> bytes:
    data = zip_bytes(*pages_of(1, 4))
    for number in range(depth):
        data = zip_bytes(Member(b"%d.zip" % number, data, method=STORED))
    return zip_bytes(*pages_of(1, 3), Member(b"deep.zip", data), *pages_of(1, 5))


def _with(name: bytes, data: bytes) -> bytes:
    return zip_bytes(*pages_of(1, 3), Member(name, data), *pages_of(1, 5))


def _tar_with(data: bytes) -> bytes:
    return tar_bytes(tar_page(3), tar_member(b"t.jsonl", data), tar_page(5))


def _packed_zip(data: bytes) -> bytes:
    return gzip.compress(zip_bytes(Member(b"t.jsonl", data, method=STORED)))


_TWO, _SMALL, _FAR = ["--max-members", "2"], ["--max-unpacked", "8M"], ["--max-ratio", "9999"]
# The archive, the options, the error beyond the limit, options with which all is read.
LIMITS: dict[str, tuple[str, Callable[[], bytes], list[str], str, list[str]]] = {
    "nesting": ("b.zip", lambda: _nested(1), ["--max-nesting", "1"], "TooDeep", []),
    "nesting by default": ("b.zip", lambda: _nested(5), [], "TooDeep", ["--max-nesting", "7"]),
    "members of a zip": ("b.zip", lambda: zip_bytes(*pages_of(4)), _TWO, "TooManyMembers", []),
    "members of a cut zip": ("b.zip", lambda: zip_parts(*pages_of(4))[0], _TWO, "TooManyMembers", []),
    "members of a tar": ("b.tar", lambda: tar_bytes(*map(tar_page, range(3, 7))), _TWO, "TooManyMembers", []),
    "size in a zip": ("b.zip", lambda: _with(b"t.jsonl", _DENSE), _SMALL, "UnpacksTooFarError", []),
    "size in a tar.gz": ("b.tar.gz", lambda: gzip.compress(_tar_with(_DENSE)), _SMALL, "UnpacksTooFarError", []),
    "size of a packed zip": ("b.zip.gz", lambda: _packed_zip(_DENSE), _SMALL, "UnpacksTooFarError", []),
    "ratio in a zip": ("b.zip", lambda: _with(b"t.jsonl", _BLANK), [], "UnpacksTooFarError", _FAR),
    "ratio of a packed zip": ("b.zip.gz", lambda: _packed_zip(_BLANK * 4), [], "UnpacksTooFarError", _FAR),
    "ratio in a tar.gz": ("b.tar.gz", lambda: gzip.compress(_tar_with(_BLANK * 4)), [], "UnpacksTooFarError", _FAR),
}


def _read(run: Run, folder: Path, options: list[str]) -> tuple[list[str], list[dict[str, str]]]:
    _, out, err = run("extract", folder, "--workers", "0", *options)
    said = lines("\n".join(line for line in err.splitlines() if line.startswith("{")))
    return [name.rpartition("!/")[2] for name in names(out)], said


@pytest.mark.parametrize("kind", LIMITS)
def test_beyond_a_limit_the_rest_is_read(kind: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    name, make, options, error, more = LIMITS[kind]
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    folder = dumps.folder(tmp_path / "in", [("a.html", dumps.page(1)), (name, make()), ("z.html", dumps.page(2))])
    good, bad = _read(run, folder, options)
    assert [fault["error"] for fault in bad] == [error]
    assert bad[0]["file"].startswith(name)
    assert (good[0], good[-1]) == ("a.html", "z.html")
    if "packed" not in kind:
        assert "m3.html" in good
        assert ("m4.html" if "members" in kind else "m5.html") in good
    everything, bad = _read(run, folder, more)
    assert len(everything) > len(good)
    # The noise is no page, and a cut archive is told.
    assert {fault["error"] for fault in bad} <= {"ValueError", "KeyError", *(["BadZipFile"] if "cut" in kind else [])}
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--max-nesting", "0"),
        ("--max-nesting", "17"),
        ("--max-members", "0"),
        ("--max-members", "x"),
        ("--max-unpacked", "x"),
        ("--max-unpacked", "0"),
        ("--max-ratio", "-1"),
    ],
)
def test_limits_that_are_none(option: str, value: str, tmp_path: Path, run: Run) -> None:
    code, _, err = run("extract", tmp_path, option, value)
    assert (code, option in err) == (Exit.USAGE, True)


def test_the_help_says_the_defaults(run: Run) -> None:
    _, out, _ = run("extract", "--help")
    limits = ArchiveLimits()
    said = " ".join(out.split())
    for value in (limits.max_nesting, limits.max_members, f"{limits.max_unpacked >> 30}G", limits.max_ratio):
        assert f"({value})" in said


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary folder with a name so short that sockets may lie in it."""
    with tempfile.TemporaryDirectory(prefix="t-") as name:
        monkeypatch.setenv("TMPDIR", name)
        monkeypatch.setattr(tempfile, "tempdir", name)
        yield Path(name)


def test_a_room_is_there_as_long_as_it_is_used(temporary: Path) -> None:
    room = Room()
    assert list(temporary.iterdir()) == []
    handle, path = room.new_file()
    os.close(handle)
    remove_dead()
    assert path.exists()
    room.close()
    assert list(temporary.iterdir()) == []
    room.path()
    del room  # nobody closed it
    assert list(temporary.iterdir()) == []


_HOLDS = """
import os, signal, sys
from newsparse.dumps.temporary import Room
room = Room()
os.close(room.new_file()[0])
print(room.path(), flush=True)
sys.stdin.read()
os.kill(os.getpid(), signal.SIGKILL)
"""


@needs_posix
def test_dead_rooms_are_removed_and_nothing_else(temporary: Path) -> None:
    command, environment = [sys.executable, "-c", _HOLDS], {**os.environ, "PYTHONPATH": SOURCES}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        room = Path(process.stdout.readline().decode().strip())
        remove_dead()
        assert len(list(room.iterdir())) == 2  # it is alive
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert len(list(room.iterdir())) == 2
    others = [  # a folder of somebody's by chance, one without our name, what a link leads to, a file
        temporary / "newsparse-mine" / "unpacked-x",
        temporary / "other" / ".newsparse-lock",
        temporary / "outside" / ".newsparse-lock",
        temporary / "outside" / "unpacked-x",
        temporary / "newsparse-notes",
    ]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (temporary / "newsparse-link").symlink_to(temporary / "outside")
    (room / "notes.txt").write_text("somebody's")
    remove_dead()
    assert [path.name for path in room.iterdir()] == ["notes.txt"]
    assert all(path.exists() for path in others)


@needs_posix
def test_a_folder_whose_process_was_killed_before_it_had_a_lock(temporary: Path) -> None:
    for name, age in (("newsparse-old", 7200), ("newsparse-full", 7200), ("newsparse-new", 0), ("other-old", 7200)):
        path = temporary / name
        path.mkdir()
        if name == "newsparse-full":
            (path / "mine").write_text("", encoding="utf-8")
        os.utime(path, (time.time() - age, time.time() - age))
    room = Room()
    os.utime(room.path(), (0, 0))
    remove_dead()
    assert {path.name for path in temporary.iterdir()} == {
        "newsparse-full", "newsparse-new", "other-old", room.path().name
    }  # fmt: skip
    room.close()


def test_what_a_killed_run_leaves_is_removed_by_the_next(tmp_path: Path, temporary: Path) -> None:
    inner = dumps.zip_of(tmp_path / "inner.zip", [*dumps.pages(6000), ("x.bin", _noise(HELD))])
    folder = dumps.folder(tmp_path / "in", [("o.tar", dumps.tar_bytes([("inner.zip", inner.read_bytes())]))])
    with dumps.start("extract", folder, "-o", tmp_path / "out.jsonl", "--workers", "1") as process:
        until = time.monotonic() + 60
        while not list(temporary.glob("newsparse-*/unpacked-*")) and time.monotonic() < until:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    left = {path.name.partition("-")[0] for path in temporary.glob("newsparse-*/*")}
    assert left == {".newsparse", "unpacked", "listener"}
    page = dumps.folder(tmp_path / "other", dumps.pages(1))
    assert dumps.finish("extract", page, "-o", tmp_path / "other.jsonl")[0] == 0
    assert list(temporary.iterdir()) == []


def test_no_room_for_temporary_files(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = dumps.folder(tmp_path / "in", [("b.zip", _with(b"t.jsonl", _DENSE))])
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    good, bad = _read(run, folder, [])
    assert good == ["m3.html", "m5.html"]
    assert [fault["file"] for fault in bad] == ["b.zip!/t.jsonl"]
    assert "TMPDIR" in bad[0]["reason"]
