"""newsparse explain --html: what the report holds, that it needs no other file, that no page gets into its markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given

import newsparse
from newsparse.article import Article
from newsparse.dumps.faults import DumpError
from newsparse.evaluate import read_cases
from newsparse.report import folder as folder_module
from newsparse.report.html_file import as_script, html_of_page
from newsparse.report.index_row import row_of
from newsparse.report.page_report import Origin, digest, page_report, why
from newsparse.report.places import Places
from newsparse.report.text_lines import text_lines
from newsparse.sections import body_lines
from sample import PAGE, ROOT, SIGNS, HtmlReader, Run, filled, lines

FIXTURES = sorted((ROOT / "fixtures").glob("*/page.html"))
HARM = "</script><script>harmed=1</script><!--<script>石桥\u2028\u2029\0\ud800\u202e&lt;img src=x onerror=harmed=1>"
# The same words wherever a report shows some: text, attributes of the head, names of files.
HOSTILE = PAGE.replace("古镇的石桥", f"古镇的石桥{HARM.replace('<', '&lt;')}").replace(
    "<head>", '<head><meta name="keywords" content="</script><b>石桥</b>"><meta name="author" content="&quot;onload=">'
)


def report_of(page: str | bytes) -> dict[str, Any]:
    body = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
    return page_report(newsparse.explain(body), Origin("pages/a.html", "a.html", digest(body)))


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def called(path: Path) -> dict[int, Any]:
    """What a file of pages calls with."""
    found = re.fullmatch(r"newsparsePage\((\d+),(.*)\);\n", path.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return {int(found[1]): json.loads(found[2])}


def rows_of(out: Path) -> list[list[Any]]:
    rows = []
    for path in sorted((out / "rows").iterdir(), key=lambda path: int(path.stem)):
        start, _, rest = path.read_text(encoding="utf-8").partition(".push(")
        assert start == "(self.newsparseRows = self.newsparseRows || [])"
        rows += json.loads(rest.removesuffix(");\n"))
    return rows


# What it holds


def test_page_report() -> None:
    report = report_of(PAGE)
    assert report["answers"] == {
        "kind": "article",
        "title": "石桥修好了",
        "published": "2021-11-08T17:27+08:00",
        "source": "滨城晚报",
        "authors": ["林小满"],
        "editors": ["方若溪"],
    }
    assert [line["text"] for line in report["text"]] == newsparse.parse(PAGE.encode()).text.split("\n")
    assert [line["lines"] for line in report["text"]] == [[2], [3]]
    assert report["sha256"] == hashlib.sha256(PAGE.encode()).hexdigest()
    fields = {field["name"]: field for field in report["fields"]}
    won, lost = fields["title"]["candidates"]
    assert (won["rule"], won["lines"], won["why"]) == ("title.visible", [0], "")
    assert (lost["rule"], lost["head"]) == ("title.title_element", "<title>")
    assert lost["why"] == "says the same as title.visible, which is asked before it"
    assert lost["says"] == "The <title>, its channel's and site's names cut off."
    assert fields["credits"]["candidates"][0]["lines"] == [1, 4]
    assert {name: (of["lines"], of["head"]) for name, of in report["people"].items()} == {
        "authors": ([1], ""), "editors": ([4], ""),
    }  # fmt: skip
    assert report["verdict"]["article"][0]["adds"] < 0  # the constant weighs most


def test_an_author_is_not_of_the_editors_rule(tmp_path: Path) -> None:
    rule = '[[site]]\nhosts = ["news.example.com"]\nwhy = "."\n[site.select]\neditors = "p:last-of-type"\n'
    (tmp_path / "a.toml").write_text(rule, encoding="utf-8")
    options = newsparse.Options(profile_dirs=(str(tmp_path),))
    explanation = newsparse.explain(PAGE, "https://news.example.com/1.html", options=options)
    people = page_report(explanation, Origin("a.html", "a.html", digest(PAGE)))["people"]
    assert people["authors"]["lines"] == [1]
    assert (people["authors"]["head"], "林小满" in people["authors"]["evidence"]) == ("", True)
    assert "select.editors = p:last-of-type" in people["editors"]["head"]
    assert "林小满" not in people["editors"]["evidence"]


@pytest.mark.parametrize(("field", "line"), [
    ("title", "石桥修好了"), ("published", "2021-11-08"), ("source", "来源："), ("source_url", "来源："),
    ("credits", "责任编辑"), ("dateline", "滨城晚报讯"), ("main_image", ""), ("links", "渡口"),
    ("media", "渡口"),
])  # fmt: skip
def test_places_are_the_right_ones(field: str, line: str) -> None:
    """The words stand elsewhere, too: in the menu, in other articles' links, in links that lead nowhere."""
    page = PAGE.replace(
        "<body>", "<body><ul><li><a href='javascript:a()'>滨城晚报</a><li>2021-11-08<li>石桥修好了吗</ul>"
    )
    page = page.replace("来源：滨城晚报", "来源：<a href='https://paper.example.com/'>滨城晚报</a>")
    page = page.replace(
        "<p>工匠",
        "<p><img src='/b.jpg' width=600 height=400></p>"
        "<p><video src='/v.mp4'></video>在<a href='/dukou/'>渡口</a>，工匠",
    )
    page = page.replace("</body>", "<p><a href='javascript:b()'>滨城晚报 2021-11-08</a></p></body>")
    explanation = newsparse.explain(page, "https://news.example.com/1.html")
    (candidate, *_) = explanation.candidates[field]
    found = Places(explanation.page).of(field, candidate)
    blocks = [explanation.blocks[index] for index in found.lines]
    assert [block for block in blocks if line in block.text]
    assert not [block for block in blocks if not 2 < block.index < len(explanation.blocks) - 1]
    assert (field == "main_image") == (blocks[0].picture is not None)


@pytest.mark.parametrize(("value", "says"), [
    ("2021-11-08T17:27", "says the same day as a, and gave the time"),
    ("2021-11-09", "a is asked before it and found a value"),
])  # fmt: skip
def test_why_a_date_lost(value: str, says: str) -> None:
    won, lost = (
        newsparse.Candidate("a", "2021-11-08", "", 0.9, chosen=True),
        newsparse.Candidate("b", value, "", 0.9, chosen=False),
    )
    assert why("published", lost, won) == says
    assert why("published", won, won) == ""


def test_what_is_withheld() -> None:
    least = {"kind": 1, "source": 1, "authors": 1}
    explanation = newsparse.explain(PAGE, options=newsparse.Options(min_confidence=least))
    report = page_report(explanation, Origin("a.html", "a.html", digest(PAGE)))
    assert report["withheld"] == {"kind": "article", "source": "滨城晚报", "authors": "林小满"}
    assert (report["answers"]["source"], report["answers"]["kind"]) == (None, "article")
    assert report["verdict"]["kind"] == "article"
    (source,) = (field for field in report["fields"] if field["name"] == "source")
    assert source["candidates"][0]["why"].startswith("not in the record: it is withheld")
    assert row_of("a.html", explanation.article.to_dict(), None)[2] is None


@pytest.mark.parametrize("page", FIXTURES, ids=lambda path: path.parent.name)
def test_each_line_of_the_text_has_its_lines_of_the_page(page: Path) -> None:
    explanation = newsparse.explain(page.read_bytes())
    found = text_lines(explanation.article, explanation.page)
    shown = [line for line in explanation.article.text.split("\n") if line.strip()]
    assert [line.text for line in found] == shown
    assert {i for line in found for i in line.blocks} == {block.index for block in body_lines(explanation.page)}
    assert [line.text for line in found if line.heading] == list(explanation.article.headings)


def test_places_are_found_on_real_structures() -> None:
    """Of nine values in ten on the fixtures it is known where they stand."""
    known = []
    for path in FIXTURES:
        explanation = newsparse.explain(path.read_bytes())
        places = Places(explanation.page)
        for field, candidates in explanation.candidates.items():
            known += [places.of(field, each) != ((), "") for each in candidates]
    assert sum(known) / len(known) > 0.9


@pytest.mark.parametrize(("head", "body", "field", "place"), [
    ('<meta property="og:title" content="石桥修好了">', "", "title", "meta og:title"),
    ('<meta name="keywords" content="石桥,古镇">', "", "keywords", "meta keywords"),
    ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"石桥"}</script>', "", "title", "JSON-LD"),
    ('<link rel="canonical" href="https://a.example/1.html">', "", "canonical_url", "<link rel=canonical>"),
])  # fmt: skip
def test_places_out_of_sight(head: str, body: str, field: str, place: str) -> None:
    explanation = newsparse.explain(f"<html><head>{head}</head><body>{body}</body></html>")
    places = Places(explanation.page)
    assert places.of(field, explanation.candidates[field][0]) == ((), place)


# No page gets into its markup


@given(SIGNS)
def test_json_in_a_script(text: str) -> None:
    written = as_script({"text": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"text": text}


def test_a_hostile_page_stays_text() -> None:
    html = html_of_page(report_of(HOSTILE))
    html.encode("utf-8")  # no lone surrogate
    assert "\0" not in html
    reader, plain = HtmlReader(html), HtmlReader(html_of_page(report_of(PAGE)))
    assert reader.tags == plain.tags
    assert reader.tags.count("script") == 2
    text = json.dumps(data_of(html), ensure_ascii=False)
    assert "</script><script>harmed=1" in text  # the words are there, as words
    assert "</script><b>石桥</b>" in text


def test_the_report_loads_nothing() -> None:
    html = html_of_page(report_of(PAGE))
    assert HtmlReader(html).addresses == []
    assert "@import" not in html
    assert "url(" not in html


def test_the_policy_lets_this_script_run_and_no_other() -> None:
    html = html_of_page(report_of(PAGE))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    said = policy[1].replace("&#x27;", "'")
    assert said.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; ")
    assert "unsafe" not in said
    for tag in ("style", "script"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert text
        hashed = base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{hashed}'" in said


def test_scripts_make_no_markup() -> None:
    """Nothing in them can make an element of words: the page's words are text nodes."""
    for path in (ROOT / "src/newsparse/report/assets").glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(|XMLHttp", path.read_text()
        )


# From the command line


def test_one_page(folder: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "report.html"
    assert run("explain", folder / "page.html", "--html", out) == (0, "", "")
    report = data_of(out.read_text(encoding="utf-8"))["page"]
    assert (report["page"], report["origin"]) == (str(folder / "page.html"), "page.html")
    assert report["earlier"] is None


def test_one_page_to_standard_output(folder: Path, run: Run) -> None:
    code, out, err = run("explain", folder / "page.html", "--html", "-")
    assert (code, err, data_of(out)["page"]["origin"]) == (0, "", "page.html")


def test_a_folder(good: Path, tmp_path: Path, run: Run) -> None:
    (good / "photo.html").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    out = tmp_path / "report"
    code, said, err = run("explain", good, "--html", out)
    assert (code, said) == (3, "")
    assert f"2 pages explained. Open {out}/index.html" in err
    assert [row[:6] for row in rows_of(out)[:2]] == [
        [name, "石桥修好了", "article", "2021-11-08", "滨城晚报", "林小满、方若溪"] for name in ("a.html", "b/c.htm")
    ]
    assert "PNG" in rows_of(out)[2][9]
    page = called(out / "pages/0/1.js")[1]
    assert (page["page"], page["origin"]) == (str(good / "b/c.htm"), "b/c.htm")
    assert HtmlReader((out / "index.html").read_text(encoding="utf-8")).addresses == ["rows/0.js"]
    assert [record["file"] for record in lines((out / "records.jsonl").read_text(encoding="utf-8"))] == [
        "a.html",
        "b/c.htm",
    ]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def audit_of(out: Path) -> list[str] | None:
    told: list[str] | None = data_of((out / "index.html").read_text(encoding="utf-8"))["folder"]["audit"]
    return told


def test_the_audit_of_a_folder(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index says in a few words what it tells; where there is no room for it the report is whole all the same."""
    out, texts = tmp_path / "report", [PAGE.replace("石桥", f"{n}号桥").replace("三个月", f"{n}年") for n in range(5)]
    for many, says in ((4, "too few articles of a host to tell"), (5, "1 host to look at")):
        pages = filled(tmp_path / str(many), {f"{n}.html": text.encode() for n, text in enumerate(texts[:many])})
        assert run("explain", pages, "--html", out, "--as", "article")[0] == 0
        assert audit_of(out) == ["audit.html", says]
    monkeypatch.setattr("newsparse.cli.audit.write_beside", Mock(side_effect=DumpError("No room.")))
    code, _, err = run("explain", pages, "--html", out)
    assert (code, audit_of(out), "newsparse: Audit: No room.\n" in err) == (0, None, True)


def test_an_archive_and_a_table(tmp_path: Path, run: Run) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x/m.html", PAGE)
    row = {"url": "https://news.example.com/1.html", "html": PAGE}
    (tmp_path / "b.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    out = tmp_path / "report"
    assert run("explain", tmp_path / "a.zip", tmp_path / "b.jsonl", "--html", out)[0] == 0
    assert [row[0] for row in rows_of(out)] == [f"{tmp_path}/a.zip!/x/m.html", f"{tmp_path}/b.jsonl#1"]
    page = called(out / "pages/0/1.js")[1]
    assert (page["page"], page["url"]) == (f"{tmp_path}/b.jsonl", "https://news.example.com/1.html")
    assert page["sha256"] == digest(PAGE)


def test_rows_are_in_several_files(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "_IN_ONE", 2)
    pages = filled(tmp_path / "pages", {f"{i}.html": PAGE.encode() for i in range(5)})
    out = tmp_path / "report"
    assert run("explain", pages, "--html", f"{out}/")[0] == 0
    assert HtmlReader((out / "index.html").read_text(encoding="utf-8")).addresses == [f"rows/{i}.js" for i in range(3)]
    assert [row[0] for row in rows_of(out)] == [f"{i}.html" for i in range(5)]
    assert (out / "pages/2/4.js").is_file()


@pytest.mark.parametrize("earlier", ["old.jsonl", "report"])
def test_against_an_earlier_run(earlier: str, good: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "report"
    assert run("extract", good, "-o", tmp_path / "old.jsonl")[0] == 0
    assert run("explain", good, "--html", out)[0] == 0
    (good / "a.html").write_bytes(PAGE.replace("来源：滨城晚报", "").encode("gb18030"))
    assert run("explain", good, "--html", out, "--against", tmp_path / earlier)[0] == 0
    assert [row[8] for row in rows_of(out)] == ["source", ""]
    assert called(out / "pages/0/0.js")[0]["earlier"] == {"source": "滨城晚报"}
    assert called(out / "pages/0/1.js")[1]["earlier"] == {}
    assert data_of((out / "index.html").read_text(encoding="utf-8"))["folder"]["compared"] is True


def test_changes_are_of_what_was_read_and_say_none_in_one_way(folder: Path, tmp_path: Path, run: Run) -> None:
    record = newsparse.parse((folder / "page.html").read_bytes()).to_dict()
    assert record["published"]
    assert record["editors"]
    old = record | {"url": "http://a.example/", "published": None, "published_raw": None, "published_precision": None}
    old |= {"editors": [], "file": "page.html"}
    (tmp_path / "old.jsonl").write_text(json.dumps(old) + "\n", encoding="utf-8")
    out = tmp_path / "report.html"
    assert run("explain", folder / "page.html", "--html", out, "--against", tmp_path / "old.jsonl")[0] == 0
    assert data_of(out.read_text(encoding="utf-8"))["page"]["earlier"] == {"published": "", "editors": ""}


def test_addresses_of_a_table(good: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "urls.csv").write_text("file,url\na.html,https://news.example.com/1.html\n", encoding="utf-8")
    out, given = tmp_path / "report", ("--url-from", tmp_path / "urls.csv")
    code, _, err = run("explain", good, "--html", out, *given)
    assert code == 0
    assert "1 of 2 pages that bring no address are not in it, as b/c.htm" in err
    records = lines((out / "records.jsonl").read_text(encoding="utf-8"))
    assert [record["url"] for record in records] == ["https://news.example.com/1.html", None]
    assert called(out / "pages/0/0.js")[0]["url"] == "https://news.example.com/1.html"


@pytest.mark.parametrize("more", [(), ("--html", "one.html")])
def test_one_page_has_its_address_of_no_table(more: tuple[str, ...], good: Path, run: Run) -> None:
    code, _, err = run("explain", good / "a.html", "--url-from", "path", *more)
    assert code == 2
    assert "The address of one page: --url URL" in err


def test_a_page_of_no_earlier_run(folder: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "old.jsonl").write_text(json.dumps({"file": "other.html"}) + "\n", encoding="utf-8")
    out = tmp_path / "report.html"
    assert run("explain", folder / "page.html", "--html", out, "--against", tmp_path / "old.jsonl")[0] == 0
    assert data_of(out.read_text(encoding="utf-8"))["page"]["earlier"] is None


def test_a_report_replaces_only_a_report(good: Path, tmp_path: Path, run: Run) -> None:
    out = filled(tmp_path / "mine", {"letter.txt": b"mine"})
    code, _, err = run("explain", good, "--html", out)
    assert (code, [path.name for path in out.iterdir()]) == (1, ["letter.txt"])
    assert "other files in it" in err


def test_a_report_that_fails_leaves_the_old_one(
    good: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report"
    assert run("explain", good, "--html", out)[0] == 0
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder_module, "html_of_index", full)
    code, _, err = run("explain", good, "--html", out)
    assert (code, "No space left" in err) == (1, True)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good", "report"]


def test_a_bug_costs_its_page(good: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise IndexError("a bug")

    monkeypatch.setattr("newsparse.api.explain", broken)
    assert run("explain", good, "--html", tmp_path / "report")[0] == 3
    assert [row[9] for row in rows_of(tmp_path / "report")] == ["IndexError: a bug"] * 2


def test_a_report_needs_nothing_of_an_article() -> None:
    """A page in which nothing was found has a report, too."""
    report = report_of("<p>桥")
    assert report["answers"]["title"] is None
    assert report["near"][1] <= len(report["lines"])
    assert Article(kind="other").to_dict()["title"] is None


# docs/explain.md


def test_the_commands_of_the_docs(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = (ROOT / "docs/explain.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    newsparse ((?!label|evaluate).+)$", docs, re.MULTILINE)  # those need corrections
    filled(tmp_path, {"page.html": PAGE.encode(), "pages/1.html": PAGE.encode()})
    monkeypatch.chdir(tmp_path)
    assert len(commands) > 5
    assert [command for command in commands if run(*command.split())[0] != 0] == []
    assert (tmp_path / "report.html").is_file()
    assert (tmp_path / "report/index.html").is_file()


def test_the_cases_of_the_docs(tmp_path: Path) -> None:
    block = re.search(r"```json\n(.*?)```", (ROOT / "docs/explain.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block
    filled(tmp_path, {"pages/1.html": PAGE.encode(), "corrections.json": block[1].encode()})
    (case,) = read_cases(tmp_path / "corrections.json")
    assert (case.origin, case.gold["editors"], case.checked) == ("1.html", ["高远山"], True)
