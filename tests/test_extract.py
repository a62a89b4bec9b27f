"""newsparse extract: which pages, which lines, which file."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

import newsparse
from newsparse.cli import extract as extract_command
from sample import KEYS, PAGE, Run, filled, lines, names, needs_posix


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
        assert run("extract", good, "-o", good / "all.txt", "--to", "jsonl")[0] == 0
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


@needs_posix
def test_links_that_lead_out_are_told(good: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.html").write_text(PAGE, encoding="utf-8")
    (good / "b" / "out.html").symlink_to(tmp_path / "secret" / "s.html")
    (good / "b" / "data.zip").symlink_to(tmp_path / "secret" / "s.html")
    (good / "b" / "in.html").symlink_to(good / "a.html")
    code, out, err = run("extract", good)
    assert (code, names(out)) == (3, ["a.html", "b/c.htm", "b/in.html"])
    assert [line["file"] for line in lines("\n".join(err.splitlines()[:-1]))] == ["b/data.zip", "b/out.html"]
    code, out, _ = run("extract", good, "--follow-links")
    assert (code, names(out)) == (0, ["a.html", "b/c.htm", "b/data.zip", "b/in.html", "b/out.html"])


@pytest.mark.skipif(sys.platform != "linux", reason="needs names of any bytes")
def test_extract_names_of_any_bytes(tmp_path: Path, run: Run) -> None:
    (tmp_path / "pages").mkdir()
    with open(os.fsencode(tmp_path / "pages") + b"/\xc7\xc5\\.html", "wb") as file:  # noqa: PTH123 - bytes as a name
        file.write(PAGE.encode())
    assert names(run("extract", tmp_path / "pages")[1]) == ["\\xc7\\xc5\\.html"]
