"""The sentences of an article that stand for it, by Edmundson's classical signs (1969): key words, title, place."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest
from itertools import chain
from math import sqrt

from newsparse.article import Article
from newsparse.jieba_words import terms, weighed
from newsparse.text.sentences import SHORTEST_PROSE, sentences_of

# Blocks that are made of sentences.
_PROSE = ("paragraph", "quote")
# What a word of the title weighs beside another: the editor has chosen it.
_TITLE = 2


def summary_sentences(article: Article, n: int) -> tuple[str, ...]:
    """Up to ``n`` sentences of an article, in the order of its text; of equally good ones the earlier."""
    sentences = list(_placed(article))
    scores = _scores(sentences, article.title or "")
    best = nlargest(max(0, n), range(len(sentences)), key=lambda at: (scores[at], -at))
    return tuple(sentences[at][1] for at in sorted(best))


def _placed(article: Article) -> Iterator[tuple[int, str]]:
    """The sentences, each with the number of its paragraph."""
    blocks = (block for section in article.sections for block in section.blocks if block.type in _PROSE)
    for number, block in enumerate(blocks, 1):
        for sentence in sentences_of(block.text):
            yield number, sentence


def _scores(sentences: list[tuple[int, str]], title: str) -> list[float]:
    """For each sentence the weights of its words, by its length and its paragraph's place: what counts comes first."""
    words = [terms(sentence) for _, sentence in sentences]
    weights = weighed(chain.from_iterable(words))
    for word in weights.keys() & set(terms(title)):
        weights[word] *= _TITLE
    return [
        # A fragment has few words, and these are as heavy as any.
        sum(weights[word] for word in dict.fromkeys(found))
        / sqrt(max(len(sentence), SHORTEST_PROSE))
        * (1 + 1 / number)
        for (number, sentence), found in zip(sentences, words, strict=True)
    ]
