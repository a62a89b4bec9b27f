"""Measure: score what newsparse makes of pages against the records that a person says are right for them.

>>> from newsparse.evaluate import evaluate, read_cases
>>> found = evaluate(read_cases("fixtures/shapes/gold.jsonl"))  # doctest: +SKIP
>>> found.figures["title"]  # doctest: +SKIP
Figure(value=0.993, of=161)
"""

from __future__ import annotations

from newsparse.evaluate.cases import Case, each_case, read_cases
from newsparse.evaluate.evaluation import Evaluation, PageScore, evaluate
from newsparse.evaluate.score import FIGURES, Figure, figures, score_page

__all__ = [
    "FIGURES",
    "Case",
    "Evaluation",
    "Figure",
    "PageScore",
    "each_case",
    "evaluate",
    "figures",
    "read_cases",
    "score_page",
]
