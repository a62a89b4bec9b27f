"""Which facts of the article the data of a page's scripts holds: title, time, source, account, names, body.

`facts` takes what `newsparse.read.scripts.states` found; the field that a fact belongs to decides if it is believed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from newsparse.lexicon import word_set, words
from newsparse.remembered import remembered
from newsparse.text.state.values import body_html, markup, name_list, outlet, plain, stamp

MAX_PARTS = 5000  # objects looked at; the largest state of 166 pages has 300
PART_DEPTH = 2  # levels below the article's object at which its fields stand (articleInfo.subInfo.time)
MAX_TITLE = 200  # characters; longer ones are texts under a title's name

# Points of an object for what articles have; the one with the most is taken for the article.
_BODY_WEIGHT, _TIME_WEIGHT, _OTHER_WEIGHT = 4, 3, 1
# A title alone is no article: navigation and link lists have titles too.
_ENOUGH = _TIME_WEIGHT


@dataclass(frozen=True, slots=True)
class StateFacts:
    """What the page's scripts say of its article; absent is None or ().

    Attributes:
        title: as written, without markup; some pages append the site's name.
        published: the words of the time (str) or a Unix stamp in seconds or milliseconds (int).
        source: the outlet the article says it came from.
        account: the self-media account or publishing outlet.
        content_html: the body, if there are at least 50 Han characters of it.
    """

    title: str | None = None
    published: str | int | None = None
    source: str | None = None
    account: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    content_html: str | None = None


@remembered(4096)
def normal_key(name: str) -> str:
    """One spelling for a key or a variable: ``window.msg_title``, ``__$Title`` and ``msgTitle`` differ by style only.

    >>> normal_key("__$pubtime"), normal_key("d.publish_time"), normal_key("newsTime")
    ('pubtime', 'publishtime', 'newstime')
    """
    return name.rpartition(".")[2].replace("_", "").replace("$", "").replace("-", "").lower()


_Object = dict[str, object]
_T = TypeVar("_T")


@remembered(4096)
def _apart(key: str) -> bool:
    """Whether a part of this name is about something other than the article."""
    return key in word_set("state.apart.exact") or any(word in key for word in words("state.apart.inside"))


def facts(states: list[tuple[str, object]]) -> StateFacts:
    """The article's facts: from the object that holds the article, then from variables of one string each.

    >>> facts([("DATA", {"title": "小镇通车", "pubtime": "2019-03-02 07:15:10", "media": "测试晚报"})]).account
    '测试晚报'
    >>> found = facts([("title", "测试晚报"), ("ct", "1551482110"), ("msg_title", "小镇通车")])
    >>> found.title, found.published
    ('小镇通车', 1551482110)
    """
    strings: _Object = {normal_key(name): value for name, value in reversed(states) if isinstance(value, str)}
    article = _article_object(states) or _untitled(states)
    if article is None:
        _drop_bare(strings)
    levels = [*(_levels(article) if article else ()), strings]
    return StateFacts(
        title=_first("title", levels, _title),
        published=_first("published", levels, stamp),
        source=_first("source", levels, outlet),
        account=_first("account", levels, outlet),
        authors=_first("authors", levels, name_list) or (),
        editors=_first("editors", levels, name_list) or (),
        content_html=_body(states, levels),
    )


def _body(states: list[tuple[str, object]], levels: list[_Object]) -> str | None:
    """The body under a body's key, else under a summary's, else what the page's own name for it holds, if it is short.

    Pictures that stand apart from the words follow them.
    """
    html = _first("content", levels, body_html) or _first("description", levels, body_html)
    html = html or _first("share", levels, markup)
    if html and "<img" in html:
        return html
    pictures = _first("pictures", [*levels, _level([("", dict(states))])], markup) or ""
    if pictures:
        html = html or _first("description", levels, markup)
    return html + pictures if html else None


def _drop_bare(strings: _Object) -> None:
    """A bare ``title`` without a time is a share button's or an account's; a body without any title is a dialogue's."""
    if _first("published", [strings], stamp) is None:
        strings.pop("title", None)
    if _first("title", [strings], _title) is None:
        bodies = (*words("state.field.content.keys"), *words("state.field.description.keys"))
        for key in set(bodies) - word_set("state.field.share.keys"):
            strings.pop(key, None)


def _article_object(states: list[tuple[str, object]]) -> _Object | None:
    """The object with a title and a time or a body; lists of more than one are other articles."""
    best: _Object | None = None
    best_weight = _ENOUGH - 1
    for part in _walk(states):
        weight = _weight(part)
        if weight > best_weight:
            best, best_weight = part, weight
    return best


def _untitled(states: list[tuple[str, object]]) -> _Object | None:
    """The data of a post without a title."""
    objects = (value for _, value in states if isinstance(value, dict))
    return next((value for value in objects if _first("share", _levels(value), markup)), None)


def _walk(states: list[tuple[str, object]]) -> Iterator[_Object]:
    """All objects, those nearest to the top first; lists, and parts that are about something else, are left out."""
    waiting: deque[tuple[object, bool]] = deque((value, False) for _, value in states if isinstance(value, dict | list))
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        value, in_list = waiting.popleft()
        if isinstance(value, list):
            many = in_list or sum(isinstance(item, dict) for item in value[:2]) > 1
            waiting.extend((item, many) for item in value[:50] if isinstance(item, dict | list))
        elif isinstance(value, dict):
            if not in_list:
                yield value
            many = in_list or _is_index(value)
            waiting.extend(
                (item, many)
                for key, item in value.items()
                if isinstance(item, dict | list) and not _apart(normal_key(key))
            )


def _is_index(value: _Object) -> bool:
    """Whether the keys are numbers: articles by id, which is a list by another name."""
    return len(value) > 1 and all(key.isdecimal() for key in value)


def _weight(article: _Object) -> int:
    """How much of an article stands in an object; 0 without a title of its own."""
    if _first("title", [_level([("", article)])], _title) is None:
        return 0
    levels = _levels(article)
    return (
        _BODY_WEIGHT * (_first("content", levels, body_html) is not None)
        + _TIME_WEIGHT * (_first("published", levels, stamp) is not None)
        + _OTHER_WEIGHT * (_first("source", levels, outlet) is not None)
        + _OTHER_WEIGHT * (_first("editors", levels, name_list) is not None)
    )


# Objects, each with the normalised key under which it stands.
_Parts = list[tuple[str, _Object]]


def _level(parts: _Parts) -> _Object:
    """Normalised key → value; a key of a part also under "part.key". The first part that has a key has it."""
    level: _Object = {}
    for prefix, part in parts:
        for raw, value in part.items():
            key = normal_key(raw)
            level.setdefault(key, value)
            if prefix:
                level.setdefault(f"{prefix}.{key}", value)
    return level


def _levels(article: _Object) -> list[_Object]:
    """The keys of the object, then of its parts, then of theirs."""
    levels: list[_Object] = []
    parts: _Parts = [("", article)]
    for _ in range(PART_DEPTH + 1):
        levels.append(_level(parts))
        parts = [
            (normal_key(raw), value)
            for _, part in parts
            for raw, value in part.items()
            if isinstance(value, dict) and not _apart(normal_key(raw))
        ]
    return levels


def _first(name: str, levels: list[_Object], read: Callable[[object], _T]) -> _T | None:
    """The first value of this field that the reader takes; nearer levels first."""
    for level in levels:
        for key in words(f"state.field.{name}.keys"):
            if key in level and (value := read(level[key])):
                return value
    return None


def _title(value: object) -> str | None:
    return plain(value, MAX_TITLE)
