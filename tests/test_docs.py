"""All pages of the documentation: links lead somewhere, commands and options exist, 中文 says the same in code."""

from __future__ import annotations

import argparse
import html
import importlib
import re
import shlex
import sys
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import newsparse
from newsparse.cli.main import parser
from sample import ROOT

sys.path.insert(0, str(ROOT / "tools"))
site_pages: Any = importlib.import_module("site_pages")

TOP = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (*(ROOT / name for name in TOP), *sorted((ROOT / "docs").rglob("*.md")))
}
_FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_KEY = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
# Options of the project's other programs: tools/, and the job of Spark.
_OTHERS = {
    option
    for path in (*sorted((ROOT / "tools").glob("*.py")), *sorted((ROOT / "src/newsparse/spark").glob("*.py")))
    for name in re.findall(r'"--([a-z][a-z-]+)"', path.read_text(encoding="utf-8"))
    for option in (f"--{name}", f"--no-{name}")
}


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
    kept = (sign for sign in words if sign in " -_" or unicodedata.category(sign)[0] in "LN")
    return "".join(kept).replace(" ", "-")


def anchors(text: str) -> set[str]:
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)}


def _leads_nowhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return True
    return bool(anchor) and anchor not in anchors(target.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PAGES)
def test_links_and_anchors_lead_somewhere(name: str) -> None:
    links = [link for link in _LINK.findall(_FENCE.sub("", PAGES[name])) if "://" not in link]
    assert [link for link in links if _leads_nowhere(ROOT / name, link)] == []


def test_a_broken_link_is_seen() -> None:
    page = ROOT / "docs" / "record.md"
    assert not _leads_nowhere(page, "#times")
    assert _leads_nowhere(page, "#no-such-heading")
    assert _leads_nowhere(page, "no-such-page.md")


def _commands(of: argparse.ArgumentParser, name: str = "") -> dict[str, argparse.ArgumentParser]:
    """All commands; of one that only leads to others (`profile`), these, as "profile new"."""
    below = next((action for action in of._actions if isinstance(action, argparse._SubParsersAction)), None)
    if below is None:
        return {name: of}
    found = {}
    for word, command in below.choices.items():
        found.update(_commands(command, f"{name} {word}".strip()))
    return found


COMMANDS = _commands(parser())
OPTIONS = {name: set(command._option_string_actions) for name, command in COMMANDS.items()}
# What stands before the options of all.
GROUPS = {name.split()[0] for name in COMMANDS if " " in name}
ALL = {option for options in OPTIONS.values() for option in options} | set(parser()._option_string_actions)


def _options_of(words: list[str]) -> set[str] | None:
    """The options of the command that the words name; None: there is no such command."""
    if not words:
        return ALL
    named = [name for name in (" ".join(words[:2]), words[0]) if name in OPTIONS]
    if named:
        return OPTIONS[named[0]]
    return {"--help"} if words[0] in GROUPS and len(words) == 1 else None


def unknown(text: str) -> list[str]:
    """Commands that the text shows and that do not exist, or not with these options."""
    fenced = "\n".join(content for _, language, content in _FENCE.findall(text) if language == "sh")
    lines = re.findall(r"^ {4}(?:\.venv/bin/)?(newsparse .+)$", text, re.MULTILINE)
    lines += re.findall(r"^ *(newsparse .+)$", fenced, re.MULTILINE)
    shown = [*lines, *(code for code in _CODE.findall(text) if code.startswith("newsparse "))]
    wrong = []
    for line in shown:
        words = re.split(r"\s#|\s{3,}|\s[|>&]", line.replace("\\|", "/"))[0].split()[1:]
        there = _options_of([word for word in words if not word.startswith("-")])
        options = {re.split(r"[=\[/]", word)[0].rstrip("]") for word in words if word.startswith("-") and word != "-"}
        if there is None or not options <= there:
            wrong.append(line)
    return wrong


@pytest.mark.parametrize("name", PAGES)
def test_commands_exist(name: str) -> None:
    assert unknown(PAGES[name]) == []


def test_an_unknown_command_is_seen() -> None:
    shown = (
        "newsparse pares page.html",
        "newsparse parse --formt json",
        "newsparse profile",
        "newsparse profile chek a.toml",
        "newsparse profile check a.toml --host a.example",
    )
    wrong = ["newsparse pares page.html", "newsparse parse --formt json", *shown[3:]]
    assert unknown("".join(f"    {line}\n" for line in shown)) == wrong
    assert unknown("and `newsparse parse --formt json`") == ["newsparse parse --formt json"]


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith(("docs/", "README"))])
def test_options_named_in_prose_exist(name: str) -> None:
    codes = [
        code.split()[0]
        for code in _CODE.findall(_FENCE.sub("", PAGES[name]))
        if code.startswith("--") and "…" not in code
    ]
    named = {re.split(r"[=\[]", code)[0] for code in codes}
    assert named - ALL - _OTHERS == set()


# docs/cli.md and the program, both ways

CLI = {part.split("\n")[0].strip("`"): part for part in PAGES["docs/cli.md"].split("\n## ")}
SHARED = CLI["Options of a page"]
# "`parse`, `extract` … take them (`evaluate` not the first two …)"
READERS = re.findall(r"`(\w+)`", SHARED.split(" take them")[0])
_ROW = re.compile(r"^\| ((?:`[^`]+`(?:, )?)+) \|", re.MULTILINE)
_LONG = re.compile(r"--[a-z][a-z-]*")


def _tabled(section: str) -> set[str]:
    """The options that have a row in a section's tables."""
    return {option for cell in _ROW.findall(section) for option in _LONG.findall(cell)}


def test_the_first_lines_name_every_command() -> None:
    named = re.findall(r"^    newsparse ([a-z]+(?: [a-z]+)?)", CLI["# The command line"], re.MULTILINE)
    assert sorted(named) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_options_are_named_where_their_command_is_and_no_others(name: str) -> None:
    section = CLI.get(f"newsparse {name}", "")
    shared = _tabled(SHARED) if name in READERS else {"--debug"}
    own = {option for option in OPTIONS[name] if option.startswith("--")} - shared - {"--help"}
    assert own - set(_LONG.findall(section)) == set()
    assert _tabled(section) - OPTIONS[name] == set()


@pytest.mark.parametrize("name", READERS)
def test_commands_that_read_pages_have_the_options_of_a_page(name: str) -> None:
    missing = _tabled(SHARED) - OPTIONS[name]
    assert missing == ({"--url", "--content-type"} if name == "evaluate" else set())


_VALUES = re.compile(r"^\| `(?:[^`|]*, `)?(--[a-z-]+) \[?([\w.]+(?:\\\|[\w.]+)+)", re.MULTILINE)


def test_values_of_options_are_those_of_the_program() -> None:
    sections = [(name, CLI.get(f"newsparse {name}", "")) for name in COMMANDS] + [(name, SHARED) for name in READERS]
    told = [(name, *found) for name, section in sections for found in _VALUES.findall(section)]
    assert len(told) > 15
    for name, option, values in told:
        assert list(COMMANDS[name]._option_string_actions[option].choices or ()) == values.split("\\|"), (name, option)


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name, text in PAGES.items():
        named = re.findall(r"(?:`|^    |&& )make ([a-z][a-z0-9-]+)", text, re.MULTILINE)
        assert set(named) - targets == set(), name


_INSTALL = re.compile(r"pip install ([^`#\n]+)")


def test_what_is_installed_can_be_had() -> None:
    """newsparse is on no index: it is installed from a clone, with extras that there are."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    pages = {**PAGES, "example": (ROOT / "examples/portal_crawl/README.md").read_text(encoding="utf-8")}
    lines = {(name, line.strip()) for name, text in pages.items() for line in _INSTALL.findall(text)}
    assert len(lines) > 6
    for name, line in lines:
        what, *_others = shlex.split(line)
        path, _, extra = what.partition("[")
        assert path == ".", (name, line)
        assert not extra or set(extra.rstrip("]").split(",")) <= set(extras), (name, line)


# 中文


def _code(text: str) -> list[str]:
    """What is fenced, and the lines that are set in, without their remarks."""
    set_in = re.findall(r"^ {4}(\S.*)$", _FENCE.sub("", text), re.MULTILINE)
    return [content for _, _, content in _FENCE.findall(text)] + [line.split("  #")[0].rstrip() for line in set_in]


# But for the most common commands, which stand in an order of their own.
CHINESE = [name.removeprefix("docs/zh/") for name in PAGES if name.startswith("docs/zh/") and name != "docs/zh/cli.md"]


def test_what_a_user_needs_is_there_in_chinese() -> None:
    for name in ("index.md", *site_pages.NAV["Tutorial"], *site_pages.guides(), "record.md"):
        assert f"zh/{name}" in site_pages.pages()


@pytest.mark.parametrize("name", CHINESE)
def test_chinese_pages_have_the_same_code(name: str) -> None:
    assert _code(PAGES[f"docs/zh/{name}"])
    assert _code(PAGES[f"docs/zh/{name}"]) == _code(PAGES[f"docs/{name}"])


def test_the_chinese_record_has_the_same_keys_and_roles() -> None:
    english, chinese = (_KEY.findall(PAGES[name]) for name in ("docs/record.md", "docs/zh/record.md"))
    assert chinese == english


def test_the_chinese_commands_are_of_the_command_line() -> None:
    lines = re.findall(r"^    newsparse (.+)$", PAGES["docs/zh/cli.md"], re.MULTILINE)
    assert len(lines) > 10
    for line in lines:
        parser().parse_args(shlex.split(line))
    assert [name for name in COMMANDS if not any(f"{line} ".startswith(f"{name} ") for line in lines)] == []


# The picture of a page being marked

_PICTURED = """<html><head><title>老码头又热闹起来_滨城网</title></head><body>
<div><a href="/">首页</a> &gt; <a href="/m/">民生</a> &gt; 正文</div><h1>老码头又热闹起来</h1>
<p>2021-11-08 17:27　来源：滨城晚报　记者 林小满</p>
<div class="content"><p><img src="/a/20211108/1.jpg" width="600"></p><p>渡轮昨天靠岸。　林小满 摄</p>
<p>滨城晚报讯 停航三年的渡轮昨天复航，首班船坐满了人。</p><p><strong>票价不变</strong></p>
<p>航运公司说，票价和停航前一样，学生半价。</p><p>责任编辑：方若溪</p></div>
<h3>相关阅读：渡口的前世今生</h3></body></html>"""


def test_the_picture_shows_what_the_marks_do() -> None:
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", (ROOT / "docs" / "labels.svg").read_text(encoding="utf-8"))
    texts = [" ".join(text.split()) for text in texts]
    lines = [block for block in newsparse.explain(_PICTURED).blocks if block.text]
    assert len(lines) == 9
    for block in lines:
        at = texts.index(html.escape(block.text))
        assert texts[at + 1] == ", ".join(label.name for label in block.labels)
