"""The data files: Chinese words and facts live in ``newsparse/data/*.toml``, read once, when first asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pkgutil import get_data
from typing import Any


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


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first, so that no word hides a longer one.

    >>> alternation(["编辑", "责任编辑"])
    '(?:责任编辑|编辑)'
    """
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w)))) + ")"
