"""docs/design.md names what there is: modules, marks in their order, data files, dependencies."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from newsparse.marks import MARKS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "newsparse"
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")


# Dotted names of modules and of what is in them, as the page writes them.
_NAMES = r"(?<![\w/])((?:(?:read|text|marks|fields|render)|page(?=\.(?:block|page|rows)\b))(?:\.(?!toml)[a-z_]+)+)"


def test_marks_stand_in_their_order() -> None:
    assert re.findall(r"^\| `(mark_\w+)` \|", DESIGN, re.MULTILINE) == [mark.__name__ for mark in MARKS]


def test_modules_and_data_files_exist() -> None:
    named = re.findall(_NAMES, DESIGN)
    assert named
    assert [name for name in named if not _is_there(name)] == []
    files = re.findall(r"`data/(\w+\.toml)`", DESIGN)
    assert [name for name in files if not (PACKAGE / "data" / name).is_file()] == []
    pages = re.findall(r"\]\((\w+\.md)\)", DESIGN)
    assert [name for name in pages if not (ROOT / "docs" / name).is_file()] == []
    tests = re.findall(r"`(tests/[\w/.]+)`", DESIGN)
    assert [name for name in tests if not (ROOT / name).exists()] == []


def _is_there(name: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    path = PACKAGE / name.replace(".", "/")
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    module, words = path.parent.with_suffix(".py"), rf"^(?:def |class )?{path.name}\b"
    return module.is_file() and bool(re.search(words, module.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[<>=\[;~ ]", requirement)[0] for requirement in project["dependencies"]}
    table = DESIGN.split("## Dependencies")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| ([\w-]+) \|", table, re.MULTILINE)) - {"package"} == named
