"""Which year a time without one belongs to (04-19 08:20, 昨天 18:20): a program wrote the same minute out in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from newsparse.lexicon import load
from newsparse.text.dates.absolute import find_absolute
from newsparse.text.dates.codes import stamp
from newsparse.text.dates.moments import CHINA_TIME, Moment

# So many times of a page's data are looked at: feeds of hundreds of articles stand in some.
_MOST = 500
# Of so few different minutes one that agrees in hour and minute alone is no chance (with three: 1 in 480).
_FEW = 3


@cache
def _full() -> re.Pattern[str]:
    """A number that can be a stamp, or a day with a time to the minute."""
    unit = load("dates")["unit"]
    return re.compile(
        rf"(?<![\d.])[12]\d{{3}}(?:\d{{6}}(?:\d{{3,4}})?(?![\d.])|[-/.{unit['year']}]\d{{1,2}}[-/.{unit['month']}]\d{{1,2}}"
        rf"[T\s{unit['day']}]{{1,2}}\d{{1,2}}:\d\d[\d:.]{{0,12}}(?:Z|[+-]\d\d:?\d\d)?)"
    )


def same_minute(texts: Iterable[str], shown: Moment, *, any_day: bool = False) -> Moment | None:
    """The shown time with the day that one of the texts gives in full for its minute; None where none does or two do.

    Args:
        texts: data of the page, long or short.
        shown: a time to the minute, its year (with ``any_day``: its day) unknown.
        any_day: the hour and the minute must agree; then the texts may hold a few times at most.

    >>> from newsparse.text.dates.relative import find_month_days
    >>> from datetime import datetime
    >>> shown, = find_month_days("04-19 08:20", datetime(2026, 1, 1))
    >>> same_minute(['{"ptime":"2023-04-19 08:20:37"}'], shown).when.isoformat()
    '2023-04-19T08:20:00'
    """
    minutes = {(m.when.year, m.when.month, m.when.day, m.when.hour, m.when.minute) for m in _local(texts)}
    if any_day and len(minutes) > _FEW:
        return None
    when = shown.when
    wanted = (when.hour, when.minute) if any_day else (when.month, when.day, when.hour, when.minute)
    days = {minute[:3] for minute in minutes if minute[-len(wanted) :] == wanted}
    if len(days) != 1:
        return None
    year, month, day = days.pop()
    return shown._replace(when=when.replace(year=year, month=month, day=day))


def _local(texts: Iterable[str]) -> Iterator[Moment]:
    """The full times in some texts, in China's time."""
    found = (match[0] for text in texts for match in _full().finditer(text))
    for written in islice(found, _MOST):
        moment = stamp(written) if written.isdecimal() else next(iter(find_absolute(written, 1)), None)
        if moment and moment.precision != "day":
            when = moment.when if moment.when.tzinfo is None else moment.when.astimezone(CHINA_TIME)
            yield moment._replace(when=when)
