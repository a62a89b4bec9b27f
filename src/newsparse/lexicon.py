"""The data files: Chinese words and facts live in ``newsparse/data/*.toml``, read once, when first asked for.

A value is named by its file and its keys, joined by dots: ``bylines.product``. What is read, listed or compiled is
kept, so `pattern` and the like are called where their answer is used. None may be called while a module is imported.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pkgutil import get_data
from typing import Any, cast


@cache
def load(path: str) -> Any:
    """The value at ``path`` (``roles``: all of ``data/roles.toml``) as the file has it. Callers must not change it.

    >>> "editor" in load("roles.role")
    True
    """
    outer, _, key = path.rpartition(".")
    return load(outer)[key] if outer else _read(key)


def _read(name: str) -> dict[str, Any]:
    data = get_data("newsparse", f"data/{name}.toml")  # importlib.resources costs ten times as long to import
    if data is None:
        raise FileNotFoundError(f"newsparse/data/{name}.toml: the installation of newsparse is not complete.")
    return tomllib.loads(data.decode("utf-8"))


@cache
def words(path: str) -> tuple[str, ...]:
    """The words of a list, or of a table that has them under ``words`` or, each with its example, under ``entries``.

    >>> words("headings.speech")
    ('說', '説', '说')
    """
    return tuple(_listed(load(path)))


def _listed(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        found = [*found.get("words", ()), *found.get("entries", ())]
    for item in found:
        if isinstance(item, str):
            yield item
        elif "word" in item:
            yield item["word"]


@cache
def word_set(path: str) -> frozenset[str]:
    """`words`, to look a word up."""
    return frozenset(words(path))


@cache
def pattern(path: str) -> re.Pattern[str]:
    """The pattern at ``path`` (see `source`).

    >>> bool(pattern("bylines.product").match("出版社：滨城出版社"))
    True
    """
    return re.compile(source(load(path)))


def source(table: Any) -> str:
    """The regular expression of a list of words, or of a table.

    A table has one expression, ``p``, or ``words``, or ``entries`` that have a ``p`` or a ``word`` each; ``before`` and
    ``after`` stand round any of them.

    >>> source({"before": "^", "entries": [{"p": "第.页"}, {"word": "下页"}, {"word": "下页>"}]})
    '^(?:第.页|(?:下页>|下页))'
    """
    listed = [*_listed(table)]
    if isinstance(table, list):
        return alternation(listed)
    parts = [entry["p"] for entry in table.get("entries", [table]) if "p" in entry]
    every = "|".join([*parts, alternation(listed)] if listed else parts)
    before, after = table.get("before", ""), table.get("after", "")
    return f"{before}(?:{every}){after}" if before or after else every


@cache
def patterns(path: str) -> dict[str, re.Pattern[str]]:
    """All patterns of a table, by name, in its order."""
    return {name: pattern(f"{path}.{name}") for name in load(path)}


class _Lazy:
    """A pattern that is compiled when its first method is asked for."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(re.compile(self._source), name)
        setattr(self, name, found)  # the next time it is found at once
        return found


def lazily(source: str) -> re.Pattern[str]:
    """`re.compile` for what takes milliseconds to compile and many pages never ask for: all places, Han characters.

    It is compiled when a method of it is first asked for. (A class of 20,000 characters takes 1.3 ms: `re` looks at
    each in Python.)

    >>> lazily("[市县]").sub("", "滨城市")
    '滨城'
    """
    return cast("re.Pattern[str]", _Lazy(source))


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first, so that no word hides a longer one.

    >>> alternation(["编辑", "责任编辑"])
    '(?:责任编辑|编辑)'
    """
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w)))) + ")"
