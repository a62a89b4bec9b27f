"""The dateline that opens a report: agency, place and date, as in 新华社巴黎12月9日电 or 記者林小滿／台北報導."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsparse.article import Dateline
from newsparse.lexicon import alternation, lazily, load, words
from newsparse.text.flat import HAN, flat
from newsparse.text.outlets.outlet_names import is_outlet

# A dateline with two reporters' names is at most this long.
_WINDOW = 80
# The longest agency that opens one: 华龙网-新重庆客户端 has 10 characters.
_LONGEST_AGENCY = 16


class _Words(NamedTuple):
    marker: re.Pattern[str]
    report: re.Pattern[str]
    agencies: re.Pattern[str]
    rest: re.Pattern[str]
    signed: re.Pattern[str]
    filed: re.Pattern[str]
    dashed: re.Pattern[str]
    attribution: tuple[str, ...]
    desks: tuple[str, ...]
    wire: str
    notice: str
    not_notice: tuple[str, ...]


# Year, month and day as datelines write them, the day at least.
_DATE = r"(?:(?:\d{2,4}年)?\d{1,2}月)?\d{1,2}日"


@cache
def _words() -> _Words:
    markers = alternation(words("outlets.marker"))
    agencies = alternation(words("outlets.agency"))
    place = alternation(words("names.places")) + f"{alternation(words('names.place_endings'))}?"
    parts = load("outlets.dateline")
    reporter = f"{alternation(parts['kind_of_reporter'])}?{alternation(parts['reporter'])}"
    clock, report = alternation(parts["clock"]), alternation(words("roles.filing.report"))
    return _Words(
        marker=re.compile(markers),
        report=re.compile(report),
        agencies=re.compile(agencies),
        # A place that no list knows counts where a date follows it, as in 新华社巴黎郊区12月9日电; of a list's
        # places more may follow: 台东县, 北京通州.
        rest=lazily(
            rf"\s*/?\s*(?:(?P<place>{place}(?:[{HAN}]{{0,4}}?(?=\d|{clock}))?)|(?P<other>[{HAN}]{{2,8}}?)(?=\d|{clock}))?"
            rf"\s*{clock}?(?P<date>{_DATE})?\s*"
        ),
        signed=lazily(rf"\s*{reporter}(?P<who>[\w、· ]{{2,40}}?)\s*/?\s*(?P<place>{place})?\s*(?P<date>{_DATE})?\s*"),
        filed=lazily(
            rf"(?:(?P<names>(?:\w{{0,10}}?{reporter}\s*)?[\w·、 ]{{2,30}}?)\s*/\s*(?P<place>{place})?\w{{0,4}}?"
            rf"|{alternation(parts['own'])}?{reporter}\s*[\w·、 ]{{2,20}}?\s*(?P<glued>{place})\w{{0,4}}?)"
            rf"{report}(?=[\s:(]|\Z)"
        ),
        attribution=words("roles.attribution"),
        desks=words("roles.collective.endings"),
        wire=parts["wire"],
        notice=parts["notice"],
        not_notice=tuple(parts["not_notice"]),
        dashed=lazily(rf"(?P<agency>{agencies})\s*(?P<place>{place}|[{HAN}]{{2,6}})\s*(?P<date>{_DATE})\s*-"),
    )


def dateline_from_text(text: str) -> Dateline | None:
    """The dateline at the very start of a paragraph, or None. ``raw`` is the words as shown, brackets included.

    The byline in brackets that may follow (（记者林小满）) is no part of it.

    >>> dateline_from_text("新华社巴黎12月9日电（记者林小满）当地时间……")
    Dateline(raw='新华社巴黎12月9日电', agency='新华社', place='巴黎', date='12月9日')
    >>> dateline_from_text("（中央社記者林小滿台北8日電）市府今天宣布……").place
    '台北'
    >>> dateline_from_text("据新华社报道，当地时间……") is None
    True
    """
    begin = len(text) - len(text.lstrip("\ufeff\u200b \t\r\n\u3000\xa0"))
    shown = text[begin : begin + _WINDOW]
    line = flat(shown)
    if line[:1] in ("(", "["):
        return _in_brackets(shown, line)
    return _open(shown, line) or _filed(shown, line, 0, len(line)) or _dashed(shown, line)


class _Parts(NamedTuple):
    agency: tuple[int, int] | None
    place: tuple[int, int] | None
    date: tuple[int, int] | None
    who: bool


def _dateline(shown: str, end: int, parts: _Parts, start: int = 0) -> Dateline:
    agency, place, date = (shown[slice(*p)] if p else None for p in (parts.agency, parts.place, parts.date))
    return Dateline(raw=shown[start:end], agency=agency, place=place, date=date)


_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,60})[)\]]")


def _in_brackets(shown: str, line: str) -> Dateline | None:
    """（中央社台北8日綜合報導）, 〔記者林小滿／台北報導〕, 【環球網報導】."""
    bracket = _BRACKET.match(line)
    if bracket is None:
        return None
    start, end = bracket.span(1)
    for marker in _words().marker.finditer(line, start, end):
        if marker.end() == end:
            parts = _parts(line, start, marker.start())
            if parts is not None and (parts.agency or (parts.who and parts.place)):
                return _dateline(shown, bracket.end(), parts)
    return _filed(shown, line, start, end)


def _filed(shown: str, line: str, start: int, end: int) -> Dateline | None:
    """記者林小滿／台北報導, 林小滿／綜合報導, 記者林小滿高雄報導."""
    if _words().report.search(line, start, end) is None:
        return None
    whole = start > 0  # in brackets nothing else may stand
    filed = (_words().filed.fullmatch if whole else _words().filed.match)(line, start, end)
    if filed is None:
        return None
    place = next((filed.span(group) for group in ("place", "glued") if filed[group]), None)
    names = filed["names"] or ""
    desk = names.endswith(_words().desks)  # 大陸新聞中心／綜合報導: who wrote it, no agency
    agency = filed.span("names") if is_outlet(names) and not desk else None
    return _dateline(shown, end + 1 if whole else filed.end(), _Parts(agency, place, None, True))


_BREAK = re.compile("[。!?,;“”《]")
_BOUNDARY = re.compile(r"[\s:(\[\-—丨|]|\Z")


def _open(shown: str, line: str) -> Dateline | None:
    """新华社北京5月9日电, 滨城晚报讯, 滨城网（记者 林小满）4月28日报道."""
    wire = _words().wire
    stop = _BREAK.search(line)
    limit = stop.start() if stop else len(line)
    for marker in _words().marker.finditer(line, 0, limit):
        start = 1 if line.startswith(_words().attribution) else 0
        aside = _BRACKET.search(line, 0, marker.start())
        head_end = aside.start() if aside else marker.start()
        parts = _parts(line, start, head_end)
        if parts is None or parts.agency is None or line[: parts.agency[1]].endswith(_words().desks):
            continue
        if aside is not None:
            filed = _words().rest.fullmatch(line, aside.end(), marker.start())
            if filed is None or not filed["date"]:
                continue
            parts = parts._replace(date=filed.span("date"))
        wired = marker[0] == wire and (parts.date or parts.place)
        if (wired or _closes(line, marker, parts)) and not (start and marker[0] != wire):
            return _dateline(shown, marker.end(), parts)
    return None


def _closes(line: str, marker: re.Match[str], parts: _Parts) -> bool:
    """Whether the marker ends the dateline: white space, a colon or brackets follow, or it is an outlet's 讯."""
    if _BOUNDARY.match(line, marker.end()):
        return True
    words = _words()
    return marker[0] == words.notice and not parts.who and not line.startswith(words.not_notice, marker.start())


def _parts(line: str, start: int, end: int) -> _Parts | None:
    """Agency, reporters, place and date, in that order, and nothing else."""
    words = _words()
    for size in _agency_sizes(line, start, end):
        agency = (start, start + size) if size else None
        for pattern in (words.signed, words.rest):
            rest = pattern.fullmatch(line, start + size, end)
            if rest is not None:
                found = rest.groupdict()
                place = next((rest.span(group) for group in ("place", "other") if found.get(group)), None)
                return _Parts(agency, place, rest.span("date") if rest["date"] else None, "who" in found)
    return None


def _agency_sizes(line: str, start: int, end: int) -> list[int]:
    """How long the agency may be: well known first, then whatever looks like an outlet, longest first, then none."""
    known = _words().agencies.match(line, start, end)
    sizes = [len(known[0])] if known else []
    head = line[start : min(end, start + _LONGEST_AGENCY)]
    sizes += [n for n in range(len(head), 1, -1) if n not in sizes and is_outlet(head[:n])]
    return [*sizes, 0]


def _dashed(shown: str, line: str) -> Dateline | None:
    """路透北京5月22日 -"""
    found = _words().dashed.match(line) if "-" in line else None
    if found is None:
        return None
    return _dateline(shown, found.end(), _Parts(found.span("agency"), found.span("place"), found.span("date"), False))
