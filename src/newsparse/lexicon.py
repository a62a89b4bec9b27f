"""The data files: Chinese words and facts live in ``newsparse/data/*.toml``, read once, when first asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pkgutil import get_data
from typing import Any, cast


@cache
def load(name: str) -> dict[str, Any]:
    """The content of ``data/<name>.toml``. Callers must not change it.

    >>> "editor" in load("roles")["role"]
    True
    """
    data = get_data("newsparse", f"data/{name}.toml")  # importlib.resources costs ten times as long to import
    if data is None:
        raise FileNotFoundError(f"newsparse/data/{name}.toml: the installation of newsparse is not complete.")
    return tomllib.loads(data.decode("utf-8"))


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
