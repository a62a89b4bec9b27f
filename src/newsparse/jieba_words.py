"""Words: segmentation, part-of-speech tags and keywords, by jieba's dictionary. Keywords by rjieba as well, if asked.

jieba is loaded when a function here is first called, never by ``import newsparse``. What it does at large is kept
in: its tokenizer is a private one (words that a program adds to ``jieba`` do not change a record), the warnings of
its import are silenced for that import alone, and its cache is not used. That cache is a file of a predictable name
in the temporary folder that is read with ``marshal``, and reading it takes longer than building the dictionary anew
(measured on Python 3.11 / 3.12 / 3.13: 0.51 / 0.66 / 0.61 s against 0.46 / 0.48 / 0.44 s).
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, wraps
from importlib import import_module
from importlib.resources import files
from threading import RLock
from typing import Any, TypeVar

from newsparse.article import NAME, Segmenter
from newsparse.errors import MissingExtra
from newsparse.forks import reading

_T = TypeVar("_T")

# A keyword has at least so many characters (as in jieba.analyse): one character alone says nothing of a page.
_SHORTEST = 2

# English function words: they have no weight in jieba's table and would get the median one.
_STOP_WORDS = frozenset(
    "all an and are as at be but by can for from has have he her his if in is it its not of on one or she that the"
    " their then they this to was we were which will with you".split()
)


# Where rjieba knows more than jieba: Han outside jieba's range, which jieba gives one by one; and what is no Han but
# may stand in a word (2021-11-08, HYD-280), which jieba takes apart if no word of its dictionary is written so.
_RARE = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_MIXED = re.compile(r"[a-zA-Z0-9+#&._%-]{2,}")
_PART = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")


def keywords(text: str, n: int = 10, segmenter: Segmenter = "jieba") -> tuple[str, ...]:
    """Up to ``n`` keywords of ``text``, the weightiest first: jieba's TF-IDF, with its table of weights.

    Of two words of equal weight the one that comes first in the text stands first. Either segmenter gives the same.

    Raises:
        MissingExtra: rjieba is asked for and not installed.

    >>> keywords("古镇的石桥修好了，古镇里的人都来看石桥。", 2)
    ('古镇', '石桥')
    >>> keywords("", 5)
    ()
    """
    if n <= 0 or not text.strip():
        return ()
    weights = weighed(terms(text, segmenter))
    return tuple(sorted(weights, key=lambda word: -weights[word])[:n])


def terms(text: str, segmenter: Segmenter = "jieba") -> list[str]:
    """The words of ``text`` that may be keywords, in its order: no single characters, no numbers.

    >>> terms("古镇的石桥修好了，花了145万元。")
    ['古镇', '石桥', '修好', '万元']
    """
    with reading:
        found = list(_tokenizer().cut(text) if segmenter == "jieba" else _cut_by_rjieba(text))
    return [
        word
        for word in found
        if _SHORTEST <= len(word.strip()) <= NAME and word.lower() not in _STOP_WORDS and any(map(str.isalpha, word))
    ]


def weighed(words: Iterable[str]) -> dict[str, float]:
    """Each word with its weight: how often it is there, by how seldom it is elsewhere (TF-IDF)."""
    with reading:
        weight, median = _inverse_frequencies()
    return {word: count * weight.get(word, median) for word, count in Counter(words).items()}


def cut(text: str) -> list[tuple[str, str]]:
    """The words of ``text`` with jieba's part-of-speech tags (``nr`` a person, ``ns`` a place, ``nt`` an organisation).

    >>> cut("记者在北京")
    [('记者', 'n'), ('在', 'p'), ('北京', 'ns')]
    """
    with reading:
        return [(pair.word, pair.flag) for pair in _tagger().cut(text)]


def check(segmenter: Segmenter) -> None:
    """See that a segmenter is there.

    Raises:
        MissingExtra: it is not installed.
    """
    if segmenter == "rjieba":
        _rjieba()


def _cut_by_rjieba(text: str) -> Iterator[str]:
    """The words of ``text`` as jieba gives them."""
    rjieba = _rjieba()
    for piece in _RARE.split(text):
        for word in rjieba.cut(piece):
            if _MIXED.fullmatch(word) and not rjieba.has_word(word):
                yield from filter(None, _PART.split(word))
            else:
                yield word


def _once(make: Callable[[], _T]) -> Callable[[], _T]:
    """``make``, called once in the process: two threads that need it at the same time must not both pay for it."""
    made, lock = cache(make), RLock()

    @wraps(make)
    def value() -> _T:
        with lock:
            return made()

    return value


def _quiet(module: str) -> Any:
    """A module of jieba, imported without the warnings that its source gives on Python 3.12 and later."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module(module)


@_once
def _tokenizer() -> Any:
    """A tokenizer of our own with its dictionary loaded, past ``Tokenizer.initialize``, which caches and logs."""
    tokenizer = _quiet("jieba").Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


@_once
def _rjieba() -> Any:
    """A segmenter of our own, as `_tokenizer`."""
    try:
        return import_module("rjieba").Jieba()
    except ImportError as error:
        from newsparse.installs import install_line  # no page needs it

        raise MissingExtra(
            f"Without rjieba the segmenter cannot be rjieba. Install it: {install_line('rjieba')}; or say jieba."
        ) from error


@_once
def _tagger() -> Any:
    return _quiet("jieba.posseg").POSTokenizer(_tokenizer())


@_once
def _inverse_frequencies() -> tuple[dict[str, float], float]:
    """jieba's table of inverse document frequencies, and its median for words that are not in it.

    Read from its file: importing ``jieba.analyse`` for it would load two more dictionaries (0.7 s).
    """
    lines = (files(_quiet("jieba")) / "analyse" / "idf.txt").read_text(encoding="utf-8").splitlines()
    table = {word: float(weight) for word, weight in (line.split(" ") for line in lines if line)}
    return table, sorted(table.values())[len(table) // 2]
