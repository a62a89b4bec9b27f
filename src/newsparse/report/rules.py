"""What each rule of a field does, in its own words."""

from __future__ import annotations

from functools import cache

from newsparse.fields import FIELDS
from newsparse.fields.rule import FieldRule, rule_name


def says(rule: FieldRule) -> str:
    """The first line of a rule's docstring.

    >>> from newsparse.fields.source import byline
    >>> says(byline)
    '来源：… in the byline row.'
    """
    return (rule.__doc__ or "").partition("\n")[0]


@cache
def says_of(field: str, name: str) -> str:
    """What the rule of this name does for a field; "" where there is none."""
    rules = next((each.rules for each in FIELDS if each.name == field), ())
    return next((says(rule) for rule in rules if rule_name(rule) == name), "")
