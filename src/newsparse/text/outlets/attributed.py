"""The outlet in a note like ——据滨城晚报, （据滨城晚报报道）."""

from __future__ import annotations

import re
from functools import cache

from newsparse.lexicon import alternation, words
from newsparse.text.flat import flat
from newsparse.text.outlets.outlet_names import is_outlet
from newsparse.text.outlets.source_lines import FoundSource, source_at


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
