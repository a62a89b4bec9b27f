"""What is withheld for want of confidence: Options.min_confidence, --min-confidence, and what reads such records."""

from __future__ import annotations

import doctest
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import newsparse
from newsparse import Article, DataError, Options, OptionsError
from newsparse.dumps.records import read_records
from newsparse.fields import FIELDS
from newsparse.options import JUDGED
from sample import FULL_PAGE, PAGE, ROOT, STORY, Run


def parse(least: Mapping[str, float] | None = None, markup: str = FULL_PAGE) -> Article:
    return newsparse.parse(markup, "http://news.example/a/5.html", options=Options(min_confidence=least or {}))


# Field → what is withheld of it, as text; the keys of the record that are empty then.


WITHHELD: dict[str, tuple[str, dict[str, Any]]] = {
    "title": ("青河渡口昨日换了新船", {"title": None}),
    "published": (
        "2021-11-08T17:27+08:00",
        {"published": None, "published_precision": None, "published_raw": None},
    ),
    "source": ("滨城晚报", {"source": None}),
    "authors": ("林小满、秦望舒", {"authors": []}),
    "editors": ("方若溪", {"editors": []}),
    "credits": ("林小满、秦望舒、方若溪", {"credits": [], "authors": [], "editors": []}),
    "keywords": ("渡口、新船", {"keywords": []}),
    "images": ("http://news.example/2.jpg", {"images": []}),
    "main_image": ("http://news.example/2.jpg", {"main_image": None}),
    "site_name": ("青河网", {"site_name": None}),
    "kind": ("article", {"kind": None}),
}


@pytest.mark.parametrize("field", WITHHELD)
def test_what_is_too_doubtful_is_withheld(field: str) -> None:
    text, empty = WITHHELD[field]
    whole, without = parse().to_dict(), parse({field: 1}).to_dict()
    assert [name for name in empty if whole[name] in (None, [])] == []
    assert {name: without[name] for name in empty} == empty
    assert without["provenance"][field] == {**whole["provenance"][field], "withheld": text}
    gone = {*empty, "provenance", "credits"} if field in ("authors", "editors", "credits") else {*empty, "provenance"}
    assert {name: value for name, value in without.items() if name not in gone} == {
        name: value for name, value in whole.items() if name not in gone
    }


def test_a_value_that_is_sure_enough_stays() -> None:
    for field, why in parse().provenance.items():
        assert parse({field: why.confidence}) == parse()
        assert parse({field: why.confidence + 0.001}).provenance[field].withheld is not None


def test_the_other_credits_stay() -> None:
    assert parse({"authors": 1}).authors == ()
    assert parse({"authors": 1}).editors == ("方若溪",)
    assert parse({"editors": 1}).authors == ("林小满",)


@pytest.mark.parametrize("field", WITHHELD)
def test_the_way_there_and_back(field: str) -> None:
    article = parse({field: 1})
    assert Article.from_dict(json.loads(article.to_json())) == article
    assert Article.from_dict(article.to_dict()).to_dict() == article.to_dict()


def test_withheld_is_text() -> None:
    why = {"rule": "a", "evidence": "b", "confidence": 0.5, "withheld": 5}
    with pytest.raises(DataError, match=r"provenance\.title\.withheld is 5"):
        Article.from_dict({"kind": "article", "provenance": {"title": why}})


# What is no mapping of fields to numbers → what the message must say.
WRONG: list[tuple[Any, str]] = [
    ({"weather": 0.5}, "no field 'weather' has a confidence. Those are kind, canonical_url"),
    ({"text": 0.5}, "no field 'text'"),
    ({5: 0.5}, "no field 5"),
    ({"source": 1.5}, "min_confidence of source is 1.5: it must be a number from 0 to 1"),
    ({"source": -0.1}, "is -0.1"),
    ({"source": float("nan")}, "is nan"),
    ({"source": ".8"}, "is '.8'"),
    ({"source": True}, "is True"),
    ({"source": None}, "is None"),
    ("source=.8", "maps no fields to numbers: write min_confidence={'source': 0.8}"),
    (0.8, "maps no fields"),
    (None, "maps no fields"),
]


@pytest.mark.parametrize(("given", "said"), WRONG, ids=[said for _, said in WRONG])
def test_wrong_options(given: Any, said: str) -> None:
    with pytest.raises(OptionsError) as error:
        Options(min_confidence=given)
    assert said in str(error.value)


def test_options_that_ask_the_same_are_the_same() -> None:
    one, other = (
        Options(min_confidence=dict(given))
        for given in ([("source", 1), ("kind", 0.5)], [("kind", 0.5), ("source", 1.0)])
    )
    assert (one, hash(one), str(one)) == (other, hash(other), str(other))


@pytest.mark.parametrize(
    ("given", "said"),
    [("source", "'source' is no field and number; write source=0.8"), ("source=much", "no field and number"),
     ("source=1.5", "must be a number from 0 to 1"), ("weather=.5", "no field 'weather'"), ("source=nan", "is nan")],
)  # fmt: skip
@pytest.mark.parametrize("command", ["parse", "extract", "explain"])
def test_wrong_on_the_command_line(command: str, given: str, said: str, folder: Path, run: Run) -> None:
    code, out, err = run(command, folder / "page.html", "--min-confidence", given)
    assert (code, out) == (2, "")
    assert said in err


def test_on_the_command_line(folder: Path, run: Run) -> None:
    asked = ["--min-confidence", "source=1", "--min-confidence", "editors=1"]
    wanted = newsparse.parse(PAGE.encode(), options=Options(min_confidence={"source": 1, "editors": 1})).to_dict()
    assert json.loads(run("parse", folder / "page.html", *asked)[1]) == wanted
    assert {**wanted, "file": "page.html"}.items() <= json.loads(
        run("extract", folder / "page.html", *asked)[1]
    ).items()
    shown = run("explain", folder / "page.html", *asked)[1]
    assert "withheld (--min-confidence): 滨城晚报" in shown
    assert "withheld (--min-confidence): 方若溪" in shown


def test_a_candidate_that_is_withheld_is_not_chosen() -> None:
    explained = newsparse.explain(FULL_PAGE, options=Options(min_confidence={"source": 1}))
    assert not any(candidate.chosen for candidate in explained.candidates["source"])
    assert explained.article == newsparse.parse(FULL_PAGE, options=Options(min_confidence={"source": 1}))


@pytest.mark.parametrize("kind", ["article", "list"])
def test_zyte_has_the_probability_of_the_verdict(kind: str) -> None:
    links = "".join(f"<li><a href=/{n}.html>渡口的第{n}条新闻说的是老码头</a></li>" for n in range(40))
    markup = FULL_PAGE if kind == "article" else f"<title>要闻_青河网</title><ul>{links}</ul>"
    assert parse({}, markup).kind == kind
    whole, without = (parse({"kind": least}, markup).to_zyte() for least in (0, 1))
    assert without["metadata"] == whole["metadata"]
    assert ("kind" in without, whole["kind"]) == (False, kind)


def test_all_that_has_a_confidence_can_be_asked_for() -> None:
    assert set(JUDGED) == {field.name for field in FIELDS} | {"authors", "editors", "kind"}
    assert set(parse().provenance) <= set(JUDGED)


# A row of credits → which signs it gives for the authors.


def test_the_example_of_the_docs() -> None:
    text = (ROOT / "docs" / "record.md").read_text(encoding="utf-8").split("## Provenance")[1]
    test = doctest.DocTestParser().get_doctest(
        text.split("```python\n")[1].split("```")[0], {"newsparse": newsparse}, "record.md", None, 0
    )
    assert test.examples
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_what_is_withheld_in_a_run(name: str, folder: Path, tmp_path: Path, run: Run) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    asked = ["--min-confidence", "kind=1", "--min-confidence", "source=1"]
    code, _, said = run(
        "extract", folder / "page.html", *asked, "--summary", tmp_path / "s.json", "-o", tmp_path / name
    )
    assert (code, json.loads((tmp_path / "s.json").read_text())["others"]) == (0, 1), said
    (record,) = read_records(tmp_path / name)
    wanted = newsparse.parse(PAGE.encode(), options=Options(min_confidence={"kind": 1, "source": 1}))
    assert Article.from_dict(record) == wanted
    assert record["provenance"] == wanted.to_dict()["provenance"]
    assert json.loads(run("stats", tmp_path / name, "--json")[1])["all"]["others"] == 1


SECOND = FULL_PAGE.replace("滨城晚报 记者 林小满 翻译：秦望舒", "青河日报 记者 尹小满").replace(
    STORY, "<p>渡轮公司说，下月起每二十分钟一班，周末加开两班，老人凭证免票上船。</p>"
)
LINKED = FULL_PAGE.replace("</body>", "<a href=5_2.html>下一页</a></body>")


def test_stitched_pages_say_why_they_have_what_the_first_withholds() -> None:
    first = parse({}, LINKED).provenance["source"]
    unsure = SECOND.replace("来源：青河日报", "")
    for second, source in ((SECOND, "青河日报"), (unsure, None)):
        article = newsparse.stitch(
            LINKED.replace("来源：滨城晚报", "滨城晚报"),
            "http://news.example/a/5.html",
            fetch={"http://news.example/a/5_2.html": second}.get,
            options=Options(min_confidence={"source": first.confidence}),
        )
        assert article.pages == ("http://news.example/a/5_2.html",)
        assert article.source == source
        assert article.provenance["source"].withheld == (None if source else "滨城晚报")


def test_a_list_goes_on_to_no_page_though_its_kind_is_withheld() -> None:
    links = "".join(f"<li><a href=/{n}.html>渡口的第{n}条新闻说的是老码头</a></li>" for n in range(40))
    markup = f"<title>要闻_青河网</title><ul>{links}</ul><a href=5_2.html>下一页</a>"
    asked: list[str] = []
    options = Options(min_confidence={"kind": 1})
    article = newsparse.stitch(markup, "http://news.example/a/5.html", fetch=asked.append, options=options)
    assert (article.kind, article.provenance["kind"].withheld, asked) == (None, "list", [])
