"""Files beside pages that begin as nothing known: those that may be a story are counted and named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dumps
from newsparse.dumps.pages import Fault
from newsparse.dumps.passed_over import PassedOver
from sample import Run, lines, names

_STORY = "石桥昨天修好了，居民走上新路。" * 30
NAMED = {
    "story": _STORY.encode(),
    "story.md": f"# 石桥\n{_STORY}".encode(),
    "part": f"<span>{_STORY}</span>".encode(),
    "wide": _STORY.encode("utf-16"),
    "packed.gz": dumps.PACKINGS["gz"](_STORY.encode()),
    "meta.json": json.dumps({"about": "b" * 900}).encode(),
    "deep.json": json.dumps({"a": {"b": {"c": {"d": {"e": [{"html": _STORY}]}}}}}).encode(),
    "script": f'back([{{"html": "{_STORY}"}}]);'.encode(),
    "notes.xml": f"<?xml version='1.0'?><notes>{_STORY}</notes>".encode(),
}
OTHERS = {
    "note": b"see a.html",
    "meta.json.gz": dumps.PACKINGS["gz"](b'{"about": 1}'),
    "style.css": b"p {}" * 200,
    "font.woff2": b"wOF2" + bytes(900),
    "x.bin": bytes(range(256)) * 9,
    "spaces": b" " * 900,
}


@pytest.mark.parametrize("workers", ["0", "1"])
@pytest.mark.parametrize("place", ["folder", "zip", "tar in zip"])
def test_files_that_begin_as_nothing_known(place: str, workers: str, tmp_path: Path, run: Run) -> None:
    given, summary = tmp_path / "in", tmp_path / "s.json"
    some = [("a.html", dumps.page(1)), *NAMED.items(), *OTHERS.items()]
    dumps.folder(given, [("d.zip", b"")] if place != "folder" else some)
    if place != "folder":
        dumps.zip_of(given / "d.zip", some if place == "zip" else [("i.tar", dumps.tar_bytes(some))])
    code, out, err = run("extract", given, "--workers", workers, "--summary", summary)
    told = json.loads(summary.read_text(encoding="utf-8"))
    prefix = {"folder": "", "zip": "d.zip!/", "tar in zip": "d.zip!/i.tar!/"}[place]
    assert (code, names(out)) == (0, [f"{prefix}a.html"])
    assert {file["file"] for file in told["files"]} == {prefix + name for name in NAMED}
    assert (told["passed_files"], told["passed_tables"], told["failed"]) == (len(NAMED), 0, 0)
    assert err.count("Passed over, ") == 4  # three by their names, the others by their number
    assert "6 more files" in err


def test_a_file_that_is_named_is_read(tmp_path: Path, run: Run) -> None:
    (tmp_path / "story").write_bytes(NAMED["story"])
    code, out, err = run("extract", tmp_path / "story", "--workers", "0")
    assert (code, names(out), "Passed over" in err) == (0, ["story"], False)
    assert lines(out)[0]["warnings"] == ["The file begins as nothing that is known: it was read as one page."]


@pytest.mark.parametrize(
    ("name", "said"), [("meta.json", "JSON without a list"), ("script", "Save the JSON alone"), ("part", "a name that")]
)
def test_it_is_said_what_a_file_is(name: str, said: str, tmp_path: Path, run: Run) -> None:
    dumps.folder(tmp_path, [("a.html", dumps.page(1)), (name, NAMED[name])])
    code, out, err = run("extract", tmp_path, "--workers", "0")
    assert (code, names(out)) == (0, ["a.html"])
    assert f"Passed over, a file: {name}. It " in err
    assert said in err


@pytest.mark.parametrize("name", ["a.html", "b.txt", "c.html.gz"])
def test_pages_that_were_joined_are_said(name: str, tmp_path: Path, run: Run) -> None:
    page = dumps.page(1)
    for number, data in enumerate([page, page + b"\r\n" + dumps.page(2)]):
        dumps.folder(tmp_path, [(name, dumps.PACKINGS["gz"](data) if name.endswith(".gz") else data)])
        code, out, err = run("extract", tmp_path, "--workers", "0")
        assert (code, names(out)) == (0, [name]), err
        assert [warning.count("another one begins") for warning in lines(out)[0]["warnings"]] == [1] * number


@pytest.mark.parametrize("name", ["d.json", "d.csv.gz", "d.jsonl"])
def test_a_page_that_is_called_as_a_table_is(name: str, tmp_path: Path, run: Run) -> None:
    """Rows behind it are not read, but those of JSON Lines."""
    data = dumps.page(1) + b"\n" + (b"" if name == "d.jsonl" else dumps.jsonl_bytes(dumps.pages(2)))
    dumps.folder(tmp_path, [(name, dumps.PACKINGS["gz"](data) if name.endswith(".gz") else data)])
    code, out, err = run("extract", tmp_path, "--workers", "0")
    assert (code, names(out)) == (0, [name]), err
    assert "rows behind it were not" in lines(out)[0]["warnings"][0]


def test_a_file_in_the_innermost_archive_is_none_too_many(tmp_path: Path, run: Run) -> None:
    data = dumps.tar_bytes([("a.html", dumps.page(1)), ("story", NAMED["story"])])
    for number in range(3):
        data = dumps.tar_bytes([(f"{number}.tar", data)])
    (tmp_path / "d.tar").write_bytes(data)
    code, out, err = run("extract", tmp_path / "d.tar", "--workers", "0")
    assert (code, len(names(out)), err.count("begins as nothing that is known")) == (0, 1, 1)


def test_what_was_passed_over_adds_up() -> None:
    told, more = PassedOver(), PassedOver()
    for number in range(25):
        more.note(Fault(str(number), "UnknownFile" if number % 2 else "InputError", "x"))
        told.add(more.take())
    assert (told.tables.count, told.files.count, more.tables.count, more.files.count) == (13, 12, 0, 0)
    assert [file["file"] for file in told.to_json()["files"]] == [str(number) for number in range(1, 25, 2)]
