"""examples/portal_crawl, run as a user runs it: front page to JSONL and SQLite, and then only what is new."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from portal import Portal, Story, stories
from portal.server import BROKEN, EMPTY, MISSING, MOVED, PDF

ROOT = Path(__file__).parent.parent
PROJECT = ROOT / "examples" / "portal_crawl"
ONCE = [story for story in stories() if not story.late]

needs_scrapy = pytest.mark.skipif(find_spec("scrapy_poet") is None, reason="newsparse[scrapy] is not installed")


class Crawl:
    """The project's two files in a folder, and runs that fill them."""

    def __init__(self, portal: Portal, folder: Path) -> None:
        self.portal = portal
        self.jsonl = folder / "news.jsonl"
        self.sqlite = folder / "news.sqlite"

    def run(self) -> list[str]:
        """Run the spider; the paths that it asked the portal for."""
        before = len(self.portal.requests)
        feeds = json.dumps({str(self.jsonl): {"format": "jsonlines", "encoding": "utf8", "overwrite": False}})
        settings = {
            "FEEDS": feeds,
            "DATABASE": str(self.sqlite),
            "AUTOTHROTTLE_ENABLED": "False",
            "LOG_LEVEL": "WARNING",
        }
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"start={self.portal.url}", *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_PROXY": "127.0.0.1"}
        done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, check=False, timeout=120)
        errors = done.stderr.decode()
        assert done.returncode == 0, errors
        assert "Traceback" not in errors, errors
        return [request.path for request in self.portal.requests[before:]]

    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.jsonl.read_text(encoding="utf-8").splitlines()]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.sqlite) as connection:
            found = connection.execute(query).fetchall()
        connection.close()
        return found


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[Crawl]:
    with Portal(slow=0.3) as portal:
        yield Crawl(portal, tmp_path)


def check(story: Story, record: dict[str, Any]) -> None:
    assert record["title"] == story.title
    assert record["text"] == story.text
    assert (record["source"], record["authors"], record["editors"]) == (story.source, [story.reporter], [story.editor])
    assert record["published"].startswith(story.published.replace(" ", "T"))


@needs_scrapy
def test_from_the_front_page_to_files_and_then_what_is_new(crawl: Crawl) -> None:
    portal = crawl.portal
    first = crawl.run()
    articles = [path for path in first if not path.endswith("/") and "index_" not in path]
    assert len(articles) == len(set(articles)), "no article is fetched twice"
    records = {record["url"]: record for record in crawl.records()}
    for story in ONCE:
        check(story, records[portal.address(story.path)])
    assert records.keys() == {portal.address(story.path) for story in ONCE} | {portal.address(BROKEN)}
    assert {"/local/index_2.html", "/sports/2024-05/14/content_20003_3.htm"} <= set(first)

    outcomes = dict(crawl.rows("SELECT url, outcome FROM done"))
    for path, outcome in ((MISSING, "404"), (PDF, "BinaryPage"), (EMPTY, "EmptyPage"), (MOVED, "article")):
        assert outcomes[portal.address(path)] == outcome
    rows = {row[0]: row[1:] for row in crawl.rows("SELECT url, title, authors, text FROM articles")}
    assert rows[portal.address(ONCE[0].path)] == (ONCE[0].title, ONCE[0].reporter, ONCE[0].text)
    assert len(rows) == len(records)

    # Nothing is new: the second run asks for the lists alone.
    second = crawl.run()
    assert [path for path in second if not (path.endswith("/") or "index_" in path or path == "/robots.txt")] == []
    assert len(crawl.records()) == len(records)

    # One story is: it is fetched, and no other.
    late = portal.publish_late()
    third = crawl.run()
    fetched = [path for path in third if not (path.endswith("/") or "index_" in path or path == "/robots.txt")]
    assert fetched == [story.path for story in late]
    assert [record["url"] for record in crawl.records()][len(records) :] == [portal.address(late[0].path)]
    check(late[0], crawl.records()[-1])


def test_the_docs_quote_the_project() -> None:
    """docs/crawl-example.md explains lines that are in the project."""
    text = (ROOT / "docs" / "crawl-example.md").read_text(encoding="utf-8")
    code = "\n".join(file.read_text(encoding="utf-8") for file in PROJECT.glob("portal_crawl/*.py"))
    plain = re.sub(r"\s+", " ", code)
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    for block in blocks:
        assert re.sub(r"\s+", " ", block).strip() in plain, block
