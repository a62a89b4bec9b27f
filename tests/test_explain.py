"""newsparse explain: everything is shown, and it fits the terminal."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import newsparse
from newsparse.cli.terminal import cut, visible, width, wrapped
from sample import PAGE, Run


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("full", [False, True])
def test_explain(columns: int, full: bool, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, err = run("explain", folder / "page.html", *(["--full"] if full else []))
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
        assert name in unbroken
        for candidate in candidates:
            assert f"{'*' if candidate.chosen else '-'}{candidate.confidence:.2f}{candidate.rule}"[:35] in unbroken


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
