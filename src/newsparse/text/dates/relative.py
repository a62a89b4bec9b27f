"""Dates that leave something out: 3小时前, 两周前, 昨天 18:20, 11月8日 17:27. They need the moment of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from newsparse.article import Precision
from newsparse.lexicon import alternation, load
from newsparse.text.dates.chinese_numbers import digits, number
from newsparse.text.dates.clock import Clock, clock_after
from newsparse.text.dates.moments import CHINA_TIME, Moment, day

_HOUR, _DAY, _WEEK = 3600, 86400, 604800
_YEAR = 12
# 29 February may lie eight years back (1896 to 1904, 2096 to 2104).
_YEARS_BACK = 8
# What parts the cells of a byline.
_SEPARATORS = frozenset("|丨｜│·•⋅/")


class _Unit(NamedTuple):
    """What 前 counts in: seconds, or months of the calendar."""

    seconds: int
    months: int

    def before(self, now: datetime, amount: float) -> datetime | None:
        """``now`` less so many units; None where no page could have been posted then."""
        if not self.months:
            return now - timedelta(seconds=amount * self.seconds)
        at = now.year * _YEAR + now.month - 1 - int(amount * self.months)
        year, month = at // _YEAR, at % _YEAR + 1
        return next((d for n in range(now.day, 0, -1) if (d := day(year, month, n))), None)  # 31 March → 28 February


class _Patterns(NamedTuple):
    figure: re.Pattern[str]  # begins with digits
    word: re.Pattern[str]  # begins with a word
    ago: re.Pattern[str]  # 分钟前, after the figure
    days: dict[str, int]  # 昨天 → 1
    units: dict[str, _Unit]  # 分钟, 周, 年
    halves: frozenset[str]  # 半
    two: str  # 两
    year: str
    opens: frozenset[str]  # characters that may stand right before a relative word
    closes: re.Pattern[str]  # words that may stand right after one


@cache
def _patterns() -> _Patterns:
    words, unit = load("dates"), load("dates")["unit"]
    relative = words["relative"]
    days = {word: entry["days"] for entry in relative["day"] for word in entry["words"]}
    units = {
        word: _Unit(entry.get("seconds", 0), entry.get("months", 0))
        for entry in relative["ago"]
        for word in entry["words"]
    }
    halves, now, two = relative["half"]["words"], relative["now"]["words"], "".join(relative["two"]["words"])
    ago = rf"\s?(?P<unit>{alternation(units)})\s?{alternation(relative['before']['words'])}"
    return _Patterns(
        re.compile(
            rf"(?P<n>\d\d{{0,2}})(?:{ago}|\s?{unit['month']}\s?(?P<d>\d{{1,2}})\s?[{unit['day']}]"
            r"|[-/](?P<sd>\d{1,2}(?!\d)|\d\d(?=\d\d[:：]\d\d)))"
        ),
        re.compile(rf"{alternation([*days, *halves, *now])}|[{digits().all}{two}]{{1,3}}(?={ago})"),
        re.compile(ago),
        days,
        units,
        frozenset(halves),
        two,
        unit["year"],
        frozenset(relative["opens"]["words"]),
        re.compile(alternation(relative["closes"]["words"])),
    )


def find_relative(text: str, now: datetime, limit: int) -> list[Moment]:
    """Up to ``limit`` moments that are counted from ``now`` (naive: China's time), in reading order."""
    words = _patterns()
    local = now if now.tzinfo is None else now.astimezone(CHINA_TIME).replace(tzinfo=None)
    first = _first(_figures(words, text, local), limit)
    return sorted(first + _first(_words(words, text, local), limit), key=lambda m: m.start)[:limit]


def find_month_days(text: str, now: datetime) -> list[Moment]:
    """Months and days without a year (11月8日, 11-08 17:27), the last ones before ``now``; nothing counted from it."""
    words = _patterns()
    found = (_month_day(words, text, figure, now) for figure in words.figure.finditer(text) if not figure["unit"])
    return [moment for moment in found if moment]


def find_day_words(text: str, now: datetime) -> list[Moment]:
    """Days that a word counts from ``now`` (昨天 18:20), no 3小时前."""
    words = _patterns()
    named = (found for found in words.word.finditer(text) if found[0] in words.days)
    return [moment for found in named if (moment := _word(words, text, found, now))]


def _first(moments: Iterator[Moment], limit: int) -> list[Moment]:
    return [moment for moment, _ in zip(moments, range(limit), strict=False)]


def _figures(words: _Patterns, text: str, now: datetime) -> Iterator[Moment]:
    """3小时前; 11月8日, with or without a time; 11-08 with a time."""
    for found in words.figure.finditer(text):
        if found["unit"]:
            start = found.start()
            moment = None if _continues(text, start) else _ago(words, text, found, int(found["n"]), start, now)
        else:
            moment = _month_day(words, text, found, now)
        if moment:
            yield moment


def _words(words: _Patterns, text: str, now: datetime) -> Iterator[Moment]:
    """昨天 18:20, 刚刚, 半小时前. A word inside a sentence (昨天的比赛) says nothing of the page."""
    for found in words.word.finditer(text):
        if moment := _word(words, text, found, now):
            yield moment


def _word(words: _Patterns, text: str, found: re.Match[str], now: datetime) -> Moment | None:
    start, end = found.span()
    if start and text[start - 1].isalnum() and text[start - 1] not in words.opens:
        return None
    if amount := 0.5 if found[0] in words.halves else found["unit"] and _number(words, found[0]):
        ago = words.ago.match(text, end)
        return ago and _ago(words, text, ago, amount, start, now)
    if found[0] in words.days:
        return _day_word(words, text, found, now)
    moment = _moment(text, start, end, now.replace(second=0, microsecond=0), "minute")
    return moment if _ends(words, text, end) else None


def _number(words: _Patterns, text: str) -> int | None:
    """What 三, 十二 and 两 count."""
    return 2 if text in words.two else number(text)


def _ago(words: _Patterns, text: str, found: re.Match[str], amount: float, start: int, now: datetime) -> Moment | None:
    """The moment so many units before now, as exactly as the unit tells: 2天前 tells the day, 3小时前 also the hour.

    2年前 tells no day: the one given is the nearest to it, and the moment says so.
    """
    end, unit = found.end(), words.units[found["unit"]]
    if not _ends(words, text, end):
        return None
    try:
        when = unit.before(now, amount)
    except OverflowError:
        return None
    if when is None:
        return None
    when = when.replace(second=0, microsecond=0)
    rough = bool(unit.months) or unit.seconds >= _WEEK
    if rough or (unit.seconds >= _HOUR and amount >= 1):
        hour = when.hour if unit.seconds == _HOUR else 0
        return _moment(text, start, end, when.replace(minute=0, hour=hour), "day")._replace(rough=rough)
    return _moment(text, start, end, when, "minute")


def _day_word(words: _Patterns, text: str, found: re.Match[str], now: datetime) -> Moment | None:
    """昨天 18:20; 昨天 alone."""
    try:
        date = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=words.days[found[0]])
    except OverflowError:
        return None
    clock = clock_after(text, found.end())
    if clock is None and not _ends(words, text, found.end()):
        return None
    return _at(text, found.start(), found.end(), date, clock)


def _month_day(words: _Patterns, text: str, found: re.Match[str], now: datetime) -> Moment | None:
    """11月8日 or 11-08 17:27, the last one before tomorrow. 11-08 alone may be a score, 11月8日起 is a sentence's."""
    start, end = found.span()
    if _continues(text, start) or words.year in text[max(0, start - 2) : start]:
        return None
    clock = clock_after(text, end)
    if found["sd"] and (clock is None or clock.precision == "day"):
        return None
    if clock is None and not _ends(words, text, end):
        return None
    month, of_month = int(found["n"]), int(found["d"] or found["sd"])
    for year in range(now.year, now.year - _YEARS_BACK - 1, -1):
        date = day(year, month, of_month)
        if date and date <= now:
            return _at(text, start, end, date, clock)
    return None


def _continues(text: str, start: int) -> bool:
    """Whether the figure goes on to the left: 1.5小时前, 2021-11-08."""
    return start > 0 and (text[start - 1].isdecimal() or text[start - 1] in "-/.")


def _ends(words: _Patterns, text: str, end: int) -> bool:
    """Whether a byline may go on so to the right; a sentence goes on with a word or a comma (今天，记者…)."""
    if end >= len(text) or text[end].isspace() or text[end] in _SEPARATORS:
        return True
    return words.closes.match(text, end) is not None


def _at(text: str, start: int, end: int, date: datetime, clock: Clock | None) -> Moment:
    if clock is None:
        return _moment(text, start, end, date, "day")
    return _moment(text, start, clock.end, clock.on(date), clock.precision)


def _moment(text: str, start: int, end: int, when: datetime, precision: Precision) -> Moment:
    return Moment(when, precision, text[start:end], start, end)
