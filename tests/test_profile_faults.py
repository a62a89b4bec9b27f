"""Profiles that are none: `DataError` with file and place, from every way in, before any page is read by them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import newsparse
from newsparse import Options
from newsparse.options import Parser
from newsparse.read.profiles import built_in
from sample import PAGE, Run, filled, needs_posix

SITE = '[[site]]\nhosts = ["news.example.com"]\nwhy = "The date is only in a script."\n'
GOOD = SITE + "[site.match]\nsource = '来源：(.{4})'\n"
URL = "https://news.example.com/1.html"


class Case(NamedTuple):
    """A file of profiles, and what the message must say beside the file's name."""

    name: str
    data: str | bytes
    says: tuple[str, ...]
    parsers: tuple[Parser, ...] = ("lexbor", "lxml")


def match(pattern: str, field: str = "source") -> str:
    return SITE + f"[site.match]\n{field} = '''{pattern}'''\n"


def select(selector: str, field: str = "body") -> str:
    return SITE + f"[site.select]\n{field} = '''{selector}'''\n"


def data(path: str, field: str = "title") -> str:
    return SITE + f"[site.data]\n{field} = '''{path}'''\n"


_MATCH = ("[[site]] 1 (news.example.com)", "match.source")
_SELECT = ("[[site]] 1 (news.example.com)", "select.body")
CASES = (
    Case("open bracket", match("(("), (*_MATCH, "position 2")),
    Case("open class", match("([a"), _MATCH),
    Case("nothing to repeat", match("(*a)"), _MATCH),
    Case("unknown property", match(r"(\p{Nope})"), _MATCH),
    Case("unknown group", match(r"(a)\3"), _MATCH),
    Case("named list", match(r"(\L<names>)"), _MATCH),
    Case("no group", match("来源：.+"), (*_MATCH, "no group")),
    Case("a group that gives nothing", match("(?:来源：.+)"), (*_MATCH, "no group")),
    Case("brackets too deep", match("(" * 900 + ")" * 900), (*_MATCH, "nested too deeply")),
    Case("pattern too long", match("(a)" + "b" * 3000), (*_MATCH, "2,000")),
    Case("repeats without end", match("(a{999999999})"), (*_MATCH, "repeats")),
    Case("repeats of repeats", match("(((a{1000}){1000}){1000})"), (*_MATCH, "repeats")),
    Case("repeat of many figures", match("(a{99999999999999999999})"), _MATCH),
    Case("in the second site", GOOD + match("(("), ("[[site]] 2", "match.source")),
    Case("in another field", match("((", "published"), ("match.published",)),
    Case("open selector", select("#["), _SELECT),
    Case("selector that ends too soon", select("p >"), _SELECT),
    Case("a brace", select("a{"), _SELECT),
    Case("only a comma", select("a,"), _SELECT),
    Case("a number", select("123"), _SELECT),
    Case("unknown pseudo-class", select("p:foo(bar)"), _SELECT),
    Case("pseudo-element", select("p::before"), _SELECT),
    Case("open attribute", select("a[href^=x"), _SELECT, ("lxml",)),
    Case("unknown namespace", select("svg|a"), _SELECT, ("lxml",)),
    Case("lexbor's own pseudo-class", select(':lexbor-contains("灯")'), _SELECT, ("lxml",)),
    Case("selector nested too deeply", select(":is(" * 240 + "a" + ")" * 240), (*_SELECT, "1000 characters")),
    Case("selector too long", select("a, " * 400 + "b"), (*_SELECT, "1000 characters")),
    Case("selector in another field", select("#[", "drop"), ("select.drop",)),
    Case("blank selector", select("  "), (*_SELECT, "empty")),
    Case("site is a number", "site = 5\n", ("site", "a number")),
    Case("site is text", 'site = "a"\n', ("site", "text")),
    Case("site is a table", "[site]\na = 1\n", ("site", "a table", "[[site]]")),
    Case("sites are numbers", "site = [1, 2]\n", ("[[site]] 1", "a number")),
    Case("no hosts", '[[site]]\nwhy = "x"\n', ("[[site]] 1", "hosts")),
    Case("no reason", '[[site]]\nhosts = ["a.cn"]\n', ("[[site]] 1", "why")),
    Case("hosts are text", '[[site]]\nhosts = "a.cn"\nwhy = "x"\n', ("[[site]] 1", "hosts", "text")),
    Case("hosts are none", '[[site]]\nhosts = []\nwhy = "x"\n', ("[[site]] 1", "hosts", "empty")),
    Case("hosts are numbers", '[[site]]\nhosts = [1]\nwhy = "x"\n', ("[[site]] 1", "hosts", "a number")),
    Case("hosts are lists", '[[site]]\nhosts = [["a.cn"]]\nwhy = "x"\n', ("hosts", "a list")),
    Case("a host is an address", '[[site]]\nhosts = ["http://a.cn/"]\nwhy = "x"\n', ("hosts", "'http://a.cn/'")),
    Case("a host with a port", '[[site]]\nhosts = ["a.cn:80"]\nwhy = "x"\n', ("hosts", "'a.cn:80'")),
    Case("a host with a star", '[[site]]\nhosts = ["*.a.cn"]\nwhy = "x"\n', ("hosts", "'*.a.cn'")),
    Case("a blank host", '[[site]]\nhosts = ["a.cn", " "]\nwhy = "x"\n', ("hosts", "2", "empty")),
    Case("the reason is a number", '[[site]]\nhosts = ["a.cn"]\nwhy = 5\n', ("a.cn", "why", "a number")),
    Case("the reason is a day", '[[site]]\nhosts = ["a.cn"]\nwhy = 2021-11-08\n', ("a.cn", "why", "a time")),
    Case("select is a number", SITE + "select = 5\n", ("select", "a number")),
    Case("select is text", SITE + 'select = "#a"\n', ("select", "text")),
    Case("match is a list", SITE + 'match = ["(a)"]\n', ("match", "a list")),
    Case("a selector is a number", SITE + "[site.select]\nbody = 5\n", ("select.body", "a number")),
    Case("a selector is a list", SITE + '[site.select]\nbody = ["#a"]\n', ("select.body", "a list")),
    Case("a pattern is true", SITE + "[site.match]\nsource = true\n", ("match.source", "true or false")),
    Case("a pattern is a table", SITE + "[site.match.source]\na = 1\n", ("match.source", "a table")),
    Case("unknown key", SITE + 'host = "a"\n', ("'host'", "hosts, why")),
    Case("unknown table", "[[sites]]\na = 1\n", ("'sites'", "site")),
    Case("unknown selector", SITE + '[site.select]\ncolour = "#a"\n', ("'colour'", "body, drop")),
    Case("unknown pattern", SITE + '[site.match]\nbody = "(a)"\n', ("'body'", "title, published")),
    Case("attribute of nothing", select("@content", "title"), ("select.title", "meta[name=x]@content")),
    Case("attribute without a name", select("meta@", "title"), ("select.title", "meta[name=x]@content")),
    Case("attribute of a selector that is none", select("a[@x", "title"), ("select.title",)),
    Case("an attribute as the body", select("div@class"), (*_SELECT, "attribute")),
    Case("selectors with an attribute each", select("a@href, b@title", "title"), ("select.title", "no CSS selector")),
    Case("data is a list", SITE + 'data = ["a"]\n', ("data", "a list")),
    Case("a path is a number", SITE + "[site.data]\ntitle = 5\n", ("data.title", "a number")),
    Case("a path to a body", SITE + '[site.data]\nbody = "a.b"\n', ("'body'", "title, published")),
    Case("a path with a call", data("load().x"), ("data.title", '"().x"')),
    Case("a path that begins with an index", data("[0].x"), ("data.title", "begins neither")),
    Case("a path with an open bracket", data("a[0"), ("data.title", '"[0"')),
    Case("a path with an empty step", data("a..b"), ("data.title", '"..b"')),
    Case("a path of many steps", data("a" + ".b" * 30), ("data.title", "20 steps")),
    Case("a path that is long", data("a" * 400), ("data.title", "300 characters")),
    Case("an index of many figures", data("a[" + "9" * 50 + "]"), ("data.title", "steps are")),
    Case("a constant title", SITE + '[site.set]\ntitle = "a"\n', ("set", "'title'", "source")),
    Case("a constant that is a list", SITE + '[site.set]\nsource = ["a"]\n', ("set.source", "a list")),
    Case("a blank constant", SITE + '[site.set]\nsource = " "\n', ("set.source", "empty")),
    Case("a constant that is long", SITE + f'[site.set]\nsource = "{"长" * 400}"\n', ("set.source", "300")),
    Case("no TOML", SITE + "[[site]\n", ("line 4",)),
    Case("twice", SITE + 'why = "y"\n', ("line 4",)),
    Case("not UTF-8, in line 3", SITE.encode() + b"# \xb5\xa9\n", ("line 4", "UTF-8")),
    Case("UTF-16", GOOD.encode("utf-16"), ("line 1", "UTF-8")),
    Case("GB 18030", GOOD.encode("gb18030"), ("line 5", "UTF-8")),
    Case("NUL", b"\0" * 100, ("line 1",)),
    Case("lists in lists", "x = " + "[" * 100_000, ("nested too deeply",)),
    Case("tables in tables", "x = " + "{a = " * 50_000, ("nested too deeply",)),
    Case("a key of many dots", SITE + "a" + ".a" * 100_000 + " = 1\n", ("line 4", "dots")),
    Case("a table of many dots", SITE + "[a" + ' . "a b"' * 50_000 + "]\n", ("line 4", "dots")),
    Case("a number of many figures", SITE + "x = " + "9" * 5000, ("TOML",)),
    Case("huge", SITE + "# 注\n" * 300_000, ("1 MiB",)),
)


def folder_of(case: Case, tmp_path: Path) -> Path:
    data = case.data if isinstance(case.data, bytes) else case.data.encode()
    # A good file before it and one behind it: the fault is found wherever it lies.
    return filled(tmp_path / "profiles", {"a.toml": GOOD.encode(), "mine.toml": data, "z.toml": GOOD.encode()})


def is_told(message: str, says: tuple[str, ...]) -> None:
    assert len(message) < 600
    for words in ("mine.toml", *says):
        assert words in message


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_way_in(case: Case, tmp_path: Path) -> None:
    folder = str(folder_of(case, tmp_path))
    for parser in case.parsers:
        for url in (URL, "https://other.example.com/", None):  # whatever the page's own address
            with pytest.raises(newsparse.DataError) as error:
                newsparse.parse(PAGE, url, options=Options(profile_dirs=(folder,), parser=parser))
            is_told(str(error.value), case.says)


WAYS: dict[str, Any] = {"explain": newsparse.explain, "links": newsparse.links, "plain text": newsparse.parse}


@pytest.mark.parametrize("way", WAYS)
def test_other_ways_in(way: str, tmp_path: Path) -> None:
    folder = folder_of(CASES[0], tmp_path)
    page = "老街亮灯了。\n昨晚六点，路灯一齐亮了。" if way == "plain text" else PAGE
    with pytest.raises(newsparse.DataError, match=r"mine\.toml"):
        WAYS[way](page, URL, options=Options(profile_dirs=(str(folder),)))


def test_a_tree_of_lxml_is_read_by_the_selectors_of_lxml(tmp_path: Path) -> None:
    import lxml.html

    folder = filled(tmp_path / "p", {"mine.toml": select(':lexbor-contains("灯")').encode()})
    options = Options(profile_dirs=(str(folder),))
    newsparse.parse(PAGE, URL, options=options)
    with pytest.raises(newsparse.DataError, match=r"mine\.toml.*lxml"):
        newsparse.parse(lxml.html.document_fromstring(PAGE), URL, options=options)


COMMANDS = ("parse", "explain", "extract")
TOLD = [c for c in CASES if c.name in ("open bracket", "open selector", "lists in lists", "UTF-16", "site is a number")]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.name)
def test_the_command_line(case: Case, command: str, tmp_path: Path, run: Run) -> None:
    folder = folder_of(case, tmp_path)
    pages = filled(tmp_path / "pages", {"page.html": PAGE.encode()})
    out = tmp_path / "out.jsonl"
    given = [pages, "-o", out, "--workers", "1"] if command == "extract" else [pages / "page.html", "--url", URL]
    code, shown, said = run(command, *given, "--profiles", folder)
    assert (code, shown) == (1, "")
    assert said.startswith("newsparse: ")
    assert "Internal error" not in said
    is_told(said, case.says)
    assert not out.exists(), "the run has not begun"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["pages", "profiles"]


# What is no file, no folder


def no_file(folder: Path) -> None:
    (folder / "mine.toml").symlink_to(folder / "none")


def a_folder(folder: Path) -> None:
    (folder / "mine.toml").mkdir()


def a_loop(folder: Path) -> None:
    (folder / "mine.toml").symlink_to(folder / "mine.toml")


def a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "mine.toml")


def a_device(folder: Path) -> None:
    (folder / "mine.toml").symlink_to("/dev/zero")


def unreadable(folder: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads every file")
    (folder / "mine.toml").write_text(GOOD, encoding="utf-8")
    (folder / "mine.toml").chmod(0)


def nothing(folder: Path) -> None:
    (folder / "mine.toml.bak").write_text(GOOD, encoding="utf-8")


@needs_posix
@pytest.mark.parametrize("make", [no_file, a_folder, a_loop, a_pipe, a_device, unreadable, nothing])
def test_what_is_no_file(make: Any, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    make(folder)
    said = "profiles" if make is nothing else r"mine\.toml"
    with pytest.raises(newsparse.DataError, match=said):
        newsparse.parse(PAGE, URL, options=Options(profile_dirs=(str(folder),)))
    page = filled(tmp_path, {"page.html": PAGE.encode()}) / "page.html"
    code, _, told = run("parse", page, "--profiles", folder)
    assert code == 1
    assert "Internal error" not in told


@pytest.mark.parametrize(
    "given",
    [5, None, ["a"], b"x", "", "no/such/folder", "no.such.package", "json.decoder", "..", "a\0b", "x" * 5000, "\ud800"],
)
def test_what_is_no_folder(given: Any) -> None:
    with pytest.raises(newsparse.NewsparseError):
        newsparse.parse(PAGE, URL, options=Options(profile_dirs=(given,)))


def test_a_file_for_a_folder(tmp_path: Path) -> None:
    filled(tmp_path, {"mine.toml": GOOD.encode()})
    with pytest.raises(newsparse.DataError, match=r"mine\.toml.*is a file"):
        newsparse.parse(PAGE, URL, options=Options(profile_dirs=(str(tmp_path / "mine.toml"),)))


def test_a_package_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path, {"failing_profiles/__init__.py": b"raise RuntimeError('no')"})
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(newsparse.DataError, match="failing_profiles"):
        newsparse.parse(PAGE, URL, options=Options(profile_dirs=("failing_profiles",)))
    sys.modules.pop("failing_profiles", None)


# What is well


GOOD_FILES = {
    "a byte order mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "line ends of Windows": GOOD.replace("\n", "\r\n").encode(),
    "hosts in capitals": GOOD.replace("news.example.com", "News.Example.COM").encode(),
    "a dot at the end": GOOD.replace("news.example.com", "news.example.com.").encode(),
    "nothing but hosts": SITE.encode(),
    "nothing at all": b"",
}


@pytest.mark.parametrize("name", GOOD_FILES)
def test_what_is_well(name: str, tmp_path: Path) -> None:
    folder = filled(tmp_path / "p", {"mine.toml": GOOD_FILES[name]})
    article = newsparse.parse(PAGE, URL, options=Options(profile_dirs=(str(folder),)))
    ours = "nothing" not in name
    assert (article.provenance["source"].rule == "profile") == ours
    assert article.source == "滨城晚报"


def test_the_built_in_profiles_are_well_for_both_parsers() -> None:
    assert built_in("lexbor")
    assert built_in("lxml")


# Patterns that take too long, elements that several selectors point at


SLOW = ("((a+)+)$", "((?:a|aa)+)b", "(?e)(?:abcdefghijklmn){e<=12}(x)", "(?:.*a){20}(c)", "((?R))")


@pytest.mark.parametrize("pattern", SLOW)
@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
def test_a_slow_pattern_is_told(pattern: str, parser: Parser, tmp_path: Path) -> None:
    folder = filled(tmp_path / "p", {"slow.toml": match(pattern).encode()})
    page = PAGE.replace("</body>", f"<p>{'a' * 20_000}!{'x' * 2000}</p></body>")
    article = newsparse.parse(page, URL, options=Options(profile_dirs=(str(folder),), parser=parser))
    assert article.source == "滨城晚报", "the page's own"
    assert [w for w in article.warnings if "pattern for source" in w and "0.2 s" in w]


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
def test_two_fields_of_one_element(parser: Parser, tmp_path: Path) -> None:
    profile = SITE + '[site.select]\nauthors = ".by"\neditors = "p.by"\n'
    folder = filled(tmp_path / "p", {"two.toml": profile.encode()})
    page = PAGE.replace("<div>", '<p class="by">秦晓禾</p><div>')
    article = newsparse.parse(page, URL, options=Options(profile_dirs=(str(folder),), parser=parser))
    assert ("秦晓禾" in article.authors, "秦晓禾" in article.editors) == (True, True)
