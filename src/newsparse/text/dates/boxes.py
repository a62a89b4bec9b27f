"""A date whose parts stand in elements of their own: "21" over "2024年02月", "02-21 17:27" beside "2024"."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from newsparse.lexicon import alternation, load
from newsparse.text.dates.moments import Moment, day

# Parts of a date with their tabs and spaces; a longer text is something else (characters).
_LONGEST = 24
_MONTHS = 12
# The time, in an element of its own or behind the day.
_TIME = re.compile(r"[\s/]+([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?=\s*\t|\s*\Z)")


@cache
def _months() -> dict[str, int]:
    """English names of months, lower case, and what is short for them."""
    names = load("dates")["month"]["english"]
    return {word[:n].lower(): at for at, word in enumerate(names, 1) for n in (3, len(word))}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Each a whole date; a tab is where an element ends. ``a`` and ``b`` are day and month in either order."""
    unit = load("dates")["unit"]
    sign, gap = r"\s?[-/.]\s?", r"[\s/]*\t[\s/]*"
    year, month = rf"(?P<y>(?:19|20)\d\d)\s?{unit['year']}?", rf"(?P<m>\d{{1,2}})\s?{unit['month']}?"
    of_month = rf"(?P<d>\d{{1,2}})\s?[{unit['day']}]?"
    named = rf"(?P<m>\d{{1,2}}\s?{unit['month']}|(?i:{alternation(_months())}))\.?"
    year_month = rf"(?P<y>(?:19|20)\d\d)(?:\s?{unit['year']}\s?|{sign}){month}"
    month_day = rf"(?P<m>\d{{1,2}})(?:\s?{unit['month']}\s?|{sign}){of_month}"
    return tuple(
        re.compile(whole)
        for whole in (
            of_month + gap + year_month,
            year_month + gap + of_month,
            month_day + gap + year,
            year + gap + month_day,
            of_month + gap + named + gap + year,
            named + gap + of_month + gap + year,
            year + gap + month + gap + of_month,
            r"(?P<a>\d{1,2})" + gap + r"(?P<b>\d{1,2})" + gap + year,
        )
    )


def moment_of_boxes(text: str) -> Moment | None:
    """The day, and the time, that elements side by side show, their texts parted by tabs; None for anything else.

    >>> [str(moment_of_boxes(text).when) for text in ("08\\t2021年11月", "11-08 17:27\\t2021", "28\\t11\\t2021")]
    ['2021-11-08 00:00:00', '2021-11-08 17:27:00', '2021-11-28 00:00:00']
    >>> moment_of_boxes("08\\t11\\t2021"), moment_of_boxes("31\\t2021-11")
    (None, None)
    """
    if "\t" not in text or len(text) > _LONGEST:
        return None
    time = _TIME.search(text)
    date = _day(f"{text[: time.start()]}{text[time.end() :]}" if time else text)
    if date is None:
        return None
    if time is None:
        return Moment(date, "day", text, 0, len(text))
    hour, minute, second = time.groups()
    when = date.replace(hour=int(hour), minute=int(minute), second=int(second or 0))
    return Moment(when, "second" if second else "minute", text, 0, len(text))


def _day(text: str) -> datetime | None:
    for pattern in _patterns():
        found = pattern.fullmatch(text.strip())
        if found and (date := day(int(found["y"]), *_month_and_day(found))):
            return date
    return None


def _month_and_day(found: re.Match[str]) -> tuple[int | None, int | None]:
    """Month and day; neither where two figures may be either (08, 11, 2021)."""
    parts = found.groupdict()
    if "a" in parts:
        low, high = sorted((int(parts["a"]), int(parts["b"])))
        return (low, high) if low <= _MONTHS < high else (None, None)
    word = parts["m"].lower()
    return _months().get(word) or int(word.rstrip(f" {load('dates')['unit']['month']}")), int(parts["d"])
