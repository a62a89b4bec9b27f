"""Logistic regression for the fits of tools/: small, the same bytes on every run, each weight within its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import NamedTuple

Weights = dict[str, float]
_ROUNDS, _STILL, _LONGEST_STEP = 300, 1e-3, 2.0
# What is free to move still needs a curve to divide by.
_FREE = 1e-6


class Case(NamedTuple):
    """What is seen, whether it was so, what the case counts, and the odds (their logarithm) that it starts from."""

    seen: Mapping[str, float]
    wanted: bool
    count: float = 1.0
    odds: float = 0.0


def fit(cases: Sequence[Case], costs: Mapping[str, float], way: Mapping[str, int]) -> Weights:
    """The weights that make the cases likeliest: one at a time by Newton's step, again and again.

    Args:
        cases: what is known.
        costs: name → how much a weight costs (L2), for each name that is weighed, in the order of the steps.
        way: name → 1 for a weight that may only be above 0, -1 for one that may only be below.
    """
    columns = {
        name: [(i, value) for i, case in enumerate(cases) if (value := case.seen.get(name, 0.0))] for name in costs
    }
    weights, sums = dict.fromkeys(costs, 0.0), [case.odds for case in cases]
    for _ in range(_ROUNDS):
        moved = 0.0
        for name, column in columns.items():
            slope, bend = costs[name] * weights[name], costs[name] or _FREE
            for i, value in column:
                likely = chance(sums[i])
                slope += cases[i].count * (likely - cases[i].wanted) * value
                bend += cases[i].count * likely * (1 - likely) * value * value
            aim = weights[name] - max(-_LONGEST_STEP, min(_LONGEST_STEP, slope / bend))
            aim = max(0.0, aim) if way.get(name) == 1 else min(0.0, aim) if way.get(name) == -1 else aim
            step, weights[name] = aim - weights[name], aim
            if step:
                for i, value in column:
                    sums[i] += step * value
            moved = max(moved, abs(step))
        if moved < _STILL:
            break
    return weights


def chance(odds: float) -> float:
    """The chance of which the odds have this logarithm."""
    return 1 / (1 + exp(-odds))
