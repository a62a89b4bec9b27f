"""Front matter: what a Markdown file says of itself before its text, as YAML between two lines of ---."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from newsparse.text.scrub import scrub

# In this order. More would be a second record: that is what the JSON is for.
KEYS = ("title", "url", "published", "source", "authors")
# What YAML does not take in a file, or takes for the end of a line, and what a viewer that shows front matter as text
# would take for HTML or a link. In a string each may stand as \uXXXX.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff<\\[\\]]")
_WRITTEN = re.compile("\ufeff?---\r?\n" + "".join(rf"{key}: .*\n" for key in KEYS) + "---(?:\r?\n|$)")


def front_matter(values: Mapping[str, str | Sequence[str] | None]) -> str:
    """The lines of ``KEYS``, with the lines of --- round them. A value is a text, a list of them, or none (null).

    Strings are written as JSON writes them: all YAML readers take these as what they are, be it 2021-11-08, no or ~.

    >>> print(front_matter({"title": '"桥": 1\\\\2', "published": "2021-11-08", "authors": ["林小满"]}), end="")
    ---
    title: "\\"桥\\": 1\\\\2"
    url: null
    published: "2021-11-08"
    source: null
    authors: ["林小满"]
    ---
    """
    return "\n".join(["---", *(f"{key}: {_value(values.get(key))}" for key in KEYS), "---", ""])


def without_front_matter(text: str) -> str:
    """The text behind the front matter that `front_matter` made; any other text as it is.

    >>> without_front_matter(front_matter({"title": "桥"}) + "# 桥")
    '# 桥'
    """
    found = _WRITTEN.match(text)
    return text[found.end() :] if found else text


def _value(value: str | Sequence[str] | None) -> str:
    if value is None:
        return "null"
    return _string(value) if isinstance(value, str) else f"[{', '.join(map(_string, value))}]"


def _string(text: str) -> str:
    written = json.dumps(scrub(text), ensure_ascii=False)
    return _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written)
