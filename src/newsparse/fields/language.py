"""language: zh-Hans, zh-Hant, or what the page says it is where it is not Chinese."""

from __future__ import annotations

import re

from newsparse.lexicon import lazily
from newsparse.page.page import Page

_HAN = lazily(r"[\u4e00-\u9fff]+")
_KANA = lazily(r"[\u3041-\u30ff]+")
_HANGUL = lazily(r"[\uac00-\ud7af]+")
# So much of a text's letters tells its language: Chinese news quotes Japanese titles; Japanese text is half kana.
_SHARE = 0.15
# Characters that are looked at.
_SAMPLE = 1000
_LETTER = re.compile(r"[^\W\d_]+")


def language_of(page: Page) -> str:
    """A BCP 47 tag: "zh-Hans", "zh-Hant", "ja", "ko", else the page's own lang or "und"."""
    body = page.labelled("body") or page.blocks
    text = "".join([b.text for b in body])[:_SAMPLE] or page.head.title
    letters, han, kana = _count(_LETTER, text) or 1, _count(_HAN, text), _count(_KANA, text)
    if kana > letters * _SHARE:
        return "ja"
    if _count(_HANGUL, text) > letters * _SHARE:
        return "ko"
    if han >= letters * _SHARE:
        return f"zh-{page.script or _script_of_lang(page.head.lang)}"
    return page.head.lang or "und"


def _count(characters: re.Pattern[str], text: str) -> int:
    """How many characters are of a kind; found in runs, as most stand in some."""
    return sum(map(len, characters.findall(text)))


def _script_of_lang(lang: str) -> str:
    return "Hant" if lang.lower().replace("_", "-") in ("zh-tw", "zh-hk", "zh-mo", "zh-hant") else "Hans"
