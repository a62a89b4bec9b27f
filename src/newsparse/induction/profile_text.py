"""A site's profile as TOML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

_TABLES = ("select", "match", "data", "set")
_QUOTED = "'"

# Table of a profile, field, rule.
Rule = tuple[str, str, str]


def profile_text(host: str, why: str, rules: Iterable[Rule]) -> str:
    """A [[site]].

    >>> print(profile_text("a.cn", "x", [("select", "source", ".from")]), end="")
    [[site]]
    hosts = ["a.cn"]
    why = "x"
    [site.select]
    source = ".from"
    """
    return "".join(f"{line}\n" for line in _lines(host, why, list(rules)))


def _lines(host: str, why: str, rules: list[Rule]) -> Iterator[str]:
    yield "[[site]]"
    yield f"hosts = [{toml_text(host)}]"
    yield f"why = {toml_text(why)}"
    for table in _TABLES:
        inside = [(field, rule) for of, field, rule in rules if of == table]
        if inside:
            yield f"[site.{table}]"
            yield from (f"{field} = {toml_text(rule)}" for field, rule in inside)


def toml_text(text: str) -> str:
    """A text of TOML; one with backslashes as it is, where it can be."""
    if "\\" in text and _QUOTED not in text and text.isprintable():
        return f"{_QUOTED}{text}{_QUOTED}"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
