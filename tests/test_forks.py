"""Threads give what one gives; a process may fork while they read."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import newsparse
from forking import URL, page
from newsparse import forks
from newsparse.forks import Gate
from sample import ROOT, SOURCES

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
FIXTURES = sorted((ROOT / "fixtures").glob("**/page.html"))


@needs_fork
@pytest.mark.parametrize("delay", ["0", "0.02"])
@pytest.mark.parametrize("warmed", ["warmed", "cold"])
@pytest.mark.parametrize("way", ["parse", "lxml", "profiles", "jieba", "links", "explain"])
def test_children_of_a_process_whose_threads_read(way: str, warmed: str, delay: str) -> None:
    # Python 3.12 and later warn of every fork of a process with threads.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", str(ROOT / "tests" / "forking.py")]
    env = {**os.environ, "PYTHONPATH": SOURCES}
    done = subprocess.run([*command, way, warmed, delay], env=env, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("0\n", "")


def records(data: list[bytes]) -> list[dict[str, Any]]:
    return [newsparse.parse(each, URL).to_dict() for each in data]


@pytest.fixture(scope="module")
def pages() -> list[bytes]:
    assert FIXTURES
    return [*(path.read_bytes() for path in FIXTURES), *map(page, range(8))]


@pytest.fixture(scope="module")
def alone(pages: list[bytes]) -> list[dict[str, Any]]:
    """What one thread gives."""
    return records(pages)


def test_eight_threads_give_what_one_gives(pages: list[bytes], alone: list[dict[str, Any]]) -> None:
    with ThreadPoolExecutor(8) as threads:
        every = list(threads.map(records, [pages] * 8))
    assert all(found == alone for found in every)


def test_pages_dealt_out_to_threads(pages: list[bytes], alone: list[dict[str, Any]]) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert [found.to_dict() for found in threads.map(lambda data: newsparse.parse(data, URL), pages)] == alone


def test_tasks_of_asyncio(pages: list[bytes], alone: list[dict[str, Any]]) -> None:
    async def every() -> list[newsparse.Article]:
        return await asyncio.gather(*(asyncio.to_thread(newsparse.parse, data, URL) for data in pages))

    assert [article.to_dict() for article in asyncio.run(every())] == alone


def test_eight_threads_in_a_cold_process() -> None:
    """The first pages of a process, by all of them at once: what is loaded then is loaded for all."""
    program = (
        "import threading, newsparse\nfrom forking import URL, page\n"
        "start, found = threading.Barrier(8), []\n"
        "def read():\n    start.wait()\n    found.append(newsparse.parse(page(1), URL))\n"
        "threads = [threading.Thread(target=read) for _ in range(8)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]\n"
        "print(len(found), len(set(found)), found[0] == newsparse.parse(page(1), URL))"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((SOURCES, str(ROOT / "tests")))}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("8 1 True\n", "")


# The gate


def inside(gate: Gate) -> tuple[threading.Thread, threading.Event]:
    """A thread that is in, and the event that lets it out."""
    entered, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with gate:
            entered.set()
            leave.wait()

    thread = threading.Thread(target=stay, daemon=True)
    thread.start()
    entered.wait()
    return thread, leave


def test_a_fork_waits_for_who_is_inside() -> None:
    gate = Gate()
    thread, leave = inside(gate)
    seen: list[bool] = []
    changed = gate._changed

    def wait(timeout: float | None = None) -> bool:
        seen.append(thread.is_alive())
        leave.set()
        return type(changed).wait(changed, timeout)

    changed.wait = wait  # type: ignore[method-assign]
    gate.before_fork()
    assert seen[0]
    assert not gate._inside
    gate.after_fork()
    with gate:
        pass


def test_a_fork_does_not_wait_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "LONGEST_WAIT", 0.01)
    gate = Gate()
    thread, leave = inside(gate)
    gate.before_fork()
    gate.after_fork()
    assert thread.is_alive()
    leave.set()
    thread.join()


def test_who_is_inside_may_fork_and_go_in_again() -> None:
    gate = Gate()
    with gate:
        gate.before_fork()
        with gate:
            pass
        gate.after_fork()
    assert not gate._inside


def test_the_child_begins_anew() -> None:
    gate = Gate()
    thread, leave = inside(gate)
    with gate:
        gate._forking += 1
        gate.in_child()
        assert dict(gate._inside) == {threading.get_ident(): 1}
        assert not gate._forking
    assert not gate._inside
    leave.set()
    thread.join()
