"""Lines that are a page's machinery by their words: boilerplate.toml."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from newsparse.lexicon import lazily, load, pattern, source
from newsparse.text.sentences import is_sentence

LABELS = ("related", "comments", "boilerplate", "disclaimer")
# What may stand before the words of such a line.
_OPENING = ' \t\u3000\xa0【[（(〔「『“"<>《》·•●■◆▲▼▽◎◤☆※👉☞➤►▶*|｜丨:：/_—–-'
# No phrase looks further into a line, none judges a longer one.
_REACH = 80
_LONGEST = 400


class _Phrase(NamedTuple):
    pattern: re.Pattern[str]
    label: str
    longest: int
    opening: Any  # the pattern once more, of `regex`; None for a phrase that may begin with any character


@cache
def _phrases() -> tuple[_Phrase, ...]:
    import regex

    return tuple(
        _Phrase(
            lazily(source(entry)),
            label,
            entry.get("max", group["max"]),
            None if "needs" in entry else regex.compile(source(entry)),
        )
        for label, group in _groups()
        for entry in group["phrases"]
    )


def _groups() -> list[tuple[str, Any]]:
    return [(label, load(f"boilerplate.{label}")) for label in LABELS]


@cache
def _needed() -> re.Pattern[str]:
    """A word that a phrase which may begin with any character needs."""
    return re.compile(
        "|".join(entry["needs"] for _, group in _groups() for entry in group["phrases"] if "needs" in entry)
    )


@cache
def _any_opening() -> Any:
    """All phrases that cannot begin with any character."""
    import regex

    return regex.compile("|".join(phrase.opening.pattern for phrase in _phrases() if phrase.opening))


@lru_cache(4096)  # as many characters as lines ever begin with
def _able(first: str, needed: bool) -> tuple[_Phrase, ...]:
    """The phrases that can match a line which begins with this character.

    A line is matched against those few only: one alternation of all took a third of the time of all marks. The
    `regex` module tells by partial matching whether a character can begin what a pattern matches. Phrases that can
    begin with any are tried only where the line holds a word that one of them ``needs``.
    """
    opens = _any_opening().match(first, partial=True) is not None  # few do
    if not opens and not needed:
        return ()
    return tuple(
        phrase
        for phrase in _phrases()
        if (needed if phrase.opening is None else opens and phrase.opening.match(first, partial=True))
    )


def phrase_label(text: str) -> tuple[str, str] | None:
    """The label and the words of a line that boilerplate.toml knows, given in simplified characters.

    >>> phrase_label("【相关阅读】")
    ('related', '相关阅读')
    >>> phrase_label("记者相关报道获奖")
    """
    size = len(text)
    if size > _LONGEST:
        return None
    words = (text[:_REACH] if size > _REACH else text).lstrip(_OPENING)
    if not words:
        return None
    for phrase in _able(words[0], _needed().search(words) is not None):
        if found := phrase.pattern.match(words):
            return None if size > phrase.longest or _is_story(text, phrase.label) else (phrase.label, found[0])
    return None


def _is_story(text: str, label: str) -> bool:
    """Whether a line that opens like a button or a notice is a sentence that speaks to nobody, and of no such thing."""
    if text.endswith("…") or not is_sentence(text) or addresses(text):
        return False
    if label == "related" and text[-1] in "？！?!":
        return False  # a headline
    return label != "disclaimer" or pattern("boilerplate.disclaiming").search(text) is None


def addresses(text: str) -> bool:
    """Whether a sentence speaks to its reader, or of its own page."""
    return pattern("boilerplate.addressing").search(text) is not None


def narrates(text: str) -> bool:
    """Whether a sentence is a story's: it speaks to nobody, but for what somebody in it says.

    >>> narrates("他说：“我们等了两年。”"), narrates("请下载我们的客户端，看更多新闻。")
    (True, False)
    """
    return is_sentence(text) and not addresses(unquoted(text))


def unquoted(text: str) -> str:
    """A line without what somebody says in it."""
    return _QUOTATION.sub("", text)


# Nothing that opens stands inside: each of many that are never closed would be looked for to the end of the text.
_QUOTATION = re.compile("“[^“”]*+”|「[^「」]*+」")
