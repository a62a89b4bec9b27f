"""Dates written as figures without words: stamps in data, dates in addresses, the code that ends a CNA dispatch."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from newsparse.text.dates.clock import offset
from newsparse.text.dates.moments import CHINA_TIME, FIRST_YEAR, LAST_YEAR, Moment, day

_EPOCH = datetime.fromtimestamp(0, CHINA_TIME)
# Seconds from 1990 on have nine digits or more, microseconds until 2100 sixteen.
_STAMP = re.compile(r"(\d{9,16})(?:\.\d{1,9})?")
# The units that clocks of programs count in: seconds, milliseconds, microseconds.
_SCALES = (1, 1000, 1_000_000)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d{1,9})?)?)?")
_HOST = re.compile(r"(?:[A-Za-z]{2,8}:)?//[^/?#]*")
_URL = re.compile(
    r"(?<!\d)(?:"
    # 20190907, t20190907_123, also before a time or a serial number (201909070123, 20190907081841)
    r"(\d{4})(\d\d)(\d\d)(?=\D|\d{4}(?:\D|$)|\d{6}(?:\D|$)|$)"
    # 2019-09-07, 2019_9_7, 2019/09-07
    r"|(\d{4})[-_/](\d{1,2})[-_](\d{1,2})(?!\d)"
    # 2019/0907/, 2019-09/07/, 201909/07/: the day must be a folder, for a file's number looks like one
    r"|(\d{4})[-_/]?(\d\d)/?(\d\d)(?=/|$)"
    r"|(\d{4})/(\d{1,2})/(\d{1,2})(?=/|$))"
)
# The year before year 1 of the Republic of China.
_BEFORE_REPUBLIC = 1911
# YYYMMDD: three figures of the year since 2011. Six figures (990108) may be anything and stay unread.
_CODE = 7
# What may close the line after the code.
_CLOSERS = " \t\r\n　)）]】。"


def stamp(text: str) -> Moment | None:
    """Epoch seconds, milliseconds or microseconds (an instant: aware, in China's time), or YYYYMMDD[HHMM[SS]].

    A number that may be either is an instant: no program writes the year and the hour (2021110817).

    >>> stamp("1636363661").when.isoformat(), stamp("20211108172741").when.isoformat()
    ('2021-11-08T17:27:41+08:00', '2021-11-08T17:27:41')
    """
    epoch = _STAMP.fullmatch(text)
    if epoch:
        for scale in _SCALES:
            seconds = int(epoch[1]) // scale
            when = _EPOCH + timedelta(seconds=seconds) if len(str(seconds)) <= 10 else None
            if when and FIRST_YEAR <= when.year <= LAST_YEAR:
                return Moment(when, "second", text, 0, len(text))
    return _compact(text)


def _compact(text: str) -> Moment | None:
    """YYYYMMDD with an optional time and offset (20211108T172741Z)."""
    found = _COMPACT.match(text)
    date = found and day(int(found[1]), int(found[2]), int(found[3]))
    if not found or not date:
        return None
    end = found.end()
    stated = offset(text, end) if found[4] else None
    if (stated[1] if stated else end) != len(text):
        return None
    try:
        when = date.replace(hour=int(found[4] or 0), minute=int(found[5] or 0), second=int(found[6] or 0))
    except ValueError:
        return None
    if stated:
        when = when.replace(tzinfo=stated[0].at(when))
    return Moment(when, "second" if found[6] else "minute" if found[4] else "day", text, 0, len(text))


def moment_in_url(url: str) -> Moment | None:
    """The day that an address names in its path; the last one, which is nearest to the article. Offsets are in ``url``.

    >>> [moment_in_url("https://news.example.cn" + path).when.date().isoformat()
    ...  for path in ("/a/2019-09-07/1.html", "/201909/t20190907_123.html", "/n1/2019/0907/c1-2.html")]
    ['2019-09-07', '2019-09-07', '2019-09-07']
    """
    host = _HOST.match(url)
    end = min((at for at in (url.find("?"), url.find("#")) if at >= 0), default=len(url))
    last = None
    for found in _URL.finditer(url, host.end() if host else 0, end):
        figures = [int(figure) for figure in found.groups() if figure]
        date = day(*figures)
        if date:
            last = Moment(date, "day", found[0], found.start(), found.end())
    return last


def roc_code(text: str) -> Moment | None:
    """The date code that ends a dispatch of Taiwan's news agency: 1101108 is 8 November of the year 110 (2021).

    >>> roc_code("（編輯：林小雨）1101108").when.date().isoformat()
    '2021-11-08'
    """
    line = text.rstrip(_CLOSERS)
    code, before = line[-_CODE:], line[-_CODE - 1 : -_CODE]
    if len(code) < _CODE or not (code.isascii() and code.isdecimal()):
        return None
    if before.isascii() and (before.isalnum() or before in tuple(".-/_:")):
        return None
    date = day(int(code[:3]) + _BEFORE_REPUBLIC, int(code[3:5]), int(code[5:]))
    return Moment(date, "day", code, len(line) - _CODE, len(line)) if date else None
