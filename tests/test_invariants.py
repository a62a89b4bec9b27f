"""What holds of every page: typed errors only, sections that cover the text, no markup in it, the same anywhere.

Mutated pages come from tools/mutants, which `make stress` throws at newsparse by the million; here are a few of them.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import newsparse
from newsparse import Options
from newsparse.options import Parser
from newsparse.render.html import to_html
from newsparse.render.markdown import to_markdown
from sample import ROOT, SOURCES

sys.path.insert(0, str(ROOT / "tools"))
holds: Any = importlib.import_module("mutants.holds")
made: Any = importlib.import_module("mutants.made")

PARSERS: tuple[Parser, ...] = ("lexbor", "lxml")

# --- any page ---------------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(seed=st.integers(0, 1 << 32), number=st.integers(0, 1 << 20))
def test_a_mutated_page_gives_a_valid_record_or_a_typed_error(seed: int, number: int) -> None:
    holds.page(made.page(seed, number))


@settings(max_examples=100)
@given(page=st.binary(max_size=400) | st.text(max_size=400), kind=st.sampled_from(["auto", "html", "text"]))
def test_anything_gives_a_valid_record_or_a_typed_error(page: bytes | str, kind: str) -> None:
    holds.page(made.Page(page, None, None, {"input": kind}))


# --- pages without "<" in their words ---------------------------------------------------------------------------------

_SENTENCES = (
    "昨晚六点，河岸步道的四十盏路灯一齐亮了，散步的居民停下来拍照。",
    "张大爷说，今后夜里出门心里踏实多了，孙子放学也不用再打手电筒。",
    "工人用了三个月换下旧线，新灯每盏只有十二瓦，比去年省下一半的电。",
    "镇里打算明年把灯装到对岸的码头，那里每天清晨有两百多人等渡船。",
)
_TAGS = "b strong em span font a".split()

_sentence = st.sampled_from(_SENTENCES)
_inline = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(_TAGS), _sentence) | _sentence
_paragraph = st.lists(st.tuples(_sentence, _inline).map("".join), min_size=1, max_size=3).map("".join)
_block = st.one_of(
    st.builds("<p>{}</p>".format, _paragraph),
    st.builds("<p>{}</p><blockquote>{}</blockquote>".format, _paragraph, _sentence),
    st.builds("<p>{}</p><ul><li>{}</li><li>{}</li></ul>".format, _paragraph, _sentence, _sentence),
    st.builds("<!-- 注 --><div><p>{}</p><script>var a = '<p>';</script></div>".format, _paragraph),
)
_FRAME = (
    "<html><head><title>河岸步道亮灯_滨城网</title></head><body><h1>河岸步道亮灯</h1>"
    "<p>2021-11-08 17:27　来源：滨城晚报　作者：林小满</p>"
    "<div><p>滨城晚报讯 镇上的路灯这个月全部换新，师傅们从河岸步道开始装起。</p>{}</div>"
    "<p>责任编辑：方若溪</p></body></html>"
)


def _pages(block: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(block, min_size=3, max_size=8).map(lambda blocks: _FRAME.format("".join(blocks)))


_under_heading = st.builds("<p>{}</p><h2>第{}盏灯</h2><p>{}</p>".format, _paragraph, st.integers(1, 99), _paragraph)


def _texts(value: object) -> list[str]:
    """Every text in a record."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _texts(item)]


@pytest.mark.parametrize("parser", PARSERS)
@settings(max_examples=25)
@given(page=_pages(_block | _under_heading))
def test_text_holds_no_markup(parser: Parser, page: str) -> None:
    article = newsparse.parse(page, options=Options(parser=parser))
    assert article.text
    assert [text for text in _texts(article.to_dict()) if "<" in text or "var a" in text] == []


@settings(max_examples=25)
@given(page=_pages(_block | _under_heading))
def test_html_that_is_read_back_has_the_same_text(page: str) -> None:
    article = newsparse.parse(page)
    again = newsparse.parse(to_html(article), options=Options(input="html"))
    assert (again.title, again.text) == (article.title, article.text)


@settings(max_examples=25)
@given(page=_pages(_block | _under_heading))
def test_markdown_that_is_read_back_has_the_same_text(page: str) -> None:
    article = newsparse.parse(page)
    html = MarkdownIt("commonmark").enable("table").render(to_markdown(article))
    assert newsparse.parse(html, options=Options(input="html")).text == article.text


# --- the same anywhere ------------------------------------------------------------------------------------------------

_PAGES = sorted((ROOT / "fixtures").glob("*/page.html"))
_MUTATED = 40
_DIGEST = """
import sys
sys.path[:0] = sys.argv[1:3]
import test_invariants
print(test_invariants.digests(reverse=sys.argv[3] == "reverse"))
"""


def digests(*, reverse: bool = False) -> str:
    """What the records of fixtures and of mutated pages are, by both parsers, read in an order of one's own."""
    given = [made.Page(page.read_bytes(), None, None, {"parser": parser}) for page in _PAGES for parser in PARSERS]
    given += [made.page(7, number) for number in range(_MUTATED)]
    order = range(len(given) - 1, -1, -1) if reverse else range(len(given))
    lines = {at: _line(given[at]) for at in order}
    return hashlib.sha256("\n".join(lines[at] for at in range(len(given))).encode()).hexdigest()


def _line(given: Any) -> str:
    options = Options(**given.options)
    try:
        return newsparse.parse(given.page, given.url, content_type=given.content_type, options=options).to_json()
    except newsparse.NewsparseError as error:
        return json.dumps(str(error))


@pytest.mark.parametrize(
    ("order", "environment"),
    [
        ("forward", {"PYTHONHASHSEED": "1"}),
        ("reverse", {"PYTHONHASHSEED": "2"}),
        ("forward", {"TZ": "America/New_York", "LC_ALL": "C"}),
        ("reverse", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"}),
    ],
    ids=str,
)
def test_same_page_same_record(order: str, environment: dict[str, str]) -> None:
    """In any process, after whatever other pages, in any locale and zone."""
    command = [sys.executable, "-c", _DIGEST, SOURCES, str(Path(__file__).parent), order]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False, timeout=300)
    assert done.stdout.decode().strip() == digests(), done.stderr.decode()
