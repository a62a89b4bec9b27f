"""What a field rule is: a function of the page that finds a value, or None."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, NamedTuple

from newsparse.options import Options
from newsparse.page.page import Page


class Where(Enum):
    """Where a rule read its value: what says more of the page than how sure the value is."""

    ARTICLE = "shown at the article itself"
    PAGE = "said by the page, out of sight or elsewhere"
    ANYWHERE = "shown somewhere; it may be another article's"


class Found(NamedTuple):
    """A value, the words it was read from, and how sure the rule is of it (0..1)."""

    value: Any
    evidence: str
    confidence: float = 0.9
    where: Where = Where.PAGE


# Nothing is surer: of all that was, labelled pages know one in some hundred to be wrong.
MOST_SURE = 0.99


def hundredth(chance: float) -> float:
    """A confidence as a record has it.

    >>> hundredth(0.876), hundredth(0.9999)
    (0.88, 0.99)
    """
    return min(round(chance, 2), MOST_SURE)


FieldRule = Callable[[Page, Options], Found | None]
# The record's values, of the field's name, what was found, and what the rules after that one find (read on demand).
Settle = Callable[[str, Found, Iterator[Found]], dict[str, Any]]


def as_found(name: str, found: Found, others: Iterator[Found]) -> dict[str, Any]:
    """The value as the rule gave it."""
    return {name: found.value}


class Field(NamedTuple):
    """A field of the record and its rules, the most trusted first: the first that finds a value gives it."""

    name: str
    rules: tuple[FieldRule, ...]
    settle: Settle = as_found


def as_given(page: Page, value: str) -> str:
    """What a site profile points at, as it is."""
    return value


def given(field: str, read: Callable[[Page, str], Any] = as_given) -> FieldRule:
    """The rule that takes what a site profile points at, read as the field's other rules read what they find."""

    def profile(page: Page, options: Options) -> Found | None:
        """What a site profile points at."""
        said = page.head.given.get(field)
        value = read(page, said) if said else None
        return Found(value, said or "", 0.95) if value else None

    return profile


def rule_name(rule: FieldRule) -> str:
    """The name a rule goes by in provenance: module and function, "published.byline"."""
    module = rule.__module__.rsplit(".", 1)[-1]
    return rule.__name__ if module == "rule" else f"{module}.{rule.__name__}"
