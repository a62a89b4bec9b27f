"""Lines that are a page's machinery by their words: boilerplate.toml."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from newsparse.lexicon import load, pattern, source
from newsparse.text.sentences import is_sentence

LABELS = ("related", "comments", "boilerplate", "disclaimer")
# What may stand before the words of such a line.
_OPENING = ' \t\u3000\xa0【[（(〔「『“"<>《》·•●■◆▲◎◤☆※*|｜丨:：/_—–-'
# No phrase looks further into a line, none judges a longer one.
_REACH = 80
_LONGEST = 400


class _Phrase(NamedTuple):
    pattern: str
    label: str
    longest: int
    needs: str  # words one of which a line must have, for a phrase that may begin with any character


class _Rules(NamedTuple):
    """Phrases that may match a line, as one alternation; each of its groups has a label and a longest line."""

    pattern: re.Pattern[str]
    says: tuple[tuple[str, int], ...]


@cache
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(source(entry), label, entry.get("max", group["max"]), entry.get("needs", ""))
        for label in LABELS
        for group in (load(f"boilerplate.{label}"),)
        for entry in group["phrases"]
    )


@lru_cache(8192)  # as many characters as lines ever begin with
def _rules(first: str, needed: bool) -> _Rules | None:
    """The phrases that can match a line which begins with this character, None for none.

    A line is matched against those few only: one alternation of all took a third of the time of all marks. The
    `regex` module tells by partial matching whether a character can begin what a pattern matches. Phrases that can
    begin with any are tried only where the line holds a word that one of them ``needs``.
    """
    able = tuple(
        phrase
        for phrase, partial in zip(_phrases(), _partial(), strict=True)
        if (needed if partial is None else partial.match(first, partial=True))
    )
    return _joined(able) if able else None


@cache
def _needed() -> re.Pattern[str]:
    """A word that a phrase which may begin with any character needs."""
    return re.compile("|".join(phrase.needs for phrase in _phrases() if phrase.needs))


@cache
def _partial() -> tuple[Any, ...]:
    import regex

    return tuple(None if phrase.needs else regex.compile(phrase.pattern) for phrase in _phrases())


@cache
def _joined(phrases: tuple[_Phrase, ...]) -> _Rules:
    joined = re.compile("|".join(f"({phrase.pattern})" for phrase in phrases))
    return _Rules(joined, tuple((phrase.label, phrase.longest) for phrase in phrases))


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
    rules = _rules(words[:1], _needed().search(words) is not None)
    if rules is None or (found := rules.pattern.match(words)) is None:
        return None
    label, longest = rules.says[(found.lastindex or 1) - 1]
    if size > longest or _is_story(text, label):
        return None
    return label, found[0]


def _is_story(text: str, label: str) -> bool:
    """Whether a line that opens like a button or a notice is a sentence that speaks to nobody, and of no such thing."""
    if text.endswith("…") or not is_sentence(text) or addresses(text):
        return False
    return label != "disclaimer" or pattern("boilerplate.disclaiming").search(text) is None


def addresses(text: str) -> bool:
    """Whether a sentence speaks to its reader, or of its own page."""
    return pattern("boilerplate.addressing").search(text) is not None
