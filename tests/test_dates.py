"""Dates and times: the cases of tests/cases/dates.toml, and the words of data/dates.toml."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsparse.lexicon import load
from newsparse.text.dates.find import (
    CHINA_TIME,
    aware,
    find_moments,
    iso,
    moment_in_url,
    parse_moment,
    parse_stamp,
    roc_code,
)

CASES = tomllib.loads((Path(__file__).parent / "cases" / "dates.toml").read_text(encoding="utf-8"))
NOW = datetime(2021, 11, 9, 10, 5, 30)


def cases(kind: str, key: str) -> pytest.MarkDecorator:
    """One test a case, named by what it reads."""
    return pytest.mark.parametrize("case", [pytest.param(c, id=str(c[key]) or "empty") for c in CASES[kind]["cases"]])


def now_of(case: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(case["now"]) if "now" in case else None


# The cases


@cases("moment", "text")
def test_moment(case: dict[str, Any]) -> None:
    moment = parse_moment(case["text"])
    assert moment is not None
    assert iso(moment.when, moment.precision) == case["iso"]
    assert moment.raw == case.get("raw", case["text"]) == case["text"][moment.start : moment.end]


@cases("unread", "text")
def test_unread(case: dict[str, Any]) -> None:
    assert parse_moment(case["text"], now=now_of(case)) is None


@cases("relative", "text")
def test_relative(case: dict[str, Any]) -> None:
    moment = parse_moment(case["text"], now=now_of(case))
    assert moment is not None
    assert iso(moment.when, moment.precision) == case["iso"]
    assert moment.raw == case.get("raw", case["text"])


@cases("row", "text")
def test_row(case: dict[str, Any]) -> None:
    found = find_moments(case["text"], now=now_of(case))
    assert [iso(m.when, m.precision) for m in found] == case["iso"]


@cases("stamp", "value")
def test_stamp(case: dict[str, Any]) -> None:
    moment = parse_stamp(case["value"])
    assert (iso(moment.when, moment.precision) if moment else "") == case["iso"]


@cases("url", "url")
def test_url(case: dict[str, Any]) -> None:
    moment = moment_in_url(case["url"])
    assert (iso(moment.when, moment.precision) if moment else "") == case["iso"]
    assert moment is None or moment.raw == case["url"][moment.start : moment.end]


@cases("code", "text")
def test_code(case: dict[str, Any]) -> None:
    moment = roc_code(case["text"])
    assert (iso(moment.when, moment.precision) if moment else "") == case["iso"]
    assert moment is None or moment.raw == case["text"][moment.start : moment.end]


def test_hour_alone_is_kept() -> None:
    moment = parse_moment("2021年11月8日5时")
    assert moment is not None
    assert moment.when == datetime(2021, 11, 8, 5)


def test_limit() -> None:
    text = "2021-11-08 " * 20 + "昨天 " * 20
    assert [len(find_moments(text, limit=n)) for n in (0, 1, 8, 99)] == [0, 1, 8, 20]
    assert len(find_moments(text, now=NOW, limit=99)) == 40
    assert len(find_moments(text)) == 8


def test_aware_keeps_a_stated_offset() -> None:
    shown, stated = parse_moment("2021-11-08 17:27:41"), parse_moment("2021-11-08T09:27:41Z")
    assert shown is not None
    assert stated is not None
    assert shown.when.tzinfo is None
    assert aware(shown) == aware(stated)
    assert aware(shown).tzinfo is CHINA_TIME
    assert aware(stated).utcoffset() == timedelta(0)


# Every word of the data is read


@pytest.mark.parametrize(
    ("half", "hour"), [("morning", 9), ("noon", 12), ("afternoon", 21), ("night", 21)], ids=lambda v: str(v)
)
def test_every_half_day_word(half: str, hour: int) -> None:
    for word in load("dates")["half_day"][half]["words"]:
        shown = 12 if half == "noon" else 9
        moment = parse_moment(f"2021-11-08 {word} {shown}:05")
        assert moment is not None
        assert moment.when == datetime(2021, 11, 8, hour, 5), word


def test_every_zone_weekday_and_month_word() -> None:
    words = load("dates")
    for zone in words["zone"]:
        for word in zone["words"]:
            moment = parse_moment(f"2021-11-08 {word}17:27")
            assert moment is not None
            assert moment.when.utcoffset() == timedelta(hours=zone["hours"]), word
    weekdays = [w + d for w in words["weekday"]["words"] for d in words["weekday"]["days"]]
    for word in [*weekdays, *words["weekday"]["english"]]:
        moment = parse_moment(f"2021-11-08 {word} 17:27")
        assert moment is not None
        assert moment.precision == "minute", word
    for at, word in enumerate(words["month"]["english"], 1):
        for shown in (word, word[:3], word.upper(), f"{word[:3]}."):
            moment = parse_moment(f"{shown} 8, 2021")
            assert moment is not None
            assert moment.when == datetime(2021, at, 8), shown


def test_every_relative_word() -> None:
    relative = load("dates")["relative"]
    for entry in relative["day"]:
        for word in entry["words"]:
            moment = parse_moment(word, now=NOW)
            assert moment is not None
            assert moment.when == datetime(2021, 11, 9) - timedelta(days=entry["days"])
    shown = [f"7{unit}{before}" for entry in relative["ago"] for unit in entry["words"]
             for before in relative["before"]["words"]]  # fmt: skip
    shown += relative["now"]["words"] + [f"{half}小时前" for half in relative["half"]["words"]]
    shown += [f"7天前{word}" for word in relative["closes"]["words"]]
    shown += [f"{word}昨天" for word in relative["opens"]["words"]]
    assert [text for text in shown if parse_moment(text, now=NOW) is None] == []


def test_every_example_holds_what_it_is_an_example_of() -> None:
    def tables(value: object) -> list[dict[str, Any]]:
        if isinstance(value, list):
            return [t for item in value for t in tables(item)]
        if not isinstance(value, dict):
            return []
        return ([value] if "example" in value else []) + [t for v in value.values() for t in tables(v)]

    found = tables(load("dates"))
    assert len(found) >= 15
    for table in found:
        words = table.get("words", [])
        assert words == sorted(set(words))
        assert parse_moment(table["example"], now=NOW) is not None, table["example"]
        assert not words or any(word in table["example"] for word in words), table["example"]
