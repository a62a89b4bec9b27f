"""Dates and times as Chinese news pages show them: the one place to read a moment from text.

A moment is read, never guessed: an impossible date (2021-02-30), a date glued to other figures and a date without a
year are left unread (the last is read where the caller says when "now" is).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from newsparse.text.dates.absolute import find_absolute
from newsparse.text.dates.codes import moment_in_url, roc_code, stamp
from newsparse.text.dates.labels import date_label, is_bare, is_of_another
from newsparse.text.dates.moments import CHINA_TIME, FIRST_YEAR, LAST_YEAR, Moment, aware, iso
from newsparse.text.dates.relative import find_day_words, find_month_days, find_relative
from newsparse.text.dates.witness import same_minute

__all__ = [
    "CHINA_TIME",
    "FIRST_YEAR",
    "LAST_YEAR",
    "SOME_DAY",
    "Moment",
    "aware",
    "date_label",
    "find_day_words",
    "find_moments",
    "find_month_days",
    "find_short",
    "find_times",
    "is_bare",
    "is_of_another",
    "iso",
    "moment_in_url",
    "parse_moment",
    "parse_stamp",
    "roc_code",
    "same_minute",
]

# Longer values in data are no stamps; also spares int → str of huge numbers.
_LONGEST_STAMP = 64


def find_moments(text: str, *, now: datetime | None = None, limit: int = 8) -> list[Moment]:
    """Up to ``limit`` moments that a text shows, in reading order; none overlap. Takes time linear in the text.

    Args:
        text: one line or many, any width of digits.
        now: the moment of reading (naive: China's time). Without it 3小时前, 昨天 and 11月8日 are left unread.
        limit: how many at most.

    >>> [m.raw for m in find_moments("发布：2021-11-08 17:27　更新：2021年11月9日 上午9:05")]
    ['2021-11-08 17:27', '2021年11月9日 上午9:05']
    """
    found = find_absolute(text, limit)
    if now is None:
        return found
    relative = find_relative(text, now, limit + len(found))
    return sorted([*found, *_apart(relative, found)], key=lambda m: m.start)[:limit]


# Where times are only sought, any moment of reading will do.
SOME_DAY = datetime(LAST_YEAR, 12, 31)


def find_times(text: str, *, limit: int = 8) -> list[Moment]:
    """Like `find_moments`, with those that leave out their year: only the words of these and their place mean anything.

    >>> [m.raw for m in find_times("滨城晚报 昨天 18:20")]
    ['昨天 18:20']
    """
    return find_moments(text, now=SOME_DAY, limit=limit)


def find_short(text: str) -> Moment | None:
    """The first time that leaves out its year, in a text that shows none with it: its words and place.

    >>> find_short("滨城晚报 昨天 18:20").raw, find_short("2021-11-08 17:27 3小时前")
    ('昨天 18:20', None)
    """
    short = find_relative(text, SOME_DAY, 1)  # asked first: it costs less
    return short[0] if short and not find_absolute(text, 1) else None


def _apart(moments: list[Moment], others: list[Moment]) -> Iterator[Moment]:
    """Those of ``moments`` that share no character with ``others``; both in reading order."""
    at = 0
    for moment in moments:
        while at < len(others) and others[at].end <= moment.start:
            at += 1
        if at == len(others) or others[at].start >= moment.end:
            yield moment


def parse_moment(text: str, *, now: datetime | None = None) -> Moment | None:
    """The first moment that a text shows, or None.

    >>> parse_moment("2021年11月08日 星期一 17:27").when
    datetime.datetime(2021, 11, 8, 17, 27)
    """
    return next(iter(find_moments(text, now=now, limit=1)), None)


def parse_stamp(value: str | int) -> Moment | None:
    """A moment from JSON state or a meta tag: epoch seconds or milliseconds, YYYYMMDD[HHMM[SS]], ISO, any shown form.

    >>> parse_stamp(1636363661000) == parse_stamp("2021-11-08T17:27:41+08:00")
    False
    >>> aware(parse_stamp(1636363661000)) == aware(parse_stamp("2021-11-08T17:27:41+08:00"))
    True
    """
    if isinstance(value, int):
        return stamp(str(value)) if 0 < value < 10**17 else None
    text = value.strip()
    if len(text) > _LONGEST_STAMP:
        return None
    return stamp(text) or parse_moment(text)
