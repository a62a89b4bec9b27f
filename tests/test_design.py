"""docs/design.md names what there is: modules, marks in their order, data files, dependencies."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from newsparse.marks import MARKS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "newsparse"
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")


def test_marks_stand_in_their_order() -> None:
    assert re.findall(r"^\| `(mark_\w+)` \|", DESIGN, re.MULTILINE) == [mark.__name__ for mark in MARKS]


def test_modules_and_data_files_exist() -> None:
    named = re.findall(r"\b(readers|cores|marks|fields)\.(?!toml)([a-z_]+)", DESIGN)
    assert named
    assert [name for folder, name in named if not (PACKAGE / folder / f"{name}.py").is_file()] == []
    files = re.findall(r"`data/(\w+\.toml)`", DESIGN)
    assert [name for name in files if not (PACKAGE / "data" / name).is_file()] == []
    pages = re.findall(r"\]\((\w+\.md)\)", DESIGN)
    assert [name for name in pages if not (ROOT / "docs" / name).is_file()] == []
    tests = re.findall(r"`(tests/[\w/.]+)`", DESIGN)
    assert [name for name in tests if not (ROOT / name).exists()] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[<>=\[;~ ]", requirement)[0] for requirement in project["dependencies"]}
    table = DESIGN.split("## Dependencies")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| ([\w-]+) \|", table, re.MULTILINE)) - {"package"} == named
