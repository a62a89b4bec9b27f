"""Words by jieba: its own results, and nothing of it that a program could notice."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

import newsparse
from newsparse import jieba_words as words
from newsparse.errors import MissingExtra, OptionsError
from newsparse.installs import install_line
from sample import FULL_PAGE, ROOT, Run, lines

PAGES = sorted((ROOT / "fixtures").glob("*/page.html"))
TEXT = "古镇的石桥修好了，居民出行少绕两公里。修桥的工匠给每块石头编号，石桥修旧如旧。The bridge is open."


def test_keywords() -> None:
    assert words.keywords(TEXT, 1) == ("石桥",)
    assert len(words.keywords(TEXT, 5)) == 5
    assert "the" not in {word.lower() for word in words.keywords(TEXT, 100)}
    assert all(len(word) > 1 for word in words.keywords(TEXT, 100))


@pytest.mark.parametrize(("text", "n"), [("", 5), (" \n", 5), (TEXT, 0), (TEXT, -1), ("。", 5)])
def test_no_keywords(text: str, n: int) -> None:
    assert words.keywords(text, n) == ()


def test_keywords_are_those_of_jieba(tmp_path: Path) -> None:
    chinese = TEXT.partition("The")[0]
    code = f"import jieba.analyse as a; print(ascii(tuple(a.extract_tags({chinese!r}, 20))), end='')"
    assert _python(code, tmp_path, warnings="ignore").stdout.decode() == ascii(words.keywords(chinese, 20))


# With rjieba

# What the two cut apart differently by themselves: figures and letters with signs, Han outside jieba's range.
MIXED = (
    "2021-11-08于news.example.com公布，HYD-280型与T恤、AT&T、C++、卡拉OK、600000.SH，涨3.14%至50%，a_b",
    "㐀㐀桥𠀀𠀀石桥﨎﨎修鿿鿿好龥了々〇，ＡＢ１２①Ⅳ",
    "石 桥\n\n石桥\r\n　石桥\t。",
)


def _needs_rjieba() -> None:
    pytest.importorskip("rjieba", reason="needs rjieba (pip install 'newsparse[rjieba]')")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_rjieba_gives_the_same_keywords(page: Path) -> None:
    _needs_rjieba()
    text = newsparse.parse(page.read_bytes()).text
    assert list(words._cut_by_rjieba(text)) == list(words._tokenizer().cut(text))
    assert words.keywords(text, 50, "rjieba") == words.keywords(text, 50)


@pytest.mark.parametrize("text", MIXED)
def test_rjieba_cuts_as_jieba_does(text: str) -> None:
    _needs_rjieba()
    assert list(words._cut_by_rjieba(text)) == list(words._tokenizer().cut(text))


@examples(st.text(st.sampled_from("".join([TEXT, *MIXED])), max_size=40))
def test_rjieba_cuts_anything_as_jieba_does(text: str) -> None:
    _needs_rjieba()
    assert list(words._cut_by_rjieba(text)) == list(words._tokenizer().cut(text))


def test_words_that_a_program_adds_to_rjieba_change_nothing() -> None:
    _needs_rjieba()
    import rjieba  # type: ignore[import-not-found, unused-ignore]

    before = list(words._cut_by_rjieba("石桥修旧如旧"))
    rjieba.add_word("石桥修旧如旧", 10**6, "n")
    assert rjieba.cut("石桥修旧如旧") == ["石桥修旧如旧"]
    assert list(words._cut_by_rjieba("石桥修旧如旧")) == before


# As an option


def test_a_record_has_the_keywords_that_are_asked_for() -> None:
    assert newsparse.parse(FULL_PAGE).computed_keywords == ()
    made = newsparse.parse(FULL_PAGE, options=newsparse.Options(keywords=3))
    assert made.computed_keywords == made.extract_keywords(3)
    assert len(made.computed_keywords) == 3
    assert made.keywords == ("渡口", "新船")  # the page's own are left alone
    assert newsparse.explain(FULL_PAGE, options=newsparse.Options(keywords=3)).article == made


def test_a_word_without_end_is_no_keyword() -> None:
    assert words.keywords(f"{'a' * 60} {'b' * 61}", 9) == ("a" * 60,)


def test_an_unknown_segmenter() -> None:
    with pytest.raises(OptionsError, match=r"segmenter='mecab' is not one of jieba, rjieba\."):
        newsparse.parse(FULL_PAGE).extract_keywords(3, "mecab")  # type: ignore[arg-type]


@pytest.mark.parametrize("command", ["parse", "extract"])
def test_a_segmenter_that_is_not_there(command: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    monkeypatch.setattr(words, "_rjieba", words._rjieba.__wrapped__)  # type: ignore[attr-defined]
    (tmp_path / "page.html").write_text(FULL_PAGE, encoding="utf-8")
    code, out, said = run(command, tmp_path / "page.html", "--keywords", 3, "--segmenter", "rjieba")
    assert (code, out) == (1, "")
    assert install_line("rjieba") in said
    assert run(command, tmp_path / "page.html", "--keywords", 3)[0] == 0
    options = newsparse.Options(keywords=3, segmenter="rjieba")
    with pytest.raises(MissingExtra, match="say jieba"):
        newsparse.parse(FULL_PAGE, options=options)


@pytest.mark.parametrize("workers", [0, 1])
def test_the_commands_compute_keywords(workers: int, tmp_path: Path, run: Run) -> None:
    (tmp_path / "page.html").write_text(FULL_PAGE, encoding="utf-8")
    wanted = list(newsparse.parse(FULL_PAGE).extract_keywords(4))
    one = json.loads(run("parse", tmp_path / "page.html", "--keywords", 4)[1])
    assert (one["computed_keywords"], one["keywords"]) == (wanted, ["渡口", "新船"])
    (many,) = lines(run("extract", tmp_path / "page.html", "--keywords", 4, "--workers", workers)[1])
    assert many["computed_keywords"] == wanted


def test_cut_keeps_every_character() -> None:
    pairs = words.cut(TEXT)
    assert "".join(word for word, _ in pairs) == TEXT
    assert ("居民", "n") in pairs


def test_words_that_a_program_adds_to_jieba_change_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import jieba

    before = words.cut("石桥修旧如旧")
    monkeypatch.setattr(jieba, "dt", jieba.Tokenizer())
    monkeypatch.setattr(jieba.dt, "tmp_dir", str(tmp_path))
    jieba.default_logger.setLevel(logging.WARNING)
    jieba.dt.add_word("石桥修旧如旧", 10**6)
    assert list(jieba.dt.cut("石桥修旧如旧")) == ["石桥修旧如旧"]
    assert words.cut("石桥修旧如旧") == before


def test_threads_load_one_dictionary() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({id(tokenizer) for tokenizer in pool.map(lambda _: words._tokenizer(), range(16))}) == 1


def test_silent_and_without_a_cache(tmp_path: Path) -> None:
    code = (
        "import logging, newsparse.jieba_words as w; logging.basicConfig(level=0);"
        "w.keywords('古镇的石桥修好了', 2); w.cut('古镇'); assert logging.getLogger().level == 0"
    )
    done = _python(code, tmp_path, warnings="error")
    assert done.stderr == done.stdout == b""
    assert [path.name for path in tmp_path.iterdir()] == ["compiled"]


def _python(code: str, folder: Path, *, warnings: str) -> subprocess.CompletedProcess[bytes]:
    """Runs code in a new Python that has its temporary folder in ``folder``; with warnings, each module is compiled."""
    anew = ["-X", f"pycache_prefix={folder / 'compiled'}"] if warnings == "error" else []
    command = [sys.executable, "-W", warnings, *anew, "-c", code]
    environment = {"TMPDIR": str(folder), "PYTHONPATH": str(Path(__file__).parent.parent / "src")}
    return subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60)
