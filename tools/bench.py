"""How long newsparse takes, as a ratio to the bare `lxml.html` parse of the same decoded text, by stage.

    python tools/bench.py [--corpus DIR] [--passes N]

One core, decoded text in memory to finished record, for each page the least of N passes, summed over the pages; the
bare parse is timed in the same loop. Without the corpus the project's fixtures are measured: they are small, so fixed
costs weigh more.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from lxml import html

import newsparse
from newsparse import api
from newsparse.fields import FIELDS
from newsparse.marks import MARKS
from newsparse.readers.coerce import read
from newsparse.readers.decode import decode
from newsparse.readers.prepare import prepare

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT.parent / "shared" / "corpus" / "pages"


def texts(folder: Path) -> list[str]:
    """The decoded pages of the corpus, or of the fixtures."""
    found = sorted(folder.glob("*")) if folder.is_dir() else sorted((ROOT / "fixtures").glob("*/page.html"))
    return [decode(path.read_bytes()).text for path in found]


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
    prepare(text)
    times["prepare"] = clock() - start
    start = clock()
    page = read(text, None, None, options)
    times["read (prepare, parse, walk, scripts)"] = clock() - start
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
    times["to_json"] = clock() - start
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=PAGES, help="a folder of pages")
    parser.add_argument("--passes", type=int, default=5)
    args = parser.parse_args()
    pages = texts(args.corpus)
    lexbor, libxml2 = newsparse.Options(), newsparse.Options(parser="lxml")
    for text in pages[:20]:  # data files are read and patterns compiled once
        newsparse.parse(text)
    bare = whole = with_lxml = 0.0
    by_stage: Counter[str] = Counter()
    for text in pages:
        bare += least(lambda text=text: html.document_fromstring(text), args.passes)  # type: ignore[misc]
        whole += least(lambda text=text: newsparse.parse(text, options=lexbor), args.passes)  # type: ignore[misc]
        with_lxml += least(lambda text=text: newsparse.parse(text, options=libxml2), args.passes)  # type: ignore[misc]
        runs = [stages(text, lexbor) for _ in range(args.passes)]
        by_stage.update({name: min(run[name] for run in runs) for name in runs[0]})
    print(f"{len(pages)} pages, bare lxml.html parse = 1 ({bare / len(pages) * 1e3:.2f} ms a page here)\n")
    print("| what | ratio |\n|---|---|")
    for name, seconds in [("newsparse.parse, lexbor", whole), ("newsparse.parse, lxml", with_lxml), *by_stage.items()]:
        print(f"| {name} | {seconds / bare:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
