"""What site profiles point at: attributes, roles, constants, data of scripts; read as the general rules read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html

import newsparse
from newsparse.article import ROLES
from newsparse.options import Options, Parser
from newsparse.page.page import Script
from newsparse.read.script_paths import Scripts, script_path

PAGE = r"""<html><head><title>河岸步道亮灯 - 某某网</title><meta name="x-day" content="2021-11-08 18:05">
<script type="application/json" id="D">{"q": {"pub.time": "2021-11-08T18:07:00+08:00", "who": ["林小满", "秦晓禾"]}}
</script><script>window.__S__ = {"a": [{"t": 1636365600, "from": "\u67d0\u67d0晚报&nbsp;", "on": true, "o": {}}]};
var page = {}; page.info = {who: [{name: "方若溪"}, {name: "戴知秋"}], line: '<b>灯</b>亮了',
sign: "\u706f\ud842\udfb7", lone: "\u706f\ud842"};
window["T"] = JSON.parse('{"u": "2021-11-08 18:09"}'); var other = 2 == 3;</script></head><body>
<h1>河岸步道亮灯</h1><img class="cover" data-src="/a.jpg" alt="">
<time class="when" datetime="2021-11-08T18:06">八日</time>
<p class="sub">副标题：四十盏灯</p><i class="from"></i><i class="from">来源：<b>某某</b>社区号 点击：5</i>
<i class="net">来源：网络</i><i class="note">阅读 33 ——据某某夜谈报道</i>
<div class="ppl"><span>林小满</span><span>秦晓禾</span></div><div class="desk">责编｜方若溪　校对｜戴知秋</div>
<div class="rows"><em>值守</em> <b>叶知寒</b> <em>摄影</em> <b>顾远山</b></div>
<div class="nick">夜读君</div><div class="split"><span>2021-11-08</span><span>18:08</span></div>
<div id="story"><p>昨晚六点，河岸步道的四十盏路灯一齐亮了，散步的居民停下来拍照。
张大爷说，今后夜里出门心里踏实。</p></div>
<p class="foot">本报记者 柳闻笛 编辑：沈南乔</p></body></html>"""

# (table of the profile, key, rule, key of the record, what it gives; 某某 is what the general rules find)
GIVES: dict[str, tuple[str, str, str, str, Any]] = {
    "an attribute of a meta tag": ("select", "published", "meta[name=x-day]@content", "published", "18:05"),
    "an attribute of an element": ("select", "published", ".when@DateTime", "published", "18:06"),
    "two elements of one time": ("select", "published", ".split", "published", "18:08"),
    "a lazy picture": ("select", "main_image", "img.cover@data-src", "main_image", "https://news.example.com/a.jpg"),
    "the first that is not empty": ("select", "source", ".from", "source", "某某社区号"),
    "a label and no name": ("select", "source", ".net", "source", "某某"),
    "a note among other words": ("select", "source", ".note", "source", "某某夜谈"),
    "a title with its site": ("select", "title", "title", "title", "河岸步道亮灯"),
    "a subtitle with its label": ("select", "subtitle", ".sub", "subtitle", "四十盏灯"),
    "names side by side": ("select", "reporter", ".ppl", "reporter", ["林小满", "秦晓禾"]),
    "names with labels": ("select", "editors", ".desk", "editor", ["方若溪"]),
    "names with labels, and one whose label is unknown": ("select", "editors", ".rows", "editor", ["叶知寒"]),
    "names with labels, of another role": ("select", "reviewer", ".desk", "reviewer", ["方若溪", "戴知秋"]),
    "a pen name": ("select", "authors", ".nick", "author", ["夜读君"]),
    "a pattern, escaped": ("match", "source", '"from": "([^"]+)', "source", "某某晚报"),
    "a pattern, escaped in two units": ("match", "subtitle", 'sign: "([^"]+)', "subtitle", "灯𠮷"),
    "a unit alone": ("data", "subtitle", "page.info.lone", "subtitle", "灯\ufffd"),
    "a role by a pattern": ("match", "proofreader", "校对｜(.{3})", "proofreader", ["戴知秋"]),
    "a Unix time": ("data", "published", "window.__S__.a[0].t", "published", "18:00:00"),
    "data with escapes": ("data", "source", "__S__.a[0].from", "source", "某某晚报"),
    "data with markup": ("data", "subtitle", "page.info.line", "subtitle", "灯亮了"),
    "data of a script by its id": ("data", "published", '#D.q["pub.time"]', "published", "18:07:00"),
    "data in a string": ("data", "published", "window.T.u", "published", "18:09"),
    "a list of names": ("data", "authors", "#D.q.who", "author", ["林小满", "秦晓禾"]),
    "a list of objects with names": ("data", "chief_editor", "page.info.who", "chief_editor", ["方若溪", "戴知秋"]),
    "true is no value": ("data", "source", "__S__.a[0].on", "source", "某某"),
    "an object is none": ("data", "source", "__S__.a[0].o", "source", "某某"),
    "no such index": ("data", "source", "__S__.a[7].from", "source", "某某"),
    "a constant source": ("set", "source", "某某日报", "source", "某某日报"),
    "a constant site": ("set", "site_name", "某某网络", "site_name", "某某网络"),
    **{f"the role {role}": ("select", role, ".nick", role, ["夜读君"]) for role in ROLES},
}


def read(folder: Path, profile: str, page: Any = PAGE, parser: Parser = "lexbor") -> newsparse.Article:
    folder.mkdir(exist_ok=True)
    head = '[[site]]\nhosts = ["news.example.com"]\nwhy = "Fields in odd places."\n'
    (folder / "mine.toml").write_text(head + profile, encoding="utf-8")
    options = Options(profile_dirs=(str(folder),), parser=parser)
    return newsparse.parse(page, "https://news.example.com/1.html", options=options)


@pytest.mark.parametrize("name", GIVES)
@pytest.mark.parametrize("way", ["lexbor", "lxml", "tree"])
def test_what_a_profile_gives(name: str, way: str, tmp_path: Path) -> None:
    table, key, rule, field, value = GIVES[name]
    page = html.document_fromstring(PAGE) if way == "tree" else PAGE
    found = read(tmp_path, f"[site.{table}]\n{key} = '''{rule}'''\n", page, "lxml" if way == "lxml" else "lexbor")
    record = found.to_dict()
    if field in ROLES:
        given = [credit["name"] for credit in record["credits"] if credit["role"] == field]
    elif field == "main_image":
        given = record["main_image"]["url"]
    else:
        given = record[field]
    assert given == (f"2021-11-08T{value}+08:00" if field == "published" and value else value)


def test_one_field_by_several_rules(tmp_path: Path) -> None:
    """A pattern comes before data, data before an element, and a constant is the last."""
    rules = (
        ("set", '"沈南乔"', "沈南乔"),
        ("select", '".ppl span"', "林小满"),
        ("data", '"page.info.who[0]"', "方若溪"),
        ("match", "'校对｜(.{3})'", "戴知秋"),
    )
    profile = ""
    for table, rule, name in rules:
        profile += f"[site.{table}]\nreviewer = {rule}\n"
        assert [c.name for c in read(tmp_path / table, profile).credits if c.role == "reviewer"] == [name]


def test_names_take_the_place_of_those_of_their_role(tmp_path: Path) -> None:
    plain = read(tmp_path / "plain", "")
    assert (plain.authors, plain.editors) == (("柳闻笛",), ("方若溪", "沈南乔"))
    found = read(tmp_path / "mine", '[site.select]\nauthors = ".ppl"\neditor = ".nick"\n')
    assert (found.authors, found.editors) == (("林小满", "秦晓禾"), ("夜读君",))
    kept = read(tmp_path / "kept", '[site.set]\nauthors = "柳闻笛"\n')
    assert [(c.name, c.role) for c in kept.credits if c.name == "柳闻笛"] == [("柳闻笛", "reporter")], "the closer role"


def test_a_days_words_are_counted_from_now(tmp_path: Path) -> None:
    from datetime import datetime

    (tmp_path / "mine.toml").write_text(
        '[[site]]\nhosts = ["a.cn"]\nwhy = "x"\n[site.select]\npublished = ".when"\n', encoding="utf-8"
    )
    options = Options(profile_dirs=(str(tmp_path),), now=datetime(2021, 11, 9, 12, 0))
    page = PAGE.replace("八日", "昨天 18:00")
    assert newsparse.parse(page, "https://a.cn/", options=options).to_dict()["published"] == "2021-11-08T18:00+08:00"


# (scripts, path, what stands there: "" for what is no value)
HELD: dict[str, tuple[str, str, str | None]] = {
    "another's property of that name": ("a.T = {x: 'p'}; T = {x: 'q'}", "T.x", "q"),
    "a name that ends so": ("var myT = {x: 'p'}; var T = {x: 'q'}", "T.x", "q"),
    "cleared, then set": ("var T = null; T = {x: 'q'};", "T.x", "q"),
    "set to less, then to more": ("var T = {}; T = {x: 'q'};", "T.x", "q"),
    "compared, not set": ("if (T == {x: 'p'}) {}; T => {x: 'p'}; T = {x: 'q'}", "T.x", "q"),
    "a key with a $ and a Chinese key": ("var $a = {'作者': 'q'}", "$a.作者", "q"),
    "a number": ("var T = {x: 7}", "T.x", "7"),
    "a fraction": ("var T = {x: 1636365600.5}", "T.x", "1636365600"),
    "a number without end": ("var T = {x: 1e999}", "T.x", ""),
    "undefined beside it": ('T = {"y": undefined, "x": "q"}', "T.x", "q"),
    "a variable itself": ("var T = 'q'", "window.T", "q"),
    "window in brackets": ("self['T'] = {x: 'q'}", "window['T'].x", "q"),
    "a name in another's brackets": ("o['T'] = {x: 'q'}", "T.x", None),
    "nothing": ("var T = {x: 'q'}", "U.x", None),
    "an index of a text": ("var T = 'q'", "T[0]", None),
    "a key of a list": ("var T = ['q']", "T.length", None),
    "a place that is no value": ("var T = {x: {}}", "T.x", ""),
    "cut short": ('var T = {"x": {"y": "q"', "T.x.y", "q"),
    "brackets without end": ("var T = " + "[" * 100_000, "T[0]", ""),
    "objects without end": ("var T = " + '{"x":' * 100_000, "T.x", ""),
    "named, never set": ("T " * 100_000, "T.x", None),
    "set without end": ("T = T = {" * 100_000, "T.x", None),
    "spaces without end": ("T" + " " * 300_000, "T.x", None),
    "set to nothing, often": ("var T = {};" * 100_000 + "T = {x: 'q'}", "T.x", None),
}


@pytest.mark.parametrize("name", HELD)
def test_places_in_data(name: str) -> None:
    script, path, value = HELD[name]
    found = Scripts([Script("", script)]).at(script_path(path))
    assert found == value


def test_scripts_by_id() -> None:
    text = '[["Reactive", 1], {"x": 2}, "q"]'
    held = Scripts([Script(' data-id="a" id=b', '{"x": "p"}'), Script(" type=x id='__NUXT_DATA__'", text)])
    assert [held.at(script_path(path)) for path in ("#b.x", "#a.x", "#__NUXT_DATA__.x")] == ["p", None, "q"]
