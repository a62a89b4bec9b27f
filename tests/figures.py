"""Figures of accuracy over fixtures: those of the package, for records in the form of an article.json."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newsparse.evaluate.score import FIGURES as ALL
from newsparse.evaluate.score import Row, better, score_page
from newsparse.evaluate.score import figures as figures_of

__all__ = ["FIGURES", "Row", "better", "figures", "row"]

FIGURES = tuple(name for name in ALL if name not in ("precision", "recall"))


def row(want: dict[str, Any], got: dict[str, Any]) -> Row:
    """The figures of one page, ``want`` being an article.json: of a source that it does not name nothing is asked."""
    return score_page({**want, "body": want.get("text")}, got if "source" in want else {**got, "source": None})


def figures(rows: Iterable[Row]) -> dict[str, float]:
    """Means; for names the F1 over all pages."""
    return {name: figure.value for name, figure in figures_of(rows).items() if name in FIGURES}
