"""How well confidences hold, as the tables of docs/quality.md and the points of its picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log, sqrt
from typing import NamedTuple

from reliability_plot import Series

# What is counted on pages as they are.
PAGES = ("corpus", "shapes", "pages of a kind")
# Where the tables part, and the confidence from which .95 of the values are to be right.
STEPS = (0.0, 0.6, 0.75, 0.85, 0.9, 0.95, 1.01)
SURE = 0.9


class Verdict(NamedTuple):
    """A value, how sure it is by the pages of other sites, and whether it is right."""

    group: str
    field: str
    sure: float
    right: bool
    guess: float


def interval(right: int, every: int) -> tuple[float, float]:
    """Wilson's: where the share lies with a chance of .95, if the pages were drawn one by one."""
    z = 1.96
    middle, spread = (right + z * z / 2), z * sqrt(right * (every - right) / every + z * z / 4)
    return (middle - spread) / (every + z * z), (middle + spread) / (every + z * z)


def _cell(of: Sequence[Verdict]) -> str:
    if not of:
        return "–"
    right = sum(verdict.right for verdict in of)
    low, high = interval(right, len(of))
    return f"{right} of {len(of)} ({low:.2f}–{high:.2f})"


def _loss(chances: Iterable[tuple[float, bool]]) -> float:
    losses = [-log(max(0.01, sure if right else 1 - sure)) for sure, right in chances]
    return sum(losses) / len(losses) if losses else 0.0


def tables(verdicts: Sequence[Verdict], fields: Sequence[str]) -> str:
    """What docs/quality.md shows."""
    plain_pages = [verdict for verdict in verdicts if verdict.group in PAGES]
    lines = [
        f"| field | right, of {SURE:g} and more | of less | all | changed pages, of {SURE:g} and more | of less"
        " | loss | of guesses |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for field in (*fields, "kind"):
        of = [verdict for verdict in plain_pages if verdict.field == field]
        changed = [verdict for verdict in verdicts if verdict.group == "changed" and verdict.field == field]
        high, low = ([v for v in part if (v.sure >= SURE) == up] for part in (of,) for up in (True, False))
        many = [
            f"{sum(v.right for v in part)} of {len(part)}"
            if (part := [v for v in changed if (v.sure >= SURE) == up])
            else "–"
            for up in (True, False)
        ]
        losses = f"{_loss((v.sure, v.right) for v in of):.3f}", f"{_loss((v.guess, v.right) for v in of):.3f}"
        cells = [field, _cell(high), _cell(low), _cell(of), *many, losses[0], losses[1] if field != "kind" else "–"]
        lines.append(f"| {' | '.join(cells)} |")
    met = [verdict.right for verdict in verdicts if verdict.group == "corpus"]
    lines += ["", f"Of the {len(met)} values of the five fields on the corpus's pages {met.count(False)} are wrong."]
    lines += ["", "| confidence | right, of the five fields | of `kind` |", "|---|---|---|"]
    for low, high in pairwise(STEPS):
        within = [verdict for verdict in plain_pages if low <= verdict.sure < high]
        cells = [_cell([v for v in within if (v.field == "kind") == is_kind]) for is_kind in (False, True)]
        lines.append(f"| {low:g} to {min(high, 1):g} | {' | '.join(cells)} |")
    return "\n".join(lines)


def series(verdicts: Sequence[Verdict]) -> list[Series]:
    """What the plot shows: for each step of confidence how much of it was right."""
    groups = {
        "five fields": [v for v in verdicts if v.group in PAGES and v.field != "kind"],
        "five fields, changed pages": [v for v in verdicts if v.group == "changed"],
        "kind": [v for v in verdicts if v.field == "kind"],
    }
    out = []
    for name, of in groups.items():
        points = []
        for low, high in pairwise(STEPS):
            if within := [v for v in of if low <= v.sure < high]:
                right = sum(v.right for v in within)
                mean = sum(v.sure for v in within) / len(within)
                points.append((mean, right / len(within), *interval(right, len(within)), len(within)))
        out.append(Series(name, points))
    return out
