"""A time of the record in a row of a table.

A column of timestamps has one zone for all its rows; a record keeps the local time of its page. So a time ``x`` is two
timestamps: ``x``, the moment, and ``x_local``, the page's own clock, which has no zone. They differ by the offset, and
``x_precision`` says how much of them is known: that is all that JSON says.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

# The zone in which a moment is shown: a bare day is midnight there, on nearly all pages, and stays that day.
ZONE = "Asia/Shanghai"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def local_name(name: str) -> str:
    """The name of the column with the page's own clock.

    >>> local_name("published")
    'published_local'
    """
    return f"{name}_local"


def timestamps(text: str, moment: datetime) -> tuple[int, int]:
    """A time as microseconds since 1970: those of the moment, and those that the page's clock shows.

    Args:
        text: as in JSON, cut to what is known.
        moment: the record's value, which has an offset for a bare day, too.

    >>> from datetime import timedelta, timezone
    >>> moment, clock = timestamps("2021-11-08", datetime(2021, 11, 8, tzinfo=timezone(timedelta(hours=8))))
    >>> (clock - moment) / 3_600_000_000
    8.0
    """
    clock = (datetime.fromisoformat(text).replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
    return clock - (moment.utcoffset() or timedelta()) // _MICROSECOND, clock


def moment_of(moment: datetime, local: datetime | None) -> datetime:
    """The record's value of the two timestamps; in the zone of ``moment`` where the other is not there.

    Raises:
        ValueError: ``moment`` has no zone, or the two differ by more than zones do.

    >>> moment_of(datetime(2021, 11, 8, 9, 27, tzinfo=UTC), datetime(2021, 11, 8, 17, 27)).isoformat()
    '2021-11-08T17:27:00+08:00'
    """
    if moment.tzinfo is None:
        raise ValueError("it has no zone")
    if local is None:
        return moment
    return local.replace(tzinfo=timezone(local - moment.astimezone(UTC).replace(tzinfo=None)))
