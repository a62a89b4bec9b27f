"""The words beside a date that say what it is the date of."""

from __future__ import annotations

import re

from newsparse.lexicon import pattern, word_set
from newsparse.text.script import fold

# What may stand between a label and its date.
_SIGNS = " \t\u3000:：|｜丨"
# How far before a date its label begins (characters).
_REACH = 12


def date_label(text: str) -> re.Match[str] | None:
    """The words that say that a date beside them is the time of publication, in either script.

    >>> bool(date_label("發佈時間：")), bool(date_label("開標時間："))
    (True, False)
    """
    folded = fold(text)
    for found in pattern("bylines.published").finditer(folded):
        if not is_bare(found[0]) or not _is_han(folded[found.start() - 1 : found.start()]):
            return found
    return None


def is_bare(label: str) -> bool:
    """Whether a label says no more than that it is a date's."""
    return label in word_set("bylines.bare")


def _is_han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def is_of_another(before: str, after: str) -> bool:
    """Whether the words round a date say that it is no publication's: 开标时间：…, … 14:00-16:00.

    >>> is_of_another("開標時間：", ""), is_of_another("發布時間：", ""), is_of_another("更新时间：", "")
    (True, False, False)
    """
    label = fold(before[-_REACH:])
    if pattern("bylines.span").search(after) or pattern("bylines.span_before").search(label):
        return True
    if not pattern("bylines.dated").search(label) or pattern("bylines.changed").search(label):
        return False
    return not ends_with_label(label)


def ends_with_label(text: str) -> bool:
    """Whether such a label ends the text.

    >>> ends_with_label("張貼日期："), ends_with_label("日期與地點：")
    (True, False)
    """
    found = date_label(text)
    return found is not None and not text[found.end() :].strip(_SIGNS)
