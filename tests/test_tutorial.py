"""docs/tutorial.md: every command and every block of code in it is run, in order, on the project's own pages."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from sample import ROOT, SOURCES, Program

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
# "Save this as `index.py`:" stands before a file's content.
_SAVED = re.compile(r"`([\w/]+\.(?:py|toml))`:\n\n```\w+\n(.*?)```", re.DOTALL)


def _shape(line: str) -> str:
    """A line without its numbers and its columns' widths."""
    return " ".join(re.sub(r"\d+", "0", line).split())


def _is_shown(printed: str, line: str) -> bool:
    """Whether a line of the page is the beginning of what was printed, with much the same numbers: these change a
    little with the rules.
    """
    pairs = zip(*(map(int, re.findall(r"\d+", text)) for text in (line, printed)), strict=False)
    return _shape(printed).startswith(_shape(line)) and all(abs(a - b) <= max(2, b / 10) for a, b in pairs)


def _output(command: list[str], folder: Path, program: Program) -> str:
    if command[0] == "newsparse":
        done = program(*command[1:], cwd=folder)
    else:
        assert command[0] == "python"
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": SOURCES}
        done = subprocess.run(
            [sys.executable, *command[1:]], cwd=folder, env=environment, capture_output=True, check=False
        )
    assert done.returncode == 0, (command, done.stderr.decode())
    return (done.stdout + done.stderr).decode()


@pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is not installed")
def test_the_tutorial(tmp_path: Path, program: Program) -> None:
    corpus = tmp_path / "corpus"
    for name, content in _SAVED.findall(TUTORIAL):
        file = corpus / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    shown = ""
    for language, block in _BLOCK.findall(TUTORIAL):
        if language == "sh":
            commands = [shlex.split(line) for line in block.splitlines()]
            if commands[0][0] == "mkdir":
                _make_folder(commands, tmp_path)
                continue
            shown = "\n".join(_output(command, corpus, program) for command in commands)
        elif language == "text":
            printed = shown.splitlines()
            missing = [line for line in block.splitlines() if not any(_is_shown(each, line) for each in printed)]
            assert missing == [], shown
    assert "滦河岸边事" in shown


def _make_folder(commands: list[list[str]], folder: Path) -> None:
    """What `mkdir`, `cp` and `cd` of the first block do, on whatever system the test runs."""
    assert [command[0] for command in commands] == ["mkdir", "cp", "cp", "cd"]
    for command in commands[1:3]:
        source, target = (folder / path for path in command[-2:])
        (shutil.copytree if "-r" in command else shutil.copy)(source, target)
