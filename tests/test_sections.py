"""From labelled blocks to sections: levels, lists, tables, quotations, pictures, run-in leads."""

from __future__ import annotations

import pytest

import newsparse
from blocks import blocks, marked
from newsparse.article import ContentBlock, Section
from newsparse.sections import sections_of, text_of

ONE = (
    "昨日清晨六点，青河县的老码头迎来了今年第一班渡轮，三百多名乘客排着队上船，"
    "岸边的早餐铺子也比往常早开了一个钟头，热气飘到了船上。"
)
TWO = "渡轮公司经理秦望舒介绍，新船能载四百人，航程缩短到十八分钟，每半小时一班，票价不变，老人和学生凭证半价。"
THREE = "县交通局表示，下一步将把渡口和三条公交线接起来，乘客下船后步行两分钟就能换车，预计年底前完成站台改造。"
TITLE = "青河渡口昨日换了新船"


def sections(body: str) -> tuple[Section, ...]:
    """The sections of an article whose body is this markup."""
    return newsparse.parse(
        f"<title>{TITLE}_青河网</title><h1>{TITLE}</h1><p>2021-11-08 17:27 来源：青河日报</p><div>{body}</div>",
        "http://news.example/2021/1.html",
    ).sections


def only(body: str) -> tuple[ContentBlock, ...]:
    found = sections(body)
    assert [s.heading for s in found] == [None]
    return found[0].blocks


def outline(body: str) -> list[tuple[str | None, int, int]]:
    """Heading, level and number of blocks of each section."""
    return [(s.heading, s.level, len(s.blocks)) for s in sections(body)]


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


# --- levels ----------------------------------------------------------------------------------------------------------


def test_the_first_section_may_have_no_heading() -> None:
    assert outline(p(ONE, TWO)) == [(None, 1, 2)]
    assert outline(f"<h2>新船来了</h2>{p(ONE)}<h2>码头热闹了</h2>{p(TWO, THREE)}") == [
        ("新船来了", 1, 1), ("码头热闹了", 1, 2),
    ]  # fmt: skip


def test_elements_rank_by_what_comes_first() -> None:
    body = f"{p(ONE)}<h2>新船来了</h2>{p(TWO)}<h3>票价</h3>{p(THREE)}<h3>班次</h3>{p(ONE)}<h2>码头热闹了</h2>{p(TWO)}"
    assert [(s.heading, s.level) for s in sections(body)] == [
        (None, 1), ("新船来了", 1), ("票价", 2), ("班次", 2), ("码头热闹了", 1),
    ]  # fmt: skip


def test_h2_ranks_above_h3_though_h3_comes_first() -> None:
    body = f"{p(ONE)}<h3>开头的话</h3>{p(TWO)}<h2>新船来了</h2>{p(THREE)}<h3>票价</h3>{p(ONE)}"
    assert [(s.heading, s.level) for s in sections(body)[1:]] == [("开头的话", 2), ("新船来了", 1), ("票价", 2)]


def test_numbers_rank_too() -> None:
    body = p(ONE, "一、新船来了", TWO, "（一）票价", THREE, "（二）班次", ONE, "二、码头热闹了", TWO)
    assert [(s.heading, s.level) for s in sections(body)] == [
        (None, 1), ("一、新船来了", 1), ("（一）票价", 2), ("（二）班次", 2), ("二、码头热闹了", 1),
    ]  # fmt: skip


def test_headings_right_after_one_another_have_empty_sections() -> None:
    assert outline(f"{p(ONE)}<h2>新船来了</h2><h3>票价</h3>{p(TWO, THREE)}") == [
        (None, 1, 1), ("新船来了", 1, 0), ("票价", 2, 2),
    ]  # fmt: skip


def test_text_is_the_sections_a_line_each() -> None:
    found = sections(f"{p(ONE)}<h2>新船来了</h2>{p(TWO)}<ul><li>早班六点</li><li>晚班九点</li></ul>{p(THREE)}")
    assert text_of(found).split("\n") == [ONE, "新船来了", TWO, "早班六点", "晚班九点", THREE]
    assert text_of(()) == ""


def test_sections_hold_each_line_of_the_body_once() -> None:
    page = marked(
        blocks(["<div>", ONE, {"t": "新船来了", "tag": "h2"}, {"img": "1.jpg"}, TWO, "责任编辑：秦望舒", THREE])
    )
    assert text_of(sections_of(page)).split("\n") == [ONE, "新船来了", TWO, THREE]


# --- lists, tables, quotations, pictures ------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["ul", "ol"])
def test_list(tag: str) -> None:
    found = only(f"{p(ONE)}<{tag}><li>早班六点开。</li><li><p>晚班九点开。</p></li></{tag}>{p(TWO)}")
    assert [b.type for b in found] == ["paragraph", "list", "paragraph"]
    assert found[1] == ContentBlock("list", "早班六点开。\n晚班九点开。", items=("早班六点开。", "晚班九点开。"))


def test_two_lists_are_two_blocks() -> None:
    found = only(f"{p(ONE)}<ul><li>早班六点开。</li></ul><ul><li>晚班九点开。</li></ul>{p(TWO)}")
    assert [b.items for b in found if b.type == "list"] == [("早班六点开。",), ("晚班九点开。",)]


def test_short_items_are_no_headings() -> None:
    assert outline(f"{p(ONE)}<ul><li>早班六点开</li><li>晚班九点开</li></ul>{p(TWO)}") == [(None, 1, 3)]


def test_an_item_of_two_lines_is_one_item() -> None:
    found = only(f"{p(ONE)}<ul><li>早班六点开<br>晚班九点开</li><li>节日加开两班</li></ul>{p(TWO)}")
    assert len(found[1].items) == 2


TABLE = (
    "<table><tr><td>航线</td><td>首班</td></tr><tr><td>青河—河口</td><td>6:00</td></tr>"
    "<tr><td>青河—滨城</td><td>7:00</td></tr></table>"
)


def test_table() -> None:
    found = only(p(ONE) + TABLE + p(TWO))
    assert [b.type for b in found] == ["paragraph", "table", "paragraph"]
    assert found[1].rows == (("航线", "首班"), ("青河—河口", "6:00"), ("青河—滨城", "7:00"))
    assert found[1].text == "航线\t首班\n青河—河口\t6:00\n青河—滨城\t7:00"


@pytest.mark.parametrize(("above", "below"), [("", p(ONE, TWO)), (p(ONE, TWO), ""), ("", "")])
def test_a_table_may_open_the_body_or_end_it_or_be_all_of_it(above: str, below: str) -> None:
    found = only(above + TABLE + below)
    assert [b.rows for b in found if b.type == "table"] == [
        (("航线", "首班"), ("青河—河口", "6:00"), ("青河—滨城", "7:00"))
    ]
    assert len(found) == 1 + 2 * bool(above + below)


def test_head_cells_are_no_headings() -> None:
    found = only(p(ONE) + TABLE.replace("<td>航线</td><td>首班</td>", "<th>航线</th><th>首班</th>") + p(TWO))
    assert found[1].rows[0] == ("航线", "首班")


def test_numbers_in_cells_head_no_section() -> None:
    rows = "".join(f"<tr><td><p>{n}</p></td><td><p>{name}</p></td></tr>" for n, name in enumerate(("河口", "滨城"), 1))
    found = only(f"{p(ONE, TWO)}<table>{rows}</table>{p(THREE)}")
    assert [b.rows for b in found if b.type == "table"] == [(("1", "河口"), ("2", "滨城"))]


def test_headings_of_a_body_in_a_cell_beside_a_column_of_links() -> None:
    links = "".join(f'<a href="/{n}.html">河口渡轮第{n}天</a><br>' for n in range(30))
    text = f"{ONE}<br><b>老船长的心愿</b><br>{TWO}<br><b>下一步怎么走</b><br>{THREE}"
    found = sections(f"<table><tr><td>{text}</td><td>{links}</td></tr></table>")
    assert [s.heading for s in found] == [None, "老船长的心愿", "下一步怎么走"]


def test_a_table_that_lays_out_the_page_is_none() -> None:
    found = only(f"<table><tr><td>{p(ONE)}</td></tr><tr><td>{p(TWO)}</td></tr><tr><td>{p(THREE)}</td></tr></table>")
    assert [b.type for b in found] == ["paragraph"] * 3


def test_a_body_in_a_cell_has_its_own_table() -> None:
    found = only(f"<table><tr><td>{p(ONE)}{TABLE}{p(TWO, THREE)}</td></tr></table>")
    assert [b.type for b in found] == ["paragraph", "table", "paragraph", "paragraph"]


def test_empty_cells_keep_the_columns() -> None:
    found = only(p(ONE) + TABLE.replace("<td>航线</td>", "<td></td>") + p(TWO))
    assert found[1].rows[0] == ("", "首班")


def test_a_cell_of_two_lines_is_one_cell() -> None:
    found = only(p(ONE) + TABLE.replace("6:00", "6:00<br>节日5:30") + p(TWO))
    assert [len(row) for row in found[1].rows] == [2, 2, 2]


def test_quote() -> None:
    found = only(f"{p(ONE)}<blockquote><p>船在，家就在。</p><p>河在，人就在。</p></blockquote>{p(TWO, THREE)}")
    assert [b.type for b in found] == ["paragraph", "quote", "paragraph", "paragraph"]
    assert found[1].text == "船在，家就在。\n河在，人就在。"


def test_picture_with_its_caption() -> None:
    found = only(f"{p(ONE)}<figure><img src=/a.jpg alt=渡轮><figcaption>渡轮靠岸</figcaption></figure>{p(TWO)}")
    assert [b.type for b in found] == ["paragraph", "image", "paragraph"]
    image = found[1].image
    assert image is not None
    assert (image.url, image.caption, image.alt) == ("http://news.example/a.jpg", "渡轮靠岸", "渡轮")
    assert found[1].text == ""


def test_a_logo_is_no_block() -> None:
    assert [b.type for b in only(f"{p(ONE)}<img src=/logo.png>{p(TWO, THREE)}")] == ["paragraph"] * 3


# --- leads -----------------------------------------------------------------------------------------------------------

LED = "街道有办法。专班抓专项,一张清单管到底。各组每周碰头，逐项销号，月底讲评，结果上墙，居民随时可以来看来问。"
ALSO_LED = "小巷变通途,一把尺子量到边。沿街三十户参与，拆除旧棚，铺设新砖，装上路灯，夜里走路心里也亮堂了许多。"


def leads(body: str) -> list[str | None]:
    return [block.lead for section in sections(body) for block in section.blocks]


def test_leads_of_one_shape() -> None:
    assert leads(p(ONE, LED, ALSO_LED)) == [None, "专班抓专项,一张清单管到底。", "小巷变通途,一把尺子量到边。"]


def test_one_alone_is_no_lead() -> None:
    assert leads(p(ONE, LED, TWO)) == [None, None, None]


def test_bold_opening() -> None:
    assert leads(p(ONE, f"<b>票价不变。</b>{TWO}", THREE)) == [None, "票价不变。", None]


def test_a_bold_paragraph_or_bold_words_inside_are_no_lead() -> None:
    assert leads(p(ONE, f"<b>{TWO}</b>", f"县交通局<b>表示。</b>{THREE}")) == [None, None, None]


def test_a_lead_stays_in_the_text() -> None:
    assert LED in newsparse.parse(f"<h1>{TITLE}</h1><p>2021-11-08</p><div>{p(ONE, LED, ALSO_LED)}</div>").text
