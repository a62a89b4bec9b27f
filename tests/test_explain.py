"""newsparse explain: everything is shown, and it fits the terminal."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

import newsparse
from newsparse.article import Article
from newsparse.cli.terminal import cut, visible, width, wrapped
from newsparse.report.verdict import verdict
from newsparse.text.titles import squeeze
from sample import PAGE, Run, filled


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("full", [False, True])
def test_explain(columns: int, full: bool, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, err = run("explain", folder / "page.html", "--all", *(["--full"] if full else []))
    explanation = newsparse.explain(PAGE.encode())
    assert (code, err) == (0, "")
    assert max(map(width, out.splitlines())) <= columns
    assert "\x1b" not in out
    unbroken = re.sub(r"\s+", "", out)
    for block in explanation.blocks:
        assert f"{block.index}{block.tag}" in unbroken
        for label in block.labels:
            assert f"{label.name}{label.rule}" in unbroken
    for name, candidates in explanation.candidates.items():
        assert name in unbroken or not candidates
        for candidate in candidates:
            assert f"{'*' if candidate.chosen else '-'}{candidate.confidence:.2f}{candidate.rule}"[:35] in unbroken


# Lines above and below the article, more than are shown without --all.
_FAR = "".join(f"<p><a href='/{i}.html'>渡口旧事之{i:02}</a></p>" for i in range(40))
LONG = PAGE.replace("<body>", f"<body>{_FAR}").replace("</body>", f"{_FAR}</body>")


def test_explain_shows_the_fields_first_then_the_lines_round_the_article(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "long.html"
    page.write_text(LONG, encoding="utf-8")
    out = run("explain", page)[1]
    assert out.index("RECORD") < out.index("FIELDS") < out.index("LINES 36 to ")
    assert "line 40" in out  # where the title stands
    assert "工匠给每块石头编了号" in out
    assert out.count("渡口旧事之") == 8
    assert run("explain", page, "--all")[1].count("渡口旧事之") == 80


def test_explain_begins_with_the_record(tmp_path: Path, run: Run) -> None:
    """What of it is empty as well, and as much text as `parse` counts."""
    page = tmp_path / "page.html"
    page.write_text(PAGE.replace("来源：滨城晚报", ""), encoding="utf-8")
    record = run("explain", page)[1].partition("FIELDS")[0].splitlines()
    assert {"title: 石桥修好了", "source: nothing", "editors: 方若溪"} <= set(record)
    [size] = [line for line in record if line.startswith("text: ")]
    assert size.split()[1] in run("parse", page, "--format", "brief")[1].split("characters")[0].split()


def test_explain_names_every_field_without_a_value(folder: Path, run: Run) -> None:
    """On however narrow a screen: it is what one looks for."""
    said = " ".join(run("explain", folder / "page.html")[1].split())
    without = [name for name, found in newsparse.explain(PAGE.encode()).candidates.items() if not found]
    assert f"no rule found anything for: {', '.join(without)} " in said


def test_explain_one_field(folder: Path, run: Run) -> None:
    out = run("explain", folder / "page.html", "--field", "source")[1]
    assert re.search(r"\* \d\.\d\d source\.byline  滨城晚报\n", out)
    assert "来源：… in the byline row." in out  # what the rule does
    assert "---- source.meta  nothing" in out
    assert re.search(r"1 p +2021-11-08 17:27 来源：滨城晚报 作者：林小满\n +滨城晚报  \(byline\)", out)
    assert "title" not in out


@pytest.mark.parametrize(("name", "says"), [("authors", "林小满 (author)"), ("published", "2021-11-08T17:27")])
def test_explain_one_field_shows_its_value(name: str, says: str, folder: Path, run: Run) -> None:
    assert says in run("explain", folder / "page.html", "--field", name)[1]


def test_explain_the_lines_of_the_text(folder: Path, run: Run) -> None:
    out = run("explain", folder / "page.html", "--field", "text")[1]
    assert re.findall(r"^ +(\d+) p ", out, re.MULTILINE) == ["2", "3"]
    assert "lines taken for heading (0)" in run("explain", folder / "page.html", "--field", "headings")[1]


def test_explain_kind(folder: Path, run: Run) -> None:
    out = run("explain", folder / "page.html", "--field", "kind")[1]
    assert out.startswith("kind: article")
    assert re.search(r"\+(\d\.)\d  credits  weighs \+\1\d\d", out)


def test_the_verdict_is_read_off_the_provenance() -> None:
    why = {"kind": newsparse.Provenance("kind.signs", "constant -3.9, credits +2.2; list: links +0.5", 0.9)}
    found = verdict(Article(kind="other", provenance=why))
    assert [sign["sign"] for sign in found["article"]] == ["constant", "credits"]
    assert [sign["adds"] for sign in found["list"]] == [0.5]


def test_explain_shows_escapes_and_pictures(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<h1>石\x1b[31m桥\u202e</h1><p>修好了<img src='/1.jpg' alt='桥'><p style='display:none'>藏", "utf-8"
    )
    out = run("explain", page)[1]
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[/1.jpg] 桥" in out
    assert "(hidden) 藏" in out


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_explain_in_colours(
    env: dict[str, str], coloured: bool, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert ("\x1b[" in run("explain", folder / "page.html")[1]) == coloured


@pytest.mark.parametrize("columns", [3, 4, 7, 20])
@pytest.mark.parametrize("text", ["", "滨城晚报今日出版", "News of 滨城 today …", "e\u0301" * 30])
def test_cut_and_wrapped_fit(text: str, columns: int) -> None:
    assert width(cut(text, columns)) <= columns
    assert all(width(line) <= columns for line in wrapped(text, columns))
    assert "".join(wrapped(text, columns)) == text


def test_visible_is_one_line() -> None:
    assert visible("a\r\n\tb\u2028\0") == "a   b\\u2028\\x00"


# A page that says the same in several places, none of which a rule reads.
ODD = (
    PAGE.replace("来源：滨城晚报", "").replace("作者：林小满", "").replace("责任编辑：方若溪", "编排 ◇ 方若溪")
    + '<ul><li class="lab">供给方</li><li class="giver">——据滨城夜话报道</li></ul>'
    + '<em class="tick" data-at="2021-11-07"></em><!-- by: 秦晓禾 -->'
    + '<script>var X = {"desk": [{"at": "2021-11-06 08:10:00"}]}; call("于海生", 7)</script>'
)
# (--field, --expect, what stands in a line of what is shown, what a profile may say)
PLACES = [
    ("source", "滨城夜话", r'  <li class="giver">  ——据滨城夜话报道', '[site.select] source = ".giver"'),
    ("source", "滨城夜话", r"  line \d+ \(no label\)  ——据滨城夜话报道", '[site.select] source = ".giver"'),
    ("published", "2021-11-07", r'  data-at of <em class="tick">  20', '[site.select] published = ".tick@data-at"'),
    ("published", "2021年11月6日 8:10", r"  script data X\.desk.*  20", '[site.data] published = "X.desk[0].at"'),
    ("authors", "秦晓禾", r"  a comment, line \d of the file  <!-- by: 秦晓禾", "[site.match] authors = 'by:\\s+("),
    ("authors", "于海生", r'  <script>, line \d of the file  .*call\("于海生"', "[site.match] authors ="),
    ("editors", "方若溪", r"  <p>  编排 ◇ 方若溪", r"[site.match] editors = '编排\s+◇\s+("),
    ("summary", "供给", r'  <li class="lab">  供给方', ""),
    ("text", "工匠给每块石头", r"  line \d+ \(body\)  工匠给每块石头", ""),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "says", "rule"), PLACES, ids=lambda each: each[:20])
def test_where_a_value_stands(field: str, value: str, says: str, rule: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "odd.html").write_text(ODD, encoding="utf-8")
    code, out, err = run("explain", tmp_path / "odd.html", "--field", field, "--expect", value)
    assert (code, err) == (0, "")
    assert out.startswith(f"{value}: where the page says it\n")
    assert re.search(f"^{says}", out, re.MULTILINE), out
    assert f"      -> {rule}" in out if rule else "->" not in out


TRACED = """[[site]]
hosts = ["news.example.com"]
why = "Odd places."
[site.select]
source = ".giver"
drop = ".lab"
[site.match]
authors = 'by: (.+?) -->'
[site.data]
published = "X.desk[0].at"
[site.set]
site_name = "滨城网"
"""


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("source", "select.source = .giver"),
        ("published", "data.published = X.desk[0].at"),
        ("authors", "match.authors = by: (.+?) -->"),
        ("site_name", "set.site_name = 滨城网"),
        ("text", "select.drop = .lab"),
    ],
)
def test_what_a_profile_gives_names_file_site_and_rule(field: str, says: str, tmp_path: Path, run: Run) -> None:
    filled(tmp_path, {"odd.html": ODD.encode(), "p/a.toml": TRACED.encode()})
    given = ("--profiles", tmp_path / "p", "--url", "https://news.example.com/1.html")
    shown = ("--all",) if field == "text" else ("--field", field)
    out = run("explain", tmp_path / "odd.html", *given, *shown, *["--full"][: field == "text"])[1]
    named = f"{says} in {tmp_path / 'p' / 'a.toml'}: [[site]] 1 (news.example.com)"
    assert squeeze(named) in squeeze(out)
    run("explain", tmp_path / "odd.html", *given, "--html", tmp_path / "r.html")
    assert json.dumps(named, ensure_ascii=False)[1:-1].replace("<", "\\u003c").replace(">", "\\u003e") in (
        tmp_path / "r.html"
    ).read_text(encoding="utf-8")


def test_a_value_that_stands_nowhere(folder: Path, run: Run) -> None:
    code, out, _ = run("explain", folder / "page.html", "--field", "source", "--expect", "某报")
    assert (code, out.splitlines()[0]) == (0, "某报: nowhere in the page's file")
    assert "--field summary --expect VALUE" in run("explain", folder / "page.html", "--field", "summary")[1]


def test_explain_shows_the_lines_that_nothing_was_found_in(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "long.html"
    page.write_text(LONG.replace("来源：滨城晚报", ""), encoding="utf-8")
    out = run("explain", page, "--field", "published")[1]
    assert out.count("渡口旧事之") < 10
    assert re.search(r"far from the article \(--all shows them\): \d+, ", out)
    assert run("explain", page, "--field", "published", "--all")[1].count("渡口旧事之") > 30
    assert re.search(r"from line 41: 2021-11-08 17:27\s+作者：林小满", run("explain", page)[1])
