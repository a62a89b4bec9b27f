"""Cases as people write them: what is plain is read, the rest is told with file and line."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from corpus import needs_corpus, quality
from newsparse import DataError
from newsparse.evaluate import Case, read_cases
from newsparse.evaluate.cases import each_case
from newsparse.evaluate.gold import gold_of
from sample import PAGE, ROOT, filled

WRITTEN: list[dict[str, Any]] = tomllib.loads((ROOT / "tests" / "cases" / "cases.toml").read_text(encoding="utf-8"))[
    "cases"
]
CASE: dict[str, Any] = {
    "newsparse_case": 1,
    "page": "a.html",
    "url": "https://news.example.com/a.html",
    "content_type": "text/html",
    "origin": "dump.zip!/a.html",
    "checked": True,
    "kind": "article",
    "title": "石桥修好了",
    "published": "2021-11-08T17:27+08:00",
    "source": "滨城晚报",
    "authors": ["林小满"],
    "editors": ["方若溪"],
    "headings": [],
    "body": ["古镇的石桥昨日恢复通行。"],
}


def written(folder: Path, case: object, name: str = "a.json") -> Path:
    text = case if isinstance(case, str) else json.dumps(case, ensure_ascii=False)
    return filled(folder, {"a.html": PAGE.encode(), name: text.encode()}) / name


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case["name"])
def test_as_people_write(case: dict[str, Any], tmp_path: Path) -> None:
    text = case.get("text") or json.dumps({**CASE, **case["given"]}, ensure_ascii=False)
    file = written(tmp_path, text)
    if "says" not in case:
        gold = read_cases(file)[0].gold
        assert {name: gold.get(name) for name in case["gold"]} == case["gold"]
        return
    with pytest.raises(DataError) as error:
        read_cases(file)
    assert str(error.value).startswith(str(file))
    for words in case["says"]:
        assert words in str(error.value)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.json", '{"page": "a.html"}', ["no case", "newsparse_case"]),
        ("a.json", "[]", ["no case"]),
        ("a.json", '{"newsparse_case": 2}', ["version 2", "reads version 1"]),
        ("a.json", '{"newsparse_cases": 1, "cases": {}}', ['"cases" is no list']),
        ("a.json", '{"newsparse_cases": 1, "cases": []}', ["there is no case in it"]),
        ("a.json", '{"newsparse_cases": 1, "cases": [7]}', ["case 1: no object"]),
        ("a.json", "[" * 100_000, ["brackets"]),
        ("a.json", f'{{"newsparse_case": {"9" * 5000}}}', ["no JSON"]),
        ("gold.jsonl", '{"kind": "list", "file": "a.html"}\n\n{"kind":', ["line 3", "ends too early"]),
        ("gold.jsonl", "[]", ["line 1: no object"]),
        ("gold.jsonl", '{"kind": "list", "file": "b.html"}', ["line 1", "b.html is not there", "--pages"]),
        ("gold.jsonl", "\n", ["there is no case in it"]),
        ("b.html", " <html>", ["is a page, not a case", "newsparse label"]),
    ],
)
def test_no_cases(name: str, text: str, says: list[str], tmp_path: Path) -> None:
    with pytest.raises(DataError) as error:
        read_cases(written(tmp_path, text, name))
    for words in says:
        assert words in str(error.value)


def test_the_line_of_a_key_that_means_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, json.dumps({**CASE, "auther": []}, indent=1))
    with pytest.raises(DataError, match=r'a\.json, line 22: "auther" is no key'):
        read_cases(file)


@pytest.mark.parametrize("name", ["b.yaml", "b.yml"])
def test_yaml_is_told(name: str, tmp_path: Path) -> None:
    written(tmp_path, CASE)
    (tmp_path / name).write_text("newsparse_case: 1\npage: a.html\n", encoding="utf-8")
    (tmp_path / f"other-{name}").write_text("site: [a, b]\n", encoding="utf-8")
    case, error = each_case(tmp_path)
    assert isinstance(case, Case)
    assert f"{name} is YAML; cases are read as JSON" in str(error)


def test_encodings(tmp_path: Path) -> None:
    file = written(tmp_path, CASE)
    text = file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8-sig")  # as Windows' Notepad may
    assert read_cases(file)[0].gold["title"] == "石桥修好了"
    file.write_text(json.dumps({**CASE}, ensure_ascii=False, indent=1), encoding="gb18030")
    with pytest.raises(DataError, match=r"a\.json, line 9: not UTF-8"):
        read_cases(file)


def test_case_of_a_folder(tmp_path: Path) -> None:
    filled(tmp_path, {"b/old.json": b'{"newsparse_evaluation": 1}'})
    file = written(tmp_path, CASE)
    [case] = read_cases(tmp_path)
    assert case == Case(
        name="a.html",
        where=str(file),
        path=tmp_path / "a.html",
        gold=case.gold,
        checked=True,
        url=CASE["url"],
        content_type="text/html",
        origin="dump.zip!/a.html",
    )
    assert (case.page, hash(case)) == (PAGE.encode(), hash(read_cases(file)[0]))
    assert case.gold == gold_of(CASE, "") | {"file": case.name}


def test_cases_in_folders_are_named_by_them(tmp_path: Path) -> None:
    for site in ("one", "two/more"):
        written(tmp_path / site, CASE)
    assert [case.name for case in read_cases(tmp_path)] == ["one/a.html", "two/more/a.html"]
    assert [case.gold["file"] for case in read_cases(tmp_path)] == ["one/a.html", "two/more/a.html"]


def test_lines_of_gold_and_cases_in_one_folder(tmp_path: Path) -> None:
    written(tmp_path, CASE)
    filled(tmp_path, {"gold.jsonl": b'{"kind": "list", "file": "b.html"}', "pages/b.html": b"", "pages/b.json": b"{}"})
    assert [case.name for case in read_cases(tmp_path)] == ["b.html", "a.html"]


def test_what_no_file_may_hold_is_taken_out(tmp_path: Path) -> None:
    [case] = read_cases(written(tmp_path, json.dumps({**CASE, "title": "\ud800石\0桥"})))
    assert case.gold["title"] == "\ufffd石桥"


def test_a_broken_case_among_others(tmp_path: Path) -> None:
    written(tmp_path, CASE)
    filled(tmp_path, {"b.json": b"{", "c.json": b"{}"})
    found = list(each_case(tmp_path))
    assert [type(one) for one in found] == [Case, DataError, DataError]
    with pytest.raises(DataError, match="There is no folder"):
        list(each_case(tmp_path / "nowhere"))


def test_file_of_cases_finds_its_pages(tmp_path: Path) -> None:
    page, other = PAGE.encode(), PAGE.replace("石桥", "木桥").encode()
    given = {name: value for name, value in CASE.items() if name not in ("newsparse_case", "origin")}
    given |= {"page": "pages/a.html", "sha256": hashlib.sha256(page).hexdigest().upper()}
    made = {"newsparse_cases": 1, "cases": [given]}
    filled(tmp_path, {"c/x.json": json.dumps(made).encode(), "c/pages/a.html": other, "elsewhere/a.html": page})
    file = tmp_path / "c" / "x.json"
    [case] = read_cases(file)
    with pytest.raises(DataError, match="has changed since the case was made"):
        _ = case.page
    assert read_cases(file, tmp_path / "elsewhere")[0].page == page
    filled(tmp_path, {"c/a.html": page})
    assert read_cases(file)[0].path == tmp_path / "c" / "a.html", "of two pages the one that has the digest"


def test_a_page_that_goes(tmp_path: Path) -> None:
    [case] = read_cases(written(tmp_path, CASE))
    case.path.unlink()
    with pytest.raises(DataError, match=r"a\.json: cannot read its page"):
        _ = case.page


def test_shapes_are_cases() -> None:
    cases = read_cases(ROOT / "fixtures" / "shapes")
    assert len(cases) > 100
    assert all(case.checked and case.page for case in cases)


@needs_corpus
def test_real_pages_are_cases() -> None:
    lines = [json.loads(line) for line in (quality.CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    cases = read_cases(quality.CORPUS)
    assert [case.name for case in cases] == [line["file"] for line in lines]
    for case, line in zip(cases, lines, strict=True):
        assert case.gold["kind"] == line["kind"]
        assert case.gold["headings"] == line.get("headings", [])
