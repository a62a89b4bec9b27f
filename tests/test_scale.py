"""docs/scale.md: every block of code in it runs, where its engine is installed."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import dumps
import engines
from sample import ROOT

BLOCKS = re.findall(
    r"<!-- runs: (\w+) -->\n```(python|sh)\n(.*?)```", (ROOT / "docs" / "scale.md").read_text("utf-8"), re.DOTALL
)


def _input(folder: Path) -> None:
    """What the recipes read: a folder of CC-NEWS's shape, and tables of pages."""
    pages = dumps.pages(24)
    (folder / "crawl").mkdir()
    (folder / "crawl" / "CC-NEWS-20211108.warc.gz").write_bytes(dumps.warc_bytes(pages[:12], gz=True))
    (folder / "crawl" / "CC-NEWS-20211109.warc.gz").write_bytes(dumps.warc_bytes(pages[6:], gz=True))
    dumps.parquet_of(folder / "pages.parquet", [*pages, ("empty.html", b"")])


@pytest.mark.parametrize(("engine", "language", "code"), BLOCKS, ids=[block[0] for block in BLOCKS])
def test_a_recipe_runs(engine: str, language: str, code: str, tmp_path: Path) -> None:
    if engine == "spark":
        reason = engines.needs_spark.kwargs["reason"]
        if engines.needs_spark.args[0]:
            pytest.skip(reason)
    elif engine != "arrow" and not find_spec(engine):
        pytest.skip(f"needs {engine}")
    _input(tmp_path)
    if engine == "duckdb":
        subprocess.run(
            [sys.executable, "-m", "newsparse", "extract", "crawl", "-o", "articles.parquet", "--dedup"],
            cwd=tmp_path,
            env=engines.ENVIRONMENT,
            check=True,
        )
        (tmp_path / "articles").mkdir()
        (tmp_path / "articles.parquet").rename(tmp_path / "articles" / "part-0.parquet")
    if language == "python":
        (tmp_path / "recipe.py").write_text(code, encoding="utf-8")
        command = [sys.executable, "recipe.py"]
    else:
        command = ["sh", "-euc", code.replace("python -m", f"{sys.executable} -m")]
    done = subprocess.run(
        command, cwd=tmp_path, env=engines.ENVIRONMENT, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip().splitlines()[-1:] == re.findall(r"(?m)(?:# prints|^#>) (.+)$", code)[-1:], done.stdout
