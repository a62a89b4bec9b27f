"""Databases of ours on a full disk, or broken: a message with a way on, never a traceback."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

import dumps
import newsparse
from newsparse.dumps import fill
from sample import Run


class _Full(sqlite3.Connection):
    """A database of at most ten pages."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        super().execute("PRAGMA max_page_count = 10")


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **more: connect(*args, **more, factory=_Full))


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("out", ["out.jsonl", "-"])
def test_a_full_disk_under_the_index_of_copies(out: str, tmp_path: Path, run: Run) -> None:
    target = out if out == "-" else tmp_path / out
    code, _, err = run(
        "extract", dumps.folder(tmp_path / "in", dumps.pages(200)), "-o", target, "--dedup", "--workers", "0"
    )
    assert code == 1
    assert "database or disk is full" in err
    assert "Internal error" not in err


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("command", ["diff", "audit", "stats", "url-from"])
def test_a_full_disk_under_a_temporary_database(
    command: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fill, "_HELD", 1)
    rows = tmp_path / "rows.jsonl"
    record = {**newsparse.parse(dumps.page(1)).to_dict(), "file": "1.html"}
    hosts = (
        {**record, "file": f"{n}.html", "url": f"https://h{n}.{'x' * 60}.{'y' * 60}.{'z' * 60}.com/"}
        for n in range(300)
    )
    rows.write_text("".join(json.dumps(row) + "\n" for row in hosts), encoding="utf-8")
    table = tmp_path / "urls.csv"
    table.write_text("file,url\n" + "".join(f"{n}.html,https://e.com/{'x' * 500}{n}\n" for n in range(300)))
    commands = {"diff": ["diff", rows, rows], "url-from": ["extract", tmp_path, "--url-from", table]}
    code, _, err = run(*commands.get(command, [command, rows]))
    assert code == 1
    assert "database or disk is full" in err
    assert "TMPDIR" in err


def test_the_state_of_an_unfinished_run_that_is_broken(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "out.jsonl.run"
    folder.mkdir()
    (folder / "state.sqlite").write_bytes(b"no database" * 1000)
    code, _, err = run(
        "extract",
        dumps.folder(tmp_path / "in", dumps.pages(2)),
        "-o",
        tmp_path / "out.jsonl",
        "--resume",
        "--workers",
        "0",
    )
    assert code == 1
    assert "out.jsonl.run is broken" in err
