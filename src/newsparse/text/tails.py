"""What a page asks of its reader below a story: to follow, to download, to see more (boilerplate.toml)."""

from __future__ import annotations

import re

from newsparse.lexicon import pattern
from newsparse.text.boilerplate import unquoted
from newsparse.text.script import fold
from newsparse.text.sentences import is_sentence

# Signs before a line's first word, but for those that open what somebody says or is named, and for the bullets of
# lists and notes (*会员价以现场为准); an arrow behind its last.
_ORNAMENT = re.compile(r"[^\w\s“「『《【〈（(\[\"'#@$¥+*·•★☆●■◆-]")
_ARROW = re.compile(r"(?:[>》»→]{2}|[»→☞])\W*$")
# What stands behind the last sentence of a line, if no bracket does: （完） is a story's.
_REST = re.compile(r"。[”」』]?\s*([^。()（）]+)$")


def asks_reader(text: str) -> str | None:
    """The words by which a line asks something of its reader for the page's sake.

    Two signs of three: what is asked, what of the page's it is about, an ornament or an arrow for either.

    >>> asks_reader("▼ 更多影片"), asks_reader("请于九月前报名")
    ('更多', None)
    """
    line = unquoted(fold(text))
    about = pattern("boilerplate.asked").search(line)
    if about is None or is_sentence(line) or pattern("boilerplate.step").match(line):
        return None
    asked = pattern("boilerplate.asking").search(line) or _ORNAMENT.match(line) or _ARROW.search(line)
    return about[0] if asked else None


def behind_sentences(text: str) -> str:
    """What stands behind a line's last sentence, "" where it ends in one or has none.

    >>> behind_sentences("船来了。返回青河网，查看更多")
    '返回青河网，查看更多'
    """
    found = _REST.search(text)
    return found[1].strip() if found else ""
