"""docs/design.md names what there is: modules, marks in their order, data files, dependencies."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from newsparse.marks import MARKS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "newsparse"
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")


# Dotted names of modules and of what is in them, as the page writes them.
_NAMES = (
    r"(?<![\w/])((?:(?:read|text|marks|fields|render|report|dumps|record)(?=\.(?!md\b))|page(?=\.(?:block|page|rows)\b))"
    r"(?:\.(?!toml)[a-z_]+)+)"
)
# Rows of the diagram of a dump: the first of several modules with their package's name.
_INPUTS = re.compile(r"\binputs\.(\w+(?:, \w+)*)")


# Which part of the package may import which others; the top modules may import all.
KNOWS = {
    "text": {"article", "remembered", "lexicon"},
    "page": {"lexicon", "text"},
    "read": {"article", "errors", "remembered", "lexicon", "options", "page", "text"},
    "marks": {"remembered", "lexicon", "page", "text"},
    "fields": {"article", "jieba_words", "lexicon", "options", "page", "text"},
    "evaluate": {"article", "dumps", "errors", "options", "text"},
    "induction": {"errors", "evaluate", "fields", "options", "page", "read", "text"},
    "record": {"errors", "frozen", "text"},
    "report": {"api", "article", "dumps", "fields", "lexicon", "page", "record", "sections", "text", "withheld"},
    "lexicon": set(),
    "remembered": set(),
}
# Numbers in marks and fields, but for 0, 1, 2 and how sure a rule is: the fewer, the better they can be reasoned about.
MOST_NUMBERS = 60


def imported(source: str) -> set[str]:
    """The parts of the package that a module imports."""
    return {name.split(".")[0] for name in re.findall(r"^\s*from newsparse\.([\w.]+) import", source, re.MULTILINE)}


@pytest.mark.parametrize("part", KNOWS)
def test_who_knows_whom(part: str) -> None:
    files = (PACKAGE / part).rglob("*.py") if (PACKAGE / part).is_dir() else [PACKAGE / f"{part}.py"]
    known = {name for file in files for name in imported(file.read_text(encoding="utf-8"))}
    assert known - {part} <= KNOWS[part]


def numbers(source: str) -> int:
    """How many numbers a module decides by."""
    tree = ast.parse(source)
    sure = ("Found", "Dated", "_stamp", "found")
    aside = {
        id(given)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in sure
        for given in [*call.args, *(keyword.value for keyword in call.keywords)]
    }
    values = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in aside]
    return sum(type(node.value) in (int, float) and node.value not in (0, 1, 2) for node in values)


def test_numbers_are_few() -> None:
    files = [file for part in ("marks", "fields") for file in (PACKAGE / part).glob("*.py")]
    assert sum(numbers(file.read_text(encoding="utf-8")) for file in files) <= MOST_NUMBERS


def test_no_rule_asks_for_the_name_of_another() -> None:
    files = [file for part in ("marks", "fields") for file in (PACKAGE / part).glob("*.py")]
    asking = [
        f.name for f in [*files, PACKAGE / "sections.py"] if re.search(r"label\.rule|\.confidence [<>=]", f.read_text())
    ]
    assert asking == []


def test_marks_stand_in_their_order() -> None:
    assert re.findall(r"^\| `(mark_\w+)` \|", DESIGN, re.MULTILINE) == [mark.__name__ for mark in MARKS]


def test_the_tree_names_all_parts_and_nothing_else() -> None:
    """Every package and every module at the top; what else it names is a module somewhere, or a folder of files."""
    tree = DESIGN.split("```")[1]
    named = {f"{name}.py" for name in re.findall(r"(\w+)\.py\b", tree)} | set(re.findall(r"(\w+)/", tree))
    parts = {path.name for path in PACKAGE.rglob("*") if path.is_dir() and path.name != "__pycache__"}
    parts |= {path.name for path in PACKAGE.glob("*.py") if path.name != "__init__.py"}
    assert named == parts | {"newsparse"}


def test_modules_and_data_files_exist() -> None:
    named = re.findall(_NAMES, DESIGN)
    assert named
    assert [name for name in named if not _is_there(name)] == []
    inputs = [name for names in _INPUTS.findall(DESIGN) for name in names.split(", ")]
    assert len(inputs) > 10
    assert [name for name in inputs if not _is_there(f"dumps.inputs.{name}")] == []
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
