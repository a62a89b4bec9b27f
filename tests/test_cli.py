"""The command line program: what it prints, what it says, how it ends."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import newsparse
import tables
from newsparse.article import Article
from newsparse.cli import extract as extract_command
from newsparse.cli import page_options
from newsparse.cli import parse as parse_command
from newsparse.cli.brief import brief
from newsparse.cli.main import COMMANDS, main, parser
from newsparse.cli.terminal import width
from newsparse.render import FORMATS
from sample import KEYS, PAGE, ROOT, SOURCES, Program, Run, filled, names, needs_posix

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests" / "cases" / "cli.toml").read_text(encoding="utf-8"))[
    "cases"
]

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


class _Plain:
    """What a program may put in a standard stream's place: it takes text, no more."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None: ...

    def getvalue(self) -> str:
        return self.text


@pytest.mark.parametrize("stream", [io.StringIO, _Plain])
@pytest.mark.parametrize(
    ("args", "code", "out", "err"),
    [
        (["parse", "page.html"], 0, '"石桥修好了"', ""),
        (["parse", "page.html", "--format", "text"], 0, "石桥修好了\n", ""),
        (["parse", "none.html"], 1, "", "newsparse: There is no file"),
        (["extract", "page.html", "--workers", "0"], 0, '"file": "page.html"', "newsparse: 1 page in"),
        (["extract", "page.html", "empty.html", "--workers", "1", "-o", "o.jsonl"], 3, "", "1 failed"),
        (["explain", "page.html"], 0, "headline", ""),
        (["schema"], 0, "{", ""),
        (["--help"], 0, "COMMAND", ""),
        (["pasre"], 2, "", "did you mean parse?"),
    ],
)
def test_within_a_program_that_redirects(
    args: list[str], code: int, out: str, err: str, stream: type[Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with contextlib.redirect_stdout(stream()) as shown, contextlib.redirect_stderr(stream()) as said:
        assert main(args) == code
    assert out in shown.getvalue()
    assert err in said.getvalue()
    assert bool(shown.getvalue()) == bool(out)
    assert bool(said.getvalue()) == bool(err)


def test_streams_that_a_program_has_closed(folder: Path) -> None:
    closed, given = io.StringIO(), io.StringIO("<h1>渡口的灯</h1><p>渡口的灯昨晚亮了。</p>")
    closed.close()
    with contextlib.redirect_stderr(closed), contextlib.redirect_stdout(closed):
        assert main(["parse", str(folder / "page.html")]) == 1
        assert main(["extract", str(folder / "page.html"), "-o", str(folder / "o.jsonl"), "--workers", "0"]) == 0
    with contextlib.redirect_stdout(io.StringIO()) as shown, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", given)
        assert main(["parse", "-", "--format", "text"]) == 0
    assert "渡口的灯昨晚亮了。" in shown.getvalue()


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


@pytest.mark.parametrize(("text", "says"), [
    ('callback([{"html": "<p>石桥"}])', "a script with JSON in it (callback(…)"),
    ('var data = {"html": "<p>石桥"}', "a script with JSON in it (var data =…)"),
    ('\ufeff {"a": 1}', "It is JSON"),
    ('<?xml version="1.0"?><urlset xmlns="x"><url/></urlset>', "XML (<urlset>)"),
    ('<?xml version="1.0"?><!-- a --><a:feed xmlns:a="x"/>', "a feed"),
])  # fmt: skip
def test_text_that_is_no_page(text: str, says: str) -> None:
    for page in (text, text.encode(), text.encode("utf-16")):
        with pytest.raises(newsparse.InputError, match=re.escape(says)):
            newsparse.parse(page)


@pytest.mark.parametrize("command", ["parse", "explain"])
def test_one_page_of_what_is_none(command: str, tmp_path: Path, run: Run) -> None:
    for name in tables.READ:
        if name in ("table.txt", "named_otherwise.dat"):
            continue  # nothing tells it from text: it is a page of text
        path = tmp_path / name
        path.write_bytes(tables.READ[name](tables.TEXTS))
        code, out, err = run(command, path)
        assert (code, out) == (1, "")
        assert err.startswith((f"newsparse: {path}: It is ", f"newsparse: {path} is a table."))
        assert "newsparse extract" in err
    assert name == "xhtml.atom"
    assert run(command, path, "--input", "text")[0] == 0


def test_parse_a_saved_page(tmp_path: Path, run: Run) -> None:
    for name, data in tables.SAVED.items():
        if name.endswith(".json"):
            continue
        (tmp_path / name).write_bytes(data)
        code, out, err = run("parse", tmp_path / name)
        record = json.loads(out)
        assert (code, err) == (0, "")
        assert (record["title"], record["source"]) == (tables.TITLES[0], "滨城晚报")
        assert record["warnings"] == []
        assert record["url"] == (None if name.startswith(("single", "saved")) else "https://e.com/0")
        assert "data:" not in json.dumps(record["images"])


def test_a_saved_page_that_is_cut_says_so() -> None:
    data = tables.mhtml(tables.TEXTS[0].encode(), cut=True)
    article = newsparse.parse(data, "https://e.com/1")
    assert article.warnings == ("The MHTML file is cut off: the page in it has no end mark.",)
    assert article.url == "https://e.com/1"
    assert newsparse.parse(data.decode()).title == article.title


@pytest.mark.parametrize("data", [
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n" + b"--a\nContent-Type: multipart/x\n" * 2000,
    b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n--a\n",
    b"MIME-Version: 1.0\nContent-Type: text/html; charset*=x'y'%ff; charset*0=b" + b";a=b" * 50000 + b"\n\n",
    b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n===",
    b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: x-uuencode\n\nbegin\n\xff",
])  # fmt: skip
def test_hostile_mhtml_ends_in_a_typed_error_or_a_page(data: bytes) -> None:
    with contextlib.suppress(newsparse.NewsparseError):
        newsparse.parse(data)


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


@pytest.mark.parametrize("line", ['{"file": "a"', "[1]", '{"file": ' + "[" * 200_000, '{"a": ' * 100_000])
@pytest.mark.parametrize("command", ["stats", "audit", "diff"])
def test_no_records(command: str, line: str, tmp_path: Path, run: Run) -> None:
    """Files of other programs, or broken ones: the line is named."""
    (tmp_path / "out.jsonl").write_text('{"file": "a", "kind": "other"}\n' + line + "\n", encoding="utf-8")
    code, out, err = run(command, *[tmp_path / "out.jsonl"] * (2 if command == "diff" else 1))
    assert (code, out) == (1, "")
    assert "Line 2 of" in err


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


@pytest.mark.parametrize("name", ["text", "markdown", "html", "json", "brief"])
def test_parse_tells_a_warning_once(name: str, tmp_path: Path, run: Run) -> None:
    page = filled(tmp_path, {"a.html": PAGE.replace("<h1>", "<b><i>" * 9 + "<h1>").encode()}) / "a.html"
    _, out, err = run("parse", page, "--format", name, "--max-depth", "12")
    assert err.count("newsparse: Warning: ") == (name not in ("json", "brief"))
    assert (out + err).count("max_depth=12") == 1


def test_parse_to_a_file(folder: Path, tmp_path: Path, run: Run) -> None:
    for name, wanted in (("a.json", "json"), ("a.MD", "markdown"), ("a.txt", "text"), ("a.html", "html")):
        assert run("parse", folder / "page.html", "-o", tmp_path / name) == (0, "", "")
        assert (tmp_path / name).read_text(encoding="utf-8") == run("parse", folder / "page.html", "--format", wanted)[
            1
        ]
    run("parse", folder / "page.html", "-o", tmp_path / "odd.x", "--format", "text")
    assert (tmp_path / "odd.x").read_bytes() == (tmp_path / "a.txt").read_bytes()


def test_parse_some_fields(folder: Path, run: Run) -> None:
    code, out, _ = run("parse", folder / "page.html", "--fields", "source,title")
    assert (code, list(json.loads(out))) == (0, ["title", "source"])
    assert "\n" not in run("parse", folder / "page.html", "--fields", "title", "--compact")[1].rstrip("\n")


def test_parse_on_a_terminal_is_brief(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    record = json.loads(run("parse", folder / "page.html")[1])
    monkeypatch.setattr("newsparse.cli.parse.is_terminal", lambda: True)
    code, out, said = run("parse", folder / "page.html")
    assert (code, out.split("\n")[0]) == (0, record["title"])
    assert "--format json" in said
    assert run("parse", folder / "page.html", "--format", "brief") == (0, out, "")
    assert json.loads(run("parse", folder / "page.html", "--format", "json")[1]) == record
    assert json.loads(run("parse", folder / "page.html", "--compact")[1]) == record


@pytest.mark.parametrize("name", ["text", "markdown", "html", "brief"])
def test_a_terminal_obeys_no_page(name: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.html").write_text(PAGE.replace("石桥", "石\x1b[31m\x07\x9b桥"), encoding="utf-8")
    monkeypatch.setattr("newsparse.cli.parse.is_terminal", lambda: True)
    out = run("parse", tmp_path / "page.html", "--format", name)[1]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)
    assert "桥" in out


def test_brief_shows_the_keywords_that_were_asked_for(folder: Path, run: Run) -> None:
    page = folder / "page.html"
    assert "keywords:" not in run("parse", page, "--format", "brief")[1]
    found = newsparse.parse(page.read_bytes(), options=newsparse.Options(keywords=2)).computed_keywords
    assert f"keywords: {'、'.join(found)}\n" in run("parse", page, "--format", "brief", "--keywords", "2")[1]


def test_brief_obeys_no_page(article: Article) -> None:
    long = replace(
        article, title="灯\x1b[31m亮了\u202e", text="\n".join(["灯" * 900, "桥", *"一二三四"]), warnings=("慢" * 300,)
    )
    shown = brief(long, 60)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert max(map(width, shown.split("\n"))) <= 60
    assert "… 3 more lines" in shown
    assert "(no title)" in brief(Article(kind="other"), 60)


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
    args += [
        "--no-profiles",
        "--profiles",
        str(folder),
        "--profiles",
        ".",
        "--input",
        "text",
        "--jieba",
        "--as",
        "list",
    ]
    assert run("parse", page, *args)[0] == run("extract", page, *args)[0] == run("parse", page)[0] == 0
    read, url, content_type, options = seen[0]
    assert (read, url, content_type) == (PAGE.encode(), "https://e.com/1", "text/html; charset=big5")
    assert options.now is not None
    assert options.now.isoformat() == "2021-11-08T17:27:00+08:00"
    assert (options.profiles, options.profile_dirs) == (False, (str(folder), "."))
    assert (options.input, options.jieba, options.kind) == ("text", True, "list")
    assert seen[1] == seen[0]
    assert seen[2] == (PAGE.encode(), None, None, newsparse.Options())


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
    done = subprocess.run(shell, capture_output=True, check=False, timeout=60, env={"PYTHONPATH": SOURCES})
    assert done.returncode == 1
    assert done.stderr.decode().startswith("newsparse: ")
    assert len(done.stderr.decode().splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero here")
@pytest.mark.parametrize("command", [["parse"], ["explain"], ["explain", "--html", "-"]], ids="-".join)
def test_a_page_without_end(command: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_options, "_MOST_READ", 1 << 20)
    code, _, err = run(*command, "/dev/zero", "--max-page", "1000")
    assert code == 1
    assert "empty" in err


@needs_posix
def test_a_reader_that_stops_is_no_error(tmp_path: Path) -> None:
    filled(tmp_path, {f"{number:03}.html": PAGE.encode() for number in range(100)})
    command = [sys.executable, "-m", "newsparse", "extract", str(tmp_path)]
    environment = {"PYTHONPATH": SOURCES}
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
    environment = {"PYTHONPATH": SOURCES}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stderr is not None
        while b"newsparse.cli.main" not in process.stderr.readline():
            pass
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60)[1].endswith(b"newsparse: Interrupted.\n")
        assert process.returncode == 130


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
    assert re.findall(r"^\| (\d+) \|", text, re.MULTILINE) == ["0", "1", "2", "3", "4", "130"]
    assert "|".join(FORMATS) in text.replace("\\|", "|")
