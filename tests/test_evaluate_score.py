"""The figures: each by small pages, and all of them by the corpus's own scorer where the corpus is."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from corpus import corpus, needs_corpus, quality, records
from newsparse.evaluate.score import COUNTED, FIGURES, figures, score_page, value_of

GOLD: dict[str, Any] = {
    "kind": "article",
    "title": "石桥修好了",
    "published": "2021-11-08T17:27",
    "source": "滨城晚报",
    "authors": ["林小满"],
    "editors": [],
    "headings": [],
    "body": ["古镇的石桥昨日恢复通行。", "居民出行少绕两公里。"],
}
RECORD = {**GOLD, "published": "2021-11-08T17:27+08:00", "text": "\n".join(GOLD["body"])}
HEADINGS = [f"小标题{number}" for number in range(20)]
# What is asked for, what the record has besides, the figures that follow.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "all right": ({}, {}, {"whole": True, "body": 1.0, "clean": True, "minute": True, "source": True}),
    "white space and width": ({}, {"title": "石桥　修好了 "}, {"title": True, "whole": True}),
    "no text": ({}, {"text": ""}, {"body": 0.0, "precision": 0.0, "clean": False, "whole": False}),
    "no text asked for": ({"body": []}, {"text": ""}, {"body": 1.0, "whole": True}),
    "a text not asked for": ({"body": []}, {}, {"body": 0.0, "whole": False}),
    "half of the text": ({}, {"text": GOLD["body"][0]}, {"precision": 1.0, "clean": False, "whole": False}),
    "the day alone": ({}, {"published": "2021-11-08"}, {"day": True, "minute": False, "whole": False}),
    "no minute asked for": ({"published": "2021-11-08"}, {}, {"day": True, "minute": None, "whole": True}),
    "slashes": ({"published": "2021/11/08 17:27"}, {}, {"day": True, "minute": True}),
    "another answer": (
        {"published": "2021-11-09", "published_ok": ["2021-11-08 17:27"], "title": "石桥", "title_ok": ["石桥修好了"]},
        {}, {"day": True, "title": True},
    ),
    "no title asked for": ({"title": None}, {}, {"title": None, "whole": True}),
    "no date asked for": ({"published": None}, {}, {"day": None, "whole": True}),
    "no source asked for": ({"source": None}, {}, {"source_spurious": True, "source": None, "whole": False}),
    "the site's own name": (
        {"source": None, "source_ok": ["滨城晚报"]}, {}, {"source_spurious": False, "whole": True},
    ),
    "a wrong source": ({}, {"source": "某网"}, {"source": False, "source_spurious": None, "whole": False}),
    "a name too many": ({}, {"authors": ["林小满", "方若溪"]}, {"authors": False, "authors_n": (1, 1, 2)}),
    "a name that may be": (
        {"authors_ok": ["方若溪"]}, {"authors": ["林小满", "方若溪"]}, {"authors": True, "authors_n": (1, 1, 1)},
    ),
    "a variant of a name": (
        {"editors": ["方若溪_A12"], "editors_ok": ["方若溪"]}, {"editors": ["方若溪"]},
        {"editors": True, "editors_n": (1, 1, 1)},
    ),
    "names of credits": ({}, {"authors": [{"name": "林小满"}]}, {"authors": True}),
    "names in a text": ({"authors": ["林小满", "方若溪"]}, {"authors": "林小满、方若溪"}, {"authors": True}),
    "a heading too few": ({"headings": ["修旧如旧"]}, {}, {"headings_n": (0, 1, 0), "whole": False}),
    "many headings weigh like ten": (
        {"headings": HEADINGS}, {"headings": HEADINGS[:10]}, {"headings_n": (5.0, 10.0, 5.0)},
    ),
    "told to be a list": ({}, {"kind": "list"}, {"body": 0.0, "title": False, "authors": False, "whole": False}),
    "a list told": ({"kind": "list"}, {"kind": "other"}, {"reject": True, "body": None, "whole": None}),
    "a list not told": ({"kind": "list"}, {}, {"reject": False}),
    "a list without a text": ({"kind": "list"}, {"text": " \n"}, {"reject": True}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_page(case: str) -> None:
    asked, given, want = CASES[case]
    row = score_page({**GOLD, **asked}, {**RECORD, **given})
    assert {name: row.get(name) for name in want} == want


def test_a_caption_in_the_text_neither_helps_nor_hurts() -> None:
    caption = "修缮后的石桥全景"
    record = {**RECORD, "text": f"{RECORD['text']}\n{caption}"}
    without, with_it = (score_page({**GOLD, "captions": captions}, record) for captions in ([], [caption]))
    assert without["recall"] == with_it["recall"] == 1.0
    assert without["precision"] < 0.75 < 0.85 < with_it["precision"]
    assert score_page({**GOLD, "captions": [caption]}, RECORD)["body"] == 1.0


def test_page_that_gave_nothing() -> None:
    assert score_page({"kind": "list"}, None) == {"reject": False}
    assert score_page(GOLD, None)["whole"] is False


def test_many_pages() -> None:
    rows = [score_page(GOLD, RECORD), score_page(GOLD, {**RECORD, "authors": [], "title": None}),
            score_page({"kind": "list"}, {**RECORD, "kind": "list"})]  # fmt: skip
    found = figures(rows)
    assert list(found) == [name for name in FIGURES if name not in ("source_spurious", "editors", "headings")]
    assert found["title"] == (0.5, 2)
    assert found["authors"].value == pytest.approx(2 / 3)
    assert found["reject"] == (1.0, 1)
    assert figures([]) == {}


@pytest.mark.parametrize(
    ("name", "value"), [("body", 1.0), ("authors", 1.0), ("editors", None), ("source_spurious", None), ("title", 1.0)]
)
def test_a_figure_of_one_page(name: str, value: float | None) -> None:
    assert value_of(score_page(GOLD, RECORD), name) == value


def corpus_score() -> ModuleType:
    path: Path = quality.CORPUS / "score.py"
    spec = importlib.util.spec_from_file_location("corpus_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_corpus
@pytest.mark.parametrize("harm", ["none", "no record", "half of it", "another page's"])
def test_real_pages_are_scored_as_the_corpus_scores_them(harm: str) -> None:
    score, cases, found = corpus_score(), corpus().gold, records(profiles=True)
    lines = map(json.loads, (quality.CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    gold = {line["file"]: line for line in lines}
    names = list(gold)
    given: dict[str, dict[str, Any]] = {
        "none": found,
        "no record": {},
        "half of it": {name: {**record, "text": record["text"][::2], "authors": []} for name, record in found.items()},
        "another page's": dict(zip(names, [found[name] for name in names[1:] + names[:1]], strict=True)),
    }[harm]
    different = []
    for name in names:
        want = score.score_page(gold[name], given.get(name, {}))
        have = score_page(cases[name], given.get(name))
        del want["file"], want["site"]
        if have != want:
            different.append(name)
    assert different == []
    rows = [score_page(cases[name], given.get(name)) for name in names]
    for name, figure in figures(rows).items():
        if name not in COUNTED:
            assert (figure.value, figure.of) == pytest.approx(score.mean(rows, name))
