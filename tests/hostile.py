"""All patterns of the package, and hostile strings made of what each pattern looks for."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import newsparse
from newsparse.lexicon import pattern, patterns

# What needs a library that an extra brings, or starts a program.
_ASIDE = ("newsparse.integrations", "newsparse.dumps", "newsparse.__main__")
_PARSER: Any = importlib.import_module("re._parser")
_PATH = re.compile(r"\b(patterns?)\(\"([\w.]+)\"\)")
# Strings for a pattern.
_MOST_UNITS = 16


def _modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(newsparse.__path__, "newsparse."):
        if not found.name.startswith(_ASIDE):
            yield importlib.import_module(found.name)


def _inside(value: Any, depth: int = 0) -> Iterator[str]:
    """The sources of the patterns in a value: one, one that is compiled when asked for, or some in a collection."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value.pattern
    elif type(value).__name__ == "_Lazy":
        yield value._source
    elif depth < 4:
        if isinstance(value, dict):
            value = [*value.values()]
        if isinstance(value, (list, tuple, set, frozenset)):
            for inner in value:
                yield from _inside(inner, depth + 1)


def every_pattern() -> dict[str, str]:
    """Expression → where it stands: those of modules, of what modules make once, of data files."""
    found: dict[str, str] = {}
    for module in _modules():
        for name, value in vars(module).items():
            if (
                hasattr(value, "cache_info")
                and value.__module__ == module.__name__
                and not inspect.signature(value).parameters
            ):
                value = value()
            for source in _inside(value):
                found.setdefault(source, f"{module.__name__}.{name}")
        for many, path in _PATH.findall(Path(str(module.__file__)).read_text(encoding="utf-8")):
            made = patterns(path).values() if many == "patterns" else [pattern(path)]
            for each in made:
                found.setdefault(each.pattern, path)
    return found


def every_core() -> Iterator[tuple[str, Any]]:
    """The public functions of ``newsparse.text`` that take one text."""
    for module in _modules():
        if not module.__name__.startswith("newsparse.text."):
            continue
        for name, value in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(value) or value.__module__ != module.__name__:
                continue
            needed = [p for p in inspect.signature(value).parameters.values() if p.default is p.empty]
            if len(needed) == 1 and needed[0].annotation == "str":
                yield f"{module.__name__}.{name}", value


def units_of(expression: str) -> list[str]:
    """Pieces that strings of a pattern's own alphabet are made of: what it looks for, alone and together."""
    pieces: list[str] = []
    _collect(_PARSER.parse(expression), pieces)
    pieces = list(dict.fromkeys(pieces))
    step = max(1, len(pieces) // _MOST_UNITS)
    some = pieces[::step][:_MOST_UNITS]
    return [*some, "".join(pieces[:8]), *(f"{one}{other}" for one, other in pairwise(some))]


def _collect(parsed: Any, pieces: list[str]) -> None:
    run = ""
    for kind, value in parsed:
        name = str(kind)
        if name == "LITERAL":
            run += chr(value)
            continue
        if run:
            pieces.append(run)
            run = ""
        if name == "IN":
            pieces.append("".join(_members(value)))
        elif name in ("ANY", "NOT_LITERAL"):
            pieces.append("渡")
        else:
            for inner in _nested(value):
                _collect(inner, pieces)
    if run:
        pieces.append(run)


def _members(value: Any) -> Iterator[str]:
    """A character or two of a set."""
    for kind, member in value[:3]:
        name = str(kind)
        if name == "LITERAL":
            yield chr(member)
        elif name == "RANGE":
            yield chr(member[0])
        elif name == "CATEGORY":
            yield {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}.get(str(member), "渡")


def _nested(value: Any) -> Iterator[Any]:
    if isinstance(value, _PARSER.SubPattern):
        yield value
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _nested(inner)
