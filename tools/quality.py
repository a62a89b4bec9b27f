"""Figures of accuracy, and the pages that got better and worse since the committed baseline.

    python tools/quality.py                  print figures and changes
    python tools/quality.py --write          also write docs/quality.md's tables and the baseline
    python tools/quality.py --corpus DIR     a folder with pages/ and gold.jsonl (default: ../shared/corpus)

The corpus of real pages is not part of the project. Where it is not present, say so and stop.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import newsparse
from newsparse.evaluate import figures, read_cases, score_page
from newsparse.evaluate.against import Change, changes
from newsparse.evaluate.score import Row

sys.path.insert(0, str(Path(__file__).parent))
from perturb import PERTURBATIONS

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
BASELINE = ROOT / "docs" / "quality-baseline.json"
REPORT = ROOT / "docs" / "quality.md"
MARKER = "<!-- figures: written by make quality -->"
# What the tree reaches on the corpus: no figure falls below, and these only rise.
BARS = {
    "whole": 0.857,
    "body": 0.988,
    "clean": 0.9788,
    "title": 0.9841,
    "day": 1.0,
    "minute": 1.0,
    "source": 0.972,
    "source_spurious": 0.0,
    "authors": 0.9828,
    "editors": 0.9941,
    "headings": 0.959,
    "reject": 0.9574,
}
# Where the project wants to be on the same pages.
GOALS = {
    "whole": 0.85,
    "body": 0.985,
    "clean": 0.96,
    "title": 0.98,
    "day": 0.99,
    "minute": 0.985,
    "source": 0.96,
    "source_spurious": 0.05,
    "authors": 0.97,
    "editors": 0.985,
    "headings": 0.92,
    "reject": 0.95,
}
FIGURES = tuple(BARS)
SEED = 1


class Corpus:
    """The pages, their labels, and how a prediction is scored."""

    def __init__(self, folder: Path) -> None:
        cases = read_cases(folder)
        self.gold = {case.name: case.gold for case in cases}
        self.pages = {case.name: case.page for case in cases}
        lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        self.sites = {row["file"]: row["site"] for row in map(json.loads, filter(str.strip, lines))}
        # Pages that are scored as a whole and not looked at: no rule may be made by them.
        later = folder / "later.txt"
        self.later = set(later.read_text(encoding="utf-8").split()) if later.is_file() else set()

    def rows(self, options: newsparse.Options, change: Callable[[bytes], bytes] | None = None) -> dict[str, Row]:
        """One scored row a page."""
        return {name: self.row(name, change(data) if change else data, options) for name, data in self.pages.items()}

    def row(self, name: str, data: bytes, options: newsparse.Options) -> Row:
        """Parse and score one page; a page that raises is a missing prediction."""
        try:
            predicted = newsparse.parse(data, options=options).to_dict()
        except newsparse.NewsparseError:
            predicted = {}
        return score_page(self.gold[name], predicted)


def figures_of(rows: Iterable[Row]) -> dict[str, float]:
    """The figures of these rows that are told here."""
    return {name: round(figure.value, 4) for name, figure in figures(rows).items() if name in FIGURES}


def perturbed(change: Callable[[str, random.Random], bytes]) -> Callable[[bytes], bytes]:
    """A change of text as a change of bytes; the page is decoded as newsparse decodes it."""
    from newsparse.read.decode import decode

    return lambda data: change(decode(data).text, random.Random(SEED))


def summary(row: Row) -> dict[str, Any]:
    """What of a page's row is kept in the baseline and compared."""
    plain = ("whole", "title", "day", "minute", "source", "source_spurious", "reject")
    out = {key: row[key] for key in plain if key in row}
    if "body" in row:
        out["body"] = round(row["body"], 3)
        out |= {key: list(row[f"{key}_n"]) for key in ("authors", "editors", "headings")}
    return out


def told(old: dict[str, Any], new: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Lines on what got better and what got worse since a baseline (summaries by page)."""
    found = list(changes(*({name: _row(each) for name, each in pages.items()} for pages in (old, new))))
    better, worse = ([change for change in found if (change.gain() > 0) == is_better] for is_better in (True, False))
    return list(map(_line, better)), list(map(_line, worse))


def _row(summary: dict[str, Any]) -> Row:
    """A summary as a row of figures."""
    return {f"{key}_n" if isinstance(value, list) else key: value for key, value in summary.items()}


def _line(change: Change) -> str:
    return f"{change.page}: {change.figure} {change.old:.4g} → {change.new:.4g}"


def table(columns: dict[str, dict[str, float]]) -> str:
    """A Markdown table: a line per figure, a column per run."""
    lines = ["| figure | bar | goal | " + " | ".join(columns) + " |", "|---|---|---|" + "---|" * len(columns)]
    for key in FIGURES:
        sign = "≤" if key == "source_spurious" else "≥"
        cells = [f"{figures[key]:.4f}" if key in figures else "–" for figures in columns.values()]
        lines.append(f"| {key} | {sign} {BARS[key]} | {sign} {GOALS[key]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def site_table(corpus: Corpus, rows: dict[str, Row]) -> str:
    """Figures per site, the sites with most pages first."""
    sites: dict[str, list[Row]] = {}
    for name, row in rows.items():
        sites.setdefault(corpus.sites[name], []).append(row)
    lines = ["| site | pages | " + " | ".join(FIGURES) + " |", "|---|---|" + "---|" * len(FIGURES)]
    for site, found in sorted(sites.items(), key=lambda item: (-len(item[1]), item[0])):
        values = figures_of(found)
        cells = [f"{values[key]:.3f}" if key in values else "" for key in FIGURES]
        lines.append(f"| {site} | {len(found)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def report(
    corpus: Corpus, rows: dict[str, Row], runs: dict[str, dict[str, float]], perturbations: dict[str, dict[str, float]]
) -> str:
    """The generated part of docs/quality.md."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return "\n\n".join(
        [
            f"Written by `make quality` at commit {commit.stdout.strip() or 'unknown'}, {len(rows)} pages.",
            table(runs),
            "### Perturbed pages",
            f"The same pages, changed by `tools/perturb.py` (seed {SEED}); profiles off.",
            table(perturbations),
            "### By site",
            site_table(corpus, rows),
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--write", action="store_true", help="write docs/quality.md and the baseline")
    args = parser.parse_args()
    if not (args.corpus / "gold.jsonl").is_file():
        print(f"quality: no corpus at {args.corpus}; nothing measured. Give its folder with --corpus.", file=sys.stderr)
        return 0
    corpus = Corpus(args.corpus)
    rows = corpus.rows(newsparse.Options())
    runs = {"profiles on": figures_of(rows.values())}
    plain = newsparse.Options(profiles=False)
    runs["profiles off"] = figures_of(corpus.rows(plain).values())
    runs["jieba on"] = figures_of(corpus.rows(newsparse.Options(jieba=True)).values())
    print(table(runs))
    perturbations = {
        name: figures_of(corpus.rows(plain, perturbed(change)).values()) for name, change in PERTURBATIONS.items()
    }
    print("\n" + table(perturbations))
    new = {name: summary(row) for name, row in rows.items()}
    old = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.is_file() else {}
    better, worse = told(old, {name: row for name, row in new.items() if name not in corpus.later})
    print(f"\nSince the baseline: {len(better)} better, {len(worse)} worse ({len(corpus.later)} pages are not told).")
    print("\n".join([*(f"  + {line}" for line in better), *(f"  - {line}" for line in worse)]))
    if args.write:
        BASELINE.write_text(json.dumps(new, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        head, _, _ = REPORT.read_text(encoding="utf-8").partition(MARKER)
        REPORT.write_text(f"{head}{MARKER}\n\n{report(corpus, rows, runs, perturbations)}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
