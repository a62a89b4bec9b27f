"""Labels of a source that are verbs as well (来自：…): when what follows need not end as an outlet's name does."""

from __future__ import annotations

import re

from newsparse.lexicon import word_set, words
from newsparse.text.flat import HAN
from newsparse.text.outlets.outlet_names import SHORTEST_ACCOUNT, is_outlet
from newsparse.text.people.persons import is_person, is_word


def needs_outlet(label: str, sign: str, *, in_row: bool) -> bool:
    """Whether what follows a label must name an outlet by itself: there is no sign between, or behind a verb no colon.

    来自：… that opens its line tells of persons too.
    """
    if label not in word_set("outlets.label_verb"):
        return not sign
    return sign != ":" or not (in_row or label not in words("outlets.label_verb.sign_needed"))


def is_told_otherwise(value: str) -> bool:
    """Whether flat words behind a verb are no outlet's or office's name: a person, a place, a device, a word.

    >>> is_told_otherwise("滨城夜话"), is_told_otherwise("滨城县"), is_told_otherwise("林小满")
    (False, True, True)
    """
    if is_outlet(value) or "《" in value:
        return False
    if len(value) < SHORTEST_ACCOUNT or not re.fullmatch(rf"[{HAN}]+", value) or is_person(value) or is_word(value):
        return True
    return value.endswith(words("outlets.label_verb.other")) or value.startswith(words("names.places"))
