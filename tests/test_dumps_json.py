"""JSON files whose rows stand under keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import dumps
from newsparse.dumps.inputs import inputs_of, read_inputs
from newsparse.dumps.inputs.opened import Context
from sample import Run, lines

_PAGES = [dumps.page(number).decode() for number in range(4)]
_ROW = {"html": _PAGES[0], "id": 7}
_A, _B = (None, {"key": "a", "id": 7}), (None, {"key": "b", "id": 7})
CASES: dict[str, tuple[Any, list[tuple[str | None, Any]], str]] = {
    "keys are addresses": (
        {"https://e.com/a": _PAGES[0], "http://e.com/b": _PAGES[1]},
        [("https://e.com/a", None), ("http://e.com/b", None)],
        "",
    ),
    "keys are names": (
        {"a": _PAGES[0], "n": 3, "none": None, "b": _PAGES[1]},
        [(None, {"key": "a"}), (None, {"key": "b"})],
        "",
    ),
    "rows have addresses": (
        {"https://e.com/a": {"url": "https://e.com/x", **_ROW}, "b": _ROW},
        [("https://e.com/x", {"id": 7}), _B],
        "",
    ),
    "rows have keys": (
        {"a": {"key": 9, **_ROW}, "b": {**_ROW, "key": 8}},
        [(None, {"key": 9, "id": 7}), (None, {"key": 8, "id": 7})],
        "",
    ),
    "one page": ({"id": 1, "html": _PAGES[0], "other": {"x": "y"}}, [(None, {"id": 1, "other": {"x": "y"}})], ""),
    "two views": ({"html": _PAGES[0], "mobile": _PAGES[1]}, [(None, {"mobile": _PAGES[1]})], ""),
    "one page under a key": ({"data": _ROW, "meta": {"id": "x"}}, [(None, {"id": 7})], ""),
    "another column beside": ({"a": [_ROW], "b": [{"text": _PAGES[1]}]}, [(None, {"id": 7})], "under the key b"),
    "a page beside": ({"a": [_ROW], "b": _PAGES[1], "c": "x" * 99}, [(None, {"id": 7})], "under the key b"),
    "texts before objects": ([1, _PAGES[0], _PAGES[1]], [(None, None), (None, None)], "no object"),
    "more under a key": ({"data": {"a": _ROW, "b": _ROW, "c": [_ROW]}}, [_A, _B], "under the key c"),
    "more beside": ({"data": {"a": _ROW, "b": _ROW}, "more": {"c": _ROW}}, [_A, _B], "under the key more"),
}


@pytest.mark.parametrize("kind", CASES)
def test_rows_under_keys(kind: str, tmp_path: Path, run: Run) -> None:
    value, expected, said = CASES[kind]
    (tmp_path / "d.json").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    code, out, err = run("extract", tmp_path / "d.json", "--workers", "0")
    assert code == (3 if said else 0), err
    assert [(record["url"], _carried(record)) for record in lines(out)] == expected
    assert said in err
    items = list(read_inputs(inputs_of([tmp_path / "d.json"]), (), Context()))
    for number, item in enumerate(items):
        assert list(read_inputs(inputs_of([tmp_path / "d.json"]), item.position, Context())) == items[number + 1 :]


def _carried(record: dict[str, Any]) -> dict[str, Any] | None:
    carried = {key: value for key, value in record.get("carried", {}).items() if key != "url"}
    return carried or None
