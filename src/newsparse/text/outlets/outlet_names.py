"""Whether a few words name an outlet (滨城晚报, 新华社, NOWnews 今日新聞)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from newsparse.lexicon import alternation, lazily, word_set, words
from newsparse.text.flat import HAN, flat

# The longest outlet name seen on Chinese portals, with its channel, has about 24 characters
# (中国空间技术研究院、…等 is a list, not a name).
LONGEST_OUTLET = 30
# Columns and pen names have two characters as a rule, accounts three and more.
SHORTEST_ACCOUNT = 3


class _Words(NamedTuple):
    shape: re.Pattern[str]
    known: frozenset[str]
    no_outlet: frozenset[str]
    no_endings: tuple[str, ...]
    ends_after_all: tuple[str, ...]  # 青年报, which is no 年报
    groups: tuple[str, ...]
    column: re.Pattern[str]


@cache
def _words() -> _Words:
    endings = alternation(words("outlets.ending"))
    no_endings = words("outlets.not_ending")
    return _Words(
        # The ending closes the name, but for its name in Latin letters or a place in brackets (滨城网(北京)).
        shape=re.compile(rf"[\w·.&+\- ]*[\w·]{endings}(?:[A-Za-z][A-Za-z.]*)?(?:\([{HAN}]{{2,4}}\))?"),
        known=word_set("outlets.known") | word_set("outlets.agency"),
        no_outlet=word_set("outlets.not_outlet"),
        no_endings=no_endings,
        ends_after_all=tuple(w for w in words("outlets.ending") if w.endswith(no_endings) and w not in no_endings),
        groups=words("outlets.group_ending"),
        column=lazily(
            rf"{alternation([*words('outlets.column.topics'), *words('names.places')])}{{0,3}}"
            rf"{alternation(words('outlets.column.endings'))}"
        ),
    )


_LATIN_TAIL = re.compile(r"\s?[A-Za-z]+\Z")
_CHANNEL = re.compile(r"\s*[-|]\s*")
_UNLIKELY = re.compile(r"[,。!?;:@#%=<>“”\"]")


def outlet_like(text: str) -> bool:
    """Whether the text is the name of a news outlet, by its ending or because it is well known.

    >>> outlet_like("滨城晚报"), outlet_like("《滨城周刊》"), outlet_like("人民網-滨城頻道"), outlet_like("举报")
    (True, True, True, False)
    """
    return is_outlet(flat(text).strip())


def is_outlet(name: str) -> bool:
    """`outlet_like` for a line that `flat` has made."""
    return 2 <= len(name) <= LONGEST_OUTLET and _is_outlet(name)


@lru_cache(2048)  # a line's words are asked about several times, and pages of one site repeat them
def _is_outlet(name: str) -> bool:
    if _UNLIKELY.search(name):
        return False
    if name[0] == "《":
        return name[-1] == "》" and len(name) > 3
    words = _words()
    if name in words.known or _LATIN_TAIL.sub("", name) in words.known:  # 新頭殼newtalk
        return True
    if name in words.no_outlet or (name.endswith(words.no_endings) and not name.endswith(words.ends_after_all)):
        return False
    if "-" in name or "|" in name:  # an outlet and its channel: either part will do
        return any(part != name and is_outlet(part) for part in _CHANNEL.split(name))
    return words.shape.fullmatch(name) is not None


def is_group(name: str) -> bool:
    """Whether flat words name an outlet or, joined by a dot, outlets and groups; no part of a person's name is one.

    >>> is_group("滨城晚报"), is_group("滨报联盟·江北"), is_group("阿不都·热合曼")
    (True, True, False)
    """
    if is_outlet(name):
        return True
    return "·" in name and any(is_outlet(part) or part.endswith(_words().groups) for part in name.split("·"))


def is_column(name: str) -> bool:
    """Whether flat words name a column of a site, though they end as outlets do: 财经频道, 国际新闻.

    >>> is_column("财经频道"), is_column("国际新闻"), is_column("滨城新闻网")
    (True, True, False)
    """
    return _words().column.fullmatch(name) is not None


def account_ending(text: str) -> str:
    """How a word ends that is an account's name where it stands alone beside the date, "" where it ends otherwise.

    >>> account_ending("滨城發布"), account_ending("摆渡研究所"), account_ending("滨城生活")
    ('发布', '研究所', '')
    """
    name = flat(text)
    return next((ending for ending in words("outlets.account_ending") if name.endswith(ending)), "")
