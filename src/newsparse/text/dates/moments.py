"""The value that the date cores give: a moment, how exactly it is known, and the words that say so."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from newsparse.article import Precision

# Beijing, Taipei, Hong Kong, Macao and Singapore all keep UTC+8 and none has had summer time since 1992.
# (The mainland had one until 1991; no page that old is served.)
CHINA_TIME = timezone(timedelta(hours=8))
# The first web page was served in 1990: an earlier date on a page is not when the page was posted.
FIRST_YEAR = 1990
LAST_YEAR = 2100


class Moment(NamedTuple):
    """A point in time as a text shows it.

    Attributes:
        when: naive where the text states no offset (the page's local time, see `aware`), else aware. No fraction of
            a second. With precision "day" the time is 00:00, or the hour where the text gives an hour alone (5时).
        precision: what is shown, "day", "minute" or "second".
        raw: the words as shown.
        start, end: where they are in the text that was read.
        rough: whether the day is no more than near the right one (2年前).
    """

    when: datetime
    precision: Precision
    raw: str
    start: int
    end: int
    rough: bool = False


def day(year: int | None, month: int | None, of_month: int | None) -> datetime | None:
    """Midnight of that day; None where there is no such day or no web page could have been posted on it.

    >>> day(2021, 2, 30), day(1985, 1, 1)
    (None, None)
    """
    if not (year and month and of_month) or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime(year, month, of_month)  # naive: no offset is stated
    except ValueError:
        return None


def aware(moment: Moment) -> datetime:
    """The moment with its offset; where the text states none it is China's (UTC+8, see `CHINA_TIME`).

    >>> aware(Moment(datetime(2021, 11, 8, 17, 27), "minute", "2021-11-08 17:27", 0, 16)).isoformat()
    '2021-11-08T17:27:00+08:00'
    """
    return _with_offset(moment.when)


def iso(when: datetime, precision: Precision) -> str:
    """ISO 8601, cut to what is known. A naive ``when`` is China's time.

    >>> when = datetime(2021, 11, 8, 17, 27, 41)
    >>> iso(when, "day"), iso(when, "minute"), iso(when, "second")
    ('2021-11-08', '2021-11-08T17:27+08:00', '2021-11-08T17:27:41+08:00')
    """
    if precision == "day":
        return when.date().isoformat()
    return _with_offset(when).isoformat(timespec="minutes" if precision == "minute" else "seconds")


def _with_offset(when: datetime) -> datetime:
    return when.replace(tzinfo=CHINA_TIME) if when.tzinfo is None else when
