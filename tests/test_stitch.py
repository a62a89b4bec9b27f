"""Articles over several pages: all of them, in order, once; nothing else; never without end."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsparse
from newsparse import Article
from newsparse.page.page import Page
from newsparse.read.coerce import read
from portal import Portal, Story, stories

URL = "http://news.example.com/2024/0513/c1.html"
BASE = "http://news.example.com/2024/0513/"
# Sentences of which no two are alike.
LINES = [
    f"{place}的{what}昨天完工，{number}户居民第一次用上了新的设施，街道说明年还会继续，预算已经列入计划。"
    for place, what, number in zip(
        "北巷 南坡 东渡 西塘 后街 前湾 上坝 下洲".split(),
        "路灯 水管 凉亭 石阶 栏杆 车棚 花坛 雨棚".split(),
        "三百 四百 五百 六百 七百 八百 九百 一千".split(),
        strict=True,
    )
]
Pages = dict[str, Any]
Stitch = Callable[..., Article]


def page(
    *lines: str, title: str = "八条街巷的公共设施陆续完工", links: str = "", foot: str = "", head: str = ""
) -> str:
    """A page of an article; ``links`` are "name:text" of links below the body."""
    anchors = " ".join(f'<a href="{link.split(":")[0]}">{link.split(":")[1]}</a>' for link in links.split())
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"""<html><head><title>{title}_滨城网</title>{head}</head><body><h1>{title}</h1>
<div class="info">2024-05-13 08:12 来源：滨城晚报</div><div class="content">{body}</div>
<div class="pages">{anchors}</div>{foot}</body></html>"""


def stitch_sync(first: Any, url: str | None, pages: Pages, asked: list[str], **options: Any) -> Article:
    def fetch(wanted: str) -> Any:
        asked.append(wanted)
        return pages.get(wanted.removeprefix(BASE))

    return newsparse.stitch(first, url, fetch=fetch, **options)


def stitch_async(first: Any, url: str | None, pages: Pages, asked: list[str], **options: Any) -> Article:
    async def fetch(wanted: str) -> Any:
        await asyncio.sleep(0)
        asked.append(wanted)
        return pages.get(wanted.removeprefix(BASE))

    return asyncio.run(newsparse.stitch_async(first, url, fetch=fetch, **options))


@pytest.fixture(params=[stitch_sync, stitch_async])
def stitched(request: pytest.FixtureRequest) -> Stitch:
    """Both ways in; every test goes both."""
    chosen: Stitch = request.param
    return chosen


def lines_of(article: Article) -> list[str]:
    return article.text.split("\n")


def test_next_page_by_next_page(stitched: Stitch) -> None:
    asked: list[str] = []
    pages = {
        "c1_2.html": page(*LINES[2:4], links="c1.html:上一页 c1_3.html:下一页"),
        "c1_3.html": page(*LINES[4:6], links="c1_2.html:上一页", foot="<p>责任编辑：方若溪</p>"),
    }
    article = stitched(page(*LINES[:2], links="c1_2.html:下一页"), URL, pages, asked)
    assert lines_of(article) == LINES[:6]
    assert article.pages == (BASE + "c1_2.html", BASE + "c1_3.html")
    assert asked == list(article.pages)
    assert article.editors == ("方若溪",)
    assert article.title == "八条街巷的公共设施陆续完工"
    assert article.provenance["pages"].rule == "stitch"


@pytest.mark.parametrize(
    ("second", "third"),
    [
        ("c1_2.html", "c1_3.html"),
        ("c1-2.html", "c1-3.html"),
        ("c1_p2.html", "c1_p3.html"),
        ("c1(2).html", "c1(3).html"),
        ("c1/2.html", "c1/3.html"),
        ("c1.html?page=2", "c1.html?page=3"),
    ],
)
def test_numbered_names(stitched: Stitch, second: str, third: str) -> None:
    pages = {second: page(*LINES[2:4]), third: page(*LINES[4:6])}
    # The page that comes first in the row is not page 2: the numbers in the addresses give the order.
    first = page(*LINES[:2], links=f"{third}:【3】 {second}:【2】")
    assert lines_of(stitched(first, URL, pages, [])) == LINES[:6]


def test_first_page_numbered_too(stitched: Stitch) -> None:
    pages = {"c1_2.html": page(*LINES[2:4], links="c1_1.html:1 c1_2.html:2")}
    first = page(*LINES[:2], links="c1_1.html:1 c1_2.html:2")
    asked: list[str] = []
    assert lines_of(stitched(first, BASE + "c1_1.html", pages, asked)) == LINES[:4]
    assert asked == [BASE + "c1_2.html"]


@pytest.mark.parametrize("words", ["余下全文", "阅读全文", "全文阅读", "查看全文"])
def test_the_page_with_all_of_it(stitched: Stitch, words: str) -> None:
    asked: list[str] = []
    pages = {"c1_all.html": page(*LINES[:6]), "c1_2.html": page(*LINES[2:4])}
    first = page(*LINES[:2], links=f"c1_2.html:2 c1_all.html:{words}")
    article = stitched(first, URL, pages, asked)
    assert lines_of(article) == LINES[:6]
    assert asked == [BASE + "c1_all.html"]


def test_the_rest_behind_a_link(stitched: Stitch) -> None:
    """余下全文 may lead to the rest alone."""
    pages = {"c1_2.html": page(*LINES[2:6])}
    assert lines_of(stitched(page(*LINES[:2], links="c1_2.html:余下全文"), URL, pages, [])) == LINES[:6]


def test_rel_next(stitched: Stitch) -> None:
    pages = {"c1_2.html": page(*LINES[2:4])}
    first = page(*LINES[:2], head='<link rel="next" href="c1_2.html">')
    assert lines_of(stitched(first, URL, pages, [])) == LINES[:4]


def test_an_unlike_address_needs_the_same_headline(stitched: Stitch) -> None:
    pages = {
        "x99.html": page(*LINES[2:4], title="八条街巷的公共设施陆续完工(2)"),
        "x100.html": page(*LINES[4:6], title="另一条新闻"),
    }
    first = page(*LINES[:2], links="x99.html:下一页")
    assert lines_of(stitched(first, URL, pages, [])) == LINES[:4]
    first = page(*LINES[:2], links="x100.html:下一页")
    article = stitched(first, URL, pages, [])
    assert lines_of(article) == LINES[:2]


def test_the_next_article_is_no_page(stitched: Stitch) -> None:
    asked: list[str] = []
    stitched(page(*LINES[:2], links="c2.html:下一篇 c3.html:2 list.html:更多"), URL, {}, asked)
    assert asked == []


def test_other_sites_are_not_asked(stitched: Stitch) -> None:
    """No page can send a crawler to another host."""
    asked: list[str] = []
    head = '<link rel="next" href="http://10.0.0.1/admin">'
    links = "http://10.0.0.1/2024/0513/c1_2.html:下一页 http://other.cn/c1_all.html:余下全文"
    stitched(
        page(*LINES[:2], links=" ".join(link.replace("http:", "") for link in links.split()), head=head), URL, {}, asked
    )
    assert asked == []


def test_what_is_repeated_stands_once(stitched: Stitch) -> None:
    pages = {"c1_2.html": page(LINES[0], *LINES[2:4])}
    assert lines_of(stitched(page(*LINES[:2], links="c1_2.html:2"), URL, pages, [])) == LINES[:4]


def test_headings_go_on(stitched: Stitch) -> None:
    first = page(*LINES[:2], "</p><h2>第一部分</h2><p>" + LINES[2], links="c1_2.html:2")
    pages = {"c1_2.html": page(*LINES[3:5], "</p><h2>第二部分</h2><p>" + LINES[5])}
    article = stitched(first, URL, pages, [])
    assert article.headings == ("第一部分", "第二部分")
    assert [block.text for block in article.sections[1].blocks] == LINES[2:5]


def test_a_short_last_page(stitched: Stitch) -> None:
    """One sentence is too little to be told as an article; the address says that it is a page of one."""
    pages = {"c1_2.html": page("明年还将完工十二处，其中四处在城北。")}
    assert (
        lines_of(stitched(page(*LINES[:2], links="c1_2.html:2"), URL, pages, []))[-1]
        == "明年还将完工十二处，其中四处在城北。"
    )


def test_loops_end(stitched: Stitch) -> None:
    asked: list[str] = []
    pages = {
        "c1_2.html": page(*LINES[2:4], links="c1.html:下一页 c1_2.html:下一页 c1_3.html:3"),
        "c1_3.html": page(*LINES[4:6], links="c1_2.html:下一页"),
    }
    article = stitched(page(*LINES[:2], links="c1_2.html:下一页 c1.html:1"), URL, pages, asked)
    assert lines_of(article) == LINES[:6]
    assert len(asked) == len(set(asked)) == 2


def test_an_endless_article_has_a_limit(stitched: Stitch) -> None:
    class Endless(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:  # noqa: ARG002
            number = int(name[3:-5])
            return page(f"第{number}页的内容。{LINES[number % 8]}", links=f"c1_{number + 1}.html:下一页")

    asked: list[str] = []
    article = stitched(page(*LINES[:1], links="c1_2.html:下一页"), URL, Endless(), asked, limit=5)
    assert len(asked) == len(article.pages) == 5
    assert "beyond the limit of 5 pages" in article.warnings[-1]


def test_missing_and_broken_pages_are_warnings(stitched: Stitch) -> None:
    pages = {"c1_3.html": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "c1_4.html": page(*LINES[6:8])}
    first = page(*LINES[:2], links="c1_2.html:2 c1_3.html:3 c1_4.html:4")
    article = stitched(first, URL, pages, [])
    assert lines_of(article) == LINES[:2] + LINES[6:8]
    assert ["c1_2.html" in article.warnings[0], "c1_3.html" in article.warnings[1]] == [True, True]


def test_what_fetch_raises_is_the_callers(stitched: Stitch) -> None:
    class Refuses(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:  # noqa: ARG002
            raise ConnectionError(name)

    with pytest.raises(ConnectionError):
        stitched(page(*LINES[:2], links="c1_2.html:2"), URL, Refuses(), [])


@pytest.mark.parametrize("url", [None, URL])
def test_one_page_is_what_parse_says(stitched: Stitch, url: str | None) -> None:
    single = page(*LINES[:4])
    assert stitched(single, url, {}, []) == newsparse.parse(single, url)


def test_keywords_are_those_of_the_whole_text(stitched: Stitch) -> None:
    first, second = page(*LINES[:2], links="c1_2.html:下一页"), f"<p>{LINES[3]}</p>"
    made = stitched(first, URL, {"c1_2.html": second}, [], options=newsparse.Options(keywords=40))
    assert "雨棚" in made.text or LINES[3] in made.text
    assert made.computed_keywords == made.extract_keywords(40) != newsparse.parse(first).extract_keywords(40)


def test_each_page_is_read_once(stitched: Stitch, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is too short to be an article by itself."""
    pages: list[Any] = []

    def counting(page: Any, *args: Any) -> Page:
        pages.append(page)
        return read(page, *args)

    monkeypatch.setattr("newsparse.api.read", counting)
    first, second = page(*LINES[:2], links="c1_2.html:下一页"), f"<p>{LINES[3]}</p>"
    stitched(first, URL, {"c1_2.html": second}, [])
    assert pages == [first, second]


def test_without_an_address_nothing_is_fetched(stitched: Stitch) -> None:
    asked: list[str] = []
    stitched(page(*LINES[:2], links="c1_2.html:下一页"), None, {}, asked)
    assert asked == []


def test_lists_are_left_alone(stitched: Stitch, portal: Portal) -> None:
    asked: list[str] = []
    answer = portal.answer("/local/")
    stitched(answer.body, portal.address("/local/"), {}, asked)
    assert asked == []


def test_bad_first_page(stitched: Stitch) -> None:
    with pytest.raises(newsparse.EmptyPage):
        stitched(b"", URL, {}, [])


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with Portal(slow=0.05) as running:
        yield running


@pytest.mark.parametrize("story", [s for s in stories() if not s.late], ids=lambda story: story.path)
def test_the_portals_stories(story: Story, portal: Portal) -> None:
    """For real, with the standard library's client."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def fetch(url: str) -> bytes | None:
        try:
            with opener.open(url, timeout=10) as response:
                body: bytes = response.read()
                return body
        except urllib.error.HTTPError as error:
            error.close()
            return None

    url = portal.address(story.path)
    article = newsparse.stitch(fetch(url), url, fetch=fetch)
    assert (article.text, article.authors, article.warnings) == (story.text, (story.reporter,), ())


@given(st.lists(st.lists(st.integers(1, 6), max_size=4), min_size=6, max_size=6))
def test_any_web_of_pages_ends(web: list[list[int]]) -> None:
    """Whatever the pages link to, each is asked for once at most, and no line stands twice."""

    def made(number: int) -> str:
        names = [f"c1_{n}.html" if n > 1 else "c1.html" for n in web[number - 1]]
        return page(LINES[number], links=" ".join(f"{name}:下一页 {name}:2" for name in names))

    asked: list[str] = []
    article = stitch_sync(made(1), URL, {f"c1_{n}.html": made(n) for n in range(2, 7)}, asked)
    assert len(asked) == len(set(asked)) <= 5
    assert len(lines_of(article)) == len(set(lines_of(article))) == len(asked) + 1
