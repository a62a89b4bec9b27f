"""The public API is what tests/cases/api.txt says: a change of it is made on purpose, and stands in the changelog.

``python tests/test_api.py`` writes the file, with Scrapy installed.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from sample import ROOT

sys.path.insert(0, str(ROOT / "tools"))
FILE = Path(__file__).parent / "cases" / "api.txt"
# What the site's reference shows.
MODULES: tuple[str, ...] = import_module("site_pages").MODULES
# It can be imported with Scrapy alone.
SCRAPY = "newsparse.integrations.scrapy"


def described(modules: Iterable[str] = MODULES) -> Iterator[str]:
    for module in map(import_module, modules):
        own = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
        for name in sorted(getattr(module, "__all__", [name for name in own if not name.startswith("_")])):
            yield from _described(f"{module.__name__}.{name}", getattr(module, name))


def _described(name: str, value: Any) -> Iterator[str]:
    if not inspect.isclass(value):
        yield f"{name}{_signature(value) if callable(value) else ''}"
        return
    yield f"{name}({', '.join(base.__name__ for base in value.__bases__ if base is not object)})"
    names = [field.name for field in fields(value)] if is_dataclass(value) else [*getattr(value, "_fields", ())]
    if hasattr(value, "__attrs_attrs__"):  # those of the class that it extends are another library's
        names = list(inspect.get_annotations(value))
    for field in names:
        yield f"{name}.{field}"
    for own, member in sorted(vars(value).items()):
        if own.startswith("_") or own in names:
            continue
        if isinstance(member, property):
            yield f"{name}.{own}"
        elif callable(raw := getattr(value, own)):
            yield f"{name}.{own}{_signature(raw)}"


def _signature(value: Any) -> str:
    """Names and kinds of the parameters, and which may be left out; what they default to is the docs' to say."""
    parts = []
    keyword = False
    for parameter in inspect.signature(value).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword:
            parts.append("*")
            keyword = True
        parts.append(parameter.name + ("" if parameter.default is parameter.empty else "=…"))
    return f"({', '.join(parts)})"


def test_the_api_is_as_it_was() -> None:
    pinned = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith(SCRAPY)]
    assert list(described(module for module in MODULES if module != SCRAPY)) == pinned


@pytest.mark.skipif(find_spec("scrapy_poet") is None, reason="newsparse[scrapy] is not installed")
def test_the_api_for_scrapy_is_as_it_was() -> None:
    pinned = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith(SCRAPY)]
    assert pinned
    assert list(described([SCRAPY])) == pinned


if __name__ == "__main__":
    FILE.write_text("\n".join(described()) + "\n", encoding="utf-8")
