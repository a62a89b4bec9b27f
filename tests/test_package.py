"""What is shipped, and what an import costs."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

import newsparse
from sample import PAGE

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "newsparse"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DATA = sorted(
    path.relative_to(SOURCES).as_posix()
    for folder in ("data", "report/assets")
    for path in (SOURCES / folder).rglob("*")
    if path.is_file()
)


def python(code: str) -> str:
    """What a new Python prints."""
    command = [sys.executable, "-W", "error", "-c", code]
    environment = {"PYTHONPATH": str(SOURCES.parent)}
    done = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


@pytest.mark.parametrize("name", ["py.typed", *DATA])
def test_data_files_are_in_the_package(name: str) -> None:
    """Every file of these folders is found as a resource; the wheel is all of the package's folder."""
    assert files("newsparse").joinpath(name).is_file()
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/newsparse"]


def test_every_folder_of_modules_is_a_package() -> None:
    """A folder without __init__.py would be left out of wheels."""
    folders = {path.parent for path in SOURCES.rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_no_two_modules_have_one_name() -> None:
    names = Counter(path.stem for path in SOURCES.rglob("*.py") if not path.stem.startswith("__"))
    assert [name for name, times in names.items() if times > 1] == []


def test_import_loads_no_dictionary_and_no_engine() -> None:
    heavy = {"bs4", "fastwarc", "jieba", "lxml", "pyarrow", "regex", "scrapy", "selectolax", "zstandard"}
    assert python(f"import sys, newsparse; print({heavy} & sys.modules.keys())") == "set()\n"


# What `import newsparse` and `newsparse parse` ask the standard library and others for: all that these bring along is
# theirs. `email`, `tempfile`, `socket`, engines … take longer to import than many modules of ours; who needs one
# imports it where it is used. Of ours: the parts, and the modules of those that are for another command.
_IMPORTED = (
    "binascii bisect collections contextlib dataclasses datetime enum functools html itertools json logging math"
    " operator os pkgutil re reprlib struct threading time tomllib types typing unicodedata urllib.parse"
).split()
_OURS = (
    "api article errors fields forks frozen grouped lexicon links marks options page read record remembered sections"
    " stitch text withheld"
).split()
_PARSE = ["argparse", "gettext", "pathlib", "regex", "selectolax.lexbor", "shutil", "traceback"]
_OURS_PARSE = ["cli", "disk", "dumps.printable", "render"]
_PARSED = "sys.stdout = open(os.devnull, 'w'); from newsparse.cli.main import main; main(['parse', sys.argv[1]])"


@pytest.mark.parametrize(
    ("does", "others", "ours"),
    [("import newsparse", _IMPORTED, _OURS), (_PARSED, [*_IMPORTED, *_PARSE], [*_OURS, *_OURS_PARSE])],
    ids=["import", "parse"],
)
def test_modules_that_are_loaded(does: str, others: list[str], ours: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    code = (
        f"import sys, os; import {', '.join(others)}; before = set(sys.modules);{does};"
        "print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, str(page)]
    done = subprocess.run(command, env={"PYTHONPATH": str(SOURCES.parent)}, capture_output=True, check=True, timeout=60)
    loaded = [name.split(".") for name in done.stderr.decode().split()]
    assert [".".join(name) for name in loaded if name[0] not in ("newsparse", "selectolax", "regex")] == []
    parts = {".".join(name[1:3] if name[1] == "dumps" else name[1:2]) for name in loaded if name[1:]}
    assert parts - {"", "dumps"} == set(ours)


def test_import_reads_no_file_of_ours_and_parse_needs_no_jieba() -> None:
    code = (
        "import sys, newsparse, newsparse.lexicon as lexicon;"
        "print(lexicon.load.cache_info().currsize);"
        "newsparse.parse('<h1>石桥修好了</h1><p>石桥昨日通行。</p>');"
        "print(sorted({'jieba', 'bs4'} & sys.modules.keys()))"
    )
    assert python(code).split("\n")[:2] == ["0", "[]"]


def test_version_is_one() -> None:
    assert PROJECT["tool"]["hatch"]["version"] == {"path": "src/newsparse/__init__.py"}
    assert newsparse.__version__.count(".") == 2


def test_public_names_are_there() -> None:
    assert [name for name in newsparse.__all__ if not hasattr(newsparse, name)] == []
    assert {"parse", "explain", "schema", "Article", "Options"} <= set(newsparse.__all__)


def test_make_targets_that_the_readme_names_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in ("demo", "test", "docs"):
        assert f"make {target}" in readme
        assert f"\n{target}: " in makefile
