"""docs/analysis.md: its code runs where its engine is installed, and prints what is shown; its pictures are true."""

from __future__ import annotations

import doctest
import json
import os
import re
import runpy
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import newsparse
from sample import ROOT, SOURCES

PAGE = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"<!-- runs: (\w+) -->\n```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)
NEEDS = {"sqlite": "sqlite3"}
MAKE_PAGES = ROOT / "examples" / "newsroom" / "make_pages.py"

needs_pyarrow = pytest.mark.skipif(not find_spec("pyarrow"), reason="needs pyarrow (pip install 'newsparse[dumps]')")


def python(*command: str | Path, folder: Path) -> str:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": SOURCES, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, *map(str, command)], cwd=folder, env=environment, capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder after the first block, whose commands are these."""
    folder = tmp_path_factory.mktemp("analysis")
    (first,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    make, *extracts = first.splitlines()
    assert make == "python examples/newsroom/make_pages.py pages"
    python(MAKE_PAGES, "pages", folder=folder)
    for extract in extracts:
        python("-m", *extract.split(), folder=folder)
    return folder


@needs_pyarrow
@pytest.mark.parametrize(("engine", "code", "shown"), RECIPES, ids=[f"{r[0]}-{n}" for n, r in enumerate(RECIPES)])
def test_a_recipe_prints_what_is_shown(engine: str, code: str, shown: str, made: Path) -> None:
    if not find_spec(NEEDS.get(engine, engine)):
        pytest.skip(f"needs {engine}")
    (made / "recipe.py").write_text(code, encoding="utf-8")
    printed = [line.split() for line in python("recipe.py", folder=made).splitlines()]
    assert printed == [line.split() for line in shown.splitlines()]


def test_all_code_runs() -> None:
    assert [engine for engine, _, _ in RECIPES] == ["pandas", "pandas", "duckdb", "polars", "duckdb", "sqlite"]
    assert len(re.findall("```python", PAGE)) == len(RECIPES) + 2


def test_pictures_are_of_these_pages() -> None:
    code = (
        "import sys, json; sys.path.insert(0, 'tools'); import analysis_pictures as a; print(json.dumps(a.pictures()))"
    )
    made = json.loads(python("-c", code, folder=ROOT))
    assert sorted(made) == sorted(re.findall(r"\]\((analysis-\w+\.svg)\)", PAGE))
    stale = [name for name, text in made.items() if (ROOT / "docs" / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run tools/analysis_pictures.py"


def test_the_picture_of_words_shows_what_the_index_finds() -> None:
    texts = re.findall(r">([^<>]+)</text>", (ROOT / "docs" / "analysis-words.svg").read_text(encoding="utf-8"))
    for line in RECIPES[-1][2].splitlines():
        query, counts = re.split(r" (?=\d+:)", line)[0], re.findall(r"\d+:(\d+)", line)
        at = texts.index(query)
        assert texts[at + 1 : at + 1 + len(counts)] == counts


@needs_pyarrow
def test_the_examples_of_a_single_story(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    examples = re.findall(r"```python\n(>>> .*?)```", PAGE, re.DOTALL)
    assert len(examples) == 2
    test = doctest.DocTestParser().get_doctest("".join(examples), {}, "analysis.md", None, 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_pages_are_read_as_they_were_made() -> None:
    """Recipes count records, not what a rule missed."""
    example = runpy.run_path(str(MAKE_PAGES))
    read = [newsparse.parse(page) for page in example["pages"]().values()]
    wanted = [
        (desk.source, (desk.author,), (desk.editor,), month)
        for desk in example["DESKS"]
        for month in range(desk.first, desk.last + 1)
        for _ in range(desk.stories)
    ]
    assert [(a.source, a.authors, a.editors, a.published and a.published.month) for a in read] == wanted
    assert {a.published_precision for a in read if a.source == example["WEEKLY"]} == {"day"}
