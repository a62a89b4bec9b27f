"""Stories of one kind: a column, an author's series, the notices of an office. What only these share is their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from newsparse.text.titles import squeeze

# Who wrote a story, and its title.
Told = tuple[str | None, str | None]
# Nearly all stories with the line are of the kind, and twice as many as elsewhere on the host.
_NEARLY_ALL = 0.8
_TIMES = 2
# Characters at the beginning and at the end of titles of one kind: 早报, 通告.
_WORD = 2
# A column's name before a title, and what stands in brackets behind one: pictures, not a kind of story.
_NAMED = re.compile(r"[【\[「《(]([^】\]」》)]{2,12})[】\]」》)]|(.{2,12}?)[:|丨—_/]")
_BEHIND = re.compile(r"[\[(【][^\])】]{1,6}[\])】]$|[\d\W_]+$")


def of_one_kind(inside: Sequence[Told], all_of_host: Sequence[Told]) -> bool:
    """Whether stories that share a line are of a kind of their own, by their titles or their author.

    >>> rest = [("桥修好了", None), ("今晚有雨", None), ("菜价稳了", "林小满"), ("书店开张", None)]
    >>> column = [("早报：桥", None), ("早报：雨", None)]
    >>> of_one_kind(column, column + rest), of_one_kind(rest[:2], column + rest)
    (True, False)
    """
    here, everywhere = _counted(inside), _counted(all_of_host)
    return any(
        count >= _NEARLY_ALL * len(inside)
        and count / len(inside) >= _TIMES * everywhere[kind] / max(len(all_of_host), 1)
        for kind, count in here.items()
    )


def _counted(stories: Iterable[Told]) -> Counter[str]:
    return Counter(kind for story in stories for kind in set(_kinds(*story)))


def _kinds(title: str | None, author: str | None) -> Iterator[str]:
    if author:
        yield f"by {author}"
    words = squeeze(title or "")
    if named := _NAMED.match(words):
        yield f"in {named[1] or named[2]}"
    words = _BEHIND.sub("", words)
    if len(words) > _WORD:
        yield f"{words[:_WORD]}…"
        yield f"…{words[-_WORD:]}"
