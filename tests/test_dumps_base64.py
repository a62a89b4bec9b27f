"""Pages of tables in Base64: read, or an error says what is wrong; what is none stays as it is."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

import dumps
from newsparse.dumps.batch import read_batch
from newsparse.dumps.inputs.base64_pages import looks_like_base64_html, out_of_base64
from newsparse.dumps.job import Job
from newsparse.dumps.pages import RawPage
from newsparse.errors import InputError
from sample import Run, lines

_PAGE = dumps.page(3)
_CODED = base64.b64encode(_PAGE).decode()
_STORY = "石桥昨天修好了，居民们走上新路。\n工人换下了旧板，用了两个星期。"

STAYS: dict[str, str | bytes] = {
    "a page": _PAGE.decode(),
    "bytes of a page": _PAGE,
    "a long word": "a" * 61,
    "long words": "Internationalization" * 8,
    "no Base64 behind its beginning": f"{'a' * 61}, and a text that goes on",
    "a wide text": _CODED.encode("utf-16"),
    "Chinese": "石桥" * 99,
    "nothing": "",
}


@pytest.mark.parametrize("kind", STAYS)
def test_what_is_no_base64_stays(kind: str) -> None:
    assert out_of_base64(STAYS[kind]) == STAYS[kind]
    assert not looks_like_base64_html(STAYS[kind])


@pytest.mark.parametrize(
    "coded", [_CODED, _CODED.encode(), f"\n {_CODED}\n", f"data:text/html;charset=utf-8;base64,{_CODED}"]
)
def test_a_page_in_base64(coded: str | bytes) -> None:
    assert out_of_base64(coded) == _PAGE
    assert looks_like_base64_html(coded)


@pytest.mark.parametrize("page", [_PAGE.decode().encode("gb18030"), _STORY.encode(), b"\x89PNG\r\n\x1a\n" + bytes(99)])
def test_what_is_decoded(page: bytes) -> None:
    assert out_of_base64(base64.b64encode(page)) == page


@pytest.mark.parametrize("coded", [_CODED[:301], f"{_CODED[:300]}!{_CODED[300:]}", f"{_CODED}==="])
def test_a_page_in_broken_base64_is_an_error(coded: str) -> None:
    with pytest.raises(InputError, match="Base64, which is broken"):
        out_of_base64(coded)


@pytest.mark.parametrize(("inner", "error"), [(_STORY.encode(), None), (bytes(range(256)) * 9, "BinaryPage")])
def test_what_else_may_be_in_base64(inner: bytes, error: str | None) -> None:
    page = RawPage("d.jsonl#1", f"data:text/plain;base64,{base64.b64encode(inner).decode()}")
    (outcome,) = read_batch([page], Job())
    assert (outcome.fault.error if outcome.fault else None) == error
    assert outcome.record is None or _STORY in outcome.record["text"]


@pytest.mark.parametrize("as_bytes", [True, False])
def test_a_column_of_parquet_in_base64(as_bytes: bool, tmp_path: Path, run: Run) -> None:
    pytest.importorskip("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"seite": [_CODED.encode() if as_bytes else _CODED]}), tmp_path / "d.parquet")
    code, out, err = run("extract", tmp_path / "d.parquet", "--workers", "0")
    assert code == 0, err
    assert [record["title"] for record in lines(out)] == ["云岭石桥修好了3"]
