"""Every figure of the fixtures is perfect; none of the corpus, where it is present, falls below its bar."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import pytest

import newsparse
from corpus import corpus_figures, needs_corpus, quality
from figures import FIGURES, better, figures, row
from newsparse import Options

FIXTURES = Path(__file__).parent.parent / "fixtures"
PROFILES = {"with profiles": True, "without profiles": False}


@functools.cache
def fixture_figures(profiles: bool) -> dict[str, float]:
    rows = []
    for page in sorted(FIXTURES.glob("*/page.html")):
        meta, want = (json.loads((page.parent / f"{n}.json").read_text(encoding="utf-8")) for n in ("meta", "article"))
        options = Options(**{**meta.get("options", {}), "profiles": profiles})
        article = newsparse.parse(page.read_bytes(), meta["url"], content_type=meta["content_type"], options=options)
        rows.append(row(want, article.to_dict()))
    return figures(rows)


def test_bars_and_figures_are_the_same() -> None:
    assert tuple(quality.BARS) == tuple(quality.GOALS) == tuple(quality.FIGURES) == FIGURES


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("profiles", PROFILES)
def test_fixtures(profiles: str, name: str) -> None:
    assert fixture_figures(PROFILES[profiles])[name] == (name != "source_spurious")


@needs_corpus
@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("profiles", PROFILES)
def test_real_pages(profiles: str, name: str) -> None:
    value = corpus_figures(PROFILES[profiles])[name]
    assert better(name, value, quality.BARS[name]) >= 0, value
