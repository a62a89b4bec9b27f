"""What differs on a page, and which lines of two texts."""

from __future__ import annotations

from typing import Any

import pytest

from newsparse.evaluate.differences import compared, differences
from newsparse.evaluate.score import score_page

GOLD: dict[str, Any] = {"kind": "article", "title": "石桥修好了", "body": ["古镇的石桥昨日恢复通行。"], "headings": []}
RECORD = {**GOLD, "text": "古镇的石桥昨日恢复通行。"}

# Lines asked for, lines given (a letter each) → what is shown.
TEXTS = {
    "the same": ("甲乙", "甲乙", ""),
    "nothing given": ("甲乙", "", "-甲 -乙"),
    "nothing asked for": ("", "甲", "+甲"),
    "one more at the end": ("甲乙", "甲乙丙", "…1  乙 +丙"),
    "one more at the beginning": ("甲乙丙", "丁甲乙丙", "+丁  甲 …2"),
    "pairs stand together": ("甲乙丙丁", "甲戊己丁", " 甲 -乙 +戊 -丙 +己  丁"),
    "two for one": ("甲乙丁", "甲戊己丁", " 甲 -乙 +戊 +己  丁"),
    "far apart": ("甲乙丙丁戊己", "甲丙丁戊", " 甲 -乙  丙 …1  戊 -己"),
    "one right line between": ("甲乙丙", "丁乙戊", "-甲 +丁  乙 -丙 +戊"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_lines(name: str) -> None:
    want, got, shown = TEXTS[name]
    assert " ".join(line.sign + line.text for line in compared(list(want), list(got))) == shown


@pytest.mark.parametrize(("want", "got"), [
    (["第一句。第二句。"], ["第一句。", "第二句。"]),
    (["“石桥”（上）"], ["“石桥”(上) "]), (["甲", "乙"], ["甲", "", "乙"]),
])  # fmt: skip
def test_breaks_and_width_are_no_difference(want: list[str], got: list[str]) -> None:
    assert compared(want, got) == []


def test_captions_are_no_difference() -> None:
    assert compared(["甲"], ["甲", "图：石桥"], ["图：石桥"]) == []
    assert [line.sign for line in compared(["图：石桥", "甲"], ["甲"], ["图：石桥"])] == ["-", " "]


def test_very_long_texts_are_told_to_be_cut() -> None:
    want = ["甲", "乙"] * 3000
    lines = compared(want, [*want, "丙"])
    assert [line.sign + line.text for line in lines] == [
        "-(4,000 more lines not compared)", "+(4,001 more lines not compared)",
    ]  # fmt: skip


# What is asked for, what the record has besides → the fields that are told.
FIELDS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "nothing": ({}, {}, []),
    "each": (
        {"published": "2021-11-08", "source": "滨城晚报", "authors": ["林小满"], "editors": ["方若溪"]},
        {"title": None, "text": "", "headings": ["石桥"]},
        ["title", "published", "source", "authors", "editors", "headings", "body"],
    ),
    "a source that nobody asked for": ({}, {"source": "滨城晚报"}, ["source"]),
    "the minute": ({"published": "2021-11-08T17:27"}, {"published": "2021-11-08T17:28+08:00"}, ["published"]),
    "headings in another order": (
        {"headings": ["上", "下"], "body": ["上", "下"]}, {"headings": ["下", "上"], "text": "上\n下"}, ["headings"],
    ),
    "another kind": ({}, {"kind": "list", "title": None}, ["kind"]),
    "a list": ({"kind": "list"}, {}, ["kind"]),
    "a list told": ({"kind": "list"}, {"kind": "other"}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_fields(name: str) -> None:
    asked, given, fields = FIELDS[name]
    gold, record = {**GOLD, **asked}, {**RECORD, **given}
    assert [each.field for each in differences(gold, record, score_page(gold, record))] == fields
