"""Dates and times: what must hold of every moment, however it is written, and of every text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from limits import within
from newsparse.article import Precision
from newsparse.text.dates.chinese_numbers import number
from newsparse.text.dates.find import (
    CHINA_TIME,
    FIRST_YEAR,
    LAST_YEAR,
    aware,
    find_moments,
    iso,
    moment_in_url,
    parse_moment,
    parse_stamp,
    roc_code,
)

NOW = datetime(2021, 11, 9, 10, 5, 30)

# What holds of every moment: written in any form, it reads the same

ONES = "〇一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789-/.:", "０１２３４５６７８９－／．：")

FIGURES = re.compile(r"\d+(?:[-/.:]\d+)*")


def full_width(figures: re.Match[str]) -> str:
    return figures[0].translate(FULL_WIDTH)


def chinese_year(year: int) -> str:
    return "".join(ONES[int(d)] for d in str(year))


def chinese_small(value: int) -> str:
    """1..99 as dates are spoken: 八, 十, 十一, 二十, 三十一."""
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else ONES[tens] + "十") + (ONES[ones] if ones else "")


def half_day(when: datetime) -> str:
    return f"{'上午' if when.hour < 12 else '下午'} {when.hour % 12 or 12}:{when.minute:02}"


Form = Callable[[datetime], str]
DAY: dict[str, Form] = {
    "signs": lambda w: f"{w:%Y-%m-%d}",
    "slashes": lambda w: f"{w.year}/{w.month}/{w.day}",
    "points": lambda w: f"{w:%Y.%m.%d}",
    "spaced": lambda w: f"{w.year} / {w.month:02} / {w.day:02}",
    "units": lambda w: f"{w.year}年{w.month}月{w.day}日",
    "units padded": lambda w: f"{w:%Y年%m月%d日}",
    "units apart": lambda w: f"{w.year} 年 {w.month} 月 {w.day} 號",
    "republic": lambda w: f"民國{w.year - 1911}年{w.month}月{w.day}日",
    "republic chinese": lambda w: f"民國{chinese_year(w.year - 1911)}年" + DAY["chinese"](w)[5:],
    "chinese": lambda w: f"{chinese_year(w.year)}年{chinese_small(w.month)}月{chinese_small(w.day)}日",
    "chinese circle": lambda w: DAY["chinese"](w).replace("〇", "○"),
    "chinese zero": lambda w: DAY["chinese"](w).replace("〇", "零"),
    "english": lambda w: f"{w:%b} {w.day}, {w.year}",
    "english full": lambda w: f"{w.day} {w:%B} {w.year}",
}
GAPS: tuple[str, ...] = (" ", "　", "\u00a0\u00a0", "丨", " 星期一 ", "（周三） ", ", ")
MINUTE: dict[str, Form] = {
    "plain": lambda w: f"{w:%H:%M}",
    "unpadded": lambda w: f"{w.hour}:{w:%M}",
    "full colon": lambda w: f"{w:%H：%M}",
    "units": lambda w: f"{w.hour}时{w.minute}分",
    "units traditional": lambda w: f"{w:%H時%M分}",
    "half day": half_day,
    "late": lambda w: f"{w:%I:%M %p}",
    "late points": lambda w: f"{w:%I:%M} {'a.m.' if w.hour < 12 else 'p.m.'}",
    "early": lambda w: f"{w:%p %I:%M}",
}
SECOND: dict[str, Form] = {
    "plain": lambda w: f"{w:%H:%M:%S}",
    "unpadded": lambda w: f"{w.hour}:{w.minute}:{w.second}",
    "fraction": lambda w: f"{w:%H:%M:%S}.000",
    "units": lambda w: f"{w.hour}时{w.minute}分{w.second}秒",
    "late": lambda w: f"{w:%I:%M:%S %p}",
}
WHOLE: dict[str, Form] = {
    "iso": lambda w: w.isoformat(),
    "space": lambda w: w.isoformat(" "),
    "set apart": lambda w: f"{w:%Y %m/%d %H:%M:%S}",
    "ctime": lambda w: f"{w:%a %b %d %H:%M:%S CST %Y}",
    "time first": lambda w: f"{w:%H:%M:%S %Y-%m-%d}",
    "glued": lambda w: f"{w:%Y-%m-%d%H:%M:%S}",
}
STATED: dict[str, Form] = {
    "iso": lambda w: w.isoformat(),
    "no colon": lambda w: f"{w:%Y-%m-%dT%H:%M:%S%z}",
    "milliseconds": lambda w: w.isoformat(timespec="milliseconds"),
    "rss": lambda w: f"{w:%a, %d %b %Y %H:%M:%S %z}",
    "javascript": lambda w: f"{w:%a %b %d %Y %H:%M:%S} GMT{w:%z}",
}

moments = st.datetimes(datetime(FIRST_YEAR, 1, 1), datetime(LAST_YEAR, 12, 31, 23, 59, 59)).map(
    lambda w: w.replace(microsecond=0)
)
offsets = st.sampled_from([CHINA_TIME, UTC])


def assert_reads(text: str, when: datetime, precision: str) -> None:
    """The text, bare, in a byline and with full-width figures, says this moment and no other."""
    for shown in (text, f"发布时间：{text} 来源：临江晚报", FIGURES.sub(full_width, text)):
        found = [(m.when, m.precision) for m in find_moments(shown)]
        assert found == [(when, precision)], shown


@pytest.mark.parametrize("form", DAY.values(), ids=DAY)
@given(when=moments)
@example(when=datetime(2020, 2, 29))
@example(when=datetime(2021, 10, 10))
def test_day_forms(form: Form, when: datetime) -> None:
    date = when.replace(hour=0, minute=0, second=0)
    assert_reads(form(date), date, "day")


@pytest.mark.parametrize("form", MINUTE.values(), ids=MINUTE)
@given(when=moments, date=st.sampled_from(sorted(DAY)), gap=st.sampled_from(GAPS))
@example(when=datetime(2021, 11, 8), date="signs", gap=" ")
@example(when=datetime(2021, 11, 8, 12), date="units", gap=" ")
def test_minute_forms(form: Form, when: datetime, date: str, gap: str) -> None:
    when = when.replace(second=0)
    assert_reads(DAY[date](when) + gap + form(when), when, "minute")


@pytest.mark.parametrize("form", SECOND.values(), ids=SECOND)
@given(when=moments, date=st.sampled_from(sorted(DAY)), gap=st.sampled_from(GAPS))
def test_second_forms(form: Form, when: datetime, date: str, gap: str) -> None:
    assert_reads(DAY[date](when) + gap + form(when), when, "second")


@pytest.mark.parametrize("form", WHOLE.values(), ids=WHOLE)
@given(when=moments)
def test_whole_forms(form: Form, when: datetime) -> None:
    found = parse_moment(form(when))
    assert found is not None
    assert (found.when, found.precision) == (when, "second")


@pytest.mark.parametrize("form", STATED.values(), ids=STATED)
@given(when=moments, zone=offsets)
def test_stated_offsets(form: Form, when: datetime, zone: timezone) -> None:
    when = when.replace(tzinfo=zone)
    found = parse_moment(form(when))
    assert found is not None
    assert found.when == when
    assert found.when.utcoffset() == when.utcoffset()
    assert found.precision == "second"


@given(when=moments)
def test_iso_round_trip(when: datetime) -> None:
    precisions: tuple[Precision, ...] = ("day", "minute", "second")
    for precision in precisions:
        text = iso(when, precision)
        found = parse_moment(text)
        assert found is not None
        assert (iso(found.when, found.precision), found.precision) == (text, precision)


@given(when=moments)
def test_stamps(when: datetime) -> None:
    instant = when.replace(tzinfo=CHINA_TIME)
    seconds = int(instant.timestamp())
    for value in (seconds, str(seconds), seconds * 1000 + 7, str(seconds * 1000), seconds * 1_000_000):
        moment = parse_stamp(value)
        assert moment is not None
        assert (moment.when, moment.precision) == (instant, "second"), value
    for shape, precision in (("%Y%m%d", "day"), ("%Y%m%d%H%M", "minute"), ("%Y%m%d%H%M%S", "second")):
        moment = parse_stamp(f"{when:{shape}}")
        assert moment is not None
        assert (moment.when, moment.precision) == (datetime.strptime(f"{when:{shape}}", shape), precision)


@pytest.mark.parametrize(
    "shape", ["%Y-%m-%d/1.html", "%Y%m%d/", "%Y/%m%d/c1-2.html", "%Y-%m/%d/c_1.htm", "t%Y%m%d_1.html"]
)
@given(when=moments)
def test_urls(shape: str, when: datetime) -> None:
    moment = moment_in_url(f"https://news.example.cn/a/{when:{shape}}")
    assert moment is not None
    assert moment.when == when.replace(hour=0, minute=0, second=0)


@given(when=moments.filter(lambda w: w.year >= 2011))
def test_codes(when: datetime) -> None:
    moment = roc_code(f"（編輯：林小雨）{when.year - 1911}{when:%m%d}")
    assert moment is not None
    assert moment.when.date() == when.date()


@given(value=st.integers(1, 99))
def test_chinese_numbers(value: int) -> None:
    assert number(chinese_small(value)) == value
    assert number(chinese_year(value + 1900)) == value + 1900


@given(when=moments, seconds=st.integers(0, 3 * 365 * 86400))
def test_year_is_the_last_that_fits(when: datetime, seconds: int) -> None:
    """A month and day without a year lie in the year before tomorrow."""
    now = when + timedelta(seconds=seconds)
    assume(now.year <= LAST_YEAR)
    found = parse_moment(f"{when.month}月{when.day}日 {when:%H:%M}", now=now)
    if found is None:  # the only such 29 February is before the web
        assert (when.month, when.day) == (2, 29) or now.year <= FIRST_YEAR + 1
        return
    assert found.when.date() <= now.date()
    assert (found.when.month, found.when.day, found.when.hour) == (when.month, when.day, when.hour)
    assert (when.month, when.day) == (2, 29) or now - found.when < timedelta(days=367)


# What holds of every text

PIECES = [
    "2021", "21", "11", "08", "8", "1", "0", "17:27", ":", "：", "-", "/", ".", "，", "v", "T", "Z", "+08:00",
    "-0500", "GMT", "PM", "Nov", "Mon", "２", "٣", "²", " ", "　", "\n", "\ud800", "（", "）", "年", "月", "日",
    "时", "分", "秒", "前", "天", "小时", "昨天", "今天", "刚刚", "半", "民國", "一", "二", "〇", "十", "百",
    "下午", "星期一", "北京时间",
]  # fmt: skip
texts = st.text() | st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
nows = st.none() | st.datetimes() | st.datetimes(timezones=st.just(UTC), min_value=datetime(1990, 1, 1))


@given(text=texts, now=nows.filter(lambda n: n is None or n.year < 9999), limit=st.integers(0, 9))
@example(text="昨天 8:00", now=datetime.min, limit=8)
def test_any_text(text: str, now: datetime | None, limit: int) -> None:
    found = find_moments(text, now=now, limit=limit)
    assert len(found) <= limit
    at = 0
    for moment in found:
        assert at <= moment.start < moment.end
        assert moment.raw == text[moment.start : moment.end]
        assert moment.when.microsecond == 0
        assert aware(moment).utcoffset() is not None
        assert iso(moment.when, moment.precision)
        at = moment.end
    for read in (parse_moment, parse_stamp, moment_in_url, roc_code):
        one = read(text)
        assert one is None or FIRST_YEAR <= one.when.year <= LAST_YEAR + 1


@given(value=st.integers())
def test_any_number(value: int) -> None:
    moment = parse_stamp(value)
    assert moment is None or FIRST_YEAR <= moment.when.year <= LAST_YEAR


# Lines that a page may hold to slow a reader down. Each takes well under half a second; one that took time
# quadratic in its length would take minutes.
HOSTILE = [
    "1", "2021", "2021-", "2021-11-", "年", "二〇", "一二三四年", "民國一一", "二〇二四年五月", "1月", "2月30日",
    "1天前x", "昨天", "半", "/2019", ":", " ", "2021 ", "2021 - ", "2021-02-30 ", "24-5-13 ", "2021年 ", "Nov ",
    "Nov 99 2021 ", "17:27 2021 ", "11/08 17 ",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_linear_on_hostile_lines(unit: str) -> None:
    text = " 2021-11-08" + unit * (100_000 // len(unit))
    with within(5):
        find_moments(text, now=NOW, limit=1000)
        moment_in_url("/" + text)
        roc_code(text)
        parse_stamp(text)
