"""The walks over both parsers' trees: whatever the markup, what they make of it hangs together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.options import Options, Parser
from newsparse.page.page import Page
from newsparse.read.markup import read_html

_TAGS = (
    "div p span a b td tr table ul li h2 center font pre br img title button select option textarea time svg form hr "
    "dt dd figure body html head noscript template o:p"
).split()
_ATTRIBUTES = (
    "",
    ' class="Art Txt"',
    " id=x hidden",
    ' style="display:none"',
    ' href="/1.html"',
    ' src="/1.jpg"',
    " align=center",
)
_TEXTS = (
    "老街亮灯",
    " \n ",
    "\u3000\u3000昨晚，老街的灯亮了。",
    "&nbsp;",
    "a &lt; b",
    "<",
    "\n一\n二",
    "<!-- x -->",
    "</html>",
)

_piece = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(_TAGS)),
    st.sampled_from(_TEXTS),
)
_markup = st.lists(_piece, max_size=40).map("".join)


def _check(page: Page) -> None:
    """Blocks are numbered, each lies in its container and in all round it; containers nest."""
    for index, container in enumerate(page.containers):
        assert container.parent < index
        assert 0 <= container.first <= container.end <= len(page.blocks)
        if container.parent >= 0:
            outer = page.containers[container.parent]
            assert outer.first <= container.first <= container.end <= outer.end
    assert page.containers[0].end == len(page.blocks)
    for index, block in enumerate(page.blocks):
        assert block.index == index
        assert (block.picture is None) == bool(block.text)
        assert block.text == " ".join("".join(run[0] for run in block.runs).split())
        assert 0 <= block.link <= len(block.text)
        assert 0 <= block.strong <= len(block.text)
        for outside in page.ancestors(block.container):
            assert page.containers[outside].first <= index < page.containers[outside].end


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@given(markup=_markup)
def test_blocks_and_containers_hang_together(parser: Parser, markup: str) -> None:
    _check(read_html(markup, options=Options(parser=parser)))


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
def test_depth_has_bounds(parser: Parser) -> None:
    """Elements nested too deep are read as lines of those above them: no rule has to climb for long."""
    page = read_html(
        "<div>" * 400 + "<p>老街亮灯</p>" + "</div>" * 400 + "<p>桥上也亮</p>", options=Options(parser=parser)
    )
    _check(page)
    assert [block.text for block in page.blocks] == ["老街亮灯", "桥上也亮"]
    assert max(len(list(page.ancestors(block.container))) for block in page.blocks) <= 260
    assert len(list(page.ancestors(page.blocks[1].container))) <= 2


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
def test_words_in_bold_keep_the_name_of_the_element_round_them(parser: Parser) -> None:
    page = read_html(
        '<p><font class="heading"><b>老街亮灯</b></font>，<a class=k href="/1"><i>桥</i></a></p>',
        options=Options(parser=parser),
    )
    assert [(part.text, part.name) for part in page.blocks[0].parts] == [
        ("老街亮灯", "heading"),
        ("，", ""),
        ("桥", "k"),
    ]


# What a line says, whatever hides in it. The last are no hiding: the words stand there.
_SAYS = {
    "昨晚<span style='display: none'>暗记</span>老街亮灯": "昨晚老街亮灯",
    "昨晚<a href=/ style='visibility:hidden'>暗记</a>老街亮灯": "昨晚老街亮灯",
    "昨晚<b hidden>暗<i>记</i></b>老街亮灯": "昨晚老街亮灯",
    "昨晚<i style='position:absolute;left:-9999px'>暗记</i>老街亮灯": "昨晚老街亮灯",
    "昨晚<i style='margin-left:-9999px'>暗记</i>老街亮灯": "昨晚老街亮灯",
    "<style media='screen'>.a {color:red} .jam {display:none}</style>昨晚<i class=jam>暗记</i>亮灯": "昨晚亮灯",
    "<style>.jam, i.dup { display:none }</style>昨晚<font class=jam>暗</font><i class='x dup'>记</i>": "昨晚",
    "昨\u200b晚老\u00ad街\u202d亮灯\ufeff": "昨晚老街亮灯",
    "昨晚&#8203;老街&shy;亮灯": "昨晚老街亮灯",
    "昨晚老街\n      亮灯，四十盏。\n路人说好": "昨晚老街亮灯，四十盏。路人说好",
    "昨晚 GDP\nreport 老街": "昨晚 GDP report 老街",
    "<ruby>翀<rp>（</rp><rt>chōng</rt><rp>）</rp></ruby>江号亮灯": "翀江号亮灯",
    "<span>青河日报</span>\n<span>林小满</span>": "青河日报 林小满",
    "<style>@media print {.bar {display:none}} .menu b {display:none}</style>昨晚<b class=bar>亮灯</b>": "昨晚亮灯",
    "<style media=print>.bar {display:none}</style>昨晚<b class=bar>亮灯</b>": "昨晚亮灯",
    "<style media='screen and (max-width:600px)'>.bar {display:none}</style>昨晚<b class=bar>亮灯</b>": "昨晚亮灯",
    "<style>.bar {display:none}</style><style>b.bar {display:inline}</style>昨晚<b class=bar>亮灯</b>": "昨晚亮灯",
    "<style>.bar {display:none} .on .bar {DISPLAY : Block}</style>昨晚<b class=bar>亮灯</b>": "昨晚亮灯",
}


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("markup", _SAYS)
def test_a_line_says_what_a_reader_sees(markup: str, parser: Parser) -> None:
    assert [
        block.text for block in read_html(f"<body><p>{markup}</p></body>", options=Options(parser=parser)).blocks
    ] == [_SAYS[markup]]
