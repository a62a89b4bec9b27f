"""What a page is: an article, a list of articles, something else."""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from math import exp
from typing import Any

import pytest

import newsparse
from kind_pages import KindPage, headline_pages, other_pages, shape_pages
from newsparse import Article, Options
from newsparse.article import KINDS, Kind, Provenance
from newsparse.errors import OptionsError
from newsparse.fields.kind_signs import SIGNS
from newsparse.lexicon import load
from sample import ROOT

sys.path.insert(0, str(ROOT / "tools"))
fit_kind: Any = importlib.import_module("fit_kind")

TITLE = "青河渡口昨日换了新船"
ONE = (
    "昨日清晨六点，青河县的老码头迎来了今年第一班渡轮，三百多名乘客排着队上船，"
    "岸边的早餐铺子也比往常早开了一个钟头，热气飘到了船上。"
)
TWO = "渡轮公司经理秦望舒介绍，新船能载四百人，航程缩短到十八分钟，每半小时一班，票价不变，老人和学生凭证半价。"
THREE = "县交通局表示，下一步将把渡口和三条公交线接起来，乘客下船后步行两分钟就能换车，预计年底前完成站台改造。"
FOUR = "码头边开了四十年杂货铺的尹大姐说，过去下雨就停航，现在船大了，风里雨里都能走，店里的生意也跟着好了三成。"
ROW = "<p>2021-11-08 17:27 来源：青河日报</p>"
LINKS = "".join(f"<li><a href={i}.html>青河县第{i}季度渔获公布，比去年多</a></li>" for i in range(40))
ITEMS = "".join(
    f"<li><a href={i}.html>青河县第{i}季度渔获公布</a><p>县里第{i}次公布渔获，比去年同期多了一成，渔民说是个好年景。"
    f"</p><span>2021-11-0{i}</span></li>"
    for i in range(1, 9)
)


def page(body: str, title: str = f"{TITLE}_青河网") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


ARTICLE = f"<h1>{TITLE}</h1>{ROW}<div><p>{ONE}</p><p>{TWO}</p></div>"
ARTICLES = {
    "headline, row, two paragraphs": page(ARTICLE),
    "one sentence among a hundred links": page(
        f"<ul>{LINKS}</ul><h1>{TITLE}</h1>{ROW}<div><p>{ONE}</p></div><ul>{LINKS}</ul>"
    ),
    "no date": page(f"<h1>{TITLE}</h1><div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><p>{FOUR}</p><p>{ONE}</p></div>"),
    "no title": page(ARTICLE, title=""),
    "comments ten times as long, the date under the text": page(
        f"<h1>{TITLE}</h1><div><p>{ONE}</p><p>{TWO}</p></div><p>2021-11-08 17:27</p><ul>{LINKS}</ul>"
        + "<h3>网友评论（30）</h3>"
        + "".join(f"<div><b>网友{n}</b><p>第{n}次坐这条船，{FOUR}</p><i>顶[{n}]</i></div>" for n in range(30))
    ),
    "plain text": f"{TITLE}\n2021-11-08 17:27 来源：青河日报\n{ONE}\n{TWO}\n{THREE}",
    "a chronicle, each line with its date": page(
        f"<h1>渡口四十年大事记</h1>{ROW}<div>"
        + "".join(f"<p>20{y}年3月{y}日，{TWO}</p>" for y in range(10, 22))
        + "</div>",
        title="渡口四十年大事记_青河网",
    ),
}
LISTS = {
    "links": page(f"<h1>社会新闻</h1><ul>{LINKS}</ul>", title="社会新闻_青河网"),
    "links with dates": page("<ul>" + LINKS.replace("</a>", "</a> 2021-11-08") + "</ul>", title="社会新闻_青河网"),
}
# With a summary each the links are a smaller part of the page: what matters is that it is no article.
NO_ARTICLES = {
    "teasers with summaries and dates": page(f"<h1>社会新闻</h1><ul>{ITEMS}</ul>", title="社会新闻_青河网"),
    "a channel that opens with a large card": page(
        f'<h1>社会新闻</h1><div><h2><a href="0.html">{TITLE}</a></h2><p>记者秦望舒 2021-11-08 17:27</p><p>{ONE}</p>'
        f"<p>{TWO}</p></div><ul>{ITEMS}</ul>",
        title="社会新闻_青河网",
    ),
    "an error page": page(
        "<h1>页面不存在</h1><p>您访问的页面已经删除，或者地址有误，请从首页重新进入。</p>", title="404 页面不存在"
    ),
    "an encyclopedia": page(ARTICLE, title="渡口_百度百科"),
    "a forum": page(ARTICLE, title="渡口换了新船_论坛_青河网"),
    "a login page": page("<form><p>请输入手机号和密码，登录后可以收藏、评论。</p></form>", title="登录_青河网"),
    "a search": page(ARTICLE, title="渡口 - 搜索结果 - 青河网"),
    "a shop": page(
        f"<h1>救生衣</h1><p>￥69.00</p><p>月销 312</p><p>{TWO}</p><p>加入购物车</p>", title="救生衣-青河商城"
    ),
    "a thread, told by its posts": page(
        f"<h1>{TITLE}</h1>" + "".join(f"<div><p>回复 {i}楼 只看该作者</p><p>{TWO}</p></div>" for i in range(1, 5))
    ),
    "a few words": page("<h1>青河渡口</h1><p>电话一二三四五</p>", title="青河渡口"),
    "nothing shown": page("", title=""),
    "one huge line of data": page(f"<h1>数据</h1><p>{'渡轮，船票；' * 2000}</p>", title="数据"),
}


def kind(markup: str) -> Article:
    article = newsparse.parse(markup)
    assert article.provenance["kind"].rule == "kind.signs"
    assert 0 <= article.provenance["kind"].confidence <= 1
    return article


@pytest.mark.parametrize("name", ARTICLES)
def test_article(name: str) -> None:
    article = kind(ARTICLES[name])
    assert article.kind == "article", article.provenance["kind"].evidence
    assert article.text


@pytest.mark.parametrize("name", LISTS)
def test_list(name: str) -> None:
    article = kind(LISTS[name])
    assert article.kind == "list", article.provenance["kind"].evidence


@pytest.mark.parametrize("name", NO_ARTICLES)
def test_no_article(name: str) -> None:
    article = kind(NO_ARTICLES[name])
    assert article.kind != "article", article.provenance["kind"].evidence


@pytest.mark.parametrize("name", [*ARTICLES, *LISTS, *NO_ARTICLES])
@pytest.mark.parametrize("said", KINDS)
def test_the_kind_takes_nothing_away(said: Kind, name: str) -> None:
    """A caller's word on the kind changes the kind, and nothing else."""
    markup = {**ARTICLES, **LISTS, **NO_ARTICLES}[name]
    judged, told = newsparse.parse(markup), newsparse.parse(markup, options=Options(kind=said))
    assert (told.kind, told.provenance["kind"]) == (said, Provenance("options.kind", said, 1.0))
    why = judged.provenance["kind"]
    assert replace(told, kind=judged.kind, provenance={**told.provenance, "kind": why}) == judged


@pytest.mark.parametrize("name", ["a forum", "an encyclopedia", "a search"])
def test_what_is_no_article_has_its_text(name: str) -> None:
    article = newsparse.parse(NO_ARTICLES[name])
    assert article.kind == "other"
    assert article.text == "\n".join(block.text for section in article.sections for block in section.blocks) != ""


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(OptionsError, match="kind='story' is not one of article, list, other"):
        Options(kind="story")  # type: ignore[arg-type]


WRITTEN = [*headline_pages(), *other_pages(), *shape_pages()]
# What is not told, and why; each must go on failing until it is taken out here.
KNOWN = {
    "a poem with commas, author below the title": "few words, a short headline, a date without a source",
    "a topic: an introduction, boxes of links, an editor at the foot (5)": "its pictures are taken for the body's",
    "a topic: an introduction and a few links (1)": "prose and one body, near even",
    "flashes, one below the other (4)": "told in full, under a date",
    "a channel where no news stands, a row of date and source (3)": "all that an article has; its channel alone speaks",
}


@pytest.mark.parametrize("written", WRITTEN, ids=[page.why for page in WRITTEN])
def test_written_page(written: KindPage) -> None:
    article = newsparse.parse(written.html, written.url, options=Options(input="html"))
    right = (article.kind == "article") == (written.kind == "article")
    assert right != (written.why in KNOWN), article.provenance["kind"].evidence


@pytest.mark.parametrize("written", list(headline_pages()), ids=lambda page: page.why)
def test_words_in_a_headline_tell_nothing(written: KindPage) -> None:
    evidence = newsparse.parse(written.html).provenance["kind"].evidence
    assert [name for name in ("page name", "channel", "notice", "controls") if name in evidence] == []


def test_the_evidence_adds_up() -> None:
    """Each sign is named with what it adds; their sum decides, and says how sure."""
    for markup in (*ARTICLES.values(), *LISTS.values(), *NO_ARTICLES.values()):
        article = newsparse.parse(markup)
        why = article.provenance["kind"]
        odds = [
            sum(float(sign.rsplit(" ", 1)[1]) for sign in part.split(", ")) for part in why.evidence.split("; list: ")
        ]
        chances = [1 / (1 + exp(-each)) for each in odds]
        assert abs(odds[0]) < 0.5 or (odds[0] > 0) == (article.kind == "article")
        if article.kind == "article":
            assert why.confidence == pytest.approx(chances[0], abs=0.05)
        else:
            is_list = chances[1] if article.kind == "list" else 1 - chances[1]
            assert why.confidence == pytest.approx((1 - chances[0]) * is_list, abs=0.05)


def test_each_sign_is_worth_something_and_speaks_its_way() -> None:
    weights = load("kinds.weights")
    assert set(SIGNS) | {"constant"} == set(weights["article"]) | set(weights["list"])
    for kind, way in fit_kind.WAY.items():
        assert [name for name, sign in way.items() if weights[kind].get(name, 0) * sign < 0] == []


def test_the_confidence_of_verdicts_is_right() -> None:
    """Of the project's own pages; the corpus's are left out site by site in tools/fit_kind.py."""
    sure = [page for page in WRITTEN if newsparse.parse(page.html, page.url).provenance["kind"].confidence >= 0.9]
    assert len(sure) > 50
    wrong = [page.why for page in sure if newsparse.parse(page.html, page.url).kind != page.kind]
    assert len(wrong) <= 0.03 * len(sure), wrong


def test_more_prose_makes_no_article_less_of_one() -> None:
    for name in ("headline, row, two paragraphs", "one sentence among a hundred links", "no title"):
        longer = ARTICLES[name].replace(f"<p>{ONE}</p>", f"<p>{ONE}</p><p>{THREE}</p><p>{FOUR}</p>")
        assert newsparse.parse(longer).kind == "article"


CARDS = "".join(f"<div><h4><a href={i}.html>青河县第{i}季度渔获公布</a></h4><p>{FOUR}</p></div>" for i in range(9))
# What stands beside or below a text, and the sign that it is not; where it stands in its place it is one.
NO_SIGNS = {
    "teasers": (ARTICLE + f"<div><h3>推荐阅读</h3>{CARDS}</div>", "teasers"),
    "plays of a ranking": (ARTICLE + "<ol>" + "<li>《渡口》 播放2.31亿</li>" * 4 + "</ol>", "controls"),
    "an editor at the foot": (f"<h1>{TITLE}</h1><p>{ONE}</p><ul>{LINKS}</ul><p>责任编辑：方若溪</p>", "credits"),
}


@pytest.mark.parametrize("name", NO_SIGNS)
def test_what_stands_beside_or_below_is_no_sign(name: str) -> None:
    body, sign = NO_SIGNS[name]
    told = f"{sign} "
    evidence = newsparse.parse(page(body)).provenance["kind"].evidence.split("; ")[0]
    assert told not in evidence
    above = {
        "teasers": f"<h1>{TITLE}</h1><div>{CARDS}</div>",
        "controls": ARTICLE + "<p>播放 3012</p>" * 4,
        "credits": ARTICLE + "<p>责任编辑：方若溪</p>",
    }[sign]
    assert told in newsparse.parse(page(above)).provenance["kind"].evidence


def test_a_notice_in_a_few_lines_is_no_prose_of_theirs() -> None:
    said = "您可以来信声明，本站将在收到信息核实后二十四小时内删除相关内容。"
    evidence = newsparse.parse(page(f"<h1>{TITLE}</h1>{ROW}<p><img src=1.jpg></p><p>{said}</p>")).provenance["kind"]
    assert "notice " in evidence.evidence
    assert "prose " not in evidence.evidence
