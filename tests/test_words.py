"""Words by jieba: its own results, and nothing of it that a program could notice."""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsparse import words

TEXT = "古镇的石桥修好了，居民出行少绕两公里。修桥的工匠给每块石头编号，石桥修旧如旧。The bridge is open."


def test_keywords() -> None:
    assert words.keywords(TEXT, 3) == ("石桥", "如旧", "修旧") or words.keywords(TEXT, 1) == ("石桥",)
    assert len(words.keywords(TEXT, 5)) == 5
    assert "the" not in {word.lower() for word in words.keywords(TEXT, 100)}
    assert all(len(word) > 1 for word in words.keywords(TEXT, 100))


@pytest.mark.parametrize(("text", "n"), [("", 5), (" \n", 5), (TEXT, 0), (TEXT, -1), ("。", 5)])
def test_no_keywords(text: str, n: int) -> None:
    assert words.keywords(text, n) == ()


def test_keywords_are_those_of_jieba() -> None:
    import jieba.analyse

    theirs = jieba.analyse.TFIDF()
    theirs.tokenizer = words._tokenizer()
    chinese = TEXT.partition("The")[0]
    assert words.keywords(chinese, 20) == tuple(theirs.extract_tags(chinese, 20))


def test_cut_keeps_every_character() -> None:
    pairs = words.cut(TEXT)
    assert "".join(word for word, _ in pairs) == TEXT
    assert ("居民", "n") in pairs


def test_words_that_a_program_adds_to_jieba_change_nothing() -> None:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    before = words.cut("石桥修旧如旧")
    jieba.dt.cache_file = "newsparse-test.cache"
    jieba.dt.tmp_dir = tempfile.mkdtemp()
    jieba.add_word("石桥修旧如旧")
    try:
        assert words.cut("石桥修旧如旧") == before
    finally:
        jieba.del_word("石桥修旧如旧")


def test_threads_load_one_dictionary() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({id(tokenizer) for tokenizer in pool.map(lambda _: words._tokenizer(), range(16))}) == 1


def test_silent_and_without_a_cache(tmp_path: Path) -> None:
    code = (
        "import logging, newsparse.words as w; logging.basicConfig(level=0);"
        "w.keywords('古镇的石桥修好了', 2); w.cut('古镇'); assert logging.getLogger().level == 0"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "pycache_prefix=" + str(tmp_path / "compiled"), "-c", code],
        env={"TMPDIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parent.parent / "src")},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == done.stdout == b""
    assert [path.name for path in tmp_path.iterdir()] in ([], ["compiled"])
