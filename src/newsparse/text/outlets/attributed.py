"""The outlet in a note like ——据滨城晚报, （据滨城晚报报道）."""

from __future__ import annotations

import re
from functools import cache

from newsparse.lexicon import alternation, word_set, words
from newsparse.text.flat import flat
from newsparse.text.outlets.outlet_names import is_outlet
from newsparse.text.outlets.source_values import FoundSource, source_at


@cache
def _note() -> re.Pattern[str]:
    return re.compile(rf"(?:\A|[\s\-(\[]){alternation(words('roles.attribution'))}")


def attributed_source(text: str) -> FoundSource | None:
    """The outlet of a note. Sentences of a story begin like one: only for a text that is known to name the source.

    >>> attributed_source("阅读 33 ——据滨城夜话报道").value
    '滨城夜话'
    >>> attributed_source("滨城夜话")
    """
    line = flat(text)
    note = _note().search(line)
    found = source_at(text, line, note.end(), start=note.start(), named=False) if note else None
    if found is None or is_outlet(found.value):
        return found
    told = next((word for word in words("outlets.told") if flat(found.value).endswith(word)), "")
    name = found.value[: len(found.value) - len(told)]
    return found._replace(value=name) if name else None


# A note of some outlets' names is no longer (characters).
_LONGEST_NOTE = 60


@cache
def _closing() -> re.Pattern[str]:
    told = alternation(words("outlets.told"))
    return re.compile(rf"[(\[]{alternation(words('outlets.noted'))}(?P<names>[^()\[\]]+?){told}?[)\]]\s*\Z")


def closing_note(text: str) -> FoundSource | None:
    """The outlets that a note in brackets names at the end of a text.

    >>> closing_note("渡轮今天复航。（据《滨城周刊》报道）").value, closing_note("渡轮今天复航。（据交通局介绍）")
    ('《滨城周刊》', None)
    """
    if text.rstrip()[-1:] not in _CLOSERS:
        return None
    floor = max(0, len(text) - _LONGEST_NOTE)
    found = _closing().search(flat(text[floor:]))
    names = found["names"].split("、") if found else []
    if found is None or not all(map(is_outlet, names)) or not word_set("outlets.not_outlet").isdisjoint(names):
        return None  # 据本报
    start, end = floor + found.start("names"), floor + found.end("names")
    return FoundSource(text[start:end], text[start:end], start, end)


_CLOSERS = tuple(")）]】")
