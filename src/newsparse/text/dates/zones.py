"""Whose clock a time is told by: an offset from UTC, and whether it is put forward in summer."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache
from typing import NamedTuple

from newsparse.lexicon import load

_HOUR = timedelta(hours=1)
# Clocks are changed at two in the morning. (London's and Paris's an hour to either side: that hour is told twice.)
_CHANGE = 2
_SUNDAY = 7


class Zone(NamedTuple):
    """A clock: its offset, and the name of the calendar that puts it forward ("" for none, see `data/dates.toml`)."""

    offset: timedelta
    summer: str = ""

    def at(self, when: datetime) -> timezone:
        """The offset that this clock has when it shows ``when`` (naive).

        >>> eastern = zones()["ET"]
        >>> [str(eastern.at(datetime(2024, month, 1))) for month in (5, 12)]
        ['UTC-04:00', 'UTC-05:00']
        """
        forward = bool(self.summer) and _is_summer(self.summer, when)
        return timezone(self.offset + _HOUR if forward else self.offset)


@cache
def zones() -> dict[str, Zone]:
    """The clock that each word of data/dates.toml names."""
    return {
        word: Zone(timedelta(hours=entry["hours"]), entry.get("summer", ""))
        for entry in load("dates")["zone"]
        for word in entry["words"]
    }


def _is_summer(calendar: str, when: datetime) -> bool:
    """Whether clocks of this calendar are put forward then."""
    for rule in load("dates")["summer"][calendar]["rules"]:
        if when.year >= rule["since"]:
            return _sunday(when.year, *rule["begins"]) <= when < _sunday(when.year, *rule["ends"])
    return False


def _sunday(year: int, month: int, nth: int) -> datetime:
    """The hour of change on the nth Sunday of a month, -1 for the last one (no month of the calendars is December)."""
    first = datetime(year, month if nth > 0 else month + 1, 1, _CHANGE)  # naive: a clock's face
    return first + timedelta(days=_SUNDAY - first.isoweekday(), weeks=nth - 1 if nth > 0 else nth)
