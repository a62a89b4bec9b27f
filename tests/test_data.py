"""The data files: they parse, their patterns compile and say what they should, their lists are in order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from limits import within
from newsparse.text.script import fold

DATA = Path(str(files("newsparse"))) / "data"
NAMES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml"))
LOADED: dict[str, dict[str, Any]] = {name: tomllib.loads((DATA / name).read_text(encoding="utf-8")) for name in NAMES}

# Lists of words in which the order says something: the most trusted first, the months of the year, roles as named.
ORDERED = re.compile(
    r"bylines\.toml \w+_metas|state\.toml field \w+ (?:keys|variables)|dates\.toml (?:month english|zone words)"
    r"|roles\.toml \w+ entries roles|profiles/.* hosts"
)
# What a pattern finds, and what it does not. A pattern over names gets names, one over text gets lines.
PATTERNS: dict[str, tuple[list[str], list[str]]] = {
    "about.toml not_a_name": (["版权所有：", "© 2021", "copyright 2021"], ["青河网"]),
    "about.toml path": (["当前位置：首页", "首页 > 社会", "首頁/要聞"], ["渡口换了新船"]),
    "about.toml path_names": (["breadcrumb", "weizhi"], ["content"]),
    "about.toml page_link": (["2", "【3】", "下一页", "余下全文", "尾頁"], ["渡口"]),
    "about.toml summary": (["摘要：", "【核心提示】", "編者按："], ["渡口摘要："]),
    "about.toml tags": (["标签：渡口", "關鍵字:渡口"], ["渡口的标签"]),
    "bylines.toml changed": (["最后更新", "更新", "updated"], ["发布"]),
    "bylines.toml published": (["发布时间", "發佈於", "Published", "日期"], ["渡口"]),
    "bylines.toml badge": (["原创：", "转载 "], ["渡口原创"]),
    "bylines.toml not_a_name": (["来自手机", "字号", "128人参与", "星期一", "AD", "修改于"], ["青河日报", "秦望舒"]),
    "bylines.toml product": (["出版社：青河书局", "定价：58元", "導演：秦望舒"], ["作者：秦望舒", "青河出版社成立"]),
    "bylines.toml credit_hint": (["责编", "記者", "文／"], ["渡口"]),
    "elements.toml quotation": (["pull-quote", "block-quote", "jinju"], ["quoted", "pullout"]),
    "elements.toml unfold": (["展开全文", "閱讀全文", "点击展开", "剩余62%"], ["展开调查", "全文如下"]),
    "elements.toml body": (
        ["article-content", "zhengwen", "trs_editor", "main-content", "post_body"],
        ["antibody", "sidebar"],
    ),
    "elements.toml other": (
        ["comment-list", "sidebar", "relate", "hot-news", "ad"],
        ["content", "shadow", "head", "download"],
    ),
    "elements.toml account": (["account", "nick-name", "js_name", "media-name"], ["content"]),
    "elements.toml summary": (["summary", "abstract", "zhaiyao"], ["content"]),
    "headings.toml pattern chapter": (["第三章"], ["三章"]),
    "headings.toml pattern chinese": (["一、渡口"], ["一是"[:1], "一个渡口"]),
    "headings.toml pattern bracketed": (["（一）渡口"], ["（渡口）"]),
    "headings.toml pattern case": (["案例1", "误区一", "方案二"], ["案例18.5%"]),
    "headings.toml pattern two_digits": (["01 渡口"], ["06月", "03:30", "11 渡口"]),
    "headings.toml pattern digit_alone": (["1", "IV", "③"], ["1渡口"]),
    "headings.toml pattern lenticular": (["【渡口】"], ["【渡口】新船"]),
    "headings.toml pattern mark": (["■渡口", "● 渡口"], ["渡口■", "■"]),
    "headings.toml pattern letter": (["A.渡口", "B、渡口"], ["AB"]),
    "images.toml machinery": (
        ["/img/logo.png", "/qr-code.jpg", "二维码", "/share_icon.png"],
        ["/2021/1108/1.jpg", "/adam/1.jpg"],
    ),
    "kinds.toml thread": (["只看该作者", "回复 3楼"], ["渡口的楼主"[:3]]),
    "kinds.toml pattern encyclopedia": (["渡口_百度百科"], ["青河渡口百科全书式的一天"]),
    "kinds.toml pattern questions": (["怎么坐渡轮_百度知道"], ["渡口换了新船"]),
    "kinds.toml pattern forum": (["渡口_青河论坛_讨论区"], ["渡口论坛今日开幕", "青河晨报 - 論壇版 - 讀者來信"]),
    "kinds.toml pattern error": (["404 Not Found", "页面不存在"], ["渡口换了新船"]),
    "kinds.toml pattern search": (["渡口 - 搜索结果"], ["渡口换了新船"]),
    "kinds.toml pattern front": (["青河网首页", "首页_青河网"], ["渡口换了新船_青河网"]),
    "kinds.toml pattern service": (["联系我们_青河网", "登录"], ["渡口登录系统上线"]),
    "kinds.toml pattern shop": (["救生衣-淘宝网", "救生衣_价格_青河"], ["渡口换了新船"]),
    "kinds.toml pattern video": (["渡口_腾讯视频"], ["腾讯视频与渡口"]),
    "titles.toml headline_names": (["art_title", "h1", "news-title", "biaoti"], ["subtitles"]),
    "titles.toml badges": (["原创 渡口", "置顶渡口"], ["渡口"]),
    "titles.toml kicker_names": (["yinti", "pre-title", "kicker"], ["present"]),
    "titles.toml kicker_words": (["引题：渡口"], ["渡口"]),
    "titles.toml subtitle_names": (["futi", "sub-title", "deck"], ["title"]),
    "titles.toml subtitle_words": (["副标题：渡口", "——渡口"], ["渡口——"]),
}
# Files whose patterns are tried elsewhere: in tests/test_links.py, in `test_profiles` below.
WITH_EXAMPLES = ("links.toml", "profiles/")
# Patterns that are matched where a line starts, or as the whole of it.
AT_START = re.compile(
    r"headings\.toml|about\.toml (?:tags|page_link)|titles\.toml \w+_words|titles\.toml badges|bylines\.toml changed"
)
# A line as long as any that a pattern is tried on; time for it (seconds).
HOSTILE = [
    "，" * 400,
    "一" * 400,
    "a" * 400,
    " " * 400,
    "1" * 400,
    "（" * 400,
    "《" * 400,
    "来源：" * 133,
    "> " * 200,
    "-" * 400,
]
LONGEST_SECONDS = 0.05


def walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Each list of words, each table and each single value, with where it stands; places in a list have no name."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{path} {key}")
    elif isinstance(value, list) and not all(isinstance(inner, str) for inner in value):
        for inner in value:
            yield from walk(inner, path)


EVERY = [pair for name in NAMES for pair in walk(LOADED[name], name)]
WORDS = [(path, value) for path, value in EVERY if isinstance(value, list) and value and isinstance(value[0], str)]
PHRASES = [(path, value) for path, value in EVERY if isinstance(value, dict) and "p" in value]
ENTRIES = [(path, value) for path, value in EVERY if isinstance(value, dict) and "word" in value]


def pattern_of(path: str) -> str:
    name, *keys = path.split(" ")
    value: Any = LOADED[name]
    for key in keys:
        value = value[key]
    assert isinstance(value, str)
    return value


def looks_like_a_pattern(path: str, value: Any) -> bool:
    """Whether a value is a regular expression: those hold characters that no word, name or example does."""
    return (
        isinstance(value, str) and not path.endswith("example") and bool(re.search(r"\(\?|\[[^\]]+\]|\\[sdbw]", value))
    )


def test_the_files_are_there() -> None:
    assert {"boilerplate.toml", "names.toml", "roles.toml"} <= set(NAMES)
    assert WORDS and PHRASES and ENTRIES  # noqa: PT018


@pytest.mark.parametrize(
    ("path", "words"),
    [pytest.param(path, words, id=f"{path} {words[0]}") for path, words in WORDS],
)
def test_words_are_sorted_and_unique(path: str, words: list[str]) -> None:
    assert all(word.strip() == word != "" for word in words)
    assert len(set(words)) == len(words), [word for word in words if words.count(word) > 1]
    if not ORDERED.match(path):
        assert words == sorted(words)


@pytest.mark.parametrize(
    ("path", "phrase"),
    [
        pytest.param(
            path,
            phrase,
            id=f"{path} {phrase['example']}",
        )
        for path, phrase in PHRASES
    ],
)
def test_phrases(path: str, phrase: dict[str, Any]) -> None:
    """A phrase has an example, and finds it (boilerplate: in simplified characters, opening brackets taken off)."""
    assert phrase.keys() <= {"p", "example", "max", "needs"}
    pattern, example = re.compile(phrase["p"]), phrase["example"]
    if path.startswith("boilerplate.toml"):
        example = fold(example)
    if path.startswith("captions.toml ending"):
        assert re.search(f"(?:{phrase['p']})[\\s。）)】\\]]*$", example)
    else:
        assert pattern.match(example) or pattern.match(example.lstrip("【（《")), (phrase["p"], example)
    assert len(example) <= phrase.get("max", 400)


NEEDY = [phrase for _, phrase in PHRASES if "needs" in phrase]


@pytest.mark.parametrize("phrase", NEEDY, ids=[phrase["example"] for phrase in NEEDY])
@given(data=st.data())
def test_needs(phrase: dict[str, Any], data: st.DataObject) -> None:
    """What a phrase matches holds a word that it needs: where there is none, it is not tried."""
    line = data.draw(st.from_regex(phrase["p"], fullmatch=True))
    assert re.search(phrase["needs"], line)


def test_needs_where_any_character_may_come_first() -> None:
    """A phrase that may begin with any character says what it needs: without, it is tried on every line."""
    anywhere = [p for _, p in PHRASES if "needs" not in p and regex.compile(p["p"]).match("\u9fa5", partial=True)]
    assert [phrase["p"] for path, phrase in PHRASES if path.startswith("boilerplate.toml") and phrase in anywhere] == []


def test_no_phrase_stands_twice() -> None:
    patterns = [phrase["p"] for _, phrase in PHRASES]
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize(("path", "entry"), ENTRIES, ids=lambda value: value["word"] if isinstance(value, dict) else "")
def test_entries_have_an_example(path: str, entry: dict[str, Any]) -> None:
    assert entry["word"].strip()
    assert entry["example"].strip(), path


@pytest.mark.parametrize("path", sorted({path for path, _ in ENTRIES}))
def test_no_entry_stands_twice(path: str) -> None:
    words = [(entry["word"], entry.get("roles")) for where, entry in ENTRIES if where == path]
    assert [word for word in words if words.count(word) > 1] == []


def test_every_pattern_has_examples() -> None:
    patterns = {
        path
        for path, value in EVERY
        if looks_like_a_pattern(path, value)
        and not path.endswith((" p", " before", " after"))
        and not path.startswith(WITH_EXAMPLES)
    }
    assert patterns - PATTERNS.keys() == set(), "give these examples in PATTERNS"


@pytest.mark.parametrize("path", PATTERNS)
def test_patterns_say_what_they_should(path: str) -> None:
    pattern = re.compile(pattern_of(path))
    find = pattern.match if AT_START.match(path) else pattern.search
    yes, no = PATTERNS[path]
    assert [text for text in yes if not find(text)] == []
    assert [text for text in no if (found := find(text)) and found[0]] == []


@pytest.mark.parametrize(
    "pattern",
    sorted({value for path, value in EVERY if looks_like_a_pattern(path, value) and not path.startswith("profiles/")}),
    ids=lambda pattern: pattern[:30],
)
def test_patterns_compile_and_are_bounded(pattern: str) -> None:
    compiled = re.compile(pattern)
    for text in HOSTILE:
        with within(LONGEST_SECONDS):
            compiled.search(text)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("profiles/")])
def test_profiles(name: str) -> None:
    from lxml.cssselect import CSSSelector

    hosts = [host for site in LOADED[name]["site"] for host in site["hosts"]]
    assert len(set(hosts)) == len(hosts)
    for site in LOADED[name]["site"]:
        assert site["why"].strip()
        for pattern in site.get("match", {}).values():
            assert regex.compile(pattern).groups >= 1
        assert all(CSSSelector(selector) for selector in site.get("select", {}).values())


@pytest.mark.parametrize("table", [LOADED["script.toml"], LOADED["names.toml"]["fold"]], ids=["script", "names"])
def test_pairs_of_characters(table: dict[str, str]) -> None:
    """Traditional characters and their simplified forms, place by place; none is folded in two ways."""
    assert len(table["traditional"]) == len(table["simplified"])
    assert len(set(table["traditional"])) == len(table["traditional"])
    assert not set(table["traditional"]) & set(table["simplified"])
