"""What a line says where a page stops showing an article: 登录后阅读全文, 剩余 1280 字 (gates.toml)."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate

from newsparse.lexicon import lazily, pattern, words
from newsparse.text.boilerplate import addresses, unquoted
from newsparse.text.flat import as_shown
from newsparse.text.script import fold
from newsparse.text.sentences import is_sentence


@cache
def _telling() -> re.Pattern[str]:
    """A word that a line of a gate's is not without, in either script."""
    return lazily(as_shown([*words("gates.pays"), *words("gates.signs")]))


def gate_words(text: str) -> str | None:
    """The words of a gate's line, in simplified characters: what must be done first, for the article.

    A sentence that speaks to nobody is a story's, which may be about paying or logging in.

    >>> gate_words("开通会员后可继续阅读"), gate_words("会员须先登录系统")
    ('会员后可继续阅读', None)
    """
    said = unquoted(text)
    found = pattern("gates.says").search(said) or _first_then(said)
    return found[0] if found and (not is_sentence(text) or addresses(said)) else None


def _first_then(text: str) -> re.Match[str] | None:
    """What must be done first, and what of the article is to be read then, here."""
    if not pattern("gates.pays").search(text) or pattern("gates.elsewhere").search(text):
        return None
    direct = pattern("gates.direct").search(text)
    return direct or (pattern("gates.whole").search(text) if pattern("gates.reads").search(text) else None)


def must_pay(text: str) -> bool:
    """Whether a line speaks of paying, or of being known to the site."""
    return pattern("gates.pays").search(fold(text)) is not None


def gates_among(lines: list[str]) -> dict[int, str]:
    """The lines that are a gate's, by index, with the words that say so.

    All lines are searched at once: few have a word that asks for a second look.

    >>> gates_among(["老街亮燈了。", "訂閱後閱讀全文"])
    {1: '全文'}
    """
    ends = list(accumulate(len(line) + 1 for line in lines))
    found = {bisect_right(ends, match.start()) for match in _telling().finditer("\n".join(lines))}
    return {index: said for index in sorted(found) if (said := gate_words(fold(lines[index])))}
