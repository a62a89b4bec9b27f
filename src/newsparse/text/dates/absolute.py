"""Dates that state their year: 2021-11-08, 2021年11月8日, 二〇二一年十一月八日, 民國110年11月8日, 8 Nov 2021."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import NamedTuple

from newsparse.lexicon import alternation, load
from newsparse.text.dates.chinese_numbers import digits, number
from newsparse.text.dates.clock import Clock, clock_after, clock_before, zone_before
from newsparse.text.dates.labels import ends_with_label
from newsparse.text.dates.moments import Moment, day

_SIGN = "[-/.－／．‐–—·]"
# Not glued to further digits, unless these are a time: spans set side by side give 2021-11-0817:27.
_DAY = r"(?:\d{1,2}(?!\d)|\d\d(?=\d\d[:：]\d\d))"
# 2021.11.08.3 is a version and 2021-11-08-001 an id; 2021-11-08-17:27 is a date.
_TAIL = r"(?![-./_]\d{1,5}(?![\d:：]))"
# 2016年6月29 without 日 is a day where nothing goes on from it: neither a count (29人) nor a span (29-30日) nor a time.
_BARE_DAY = r"(?![\d\u4e00-\u9fff.:：％%/~～–—、-])"
# How far back an English day and month may begin before the year: "September 08 17:27:41 CST ".
_REACH = 32
# Two figures of a year from here on belong to the 1900s, as POSIX has it.
_PIVOT = 69
# A line that holds a year and month alone, with the spaces that set it to the right. (Bounds the cost of `strip`.)
_SIGNATURE = 64
# The year before year 1 of the Republic of China.
_BEFORE_REPUBLIC = 1911


class _Found(NamedTuple):
    """A date: its day, where it is, the time if that stands inside it, and whether it needs a time to be believed."""

    date: datetime
    start: int
    end: int
    clock: Clock | None = None
    doubtful: bool = False


class _Patterns(NamedTuple):
    seed: re.Pattern[str]  # where a date may begin; the group's name is the reader's
    signs: re.Pattern[str]
    short: re.Pattern[str]
    units: re.Pattern[str]
    republic: re.Pattern[str]
    labelled: re.Pattern[str]
    english: re.Pattern[str]
    day_first: re.Pattern[str]
    month: dict[str, int]  # english month word → 1..12


@cache
def _patterns() -> _Patterns:
    words = load("dates")
    unit, chinese, markers = words["unit"], digits(), words["republic"]["words"]
    months = {word[:n].lower(): at for at, word in enumerate(words["month"]["english"], 1) for n in (3, len(word))}
    months |= {word.lower(): at for word, at in words["month"]["also"].items()}
    openers = "".join(sorted({word[0] for word in markers}))
    tails = alternation(word[1:] for word in markers)
    ones, all_digits = chinese.zero_to_nine, chinese.all
    chinese_month = rf"(?:\d{{1,2}}|[{all_digits}]{{1,3}})\s?{unit['month']}"  # 十一月 6th, 2009
    in_month = (
        rf"\s{{0,3}}{unit['year']}\s{{0,3}}(?P<m>\d{{1,2}}|[{all_digits}]{{1,3}})\s{{0,3}}{unit['month']}"
        rf"(?:\s{{0,3}}(?P<d>\d{{1,2}}|[{all_digits}]{{1,4}})(?:\s{{0,3}}[{unit['day']}]|{_BARE_DAY}))?"
    )
    return _Patterns(
        # One class first: the scan skips to it in C. Chinese years begin 一九 or 二〇 (20 with any round zero).
        re.compile(
            rf"[0-9０-９一二{openers}](?:(?<=[12１２])(?P<year>[019０１９]\d\d)(?!\d)"
            r"|(?<=[0-9])(?P<short>\d-\d{1,2}-\d{1,2}\s{1,2}(?=\d{1,2}[:：]\d\d))"
            rf"|(?<=[一二])(?P<chinese>[{ones}]{{3}}(?=\s{{0,3}}{unit['year']}))"
            rf"|(?<=[{openers}])(?P<republic>{tails})"
            rf"|(?<=1)(?P<labelled>\d\d(?=[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)|\s?{unit['year']})))"
        ),
        re.compile(
            rf"(\d{{4}})(\s{{0,2}}{_SIGN}\s{{0,2}}|\s{{1,3}})(\d{{1,2}})\s{{0,2}}({_SIGN})\s{{0,2}}({_DAY}){_TAIL}"
        ),
        re.compile(r"(\d\d)-(\d{1,2})-(\d{1,2})"),
        re.compile(rf"(?P<y>\d{{4}}|[{ones}]{{4}}){in_month}"),
        re.compile(
            rf"{alternation(markers)}\s{{0,2}}(?P<y>\d{{2,3}}|[{all_digits}]{{1,6}})"
            rf"(?:{in_month}|\s?(?P<sign>{_SIGN})\s?(?P<sm>\d{{1,2}})\s?(?P=sign)\s?(?P<sd>{_DAY}){_TAIL})"
        ),
        re.compile(rf"(?P<y>1\d\d)(?:\s?{in_month}|(?P<sign>[-/.])(?P<sm>\d{{1,2}})(?P=sign)(?P<sd>{_DAY}){_TAIL})"),
        # the words are looked up, not spelt out: a search for any of them would cost five times as much
        re.compile(
            rf"(?:(?<![A-Za-z\d{all_digits}])(?P<m1>[A-Za-z]{{3,9}}|{chinese_month})"
            r"\.?[\s-]{0,2}(?P<d1>\d{1,2})(?:st|nd|rd|th)?"
            r"(?:\s?[,，]\s{0,2}|[\s-]{1,2})(?:(?P<time>\d\d:\d\d:\d\d)\s(?:[A-Z]{3,4}\s)?)?"
            rf"|(?<!\d)(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{0,2}}(?P<m2>[A-Za-z]{{3,9}}|{chinese_month})"
            r"\.?,?[\s-]{1,2})$"
        ),
        re.compile(r"(?<![\w./=-])(\d{1,2})([-./])(\d{1,2})\2$"),
        months,
    )


def find_absolute(text: str, limit: int) -> list[Moment]:
    """Up to ``limit`` moments that state their year, in reading order. Takes time linear in the text."""
    words = _patterns()
    found: list[Moment] = []
    at = 0
    while len(found) < limit and (seed := words.seed.search(text, at)) is not None:
        at = seed.end()
        read = _READERS[seed.lastgroup or ""](words, text, seed.start(), found[-1].end if found else 0)
        moment = read and _moment(text, read, found[-1].end if found else 0)
        if moment:
            found.append(moment)
            at = moment.end
    return found


def _moment(text: str, read: _Found, floor: int) -> Moment | None:
    """The date with the time that belongs to it: the one inside, else the one after, else the one before."""
    clock = read.clock or clock_after(text, read.end)
    if clock and clock.zone is None and (zone := zone_before(text, read.start)):
        clock = clock._replace(zone=zone)
    if clock is None:
        clock = clock_before(text, floor, read.start)
    if clock is None:
        return None if read.doubtful else Moment(read.date, "day", text[read.start : read.end], read.start, read.end)
    if read.doubtful and clock.precision == "day":
        return None
    start, end = min(read.start, clock.start), max(read.end, clock.end)
    return Moment(clock.on(read.date), clock.precision, text[start:end], start, end)


def _glued(text: str, start: int) -> bool:
    """Whether the digits at ``start`` go on to the left: an id, a version, a path (9-2021, c/2021, v2021)."""
    if not start:
        return False
    before = text[start - 1]
    if before.isdecimal():
        return True
    further = text[start - 2] if start > 1 else ""
    if before in "-./_=":
        return further.isascii() and further.isalnum()
    return before in "vV" and not further.isalpha()


def _read_year(words: _Patterns, text: str, start: int, floor: int) -> _Found | None:
    """2021-11-08, 2021年11月8日; else the year that ends an English date, or 08.11.2021."""
    if start and text[start - 1] in "-./" and (turned := _read_day_first(words, text, start, floor)) is not None:
        return turned
    if _glued(text, start):
        return None if text[start - 1] != "-" else _read_english(words, text, start, floor)
    found = words.signs.match(text, start)
    if found is None:
        return _read_units(words, text, start, floor) or _read_english(words, text, start, floor)
    date = day(int(found[1]), int(found[3]), int(found[5]))
    # 2021 11/08 and 2021-11/08 are how a page sets the year apart; without a time they may be any figures
    return _Found(date, start, found.end(), doubtful=found[2].strip() != found[4]) if date else None


def _read_short(words: _Patterns, text: str, start: int, _floor: int) -> _Found | None:
    """24-5-13 17:07: two digits of the year, believed only before a time. The year comes first in Chinese."""
    found = words.short.match(text, start)
    if found is None or _glued(text, start):
        return None
    year = int(found[1])
    date = day(year + (1900 if year >= _PIVOT else 2000), int(found[2]), int(found[3]))
    return _Found(date, start, found.end(), doubtful=True) if date else None


def _read_units(words: _Patterns, text: str, start: int, _floor: int) -> _Found | None:
    """2021年11月8日, 二〇二一年十一月八日. 二〇二四年五月 alone on its line (a signature) is its first day."""
    found = words.units.match(text, start)
    if found is None:
        return None
    if not text[start].isdecimal() and start and text[start - 1] in digits().all:
        return None  # more digits to the left
    if found["d"]:
        date = day(number(found["y"]), number(found["m"]), number(found["d"]))
    elif not found["y"].isdecimal() and len(text) <= _SIGNATURE and text.strip() == found[0]:
        date = day(number(found["y"]), number(found["m"]), 1)
    else:
        return None
    return _Found(date, start, found.end()) if date else None


def _read_republic(words: _Patterns, text: str, start: int, _floor: int) -> _Found | None:
    """民國110年11月8日, 民國一一〇年十一月八日, 民國110.11.08."""
    return _of_republic(words.republic.match(text, start))


def _of_republic(found: re.Match[str] | None) -> _Found | None:
    if found is None:
        return None
    year, month = number(found["y"]), number(found["m"] or found["sm"] or "")
    date = day(year and year + _BEFORE_REPUBLIC, month, number(found["d"] or found["sd"] or ""))
    return _Found(date, *found.span()) if date else None


def _read_labelled(words: _Patterns, text: str, start: int, _floor: int) -> _Found | None:
    """113/05/01, 113年5月1日, of the Republic: behind a label (發布日期), or alone in a line, but for a time."""
    if _glued(text, start):
        return None
    found = _of_republic(words.labelled.match(text, start))
    if found is None or ends_with_label(text[max(0, start - _REACH) : start]):
        return found
    alone = len(text) <= _SIGNATURE and not text[:start].strip()
    end = found.end
    if alone and (clock := clock_after(text, end)) is not None:
        end = clock.end
    return found if alone and not text[end:].strip() else None


def _read_english(words: _Patterns, text: str, start: int, floor: int) -> _Found | None:
    """Nov 8, 2021; 08 Nov 2021; Mon Nov 08 17:27:41 CST 2021: read back from the year."""
    if start <= floor or not (text[start - 1].isspace() or text[start - 1] in ",，-."):
        return None
    low = max(floor, start - _REACH)
    found = words.english.search(text[low:start])
    if found is None:
        return None
    name = (found["m1"] or found["m2"]).lower()
    month = words.month.get(name) or number(name[:-1].rstrip())
    date = day(int(text[start : start + 4]), month, int(found["d1"] or found["d2"]))
    if date is None:
        return None
    clock = found["time"] and clock_after(text, low + found.start("time"))
    return _Found(date, low + found.start(), start + 4, clock or None)


def _read_day_first(words: _Patterns, text: str, start: int, floor: int) -> _Found | None:
    """08.11.2021, 08/11/2021, 08-11-2021, as newsrooms abroad write it; 11/28/2021 can only be the American order."""
    low, end = max(floor, start - _REACH), start + 4
    found = words.day_first.search(text[low:start])
    if found is None or text[end : end + 1] in ("/", "_") or text[end : end + 2].strip("-.").isdecimal():
        return None
    first, second, year = int(found[1]), int(found[3]), int(text[start:end])
    turned = second > 12 and found[2] != "."
    date = day(year, first, second) if turned else day(year, second, first)
    return _Found(date, low + found.start(), end) if date else None


_Reader = Callable[[_Patterns, str, int, int], "_Found | None"]
_READERS: dict[str, _Reader] = {
    "year": _read_year,
    "short": _read_short,
    "chinese": _read_units,
    "republic": _read_republic,
    "labelled": _read_labelled,
}
