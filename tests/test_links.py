"""Links of a page, sorted: addresses, words, dates, and the gold list of the fixtures."""

from __future__ import annotations

import importlib.util
import json
import sys
import tomllib
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import newsparse
from limits import slower_than
from newsparse.options import Options, Parser
from newsparse.page.anchors import anchors_of
from newsparse.read.markup import read_html
from newsparse.text.addresses import address_kind, fetchable, page_of, site_of
from sample import DEPTH_IS_LIMITED

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((Path(__file__).parent / "cases" / "links.toml").read_text(encoding="utf-8"))
KINDS = ("articles", "next_pages", "lists", "others")
GOLD = sorted((ROOT / "fixtures").glob("*/links.json"))


@pytest.mark.parametrize(("url", "kind"), [(url, case["kind"]) for case in CASES["address"] for url in case["urls"]])
def test_address(url: str, kind: str) -> None:
    assert address_kind(url) == kind


@pytest.mark.parametrize(
    ("first", "other", "number"),
    [(case["first"], other, number) for case in CASES["page"] for other, number in case["others"].items()],
)
def test_page_of(first: str, other: str, number: int) -> None:
    found = page_of(first, other)
    assert (-1 if found is None else found) == number


@pytest.mark.parametrize("case", CASES["html"], ids=lambda case: case["name"])
def test_small_page(case: dict[str, Any]) -> None:
    found = newsparse.links(case["html"], case["url"])
    for kind in KINDS:
        got = [f"{link.url} {link.text} {link.date.date() if link.date else '-'}" for link in getattr(found, kind)]
        assert got == case.get(kind, []), kind


def test_dates_have_their_offset_and_precision() -> None:
    page = "<p><a href=/2021/1108/1.html>老街的路灯昨晚亮了起来</a> 2021-11-08 17:27</p>"
    link = newsparse.links(page, "http://news.example.cn/").articles[0]
    assert link.date is not None
    assert (link.date.isoformat(), link.date_precision) == ("2021-11-08T17:27:00+08:00", "minute")


def test_a_day_without_a_year_needs_one() -> None:
    """The address has it, or the moment of reading; else it is left unread."""
    page = "<p><a href=/s/1.html>老街的路灯昨晚亮了起来</a> [11-08]</p>"
    page += "<p><a href=/s/2.html>石桥修好以后通车第一天</a> 3小时前</p>"
    page += "<p><a href=/s/3.html>河边新增六处钓鱼的平台</a></p>"
    url = "http://news.example.cn/"
    assert [link.date for link in newsparse.links(page, url).articles] == [None, None, None]
    options = newsparse.Options(now=datetime(2022, 1, 3, 4, 0, tzinfo=UTC))
    dates = [link.date for link in newsparse.links(page, url, options=options).articles]
    assert [date.isoformat() if date else None for date in dates] == [
        "2021-11-08T00:00:00+08:00",
        "2022-01-03T09:00:00+08:00",
        None,
    ]


def test_every_link_says_why() -> None:
    found = newsparse.links("<a href=/2021/1108/1.html>老街的路灯昨晚亮了起来</a>", "http://news.example.cn/")
    assert found.articles[0].evidence == "dated +3, headline +2"


def test_without_an_address_absolute_links_are_left() -> None:
    found = newsparse.links(
        "<a href=/1.html>一</a><a href=http://news.example.cn/2021/1108/1.html>老街的路灯昨晚亮了</a>"
    )
    assert [link.url for link in found.articles] == ["http://news.example.cn/2021/1108/1.html"]
    assert (found.lists, found.others) == ((), ())


@pytest.mark.parametrize("page", ["", b"", " \n"])
def test_empty(page: str | bytes) -> None:
    with pytest.raises(newsparse.EmptyPage):
        newsparse.links(page, "http://news.example.cn/")


def test_a_page_without_markup() -> None:
    assert newsparse.links("<!-- nothing -->", "http://news.example.cn/") == newsparse.Links()


def test_encoding_is_found() -> None:
    page = "<meta charset=gb2312><a href=/2021/1108/1.html>老街的路灯昨晚亮了起来</a>".encode("gbk")
    assert newsparse.links(page, "http://news.example.cn/").articles[0].text == "老街的路灯昨晚亮了起来"


@pytest.mark.parametrize(("parser", "found"), [("lexbor", 1), ("lxml", 0 if DEPTH_IS_LIMITED else 1)])
def test_the_parser_is_that_of_the_options(parser: Parser, found: int) -> None:
    """libxml2 drops what is nested deeper than its limit, where it has one."""
    page = "<div>" * 10_000 + "<a href=http://news.example.cn/2021/1108/1.html>老街的路灯昨晚亮了起来</a>"
    assert len(newsparse.links(page, options=newsparse.Options(parser=parser)).articles) == found


ANCHORS = {
    "heading, and not the teaser": ("<a href=/1><h3>老街亮灯</h3><p>昨晚</p></a>", "老街亮灯", "", ""),
    "lines": ("<a href=/1><div>老街</div><div>亮灯</div></a>", "老街 亮灯", "", ""),
    "bold": ("<a href=/1>老街<b>亮灯</b></a>", "老街 亮灯", "", ""),
    "a picture's alt": ('<a href=/1 title="题"><img src=a.jpg alt="灯"><img src=b.jpg alt="桥"></a>', "", "题", "灯"),
    "a picture outside": ('<a href=/1>老街</a><img src=a.jpg alt="灯">', "老街", "", ""),
    "area": ('<map><area href=/1 alt="老街" title="题"></map>', "", "题", "老街"),
    "a date in it": ("<a href=/1>老街<span>2021-11-08</span></a>", "老街", "", ""),
    "nothing but a date": ("<a href=/1>2021-11-08</a>", "2021-11-08", "", ""),
    "an address of one character": ("<a href=/>老街</a><a href=/>老街亮灯</a>", "老街亮灯", "", ""),
    "one of two to one address": ("<a href=/1>老街</a><a href=/1>亮灯</a>", "老街", "", ""),
}


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("name", ANCHORS)
def test_words_of_a_link(name: str, parser: Parser) -> None:
    page, text, title, alt = ANCHORS[name]
    anchor = anchors_of(read_html(page, options=Options(parser=parser)))[0]
    assert (anchor.text, anchor.title, anchor.alt) == (text, title, alt)


DATES = {
    "its line": ("<p><a href=/1>老街的路灯</a> 11-08</p><p><a href=/2>河边的石桥</a> 11-09</p>", ["11-08", "11-09"]),
    "before it": ("<p>11-08 <a href=/1>老街的路灯</a> 11-09 <a href=/2>河边的石桥</a></p>", ["11-08", "11-09"]),
    "a term": (
        "<dl><dt><a href=/1>老街的路灯</a><dd>11-08<dt><a href=/2>河边的石桥</a><dd>11-09</dl>",
        ["11-08", "11-09"],
    ),
    "a card's foot": (
        "<div><a href=/1>老街的路灯</a><div><div><i>3</i><div>11-08</div></div></div></div><a href=/2>河边的石桥</a>",
        ["11-08", ""],
    ),
    "far from many": ("<a href=/1>老街的路灯</a><a href=/2>河边的石桥</a><ul><li>一<ul><li>11-08</ul></ul>", ["", ""]),
    "in the link": ("<p><a href=/1>老街的路灯 <i>11-08</i></a> <a href=/2>河边的石桥</a></p>", ["11-08", ""]),
}


@pytest.mark.parametrize("name", DATES)
def test_date_beside_a_link(name: str) -> None:
    page, dates = DATES[name]
    assert [anchor.shown for anchor in anchors_of(read_html(page))] == dates


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://news.example.com.cn/", "example.com.cn"),
        ("http://a.b.example.cn:8080/", "example.cn"),
        ("http://localhost/", "localhost"),
        ("http://127.0.0.1:8000/", "127.0.0.1:8000"),
        ("javascript:;", ""),
    ],
)
def test_site(url: str, site: str) -> None:
    assert site_of(url) == site


# The gold list


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/links_quality.py, which measures."""
    monkeypatch.syspath_prepend(str(ROOT / "src"))
    spec = importlib.util.spec_from_file_location("links_quality", ROOT / "tools" / "links_quality.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.parent.name)
def test_gold_is_whole(file: Path) -> None:
    """The gold list names each link of the page once, and no other."""
    gold = json.loads(file.read_text(encoding="utf-8"))
    meta = json.loads((file.parent / "meta.json").read_text(encoding="utf-8"))
    found = newsparse.links((file.parent / "page.html").read_bytes(), meta["url"], content_type=meta["content_type"])
    named = [url for kind in KINDS for url in gold[kind]]
    assert list(gold) == list(KINDS)
    assert sorted(named) == sorted(link.url for kind in KINDS for link in getattr(found, kind))


def test_figures_hold(tool: ModuleType) -> None:
    """The figures of docs/links-quality.md are not undercut."""
    report = tool.measure()
    scores = {kind: counts.scores[2] for kind, counts in report.counts.items()}
    assert scores["articles"] >= 0.98
    assert scores["next_pages"] == 1
    assert scores["lists"] >= 0.98


# Any page


@given(
    st.lists(
        st.sampled_from(list('<a href="1.html">2021-11-08</a> <li>石桥 </li><div></div><dt>#?&:/[')), max_size=60
    ).map("".join)
)
def test_any_markup(markup: str) -> None:
    try:
        found = newsparse.links(markup, "http://news.example.cn/a/")
    except newsparse.EmptyPage:
        return
    urls = [link.url for kind in KINDS for link in getattr(found, kind)]
    assert len(urls) == len(set(urls))
    assert all(fetchable(url) == url for url in urls)


@given(st.text(max_size=80), st.text(max_size=80))
@example(" ", "")  # the space stands at the end once the empty query is gone
@example("", "\x0c#")
def test_any_address(one: str, two: str) -> None:
    for url in (one, f"http://{one}/{two}", f"http://a.cn/{one}?{two}"):
        assert address_kind(url)
        if (clean := fetchable(url)) is not None:
            assert fetchable(clean) == clean
        page_of(url, two)


@pytest.mark.parametrize(
    "unit",
    [
        "<a href=1.html>石桥修好以后</a> 2021-11-08 ",
        "<div><span>11-08</span>",
        "<li><a href=#>石桥</a>2021-11-08",
        "<a href=http://a.cn/1-1-1-1-1-1-1.html>",
        "<p>2021-11-08</p>",
    ],
)
def test_time_is_linear(unit: str) -> None:
    """Ten times the page takes no more than about ten times as long (four times that is allowed for)."""
    few, many = (partial(newsparse.links, unit * count, "http://news.example.cn/a/") for count in (500, 5000))
    assert slower_than(few, many, 40, 0.08) is None
