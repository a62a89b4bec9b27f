"""The marks: each case is a page of a few lines, and which of them get the mark's labels (cases/marks*.toml)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from blocks import blocks, expected, marked
from newsparse.lexicon import load
from newsparse.marks import MARKS
from newsparse.page.block import Label
from newsparse.page.page import Page
from newsparse.text.boilerplate import LABELS, phrase_label

CASES = Path(__file__).parent / "cases"
FILES = ("marks", "marks_body", "marks_headings")
# For each table of cases the mark it is about and the labels that are compared.
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "gates": ("mark_gates", ("gate",)),
    "phrases": ("mark_phrases", LABELS),
    "glued": ("mark_glued", ("glued",)),
    "link_runs": ("mark_link_runs", ("related",)),
    "teasers": ("mark_teasers", ("teaser",)),
    "headline": ("mark_headline", ("headline", "repeat")),
    "others": ("mark_others", ("related",)),
    "pull_quotes": ("mark_pull_quotes", ("repeat",)),
    "repeated": ("mark_repeated", ("boilerplate",)),
    "bylines": ("mark_bylines", ("byline",)),
    "summaries": ("mark_summaries", ("summary",)),
    "credits": ("mark_credits", ("credit",)),
    "captions": ("mark_captions", ("caption",)),
    "body": ("mark_body", ("body",)),
    "set_aside": ("mark_body", ("boilerplate", "repeat")),
    "notice": ("mark_notice", ("notice",)),
    "headings": ("mark_headings", ("heading",)),
    "asides": ("mark_asides", ("boilerplate",)),
    "tail": ("mark_tail", ("boilerplate", "glued")),
    "plain_captions": ("mark_plain_captions", ("caption",)),
}


def load_cases() -> list[Any]:
    out = []
    for name in FILES:
        data = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
        texts = data.pop("texts")
        data.pop("near_misses", None)
        for table, cases in data.items():
            for case in cases:
                case["page"] = filled(case["page"], texts)
                known = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
                out.append(pytest.param(table, case, marks=known, id=f"{table}-{case['why']}"))
    return out


def filled(item: Any, texts: dict[str, str]) -> Any:
    """The item with "$1" replaced by the paragraph of that name."""
    if isinstance(item, list):
        return [filled(inner, texts) for inner in item]
    if isinstance(item, dict):
        return {key: filled(value, texts) if key == "t" else value for key, value in item.items()}
    return texts[item[1:]] if item.startswith("$") else item


def page_of(case: dict[str, Any]) -> Page:
    return blocks(
        *case["page"], title=case.get("title", ""), meta=case.get("meta"), from_html=case.get("from_html", True)
    )


@pytest.mark.parametrize(("table", "case"), load_cases())
def test_mark(table: str, case: dict[str, Any]) -> None:
    mark, watched = TABLES[table]
    page = marked(page_of(case), upto=mark)
    got, want = [], []
    for block, (text, label, rule) in zip(page.blocks, expected(case["page"]), strict=True):
        bears = [lb for lb in block.labels if lb.name in watched]
        shown = text or (block.picture.src if block.picture else "")
        got.append((shown, "".join(lb.name for lb in bears), bears[0].rule if bears and rule else ""))
        want.append((shown, label, rule))
    assert got == want, case["why"]


def test_every_mark_has_cases() -> None:
    tried = {mark for mark, _ in TABLES.values()}  # of the body there are two: what it is, and what is set aside in it
    assert sorted([*tried, "mark_dropped"]) == sorted(mark.__name__ for mark in MARKS)
    assert {param.values[0] for param in load_cases()} == TABLES.keys()


def test_what_a_profile_drops_is_labelled_before_all_else() -> None:
    page = blocks("相关阅读", "渡口换了新船。", "船来了。")
    page.picked["drop"] = [(0, 2)]
    marked(page, upto="mark_phrases")
    assert [[label.rule for label in block.labels] for block in page.blocks] == [
        ["phrases.profile", "phrases.related"], ["phrases.profile"], [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "example"),
    [
        pytest.param(
            label,
            phrase["example"],
            id=phrase["example"],
        )
        for label in LABELS
        for phrase in load("boilerplate")[label]["phrases"]
    ],
)
def test_every_phrase_labels_its_example(label: str, example: str) -> None:
    page = marked(blocks(example), upto="mark_phrases")
    assert [(lb.name, lb.rule) for lb in page.blocks[0].labels] == [(label, f"phrases.{label}")]


NEAR_MISSES = tomllib.loads((CASES / "marks.toml").read_text(encoding="utf-8"))["near_misses"]


@pytest.mark.parametrize("text", NEAR_MISSES["fine"])
def test_running_text_gets_no_label(text: str) -> None:
    assert phrase_label(text) is None


@pytest.mark.parametrize(
    "example",
    [
        phrase["example"]
        for label in LABELS
        if label != "disclaimer"
        for phrase in load("boilerplate")[label]["phrases"]
    ],
)
def test_no_phrase_is_found_inside_a_sentence(example: str) -> None:
    """Phrases are matched where a line starts (a notice's may stand later): the same words further on are text."""
    assert phrase_label(f"尹大姐记得那天船上贴着一张纸，写的是{example}") is None


def test_a_label_given_twice_keeps_its_first_reason() -> None:
    page = blocks("相关阅读")
    page.mark(page.blocks[0], "related", "first.rule", "one")
    page.mark(page.blocks[0], "related", "second.rule", "two")
    assert [*page.blocks[0].labels] == [Label("related", "first.rule", "one")]
    assert page.labelled("related") == [page.blocks[0]]


def test_marks_only_label() -> None:
    """A mark changes no text, takes no line away."""
    for param in load_cases():
        page = page_of(param.values[1])
        before = [(b.index, b.text, b.tag, b.container, b.prose) for b in page.blocks]
        marked(page)
        once = [list(b.labels) for b in page.blocks]
        assert [(b.index, b.text, b.tag, b.container, b.prose) for b in page.blocks] == before
        assert all(label.rule and label.name for found in once for label in found)
