"""Pages changed as another template or a bad copy would change them, without changing what a reader sees.

While the evidence is left, the record must stay the same. What each change takes away is listed with it. Site profiles
are off: they know a site's class names.
"""

from __future__ import annotations

import functools
import importlib
import json
import random
from pathlib import Path
from typing import Any

import pytest

import newsparse
from corpus import corpus, corpus_figures, needs_corpus, quality
from figures import Row, better, figures, row
from newsparse import Options
from newsparse.read.decode import decode

perturb: Any = importlib.import_module("perturb")  # of tools/, as quality is
FIXTURES = Path(__file__).parent.parent / "fixtures"
FOLDERS = sorted(page.parent.name for page in FIXTURES.glob("*/page.html"))
SEED = 1
# The most that a figure may fall.
BODY, FIELD = 0.01, 0.03

IN_NAMES = "an account is told from other words by the name of its element"
IN_METAS = "some pages show no date or year: only a meta has it"
IN_HEAD = "<title> and metas are the evidence"
# Figures that a change may lower, as it takes evidence away.
EXEMPT: dict[str, dict[str, str]] = {
    "rename classes and ids": {"source": IN_NAMES, "source_spurious": IN_NAMES},
    "drop metas": {"day": IN_METAS, "minute": IN_METAS},
    "cut the head": {
        "title": IN_HEAD,
        "day": IN_METAS,
        "minute": IN_METAS,
        "reject": "an error, a search, a forum, an encyclopedia say what they are in the <title>",
    },
}
# Fixtures that fail under a change, and why; each must go on failing until it is taken out here.
KNOWN: dict[tuple[str, str], str] = {
    ("cut the head", "magazine-2017"): "its headline is set in two lines, which a title alone can join",
}


@functools.cache
def loaded(folder: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
    meta, article = (
        json.loads((FIXTURES / folder / f"{n}.json").read_text(encoding="utf-8")) for n in ("meta", "article")
    )
    return decode((FIXTURES / folder / "page.html").read_bytes(), meta["content_type"]).text, meta, article


def scored(folder: str, data: bytes) -> Row:
    _, meta, article = loaded(folder)
    options = Options(profiles=False, **meta.get("options", {}))
    return row(article, newsparse.parse(data, meta["url"], options=options).to_dict())


@functools.cache
def rows(change: str) -> dict[str, Row]:
    """The figures of each fixture, under a change ("" for none)."""
    made = perturb.PERTURBATIONS[change] if change else lambda text, _: text.encode("utf-8", "replace")
    return {folder: scored(folder, made(loaded(folder)[0], random.Random(SEED))) for folder in FOLDERS}  # noqa: S311


def fallen(change: str, before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """The figures that fell by more than they may, and by how much."""
    exempt = EXEMPT.get(change, {})
    out = {}
    for name, value in before.items():
        fall = -better(name, after.get(name, 0.0), value)
        most = BODY if name == "body" else FIELD
        if name not in exempt and name not in ("clean", "whole") and fall > most:
            out[name] = round(fall, 4)
    return out


@pytest.mark.parametrize("change", perturb.PERTURBATIONS)
def test_fixtures(change: str) -> None:
    known = {folder for name, folder in KNOWN if name == change}
    before, after = ([r for folder, r in rows(name).items() if folder not in known] for name in ("", change))
    worse = {f: (rows("")[f], rows(change)[f]) for f in FOLDERS if rows("")[f] != rows(change)[f] and f not in known}
    assert fallen(change, figures(before), figures(after)) == {}, worse


@pytest.mark.parametrize(("change", "folder"), KNOWN)
def test_known_failures_still_fail(change: str, folder: str) -> None:
    assert rows(change)[folder]["body"] < rows("")[folder]["body"] - BODY, "mended: take it out of KNOWN"


def test_every_exemption_is_of_a_change() -> None:
    assert EXEMPT.keys() <= perturb.PERTURBATIONS.keys()
    assert {change for change, _ in KNOWN} <= perturb.PERTURBATIONS.keys()


def test_changes_change_and_can_be_repeated() -> None:
    text = loaded(FOLDERS[0])[0]
    for name, change in perturb.PERTURBATIONS.items():
        one, two = (change(text, random.Random(SEED)) for _ in range(2))  # noqa: S311
        assert one == two, name
    assert sum(change(text, random.Random(SEED)) != text.encode() for change in perturb.PERTURBATIONS.values()) >= 5  # noqa: S311


@needs_corpus
@pytest.mark.parametrize("change", perturb.PERTURBATIONS)
def test_real_pages(change: str) -> None:
    """Two seconds a change."""
    changed = quality.perturbed(perturb.PERTURBATIONS[change])
    figures = quality.figures_of(corpus().rows(Options(profiles=False), changed).values())
    assert fallen(change, corpus_figures(profiles=False), figures) == {}
