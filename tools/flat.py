"""Memory of one process that reads page after page: is it flat?

Every page is a different one (fixtures, changed by number as `make stress` changes them, and sound pages), so that what
newsparse keeps between pages (caches of templates, names, phrases) is asked for new things all the time.

  python tools/flat.py --pages 1000000        until 1,000,000; prints a line for each 100,000
  python tools/flat.py --pages 200000 --every 20000 --parser lxml
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from pathlib import Path

from mutants import made, seeds

import newsparse

# Growth that may be for every 100,000 pages after the first 100,000, in MB.
MOST = 1.0
_WARM = 100_000


def main() -> int:
    """Read, look, say; 1 where it grew by more than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--every", type=int, default=0, help="pages between two looks (a tenth of --pages)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parser", choices=[*made.PARSERS, "both"], default="both")
    args = parser.parse_args()
    every = args.every or max(1, args.pages // 10)
    looks = [(0, resident())]
    for number in range(args.pages):
        read(args.seed, number, args.parser)
        if (number + 1) % every == 0:
            looks.append((number + 1, resident()))
            print(f"{number + 1:9} pages  {looks[-1][1]:7.1f} MB  {time.process_time():8.0f} s", flush=True)
    grown = growth(looks)
    print(json.dumps({"pages": args.pages, "seed": args.seed, "mb_for_100000_after_the_first_100000": grown}))
    return 1 if grown is not None and grown > MOST else 0


def read(seed: int, number: int, parser: str) -> None:
    """One page: of ten nine are mutated, one is sound."""
    given = made.page(seed, number)
    options = given.options if parser == "both" else {**given.options, "parser": parser}
    page, url, content_type = given.page, given.url, given.content_type
    if number % 10 == 0:
        page, url, content_type = seeds.sound(number), f"https://{number % 1000}.example.com/{number}.html", None
    try:
        newsparse.parse(page, url, content_type=content_type, options=newsparse.Options(**options)).to_json()
    except newsparse.NewsparseError:
        return


def growth(looks: list[tuple[int, float]]) -> float | None:
    """MB for each 100,000 pages, by the straight line that fits the looks best; None where there are too few.

    The first 100,000 do not count: caches fill, and the heap takes its shape.
    """
    points = [look for look in looks if look[0] >= _WARM]
    if len(points) < 3:
        return None
    x0, y0 = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    slope = sum((x - x0) * (y - y0) for x, y in points) / sum((x - x0) ** 2 for x, _ in points)
    return round(slope * 100_000, 3)


def resident() -> float:
    """MB that this process holds now (Linux)."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1000


if __name__ == "__main__":
    sys.exit(main())
