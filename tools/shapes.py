"""Figures of accuracy over fixtures/shapes: pages of many kinds, written by people who had not seen the code.

python tools/shapes.py            the figures
python tools/shapes.py --each     and, page by page, what differs from the label
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import newsparse  # noqa: E402
from figures import CLEAN, NAMES, Row, figures, row  # noqa: E402

SHAPES = ROOT / "fixtures" / "shapes"
# The field that a figure is about.
FIELDS = {"day": "published", "minute": "published", "source_spurious": "source", "reject": "kind"}


def labels() -> Iterator[dict[str, Any]]:
    """What each page must give."""
    with (SHAPES / "gold.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def measure() -> Iterator[tuple[dict[str, Any], dict[str, Any], Row]]:
    """For each page the label, the record, the figures."""
    for label in labels():
        record = newsparse.parse((SHAPES / "pages" / label["file"]).read_bytes()).to_dict()
        yield label, record, row({**label, "text": label.get("body", [])}, record)


def differences(label: dict[str, Any], record: dict[str, Any], found: Row) -> Iterator[str]:
    """What is wrong on a page, a line each."""
    for name, value in found.items():
        if name in NAMES:
            if len(set(value)) > 1:
                yield f"{name}: {list(record[name])}, not {label[name]}"
        elif name == "body":
            if value < CLEAN:
                yield f"body: {value:.3f}"
        elif name != "clean" and bool(value) == (name == "source_spurious"):
            field = FIELDS.get(name, name)
            yield f"{field}: {record.get(field)!r}, not {label.get(field)!r}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", action="store_true", help="say what differs, page by page")
    args = parser.parse_args()
    measured = list(measure())
    if args.each:
        for label, record, found in measured:
            for line in differences(label, record, found):
                print(f"{label['file']}: {line}")
    print(f"{len(measured)} pages")
    for name, value in figures(found for _, _, found in measured).items():
        print(f"  {name:16} {value:.3f}")


if __name__ == "__main__":
    main()
