"""The pictures of docs/analysis.md, of the pages that its recipes read: docs/analysis-*.svg.

python tools/analysis_pictures.py
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "examples" / "newsroom"), str(ROOT / "tools")]

from grid_plot import grid  # noqa: E402
from make_pages import YEAR, pages  # noqa: E402

import newsparse  # noqa: E402
from newsparse.jieba_words import terms  # noqa: E402

MONTHS = [str(month) for month in range(1, 13)]
KEYWORDS, SEVERAL, SHOWN = 5, 5, 6  # of a story; stories that make a word a season's; words: as in the recipe
QUERIES = ("渡轮", "新学期", "石桥 积水")
Articles = list[newsparse.Article]
Counts = Counter[tuple[str, str]]


def month_of(article: newsparse.Article) -> str:
    return str(article.published.month) if article.published else ""


def _pairs(articles: Articles, of: Callable[[newsparse.Article], Iterable[tuple[str, str]]]) -> Counts:
    return Counter(pair for article in articles for pair in of(article))


def _rows(counts: Counts) -> list[str]:
    return sorted({row for row, _ in counts})


def sources(articles: Articles) -> str:
    counts = _pairs(articles, lambda article: [(article.source or "", month_of(article))])
    return grid(f"Stories by source and month, {YEAR}", _rows(counts), MONTHS, counts, "month")


def editors(articles: Articles) -> str:
    counts = _pairs(articles, lambda article: product(article.authors, article.editors))
    columns = sorted({column for _, column in counts})
    return grid("Whose stories pass which editor", _rows(counts), columns, counts)


def desks(articles: Articles) -> str:
    def of(article: newsparse.Article) -> Iterable[tuple[str, str]]:
        for author, editor in product(article.authors, article.editors):
            yield f"{author} · {editor} · {article.source}", month_of(article)

    counts = _pairs(articles, of)
    return grid("Stories by author, editor, source and month", _rows(counts), MONTHS, counts, "month")


def season(articles: Articles) -> str:
    """Of the keywords of several stories those that keep to the fewest months."""
    counts = _pairs(articles, lambda article: product(article.extract_keywords(KEYWORDS), [month_of(article)]))
    months = {word: [int(month) for row, month in counts if row == word] for word in _rows(counts)}
    stories = {word: sum(counts[word, str(month)] for month in among) for word, among in months.items()}
    often = [word for word in months if stories[word] >= SEVERAL]
    rows = sorted(often, key=lambda word: (max(months[word]) - min(months[word]), -stories[word], word))
    return grid("Keywords of a season, by month", rows[:SHOWN], MONTHS, counts, "month")


def words(articles: Articles) -> str:
    def of(article: newsparse.Article) -> Iterable[tuple[str, str]]:
        there = set(terms(article.text))
        return ((query, month_of(article)) for query in QUERIES if there.issuperset(query.split()))

    return grid("Stories with these words, by month", list(QUERIES), MONTHS, _pairs(articles, of), "month")


PICTURES = {"sources": sources, "editors": editors, "desks": desks, "season": season, "words": words}


def pictures() -> dict[str, str]:
    """The pictures by the names of their files."""
    articles = [newsparse.parse(page) for page in pages().values()]
    return {f"analysis-{name}.svg": make(articles) for name, make in PICTURES.items()}


if __name__ == "__main__":
    for name, text in pictures().items():
        (ROOT / "docs" / name).write_text(text, encoding="utf-8")
