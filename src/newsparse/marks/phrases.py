"""Lines that are a page's machinery by their words: boilerplate.toml."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import Any, NamedTuple

from newsparse.lexicon import load, pattern
from newsparse.page.lines import is_linked
from newsparse.page.page import Page
from newsparse.text.script import fold

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
        _Phrase(entry["p"], label, entry.get("max", group["max"]), entry.get("needs", ""))
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
    if size > longest or (label != "disclaimer" and _is_story(text)):
        return None
    return label, found[0]


def _is_story(text: str) -> bool:
    """Whether a line that opens like a button or a heading is a sentence: it stops, and invites nobody to anything."""
    return text.endswith(_STOPS) and not pattern("boilerplate.inviting").search(text)


_STOPS = ("。", "。”", "。」", "？", "！")


def mark_dropped(page: Page) -> None:
    """Label what a site profile says is not the article's."""
    for first, end in page.picked.get("drop", ()):
        for block in page.blocks[first:end]:
            page.mark(block, "boilerplate", "phrases.profile", "profile")


def mark_phrases(page: Page) -> None:
    """Label lines by their words."""
    traditional = page.script == "Hant"
    for block in page.blocks:
        text = block.text
        if not text or (block.link >= len(text) and len(text) <= _BUTTON):
            continue
        if found := phrase_label(fold(text[:_REACH]) + text[_REACH:] if traditional else text):
            page.mark(block, found[0], f"phrases.{found[0]}", found[1])


def mark_link_runs(page: Page) -> None:
    """Label the linked lines that follow a heading of related articles, up to the first line that is no link."""
    for heading in page.labelled("related"):
        for block in page.blocks[heading.index + 1 :]:
            if not block.text or not is_linked(block):
                break
            page.mark(block, "related", "phrases.link_run", heading.text)


# A line that is a link of so few characters is a button or a menu's: no rule takes it for text (see `mark_body`).
_BUTTON = 4
# A line that stands so often in different elements is a button or a notice of the template.
_OFTEN = 3
_SHORTEST_NOTICE, _LONGEST_NOTICE = 4, 40


def mark_repeated(page: Page) -> None:
    """Label lines that the template prints again and again, each time in another element."""
    counts = Counter([block.text for block in page.blocks])
    again = {
        text for text, times in counts.items() if times >= _OFTEN and _SHORTEST_NOTICE <= len(text) <= _LONGEST_NOTICE
    }
    if not again:
        return
    homes: dict[str, set[int]] = {text: set() for text in again}
    lines = [block for block in page.blocks if block.text in again]
    for block in lines:
        homes[block.text].add(page.homes[block.container])
    for block in lines:
        if (places := len(homes[block.text])) >= _OFTEN and not block.has("headline", "repeat"):
            page.mark(block, "boilerplate", "phrases.repeated", f"{places} times")


# Shorter words (characters) may be said twice.
_SHORTEST_QUOTE = 6
# Each is looked for in the whole body; a page of quotations has no pull quotes.
_MOST_QUOTES = 40


def mark_pull_quotes(page: Page) -> None:
    """Label sentences of the body that magazines print once more, large, between its paragraphs."""
    body = [block for block in page.labelled("body") if block.text]
    quotes = [block for block in body if block.tag == "blockquote" or pattern("elements.quotation").search(block.name)]
    for block in quotes[:_MOST_QUOTES]:
        words = block.runs[0][0].strip(_QUOTE_SIGNS)
        if len(words) >= _SHORTEST_QUOTE and any(words in other.text for other in body if other is not block):
            page.mark(block, "repeat", "phrases.pull_quote", words)


_QUOTE_SIGNS = " \t\r\n\u3000\xa0“”「」『』\"'"
