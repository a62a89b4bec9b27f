"""Pages beyond the limits of `Options`: what is within them is read, and the rest is said; or it is an error."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

import newsparse
from corpus import corpus, needs_corpus
from limits import slower_than
from newsparse import LimitError, Options, OptionsError
from newsparse.article import ADDRESS, LINE, NAME, PARAGRAPH
from newsparse.options import Parser
from newsparse.read.decode import decode
from newsparse.read.flatten import MOST_FORMATTING, flatten
from newsparse.read.limits import within_limits
from newsparse.read.markup import read_html
from newsparse.read.prepare import prepare

STORY = "昨日清晨六点，青河县的老码头迎来了今年第一班渡轮，三百多名乘客排着队上船。渡轮公司经理介绍，新船能载四百人。"
TITLE = "青河渡口昨日换了新船"


def page(inner: str = "", *, head: str = "", above: str = "") -> str:
    return (
        f"<html><head><title>{TITLE}_青河网</title>{head}</head><body>{above}<h1>{TITLE}</h1>"
        f"<p>2021-11-08 17:27 来源：青河日报</p><div class=content><p>{STORY}</p><p>{STORY[::-1]}</p>"
        f"{inner}</div></body></html>"
    )


def _attributes(count: int, value: str = "=1") -> str:
    return " ".join(f"a{number}{value}" for number in range(count))


def _spread(count: int) -> str:
    """Attributes of one tag among which each hundredth looks like the end of a tag and others."""
    return " ".join(
        f"a{n}='<b>\">'" if n % 100 == 0 else f'a{n}="</p><i>"' if n % 50 == 0 else f"a{n}" for n in range(count)
    )


# Hostile kinds: markup of so many parts that costs a parser the square of them, and the option that is exceeded.
NESTED: dict[str, Callable[[int], str]] = {
    "div": lambda n: "<div>" * n,
    "DIV closed": lambda n: "<DIV>" * n + "渡口" + "</DIV>" * n,
    "div in text": lambda n: "<div>渡" * n,
    "section and span": lambda n: "<section><span>" * n,
    "lists": lambda n: "<ul><li>渡" * n,
    "quotes with end tags of nothing": lambda n: "<blockquote></x></b>" * n,
    "end tags that reach nothing": lambda n: "<span><div></span></span>" * n,
    "tables": lambda n: "<table><tr><td>" * n,
    "formatting of its own": lambda n: "".join(f"<p><font x={i}>渡" for i in range(n)),
    "formatting in capitals": lambda n: "".join(f"<P><FoNT x={i}>渡" for i in range(n)),
    "formatting closed in vain": lambda n: "".join(f"<p><b x={i}><table></b></table>渡" for i in range(n)),
    "formatting whose end hides": lambda n: "".join(f'<p><b x="{i}></b">渡' for i in range(n)),
    "formatting of links": lambda n: "<a href=1><div>渡" * n,
    "formatting closed elsewhere": lambda n: "<i><div>渡" * n + "</i>" * n,
    "div behind quotes": lambda n: "<p title='>'><div title=\"</div>\">" * n,
    "div behind a comment": lambda n: "<!><?x><div>" * n,
    "div behind raw text": lambda n: "<div><xmp></div></div></xmp>" * n,
    "custom elements": lambda n: "<x-y>渡" * n,
    "options": lambda n: "<select>" + "<option>渡</option>" * n,
    "options never closed": lambda n: "<select>" + "<option>渡" * n,
}
LADEN: dict[str, Callable[[int], str]] = {
    "plain": lambda n: f"<div {_attributes(n)}>渡口</div>",
    "without values": lambda n: f"<p {_attributes(n, '')}>渡口</p>",
    "parted by slashes": lambda n: f"<p/{_attributes(n, '').replace(' ', '/')}>渡口</p>",
    "parted by quotes": lambda n: "<p " + _attributes(n, '="1"').replace(" ", "") + ">渡口</p>",
    "ends in double quotes": lambda n: f"<p {_attributes(n, chr(61) + chr(34) + '>' + chr(34))}>渡口</p>",
    "ends in single quotes": lambda n: f"<p {_attributes(n, chr(61) + chr(39) + '>' + chr(39))}>渡口</p>",
    "tags in values": lambda n: f"<p {_spread(n)}>渡口</p>",
    "of a tag that never ends": lambda n: f"<div {_attributes(n)}",
    "of the page": lambda n: "".join(f"<body a{i}=1>" for i in range(n)),
    "of a link": lambda n: f"<a href=/1.html {_attributes(n)}>渡口</a>",
    "of a void element": lambda n: f"<br {_attributes(n)}>",
}
KINDS = {
    **{f"nested: {name}": made for name, made in NESTED.items()},
    **{f"laden: {n}": made for n, made in LADEN.items()},
}
FEW, MANY = 17_000, 51_000
# Time may grow by so much more than the page.
_FACTOR = 1.8


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("kind", KINDS)
def test_time_is_linear(kind: str, parser: Parser) -> None:
    """The time of reading; what rules take is in tests/test_cost.py."""
    options = Options(parser=parser)
    few, many = page(KINDS[kind](FEW)), page(KINDS[kind](MANY))
    reading = partial(read_html, few, options=options), partial(read_html, many, options=options)
    assert slower_than(*reading, _FACTOR * len(many) / len(few)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_part_costs_no_other(kind: str) -> None:
    """The text before it is read; what was left out is said, or is an error where it is to be one."""
    hostile = page(KINDS[kind](FEW))
    article = newsparse.parse(hostile)
    assert article.title == TITLE
    assert article.source == "青河日报"
    assert STORY in article.text
    (said,) = article.warnings
    assert "max_" in said
    with pytest.raises(LimitError, match="max_"):
        newsparse.parse(hostile, options=Options(on_limit="error"))


def test_text_in_deep_elements_is_kept() -> None:
    deep = page("<div>" * 20_000 + f"<p>渡口{STORY}</p>" + "</div>" * 20_000 + f"<p>码头{STORY}</p>")
    for parser in ("lexbor", "lxml"):
        text = newsparse.parse(deep, options=Options(parser=parser)).text
        assert text.splitlines()[-2:] == [f"渡口{STORY}", f"码头{STORY}"]


def test_a_hostile_string_of_a_script_is_within_the_limits() -> None:
    body = f"<p>{STORY}{STORY[::-1]}</p>" * 3 + "".join(f"<p><font x={i}>渡" for i in range(20_000))
    article = newsparse.parse(f"<html><h1>{TITLE}</h1><noscript>{body}</noscript><textarea>{body}</textarea></html>")
    assert STORY in article.text
    assert any("max_depth" in said for said in article.warnings)


@pytest.mark.parametrize(
    ("options", "inner"),
    [
        ({"max_depth": 20}, "<div>" * 40),
        ({"max_depth": 20}, "<div><b>" * 15),
        ({"max_attributes": 20}, f"<p {_attributes(900, '=' + 'x' * 50)}>"),
        ({"max_text": 100}, f"<p>{STORY}</p>"),
        ({"max_page": 400}, f"<p>{STORY}</p>" * 9),
    ],
)
@pytest.mark.parametrize("as_bytes", [False, True])
def test_limits_are_options(options: dict[str, Any], inner: str, as_bytes: bool) -> None:
    given = page(inner).encode() if as_bytes else page(inner)
    assert newsparse.parse(given).warnings == ()
    (said,) = newsparse.parse(given, options=Options(**options)).warnings
    assert next(iter(options)) in said
    for read in (newsparse.parse, newsparse.explain):
        with pytest.raises(LimitError, match=next(iter(options))):
            read(given, options=Options(on_limit="error", **options))


@pytest.mark.parametrize("most", [0, 1, 30, 60, 200, 10**9])
def test_the_text_is_cut(most: int) -> None:
    if most == 0:
        with pytest.raises(OptionsError, match="max_text"):
            Options(max_text=most)
        return
    made = page(f"<h2>渡口</h2><p>{STORY}</p><ul><li>早班</li><li>晚班</li></ul><table><tr><td>1<td>2</table>" * 3)
    whole, cut = newsparse.parse(made), newsparse.parse(made, options=Options(max_text=most))
    assert len(cut.text) <= most
    assert whole.text.startswith(cut.text)
    assert bool(cut.warnings) == (cut.text != whole.text)


@pytest.mark.parametrize("name", ["max_page", "max_depth", "max_attributes", "max_text"])
@pytest.mark.parametrize("value", [0, -1, None, 1.5, "9", True])
def test_a_limit_is_a_number(name: str, value: Any) -> None:
    with pytest.raises(OptionsError, match=name):
        Options(**{name: value})


LONG = "青河渡口" * 30_000
META = '<meta name="{}" content="{}">'
# Page → the key that is too long, its limit.
FIELDS: dict[str, tuple[str, str, int]] = {
    "keywords": (page(head=META.format("keywords", f"码头,{LONG},渡轮")), "keywords", NAME),
    "summary": (page(head=META.format("description", LONG)), "summary", PARAGRAPH),
    "source of a meta": (page(head=META.format("source", LONG)).replace("来源：青河日报", ""), "source", NAME),
    "author of a meta": (page(head=META.format("author", LONG)), "credits", NAME),
    "site": (page(head='<meta property="og:site_name" content="' + LONG + '">'), "site_name", LINE),
    "address": (page(head=f"<link rel=canonical href='http://a.example/{LONG}'>"), "canonical_url", ADDRESS),
    "picture": (page(f"<p><img width=600 height=400 src='/{LONG}.jpg'></p><p>{STORY}"), "images", ADDRESS),
    "caption": (
        page(
            f"<figure><img width=600 height=400 src=/1.jpg alt='{LONG}'><figcaption>图为{LONG}</figcaption></figure>"
            f"<p>{STORY}"
        ),
        "images",
        PARAGRAPH,
    ),
    "heading": (page(f"<h2>{LONG}</h2><p>{STORY}</p>"), "headings", LINE),
    "breadcrumb": (
        page(above=f"<div>当前位置：<a href=/>首页</a> &gt; <a href=/1>{LONG}</a> &gt; 正文</div>"),
        "breadcrumbs",
        LINE,
    ),
    "headline": (
        page().replace(f"<h1>{TITLE}", f"<h1>{LONG}").replace("<title>", f"<title>{LONG}"),
        "title",
        LINE,
    ),
    "title": (
        page().replace("<h1>", "<p>").replace("</h1>", "</p>").replace("<title>", f"<title>{LONG}"),
        "title",
        LINE,
    ),
    "video": (
        page(f"<video src='/{LONG}.mp4' title='{LONG}'></video><video src=/1.mp4 title='{LONG}'></video>"),
        "media",
        ADDRESS,
    ),
    "link": (page(f"<p>{STORY}<a href='/{LONG}'>渡口</a><a href='/{LONG}.pdf'>票价表</a></p>"), "links", ADDRESS),
    "next page": (page(f"<p><a href='/{LONG}_2.html'>下一页</a></p>"), "pages", ADDRESS),
}


def _lengths(value: object) -> int:
    """The length of the longest string in it."""
    if isinstance(value, dict):
        return max(map(_lengths, value.values()), default=0)
    if isinstance(value, list):
        return max(map(_lengths, value), default=0)
    return len(value) if isinstance(value, str) else 0


@pytest.mark.parametrize("name", FIELDS)
def test_fields_have_their_lengths(name: str) -> None:
    made, key, most = FIELDS[name]
    article = newsparse.parse(made, "http://a.example/7.html")
    record = article.to_dict()
    assert _lengths(record[key]) <= most
    for other, longest in (
        ("title", LINE),
        ("source", NAME),
        ("keywords", NAME),
        ("credits", NAME),
        ("images", ADDRESS),
    ):
        assert _lengths(record[other]) <= longest
    assert STORY in article.text
    jsonschema.validate(record, newsparse.schema())
    for found in article.provenance:
        assert record[found] not in (None, [], ""), found


def test_what_is_cut_and_left_out_is_said() -> None:
    made = page(head=META.format("keywords", f"码头,{LONG},渡轮") + META.format("description", STORY * 99))
    article = newsparse.parse(made)
    assert article.keywords == ("码头", "渡轮")
    assert article.warnings  # of the keyword at least
    with pytest.raises(LimitError, match="keywords has 120000 characters"):
        newsparse.parse(made, options=Options(on_limit="error"))


# --- what is followed tag by tag --------------------------------------------------------------------------------------

_NAMES = (
    "div p b i font a span li ul table tr td th tbody h1 h2 form select option button dd dl section x-y br img".split()
)
_PIECES = st.lists(
    st.one_of(
        st.sampled_from(_NAMES).map(lambda name: f"<{name}>"),
        st.sampled_from(_NAMES).map(lambda name: f"</{name}>"),
        st.sampled_from(
            ["渡", "<b x=1>", "<font x='>'>", "<font y=2>", "<!-- <div> -->", "<!x <div>", "</ <p>", '<div a=">"/>']
        ),
    ),
    max_size=120,
)


def _shape(markup: str) -> tuple[int, int]:
    """The elements of lexbor's tree, and how many lie in one another."""
    node = LexborHTMLParser(markup).root
    count = depth = most = 0
    while node is not None:
        count += 1
        most = max(most, depth)
        if node.first_child is not None:
            node, depth = node.first_child, depth + 1
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
        node = node.next if node is not None else None
    return count, most


@given(_PIECES, st.integers(2, 12))
def test_what_is_left_nests_no_deeper(pieces: list[str], depth: int) -> None:
    """The body, a table's parts that a parser adds, and formatting that it repeats: so much more there may be."""
    flat = flatten("".join(pieces) * 3, depth, 9)
    assert _shape(flat.markup)[1] <= 3 * depth + 8


@given(_PIECES)
def test_what_is_within_limits_is_left_as_it_is(pieces: list[str]) -> None:
    markup = "".join(pieces)
    assert flatten(markup, len(markup) + MOST_FORMATTING, 99).markup == markup or markup.count("<") > MOST_FORMATTING


def test_random_soups_stay_small() -> None:
    """Long ones, too: elements that formatting repeats included, there are not many more than tags."""
    rng = random.Random(7)  # noqa: S311 - any will do
    for _ in range(20):
        names = rng.sample(_NAMES, 5)
        soup = "".join(
            f"<{'/' * rng.randrange(2)}{name} x={rng.randrange(99)}>渡"
            for name in rng.choices(names, k=rng.randrange(40_000))
        )
        markup, _ = within_limits(soup, 1000, 1000)
        count, depth = _shape(markup)
        assert depth <= 3008 or soup.count("<") < 16_000
        assert count <= 2_500_000


@needs_corpus
def test_real_pages_are_left_as_they_are() -> None:
    changed = []
    for name, data in corpus().pages.items():
        markup = prepare(decode(data).text).markup
        if flatten(markup, 250, 300).markup != markup:
            changed.append(name)
    assert changed == []
