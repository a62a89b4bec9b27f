"""The time of day that stands beside a date: 17:27:41, 下午 3:05, 08时18分, 03:05 PM, T17:27:41.000+08:00."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from newsparse.article import Precision
from newsparse.lexicon import alternation, load
from newsparse.text.dates.zones import Zone, zones

# How far back a time that precedes its date may begin: "下午 03:05:41, " and some spaces.
_REACH = 24
# No place on earth is further from UTC.
_MAX_OFFSET = timedelta(hours=14)
_SPACE = "[\\s\u200b\ufeff]"  # zero-width characters stand between the spans of a byline
_COLON = "[:：∶︰]"
_ZONE = re.compile(
    r"\s?[（(]?(?:(?P<name>GMT|UTC)?\s?(?P<sign>[+-])(?P<h>\d\d):?(?P<m>\d\d)(?![\d:：])"
    r"|(?:GMT|UTC)(?P<near>[+-]\d{1,2})(?![\d:：])|(?:Z|GMT|UTC)(?![A-Za-z]))"
)


class Clock(NamedTuple):
    """A time of day.

    Attributes:
        hour, minute, second: as on a 24-hour clock; hour 24 belongs to the next day.
        precision: "day" where the hour alone is shown: the minutes are not known then.
        zone: where the text states one.
        start, end: where it is in the text.
    """

    hour: int
    minute: int
    second: int
    precision: Precision
    zone: Zone | None
    start: int
    end: int

    def on(self, date: datetime) -> datetime:
        """This time on that day."""
        when = date + timedelta(hours=self.hour, minutes=self.minute, seconds=self.second)
        return when if self.zone is None else when.replace(tzinfo=self.zone.at(when))


class _Patterns(NamedTuple):
    after: re.Pattern[str]  # the time that follows a date
    before: re.Pattern[str]  # the time that ends where a date starts
    half: dict[str, str]  # word → morning, noon, afternoon, night
    zone: re.Pattern[str]  # the name of a clock, behind its time


@cache
def _patterns() -> _Patterns:
    words = load("dates")
    half = {word: kind for kind, entry in words["half_day"].items() for word in entry["words"]}
    latin = f"(?i:{alternation(word for word in half if word.isascii())})"
    chinese = alternation(word for word in half if not word.isascii())
    early = rf"(?P<half>{chinese}|{latin})"
    late = rf"(?:\s?(?P<late>(?:{latin}|{chinese})(?![A-Za-z\u4e00-\u9fff])))?"  # 8:15 晚报讯 is no evening
    return _Patterns(
        re.compile(rf"(?:[Tt]|{_gap(words['weekday'], words['issue'])}{early}?\s{{0,2}}){_face(words['unit'])}{late}"),
        re.compile(
            rf"(?<![\d:：.])(?:{early}\s?)?(?P<h>\d{{1,2}}){_COLON}(?P<m>\d\d)(?:{_COLON}(?P<s>\d\d))?"
            rf"{late}[,，\s]{{1,3}}$"
        ),
        half,
        re.compile(rf"{_SPACE}{{0,2}}[（(【\[]?{_names()}(?![A-Za-z])"),
    )


def _names() -> str:
    """The names of clocks: ET, 东京时间."""
    return rf"(?P<zone>{alternation(zones())})"


def _gap(weekday: dict[str, Any], issue: dict[str, Any]) -> str:
    """What may stand between a date and its time: spaces, one sign, the weekday, the number of an issue, a bar, whose
    clock it is, a bracket.
    """
    bar = rf"(?:[|丨｜│/·]{_SPACE}{{0,4}})?"
    day = rf"{alternation(weekday['words'])}[{weekday['days']}]|(?i:{alternation(weekday['english'])})\b\.?"
    return (
        rf"[）)】\]]?{_SPACE}{{0,8}}(?:at\s|[-,，、|丨｜│/·•_–—]{_SPACE}{{0,4}})?"
        rf"(?:(?:[（(【\[]?\s?(?:{day})\s?[）)】\]]?|[（(][{weekday['days']}][）)])[,，]?{_SPACE}{{0,8}}{bar})?"
        rf"(?:{issue['before']}\s?\d{{1,5}}\s?[{issue['after']}]{_SPACE}{{1,8}}{bar})?"
        rf"(?:{_names()}\s?)?[（(【\[]?"
    )


def _face(unit: dict[str, str]) -> str:
    """The hour with its minutes and seconds, by signs (17:27:41) or by units (17时27分, 5时)."""
    return (
        rf"(?P<h>\d{{1,2}})(?:\s{{0,2}}{_COLON}\s{{0,2}}(?P<m>\d{{1,2}})"
        rf"(?:\s{{0,2}}{_COLON}\s{{0,2}}(?P<s>\d{{1,2}})(?:\.\d{{1,9}})?)?(?!\d)"
        rf"|\s?[{unit['hour']}](?:\s?(?P<um>\d{{1,2}})\s?{unit['minute']}"
        rf"(?:\s?(?P<us>\d{{1,2}})\s?{unit['second']})?"
        # 5时30人: two digits are minutes only with 分 or where no word follows
        r"|\s?(?P<bm>\d\d)(?![\d\u4e00-\u9fff]))?)"
    )


def clock_after(text: str, at: int) -> Clock | None:
    """The time that follows a date ending at ``at``, within a short gap.

    >>> clock = clock_after("2021-11-08（星期一）下午 3:05-4:00", 10)
    >>> clock.hour, clock.minute, clock.precision
    (15, 5, 'minute')
    """
    words = _patterns()
    found = words.after.match(text, at)
    if found is None:
        return None
    zone, half, hour, minute, second, united, seconds, bare, late = found.groups()
    minute = minute or united or bare
    second = second or seconds
    if second is None and united is None and minute is not None and len(minute) < 2:
        return None  # 3:2 is a score
    whose = zones()[zone] if zone else None
    clock = _clock(words, hour, minute, second, half or late, whose, found.start("h"), found.end())
    if clock is None or minute is None:
        return clock
    stated = offset(text, clock.end)
    # 10:00-11:00 is a span of time: a negative offset is one only after seconds or in ISO form
    if stated is not None and (stated[0].offset >= timedelta(0) or second or text[at] in "Tt"):
        return clock._replace(zone=stated[0], end=stated[1])
    named = words.zone.match(text, clock.end)
    return clock._replace(zone=zones()[named["zone"]], end=named.end()) if named else clock


def clock_before(text: str, floor: int, at: int) -> Clock | None:
    """The time that ends where a date starts (17:27, Nov 8, 2021), looking no further back than ``floor``.

    >>> clock_before("更新 17:27 2021-11-08", 0, 9).start
    3
    """
    if at <= floor or not (text[at - 1].isspace() or text[at - 1] in ",，"):
        return None
    words = _patterns()
    low = max(floor, at - _REACH)
    found = words.before.search(text[low:at])
    if found is None:
        return None
    half, hour, minute, second, late = found.groups()
    return _clock(words, hour, minute, second, half or late, None, low + found.start(), at)


def zone_before(text: str, at: int) -> Zone | None:
    """The clock named right before a date that starts at ``at``: 美东时间2024年5月1日 02:03."""
    before = text[max(0, at - _REACH) : at].rstrip()
    if not before.endswith(_zone_words()):
        return None
    named = max((word for word in zones() if before.endswith(word)), key=len, default="")
    return zones()[named] if named and not (named.isascii() and before[: -len(named)][-1:].isalpha()) else None


@cache
def _zone_words() -> tuple[str, ...]:
    return tuple(zones())


def offset(text: str, at: int) -> tuple[Zone, int] | None:
    """The offset from UTC stated at ``at`` (Z, +08:00, +0800, GMT, GMT+8) and where it ends.

    >>> offset("17:27:41 +0800", 8)
    (Zone(offset=datetime.timedelta(seconds=28800), summer=''), 14)
    """
    if at >= len(text) or text[at] not in " +-ZGU(（":  # no offset begins so: spares most lines the pattern
        return None
    found = _ZONE.match(text, at)
    if found is None:
        return None
    if found["near"]:
        delta = timedelta(hours=int(found["near"]))
    elif found["h"]:
        delta = timedelta(hours=int(found["h"]), minutes=int(found["m"]))
        delta = -delta if found["sign"] == "-" else delta
    else:
        delta = timedelta(0)
    return (Zone(delta), found.end()) if abs(delta) <= _MAX_OFFSET else None


def _clock(
    words: _Patterns,
    hour: str,
    minute: str | None,
    second: str | None,
    half: str | None,
    zone: Zone | None,
    start: int,
    end: int,
) -> Clock | None:
    """The time of day that these words say; None where there is no such time."""
    h, m, s = int(hour), int(minute or 0), int(second or 0)
    if h > 24 or m > 59 or s > 59 or (h == 24 and (m or s)):
        return None
    of_day = _hour(h, words.half[half.lower()]) if half else h
    if of_day is None:
        return None
    precision: Precision = "day" if minute is None else "minute" if second is None else "second"
    return Clock(of_day, m, s, precision, zone, start, end)


def _hour(hour: int, half: str) -> int | None:
    """The hour on a 24-hour clock. An hour already told so (下午 15:05) stays."""
    if not 1 <= hour <= 12:
        return hour
    if half == "morning":
        return hour % 12
    if half == "noon":
        return hour + 12 if hour < 6 else hour
    if half == "afternoon":
        return hour % 12 + 12
    # 晚上12点 is the midnight that ends the day; which day 晚上1点 to 4点 belongs to cannot be told
    return hour + 12 if hour > 4 else None
