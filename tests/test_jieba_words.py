"""Words by jieba: its own results, and nothing of it that a program could notice."""

from __future__ import annotations

import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsparse import jieba_words as words

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
