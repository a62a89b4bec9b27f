"""Datelines: cases as data (cases/dateline.toml) and properties of any paragraph."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limits import within
from newsparse.article import Dateline
from newsparse.text.datelines import dateline_from_text

CASES = tomllib.loads((Path(__file__).parent / "cases" / "dateline.toml").read_text(encoding="utf-8"))["cases"]
# A paragraph of any length is read in bounded time; the slowest takes 3 ms here.
LONGEST_SECONDS = 0.5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_cases(case: dict[str, str]) -> None:
    want = Dateline(**{key: value for key, value in case.items() if key != "text"}) if "raw" in case else None
    assert dateline_from_text(case["text"]) == want


@pytest.mark.parametrize("case", [case for case in CASES if "raw" in case], ids=lambda case: case["text"][:40])
def test_only_at_the_start(case: dict[str, str]) -> None:
    assert dateline_from_text("昨日，" + case["text"]) is None


PIECES = st.sampled_from(
    "新华社 中央社 滨城晚报 本报 记者 記者 林小滿 台北 北京 12月9日 8日 电 電 讯 報導 报道 综合 "
    "／ / （ ） 【 】 〔 〕 据 ， 。".split()
) | st.sampled_from([" ", "\u3000"])
LINES = st.lists(PIECES, max_size=10).map("".join) | st.text(max_size=60)


@settings(max_examples=300, deadline=None)
@given(text=LINES)
def test_any_paragraph(text: str) -> None:
    found = dateline_from_text(text)
    if found is not None:
        assert found.raw
        assert text.lstrip().lstrip("\ufeff\u200b").lstrip().startswith(found.raw)
        for part in (found.agency, found.place, found.date):
            assert part is None or (part and part in found.raw)


@pytest.mark.parametrize(
    "text",
    ["讯" * 100000, "新华社" * 40000, "（" * 100000, " " * 100000, "北京" * 50000 + "电"],
    ids=lambda text: text[:4],
)
def test_hostile_paragraphs(text: str) -> None:
    with within(LONGEST_SECONDS):
        dateline_from_text(text)
