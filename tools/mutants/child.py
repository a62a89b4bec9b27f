"""The process that the work is done in: it may hang, crash or eat memory; the one that asks for it goes on.

Says "ready", reads lines "KIND SEED FROM TO" and answers each with a line of JSON: counts, and what did not hold.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mutants import holds, made, reading
from mutants.holds import Broken

# Bytes of address space: input that makes a process greater than this ends in a MemoryError, which is a finding.
_MOST_MEMORY = 6 << 30


def main() -> int:
    """Answer until there is nothing more to do."""
    warnings.simplefilter("error")  # a warning of a library is a fault, too
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    work = reading.temporary()
    answers = sys.stdout
    print("ready", flush=True)
    try:
        for line in sys.stdin:
            kind, seed, start, end = line.split()
            numbers = range(int(start), int(end))
            done = _pages(int(seed), numbers) if kind == "page" else _containers(int(seed), numbers, work)
            print(json.dumps({**done, "mb": _memory()}), file=answers, flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


def _pages(seed: int, numbers: range) -> dict[str, Any]:
    counts, broken = Counter[str](), []
    for number in numbers:
        try:
            counts[holds.page(made.page(seed, number))] += 1
        except Broken as error:
            broken.append((number, error.kind, str(error)))
    return {"counts": counts, "broken": broken}


def _containers(seed: int, numbers: range, work: Path) -> dict[str, Any]:
    """A run over all; where something does not hold, one over each: then it is known which."""
    try:
        return {"counts": reading.containers(seed, numbers, work), "broken": []}
    except Broken as error:
        if len(numbers) == 1:
            return {"counts": {}, "broken": [(numbers.start, error.kind, str(error))]}
        together = (numbers.start, f"only together: {error.kind}", f"{numbers}: {error}")
    alone = [_containers(seed, range(number, number + 1), work) for number in numbers]
    counts = sum((Counter(one["counts"]) for one in alone), Counter[str]())
    return {"counts": counts, "broken": [each for one in alone for each in one["broken"]] or [together]}


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


if __name__ == "__main__":
    sys.exit(main())
