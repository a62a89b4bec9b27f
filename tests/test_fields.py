"""The fields: where each value is read from, which witness is trusted before which, and what is no value."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

import newsparse
from newsparse import Article, Options
from newsparse.fields import FIELDS
from newsparse.fields.rule import rule_name

TITLE = "青河渡口昨日换了新船"
URL = "http://news.example/a/5.html"
ONE = (
    "昨日清晨六点，青河县的老码头迎来了今年第一班渡轮，三百多名乘客排着队上船，"
    "岸边的早餐铺子也比往常早开了一个钟头，热气飘到了船上。"
)
TWO = "渡轮公司经理秦望舒介绍，新船能载四百人，航程缩短到十八分钟，每半小时一班，票价不变，老人和学生凭证半价。"
THREE = "县交通局表示，下一步将把渡口和三条公交线接起来，乘客下船后步行两分钟就能换车，预计年底前完成站台改造。"
BODY = f"<div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>"


def page(
    head: str = "", above: str = "", row: str = "", body: str = BODY, below: str = "",
    title: str | None = f"{TITLE}_青河网", h1: str = f"<h1>{TITLE}</h1>", comment: str = "",
) -> str:  # fmt: skip
    named = f"<title>{title}</title>" if title is not None else ""
    return f"<html><head>{named}{head}</head><body>{above}{h1}{row}{body}{below}{comment}</body></html>"


def parse(url: str | None = URL, options: Any = None, **parts: Any) -> Article:
    return newsparse.parse(page(**parts), url, options=options or Options())


def meta(**values: str) -> str:
    return "".join(f'<meta name="{name.replace("__", ":")}" content="{value}">' for name, value in values.items())


def ld(**values: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def state(**values: object) -> str:
    return f"<script>window.__INITIAL_STATE__ = {json.dumps({'article': values}, ensure_ascii=False)}</script>"


def rules(field: str, markup: str, url: str | None = URL) -> list[str]:
    """The rules that find a value for a field, in order of trust."""
    return [candidate.rule for candidate in newsparse.explain(markup, url).candidates[field]]


def test_rules_have_names_of_their_own() -> None:
    for field in FIELDS:
        names = [rule_name(rule) for rule in field.rules]
        assert len(set(names)) == len(names), field.name


def test_provenance_names_the_rule_that_won() -> None:
    markup = page(head=meta(author="尹小满", source="滨城晚报"), row="<p>2021-11-08 17:27 来源：青河日报</p>")
    found = newsparse.explain(markup, URL)
    for name, candidates in found.candidates.items():
        chosen = tuple(candidate for candidate in candidates if candidate.chosen)
        assert chosen == candidates[:1]
        assert (name in found.article.provenance) == bool(candidates)
        for candidate in chosen:
            assert found.article.provenance[name].rule == candidate.rule
            assert 0 < candidate.confidence <= 1
    assert found.article == newsparse.parse(markup, URL)


# --- title, kicker, subtitle -----------------------------------------------------------------------------------------


def test_title_as_shown() -> None:
    article = parse(h1=f"<h1>{TITLE} </h1>", head=meta(og__title=TITLE + "！"))
    assert (article.title, article.provenance["title"].rule) == (TITLE, "title.visible")


@pytest.mark.parametrize(
    ("h1", "title"),
    [
        (f"<h1>原创 {TITLE}</h1>", f"{TITLE}_青河网"),
        (f"<h1>\ue601{TITLE}</h1>", f"{TITLE}_青河网"),
        (f"<h1>{TITLE} 2021-11-08 17:27</h1>", f"{TITLE}_青河网"),
        (f"<h1>{TITLE[:5]}<br>{TITLE[5:]}</h1>", f"{TITLE}_青河网"),
    ],
    ids=["badge", "icon", "date", "two lines"],
)
def test_what_is_no_part_of_the_title(h1: str, title: str) -> None:
    assert parse(h1=h1, title=title).title == TITLE


@pytest.mark.parametrize("title", ["热干面走出青河县城", "精准扶贫走进青河", "视频会议制度在青河推开", f"独家{TITLE}"])
def test_a_badge_that_is_in_the_title_is_a_word(title: str) -> None:
    assert parse(h1=f"<h1>{title}</h1>", title=f"{title}_青河网").title == title


def test_titles_in_order_of_trust() -> None:
    head = ld(headline=TITLE + "一") + meta(og__title=TITLE + "三")
    assert rules("title", page(head=head))[:4] == [
        "title.visible", "title.linked_data", "title.meta", "title.title_element",
    ]  # fmt: skip
    # Nothing shown: the head's own words, its site's name cut off.
    assert parse(head=head, h1="").title == TITLE + "一"
    assert parse(head=meta(og__title=TITLE + "三_青河网"), h1="").title == TITLE + "三"
    assert parse(h1="").title == TITLE


def test_plain_text_has_its_first_line() -> None:
    assert newsparse.parse(f"{TITLE}\n2021-11-08 17:27\n{ONE}\n{TWO}").title == TITLE


def test_the_first_line_of_html_is_no_title() -> None:
    assert (
        newsparse.parse(f"<div><a href=/>首页</a> <a href=/sh/>社会</a> 图片</div><div><p>{ONE}</p></div>").title
        is None
    )


def test_kicker_and_subtitle() -> None:
    article = parse(
        above='<p class="yinti">两岸通途</p>', row='<p class="futi">——老码头又热闹起来</p><p>2021-11-08 17:27</p>'
    )
    assert (article.kicker, article.title, article.subtitle) == ("两岸通途", TITLE, "老码头又热闹起来")


def test_kicker_and_subtitle_by_their_words() -> None:
    article = parse(above="<p>引题：两岸通途</p>", row="<p>副标题：老码头又热闹起来</p><p>2021-11-08 17:27</p>")
    assert (article.kicker, article.subtitle) == ("两岸通途", "老码头又热闹起来")


def test_a_line_without_name_or_word_is_neither() -> None:
    article = parse(above="<p>青河要闻</p>", row="<p>2021-11-08 17:27</p>")
    assert (article.kicker, article.subtitle) == (None, None)


def test_subtitle_of_the_linked_data() -> None:
    assert parse(head=ld(headline=TITLE, alternativeHeadline="老码头又热闹起来")).subtitle == "老码头又热闹起来"
    assert parse(head=ld(headline=TITLE, alternativeHeadline=TITLE)).subtitle is None


# --- published, modified ---------------------------------------------------------------------------------------------

# Each witness with a day of its own, the most trusted first.
WITNESSES: list[tuple[str, dict[str, str], str]] = [
    ("published.byline", {"row": "<p>2021-11-01 01:01</p>"}, "2021-11-01T01:01"),
    ("published.state", {"state": state(title=TITLE, publishTime="2021-11-03 03:03:03")}, "2021-11-03T03:03:03"),
    ("published.linked_data", {"head": ld(datePublished="2021-11-04T04:04:04+08:00")}, "2021-11-04T04:04:04"),
    ("published.meta", {"meta": meta(pubdate="2021-11-05 05:05")}, "2021-11-05T05:05"),
    (
        "published.time_element",
        {"time": '<time datetime="2021-11-06T06:06:00+08:00">不久前</time>'},
        "2021-11-06T06:06",
    ),
    ("published.comment", {"comment": "<!-- published at 2021-11-07 07:07 -->"}, "2021-11-07T07:07"),
    ("published.below_body", {"below": "<p>2021年11月9日</p>"}, "2021-11-09"),
    ("published.address", {"url": "http://news.example/2021/1110/5.html"}, "2021-11-10"),
]


@pytest.mark.parametrize("start", range(len(WITNESSES)), ids=[rule for rule, _, _ in WITNESSES])
def test_published_in_order_of_trust(start: int) -> None:
    """With the witnesses from ``start`` on, the first of them is believed."""
    parts: dict[str, str] = {}
    for _, more, _ in WITNESSES[start:]:
        parts |= more
    url = parts.pop("url")
    article = parse(
        url,
        head=parts.pop("head", "") + parts.pop("meta", "") + parts.pop("state", ""),
        below=parts.pop("below", "") + parts.pop("time", ""),
        **parts,
    )
    rule, _, when = WITNESSES[start]
    assert article.provenance["published"].rule == rule
    assert article.to_dict()["published"].startswith(when)


def test_a_date_without_its_year_takes_it_from_another_witness() -> None:
    row = "<p>发布时间：11-08 17:27</p>"
    article = parse("http://news.example/2021/1108/5.html", row=row)
    assert article.to_dict()["published"] == "2021-11-08T17:27+08:00"
    assert article.provenance["published"].rule == "published.without_year"
    assert parse(row=row).published is None


def test_a_day_is_refined_by_a_witness_of_the_same_day() -> None:
    row = "<p>2021-11-08 来源：青河日报</p>"
    same = parse(row=row, head=meta(pubdate="2021-11-08 17:27:41"))
    assert (same.to_dict()["published"], same.published_precision) == ("2021-11-08T17:27:41+08:00", "second")
    assert same.provenance["published"].rule == "published.byline"
    other = parse(row=row, head=meta(pubdate="2021-11-09 17:27:41"))
    assert (other.to_dict()["published"], other.published_precision) == ("2021-11-08", "day")


def test_midnight_to_the_second_is_a_day_without_a_time() -> None:
    assert parse(head=meta(pubdate="2021-11-08 00:00:00")).to_dict()["published"] == "2021-11-08"
    assert parse(row="<p>2021-11-08 00:00</p>").to_dict()["published"] == "2021-11-08T00:00+08:00"


def test_published_is_told_from_changed() -> None:
    article = parse(row="<p>更新时间：2021-11-09 08:00 发布时间：2021-11-08 17:27</p>")
    assert article.to_dict()["published"] == "2021-11-08T17:27+08:00"
    assert article.to_dict()["modified"] == "2021-11-09T08:00+08:00"


def test_a_labelled_date_below_the_text_is_trusted_before_metas() -> None:
    table = (
        "<table><tr><th>發布日期</th><td>中華民國110年11月8日</td></tr><tr><th>點閱次數</th><td>512</td></tr></table>"
    )
    assert parse(below=table, head=meta(dc__date="2015-01-01")).to_dict()["published"] == "2021-11-08"


def test_a_date_between_the_text_and_the_comments() -> None:
    body = (
        f"<div><div>{ONE}</div><div>发布时间：2021-11-08 17:27</div><div>（编辑：尹小满）</div><div>{TWO}</div></div>"
    )
    assert parse(body=body).to_dict()["published"] == "2021-11-08T17:27+08:00"


def test_published_is_told_from_when_a_document_was_drawn_up() -> None:
    article = parse(row="<table><tr><td>成文日期：2021-11-01</td></tr></table><p>发布日期：2021-11-08 17:27</p>")
    assert article.to_dict()["published"] == "2021-11-08T17:27+08:00"


def test_modified() -> None:
    assert parse(head=ld(dateModified="2021-11-09T08:00:00+08:00")).modified is not None
    assert parse(head=meta(article__modified_time="2021-11-09T08:00:00+08:00")).modified is not None
    assert parse(row="<p>2021-11-08 17:27</p>").modified is None


def test_relative_times_need_now() -> None:
    row = "<p>5分钟前 来源：青河日报</p>"
    assert parse(row=row).published is None
    known = parse(row=row, options=Options(now=datetime(2021, 11, 8, 20, 30)))
    assert known.to_dict()["published"].startswith("2021-11-08T20:25")


def test_dates_of_the_story_are_not_its_own() -> None:
    article = parse(body=f"<div><p>2021年3月5日，{ONE}</p><p>{TWO}</p><p>2020年1月1日，{THREE}</p></div>")
    assert article.published is None


def test_published_keeps_the_offset_it_is_given() -> None:
    article = parse(head=meta(article__published_time="2021-11-08T09:27:00Z"))
    assert article.published is not None
    assert article.published.utcoffset() is not None


# --- source, source_url ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        ("source.byline", {"row": "<p>2021-11-08 17:27 来源：青河日报</p>"}),
        ("source.after_date", {"row": "<p>2021年11月08日17:27 青河日报</p>"}),
        ("source.after_date", {"row": "<p>NEWS.EXAMPLE　2021年11月8日17:27　[ 青河日报 ]</p>"}),
        # spans alike are fields of their own where a label opens the second
        ("source.byline", {"row": "<p><span>来源：青河日报</span><span>阅读：</span><span>字号：</span></p>"}),
        ("source.byline", {"row": "<p><span>来源：青河日报</span><span>播放 4.6万</span></p>"}),
        ("source.foot", {"row": "<p>2021-11-08 17:27</p>", "below": "<p>本文来源：青河日报</p>"}),
        (
            "source.issuer",
            {"row": "<li>發布日期：2021-11-08</li><li>發布單位：青河日报</li>", "head": meta(source="甲")},
        ),
        ("source.issuer", {"row": "<p>發布日期：2021-11-08 發布單位：青河日报</p>"}),
        ("source.linked_data", {"head": ld(sourceOrganization={"@type": "Organization", "name": "青河日报"})}),
        ("source.meta", {"head": meta(source="青河日报")}),
    ],
)
def test_source(rule: str, parts: dict[str, str]) -> None:
    article = parse(**parts)
    assert (article.source, article.provenance["source"].rule) == ("青河日报", rule)


@pytest.mark.parametrize(
    ("row", "source"),
    [
        # Between spaces, behind a bracket: the row holds labels of other things.
        (
            "<p>【青河 生活频道】青河日报&nbsp;&nbsp;文章录入：Sara&nbsp;&nbsp;2012-9-24 16:00:04&nbsp;点击数：</p>",
            "青河日报",
        ),
        ("<p>2021-11-08 17:27 阅读 320 青河日报 收藏</p>", "青河日报"),
        ("<p>發佈 2021-11-08　人氣 320　青河日報　字級 大 中 小</p>", "青河日報"),
        # An element's words that the article's people are credited to.
        (
            "<p><b>2021-11-08 17:27</b><i>政晨亮</i><span> 来自滨城</span></p><p>文丨政晨亮特约评论员 林小满</p>",
            "政晨亮",
        ),
        ("<p><b>2021-11-08 17:27</b><i>政晨亮</i></p>", None),
        # The words beside the date are longer than a name mostly is.
        ("<h2>QingheNEWS 今日青河新聞網</h2><p>2021年 11月 08日 17:27</p>", "QingheNEWS 今日青河新聞網"),
        ("<p>2021-11-08 17:27 分享到 QQ空间 人气榜</p>", None),
        ("<p><span>2021-11-08 17:27</span><span>林小满</span></p><p>文｜林小满</p>", None),
    ],
)
def test_a_source_without_a_label(row: str, source: str | None) -> None:
    assert parse(row=row).source == source


def test_a_part_of_the_site_beside_the_date_is_a_source_where_the_title_names_it() -> None:
    row = "<p><b>2021-11-08 17:27</b><i>青河生活</i></p>"
    assert parse(row=row, title=f"{TITLE}_青河生活_青河网").source == "青河生活"
    assert parse(row=row, title=f"{TITLE}_青河网").source is None
    assert parse(row=row.replace("青河生活", "民生"), title=f"{TITLE}_民生_青河网").source is None


def test_the_name_that_somebody_logs_in_with_is_no_source() -> None:
    row = '<p>由 <span class="username">web_admin</span> 在 2021-11-08 17:27 發表</p>'
    assert parse(row=row).source is None


def test_the_site_itself_gives_way_to_a_labelled_source_at_the_foot() -> None:
    row = "<p>青河网 2021-11-08 17:27</p>"
    assert parse(row=row).source == "青河网"
    assert parse(row=row, below="<p>（来源：青河日报 编辑：尹小满）</p>").source == "青河日报"


def test_a_credited_writer_is_no_account() -> None:
    row = '<p><a class="author" href="/u/1">苏木</a> · 2021-11-08 17:27</p><p>作者｜苏木</p>'
    assert parse(row=row).source is None
    assert parse(row=row, below="<p>来源：青河日报</p>").source == "青河日报"
    card = '<div class="author"><a class="name" href="/u/1">苏木</a><span>·</span><span>3小时前</span></div>'
    assert parse(row=f"{card}<p>文｜苏木</p>").source is None


def test_source_in_order_of_trust() -> None:
    article = parse(row="<p>2021-11-08 来源：青河日报</p>", head=meta(source="滨城晚报"), below="<p>来源：河口周刊</p>")
    assert article.source == "青河日报"
    assert (
        parse(row="<p>2021-11-08</p>", head=meta(source="滨城晚报"), below="<p>来源：河口周刊</p>").source == "河口周刊"
    )


def test_the_site_is_no_source() -> None:
    assert parse(head=meta(og__site_name="青河网"), row="<p>2021-11-08 17:27</p>").source is None


def test_source_url() -> None:
    article = parse(row='<p>2021-11-08 来源：<a href="/paper/">青河日报</a></p>')
    assert (article.source, article.source_url) == ("青河日报", "http://news.example/paper/")
    assert parse(row='<p>2021-11-08 来源：<a href="javascript:;">青河日报</a></p>').source_url is None
    assert parse(row="<p>2021-11-08 来源：青河日报</p>").source_url is None


# --- credits, dateline -----------------------------------------------------------------------------------------------


def test_credits_of_all_places_count_once() -> None:
    article = parse(row="<p>2021-11-08 17:27 作者：秦望舒</p>", below="<p>作者：秦望舒</p><p>责任编辑：尹小满</p>")
    assert (article.authors, article.editors) == (("秦望舒",), ("尹小满",))


def test_a_reporter_is_not_called_author_as_well() -> None:
    article = parse(row="<p>2021-11-08 作者：秦望舒</p>", below="<p>（记者 秦望舒）</p>")
    assert [(c.name, c.role) for c in article.credits] == [("秦望舒", "reporter")]


def test_credits_far_below_the_body_count_up_to_other_articles() -> None:
    pages = "".join(f"<li>{number}</li>" for number in range(1, 25))
    assert parse(below=f"<ul>{pages}</ul><p>责任编辑：尹小满</p>").editors == ("尹小满",)
    assert parse(below=f"<h3>相关阅读</h3><ul>{pages}</ul><p>责任编辑：尹小满</p>").editors == ()


def test_credits_in_the_cells_of_a_table() -> None:
    below = "<table><tr><td>撰稿人</td><td>秦望舒、尹 满</td><td>责任编辑</td><td>陆小满</td></tr></table>"
    article = parse(below=below)
    assert (article.authors, article.editors) == (("秦望舒", "尹满"), ("陆小满",))


TERMS = (
    "<dl><dt>发布日期：</dt><dd>2021-11-08 17:27</dd><dt>信息来源：</dt><dd>青河防汛办公室</dd>"
    "<dt>作　　者：</dt><dd>秦望舒</dd><dt>责任编辑</dt><dd>尹小满</dd><dt>浏览次数：</dt><dd>203</dd></dl>"
)


def test_labels_and_values_in_elements_of_their_own() -> None:
    article = parse(row=TERMS)
    assert (article.source, article.authors, article.editors) == ("青河防汛办公室", ("秦望舒",), ("尹小满",))
    assert article.to_dict()["published"] == "2021-11-08T17:27+08:00"
    assert parse(row="<div>2021-11-08</div><div>撰文：</div><div>秦望舒 尹小满</div>").authors == ("秦望舒", "尹小满")


@pytest.mark.parametrize("after", ["打印", "2021-11-08", "浏览次数 12", "来源：", "字号", "分享"])
def test_a_label_left_empty_has_no_value(after: str) -> None:
    assert parse(row=f"<p>2021-11-08 17:27</p><p>作者：</p><p>{after}</p>").authors == ()
    assert parse(row=f"<p>2021-11-08 17:27</p><p>来源：</p><p>{after}</p>").source is None


def test_the_text_above_a_gallery_is_signed_where_it_ends() -> None:
    pictures = "".join(
        f'<p><img src="{n}.jpg"></p><p>船工秦望舒在第{n}个渡口检查缆绳，准备开船。</p>' for n in range(1, 8)
    )
    body = f"<div><p>{ONE}（本报记者 秦望舒 尹 满 文/图）</p>{pictures}</div>"
    assert parse(body=body).authors == ("秦望舒", "尹满")


def test_credits_of_the_next_article_on_an_endless_page_are_its_own() -> None:
    below = f"<p>编辑：尹小满</p><h1>节后首日粮价回落</h1><div><p>{THREE}</p></div><p>编辑：陆小满</p>"
    assert parse(below=below).editors == ("尹小满",)


def test_a_name_alone_beside_the_byline_row_is_the_writer() -> None:
    assert parse(row="<div>秦望舒</div><div>2021-11-08 来源：青河日报</div>").authors == ("秦望舒",)
    assert parse(row="<div>展览</div><div>2021-11-08 来源：青河日报</div>").authors == ()
    assert parse(row="<p>秦望舒　尹小满</p><p>2021-11-08 来源：青河日报</p>").authors == ("秦望舒", "尹小满")


def test_the_makers_of_a_book_are_not_the_writers() -> None:
    data = "<p>《渡口的灯》</p><p>作者：[英]玛丽·霍尔</p><p>译者：陆小满</p><p>出版社：青河书局</p>"
    article = parse(
        row="<p>2021-11-08 撰文：秦望舒</p>", body=f"<div>{data}<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>"
    )
    assert article.authors == ("秦望舒",)
    assert "译者：陆小满" in article.text


def test_writers_of_other_articles_in_lists_below_are_not_credited() -> None:
    below = '<ul><li><a href="/2.html">竹笼厝的黄昏</a> 文／秦望舒</li><li><a href="/3.html">尾声</a></li></ul>'
    assert parse(below=below).authors == ()
    assert parse(below='<p>责任编辑：<a href="/e/1">尹小满</a></p>').editors == ("尹小满",)


def test_the_head_names_writers_where_the_page_does_not() -> None:
    assert parse(head=meta(author="秦望舒")).authors == ("秦望舒",)
    assert parse(head=meta(author="青河网")).authors == ()
    assert parse(head=state(title=TITLE, content=ONE, author="秦望舒 尹小满")).authors == ("秦望舒", "尹小满")
    assert parse(head=meta(author="尹小满"), row="<p>2021-11-08 作者：秦望舒</p>").authors == ("秦望舒",)


def test_dateline() -> None:
    article = parse(body=f"<div><p>新华社青河11月8日电 {ONE}</p><p>{TWO}</p></div>")
    assert article.dateline is not None
    assert (article.dateline.agency, article.dateline.place, article.dateline.date) == ("新华社", "青河", "11月8日")
    assert article.text.startswith("新华社青河11月8日电")
    assert parse().dateline is None


# --- about the page --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second"), [("青河网首页", "社会新闻"), ("首页", "社会")])
def test_breadcrumbs(first: str, second: str) -> None:
    article = parse(above=f'<p>当前位置：<a href="/">{first}</a> &gt; <a href="/sh/">{second}</a> &gt; 正文</p>')
    assert [(step.name, step.url) for step in article.breadcrumbs] == [
        (first, "http://news.example/"), (second, "http://news.example/sh/"),
    ]  # fmt: skip


def test_breadcrumbs_of_the_linked_data() -> None:
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "position": 1, "name": "首页", "item": "http://news.example/"}],
    }
    markup = page(head=ld(headline=TITLE) + f'<script type="application/ld+json">{json.dumps(crumbs)}</script>')
    assert [step.name for step in newsparse.parse(markup, URL).breadcrumbs] == ["首页"]


def test_a_menu_is_no_path() -> None:
    assert parse(above='<p><a href="/">首页</a> <a href="/sh/">社会</a> <a href="/gj/">国际</a></p>').breadcrumbs == ()


def test_pages() -> None:
    article = parse(
        below='<p><a href="5.html">1</a> <a href="5_2.html">2</a> <a href="5_3.html">3</a> '
        '<a href="5_2.html">下一页</a></p>'
    )
    assert article.pages == ("http://news.example/a/5_2.html", "http://news.example/a/5_3.html")
    assert parse(below='<p><a href="#">2</a> <a href="javascript:go(3)">3</a></p>').pages == ()
    assert parse(head='<link rel="next" href="5_2.html">').pages == ("http://news.example/a/5_2.html",)


def test_canonical_url_and_site_name() -> None:
    article = parse(head='<link rel="canonical" href="/5.html">' + meta(og__site_name="青河网"))
    assert (article.canonical_url, article.site_name) == ("http://news.example/5.html", "青河网")
    assert parse(head=meta(og__url="http://m.news.example/5")).canonical_url == "http://m.news.example/5"
    assert parse(head=ld(publisher={"@type": "Organization", "name": "河口网"})).site_name == "河口网"
    assert parse().site_name == "青河网"
    assert parse(title=TITLE).site_name is None


def test_summary() -> None:
    assert parse(row="<p>2021-11-08</p><div>摘要：渡口换了新船，航程缩短。</div>").summary == "渡口换了新船，航程缩短。"
    assert parse(row="<p>2021-11-08</p>").summary is None


def test_a_summary_in_a_box_is_not_in_the_text() -> None:
    article = parse(row="<p>2021-11-08</p><div>【核心提示】渡口换了新船，航程缩短。</div>")
    assert "核心提示" not in article.text


def test_keywords() -> None:
    assert parse(head=meta(keywords="渡口,新船，青河 渡口")).keywords == ("渡口", "新船", "青河")
    assert parse(below='<p>标签：<a href="/t1">渡口</a> <a href="/t2">新船</a></p>').keywords == ("渡口", "新船")
    assert parse(below="<p>关键词：渡口、新船</p>").keywords == ("渡口", "新船")
    assert parse().keywords == ()


# --- images ----------------------------------------------------------------------------------------------------------


def with_images(*images: str) -> Article:
    return parse(body=f"<div><p>{ONE}</p>{''.join(images)}<p>{TWO}</p><p>{THREE}</p></div>")


@pytest.mark.parametrize(
    "name",
    ["data-src", "data-original", "_src", "data-lazyload", "data-url", "src", "file", "zoomfile", "data-actualsrc",
     "data-original-src", "lazy-src", "data-imgsrc", "real_src"],
)  # fmt: skip
def test_lazy_pictures(name: str) -> None:
    image = '<img src="/blank.gif" data-w=3 NAME="/p/1.jpg">'.replace("NAME", name if name != "src" else "data-none")
    if name == "src":
        image = '<img src="/p/1.jpg">'
    assert [i.url for i in with_images(image).images] == ["http://news.example/p/1.jpg"]


@pytest.mark.parametrize(
    "image",
    ['<img src="/p/1.jpg" vurl="/other/1.jpg">', '<img src="/p/1.jpg" onmouseover="/p/2.jpg">',
     '<img src="/none.gif" file="/p/1.jpg">', '<img src="/p/1.jpg" alt="/p/2.jpg">'],
)  # fmt: skip
def test_an_attribute_that_nobody_knows_gives_way_to_a_picture(image: str) -> None:
    assert [i.url for i in with_images(image).images] == ["http://news.example/p/1.jpg"]


@pytest.mark.parametrize(
    "image",
    ['<img src="/logo.png">', '<img src="/p/1.jpg" alt="扫一扫关注">', '<img src="/p/1.jpg" width=1 height=1>',
     '<img src="/qrcode_5.jpg">', '<img src="data:image/gif;base64,R0lGOD">', "<img>", '<img src="/icons/share.gif">'],
)  # fmt: skip
def test_no_pictures_of_the_article(image: str) -> None:
    assert with_images(image).images == ()


def test_a_width_of_thousands_of_digits_is_read() -> None:
    """Python refuses to make a number of so many digits."""
    assert [i.url for i in with_images(f'<img src="/b.jpg" width={"9" * 5000}>').images] == [
        "http://news.example/b.jpg"
    ]


def test_images_in_reading_order() -> None:
    article = with_images('<p><img src="/b.jpg"></p>', '<p><img src="/a.jpg"></p>')
    assert [i.url for i in article.images] == ["http://news.example/b.jpg", "http://news.example/a.jpg"]
    assert article.main_image == article.images[0]


def test_images_once_each_where_they_stand_first() -> None:
    article = with_images('<p><img src="/b.jpg"></p>', '<p><img src="/a.jpg"></p>', '<p><img src="/b.jpg"></p>')
    assert [i.url for i in article.images] == ["http://news.example/b.jpg", "http://news.example/a.jpg"]
    assert article.main_image == article.images[0]


def test_a_caption_that_says_the_headline_again_is_none() -> None:
    article = with_images(f'<p align=center><img src="/b.jpg" alt="{TITLE}"></p><p align=center>{TITLE}</p>')
    assert [(i.caption, i.alt) for i in article.images] == [(None, None)]
    assert TITLE not in article.text


def test_main_image_of_the_head() -> None:
    article = parse(head=meta(og__image="/p/9.jpg"))
    assert article.images == ()
    assert article.main_image is not None
    assert article.main_image.url == "http://news.example/p/9.jpg"
    assert parse(head=meta(og__image="/logo.png")).main_image is None


# --- language --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lang", "language"),
    [
        (ONE, "", "zh-Hans"),
        ("渡輪公司說，這個月的乘客比上個月多了三成，週末還會加開兩班船，請旅客留意碼頭的公告。", "", "zh-Hant"),
        (ONE, "zh-TW", "zh-Hans"),
        ("今日天晴，山上有人，水中有月。", "zh-TW", "zh-Hant"),
        ("Ferries ran again on Monday, and three hundred people went aboard before breakfast.", "en", "en"),
        ("Ferries ran again on Monday, and three hundred people went aboard before breakfast.", "", "und"),
        ("きのうの朝、川の渡し船がまた動きはじめました。三百人あまりの人が列をつくって乗りました。", "", "ja"),
        ("어제 아침 강에서 나룻배가 다시 운항을 시작했다. 삼백 명이 넘는 승객이 줄을 섰다.", "", "ko"),
    ],
)
def test_language(text: str, lang: str, language: str) -> None:
    markup = f'<html lang="{lang}"><body><div><p>{text}</p><p>{text}</p></div></body></html>'
    assert newsparse.parse(markup).language == language
