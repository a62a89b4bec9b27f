"""Measure: score what newsparse makes of pages against the records that a person says are right for them."""

from __future__ import annotations

from newsparse.evaluate.cases import Case, read_cases
from newsparse.evaluate.score import FIGURES, Figure, figures, score_page

__all__ = ["FIGURES", "Case", "Figure", "figures", "read_cases", "score_page"]
