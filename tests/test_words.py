"""Every word of the vocabularies does its work on a page: what is added to the data is read, wherever it stands.

The cases come from the data: each role word, source label and date label, in each of `PLACES`, in both scripts.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from newsparse import Article, parse
from newsparse.article import WRITER_ROLES
from newsparse.lexicon import load, words
from newsparse.text.flat import flat

SENSELESS = tomllib.loads((Path(__file__).parent / "cases" / "words.toml").read_text(encoding="utf-8"))
PERSON, OUTLET, DATE = "林小满", "滨城在线", "2021-11-08 17:27"
TITLE = "旧城的石桥昨日修好了"
TEXT = (
    "昨日清晨六点，旧城的石桥重新放行，三百多名居民排着队走过桥面，岸边的早餐铺子也比往常早开了一个钟头，热气飘到了桥上。",
    "桥工队队长说，每块石头都编了号，拆下来洗净以后照原样放回去，桥面比原先平整，老人和学生走在上面不会再绊倒。",
    "县里下一步要把石桥和三条公交线接起来，居民下桥以后步行两分钟就能换车，预计年底以前能完成站台的改造。",
)
OTHER_DATE = "<div>2021-11-05 08:00</div>"
# Where a line may stand: beside a date in the row under the headline, in a row of its own under it, in a table's cells,
# in the element of the text first or last, below that.
PLACES = {
    "row": "<div>2021-11-05 08:00　{line}</div><div>{text}</div>",
    "own": OTHER_DATE + "<div>{line}</div><div>{text}</div>",
    "cells": OTHER_DATE + "<table><tr><td>{label}：</td><td>{value}</td></tr></table><div>{text}</div>",
    "first": OTHER_DATE + "<div><p>{line}</p>{text}</div>",
    "last": OTHER_DATE + "<div>{text}<p>{line}</p></div>",
    "foot": OTHER_DATE + "<div>{text}</div><div>{line}</div>",
}
SOURCES = {
    "sources": ("outlets.label",),
    "offices": ("outlets.issuer",),
    "alone": ("outlets.table_label", "outlets.account.alone"),
}
Case = tuple[str, str, Callable[[Article], bool]]


def traditional(text: str) -> str:
    """The text in traditional characters, by the tables that fold them; of several forms the first."""
    forms: dict[str, str] = {}
    for table in (load("script"), load("script.other")):
        for shown, plain in zip(table["traditional"], table["simplified"], strict=True):
            forms.setdefault(plain, shown)
    return "".join(forms.get(c, c) for c in text)


def record(place: str, label: str, value: str, *, script: str = "simplified", behind: bool = False) -> Article:
    """The record of a page with a label and its value in a place; ``behind``: the word stands behind the value."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    line = f"{value}/{label}" if behind else f"{label}：{value}"
    line = PLACES[place].format(line=line, label=label, value=value, text=text)
    page = f"<title>{TITLE}_滨城网</title><h1>{TITLE}</h1>{line}"
    return parse(traditional(page) if script == "traditional" else page, "http://news.example/a.html")


def holds_credits(article: Article, roles: tuple[str, ...]) -> bool:
    """Whether the person is credited so and nobody else; "writer" is any role of writers."""
    shown = {("writer" if c.role in WRITER_ROLES and "writer" in roles else c.role) for c in article.credits}
    return shown == set(roles) and {flat(c.name) for c in article.credits} == {PERSON}


def holds_source(article: Article) -> bool:
    return flat(article.source or "") == OUTLET


def holds_date(article: Article) -> bool:
    """Of two dates the one with the label is taken."""
    return article.published is not None and f"{article.published:%Y-%m-%d %H:%M}" == DATE


def is_apart(article: Article) -> bool:
    """Whether the text is what was written as text, without the line."""
    return flat(article.text) == flat("\n".join(TEXT))


def role_words(place: str) -> Iterator[Case]:
    every = [(word, (role,)) for role in load("roles.role") for word in words(f"roles.role.{role}")]
    for table in ("combined", "short"):
        every += [(entry["word"], tuple(entry["roles"])) for entry in load(f"roles.{table}.entries")]
    for word, roles in every:
        if not all(f"{place} {role}" in SENSELESS["roles"] for role in roles):
            yield word, PERSON, partial(holds_credits, roles=roles)


def cases(group: str, place: str) -> Iterator[Case]:
    """Each word of the data, a value for it, and whether a record holds that."""
    if group == "roles":
        yield from role_words(place)
    elif group == "suffixes":
        for entry in load("roles.suffix.entries"):
            yield entry["word"], PERSON, partial(holds_credits, roles=tuple(entry["roles"]))
    elif group == "dates":
        yield from ((word, DATE, holds_date) for word in words("bylines.published"))
    else:
        kinds = [f"{kind}来源" for kind in words("outlets.label_before")] if group == "sources" else []
        labels = [word for path in SOURCES[group] for word in words(path)]
        yield from ((word, OUTLET, holds_source) for word in kinds + labels)


@pytest.mark.parametrize("script", ["simplified", "traditional"])
@pytest.mark.parametrize(
    ("group", "place"),
    [
        (group, place)
        for group in ("roles", "suffixes", "dates", *SOURCES)
        for place in PLACES
        if place not in SENSELESS.get(group, {})
    ],
)
def test_every_word_is_read(group: str, place: str, script: str) -> None:
    """Its value is in the record, its line is not in the text."""
    dead = [
        word
        for word, value, holds in cases(group, place)
        if not (
            holds(article := record(place, word, value, script=script, behind=group == "suffixes"))
            and is_apart(article)
        )
    ]
    assert dead == [], "these words are not read there: does the word stand in another list of roles.toml, too?"


ADDED = """
from newsparse import lexicon
lexicon.load("roles.role.author").append({"word": "走笔", "example": "走笔：林小满"})
lexicon.load("outlets.label.entries").append({"word": "供稿单位", "example": "供稿单位：滨城网"})
lexicon.load("bylines.published.entries").append({"word": "登载日", "example": "登载日：2021-11-08"})

import test_words
for place in test_words.PLACES:
    for label, value, holds in (
        ("走笔", test_words.PERSON, lambda article: test_words.holds_credits(article, ("author",))),
        ("供稿单位", test_words.OUTLET, test_words.holds_source),
        ("登载日", test_words.DATE, test_words.holds_date),
    ):
        for script in ("simplified", "traditional"):
            if not holds(test_words.record(place, label, value, script=script)):
                print(place, script, label)
"""


def test_an_added_word_is_read() -> None:
    """One line in the data is enough: no second list must know the word."""
    done = subprocess.run(
        [sys.executable, "-c", ADDED], cwd=Path(__file__).parent, capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.stdout, done.stderr) == ("", "")
