"""Time of the keywords of an article by jieba and by rjieba, on the fixtures' articles: least of several rounds.

pip install '.[rjieba]'
python tools/keywords_speed.py
"""

from __future__ import annotations

import time
from pathlib import Path

import newsparse
from newsparse import jieba_words
from newsparse.article import Segmenter

ROOT = Path(__file__).parent.parent
ROUNDS = 5


def texts() -> list[str]:
    pages = sorted((ROOT / "fixtures").glob("*/page.html"))
    return [article.text for article in map(newsparse.parse, map(Path.read_bytes, pages)) if article.text]


def seconds(segmenter: Segmenter, articles: list[str]) -> float:
    """Processor time for all of them, the dictionary loaded."""
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for text in articles:
            jieba_words.keywords(text, 10, segmenter)
        found.append(time.process_time() - started)
    return min(found)


def main() -> None:
    articles = texts()
    jieba_words._inverse_frequencies()  # both need them
    for segmenter in ("jieba", "rjieba"):
        started = time.process_time()
        jieba_words.keywords("石桥", 1, segmenter)
        loaded = time.process_time() - started
        taken = seconds(segmenter, articles)
        print(f"{segmenter:<7} {1e3 * taken / len(articles):6.2f} ms an article, {loaded:.2f} s to load")
    same = all(jieba_words.keywords(text, 50) == jieba_words.keywords(text, 50, "rjieba") for text in articles)
    print(f"{len(articles)} articles, {sum(map(len, articles))} characters; keywords the same: {same}")


if __name__ == "__main__":
    main()
