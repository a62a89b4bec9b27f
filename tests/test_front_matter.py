"""Front matter of Markdown: any text comes back from a YAML reader, does no harm to a viewer, and is no text again."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import dumps
import newsparse
from newsparse.article import Article
from newsparse.text.front_matter import KEYS, front_matter, without_front_matter
from sample import PAGE, ROOT, Run

_HARD = (
    r"""~|no|2021-11-08|- a: b # c|---|...|"\|'|😀|<script>go()</script>|[a](javascript:go)|![a](x)|{{ x }}|!!int 3"""
)
_HARD_TEXTS = [*_HARD.split("|"), "", " ", "\t", "桥\n---\n", "\x85 \u2028\ufeff", "\x00\x7f", "\ud800"]
_TEXTS = st.one_of(st.sampled_from(_HARD_TEXTS), st.text())
# What YAML 1.1 does not take in a file, and what ends a line for it.
_FORBIDDEN = re.compile("[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def _scrubbed(text: str) -> str:
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@given(_TEXTS, _TEXTS, st.lists(_TEXTS, max_size=3))
@example("<script>go()</script>", "[a](javascript:go)", _HARD_TEXTS)
def test_any_text_comes_back(title: str, source: str, authors: list[str]) -> None:
    text = front_matter({"title": title, "source": source, "authors": authors})
    opening, *rows, closing, end = text.split("\n")
    assert (opening, closing, end) == ("---", "---", "")
    assert not _FORBIDDEN.search(text)
    assert "<" not in text
    assert "](" not in text
    values = {key: json.loads(value) for key, value in (row.split(": ", 1) for row in rows)}
    assert values["url"] is values["published"] is None
    assert tuple(values) == KEYS
    known = [_scrubbed(value) for value in (title, source, *authors)]
    assert [values["title"], values["source"], *values["authors"]] == known


@given(_TEXTS, _TEXTS, st.lists(_TEXTS, max_size=3))
@example("~", "no", _HARD_TEXTS)
def test_a_yaml_reader_reads_it(title: str, url: str, authors: list[str]) -> None:
    yaml = pytest.importorskip("yaml")
    values = {"title": title, "url": url, "published": "2021-11-08", "source": None, "authors": authors}
    read = next(yaml.safe_load_all(front_matter(values)))
    assert read == {
        "title": _scrubbed(title),
        "url": _scrubbed(url),
        "published": "2021-11-08",
        "source": None,
        "authors": [_scrubbed(author) for author in authors],
    }


@given(_TEXTS, _TEXTS)
@example('"\n---\n', "桥")
def test_it_is_no_part_of_the_text(title: str, text: str) -> None:
    written = front_matter({"title": title, "authors": [title, title]})
    assert without_front_matter(written + text) == text
    assert without_front_matter(written.replace("\n", "\r\n") + text) == text
    assert without_front_matter(text) == text or text.startswith("---\ntitle")


def test_markdown_with_front_matter(article: Article) -> None:
    plain, whole = article.to_markdown(), article.to_markdown(front_matter=True)
    assert whole == (
        '---\ntitle: "石桥修好了"\nurl: "https://news.example.com/1.html"\npublished: "2021-11-08T17:27+08:00"\n'
        f'source: "滨城晚报"\nauthors: ["林小满"]\n---\n\n{plain}'
    )
    assert whole.split("\n\n")[0] in (ROOT / "docs" / "dumps.md").read_text(encoding="utf-8")
    assert 'url: "https://news.example.com/1.html"' in replace(article, url=None).to_markdown(front_matter=True)
    for text in (whole, whole.encode(), whole.replace("\n", "\r\n")):
        assert newsparse.parse(text).text == newsparse.parse(plain).text


def test_front_matter_of_parse(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "a.html"
    page.write_text(PAGE, encoding="utf-8")
    assert run("parse", page, "--format", "markdown")[1].startswith("# 石桥修好了")
    shown = run("parse", page, "--format", "markdown", "--front-matter", "--url", "https://a.example/1")[1]
    assert shown.startswith('---\ntitle: "石桥修好了"\nurl: "https://a.example/1"\n')
    run("parse", page, "-o", tmp_path / "a.md", "--front-matter", "--url", "https://a.example/1")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == shown
    assert 'source: "滨城晚报"' not in run("parse", tmp_path / "a.md", "--format", "text")[1]
    code, _, err = run("parse", page, "--format", "text", "--front-matter")
    assert (code, "--front-matter is for Markdown, not for text" in err) == (2, True)


def test_front_matter_of_extract(tmp_path: Path, run: Run) -> None:
    folder = dumps.folder(tmp_path / "in", dumps.pages(1))
    for option, begins in (
        ((), '---\ntitle: "滨城石桥修好了0"\nurl: "https://news.example.com/0.html"\n'),
        (("--no-front-matter",), "# 滨城"),
    ):
        assert run("extract", folder, "-o", tmp_path / "out", "--to", "markdown", *option)[0] == 0
        assert (tmp_path / "out/00/0000.html.md").read_text(encoding="utf-8").startswith(begins)
    code, _, err = run("extract", folder, "--no-front-matter")
    assert (code, "--no-front-matter is for Markdown, not for jsonl" in err) == (2, True)
