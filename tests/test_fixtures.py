"""Whole pages: each folder of fixtures/ holds a page and the record it must give (see fixtures/README.md)."""

from __future__ import annotations

import difflib
import functools
import json
import re
from pathlib import Path
from typing import Any

import pytest

import newsparse

FIXTURES = Path(__file__).parent.parent / "fixtures"
FOLDERS = sorted(page.parent.name for page in FIXTURES.glob("*/page.html"))
TIMES = {"published", "modified"}
META_KEYS = {"shape", "why", "url", "content_type", "options", "xfail"}
# Fields in which order says nothing: a name may stand above the body, below it, or both.
UNORDERED = {"credits"}
OFFSET = re.compile(r"[+-]\d\d:\d\d$")


def load(folder: str, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FIXTURES / folder / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


@functools.cache
def record(folder: str) -> dict[str, Any]:
    """What newsparse makes of the page; one parse serves all the tests of a folder."""
    meta = load(folder, "meta")
    article = newsparse.parse(
        (FIXTURES / folder / "page.html").read_bytes(),
        meta["url"],
        content_type=meta["content_type"],
        options=newsparse.Options(**meta.get("options", {})),
    )
    return article.to_dict()


def cases() -> list[Any]:
    """A case for each field that an article.json states; a known failure is an xfail in meta.json, and strict."""
    out = []
    for folder in FOLDERS:
        known = load(folder, "meta").get("xfail", {})
        for field in load(folder, "article"):
            marks = [pytest.mark.xfail(reason=known[field], strict=True)] if field in known else []
            out.append(pytest.param(folder, field, marks=marks, id=f"{folder}-{field}"))
    return out


def plain(value: Any) -> Any:
    """The value with each run of white space as one space: the width of a gap is the page's affair."""
    match value:
        case str():
            return re.sub(r"\s+", " ", value).strip()
        case list():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
    return value


def cut(got: Any, want: Any) -> Any:
    """``got`` with no more keys than ``want`` states: a credit's organization counts only where it is stated."""
    match got, want:
        case dict(), dict():
            return {key: got.get(key) for key in want}
        case list(), list() if len(got) == len(want):
            return [cut(g, w) for g, w in zip(got, want, strict=True)]
    return got


def time_to_precision(got: str | None, want: str | None) -> str | None:
    """``got`` cut to the precision of ``want``: a page may tell the minute in its byline, the second in its head."""
    if got is None or want is None:
        return got
    clock, offset = split_offset(got)
    want_clock, want_offset = split_offset(want)
    return clock[: len(want_clock)] + (offset if want_offset else "")


def split_offset(time: str) -> tuple[str, str]:
    """A time and its offset from UTC, "" where it has none, as a bare day has none."""
    offset = OFFSET.search(time)
    return (time[: offset.start()], offset.group()) if offset else (time, "")


def asked_credits(got: list[dict[str, Any]], want: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The credits to compare: photographers, often told in captions only, count where the expectation names one."""
    if not any(credit["role"] == "photographer" for credit in want):
        got = [credit for credit in got if credit["role"] != "photographer"]
    return sorted(got, key=lambda credit: (credit["role"], credit["name"]))


def comparable(field: str, got: Any, want: Any) -> tuple[Any, Any]:
    if field == "text":
        return [plain(line) for line in got.split("\n") if line], [plain(line) for line in want]
    if field in TIMES:
        return time_to_precision(got, want), want
    if field in UNORDERED:
        got, want = asked_credits(got, want), asked_credits(want, want)
    return plain(cut(got, want)), plain(want)


def difference(got: Any, want: Any) -> str:
    """A line diff: ``-`` is expected and missing, ``+`` is there and should not be."""
    return "\n".join(line for line in difflib.ndiff(lines(want), lines(got)) if not line.startswith("?"))


def lines(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in items]


@pytest.mark.parametrize(("folder", "field"), cases())
def test_field(folder: str, field: str) -> None:
    actual = record(folder)
    assert field in actual, f"the record has no field {field!r}"
    got, want = comparable(field, actual[field], load(folder, "article")[field])
    assert got == want, f"{folder}: {field}\n{difference(got, want)}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_folder_is_whole(folder: str) -> None:
    meta, article = load(folder, "meta"), load(folder, "article")
    assert meta.keys() <= META_KEYS
    assert meta["shape"], "meta.json says which template the page follows"
    assert meta["why"], "meta.json says why the page is here"
    assert meta["url"].startswith("http")
    assert meta.get("xfail", {}).keys() <= article.keys(), "an xfail names a field that article.json states"
    assert {"kind", "encoding"} <= article.keys()
    (FIXTURES / folder / "page.html").read_bytes().decode(article["encoding"])
    # What the body of a list or a forum is, is open.
    assert ("text" in article) == (article["kind"] == "article")
    assert set(article.get("headings", ())) <= set(article.get("text", ()))


def test_readme_names_every_folder() -> None:
    table = re.findall(r"^\| `([^`]+)` \|", (FIXTURES / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert table == FOLDERS


@pytest.mark.parametrize(
    ("got", "want", "cut_to"),
    [
        ("2021-11-08T17:27:41+08:00", "2021-11-08T17:27+08:00", "2021-11-08T17:27+08:00"),
        ("2021-11-08T17:27:41+08:00", "2021-11-08", "2021-11-08"),
        ("2021-11-08T17:27:41+08:00", "2021-11-08T17:27:41+08:00", "2021-11-08T17:27:41+08:00"),
        ("2021-11-08", "2021-11-08T17:27+08:00", "2021-11-08"),
        ("2021-11-08T17:27:41+09:00", "2021-11-08T17:27+08:00", "2021-11-08T17:27+09:00"),
        (None, "2021-11-08", None),
    ],
)
def test_time_to_precision(got: str | None, want: str, cut_to: str | None) -> None:
    assert time_to_precision(got, want) == cut_to
