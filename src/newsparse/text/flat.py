"""One way of writing for all lines: full-width signs, bars, brackets and spaces made plain, traditional folded.

Every character becomes exactly one character, so that an offset in the flat line is an offset in the line itself:
rules read the flat line, values are cut from the line as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from newsparse.lexicon import lazily
from newsparse.text.script import by_code, fold_table

# Han characters, the repeat mark and the round zero of dates; the rest of Unicode's Han blocks hold rare names.
HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_PLAIN = {
    ":": "∶︰﹕꞉",
    "/": "∕⁄╱",
    "|": "丨│┃︱¦❘┆",
    "(": "﹙",
    ")": "﹚",
    "[": "【〔〖［",
    "]": "】〕〗］",
    ",": "﹐",
    "、": "､",
    "·": "•・‧∙･⋅˙",
    "-": "－—–―‐‑─",
    "&": "﹠",
    "□": "■◆◇◎●○★☆▪▍",  # bullets before a signature; △▲▼ stand before captions
    " ": "\t\n\r\f\v\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff\xad"
    + "".join(map(chr, range(0x2000, 0x200B))),
}


@cache
def _table() -> dict[int, str]:
    # "！" to "～" are the full-width forms of "!" to "~", in the same order.
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= fold_table()
    table.update((ord(sign), plain) for plain, signs in _PLAIN.items() for sign in signs)
    return table


@cache
def _codes() -> list[int]:
    return by_code(_table())


def flat(text: str) -> str:
    """The text in one way of writing, character for character.

    >>> flat("【責任編輯：林小滿】　圖／秦曉禾")
    '[责任编辑:林小满] 图/秦晓禾'
    """
    return text.translate(_codes())


def as_shown(words: Iterable[str], after: str = "") -> str:
    """A pattern that finds any of the (flat) words in a line that is not flat yet: in either script, in either width.

    It says only whether a line holds one: of words that hold others of them the shorter ones are enough. ``after`` is a
    pattern that must match behind the word.

    >>> re.findall(as_shown(["编辑", "责任编辑", "文/"]), "責任編輯：林小滿 文／秦曉禾")
    ['編輯', '文／']
    """
    every = set(words)
    shortest = sorted(w for w in every if not any(other in w for other in every if other != w))
    # Each branch opens with a plain character: the engine skips to the next of those.
    return "|".join(
        re.escape(first) + "".join(f"[{re.escape(_forms(c))}]" for c in word[1:]) + after
        for word in shortest
        for first in _forms(word[0])
    )


@cache
def _shown() -> dict[str, str]:
    forms: dict[str, str] = {}
    for code, plain in _table().items():
        forms[plain] = forms.get(plain, "") + chr(code)
    return forms


def _forms(plain: str) -> str:
    """The characters that `flat` makes the one of, itself first."""
    return plain + _shown().get(plain, "")


_PADDING = lazily(rf"(?<=[{HAN}])\s+(?=[{HAN}])")


def squeeze(text: str) -> str:
    """The text without the white space that pads Chinese names; other white space becomes one space.

    >>> squeeze("林　满"), squeeze("Demi\\u00a0 Xia"), squeeze("方若溪　 SF099")
    ('林满', 'Demi Xia', '方若溪 SF099')
    """
    words = text.split()
    return words[0] if len(words) == 1 else " ".join(_PADDING.sub("", text).split())
