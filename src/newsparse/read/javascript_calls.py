"""What operators and calls make of JavaScript literals: those that give back the text they are given, and joins."""

from __future__ import annotations

import json
import re
from html import unescape as html_unescape
from urllib.parse import unquote

# Calls that give back the text (or the JSON) they are given; every other call is not known.
DECODERS = frozenset(
    {
        *("htmlDecode", "JsDecode", "decode", "trim", "parse", "String", "Number", "parseInt", "Date"),
        *("decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent", "escape", "unescape"),
    }
)
_PERCENT = frozenset({"decodeURI", "decodeURIComponent", "unescape"})
# A character as escape() writes it: %u4e2d.
_UNITS = re.compile(r"%u([0-9a-fA-F]{4})")


def combined(operator: str, left: object, right: object) -> object:
    """``a || b`` and ``a ?? b``: the first that is something. ``a * 1``: a. A comparison is not known."""
    if operator in ("||", "??"):
        return right if left is None or left == "" or left == 0 else left
    if operator == "&&":
        return right
    return left if operator in ("*", "/", "-") else None


def decoded(name: str, argument: object) -> object:
    if not isinstance(argument, str):
        return argument
    if name == "htmlDecode":
        return html_unescape(argument)
    if name in _PERCENT:
        return unquote(_UNITS.sub(lambda found: chr(int(found[1], 16)), argument))
    if name == "parse":
        try:
            return json.loads(argument, strict=False)
        except (ValueError, RecursionError):
            return argument
    return argument


def method(value: str | list[object], name: str, arguments: str) -> object:
    """A method of a literal. ``html(false)`` is WeChat's own: it undoes character references."""
    if isinstance(value, list):
        between = arguments.strip()[1:-1]
        return between.join([item for item in value if isinstance(item, str)]) if name == "join" else None
    if name in ("slice", "substring", "substr"):
        bounds = [int(n) for n in re.findall(r"-?\d{1,9}", arguments[:40])]
        if name == "slice" and bounds:
            return value[slice(*bounds[:2])] if len(bounds) > 1 else value[bounds[0] :]
        return value
    if name == "html":
        return html_unescape(value)
    return value if name in ("replace", "replaceAll", "trim", "toString", "split", "concat") else None
