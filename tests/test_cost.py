"""What a page may cost: time linear in its size, memory in bounds."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

import newsparse
from limits import least

_SENTENCE = "昨晚六点，河岸步道的四十盏路灯一齐亮了，散步的居民停下来拍照。张大爷说，今后夜里出门心里踏实多了。"


def _paragraphs(count: int) -> str:
    return "".join(f"<p>{number}{_SENTENCE}</p>" for number in range(count))


def _breaks(count: int) -> str:
    return "<br>".join(f"{number}{_SENTENCE}" for number in range(count))


def _links(count: int) -> str:
    items = "".join(f'<li><a href="/a/{number}.html">河岸步道新闻{number}</a></li>' for number in range(count))
    return f"<ul>{items}</ul>"


def _nested(count: int) -> str:
    return "".join(f"<div><p>{number}{_SENTENCE}</p>" for number in range(count)) + "</div>" * count


def _pictures(count: int) -> str:
    return "".join(f'<p><img src="/p/{number}.jpg" alt="图"></p><p>{_SENTENCE}</p>' for number in range(count))


def _headings(count: int) -> str:
    return "".join(f"<h2>第{number}盏灯</h2><p>{_SENTENCE}</p>" for number in range(count))


def _related(n: int) -> str:
    return "".join(f'<div><a href="/{i}">推荐阅读{i}</a></div>' for i in range(n))


def _separators(n: int) -> str:
    return f"<h1>河岸步道亮灯{' -' * n}x</h1>"


def _lists_of_lists(n: int) -> str:
    lists = ",".join(str([at] * n) for at in (3, 4, 5))
    return f'<script id="__NUXT_DATA__">[["Ref",1],{{"title":6,"content":2}},{lists},"{_SENTENCE}","河岸亮灯"]</script>'


def _objects_of_objects(n: int) -> str:
    objects = ",".join("{" + ",".join(f'"k{key}":{at}' for key in range(n)) + "}" for at in (2, 3, 4))
    return f'<script id="__NUXT_DATA__">[["Ref",1],{objects},{{"title":5}},"河岸亮灯"]</script>'


def _named_often(n: int) -> str:
    texts, long = ",".join(["a"] * n), _SENTENCE * (n // 20)
    return f'<script>window.__NUXT__=(function(a){{return {{title:"亮灯",content:[{texts}]}}}}("{long}"))</script>'


def _functions_in_one_another(n: int) -> str:
    return "<script>window.__NUXT__=" + "(function(a){return {b:" * n + '"亮灯"' + "}}(1))" * n + "</script>"


def _at_rules(n: int) -> str:
    return f"<style>.x {{display: none}} {'@a' * n}</style>"


def _jammers(n: int) -> str:
    rules = "".join(f".j{at} {{display: none}} " for at in range(n))
    return f"<style>{rules}</style>" + "".join(f"<p>{_SENTENCE}<b class=j{at}>暗</b></p>" for at in range(n))


def _a_class_without_a_rule(n: int) -> str:
    return f"<style>.x {{display: none}} {'.x ' * n}</style><p>{_SENTENCE}<b class=x>暗</b></p>"


def _written(n: int) -> str:
    return "<script>" + f'document.write("<p>{_SENTENCE}</p>");' * n + "</script>"


def _written_in_one_another(n: int) -> str:
    return "<script>var 一;" + "document.write(" * n + "</script>"


def _unclosed_strings(n: int) -> str:
    return "<script>var 一;" + "document.write('一\n" * n + "</script>"


def _areas(n: int) -> str:
    return f"<textarea>{_SENTENCE}</textarea>" * n


def _unrendered(n: int) -> str:
    return f"<noscript><p>{_SENTENCE}<template><img src=/a.jpg>{_SENTENCE}" * n


def _sizes(n: int) -> str:
    return f"<p>{_SENTENCE}</p><img srcset='{'/a.jpg 1w,' * n}'>"


def _payload(n: int) -> str:
    objects = ",".join(f'{{"title":{at},"content":{at + 1},"data":1}}' for at in range(n))
    return f'<script id="__NUXT_DATA__">[{objects}]</script>'


def _spans(n: int) -> str:
    rows = "".join(f"<tr><td rowspan=9999 colspan=1000>{at}</td><td>灯{at}</td></tr>" for at in range(n))
    return f"<p>{_SENTENCE}</p><table>{rows}</table><p>{_SENTENCE}</p>"


def _code(n: int) -> str:
    return f"<p>{_SENTENCE}</p><pre><code>" + "if 灯:\n\n    <b>go</b>()\n" * n + f"</code></pre><p>{_SENTENCE}</p>"


def _code_in_code(n: int) -> str:
    return f"<p>{_SENTENCE}</p>" + "<pre>go()\n" * n


def _lists_in_one_another(n: int) -> str:
    return f"<p>{_SENTENCE}</p>" + "<ul><li>灯亮了" * n


def _wraps(n: int) -> str:
    return "<p>" + "灯亮了，\n<b>居民停下来</b>\n<a href=/a>拍照</a>。" * n


def _empty_lines(n: int) -> str:
    return "<p>a" + "\n" * (n * 20) + "b</p>"


def _empty_forms(n: int) -> str:
    return f"<form></form><p>{_SENTENCE}</p>" * n


# Kind of page → what it is made of, how many of these a normal page has, and how many a hostile one.
KINDS = {
    "paragraphs (over 10 MB)": (_paragraphs, 100, 100_000),
    "lines by <br>": (_breaks, 100, 30_000),
    "empty forms": (_empty_forms, 100, 10_000),
    "links": (_links, 100, 50_000),
    "elements in one another": (_nested, 100, 5_000),
    "pictures": (_pictures, 100, 10_000),
    "headings": (_headings, 100, 10_000),
    "links that each head related articles": (_related, 100, 10_000),
    "a title of separators": (_separators, 100, 50_000),
    "styles that open nothing": (_at_rules, 100, 50_000),
    "words hidden by classes": (_jammers, 100, 10_000),
    "a class named again and again": (_a_class_without_a_rule, 100, 50_000),
    "sentences that a script writes": (_written, 100, 20_000),
    "writes in one another": (_written_in_one_another, 100, 100_000),
    "strings that never close": (_unclosed_strings, 100, 100_000),
    "text areas": (_areas, 100, 20_000),
    "elements that are not rendered": (_unrendered, 100, 20_000),
    "a flat list of data": (_payload, 100, 50_000),
    "a flat list of lists of each other": (_lists_of_lists, 100, 10_000),
    "a flat list of objects of each other": (_objects_of_objects, 100, 5_000),
    "a long text that a function names often": (_named_often, 100, 20_000),
    "functions in one another": (_functions_in_one_another, 100, 10_000),
    "sizes of one picture": (_sizes, 100, 200_000),
    "cells that span all": (_spans, 100, 5_000),
    "code": (_code, 100, 20_000),
    # Both nest as deep as elements are kept apart.
    "code in code": (_code_in_code, 500, 10_000),
    # Of more lexbor itself takes most: it looks through all open lists for each item.
    "lists in one another": (_lists_in_one_another, 500, 4_000),
    "wraps between elements": (_wraps, 100, 20_000),
    "empty lines in a paragraph": (_empty_lines, 100, 10_000),
}
# Time for each byte may grow by this factor from the normal page to the hostile one.
_FACTOR = 2.0


def _page(body: str) -> str:
    return (
        "<html><head><title>河岸步道亮灯 - 某某网</title></head><body><h1>河岸步道亮灯</h1>"
        f"<p>2021-11-08 17:27 来源：某某晚报</p><div>{body}</div><p>责任编辑：张三</p></body></html>"
    )


# The first pass that keeps the limit will do: what else a busy machine does can only add.
_PASSES = 4


def _seconds(page: str, options: newsparse.Options, passes: int) -> float:
    """The least processor time of so many passes, for a character."""
    return least(lambda: newsparse.parse(page, options=options), passes) / len(page)


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("kind", KINDS)
def test_linear(kind: str, parser: newsparse.options.Parser) -> None:
    made_of, normal, hostile = KINDS[kind]
    options = newsparse.Options(parser=parser)
    most = _seconds(_page(made_of(normal)), options, 20) * _FACTOR
    page = _page(made_of(hostile))
    taken: list[float] = []
    while len(taken) < _PASSES and (not taken or taken[-1] > most):
        taken.append(_seconds(page, options, 1))
    assert min(taken) <= most


# Bytes of memory for a byte of the page, and beside that for any page.
_TIMES, _FIXED = 12, 40_000_000
_MEASURE = """
import resource, sys
from pathlib import Path
import newsparse
data = Path(sys.argv[1]).read_bytes()
newsparse.parse("<p>" + "河岸步道的路灯亮了。" * 20 + "</p>")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
newsparse.parse(data)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in KiB on Linux only")
@pytest.mark.parametrize(
    ("kind", "times"),
    [
        ("paragraphs (over 10 MB)", _TIMES),
        ("pictures", _TIMES),
        ("headings", _TIMES),
        ("links", 16),  # nothing but links of 60 bytes each: what a block costs shows
    ],
)
def test_memory(kind: str, times: int, tmp_path: Path) -> None:
    made_of, _, hostile = KINDS[kind]
    page = tmp_path / "page.html"
    page.write_text(_page(made_of(hostile)), encoding="utf-8")
    ran = subprocess.run([sys.executable, "-c", _MEASURE, str(page)], capture_output=True, text=True, check=True)
    assert int(ran.stdout) <= page.stat().st_size * times + _FIXED


# Long texts where names and addresses stand, another one on each page: what is remembered between pages must not be
# these.
_LONG = 200_000
_PLACES = {
    "an address": '<p><a href="/{}">河岸步道</a></p>',
    "a picture": '<p><img src="data:image/png;base64,{}"></p>',
    "a style": '<p style="background: url(data:image/png;base64,{})">河岸步道</p>',
    "a class": '<div class="{}">河岸步道</div>',
    "a meta's name": '<meta property="{}" content="河岸步道">',
    "a line": "<p>{}</p>",
    "a key": '<script>window.__INITIAL_STATE__ = {{"article": {{"{}": "灯", "title": "河岸亮灯"}}}}</script>',
    "a variable": '<script>var {} = "河岸步道亮灯了";</script>',
}


@pytest.mark.parametrize("place", _PLACES)
def test_pages_leave_nothing_long_behind(place: str) -> None:
    def read(number: int) -> None:
        long = f"a{number}" * (_LONG // 2)
        newsparse.parse(_page(_PLACES[place].format(long)), f"https://example.com/{number}.html")

    read(0)
    tracemalloc.start()
    try:
        for number in range(1, 6):
            read(number)
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < _LONG
