"""The corpus of real pages, where it is present: parsed once for all tests that ask for its records."""

from __future__ import annotations

import functools
import importlib
import sys
from typing import Any

import pytest

import newsparse
from newsparse import Options
from newsparse.evaluate import score_page
from sample import ROOT

sys.path.insert(0, str(ROOT / "tools"))
quality: Any = importlib.import_module("quality")

needs_corpus = pytest.mark.skipif(not quality.CORPUS.is_dir(), reason="the corpus of real pages is not here")


@functools.cache
def corpus() -> Any:
    return quality.Corpus(quality.CORPUS)


@functools.cache
def records(profiles: bool) -> dict[str, dict[str, Any]]:
    """The record of each page, by the default parser."""
    options = Options(profiles=profiles)
    return {name: newsparse.parse(data, options=options).to_dict() for name, data in corpus().pages.items()}


@functools.cache
def corpus_figures(profiles: bool) -> dict[str, float]:
    gold = corpus().gold
    found: dict[str, float] = quality.figures_of(
        score_page(gold[name], record) for name, record in records(profiles).items()
    )
    return found
