"""Headings by how they are set, whatever way that is: what no paragraph looks like, and more than one line does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import newsparse

CASES = tomllib.loads((Path(__file__).parent / "cases" / "heading_looks.toml").read_text(encoding="utf-8"))
PARAGRAPHS = [f"<p>{text}</p>" for text in CASES["paragraphs"]]
PICTURE = '<p><img src="/2021/{}.jpg" width="640"></p>'


def headings_of(lines: list[str]) -> list[str]:
    body = "".join(lines)
    html = (
        "<html><head><title>老码头开新船_青河网</title></head><body><h1>老码头开新船</h1>"
        f'<div>2021-11-08 08:30 来源：青河晚报</div><div class="text">{body}</div></body></html>'
    )
    return [heading.lstrip("■ ") for heading in newsparse.parse(html).headings]


def between_paragraphs(lines: list[str]) -> list[str]:
    out = PARAGRAPHS[:1]
    for line, paragraph in zip(lines, PARAGRAPHS[1:], strict=False):
        out = [*out, line, paragraph]
    return out


@pytest.mark.parametrize("look", CASES["looks"])
@pytest.mark.parametrize("first", range(3))
def test_two_are_set_alike(look: str, first: int) -> None:
    wanted = CASES["headings"][first : first + 2]
    assert headings_of(between_paragraphs([look.format(text) for text in wanted])) == wanted


@pytest.mark.parametrize("look", CASES["looks"])
def test_one_stands_under_a_picture(look: str) -> None:
    wanted = CASES["headings"][:3]
    lines = between_paragraphs([look.format(text) for text in wanted])
    lines[3] = PICTURE.format(1) + lines[3]
    lines[5] = PICTURE.format(2) + lines[5]
    assert headings_of(lines) == wanted


@pytest.mark.parametrize("line", CASES["none"])
def test_lines_that_are_none(line: str) -> None:
    assert headings_of(between_paragraphs([line, line.replace("每", "约每", 1), line])) == []


def test_a_caption_stays_one_where_no_line_like_it_stands_between_paragraphs() -> None:
    caption = '<p style="text-align:center">{}</p>'
    lines = between_paragraphs([PICTURE.format(i) + caption.format(t) for i, t in enumerate(["渡口", "候船厅里"])])
    found = newsparse.parse(f"<h1>老码头开新船</h1><div>2021-11-08 08:30</div><div>{''.join(lines)}</div>")
    assert [image.caption for image in found.images] == ["渡口", "候船厅里"]
    assert found.text == "\n".join(re.sub("<.*?>", "", line) for line in PARAGRAPHS[:3])


@pytest.mark.parametrize(
    ("look", "pictures"), [('<p style="text-align:center">{}</p>', 3), ('<p class="caption">{}</p>', 1)]
)
def test_captions_stay_where_one_like_them_stands_between_paragraphs(look: str, pictures: int) -> None:
    """Its picture is a film or drawn by script. An element that is named for captions holds no heading."""
    captions = CASES["captions"][: pictures + 1]
    lines = [PICTURE.format(i) * (i > 0) + look.format(caption) for i, caption in enumerate(captions)]
    found = newsparse.parse(
        f"<h1>老码头开新船</h1><div>2021-11-08 08:30</div><div>{''.join(between_paragraphs(lines))}</div>"
    )
    assert [image.caption for image in found.images] == captions[1:]
    assert not set(found.headings) & set(captions[1:])
