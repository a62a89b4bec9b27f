"""The words beside a date that say what it is the date of."""

from __future__ import annotations

import re

from newsparse.lexicon import pattern
from newsparse.text.script import fold

# What may stand between a label and its date.
_SIGNS = " \t\u3000:：|｜丨"


def date_label(text: str) -> re.Match[str] | None:
    """The words that say that a date beside them is the time of publication, in either script.

    >>> bool(date_label("發佈時間：")), bool(date_label("截止時間："))
    (True, False)
    """
    return pattern("bylines.published").search(fold(text))


def ends_with_label(text: str) -> bool:
    """Whether such a label ends the text.

    >>> ends_with_label("張貼日期："), ends_with_label("日期與地點：")
    (True, False)
    """
    found = date_label(text)
    return found is not None and not text[found.end() :].strip(_SIGNS)
