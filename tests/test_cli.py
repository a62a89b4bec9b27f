"""The command line program: what it prints, what it says, how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import newsparse
from newsparse.cli import extract as extract_command
from newsparse.cli import parse as parse_command
from newsparse.cli.main import COMMANDS, main, parser
from newsparse.cli.terminal import cut, visible, width, wrapped
from newsparse.render import FORMATS

ROOT = Path(__file__).parent.parent
CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests" / "cases" / "cli.toml").read_text(encoding="utf-8"))[
    "cases"
]
PAGE = """<!DOCTYPE html><html><head><title>石桥修好了_滨城网</title></head><body><h1>石桥修好了</h1>
<p>2021-11-08 17:27　来源：滨城晚报　作者：林小满</p>
<div><p>滨城晚报讯 古镇的石桥昨日恢复通行，居民出行少绕两公里。</p>
<p>工匠给每块石头编了号，再按原样砌回去，用了三个月。</p></div>
<p>责任编辑：方若溪</p></body></html>"""
KEYS = list(newsparse.Article(kind="article").to_dict())
needs_posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files and signals")

Run = Callable[..., tuple[int, str, str]]
Program = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pages of all kinds."""
    pages = {
        "page.html": PAGE.encode(),
        "empty.html": b"",
        "blank.html": b" \n\t ",
        "photo.html": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
        "report.html": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    }
    return filled(tmp_path / "pages", pages)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Two pages that can be read, in two encodings."""
    return filled(tmp_path / "good", {"a.html": PAGE.encode("gb18030"), "b/c.htm": PAGE.encode()})


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the program in this process: exit code, standard output, standard error."""

    def call(*args: str | Path) -> tuple[int, str, str]:
        code = main([str(arg) for arg in args])
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return call


def filled(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def names(text: str) -> list[str]:
    return [record["file"] for record in lines(text)]


# What goes wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["args"]) or "nothing")
def test_errors(case: dict[str, Any], folder: Path, run: Run) -> None:
    code, out, err = run(*(arg.replace("{dir}", str(folder)) for arg in case["args"]))
    assert (code, out) == (case["exit"], "")
    assert err.startswith("newsparse: ")
    assert len(err.splitlines()) <= 2
    assert "Traceback" not in err
    for words in case["says"]:
        assert words.replace("{dir}", str(folder)).lower() in err.lower()


@pytest.mark.parametrize("debug", [False, True])
def test_internal_error(debug: bool, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise IndexError("first\nsecond")

    monkeypatch.setattr(parse_command, "parse", broken)
    code, out, err = run("parse", folder / "page.html", *(["--debug"] if debug else []))
    assert (code, out) == (1, "")
    assert "newsparse: Internal error: IndexError: first\nThis is a bug" in err
    assert ("Traceback" in err) == debug
    assert debug or len(err.splitlines()) == 2


def test_interrupted(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(parse_command, "parse", interrupted)
    assert run("parse", folder / "page.html") == (130, "", "newsparse: Interrupted.\n")


@needs_posix
def test_unreadable_file_is_named(folder: Path, run: Run) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads every file")
    (folder / "page.html").chmod(0)
    code, _, err = run("parse", folder / "page.html")
    assert (code, err) == (1, f"newsparse: Cannot read {folder / 'page.html'}: Permission denied.\n")


# parse


def test_parse(folder: Path, run: Run) -> None:
    code, out, err = run("parse", folder / "page.html")
    record = json.loads(out)
    assert (code, err) == (0, "")
    assert out.startswith('{\n  "schema_version"')
    assert out.endswith("}\n")
    assert list(record) == KEYS
    assert (record["title"], record["published"], record["source"]) == (
        "石桥修好了",
        "2021-11-08T17:27+08:00",
        "滨城晚报",
    )
    assert (record["authors"], record["editors"]) == (["林小满"], ["方若溪"])


def test_parse_compact(folder: Path, run: Run) -> None:
    _, out, _ = run("parse", "--compact", folder / "page.html")
    assert out.count("\n") == 1
    assert list(json.loads(out)) == KEYS


@pytest.mark.parametrize("name", FORMATS)
def test_parse_format(name: str, folder: Path, run: Run) -> None:
    code, out, _ = run("parse", "--format", name, folder / "page.html")
    assert code == 0
    assert out == FORMATS[name](newsparse.parse(PAGE.encode()))


def test_parse_standard_input(program: Program) -> None:
    done = program("parse", "-", input=PAGE.encode("gb18030"))
    assert done.returncode == 0
    assert json.loads(done.stdout)["encoding"] == "gb18030"
    assert program("parse", "-", input=b"").stderr.startswith(b"newsparse: standard input: ")


def test_options_reach_the_library(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Any, ...]] = []

    def parse(
        page: bytes, url: str | None, *, content_type: str | None, options: newsparse.Options
    ) -> newsparse.Article:
        seen.append((page, url, content_type, options))
        return newsparse.Article(kind="other")

    monkeypatch.setattr(parse_command, "parse", parse)
    monkeypatch.setattr(extract_command, "parse", parse)
    page = folder / "page.html"
    args = ["--url", "https://e.com/1", "--content-type", "text/html; charset=big5", "--now", "2021-11-08T17:27+08:00"]
    args += ["--no-profiles", "--profiles", str(folder), "--profiles", ".", "--input", "text", "--jieba"]
    assert run("parse", page, *args)[0] == run("extract", page, *args)[0] == run("parse", page)[0] == 0
    read, url, content_type, options = seen[0]
    assert (read, url, content_type) == (PAGE.encode(), "https://e.com/1", "text/html; charset=big5")
    assert options.now is not None
    assert options.now.isoformat() == "2021-11-08T17:27:00+08:00"
    assert (options.profiles, options.profile_dirs) == (False, (str(folder), "."))
    assert (options.input, options.jieba) == ("text", True)
    assert seen[1] == seen[0]
    assert seen[2] == (PAGE.encode(), None, None, newsparse.Options())


# extract


def test_extract_to_a_file(good: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out.jsonl"
    code, printed, err = run("extract", good, "-o", out)
    records = lines(out.read_bytes().decode("utf-8"))
    assert (code, printed) == (0, "")
    assert re.fullmatch(r"newsparse: 2 pages in \d+\.\d s\.\n", err)
    assert [list(record) for record in records] == [["file", *KEYS]] * 2
    assert [record["file"] for record in records] == ["a.html", "b/c.htm"]
    assert [record["encoding"] for record in records] == ["gb18030", "utf-8"]
    assert {record["title"] for record in records} == {"石桥修好了"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good", "out.jsonl"]


def test_extract_to_standard_output(good: Path, run: Run) -> None:
    for output in ([], ["-o", "-"]):
        code, out, err = run("extract", good, *output)
        assert (code, names(out)) == (0, ["a.html", "b/c.htm"])
        assert err.startswith("newsparse: 2 pages in ")


def test_extract_goes_on_when_pages_fail(folder: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out.jsonl"
    code, _, err = run("extract", folder, "-o", out)
    errors = tmp_path / "out.jsonl.errors.jsonl"
    assert code == 3
    assert names(out.read_text(encoding="utf-8")) == ["page.html"]
    assert [(e["file"], e["error"]) for e in lines(errors.read_text(encoding="utf-8"))] == [
        ("blank.html", "EmptyPage"),
        ("empty.html", "EmptyPage"),
        ("photo.html", "BinaryPage"),
        ("report.html", "BinaryPage"),
    ]
    assert all(
        list(e) == ["file", "error", "reason"] and e["reason"] for e in lines(errors.read_text(encoding="utf-8"))
    )
    assert "5 pages in" in err
    assert f"4 failed (see {errors})" in err


def test_extract_without_a_file_tells_errors_on_standard_error(folder: Path, run: Run) -> None:
    code, out, err = run("extract", folder)
    *errors, summary = err.splitlines()
    assert (code, names(out)) == (3, ["page.html"])
    assert [json.loads(line)["file"] for line in errors] == ["blank.html", "empty.html", "photo.html", "report.html"]
    assert summary.endswith("4 failed.")


def test_extract_takes_an_old_error_file_away(good: Path, tmp_path: Path, run: Run) -> None:
    errors = tmp_path / "out.jsonl.errors.jsonl"
    errors.write_text("old", encoding="utf-8")
    assert run("extract", good, "-o", tmp_path / "out.jsonl")[0] == 0
    assert not errors.exists()


def test_a_bug_is_an_error_of_its_page(good: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[bytes] = []

    def broken(page: bytes, *_: object, **__: object) -> newsparse.Article:
        calls.append(page)
        if len(calls) == 1:
            raise RecursionError("too \ud800 deep")
        return newsparse.Article(kind="other")

    monkeypatch.setattr(extract_command, "parse", broken)
    out = tmp_path / "out.jsonl"
    assert run("extract", good, "-o", out)[0] == 3
    assert names(out.read_text(encoding="utf-8")) == ["b/c.htm"]
    error = json.loads((tmp_path / "out.jsonl.errors.jsonl").read_text(encoding="utf-8"))
    assert error == {"file": "a.html", "error": "RecursionError", "reason": "too \ufffd deep"}


def test_extract_keeps_the_old_file_when_it_is_interrupted(
    good: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(extract_command, "parse", interrupted)
    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")
    assert run("extract", good, "-o", out)[0] == 130
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good", "out.jsonl"]


def test_extract_order_is_that_of_code_points(tmp_path: Path, run: Run) -> None:
    wanted = ["B.html", "a-1.html", "a.html", "a/1.html", "a/b/1.html", "a0.html", "乙.html", "甲/1.html", "𠮷.html"]
    filled(tmp_path / "pages", dict.fromkeys(reversed(wanted), PAGE.encode()))
    assert wanted == sorted(wanted)
    assert names(run("extract", tmp_path / "pages")[1]) == wanted


def test_extract_takes_pages_by_name_or_content(tmp_path: Path, run: Run) -> None:
    html = {
        "1.HTML": b"x",
        "2.shtml": b"x",
        "3.xhtml": b"x",
        "4.txt": b"x",
        "view.php": b"\xef\xbb\xbf\n <!DOCTYPE HTML><p>x",
        "noext": b"<!-- saved --><html><p>x",
        "wide.asp": "\ufeff<html><p>石桥</p>".encode("utf-16-le"),
        "xml": b"<?xml version='1.0'?><html xmlns='x'><p>x</p></html>",
        ".hidden": b"<body>x",
    }
    other = {
        "a.json": b'{"a": "<html>"}',
        "b.css": b"p {}",
        "c.xml": b"<?xml?><rss>",
        "d": b"",
        "e.md": b"<pre>x",
        "f.gz": b"\x1f",
    }
    filled(tmp_path / "pages", {**html, **other})
    assert names(run("extract", tmp_path / "pages")[1]) == sorted(html)


def test_extract_leaves_its_own_output_out(good: Path, run: Run) -> None:
    for _ in range(2):
        assert run("extract", good, "-o", good / "all.txt")[0] == 0
        assert names((good / "all.txt").read_text(encoding="utf-8")) == ["a.html", "b/c.htm"]


def test_extract_one_page(folder: Path, run: Run) -> None:
    code, out, _ = run("extract", folder / "page.html")
    assert (code, names(out)) == (0, ["page.html"])


def test_extract_a_folder_without_pages(tmp_path: Path, run: Run) -> None:
    (tmp_path / "pages").mkdir()
    code, out, err = run("extract", tmp_path / "pages", "-o", tmp_path / "out.jsonl")
    assert (code, out) == (0, "")
    assert f"There is no page in {tmp_path / 'pages'}" in err
    assert (tmp_path / "out.jsonl").read_bytes() == b""


@needs_posix
def test_extract_keeps_links_and_modes(good: Path, tmp_path: Path, run: Run) -> None:
    real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    assert run("extract", good, "-o", link)[0] == 0
    assert link.is_symlink()
    assert len(real.read_text(encoding="utf-8").splitlines()) == 2
    assert real.stat().st_mode & 0o777 == 0o640


@needs_posix
def test_extract_to_a_device(folder: Path, run: Run) -> None:
    code, _, err = run("extract", folder, "-o", "/dev/null")
    assert code == 3
    assert '"file": "empty.html"' in err
    assert not Path("/dev/null.errors.jsonl").exists()


@needs_posix
def test_extract_passes_what_is_no_regular_file(good: Path, run: Run) -> None:
    os.mkfifo(good / "fifo.html")
    (good / "loop").symlink_to(good)
    (good / "gone.html").symlink_to(good / "none")
    (good / "link.html").symlink_to(good / "a.html")
    assert names(run("extract", good)[1]) == ["a.html", "b/c.htm", "link.html"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs names of any bytes")
def test_extract_names_of_any_bytes(tmp_path: Path, run: Run) -> None:
    (tmp_path / "pages").mkdir()
    with open(os.fsencode(tmp_path / "pages") + b"/\xc7\xc5\\.html", "wb") as file:  # noqa: PTH123 - bytes as a name
        file.write(PAGE.encode())
    assert names(run("extract", tmp_path / "pages")[1]) == ["\\xc7\\xc5\\.html"]


# explain


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


# Streams and locales


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "zh_CN.GBK"}, {"PYTHONUTF8": "0"}]
)
def test_output_is_utf8_whatever_the_locale(env: dict[str, str], tmp_path: Path, program: Program) -> None:
    filled(tmp_path, {"新闻.html": PAGE.encode()})
    done = program("parse", tmp_path / "新闻.html", env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "石桥修好了" in done.stdout.decode("utf-8")
    assert names(program("extract", tmp_path, env=env).stdout.decode("utf-8")) == ["新闻.html"]
    assert "没有.html" in program("parse", tmp_path / "没有.html", env=env).stderr.decode("utf-8")


@needs_posix
@pytest.mark.parametrize("redirect", [">&-", "<&- >&-", "> /dev/full"])
def test_closed_or_full_output(redirect: str, folder: Path) -> None:
    if "full" in redirect and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    command = f'"$0" -m newsparse parse "$1" {redirect}'
    shell = ["/bin/sh", "-c", command, sys.executable, str(folder / "page.html")]
    done = subprocess.run(shell, capture_output=True, check=False, timeout=60, env={"PYTHONPATH": str(ROOT / "src")})
    assert done.returncode == 1
    assert done.stderr.decode().startswith("newsparse: ")
    assert len(done.stderr.decode().splitlines()) == 1


@needs_posix
def test_a_reader_that_stops_is_no_error(tmp_path: Path) -> None:
    filled(tmp_path, {f"{number:03}.html": PAGE.encode() for number in range(100)})
    command = [sys.executable, "-m", "newsparse", "extract", str(tmp_path)]
    environment = {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 130


@needs_posix
def test_control_c() -> None:
    """A real signal, while the program waits for a page."""
    command = [sys.executable, "-X", "importtime", "-m", "newsparse", "parse", "-"]
    environment = {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stderr is not None
        while b"newsparse.cli.main" not in process.stderr.readline():
            pass
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.stderr.read().endswith(b"newsparse: Interrupted.\n")
        assert process.wait(timeout=60) == 130


# The rest


def test_version_and_schema(run: Run) -> None:
    assert run("--version") == (0, f"newsparse {newsparse.__version__}\n", "")
    code, out, _ = run("schema")
    assert (code, json.loads(out)) == (0, newsparse.schema())


@pytest.mark.parametrize("command", [[], *([command.__name__.rpartition(".")[2]] for command in COMMANDS)])
def test_help(command: list[str], run: Run) -> None:
    code, out, err = run(*command, "--help")
    assert (code, err) == (0, "")
    assert out.isascii()
    assert out.startswith("usage: newsparse")


def test_the_docs_name_every_command_option_and_exit_code() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    subparsers = next(action for action in parser()._actions if action.dest == "command")
    assert isinstance(subparsers.choices, dict)
    for name, command in subparsers.choices.items():
        assert f"newsparse {name}" in text
        for option in (option for action in command._actions for option in action.option_strings):
            assert option in ("-h", "--help") or f"{option}" in text
    assert re.findall(r"^\| (\d+) \|", text, re.MULTILINE) == ["0", "1", "2", "3", "130"]
    assert "|".join(FORMATS) in text.replace("\\|", "|")
