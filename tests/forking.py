"""Run by test_forks: a process that forks while its threads read pages; prints how its children ended.

    python forking.py WAY WARMED DELAY

Each child reads pages and must end by itself. One that hangs is ended by its own alarm, which the exit code shows.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import newsparse
from newsparse import Options

_THREADS, _FORKS, _PAGES = 3, 12, 5
_HANGS = 60  # seconds: the machine may be busy; a lock that nobody holds is never let go
URL = "https://news.example.com/1.html"
PROFILE = '[[site]]\nhosts = ["news.example.com"]\nwhy = "A test."\n[site.match]\nsource = "来源：(.{4})"\n'


def page(number: int) -> bytes:
    story = "".join(
        f"<p>昨晚六点，第{number}条街的第{n}盏路灯亮了，居民说等了两年，回家的路方便多了。</p>" for n in range(30)
    )
    head = (
        f"<title>老街亮灯{number}_某某网</title><h1>老街亮灯{number}</h1><p>2021-11-08 10:30 来源：某某晚报 易天南</p>"
    )
    return f"<html>{head}<div>{story}</div></html>".encode("gb18030" if number % 2 else "utf-8")


def ways(folder: Path) -> dict[str, Callable[[bytes], object]]:
    """What threads and children do with a page."""
    (folder / "a.toml").write_text(PROFILE, encoding="utf-8")
    profiled = Options(profile_dirs=(str(folder),))
    return {
        "parse": lambda data: newsparse.parse(data, URL),
        "lxml": lambda data: newsparse.parse(data, URL, options=Options(parser="lxml")),
        "profiles": lambda data: newsparse.parse(data, URL, options=profiled),
        "jieba": lambda data: newsparse.parse(data, URL, options=Options(jieba=True)).extract_keywords(3),
        "links": lambda data: newsparse.links(data, URL),
        "explain": lambda data: newsparse.explain(data, URL),
    }


def main(way: str, warmed: str, delay: str) -> None:
    pages = [page(number) for number in range(20)]
    with tempfile.TemporaryDirectory() as folder:
        read = ways(Path(folder))[way]
        if warmed == "warmed":
            read(pages[0])
        stop: list[bool] = []

        def reading() -> None:
            while not stop:
                for data in pages:
                    read(data)

        for _ in range(_THREADS):
            threading.Thread(target=reading, daemon=True).start()
        children = []
        for _ in range(_FORKS):
            time.sleep(float(delay))
            child = os.fork()
            if not child:
                _in_child(read, pages[:_PAGES])
            children.append(child)
        print(*sorted({os.waitpid(child, 0)[1] for child in children}), flush=True)
        stop.append(True)
        os._exit(0)


def _in_child(read: Callable[[bytes], object], pages: list[bytes]) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_HANGS)
    code = 1
    try:
        for data in pages:
            read(data)
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(*sys.argv[1:])
