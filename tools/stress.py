"""Mutated pages and containers by the million: none may raise an untyped error, hang, or give an invalid row.

Input by seed and number, so that each can be made again; done in slices, so that a run can be broken off and gone on
with: the ledger in FOLDER says for each slice which numbers of which seed were done at which commit, and what came of
them. What does not hold is kept beside it, once for each kind of fault.

  python tools/stress.py                          2,000 pages (half by each parser) and 500 containers: a minute
  python tools/stress.py --pages 2000000 --containers 500000       until so many are in the ledger
  python tools/stress.py --sum                    what is in the ledger
  python tools/stress.py --show page 1 4711       one input as it was, on standard output
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from mutants import ROOT, made
from mutants.asking import Asked
from mutants.ledger import Ledger, commit

# Inputs of one question to the child, and of one line of the ledger.
CHUNK = {"page": 200, "container": 40}
SLICE = {"page": 10_000, "container": 2000}


def main() -> int:
    """Do what is asked; 1 where something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--containers", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long; go on later")
    parser.add_argument("--folder", type=Path, default=ROOT / ".stress", help="where the ledger is (.stress)")
    parser.add_argument("--sum", action="store_true", help="print the sums of the ledger")
    parser.add_argument("--show", nargs=3, metavar=("KIND", "SEED", "NUMBER"), help="write out one input")
    args = parser.parse_args()
    if args.show:
        return show(args.show[0], int(args.show[1]), int(args.show[2]))
    ledger = Ledger(args.folder)
    if not args.sum:
        wanted = {"page": args.pages, "container": args.containers}
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):  # what was done is in the ledger
            work(ledger, args.seed, wanted, time.monotonic() + args.seconds)
    print(json.dumps(ledger.sums(), indent=2, ensure_ascii=False))
    return 1 if ledger.open_faults() else 0


def work(ledger: Ledger, seed: int, wanted: dict[str, int], until: float) -> None:
    """Slices of both kinds in turn, until all that is wanted is in the ledger or the time is up."""
    with Asked() as child:
        while time.monotonic() < until:
            left = {kind: most - ledger.next(kind, seed) for kind, most in wanted.items()}
            kinds = [kind for kind, count in left.items() if count > 0]
            if not kinds:
                return
            for kind in kinds:
                a_slice(ledger, child, kind, seed, min(left[kind], SLICE[kind]), until)


def a_slice(ledger: Ledger, child: Asked, kind: str, seed: int, count: int, until: float) -> None:
    """Numbers that come next of a seed; a line of the ledger."""
    start = at = ledger.next(kind, seed)
    counts: dict[str, int] = {}
    broken = []
    began, mb = time.monotonic(), 0
    try:
        while at < start + count and time.monotonic() < until:
            end = min(at + CHUNK[kind], start + count)
            answer = child.ask(kind, seed, at, end)
            for name, number in answer["counts"].items():
                counts[name] = counts.get(name, 0) + number
            broken += answer["broken"]
            mb = max(mb, answer["mb"])
            at = end
    finally:
        if at > start:
            seconds = round(time.monotonic() - began, 1)
            ledger.add(kind, seed, start, at, counts, broken, commit=commit(), seconds=seconds, mb=mb)
            print(f"{kind} {start}-{at} in {seconds} s, {len(broken)} do not hold", file=sys.stderr, flush=True)


def show(kind: str, seed: int, number: int) -> int:
    """The bytes of an input on standard output, what goes with it on standard error."""
    if kind == "page":
        page = made.page(seed, number)
        data = page.page if isinstance(page.page, bytes) else page.page.encode("utf-8", "surrogatepass")
        print(page._replace(page=type(page.page).__name__), file=sys.stderr)
    else:
        one = made.container(seed, number)
        data = one.data
        print(one.kind, one.ending, file=sys.stderr)
    sys.stdout.buffer.write(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
