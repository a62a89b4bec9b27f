"""Figures of accuracy over fixtures/shapes: pages of many kinds, written by people who had not seen the code.

python tools/shapes.py          the figures
python tools/shapes.py n- o-    of the pages whose names begin so: a set that was met together

What differs on each page: newsparse evaluate fixtures/shapes --each
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from newsparse.evaluate import Evaluation, evaluate, read_cases  # noqa: E402

SHAPES = ROOT / "fixtures" / "shapes"


def measure(*sets: str) -> Evaluation:
    """All pages, or those whose names begin so, scored."""
    return evaluate([case for case in read_cases(SHAPES) if case.path.name.startswith(sets or ("",))])


def main() -> None:
    found = measure(*sys.argv[1:])
    print(f"{len(found.pages)} pages")
    for name, figure in found.figures.items():
        print(f"  {name:16} {figure.value:.3f}")


if __name__ == "__main__":
    main()
