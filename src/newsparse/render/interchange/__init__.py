"""The record in the words of others: Zyte's common items, schema.org, IPTC ninjs, GNE. Plain dicts, no dependency."""

from __future__ import annotations

from newsparse.record import EMPTY


def compact(item: dict[str, object]) -> dict[str, object]:
    """The item without its empty values, which these vocabularies leave out.

    >>> compact({"a": None, "b": [], "c": "", "d": 0})
    {'d': 0}
    """
    return {key: value for key, value in item.items() if value not in EMPTY}
