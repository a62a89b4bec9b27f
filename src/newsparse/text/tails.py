"""What a page asks of its reader: to follow, to download, to see more (boilerplate.toml); its notes (notes.toml)."""

from __future__ import annotations

import re
from collections.abc import Collection

from newsparse.lexicon import pattern
from newsparse.text.boilerplate import addresses, unquoted
from newsparse.text.script import fold
from newsparse.text.sentences import is_sentence
from newsparse.text.titles import squeeze

# Signs before a line's first word, but for those that open what somebody says or is named, and for the bullets of
# lists and notes (*会员价以现场为准); an arrow behind its last.
_ORNAMENT = re.compile(r"[^\w\s“「『《【〈（(\[\"'#@$¥+*·•★☆●■◆-]")
_ARROW = re.compile(r"(?:[>》»→]{2}|[»→☞])\W*$")
_BEFORE = re.compile(r"^[\W_]+")
# A paragraph is longer (characters).
_LONGEST_NOTE = 120
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


def pleads(text: str, names: Collection[str] = (), *, linked: bool = False) -> str | None:
    """The words by which a line among a story's asks for support of the page, of which ``names`` are the names.

    A sentence speaks to its reader of what it wants, and of the page or its text. Any other line opens with what is
    asked, and has one more sign: that it speaks of the page, an ornament, an arrow, a link.

    >>> pleads("喜歡這篇文章嗎？歡迎訂閱電子報。"), pleads("歡迎訂閱電子報。")
    ('这篇文章', None)
    >>> pleads("加入青河網 Telegram", ["青河網"]), pleads("加入樂隊的 Telegram", ["青河網"])
    ('Telegram', None)
    """
    line = fold(text)
    if is_sentence(line):
        if pattern("boilerplate.own").search(line) is None:
            return None
        line = unquoted(line)
        own = pattern("boilerplate.own").search(line)
        return own[0] if own and addresses(line) and pattern("boilerplate.wanted").search(line) else None
    words = _BEFORE.sub("", unquoted(line), count=1)
    if not pattern("boilerplate.asking").match(words) or not (about := pattern("boilerplate.asked").search(words)):
        return None
    if linked or _ORNAMENT.match(line) or _ARROW.search(line) or pattern("boilerplate.benefit").search(line):
        return about[0]
    squeezed = squeeze(line)
    return about[0] if any(fold(name) in squeezed for name in names) else None


def note_in(text: str) -> str | None:
    """The words by which a line at a text's edge is a note on it, not a part.

    >>> note_in("（資料來源：青河縣教育局）")
    '（资料来源：'
    """
    found = pattern("notes.edge").search(fold(text)) if len(text) <= _LONGEST_NOTE else None
    return found[0] if found else None


def behind_sentences(text: str) -> str:
    """What stands behind a line's last sentence, "" where it ends in one or has none.

    >>> behind_sentences("船来了。返回青河网，查看更多")
    '返回青河网，查看更多'
    """
    found = _REST.search(text)
    return found[1].strip() if found else ""
