"""Labels whose characters stand apart, so that all of a row's are of one width: 编　辑：, 责 任 编 辑：."""

from __future__ import annotations

import re
from functools import cache

from newsparse.lexicon import load, word_set, words
from newsparse.text.flat import HAN, as_shown, flat

# Cheap to look for: a label's last character, apart from the one before it.
_APART = re.compile(r"\s\S\s*[:：∶︰﹕꞉|｜丨│┃︱¦❘┆]")


def close_labels(text: str) -> str:
    """The text without the white space inside the labels of sources, dates and people.

    >>> close_labels("作　者：林　满　来 源：滨城网"), close_labels("姓 名：林　满")
    ('作者：林　满　来源：滨城网', '姓 名：林　满')
    """
    return text if _APART.search(text) is None else _padded().sub(_closed, text)


@cache
def _padded() -> re.Pattern[str]:
    return re.compile(rf"(?<![{HAN}])[{HAN}](?:\s{{1,9}}[{HAN}]){{1,9}}\s*(?={as_shown(':|')})")


def _closed(found: re.Match[str]) -> str:
    """The longest label that the characters end in closed up; before it a name may stand, apart as well."""
    apart = found[0]
    starts = [at for at, c in enumerate(apart) if not c.isspace()]
    for at in starts[:-1]:
        label = "".join(apart[at:].split())
        if flat(label) in labels() or flat(label) in word_set("roles.neutral"):
            return apart[:at] + label
    return apart


@cache
def labels() -> frozenset[str]:
    """Flat words that label a source, a date or a person."""
    named = ("roles.combined", "roles.short", *(f"roles.role.{role}" for role in load("roles.role")))
    roles = {word for path in named for word in words(path)}
    sources = word_set("outlets.label")
    kinds = {kind + word for kind in words("outlets.label_before") for word in sources}
    return sources.union(roles, kinds, word_set("bylines.published"), word_set("outlets.issuer"))
