"""Figures for `newsparse.links` on the fixtures: precision, recall and F1 of each kind of link, and what it takes.

    python tools/links_quality.py            the table of docs/links-quality.md on standard output
    python tools/links_quality.py --each     with every link that is sorted otherwise than in links.json

Each folder of fixtures/ holds a links.json: the page's links by kind, told by reading the page.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

import newsparse  # noqa: E402

KINDS = ("articles", "next_pages", "lists", "others")


@dataclass
class Counts:
    """Links of one kind: rightly told, told and not so, so and not told."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def scores(self) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        precision = self.right / (self.right + self.wrong or 1)
        recall = self.right / (self.right + self.missed or 1)
        return precision, recall, 2 * precision * recall / (precision + recall or 1)


@dataclass
class Report:
    """What the fixtures say."""

    counts: dict[str, Counts] = field(default_factory=lambda: {kind: Counts() for kind in KINDS})
    differences: list[str] = field(default_factory=list)
    pages: int = 0
    seconds: float = 0.0


def measure() -> Report:
    """Sort the links of every fixture and compare."""
    report = Report()
    for file in sorted((ROOT / "fixtures").glob("*/links.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        meta = json.loads((file.parent / "meta.json").read_text(encoding="utf-8"))
        page = (file.parent / "page.html").read_bytes()
        start = time.process_time()
        found = newsparse.links(page, meta["url"], content_type=meta["content_type"])
        report.seconds += time.process_time() - start
        report.pages += 1
        for kind in KINDS:
            told, true = {link.url for link in getattr(found, kind)}, set(gold[kind])
            counts = report.counts[kind]
            counts.right += len(told & true)
            counts.wrong += len(told - true)
            counts.missed += len(true - told)
            report.differences += [f"{file.parent.name}: not {kind}: {url}" for url in sorted(told - true)]
            report.differences += [f"{file.parent.name}: {kind}: {url}" for url in sorted(true - told)]
    return report


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", action="store_true", help="list every difference")
    args = parser.parse_args()
    measure()  # once to read the data files
    report = measure()
    print("| kind | links | precision | recall | F1 |\n|---|---|---|---|---|")
    for kind, counts in report.counts.items():
        precision, recall, f1 = counts.scores
        print(f"| {kind} | {counts.right + counts.missed} | {precision:.3f} | {recall:.3f} | {f1:.3f} |")
    print(f"\n{report.pages} pages, {report.seconds / report.pages * 1000:.1f} ms of CPU a page")
    if args.each:
        print("\n".join(report.differences))


if __name__ == "__main__":
    main()
