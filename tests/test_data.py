"""The data files: they parse, their patterns compile and say what they should, their lists are in order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import opencc
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from limits import within
from newsparse.lexicon import source
from newsparse.text.flat import flat
from newsparse.text.script import fold

DATA = Path(str(files("newsparse"))) / "data"
NAMES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml"))
LOADED: dict[str, dict[str, Any]] = {name: tomllib.loads((DATA / name).read_text(encoding="utf-8")) for name in NAMES}

# Lists of words in which the order says something: the most trusted first, the months of the year, roles as named.
ORDERED = re.compile(
    r"bylines\.toml \w+_metas|state\.toml field \w+ (?:keys|variables)|dates\.toml (?:month english|zone words)"
    r"|roles\.toml \w+ entries roles|profiles/.* hosts"
)
# Parts of a table that are regular expressions; the longest that a person can review (characters).
EXPRESSIONS = ("p", "before", "after", "needs")
LONGEST_EXPRESSION = 120
# A line as long as any that a pattern is tried on; time for it (seconds).
HOSTILE = [
    "，" * 400,
    "一" * 400,
    "a" * 400,
    " " * 400,
    "1" * 400,
    "（" * 400,
    "《" * 400,
    "来源：" * 133,
    "> " * 200,
    "-" * 400,
]
LONGEST_SECONDS = 0.05


def walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Each list of words, each table and each single value, with where it stands; places in a list have no name."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{path} {key}")
    elif isinstance(value, list) and not all(isinstance(inner, str) for inner in value):
        for inner in value:
            yield from walk(inner, path)


EVERY = [pair for name in NAMES for pair in walk(LOADED[name], name)]
WORDS = [(path, value) for path, value in EVERY if isinstance(value, list) and value and isinstance(value[0], str)]
ENTRIES = [(path, value) for path, value in EVERY if isinstance(value, dict) and "word" in value]
# Phrases of boilerplate.toml, each with the rules of its own that `test_phrases` says.
PHRASES = [phrase for group in LOADED["boilerplate.toml"].values() if "phrases" in group for phrase in group["phrases"]]


def expressions() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each expression as it is compiled, with where it stands and what holds its example and near miss.

    Entries with an expression each are tried one by one, with what stands round all of them; words together.
    """
    for path, table in EVERY:
        if not isinstance(table, dict) or path.startswith(("boilerplate.toml", "profiles/")):
            continue
        entries = [entry for entry in table.get("entries", []) if "p" in entry]
        around = {key: table[key] for key in ("before", "after") if key in table}
        for entry in entries:
            yield path, source({**around, "entries": [entry]}), entry
        if "p" in table and not path.endswith(" entries"):
            yield path, source(table), table
        if around and "words" in table:
            yield path, source(table), table


def looks_like_a_pattern(path: str, value: Any) -> bool:
    """Whether a value is a regular expression: those hold characters that no word, name or example does."""
    if not isinstance(value, str) or path.endswith((" example", " near")):
        return False
    return path.endswith(tuple(f" {key}" for key in EXPRESSIONS)) or bool(re.search(r"\(\?|\[[^\]]+\]|\\[sdbw]", value))


def test_the_files_are_there() -> None:
    assert {"boilerplate.toml", "names.toml", "roles.toml"} <= set(NAMES)
    assert WORDS and PHRASES and ENTRIES  # noqa: PT018


@pytest.mark.parametrize(
    ("path", "words"),
    [pytest.param(path, words, id=f"{path} {words[0]}") for path, words in WORDS],
)
def test_words_are_sorted_and_unique(path: str, words: list[str]) -> None:
    assert all(word.strip() == word != "" for word in words)
    assert len(set(words)) == len(words), [word for word in words if words.count(word) > 1]
    if not ORDERED.match(path):
        assert words == sorted(words)


@pytest.mark.parametrize("phrase", PHRASES, ids=[phrase.get("example", source(phrase)) for phrase in PHRASES])
def test_phrases(phrase: dict[str, Any]) -> None:
    """A phrase has an example, and finds it, in simplified characters, opening brackets taken off."""
    assert phrase.keys() <= {"before", "p", "example", "max", "needs"}
    example = fold(phrase["example"])
    assert source(phrase) == fold(source(phrase)), "write it in simplified characters: lines are folded before"
    pattern = re.compile(source(phrase))
    assert pattern.match(example) or pattern.match(example.lstrip("【（《")), (phrase["p"], example)
    assert len(example) <= phrase.get("max", 400)


NEEDY = [phrase for phrase in PHRASES if "needs" in phrase]


@pytest.mark.parametrize("phrase", NEEDY, ids=[phrase["example"] for phrase in NEEDY])
@given(data=st.data())
def test_needs(phrase: dict[str, Any], data: st.DataObject) -> None:
    """What a phrase matches holds a word that it needs: where there is none, it is not tried."""
    line = data.draw(st.from_regex(source(phrase), fullmatch=True))
    assert re.search(phrase["needs"], line)


def test_needs_where_any_character_may_come_first() -> None:
    """A phrase that may begin with any character says what it needs: without, it is tried on every line."""
    tried = [source(phrase) for phrase in PHRASES if "needs" not in phrase]
    assert [phrase for phrase in tried if regex.compile(phrase).match("\u9fa5", partial=True)] == []


@pytest.mark.parametrize(("path", "entry"), ENTRIES, ids=lambda value: value["word"] if isinstance(value, dict) else "")
def test_entries_have_an_example(path: str, entry: dict[str, Any]) -> None:
    word, example = entry["word"].strip(), entry.get("example", "")
    assert word
    assert example, f"{path}: {word} has no example"
    assert set(flat(word).lower()) <= set(flat(example).lower()), f"{path}: the example of {word} does not hold it"
    if not path.startswith("render.toml"):  # what is printed, not what is read
        assert word == fold(word), f"{path}: write {word} in simplified characters: lines are folded before"


@pytest.mark.parametrize("path", sorted({path for path, _ in ENTRIES}))
def test_no_entry_stands_twice(path: str) -> None:
    words = [(entry["word"], entry.get("roles")) for where, entry in ENTRIES if where == path]
    assert [word for word in words if words.count(word) > 1] == []


@pytest.mark.parametrize(
    ("expression", "said"),
    [pytest.param(expression, said, id=f"{path} {said.get('example')}") for path, expression, said in expressions()],
)
def test_expressions_say_what_they_should(expression: str, said: dict[str, Any]) -> None:
    """Each finds its example and not what comes near it."""
    assert re.search(expression, said["example"])
    assert not re.search(expression, said["near"])


def test_expressions_stand_in_tables_and_are_short() -> None:
    """One that no example stands beside, or that is long, cannot be reviewed: it becomes a table of entries."""
    found = [(path, value) for path, value in EVERY if looks_like_a_pattern(path, value)]
    found = [(path, value) for path, value in found if not path.startswith("profiles/")]
    assert [path for path, _ in found if path.rpartition(" ")[2] not in EXPRESSIONS] == []
    assert [path for path, value in found if len(value) > LONGEST_EXPRESSION] == []


def test_no_phrase_stands_twice() -> None:
    every = [source(phrase) for phrase in PHRASES]
    assert len(set(every)) == len(every)


COMPILED = sorted({*map(source, PHRASES), *(expression for _, expression, _ in expressions())})


@pytest.mark.parametrize("pattern", COMPILED, ids=lambda pattern: pattern[:30])
def test_patterns_compile_and_are_bounded(pattern: str) -> None:
    compiled = re.compile(pattern)
    for text in HOSTILE:
        with within(LONGEST_SECONDS):
            compiled.search(text)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("profiles/")])
def test_profiles(name: str) -> None:
    from lxml.cssselect import CSSSelector

    hosts = [host for site in LOADED[name]["site"] for host in site["hosts"]]
    assert len(set(hosts)) == len(hosts)
    for site in LOADED[name]["site"]:
        assert site["why"].strip()
        for pattern in site.get("match", {}).values():
            assert regex.compile(pattern).groups >= 1
        assert all(CSSSelector(selector) for selector in site.get("select", {}).values())


@pytest.mark.parametrize("table", [LOADED["script.toml"], LOADED["script.toml"]["other"]], ids=["telling", "other"])
def test_pairs_of_characters(table: dict[str, str]) -> None:
    """Traditional characters and their simplified forms, place by place; none is folded in two ways."""
    assert len(table["traditional"]) == len(table["simplified"])
    assert len(set(table["traditional"])) == len(table["traditional"])
    assert not set(table["traditional"]) & set(table["simplified"])


def test_no_character_is_folded_twice() -> None:
    assert set(LOADED["script.toml"]["traditional"]).isdisjoint(LOADED["script.toml"]["other"]["traditional"])


# Taiwan writes 著 for 着; simplified text has 著名, 著作: folding it would make words of those.
NOT_FOLDED = frozenset("着")


@pytest.mark.parametrize("variant", ["s2t", "s2tw", "s2hk"])
def test_what_the_data_is_written_with_is_folded(variant: str) -> None:
    """By OpenCC's tables, which are not ours: words, examples and patterns in traditional characters come back."""
    convert = opencc.OpenCC(variant).convert
    used = {c for path, value in EVERY if not path.startswith("script.toml") for c in hans(value)}
    lost = sorted(f"{convert(c)} for {c}" for c in used if c not in NOT_FOLDED and fold(convert(c)) != fold(c))
    assert lost == [], "not in data/script.toml"


def hans(value: Any) -> Iterator[str]:
    """The Chinese characters of a value of the data that is one text or a list of them."""
    for text in [value] if isinstance(value, str) else value if isinstance(value, list) else []:
        yield from re.findall(r"[\u4e00-\u9fff]", text) if isinstance(text, str) else ()
