"""Simplified and traditional: which a text is written in, and folding the one to the other for matching."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from newsparse.lexicon import load

Script = Literal["Hans", "Hant"]

# A page has more than this many characters read before its script is settled; labels alone would settle it.
_SAMPLE = 3000


@cache
def fold_table() -> dict[int, str]:
    """The traditional characters that are folded, and their simplified forms: for `str.translate`."""
    tables = (load("script"), load("script.other"))
    return {ord(c): plain for t in tables for c, plain in zip(t["traditional"], t["simplified"], strict=True)}


@cache
def _telling() -> tuple[re.Pattern[str], re.Pattern[str]]:
    traditional, simplified = load("script.traditional"), load("script.simplified")
    simplified_only = "".join(frozenset(simplified) - frozenset(traditional))
    return re.compile(f"[{traditional}]"), re.compile(f"[{simplified_only}]")


def fold(text: str) -> str:
    """The text with common traditional characters replaced by simplified ones, one for one (offsets stay).

    >>> fold("責任編輯：王小明")
    '责任编辑：王小明'
    """
    return text.translate(fold_table())


def script_of(text: str) -> Script | None:
    """The script that most telling characters of the text's first part belong to; None where none is telling.

    >>> script_of("記者王小明台北報導"), script_of("记者王小明报道"), script_of("三月六日")
    ('Hant', 'Hans', None)
    """
    traditional, simplified = _telling()
    sample = text[:_SAMPLE]
    hant, hans = len(traditional.findall(sample)), len(simplified.findall(sample))
    if hant == hans:
        return None
    return "Hant" if hant > hans else "Hans"
