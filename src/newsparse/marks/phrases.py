"""Lines that are a page's machinery by their words: boilerplate.toml."""

from __future__ import annotations

import re
from functools import cache

from newsparse.cores.script import fold
from newsparse.lexicon import load
from newsparse.page import Page

LABELS = ("related", "comments", "boilerplate", "disclaimer")
# What may stand before the words of such a line.
_OPENING = r"[\s【\[（(〔「『“\"<>》·•●■◆▲※*|｜丨:：/_—–-]*"
# No phrase looks further into a line.
_REACH = 80


@cache
def _rules() -> tuple[re.Pattern[str], tuple[tuple[str, str, int], ...]]:
    """One alternation of all phrases, and for each of its groups (label, example, longest line in characters)."""
    rules: list[tuple[str, str, int]] = []
    patterns: list[str] = []
    for label in LABELS:
        group = load("boilerplate")[label]
        for phrase in group["phrases"]:
            patterns.append(f"(?P<r{len(rules)}>{phrase['p']})")
            rules.append((label, phrase["example"], phrase.get("max", group["max"])))
    return re.compile(_OPENING + "(?:" + "|".join(patterns) + ")"), tuple(rules)


def phrase_label(text: str) -> tuple[str, str] | None:
    """The label and the words of a line that boilerplate.toml knows, given in simplified characters.

    >>> phrase_label("相关阅读：")
    ('related', '相关阅读')
    >>> phrase_label("记者相关报道获奖")
    """
    pattern, rules = _rules()
    start = text[:_REACH]
    found = pattern.match(start)
    while found is not None:
        label, _, longest = rules[int((found.lastgroup or "r0")[1:])]
        if len(text) <= longest:
            return label, found[0]
        return None
    return None


def mark_phrases(page: Page) -> None:
    """Label lines by their words."""
    traditional = page.script == "Hant"
    for block in page.blocks:
        text = block.text
        if text and (found := phrase_label(fold(text[:_REACH]) + text[_REACH:] if traditional else text)):
            page.mark(block, found[0], f"phrases.{found[0]}", found[1])


def mark_link_runs(page: Page) -> None:
    """Label the linked lines that follow a heading of related articles, up to the first line that is no link."""
    for heading in page.labelled("related"):
        for block in page.blocks[heading.index + 1 :]:
            if not block.text or block.link < len(block.text) * _LINKED:
                break
            page.mark(block, "related", "phrases.link_run", heading.text)


# A line is a link if so much of it is; dates and bullets stand beside the link.
_LINKED = 0.6
# A line that stands so often in different elements is a button or a notice of the template.
_OFTEN = 3
_SHORTEST_NOTICE, _LONGEST_NOTICE = 4, 40


def mark_repeated(page: Page) -> None:
    """Label lines that the template prints again and again, each time in another element."""
    homes: dict[str, set[int]] = {}
    for block in page.blocks:
        if _SHORTEST_NOTICE <= len(block.text) <= _LONGEST_NOTICE:
            homes.setdefault(block.text, set()).add(block.container)
    often = {text for text, containers in homes.items() if len(containers) >= _OFTEN}
    if often:
        for block in page.blocks:
            if block.text in often and not block.has("headline", "repeat"):
                page.mark(block, "boilerplate", "phrases.repeated", f"{len(homes[block.text])} times")
