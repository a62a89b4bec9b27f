"""What a field rule is: a function of the page that finds a value, or None."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from newsparse.options import Options
from newsparse.page.page import Page


class Found(NamedTuple):
    """A value, the words it was read from, and how sure the rule is of it (0..1)."""

    value: Any
    evidence: str
    confidence: float = 0.9


FieldRule = Callable[[Page, Options], Found | None]


class Field(NamedTuple):
    """A field of the record and its rules, the most trusted first: the first that finds a value gives it."""

    name: str
    rules: tuple[FieldRule, ...]


def given(field: str) -> FieldRule:
    """The rule that takes what a site profile points at."""

    def profile(page: Page, options: Options) -> Found | None:
        value = page.head.given.get(field)
        return Found(value, value, 0.95) if value else None

    return profile


def rule_name(rule: FieldRule) -> str:
    """The name a rule goes by in provenance: module and function, "published.byline"."""
    module = rule.__module__.rsplit(".", 1)[-1]
    return rule.__name__ if module == "rule" else f"{module}.{rule.__name__}"
