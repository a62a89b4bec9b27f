"""README.md and README.zh-CN.md: the same code in both languages, and what they say holds."""

from __future__ import annotations

import re
import runpy
from importlib.util import find_spec
from pathlib import Path

import pytest

from sample import PAGE, ROOT, Run, filled

READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")}
ENGLISH = READMES["README.md"]
_PYTHON = re.compile(r"```python\n(.*?)```", re.S)
_INDENTED = re.compile(r"^    (.+)$", re.M)
_TABLE = re.compile(r"^\|.*\|$", re.M)
_LINK = re.compile(r"\]\(([^)#]+)")


def test_both_languages_have_the_same_code_table_and_links() -> None:
    for what in (_PYTHON, _INDENTED, _TABLE):
        assert what.findall(ENGLISH)
        assert what.findall(ENGLISH) == what.findall(READMES["README.zh-CN.md"])
    one, other = (set(_LINK.findall(text)) - set(READMES) for text in READMES.values())
    assert {there if (ROOT / (there := link.replace("docs/", "docs/zh/"))).exists() else link for link in one} == other
    assert len(re.findall("^#", ENGLISH, re.M)) == len(re.findall("^#", READMES["README.zh-CN.md"], re.M))


@pytest.mark.parametrize("name", READMES)
def test_it_is_two_screens(name: str) -> None:
    """A screen shows 44 lines of 120 columns; the picture takes the room of the addresses of links."""
    widths = [sum(1 + (sign > "\u2e7f") for sign in line) for line in READMES[name].splitlines()]
    assert sum(-(-width // 120) or 1 for width in widths) <= 88


def test_links_lead_somewhere() -> None:
    for text in READMES.values():
        missing = [link for link in _LINK.findall(text) if "://" not in link and not (ROOT / link).exists()]
        assert missing == []


def test_the_library_example_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    script = tmp_path / "example.py"
    script.write_text(_PYTHON.findall(ENGLISH)[0].replace('open("fixtures/shunwang/page.html", "rb").read()', "page"))
    runpy.run_path(str(script), {"page": (ROOT / "fixtures/shunwang/page.html").read_bytes()})
    assert "舜网 ('沈砚秋',) ('齐望',)" in capsys.readouterr().out


@pytest.mark.skipif(find_spec("scrapy") is None, reason="scrapy is not installed")
def test_the_spider_runs(tmp_path: Path) -> None:
    from scrapy.http import HtmlResponse

    script = tmp_path / "spider.py"
    script.write_text(_PYTHON.findall(ENGLISH)[1], encoding="utf-8")
    spider = runpy.run_path(str(script))["News"]()
    (record,) = spider.parse(HtmlResponse(spider.start_urls[0], body=PAGE.encode()))
    assert record["source"] == "滨城晚报"


def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    filled(tmp_path, {"page.html": PAGE.encode(), "pages/a.html": PAGE.encode()})
    monkeypatch.chdir(tmp_path)
    commands = [line.split("#")[0].split() for line in _INDENTED.findall(ENGLISH) if line.startswith("newsparse ")]
    assert [command[1] for command in commands] == ["parse", "extract", "explain"]
    for command in commands:
        assert run(*command[1:])[0] == 0


def test_the_table_is_of_the_benchmark() -> None:
    measured = _rows(re.findall(r"^\|.*", (ROOT / "docs" / "benchmark.md").read_text(encoding="utf-8"), re.M))
    shown = _rows(_TABLE.findall(ENGLISH))
    assert len(shown) > 3
    for name, values in shown.items():
        assert values == {key: measured[name][key] for key in values}


def _rows(lines: list[str]) -> dict[str, dict[str, str]]:
    """The rows of the table that begins with "extractor", by name."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    start = next(i for i, row in enumerate(cells) if row[0] == "extractor")
    rows: dict[str, dict[str, str]] = {}
    for row in cells[start + 2 :]:
        if len(row) != len(cells[start]):
            break
        rows[row[0]] = dict(zip(cells[start][1:], row[1:], strict=True))
    return rows
