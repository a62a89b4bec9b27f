"""Time that grows with the length of a line and no faster, whatever the line is made of.

Every pattern of the package says what it looks for. Long strings of that are given to the pattern, to the cores of
``newsparse.text``, and to `newsparse.parse` in each place of a page.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from functools import cache, partial
from html import escape
from typing import Any

import pytest

import newsparse
from hostile import every_core, every_pattern, units_of
from limits import slower_than

FEW, MANY = 2_000, 16_000
# Time may grow by so much more than the string; a square grows by eight times.
_FACTOR = 3.0
# Seconds: what takes less is not slow, whatever it grows by.
_QUICK = 0.006
# Strings that lines of pages are made of.
LINES = (
    *(
        "，",
        "渡",
        "a",
        " ",
        "1",
        "（",
        "《",
        "“",
        "”",
        "「",
        "> ",
        "-",
        "(",
        "[",
        "/",
        "、",
        "·",
        "|",
        "：",
        ".",
        "\n",
        "\u3000",
    ),
    *(
        "来源：",
        "记者 张三 ",
        "编辑：",
        "张三、",
        "电 ",
        "转载",
        "年",
        "2021-11-08 ",
        "http://a.example/",
        "<p>",
        "&lt;",
        "“渡",
    ),
    *(
        "“渡口”",
        "责任编辑：张三 ",
        "青河社青河11月8日电",
        "来源：青河日报 记者 张三 2021年11月8日 ",
        "下一页",
        "【1】",
        "＞首页",
    ),
)
STORY = "昨日清晨六点，青河县的老码头迎来了今年第一班渡轮，三百多名乘客排着队上船。"


@cache
def patterns() -> dict[str, str]:
    return every_pattern()


@cache
def alphabets() -> dict[str, str]:
    """What every pattern looks for: of each what it begins with, and some of it together."""
    found: dict[str, str] = {}
    for expression, where in patterns().items():
        units = [unit for unit in units_of(expression) if unit and len(unit) <= 24]
        for unit in units[:1] + units[-1:]:
            found.setdefault(unit, where)
    return found


def _repeated(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def _grows(work: Callable[[str], object], unit: str) -> str | None:
    """What to say where time grows faster than a string of such units; measured again before it is said."""
    few, many = _repeated(unit, FEW), _repeated(unit, MANY)
    taken = slower_than(lambda: work(few), lambda: work(many), _FACTOR * MANY / FEW, _QUICK)
    return None if taken is None else f"{unit!r}: {taken:.3f} s"


def test_there_are_patterns() -> None:
    assert len(patterns()) > 400
    assert "青河".join(units_of("青河|[渡口]+")) == "青河青河渡口青河青河渡口青河青河渡口"


def test_every_pattern() -> None:
    """Where a string begins. What they take elsewhere depends on where they are tried: cores and pages say that."""
    slow = []
    for expression, where in patterns().items():
        match = re.compile(expression).match
        slow += [f"{where} {said}" for unit in units_of(expression) if unit and (said := _grows(match, unit))]
    assert slow == []


CORES = dict(every_core())


@pytest.mark.parametrize("core", CORES)
def test_every_core(core: str) -> None:
    work: Any = CORES[core]

    def read(text: str) -> None:
        found = work(text)
        if hasattr(found, "__next__"):
            deque(found, 0)

    assert [said for unit in LINES if (said := _grows(read, unit))] == []


def page(line: str) -> str:
    """A page that has a line in each of its places."""
    text = escape(line)
    metas = "".join(f'<meta name={name} content="{text}">' for name in ("description", "author", "source", "keywords"))
    return (
        f"<html><head><title>{text}</title>{metas}</head><body><div>{text}</div><h1>青河渡口昨日换了新船</h1>"
        f"<p>2021-11-08 {text}</p><p>{text}</p><div><p>{STORY}</p><p>{STORY}</p><p>{text}</p><p>{STORY}{text}</p>"
        f'<ul><li>{text}</li><li><a href="{text}">{text}</a></li></ul>'
        f'<figure><img src=/1.jpg width=600 height=400 alt="{text}">'
        f"<figcaption>{text}</figcaption></figure><h2>{text}</h2><p><b>{text}</b>{STORY}</p><p>{STORY}</p></div>"
        f"<p>（{text}）</p><p>{text}</p><script>var title='{text}';</script></body></html>"
    )


# Of the alphabets each fifth, in so many tests.
GROUPS = 4


@pytest.mark.parametrize("group", range(GROUPS))
def test_lines_of_a_page(group: int) -> None:
    slow = []
    for unit in [*LINES, *sorted(alphabets())[::5]][group::GROUPS]:
        few, many = (partial(newsparse.parse, page(_repeated(unit, length))) for length in (500, 2_500))
        if taken := slower_than(few, many, 2 * 5, 0.03):
            slow.append(f"{unit!r} ({alphabets().get(unit)}): {taken:.3f} s")
    assert slow == []


def _deep_state(n: int) -> str:
    return "window.__INITIAL_STATE__=" + ('{"title":"渡口","' + "k" * 3000 + '":') * n + "1" + "}" * n


# Scripts and lists of so many parts.
PARTS: dict[str, tuple[Callable[[int], str], int]] = {
    "links to related articles": (lambda n: "<ul>" + "<li><a href=/a>相关阅读：渡口的新船</a></li>" * n + "</ul>", 700),
    "links to related articles, others between": (
        lambda n: "<p><a href=/a>延伸阅读：渡口</a></p><p><a href=/b>渡轮</a></p>" * n,
        500,
    ),
    "headings of related articles": (lambda n: "<h3>相关新闻</h3><p>渡口</p>" * n, 700),
    "data under long keys": (lambda n: f"<script>{_deep_state(n)}</script>", 100),
    "data in lists under long keys": (
        lambda n: "<script>window.DATA={title:'渡口'," + ("'" + "列" * 2000 + "':[{") * n + "}]" * n + "}</script>",
        60,
    ),
    "linked data in one another": (
        lambda n: (
            '<script type="application/ld+json">' + '{"headline":"渡口","mainEntity":' * n + "1" + "}" * n + "</script>"
        ),
        200,
    ),
}


@pytest.mark.parametrize("parts", PARTS)
def test_many_parts(parts: str) -> None:
    made, few = PARTS[parts]
    pages = (f"<h1>青河渡口昨日换了新船</h1><p>{STORY}</p>{made(n)}<p>{STORY}</p>" for n in (few, few * 4))
    one, four = (partial(newsparse.parse, made_page) for made_page in pages)
    assert slower_than(one, four, 4 * 2, 0.05) is None
