"""What is read from scripts: the cases of tests/cases/scripts.toml, and what must hold for every script."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limits import within
from newsparse.lexicon import load
from newsparse.read.javascript import MAX_DEPTH, read
from newsparse.read.javascript_tokens import NotDataError
from newsparse.read.scripts import MAX_SCRIPT, json_ld, might_hold, states
from newsparse.text.state.facts import StateFacts, facts
from newsparse.text.state.json_ld import json_ld_article

CASES = tomllib.loads((Path(__file__).parent / "cases" / "scripts.toml").read_text(encoding="utf-8"))
BODY = "小镇通车了。" * 12


def cases(kind: str) -> pytest.MarkDecorator:
    """One test a case, named by the case or its text."""
    params = [pytest.param(case, id=case.get("name") or case["text"][:40]) for case in CASES[kind]]
    return pytest.mark.parametrize("case", params)


def as_json(value: object) -> object:
    """Tuples as lists, as JSON has them."""
    return json.loads(json.dumps(value, ensure_ascii=False))


# The cases


@cases("literal")
def test_literal(case: dict[str, Any]) -> None:
    value, end = read(case["text"], loose=case.get("loose", False))
    assert value == json.loads(case["expect"])
    assert end == len(case["text"])


@cases("states")
def test_states(case: dict[str, Any]) -> None:
    assert as_json(states(case["text"])) == json.loads(case["expect"])


@cases("json_ld")
def test_json_ld(case: dict[str, Any]) -> None:
    assert json_ld(case["text"]) == json.loads(case["expect"], strict=False)


@cases("facts")
def test_facts(case: dict[str, Any]) -> None:
    given_states = [(name, value) for name, value in json.loads(case["states"].replace("BODY", BODY), strict=False)]
    expected = {**asdict(StateFacts()), **json.loads(case["expect"].replace("BODY", BODY), strict=False)}
    assert as_json(asdict(facts(given_states))) == as_json(expected)


@cases("ld_article")
def test_ld_article(case: dict[str, Any]) -> None:
    found = json_ld_article(json.loads(case["objects"]))
    expected = json.loads(case["expect"])
    if expected is None:
        assert found is None
    else:
        assert found is not None
        shown = as_json(asdict(found))
        assert isinstance(shown, dict)
        assert {name: shown[name] for name in expected} == expected


# The data file


@pytest.mark.parametrize("entry", load("state")["variable"], ids=lambda entry: entry["name"])
def test_each_variable_is_read_from_its_example(entry: dict[str, Any]) -> None:
    assert entry["used_by"]
    assert entry["name"] in [name for name, _ in states(entry["example"])]


def test_variables_are_sorted_and_unique() -> None:
    names = [entry["name"] for entry in load("state")["variable"]]
    assert names == sorted(set(names))
    assert (markers := load("state.marker.words")) == sorted(set(markers))


@pytest.mark.parametrize("name", load("state")["field"])
def test_keys_are_normalised_and_unique(name: str) -> None:
    field = load("state")["field"][name]
    for keys in (field["keys"], field["variables"]):
        assert len(keys) == len(set(keys))
        assert all(key == key.lower() and not set(key) & set("_-$ ") for key in keys)
    assert field["example"]


# What must hold for every script


def test_most_scripts_are_set_aside_unread() -> None:
    assert not might_hold("!function(e){var title='menu';e.title=document.title}(window)")
    assert not might_hold("// 统计代码\nvar title = document.title; var id = 7;")
    assert might_hold('{"title":"\\u5c0f\\u9547"}')
    assert might_hold("d.title = xml ? getXmlValue('title.DATA') : JsDecode('小镇通车');")


def test_a_script_too_large_is_left_unread() -> None:
    text = 'window.DATA = {"title":"小镇通车"};'
    assert states(text + " " * MAX_SCRIPT) == []
    assert json_ld('{"@type":"A"}' + " " * MAX_SCRIPT) == []
    assert states(text + " " * (MAX_SCRIPT - len(text)))[0][0] == "DATA"


def test_depth_is_bounded() -> None:
    nested = "{a:" * 5000 + "1" + "}" * 5000
    value, end = read(nested)
    assert end == len(nested)
    depth = 0
    while isinstance(value, dict):
        value, depth = value.get("a"), depth + 1
    assert depth == MAX_DEPTH
    assert json_ld("[" * 200_000) == []
    deep = 'window.DATA = {"title":"小镇通车","pubtime":"2019-03-02","a":' + '{"a":' * 5000 + "1" + "}" * 5001
    assert facts(states(deep)).published == "2019-03-02"


@pytest.mark.parametrize("text", ["", ")", "<div>", "]"])
def test_no_literal(text: str) -> None:
    with pytest.raises(NotDataError):
        read(text)


PIECES = [
    "{",
    "[",
    "(",
    "{a:",
    '{"a":"',
    '"',
    '\\"',
    "'",
    "`",
    "/*",
    "/[",
    "[/",
    "=>",
    "a||",
    "a?",
    "!",
    "new ",
    '"a"+',
    ",DATA={a:undefined};",
    ",abc={",
    ",abc={ublish:",
    "var abc=",
    "= ",
    "title:",
    "ublish",
    '{"@graph":[',
    "&quot;",
    "<![CDATA[",
    "\n",
]


@pytest.mark.parametrize("piece", PIECES)
def test_cost_is_linear(piece: str) -> None:
    text = "var newsTitle='小镇通车',DATA={a:" + piece * (200_000 // len(piece)) + " ublishTime:1"
    with within(5):  # 0.2 s here; quadratic cost would be minutes
        found = states(text)
        facts(found)
        json_ld(text)
    assert found[0] == ("newsTitle", "小镇通车")


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *PIECES,
            "}",
            "]",
            ")",
            ",",
            ":",
            ";",
            "function(a){",
            "小镇",
            "window.DATA=",
            "title",
            "1e5",
            "//",
            "--",
            "\\u5c0f",
            "\\",
        ]
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(FRAGMENTS)
def test_nothing_raises(text: str) -> None:
    facts(states("var newsTitle='小镇';" + text))
    json_ld_article(json_ld(text))
    assert isinstance(might_hold(text), bool)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(alphabet=st.characters(codec="utf-8"), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(max_size=5), JSON_VALUES, min_size=1, max_size=4))
def test_json_is_read_as_json(value: dict[str, object]) -> None:
    text = json.dumps(value, ensure_ascii=False)
    assert read(text)[0] == value
    assert states(f"var newsTitle = '小镇'; window.DATA = {text};") == [("newsTitle", "小镇"), ("DATA", value)]
    assert json_ld(text) == [value] or set(value) <= {"@graph", "@context"}


@settings(max_examples=200, deadline=None)
@given(JSON_VALUES, JSON_VALUES)
def test_facts_take_any_value(value: object, other: object) -> None:
    keys = [key for field in load("state")["field"].values() for key in field["keys"] if "." not in key]
    facts([("DATA", dict.fromkeys(keys, value) | {"title": "小镇通车", "part": other})])
    json_ld_article([dict.fromkeys(["@type", "headline", "author", "itemListElement", "mainEntity"], value)])
    json_ld_article([{"@type": "NewsArticle", "headline": value, "author": other}])
