"""A date whose parts stand in elements of their own: "21" over "2024年02月", "02-21" beside "2024"."""

from __future__ import annotations

import re
from functools import cache

from newsparse.lexicon import load
from newsparse.text.dates.moments import Moment, day

# Parts of a date with their tabs and spaces; a longer text is something else (characters).
_LONGEST = 24


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Each a whole date; a tab is where an element ends. (08, 11, 2021 may stand in either order: none reads them.)"""
    unit = load("dates")["unit"]
    sign, gap = r"\s?[-/.]\s?", r"[\s/]*\t[\s/]*"
    year, month = rf"(?P<y>(?:19|20)\d\d)\s?{unit['year']}?", rf"(?P<m>\d{{1,2}})\s?{unit['month']}?"
    of_month = rf"(?P<d>\d{{1,2}})\s?[{unit['day']}]?"
    named = rf"(?P<m>\d{{1,2}})\s?{unit['month']}"
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
        )
    )


def moment_of_boxes(text: str) -> Moment | None:
    """The day that elements side by side show, their texts parted by tabs; None where they show anything else.

    >>> [str(moment_of_boxes(text).when.date()) for text in ("08\\t2021年11月", "11-08\\t2021", "8\\t11月\\t2021")]
    ['2021-11-08', '2021-11-08', '2021-11-08']
    >>> moment_of_boxes("08\\t11\\t2021"), moment_of_boxes("31\\t2021-11")
    (None, None)
    """
    if "\t" not in text or len(text) > _LONGEST:
        return None
    for pattern in _patterns():
        found = pattern.fullmatch(text.strip())
        date = found and day(int(found["y"]), int(found["m"]), int(found["d"]))
        if date:
            return Moment(date, "day", text, 0, len(text))
    return None
