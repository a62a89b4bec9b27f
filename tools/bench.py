"""What newsparse costs: time by stage as a ratio to the bare parse, start-up, memory.

    python tools/bench.py                   measure and print
    python tools/bench.py --write           also write docs/benchmark.md's first tables
    python tools/bench.py --corpus DIR      a folder of pages (default: ../shared/corpus/pages, else the fixtures)
    python tools/bench.py --passes N        5 unless told

One core, decoded text in memory to finished record, for each page the least of N passes, summed over the pages; the
bare `lxml.html` parse of the same text is timed in the same loop. The fixtures are small: fixed costs weigh more with
them. `tools/peers.py` has other extractors side by side.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from lxml import html
from selectolax.lexbor import LexborHTMLParser

import newsparse
from newsparse import api
from newsparse.fields import FIELDS
from newsparse.marks import MARKS
from newsparse.page.page import Head
from newsparse.read.coerce import read
from newsparse.read.decode import decode
from newsparse.read.lexbor_walk import read_with_lexbor
from newsparse.read.prepare import prepare

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT.parent / "shared" / "corpus" / "pages"
FIXTURE = ROOT / "fixtures" / "shunwang" / "page.html"
REPORT = ROOT / "docs" / "benchmark.md"
START, END = "<!-- stages: written by make bench -->", "<!-- end of stages -->"
# Starts of a process that are timed; the least counts.
STARTS = 15


def files(folder: Path) -> list[bytes]:
    """The pages of the corpus, or of the fixtures."""
    found = sorted(folder.glob("*")) if folder.is_dir() else sorted((ROOT / "fixtures").glob("*/page.html"))
    return [path.read_bytes() for path in found]


def least(work: Callable[[], object], passes: int) -> float:
    """The shortest of so many runs, in seconds."""
    best = float("inf")
    for _ in range(passes):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def stages(text: str, options: newsparse.Options) -> dict[str, float]:
    """Seconds of each stage on one page, one pass."""
    clock = time.perf_counter
    times: dict[str, float] = {}
    start = clock()
    page = read(text, None, None, options)
    times["read"] = clock() - start
    start = clock()
    for mark in MARKS:
        mark(page)
    times["marks"] = clock() - start
    start = clock()
    winners = {field.name: api._first(field, page, options) for field in FIELDS}
    times["fields"] = clock() - start
    start = clock()
    article = api._article(page, options, winners)
    times["record (kind, sections)"] = clock() - start
    start = clock()
    article.to_json()
    times["render (`to_json`; not in the ratio)"] = clock() - start
    return times


def parts_of_read(data: bytes, text: str, passes: int) -> dict[str, float]:
    """Seconds of what goes into reading one page, each timed by itself; decoding is not in the ratio."""
    markup = prepare(text).markup
    parsing = least(lambda: LexborHTMLParser(markup), passes)
    return {
        "decode (not in the ratio: it starts from text)": least(lambda: decode(data), passes),
        "of read: prepare": least(lambda: prepare(text), passes),
        "of read: lexbor's parse": parsing,
        "of read: walk": least(lambda: read_with_lexbor(markup, Head(), {}), passes) - parsing,
    }


def speed(pages: list[bytes], passes: int) -> list[str]:
    """The table of time by stage."""
    lexbor, libxml2 = newsparse.Options(), newsparse.Options(parser="lxml")
    texts = [decode(page).text for page in pages]
    for text in texts[:20]:  # data files are read and patterns compiled once
        newsparse.parse(text)
    bare = whole = with_lxml = 0.0
    by_stage: Counter[str] = Counter()
    for data, text in zip(pages, texts, strict=True):
        bare += least(lambda text=text: html.document_fromstring(text), passes)  # type: ignore[misc]
        whole += least(lambda text=text: newsparse.parse(text, options=lexbor), passes)  # type: ignore[misc]
        with_lxml += least(lambda text=text: newsparse.parse(text, options=libxml2), passes)  # type: ignore[misc]
        by_stage.update(parts_of_read(data, text, passes))
        runs = [stages(text, lexbor) for _ in range(passes)]
        by_stage.update({name: min(run[name] for run in runs) for name in runs[0]})
    rows = {"**newsparse.parse**, lexbor (the default)": whole, "**newsparse.parse**, lxml": with_lxml, **by_stage}
    said = f"{len(pages)} pages, least of {passes} passes, Python {platform.python_version()}"
    table = ["| what | ratio |", "|---|---:|", *(f"| {name} | {value / bare:.2f} |" for name, value in rows.items())]
    return [f"{said}; bare `lxml.html` parse = 1.", "", *table]


def start_up() -> list[str]:
    """The table of what it costs to start, over what Python costs."""
    command = Path(sys.executable).with_name("newsparse")
    runs = {
        "`import newsparse`": [sys.executable, "-c", "import newsparse"],
        "`newsparse parse page.html`, start to end": [str(command), "parse", str(FIXTURE)],
    }
    python = _process([sys.executable, "-c", "pass"])
    rows = [f"| {name} | {(_process(args) - python) * 1e3:.0f} ms |" for name, args in runs.items()]
    return ["| what | over `python -c pass` |", "|---|---:|", *rows]


def _process(args: list[str]) -> float:
    # Bytecode is written by the first start, as it is for every installed package.
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return least(lambda: subprocess.run(args, stdout=subprocess.DEVNULL, env=own, check=True), STARTS)


def memory(pages: list[bytes]) -> str:
    """By how much all pages, a page after another, raise the peak of the process."""
    newsparse.parse(FIXTURE.read_bytes())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for page in sorted(pages, key=len):
        newsparse.parse(page)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    return (
        f"Memory: all pages one after another raise the peak of the process by {grown / 1e6:.0f} MB; the largest page "
        f"has {max(map(len, pages)) / 1e6:.1f} MB."
    )


def write(text: str) -> None:
    """Put the tables between their marks in docs/benchmark.md."""
    head, start, rest = REPORT.read_text(encoding="utf-8").partition(START)
    _, end, tail = rest.partition(END)
    if not (start and end):
        raise SystemExit(f"bench: {REPORT} lacks the lines {START} and {END}: write them where the tables belong.")
    REPORT.write_text(f"{head}{START}\n\n{text}\n\n{END}{tail}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=PAGES, help="a folder of pages")
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write docs/benchmark.md's tables")
    args = parser.parse_args()
    pages = files(args.corpus)
    remembered = memory(pages)  # first: afterwards the process has had its peak
    text = "\n".join([*speed(pages, args.passes), "", *start_up(), "", remembered])
    print(text)
    if args.write and not args.corpus.is_dir():
        print(f"\nbench: no corpus at {args.corpus}: these are the fixtures', and docs/benchmark.md stays as it is.")
    elif args.write:
        write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
