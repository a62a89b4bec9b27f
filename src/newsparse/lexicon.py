"""The data files: Chinese words and facts live in ``newsparse/data/*.toml``, read once, when first asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The content of ``data/<name>.toml``. Callers must not change it.

    >>> "editor" in load("roles")["role"]
    True
    """
    return tomllib.loads((files("newsparse") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first, so that no word hides a longer one.

    >>> alternation(["编辑", "责任编辑"])
    '(?:责任编辑|编辑)'
    """
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w)))) + ")"
