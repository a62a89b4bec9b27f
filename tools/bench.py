"""What newsparse costs: time as a ratio to the bare parse, as a whole and by stage, start-up, memory.

    python tools/bench.py                   measure and print (about three minutes)
    python tools/bench.py --quick           the whole with the default parser only, fewer processes (half a minute)
    python tools/bench.py --src DIR         another checkout's src and this one's in turn: which is the faster
    python tools/bench.py --pages DIR       a folder of pages (default: ../shared/corpus/pages, else the fixtures)
    python tools/bench.py --processes N     5 unless told (3 if quick)
    python tools/bench.py --write           also write docs/benchmark.md's first tables

How: the pages' sites make two halves. A fresh process parses the pages of one half; then each page of the other half
is parsed for the first time, from decoded text in memory to the finished record, and timed beside the bare
`lxml.html` parse of the same text. Processor time; for each page the least of N processes, summed over the pages.
The fixtures are small: fixed costs weigh more with them. `tools/peers.py` has other extractors side by side.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WORKER = Path(__file__).with_name("bench_worker.py")
PAGES = ROOT.parent / "shared" / "corpus" / "pages"
FIXTURE = ROOT / "fixtures" / "shunwang" / "page.html"
REPORT = ROOT / "docs" / "benchmark.md"
START, END = "<!-- stages: written by make bench -->", "<!-- end of stages -->"
STAGES = (
    "read: prepare",
    "read: parse",
    "read: walk",
    "read: scripts",
    "read: the rest",
    "marks",
    "fields",
    "kind and sections",
    "record made, page freed",
)
AFTER = {"to_dict": "`to_dict`, which is not in the whole"}
PARSERS = ("lexbor", "lxml")
# Starts of a process that are timed; the least counts.
STARTS = 15


@dataclass
class Series:
    """One way of running: what its processes measured, for each page and stage the least."""

    src: Path
    parser: str = "lexbor"
    stages: bool = False
    least: dict[str, dict[str, int]] = field(default_factory=dict)

    def run(self, warm: list[str], timed: list[str]) -> None:
        """Measure in one more process."""
        job = {"parser": self.parser, "stages": self.stages, "warm": warm, "timed": timed}
        for path, times in work(self.src, job).items():
            known = self.least.setdefault(path, times)
            # A stage that a process did not come to is none of the page's.
            self.least[path] = {name: min(known[name], times[name]) for name in known.keys() & times.keys()}

    def ratios(self) -> dict[str, float]:
        """Of the whole and of each stage to the bare parse."""
        sums: Counter[str] = Counter()
        for times in self.least.values():
            sums.update(times)
        bare = sums.pop("bare")
        return {name: value / bare for name, value in sums.items()}

    def whole(self) -> int:
        return sum(times["whole"] for times in self.least.values())


def work(src: Path, job: dict[str, Any]) -> Any:
    """What a fresh process with the newsparse of a folder says."""
    env = {**os.environ, "PYTHONPATH": str(src)}
    told = json.dumps({**job, "src": str(src)})
    ran = subprocess.run([sys.executable, str(WORKER)], input=told, stdout=subprocess.PIPE, env=env, text=True)
    if ran.returncode:
        raise SystemExit(f"bench: the process that measures {src} failed (exit code {ran.returncode}).")
    return json.loads(ran.stdout)


def sites(folder: Path) -> dict[str, list[str]]:
    """The pages of a folder, or the fixtures', by site: by index.jsonl beside it, else as their names begin."""
    if not folder.is_dir():
        return {path.parent.name: [str(path)] for path in sorted((ROOT / "fixtures").glob("*/page.html"))}
    index = folder.parent / "index.jsonl"
    rows = map(json.loads, index.read_text(encoding="utf-8").splitlines()) if index.is_file() else ()
    site_of = {row["file"]: row["site"] for row in rows}
    by_site: dict[str, list[str]] = {}
    for path in sorted(folder.iterdir()):
        by_site.setdefault(site_of.get(path.name, path.name.rpartition("-")[0]), []).append(str(path))
    return by_site


def halves(by_site: dict[str, list[str]]) -> tuple[list[str], list[str]]:
    """The pages of every other site, and the rest."""
    names = sorted(by_site)
    one, other = ([path for name in names[start::2] for path in by_site[name]] for start in (0, 1))
    return one, other


def measure(series: list[Series], by_site: dict[str, list[str]], processes: int) -> None:
    """Run all series in turn, so that what else the machine does meets them alike."""
    one, other = halves(by_site)
    for number in range(processes):
        for warm, timed in ((one, other), (other, one)):
            for each in series:
                each.run(warm, timed)
        if sys.stderr.isatty():
            print(f"bench: {number + 1} of {processes}", file=sys.stderr)


def said(series: Series, processes: int) -> str:
    return (
        f"{len(series.least)} pages, each page's first parse, least of {processes} processes, "
        f"Python {platform.python_version()}; bare `lxml.html` parse = 1."
    )


def compared(series: list[Series], processes: int) -> str:
    """The whole of each tree, and the difference to the first."""
    first = series[0].whole()
    # One bare parse for all, or its own noise (3 %) would tell the trees apart.
    bare = sum(min(each.least[path]["bare"] for each in series if path in each.least) for path in series[0].least)
    rows = [f"{each.whole() / bare:.3f}  {each.whole() / first - 1:+7.2%}  {each.src}" for each in series]
    return "\n".join([said(series[0], processes), *rows])


def table(wholes: Iterable[Series], by_stage: Iterable[Series]) -> list[str]:
    """The table of time by stage, a column for each parser."""
    whole = [each.ratios()["whole"] for each in wholes]
    columns = [each.ratios() for each in by_stage]
    names = {**{stage: stage for stage in STAGES}, **AFTER}
    rows = [
        f"| {shown} | {' | '.join(f'{column.get(name, 0):.2f}' for column in columns)} |"
        for name, shown in names.items()
    ]
    bold = " | ".join(f"**{ratio:.2f}**" for ratio in whole)
    return [f"| what | {' | '.join(PARSERS)} |", "|---|---:|---:|", f"| **whole** | {bold} |", *rows]


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
    """Seconds of processor time that a program takes from start to end."""
    # Bytecode is written by the first start, as it is for every installed package.
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own["PYTHONPATH"] = str(ROOT / "src")
    best = float("inf")
    for _ in range(STARTS):
        before = _of_children()
        subprocess.run(args, stdout=subprocess.DEVNULL, env=own, check=True)
        best = min(best, _of_children() - before)
    return best


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(by_site: dict[str, list[str]]) -> str:
    """By how much all pages, a page after another, raise the peak of the process."""
    paths = [path for pages in by_site.values() for path in pages]
    grown = work(ROOT / "src", {"memory": paths})
    largest = max(Path(path).stat().st_size for path in paths)
    return (
        f"Memory: all pages one after another raise the peak of the process by {grown / 1e6:.0f} MB; the largest page "
        f"has {largest / 1e6:.1f} MB."
    )


def report(by_site: dict[str, list[str]], processes: int) -> str:
    """All tables."""
    src = ROOT / "src"
    wholes = [Series(src, parser) for parser in PARSERS]
    by_stage = [Series(src, parser, stages=True) for parser in PARSERS]
    measure([*wholes, *by_stage], by_site, processes)
    first = [said(wholes[0], processes), "", *table(wholes, by_stage)]
    return "\n".join([*first, "", *start_up(), "", memory(by_site)])


def write(text: str) -> None:
    """Put the tables between their marks in docs/benchmark.md."""
    head, start, rest = REPORT.read_text(encoding="utf-8").partition(START)
    _, end, tail = rest.partition(END)
    if not (start and end):
        raise SystemExit(f"bench: {REPORT} lacks the lines {START} and {END}: write them where the tables belong.")
    REPORT.write_text(f"{head}{START}\n\n{text}\n\n{END}{tail}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=PAGES, help="a folder of pages")
    parser.add_argument("--src", type=Path, action="append", default=[], help="another checkout's src; may be repeated")
    parser.add_argument("--processes", type=int, help="for each half of the sites")
    parser.add_argument("--quick", action="store_true", help="the whole only")
    parser.add_argument("--write", action="store_true", help="write docs/benchmark.md's tables")
    args = parser.parse_args()
    by_site = sites(args.pages)
    processes = args.processes or (3 if args.quick else 5)
    if args.quick or args.src:
        own = [ROOT / "src"] if (ROOT / "src" / "newsparse").is_dir() else []
        series = [Series(src.resolve()) for src in (*own, *args.src)]
        measure(series, by_site, processes)
        print(compared(series, processes))
        return 0
    text = report(by_site, processes)
    print(text)
    if args.write and not args.pages.is_dir():
        print(f"\nbench: no corpus at {args.pages}: these are the fixtures', and docs/benchmark.md stays as it is.")
    elif args.write:
        write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
