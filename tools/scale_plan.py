"""A billion pages on paper: a thousand workers simulated, with skewed files, dying workers and slow machines.

  python tools/scale_plan.py                       the table of docs/scale.md
  python tools/scale_plan.py --pages 1e8 --workers 200

Times are those that one core was measured to take (`--page-ms`). A file is a task. A worker that dies loses its task,
which is begun anew after `RESTART` seconds on the next worker that is free; the greatest files are begun first.
"""

from __future__ import annotations

import argparse
import heapq
import random
from typing import NamedTuple

# Losses for each file after which a job is said never to end: its tasks are longer than its workers live.
NEVER = 20
# Seconds until a task that was lost is begun anew, and that a task takes besides its pages (start of its processes).
RESTART, START = 10.0, 2.0


class Case(NamedTuple):
    """What is not as on paper.

    Attributes:
        files: into how many files the pages are packed.
        skew: of the files' sizes: sigma of their logarithm (0: all alike; 1: the greatest of 30,000 has 50 times the
            median).
        deaths: of a worker, an hour.
        slow: share of the workers that take three times as long.
        greatest_first: whether tasks are begun in that order.
        pieces: the greatest file is cut to so many times the mean; 0: it is left whole.
    """

    name: str
    files: int
    skew: float = 0.0
    deaths: float = 0.0
    slow: float = 0.0
    greatest_first: bool = True
    pieces: float = 0.0


class Outcome(NamedTuple):
    """Hours on the clock, of cores that were paid, the share of these that worked for nothing, tasks that were lost."""

    hours: float
    paid: float
    wasted: float
    lost: int


def sizes_of(case: Case, pages: float, chance: random.Random) -> list[float]:
    """Pages of each file."""
    weights = [chance.lognormvariate(0, case.skew) for _ in range(case.files)]
    scale = pages / sum(weights)
    sizes = [weight * scale for weight in weights]
    if case.pieces:
        most = case.pieces * pages / case.files
        cut = []
        for size in sizes:
            parts = max(1, -(-size // most))
            cut += [size / parts] * int(parts)
        sizes = cut
    return sorted(sizes, reverse=True) if case.greatest_first else sizes


def simulate(case: Case, pages: float, workers: int, page_seconds: float, seed: int = 1) -> Outcome:
    """Run the tasks."""
    chance = random.Random(seed)
    todo = [(START + size * page_seconds) for size in sizes_of(case, pages, chance)][::-1]
    speed = [3.0 if number < case.slow * workers else 1.0 for number in range(workers)]
    free = [(0.0, number) for number in range(workers)]
    again: list[tuple[float, float]] = []
    end = work = lost_work = 0.0
    lost = 0
    while todo or again:
        now, worker = heapq.heappop(free)
        if again and (again[0][0] <= now or not todo):
            ready, task = heapq.heappop(again)
            now = max(now, ready)
        else:
            task = todo.pop()
        length = task * speed[worker]
        dies = chance.expovariate(case.deaths / 3600) if case.deaths else float("inf")
        if dies < length:
            heapq.heappush(again, (now + dies + RESTART, task))
            now, lost_work, lost = now + dies + RESTART, lost_work + dies, lost + 1
        else:
            now, work = now + length, work + task
        end = max(end, now)
        heapq.heappush(free, (now, worker))
        if lost > NEVER * case.files:
            return Outcome(float("inf"), float("inf"), 1.0, lost)
    paid = end * workers
    return Outcome(end / 3600, paid / 3600, 1 - work / paid, lost)


CASES = (
    Case("30,000 files alike", 30_000),
    Case("skewed (sigma 1)", 30_000, skew=1.0),
    Case("skewed, as they come", 30_000, skew=1.0, greatest_first=False),
    Case("sites as files (sigma 2.5)", 30_000, skew=2.5),
    Case("the same, cut at 4 means", 30_000, skew=2.5, pieces=4),
    Case("a worker dies once in 10 hours", 30_000, skew=1.0, deaths=0.1),
    Case("a worker dies every hour", 30_000, skew=1.0, deaths=1.0),
    Case("every hour, 3,000 files", 3_000, skew=1.0, deaths=1.0),
    Case("one in 20 three times as slow", 30_000, skew=1.0, slow=0.05),
    Case("all of it", 30_000, skew=1.0, deaths=0.1, slow=0.05),
    Case("all of it, cut at 4 means", 30_000, skew=1.0, deaths=0.1, slow=0.05, pieces=4),
    Case("a million small files", 1_000_000, skew=1.0, deaths=0.1, slow=0.05),
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=float, default=1e9)
    parser.add_argument("--workers", type=int, default=1000)
    parser.add_argument("--page-ms", type=float, default=15.0, help="milliseconds of a core for a page")
    args = parser.parse_args()
    print("| case | hours | core hours paid | for nothing | tasks lost |\n|---|---|---|---|---|")
    for case in CASES:
        made = simulate(case, args.pages, args.workers, args.page_ms / 1000)
        print(f"| {case.name} | {made.hours:.2f} | {made.paid:.0f} | {made.wasted:.0%} | {made.lost} |")


if __name__ == "__main__":
    main()
