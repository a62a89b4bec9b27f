"""The source of a text: cases as data (cases/source.toml) and properties of any line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsparse
from limits import within
from newsparse.lexicon import load
from newsparse.text.flat import flat
from newsparse.text.outlets.attributed import attributed_source, closing_note
from newsparse.text.outlets.source_lines import (
    FoundSource,
    outlet_like,
    source_after_date,
    source_before_date,
    source_from_text,
)

CASES = tomllib.loads((Path(__file__).parent / "cases" / "source.toml").read_text(encoding="utf-8"))
# A line of any length is read in bounded time; the slowest takes 8 ms here.
LONGEST_SECONDS = 0.5


def check(case: dict[str, Any], found: FoundSource | None) -> None:
    assert (found.value if found else None) == case.get("want")
    if found is not None:
        assert found.raw == case["text"][found.start : found.end]
        assert found.value in found.raw


@pytest.mark.parametrize("case", CASES["labelled"]["cases"], ids=lambda case: case["text"][:40])
def test_labelled(case: dict[str, Any]) -> None:
    check(case, source_from_text(case["text"]))


@pytest.mark.parametrize("case", CASES["attributed"]["cases"], ids=lambda case: case["text"])
def test_attributed(case: dict[str, Any]) -> None:
    check(case, attributed_source(case["text"]))


@pytest.mark.parametrize("case", CASES["noted"]["cases"], ids=lambda case: case["text"])
def test_closing_note(case: dict[str, Any]) -> None:
    check(case, closing_note(case["text"]))


@pytest.mark.parametrize(
    ("row", "source"), [("2024/10/18 17:34 <i class=source>渡口发布</i>", "渡口发布"), ("", "青河")]
)
def test_the_sites_logo_is_the_source_where_no_account_is_shown(row: str, source: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in CASES["credited"]["paragraphs"])
    head = "<title>恢复早班渡船_青河</title><a class=logo href=/>青河</a><h1>恢复早班渡船</h1>"
    assert newsparse.parse(f"{head}<div>{row}</div><div>{body}</div>").source == source


@pytest.mark.parametrize("row", CASES["credited"]["rows"])
def test_where_the_writer_stands(row: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in CASES["credited"]["paragraphs"])
    page = f"<title>青河恢复早班渡船</title><h1>青河恢复早班渡船</h1><div>2024/10/18 17:34</div>{row}<div>{body}</div>"
    found = newsparse.parse(page)
    assert (found.source, found.authors) == ("濱城晚報" if "濱" in row else None, ("林小满",) if "林" in row else ())


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("case", CASES["row"], ids=lambda case: case.get("foot", case["row"])[:60])
def test_rows(case: dict[str, Any], parser: Any) -> None:
    title, body = "青河恢复早班渡船", "".join(f"<p>{text}</p>" for text in CASES["credited"]["paragraphs"])
    head = f"<title>{case.get('title', title)}</title>{case.get('head', '')}"
    page = f"{head}<h1>{title}</h1>{case['row']}<div>{body}</div>{case.get('foot', '')}"
    record = newsparse.parse(page, options=newsparse.Options(parser=parser)).to_dict()
    want = {"source": None, "authors": [], "editors": []} | case["want"]
    assert {key: record[key] for key in want} == want
    assert record["text"].endswith("\n".join(CASES["credited"]["paragraphs"]))


@pytest.mark.parametrize("case", CASES["after"]["cases"], ids=lambda case: case["text"][:40])
def test_after_a_date(case: dict[str, Any]) -> None:
    check(case, source_after_date(case["text"], case["at"]))


@pytest.mark.parametrize("case", CASES["before"]["cases"], ids=lambda case: case["text"][:40])
def test_before_a_date(case: dict[str, Any]) -> None:
    check(case, source_before_date(case["text"], case["at"]))


@pytest.mark.parametrize("text", CASES["outlet_like"]["yes"])
def test_outlets(text: str) -> None:
    assert outlet_like(text)


@pytest.mark.parametrize("text", CASES["outlet_like"]["no"])
def test_no_outlets(text: str) -> None:
    assert not outlet_like(text)


PIECES = st.sampled_from(
    "来源 來源 稿源 来自 转自 图片来源 ： : | ／ 滨城晚报 新华社 《滨城周刊》 NOWnews.com 今日新聞網 林小满 作者 责编 "
    "2021-11-08 17:27 （ ） ( ) － - 网络 举报 字号 。 ， 、".split()
) | st.sampled_from([" ", "\u3000", "\t", "\u00a0"])
LINES = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60)


@settings(max_examples=300, deadline=None)
@given(text=LINES, at=st.integers(0, 60))
def test_any_line(text: str, at: int) -> None:
    at = min(at, len(text))
    beside = (source_after_date(text, at), source_before_date(text, at))
    for found in (source_from_text(text), attributed_source(text), *beside):
        if found is not None:
            assert found.value.strip() == found.value != ""
            assert found.raw == text[found.start : found.end]
            assert found.raw.endswith(found.value)
            assert not any(mark in found.value for mark in "\n\t。；")


@pytest.mark.parametrize(
    "text",
    [
        "来源：" * 30000,
        "来源\t" * 30000,
        "\n" * 100000 + "来源",
        "来源：" + "滨" * 100000,
        "来源：" + "(" * 100000,
        "来自公众号" * 20000,
    ],
    ids=lambda text: text[:6],
)
def test_hostile_lines(text: str) -> None:
    with within(LONGEST_SECONDS):
        source_from_text(text)
        attributed_source(text)
        closing_note(f"{text}）")
        source_after_date(text, 0)
        source_before_date(text, len(text))
        outlet_like(text)


@pytest.mark.parametrize("table", ["label", "label_before", "cut", "marker"])
def test_words_stand_in_their_examples(table: str) -> None:
    for entry in load("outlets")[table]["entries"]:
        assert entry["word"] in flat(entry["example"]).replace("大  中  小", "大 中 小"), entry


@pytest.mark.parametrize("entry", load("outlets")["label"]["entries"], ids=lambda entry: entry["word"])
def test_labels_are_read(entry: dict[str, str]) -> None:
    found = source_from_text(entry["example"])
    assert found is not None
    assert "滨城" in found.value


def test_what_ends_a_value_is_not_in_it() -> None:
    for entry in load("outlets")["cut"]["entries"]:
        found = source_from_text(entry["example"])
        assert found is not None
        assert entry["word"].rstrip(":") not in found.value, entry
