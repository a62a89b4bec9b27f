"""docs/crawlers.md: every block of code in it runs, programs against the portal on loopback."""

from __future__ import annotations

import doctest
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from portal import ENVIRONMENT, Portal, stories
from portal.templates import CHANNELS

ROOT = Path(__file__).parent.parent
DOC = ROOT / "docs" / "crawlers.md"
START = "http://127.0.0.1:8000/"
NEEDS = ("scrapy", "crawlee", "httpx", "scrapy_poet")


class Block(NamedTuple):
    """A block of code, and how the comment before it says it is run."""

    how: str
    code: str


BLOCKS = [
    Block(*found) for found in re.findall(r"<!-- (.+?) -->\n```python\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
]
PROGRAMS = [block for block in BLOCKS if block.how != "doctest"]


def missing(code: str) -> str | None:
    """The package that a program imports and that is not installed."""
    return next(
        (name for name in NEEDS if re.search(rf"^(?:import|from) {name}\b", code, re.M) and not find_spec(name)), None
    )


def name_of(block: Block) -> str:
    first = re.search(
        r"scrapy_poet|fetcher|ChannelPage|crawlee|httpx|scrapy", block.code.replace("integrations.scrapy", "")
    )
    return f"{block.how} {first[0] if first else ''}"


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal(slow=0.2) as running:
        yield running


def items_of(folder: Path) -> list[dict[str, Any]]:
    """What a program left behind."""
    if (folder / "news.json").exists():
        items: list[dict[str, Any]] = json.loads((folder / "news.json").read_text(encoding="utf-8"))
        return items
    return [json.loads(line) for line in (folder / "news.jsonl").read_text(encoding="utf-8").splitlines()]


def _told(errors: str) -> list[str]:
    """What a program wrote to standard error.

    But for what tldextract (of web-poet) says off the net, and what other packages say of each other's versions.
    """
    records = re.split(r"^(?=\d{4}-\d\d-\d\d )", errors, flags=re.MULTILINE)
    others = re.compile(r".*(\[tldextract\]|\[py\.warnings\].*site-packages)")
    return [record for record in records if record and not others.match(record)]


def test_every_block_says_how_it_is_run() -> None:
    assert len(BLOCKS) == DOC.read_text(encoding="utf-8").count("```python")
    assert {block.how for block in BLOCKS} == {"scrapy runspider", "python", "doctest"}


def run(program: str, how: str, folder: Path) -> str:
    """Run a program in a folder; gives back what it wrote to standard error."""
    file = folder / "program.py"
    file.write_text(program, encoding="utf-8")
    command = [sys.executable, str(file)]
    if how == "scrapy runspider":
        settings = ["-O", "news.jsonl", "-s", "FEED_EXPORT_ENCODING=utf-8", "-s", "LOG_LEVEL=WARNING"]
        command = [sys.executable, "-m", "scrapy", "runspider", str(file), *settings]
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)
    errors = done.stderr.decode()
    assert done.returncode == 0, errors
    return errors


@pytest.mark.parametrize("block", PROGRAMS, ids=name_of)
def test_program(block: Block, portal: Portal, tmp_path: Path) -> None:
    if name := missing(block.code):
        pytest.skip(f"{name} is not installed")
    assert START in block.code
    errors = run(block.code.replace(START, portal.url), block.how, tmp_path)
    if block.how != "python":  # Crawlee logs the traceback of the 404 that is among the portal's links
        assert _told(errors) == []  # no warning, no error that a page of the portal raised
        assert "\\u" not in (tmp_path / "news.jsonl").read_text(encoding="utf-8")

    found = {"/" + item["url"].split("/", 3)[3]: item for item in items_of(tmp_path)}
    start = block.code.split(START)[1].split('"')[0].strip("/")
    wanted = [story for story in stories() if not story.late and (not start or story.channel == start)]
    if block.how == "python" and "httpx" in block.code:  # which takes the front page's links alone
        wanted = [story for story in wanted if story.path in found]
        assert len(wanted) >= 6
    assert start in ("", *CHANNELS)
    for story in wanted:
        item = found[story.path]
        assert (item.get("title") or item.get("headline")) == story.title
        assert (item["source"], item["editors"]) == (story.source, [story.editor])
        if "stitch_async" in block.code:
            assert item["text"] == story.text
        if "ChannelPage" in block.code:
            assert item["siteName"] == "三汊河新闻网"


@pytest.mark.parametrize("block", [block for block in PROGRAMS if re.search(START + r"\w", block.code)], ids=name_of)
def test_a_program_that_begins_at_a_channel_takes_the_front_page_as_well(
    block: Block, portal: Portal, tmp_path: Path
) -> None:
    """Which leads to pages that are gone, empty, and none."""
    if name := missing(block.code):
        pytest.skip(f"{name} is not installed")
    errors = run(re.sub(START + r"[\w/]+", portal.url, block.code), block.how, tmp_path)
    assert _told(errors) == []
    assert len(items_of(tmp_path)) >= 6


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block.how == "doctest"], ids=lambda block: block.code[4:40]
)
def test_doctest(block: Block) -> None:
    test = doctest.DocTestParser().get_doctest(block.code, {}, "crawlers.md", str(DOC), 0)
    runner = doctest.DocTestRunner(verbose=False)
    test.globs["newsparse"] = __import__("newsparse")
    out: list[str] = []
    runner.run(test, out=out.append)
    assert runner.failures == 0, "".join(out)
    assert runner.tries > 2
