"""Site profiles: found by host, resolved by either parser, read with clear errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import newsparse
from newsparse.read.profile_files import MATCHABLE, read_profiles

PAGE = """<html><head><title>河岸步道亮灯 - 某某网</title></head><body>
<div class="promo"><p>下载客户端的朋友都说好，页面干净，推送及时，早晚各一份，还有每周一次的城市故事集。</p></div>
<h1>河岸步道亮灯</h1><i class="from">某某社区号</i>
<div id="story"><p>昨晚六点，河岸步道的四十盏路灯一齐亮了，散步的居民停下来拍照。张大爷说，今后夜里出门心里踏实。</p>
<p class="note">本段是栏目介绍，与新闻无关，每天都一样，写在这里是为了凑够长度而已。</p></div>
<script>var pubTime='2021-11-08 18:00';</script></body></html>"""
PROFILE = """[[site]]
hosts = ["news.example.com"]
why = "The date is only in a script, the account's name in an unnamed element."
[site.select]
body = "#story"
drop = ".note"
source = ".from"
[site.match]
published = "pubTime='([^']+)'"
"""


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "mine.toml").write_text(PROFILE, encoding="utf-8")
    return str(tmp_path)


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
def test_a_profile_points(folder: str, parser: newsparse.options.Parser) -> None:
    options = newsparse.Options(profile_dirs=(folder,), parser=parser)
    article = newsparse.parse(PAGE, "https://m.news.example.com/1.html", options=options)
    assert (
        article.text == "昨晚六点，河岸步道的四十盏路灯一齐亮了，散步的居民停下来拍照。张大爷说，今后夜里出门心里踏实。"
    )
    assert article.source == "某某社区号"
    assert article.to_dict()["published"] == "2021-11-08T18:00+08:00"
    assert article.provenance["source"].rule == "profile"


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
def test_a_profile_points_at_what_is_no_text_of_the_page(folder: str, parser: newsparse.options.Parser) -> None:
    """A button is none, and the walk does not go into it."""
    page = PAGE.replace(
        '<i class="from">某某社区号</i>', '<button><b>关注</b></button><button class="from">某某<b>社区号</b></button>'
    )
    options = newsparse.Options(profile_dirs=(folder,), parser=parser)
    article = newsparse.parse(page, "https://news.example.com/1.html", options=options)
    assert article.source == "某某社区号"
    assert "关注" not in article.text


@pytest.mark.parametrize("url", [None, "https://other.example.com/1.html", "http://[broken"])
def test_no_profile_for_other_hosts(folder: str, url: str | None) -> None:
    article = newsparse.parse(PAGE, url, options=newsparse.Options(profile_dirs=(folder,)))
    assert article.provenance["title"].rule != "profile"
    assert article.published is None


def test_profiles_off(folder: str) -> None:
    options = newsparse.Options(profiles=False, profile_dirs=(folder,))
    assert newsparse.parse(PAGE, "https://news.example.com/1.html", options=options).published is None


def test_the_address_a_page_claims(folder: str) -> None:
    page = PAGE.replace("<head>", '<head><link rel="canonical" href="https://news.example.com/1.html">')
    assert newsparse.parse(page, options=newsparse.Options(profile_dirs=(folder,))).source == "某某社区号"


def test_the_example_of_the_docs_is_a_profile() -> None:
    text = (Path(__file__).parent.parent / "docs" / "profiles.md").read_text(encoding="utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]
    for parser in ("lexbor", "lxml"):
        [profile] = read_profiles(example, "profiles.md", parser)
        assert len(profile.select) == 6
        assert len(profile.data) == 2


def test_the_docs_name_the_fields_that_a_rule_may_give() -> None:
    text = (Path(__file__).parent.parent / "docs" / "profiles.md").read_text(encoding="utf-8")
    [row] = [line for line in text.splitlines() if line.startswith("| `match`, `data`")]
    assert set(re.findall(r"`(\w+)`", row)) - {"match", "data"} == set(MATCHABLE)


def test_no_such_folder() -> None:
    with pytest.raises(newsparse.DataError, match="no such folder"):
        newsparse.parse(PAGE, "https://a.example.com/", options=newsparse.Options(profile_dirs=("/no/such/folder",)))
