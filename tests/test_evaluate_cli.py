"""``newsparse label`` and ``newsparse evaluate``: from pages to cases, corrected, to figures."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest

from newsparse import Options
from newsparse.cli.terminal import width
from newsparse.evaluate import each_case, evaluate, read_cases
from newsparse.evaluate.evaluation_html import evaluation_html
from sample import PAGE, ROOT, SOURCES, HtmlReader, Run, filled, needs_posix

OTHER = PAGE.replace("石桥", "木桥").replace("滨城晚报", "江城日报")
GUIDE = (ROOT / "docs" / "evaluate.md").read_text(encoding="utf-8")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return filled(tmp_path / "pages", {"a.html": PAGE.encode("gb18030"), "b/c.htm": OTHER.encode()})


@pytest.fixture
def cases(pages: Path, tmp_path: Path, run: Run) -> Path:
    assert run("label", pages, "-o", tmp_path / "cases")[0] == 0
    return tmp_path / "cases"


def change(file: Path, **values: object) -> None:
    given = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**given, **values}, ensure_ascii=False), encoding="utf-8")


def check_all(cases: Path) -> None:
    for file in cases.glob("*.json"):
        change(file, checked=True)


def test_label(cases: Path) -> None:
    assert sorted(file.name for file in cases.iterdir()) == ["a.html", "a.json", "b-c.htm", "b-c.json"]
    assert (cases / "a.html").read_bytes() == PAGE.encode("gb18030")
    text = GUIDE.split("```json\n")[1].split("```")[0]
    assert (cases / "a.json").read_text(encoding="utf-8") == text, "docs/evaluate.md shows it"


def test_labelled_as_it_came_nothing_differs(cases: Path, run: Run) -> None:
    code, out, err = run("evaluate", cases, "--unchecked")
    assert code == 0
    assert "hold what newsparse read itself" in err
    assert "Nothing differs on any page" in out


def test_nothing_is_checked_yet(cases: Path, run: Run) -> None:
    code, out, err = run("evaluate", cases)
    assert (code, out) == (1, "")
    assert "None of 2 cases" in err
    assert '"checked" to true' in err


def test_label_leaves_what_is_there(cases: Path, pages: Path, run: Run) -> None:
    change(cases / "a.json", source="某报")
    filled(pages, {"d.html": OTHER.replace("木桥", "铁桥").encode()})
    code, _, err = run("label", pages, "-o", cases)
    assert code == 0
    assert "1 case written" in err
    assert "2 others stay as they were" in err
    assert json.loads((cases / "a.json").read_text(encoding="utf-8"))["source"] == "某报"
    code, _, err = run("label", pages, "-o", cases, "--overwrite")
    assert (code, err.count("said something else before")) == (0, 1)
    assert f"before: {cases / 'a.json'}." in err
    assert json.loads((cases / "a.json").read_text(encoding="utf-8"))["source"] == "滨城晚报"


def test_label_fills_in_the_address_alone(cases: Path, pages: Path, tmp_path: Path, run: Run) -> None:
    change(cases / "a.json", checked=True, note='"url": null')
    before = (cases / "a.json").read_text(encoding="utf-8")
    table = tmp_path / "urls.csv"
    table.write_text("file,url\na.html,https://news.example.com/1.html\n", encoding="utf-8")
    code, _, err = run("label", pages, "-o", cases, "--url-from", table)
    assert code == 0
    assert "2 others stay as they were but for the address (1 had none)" in err
    assert "b/c.htm" in err, "a page that the table has no address for is told"
    after = (cases / "a.json").read_text(encoding="utf-8")
    assert after == before.replace('"url": null', '"url": "https://news.example.com/1.html"', 1)
    run("label", pages, "-o", cases, "--url", "https://news.example.org/")
    assert (cases / "a.json").read_text(encoding="utf-8") == after, "an address that is there stays"
    assert json.loads((cases / "b-c.json").read_text(encoding="utf-8"))["url"] == "https://news.example.org/"


def test_profiles_are_of_no_use_to_pages_without_an_address(cases: Path, pages: Path, tmp_path: Path, run: Run) -> None:
    site = '[[site]]\nhosts = ["news.example.com"]\nwhy = "x"\n[site.set]\nsite_name = "滨城网"\n'
    given = ("--profiles", filled(tmp_path / "profiles", {"a.toml": site.encode()}))
    check_all(cases)
    addressed = ("--url", "https://news.example.com/1.html")
    for command in (("parse", pages / "a.html"), ("explain", pages / "a.html")):
        assert "no address, so no profile is used" in run(*command, *given)[2]
        assert run(*command, *given, *addressed)[2] == ""
    for more, told in (((), True), (addressed, False)):
        err = run("extract", pages, "-o", tmp_path / "out.jsonl", "--workers", "0", *given, *more)[2]
        assert ("no article has an address" in err) is told
    linked = OTHER.replace("<head>", "<head><link rel=canonical href='https://news.example.com/2.html'>")
    filled(tmp_path / "some", {"1.html": PAGE.encode(), "2.html": linked.encode()})
    err = run("extract", tmp_path / "some", "-o", tmp_path / "out.jsonl", "--workers", "0", *given)[2]
    assert "--profiles: 1 of 2 articles has no address, so no profile is used there. Say where" in err
    assert "newsparse label INPUT -o" in run("evaluate", cases, *given)[2]
    change(cases / "a.json", url="https://news.example.com/1.html")
    assert "--profiles: 1 of 2 pages has no address, so no profile is used there." in run("evaluate", cases, *given)[2]
    assert run("label", pages, "-o", cases, *addressed)[0] == 0
    assert run("evaluate", cases, *given)[2] == ""


def test_label_gives_each_page_its_address(pages: Path, tmp_path: Path, run: Run) -> None:
    (pages / "b").rename(pages / "news.example.com")
    assert run("label", pages, "-o", tmp_path / "cases", "--url-from", "path")[0] == 0
    made = {case.name: case.url for case in read_cases(tmp_path / "cases")}
    assert made == {"a.html": None, "news.example.com-c.htm": "https://news.example.com/c.htm"}
    both = ("--url", "https://news.example.com/", "--url-from", "path")
    assert run("label", pages, "-o", tmp_path / "cases", *both)[0] == 2


def test_label_leaves_what_a_person_has_checked(cases: Path, pages: Path, run: Run) -> None:
    change(cases / "a.json", source="某报", checked=True)
    before = (cases / "a.json").read_bytes()
    code, _, err = run("label", pages, "-o", cases, "--overwrite")
    assert (code, (cases / "a.json").read_bytes()) == (3, before)
    assert f"Checked, and left as it is: {cases / 'a.json'}. --overwrite-checked" in err
    assert "1 case written" in err
    assert "1 other stays as it was" in err
    (cases / "b-c.json").write_bytes(b"{")
    assert run("label", pages, "-o", cases, "--overwrite")[0] == 3, "nor one that cannot be read"
    code, _, err = run("label", pages, "-o", cases, "--overwrite-checked")
    assert (code, "2 cases written" in err, "a.json" in err) == (0, True, True)
    assert [case.checked for case in read_cases(cases)] == [False, False]


def test_another_page_of_the_same_name_is_another_case(cases: Path, tmp_path: Path, run: Run) -> None:
    more = filled(tmp_path / "more", {"a.html": OTHER.encode(), "a.htm": OTHER.encode()})
    for _ in range(2):
        assert run("label", more, "-o", cases)[0] == 0
    assert sorted(file.name for file in cases.glob("a*")) == [
        "a-2.htm", "a-2.json", "a-3.html", "a-3.json", "a.html", "a.json",
    ]  # fmt: skip


def test_label_in_the_folder_of_pages(pages: Path, run: Run) -> None:
    for _ in range(2):
        assert run("label", pages, "-o", pages / "cases")[0] == 0
    assert len(list((pages / "cases").iterdir())) == 4


def test_label_tells_what_fails(folder: Path, tmp_path: Path, run: Run) -> None:
    code, _, err = run("label", folder, "-o", tmp_path / "cases")
    assert code == 3
    assert err.count("BinaryPage") == 2
    assert "1 case written" in err
    assert "4 pages failed" in err


def test_pages_of_a_table_are_cases(tmp_path: Path, run: Run) -> None:
    row = {"raw": PAGE, "url": "https://news.example.com/1.html", "fetched": "2021-11-08T18:00:00+08:00"}
    table = filled(tmp_path, {"d.jsonl": json.dumps(row).encode()}) / "d.jsonl"
    assert run("label", table, "-o", tmp_path / "cases", "--html-column", "raw")[0] == 0
    [case] = read_cases(tmp_path / "cases")
    assert (case.path.name, case.origin, case.url) == ("d.jsonl-1.html", "d.jsonl#1", row["url"])
    assert case.page.decode() == PAGE


def test_what_no_file_may_hold_is_taken_out_of_a_case(tmp_path: Path, run: Run) -> None:
    rows = [{"html": PAGE, "url": "\ud800"}, {"html": PAGE.replace("石桥", "木桥")}]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert run("label", tmp_path / "t.jsonl", "-o", tmp_path / "cases")[0] == 0
    assert len(read_cases(tmp_path / "cases")) == 2


def test_pages_of_one_name(tmp_path: Path, run: Run) -> None:
    """Of other bytes they are cases of their own, of the same bytes one; with another extension, too."""
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        for name, number in (("a.html", 1), ("a.htm", 2), ("a.html", 3), ("a.html", 1), ("a.htm", 4)):
            with warnings.catch_warnings(action="ignore"):
                archive.writestr(name, PAGE.replace("石桥", f"石桥{number}"))
    code, _, err = run("label", tmp_path / "t.zip", "-o", tmp_path / "cases")
    assert (code, len(read_cases(tmp_path / "cases"))) == (0, 4)
    assert "4 cases written" in err
    assert "1 page came twice" in err
    assert "5 others stay as they were" in run("label", tmp_path / "t.zip", "-o", tmp_path / "cases")[2]


@needs_posix
def test_a_case_that_is_no_regular_file(cases: Path, run: Run) -> None:
    check_all(cases)
    os.mkfifo(cases / "pipe.json")
    (cases / "zero.json").symlink_to("/dev/zero")
    code, _, err = run("evaluate", cases)
    assert code == 3
    assert err.count("is no regular file") == 2


def correction(page: bytes, **values: object) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(page).hexdigest(), "kind": "article", "title": "石桥修好了", **values}


def corrected(tmp_path: Path, *cases: dict[str, Any]) -> Path:
    text = json.dumps({"newsparse_cases": 1, "cases": cases}, ensure_ascii=False)
    return filled(tmp_path, {"saved.json": text.encode()}) / "saved.json"


def test_corrections(cases: Path, pages: Path, tmp_path: Path, run: Run) -> None:
    data = PAGE.encode("gb18030")
    saved = corrected(tmp_path, correction(data, source="某报"), {"origin": "b/c.htm", "kind": "list"})
    code, _, err = run("label", pages, "-o", cases, "--corrections", saved)
    assert (code, "2 cases written" in err, "(2 as corrected)" in err) == (0, True, True)
    assert [(case.checked, case.gold["kind"], case.gold["source"]) for case in read_cases(cases)] == [
        (True, "article", "某报"), (True, "list", None),
    ]  # fmt: skip
    assert run("label", pages, "-o", cases, "--corrections", saved)[0] == 0, "the same once more is no contradiction"
    saved = corrected(tmp_path, correction(data, source="又一报"), correction(b"", source="哪报"))
    code, _, err = run("label", pages, "-o", cases, "--corrections", saved)
    assert code == 3
    assert "case 2: its page was not among the inputs" in err
    assert f"Checked, and left as it is: {cases / 'a.json'}." in err
    assert read_cases(cases)[0].gold["source"] == "某报"


@pytest.mark.parametrize(("texts", "says"), [
    (["某报", "某报"], None), (["某报", "又一报"], "case 2: the same page"), ([7], '"source" is 7'),
])  # fmt: skip
def test_corrections_are_checked(texts: list[Any], says: str | None, pages: Path, tmp_path: Path, run: Run) -> None:
    saved = corrected(tmp_path, *(correction(PAGE.encode("gb18030"), source=text) for text in texts))
    code, _, err = run("label", pages, "-o", tmp_path / "cases", "--corrections", saved)
    assert code == (1 if says else 0)
    assert (says or "") in err
    assert (tmp_path / "cases").is_dir() == (says is None)


def test_what_differs(cases: Path, run: Run) -> None:
    check_all(cases)
    change(
        cases / "a.json",
        source="某报",
        editors=[],
        headings=["工匠给每块石头编了号，再按原样砌回去，用了三个月。"],
        published="2021-11-09",
    )
    change(cases / "b-c.json", title="", body=["江城日报讯 古镇的木桥昨日恢复通行，居民出行少绕两公里。"])
    code, out, err = run("evaluate", cases)
    assert (code, err) == (0, "")
    for words in (
        "  source\n    - 某报\n    + 滨城晚报\n",
        "  editors\n    - nothing\n    + 方若溪\n",
        "  headings\n    - 工匠给每块石头编了号，再按原样砌回去，用了三个月。\n",
        "    + 工匠给每块石头编了号",
        "  published\n    - 2021-11-09\n",
    ):
        assert words in out
    assert out.index("a.html") < out.index("b-c.htm"), "the worst first"
    assert re.search(r"source +0\.5000 +of 2 pages", out)


def test_broken_and_unreadable(cases: Path, run: Run) -> None:
    check_all(cases)
    filled(cases, {"d.json": b'{"a" 1}', "empty.html": b"", "empty.json": (cases / "a.json").read_bytes()})
    change(cases / "empty.json", page="empty.html")
    code, out, err = run("evaluate", cases)
    assert code == 3
    assert re.search(r"^newsparse: .*d\.json, line 1: ", err)
    assert "not counted: 1 broken case\nnothing right: 1 page that could not be read" in out
    assert "not read: EmptyPage" in out
    assert json.loads(run("evaluate", cases, "--format", "json")[1])["failed"] == 1


def test_all_broken(tmp_path: Path, run: Run) -> None:
    code, out, err = run("evaluate", filled(tmp_path / "cases", {"d.json": b"{}"}))
    assert (code, out) == (1, "")
    assert "No case in" in err
    code, _, err = run("evaluate", filled(tmp_path / "none", {"a.txt": b""}))
    assert (code, "newsparse label INPUT" in err) == (1, True)


def test_one_page_in_two_cases(cases: Path) -> None:
    check_all(cases)
    filled(cases, {"x.json": (cases / "a.json").read_bytes()})
    found = evaluate(each_case(cases))
    assert len(found.pages) == 2
    assert ["a.html has another case in" in line for line in found.broken] == [True]


def test_against(cases: Path, tmp_path: Path, run: Run) -> None:
    check_all(cases)
    old = tmp_path / "old.json"
    assert run("evaluate", cases, "-o", old)[0] == 0
    change(cases / "a.json", source="某报", authors=[])
    filled(cases, {"d.html": OTHER.encode(), "d.json": (cases / "b-c.json").read_bytes()})
    change(cases / "d.json", page="d.html")
    code, out, _ = run("evaluate", cases, "--against", old, "--no-profiles")
    assert code == 0
    assert "Fell (1 page)\n  a.html: whole 1 → 0, source 1 → 0, authors 1 → 0\n" in out
    assert "1 page only now: d.html" in out
    assert "options were as by default, are profiles=False" in out
    new = tmp_path / "new.json"
    assert run("evaluate", cases, "--against", old, "-o", new)[0] == 0
    assert json.loads(new.read_text(encoding="utf-8"))["against"]["only_new"] == ["d.html"]
    out = run("evaluate", cases, "--against", new)[1]
    assert "No page rose or fell" in out
    (cases / "d.json").unlink()
    change(cases / "a.json", source="滨城晚报")
    out = run("evaluate", cases, "--against", new)[1]
    assert "Rose (1 page)\n  a.html: source 0 → 1\n" in out
    assert "only before: d.html" in out


@pytest.mark.parametrize("options", ["min-confidence=source=1 jieba", "--min-confidence source=1 --jieba"])
def test_options_side_by_side(
    options: str, cases: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages are read without and with them; what is told, written and held against bounds is the second reading."""
    monkeypatch.setenv("COLUMNS", "200")  # pytest-xdist sets it, and lines are cut there
    check_all(cases)
    code, out, err = run("evaluate", cases, "--no-profiles", "--options", options, "--min", "source=.5")
    assert (code, err) == (4, "newsparse: --min: source is 0.0000, below 0.5.\n")
    assert "  source          0.0000  of 2 pages  was 1.0000\n" in out
    assert "options were profiles=False, are profiles=False, jieba=True, min_confidence={'source': 1.0}" in out
    assert "Fell (2 pages)\n  a.html: whole 1 → 0, source 1 → 0\n" in out
    assert run("evaluate", cases, "--options", options, "-o", tmp_path / "new.json")[0] == 0
    assert len(json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))["against"]["fell"]) == 4


@pytest.mark.parametrize(("options", "says"), [
    ("jeiba", "Unknown option --jeiba (did you mean --jieba?)"), ("", "no option is named"),
    ("'", "No closing quotation"), ("url=https://a.example/", "Unknown option --url"),
    ("profiles=none", "There is no folder none"), ("jieba' --against 'a.json", "--against"),
])  # fmt: skip
def test_options_that_are_none(options: str, says: str, cases: Path, run: Run) -> None:
    code, out, err = run("evaluate", cases, "--unchecked", "--options", options)
    assert (code in (1, 2), out) == (True, "")
    assert says in err


def test_against_tells_a_page_in_a_line_and_ten_of_them(cases: Path, tmp_path: Path, run: Run) -> None:
    check_all(cases)
    page, case = (cases / "a.html").read_bytes(), (cases / "a.json").read_bytes()
    for number in range(12):
        filled(cases, {f"{number}.html": page, f"{number}.json": case})
        change(cases / f"{number}.json", page=f"{number}.html")
    old, html = tmp_path / "old.json", tmp_path / "new.html"
    assert run("evaluate", cases, "-o", old)[0] == 0
    for number in range(12):
        change(cases / f"{number}.json", source="某报")
    few, all_of_them = (run("evaluate", cases, "--against", old, *each)[1] for each in ([], ["--each"]))
    assert "Fell (12 pages)\n" in few
    assert [few.count("html: whole 1 → 0, source 1 → 0\n"), all_of_them.count("source 1 → 0\n")] == [10, 12]
    assert "  and 2 more pages (--each tells all)\n" in few
    assert run("evaluate", cases, "--against", old, "-o", html)[0] == 0
    text = html.read_text(encoding="utf-8")
    assert text.count("html: whole 1 → 0, source 1 → 0</li>") == 12
    assert re.search(r'<td>source</td><td class="fell">0\.\d+</td><td>\d+</td><td>1\.0000</td>', text)  # the new one


@pytest.mark.parametrize(("text", "says"), [
    ("[]", "is no evaluation"), ("{", "ends too early"), ('{"newsparse_evaluation": 2}', "version 2"),
    ('{"newsparse_evaluation": 1, "figures": {}, "pages": [{"file": "a", "figures": {"body": "1"}}]}', "its figures"),
])  # fmt: skip
def test_against_no_evaluation(text: str, says: str, cases: Path, tmp_path: Path, run: Run) -> None:
    old = filled(tmp_path, {"old.json": text.encode()}) / "old.json"
    code, out, err = run("evaluate", cases, "--unchecked", "--against", old)
    assert (code, out) == (1, "")
    assert says in err


@pytest.mark.parametrize(("bounds", "code", "says"), [
    (["title=1", "body=.97"], 0, ""), (["source=.6", "title=1"], 4, "source is 0.5000, below 0.6"),
    (["reject=.5"], 4, "reject: no case says anything"),
    (["source_spurious=0"], 4, "source_spurious is 1.0000, above 0"),
])  # fmt: skip
def test_bounds(bounds: list[str], code: int, says: str, cases: Path, run: Run) -> None:
    check_all(cases)
    change(cases / "a.json", source=None if "spurious" in says else "某报")
    done, _, err = run("evaluate", cases, *(part for bound in bounds for part in ("--min", bound)))
    assert done == code
    assert says in err


def test_html(cases: Path, tmp_path: Path, run: Run) -> None:
    harm = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    check_all(cases)
    change(cases / "a.json", source=harm, headings=[harm], body=[harm], note=harm)
    report = tmp_path / "report.html"
    code, _, err = run("evaluate", cases, "-o", report)
    assert code == 0
    assert "2 pages: whole 0.500" in err
    html = report.read_text(encoding="utf-8")
    read = HtmlReader(html)
    assert {"script", "img", "link", "a"} & set(read.tags) == set()
    assert read.addresses == []
    assert harm in read.text
    assert "default-src &#x27;none&#x27;" in html


def test_html_tells_what_text_tells(cases: Path) -> None:
    check_all(cases)
    change(cases / "a.json", source="某报")
    filled(cases, {"y.json": b"["})
    found = evaluate(each_case(cases), options=Options(jieba=True))
    text = HtmlReader(evaluation_html(found)).text
    for words in ("Evaluation of 2 pages", "jieba=True", "某报", "nothing differs (1)", "do not count: 1"):
        assert words in text


def test_options_of_a_case(cases: Path) -> None:
    """昨天 is counted from the moment of fetching, where a case knows it."""
    page = PAGE.replace("2021-11-08 17:27", "昨天 17:27")
    filled(cases, {"a.html": page.encode()})
    change(cases / "a.json", checked=True, fetched="2021-11-09T08:00:00+08:00")
    found = evaluate(read_cases(cases / "a.json"), options=Options())
    assert found.figures["minute"].value == 1.0
    change(cases / "a.json", fetched=None)
    assert evaluate(read_cases(cases / "a.json")).figures["minute"].value == 0.0


def test_nothing_of_it_is_loaded_by_parse() -> None:
    code = "import sys, newsparse, newsparse.cli.main; sys.exit('newsparse.evaluate' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": SOURCES}, check=False).returncode
        == 0
    )


def test_the_guide(pages: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands and the Python of docs/evaluate.md, in their order."""
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^ {4}newsparse (.+)$", GUIDE, re.MULTILINE)
    assert pages.is_dir()
    assert len(commands) > 5
    for command in commands:
        code, _, err = run(*shlex.split(command))
        assert code == 0, (command, err)
        check_all(tmp_path / "cases")
    exec(GUIDE.split("```python\n")[1].split("```")[0], {})  # noqa: S102 - the example is ours


def test_nothing_is_cut_in_a_pipe(cases: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    check_all(cases)
    monkeypatch.delenv("COLUMNS", raising=False)
    old, given = tmp_path / "old.json", ("--no-profiles", "--max-depth", "99", "--min-confidence", "source=.5")
    assert run("evaluate", cases, "-o", old)[0] == 0
    settings = "profiles=False, min_confidence={'source': 0.5}, max_depth=99"
    out = run("evaluate", cases, "--against", old, *given)[1]
    assert f"  options were as by default, are {settings}\n" in out
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(width, run("evaluate", cases, "--against", old, *given)[1].splitlines())) <= 60


def test_figures_of_each_site(cases: Path, run: Run) -> None:
    """Of more than one, the worst first; a page that tells of no site is in none."""
    check_all(cases)
    assert "site" not in run("evaluate", cases)[1]
    change(cases / "a.json", url="https://www.binhe.example.com/1.html", source="某报", editors=[])
    change(cases / "b-c.json", url="https://b.example.org:80/2.html")
    filled(cases, {"d.html": OTHER.encode(), "d.json": (cases / "b-c.json").read_bytes()})
    change(cases / "d.json", page="d.html", url=None)
    out = run("evaluate", cases)[1]
    assert "2 sites, the worst first\n  binhe.example.com  1 page: whole 0.000, " in out
    assert "  b.example.org" not in out, "all is right there"
    assert "\n  1 page without an address not among them\n" in out
    found = json.loads(run("evaluate", cases, "--format", "json")[1])
    assert [(site, each["pages"], each["figures"]["source"]) for site, each in found["sites"].items()] == [
        ("binhe.example.com", 1, [0, 1]), ("b.example.org", 1, [1, 1]),
    ]  # fmt: skip
    assert [page.get("site") for page in found["pages"]] == ["binhe.example.com", "b.example.org", None]
    html = run("evaluate", cases, "--format", "html")[1]
    assert "<h2>Sites (2), the worst first</h2>" in html
    change(cases / "d.json", page="d.html", site="B & C")
    assert "<td>B &amp; C</td>" in run("evaluate", cases, "--format", "html")[1]
