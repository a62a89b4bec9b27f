"""The locked development set, and what `make audit` makes of the answers on it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKED = re.findall(r"^([\w.-]+)==", (ROOT / "requirements-dev.txt").read_text(encoding="utf-8"), re.MULTILINE)


def test_all_that_is_asked_for_is_locked() -> None:
    """Who adds a dependency runs `make lock`."""
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert {re.match(r"[\w.-]+", line)[0].lower() for line in asked} <= set(LOCKED)  # type: ignore[index]


HOLE = {"name": "b", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}


@pytest.mark.parametrize(
    ("packages", "code", "says"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "1 of 1 packages looked up, 0 known holes."),
        ([HOLE], 1, "b 1: PYSEC-1, mended in 2"),
        ([{"name": "a", "skip_reason": "no answer"}], 2, "1 packages could not be looked up at pypi: a."),
        ([HOLE, {"name": "a", "skip_reason": "no answer"}], 1, "1 of 2 packages looked up, 1 known holes."),
        (None, 2, "The service pypi does not answer: nothing was looked up."),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="the made-up program is a script with #!")
def test_audit(packages: list[dict[str, Any]] | None, code: int, says: str, tmp_path: Path) -> None:
    answer = "" if packages is None else json.dumps({"dependencies": packages})
    program = tmp_path / "pip-audit"
    program.write_text(f"#!{sys.executable}\nprint({answer!r})\n", encoding="utf-8")
    program.chmod(0o755)
    command = [sys.executable, str(ROOT / "tools/audit.py"), str(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={})
    assert (done.returncode, says in done.stdout) == (code, True), done.stdout
