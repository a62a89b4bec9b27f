"""Lines that are a page's machinery by their words: boilerplate.toml."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from newsparse.cores.script import fold
from newsparse.lexicon import load
from newsparse.page import Page

LABELS = ("related", "comments", "boilerplate", "disclaimer")
# What may stand before the words of such a line.
_OPENING = r"[\s【\[（(〔「『“\"<>》·•●■◆▲※*|｜丨:：/_—–-]*"
# No phrase looks further into a line, none judges a longer one.
_REACH = 80
_LONGEST = 400
# Most phrases judge short lines only: longer ones are matched against those that may judge them.
_STEPS = (0, 25, 61)


_Rules = tuple[re.Pattern[str], tuple[tuple[str, int], ...]]


@cache
def _rules(least: int) -> _Rules:
    """One alternation of the phrases for lines of ``least`` characters or more; for each group (label, longest line)."""
    rules: list[tuple[str, int]] = []
    patterns: list[str] = []
    for label in LABELS:
        group = load("boilerplate")[label]
        for phrase in group["phrases"]:
            longest = phrase.get("max", group["max"])
            if longest >= least:
                patterns.append(f"({phrase['p']})")
                rules.append((label, longest))
    return re.compile(_OPENING + "(?:" + "|".join(patterns) + ")"), tuple(rules)


def phrase_label(text: str) -> tuple[str, str] | None:
    """The label and the words of a line that boilerplate.toml knows, given in simplified characters.

    >>> phrase_label("相关阅读：")
    ('related', '相关阅读')
    >>> phrase_label("记者相关报道获奖")
    """
    size = len(text)
    if size > _LONGEST:
        return None
    pattern, rules = _rules(_STEPS[bisect_right(_STEPS, size) - 1])
    found = pattern.match(text[:_REACH] if size > _REACH else text)
    if found is None:
        return None
    label, longest = rules[(found.lastindex or 1) - 1]
    return (label, found[0]) if size <= longest else None


def mark_phrases(page: Page) -> None:
    """Label lines by their words."""
    traditional = page.script == "Hant"
    for block in page.blocks:
        text = block.text
        if not text or block.link >= len(text) and len(text) <= _BUTTON:
            continue
        if found := phrase_label(fold(text[:_REACH]) + text[_REACH:] if traditional else text):
            page.mark(block, found[0], f"phrases.{found[0]}", found[1])


def mark_link_runs(page: Page) -> None:
    """Label the linked lines that follow a heading of related articles, up to the first line that is no link."""
    for heading in page.labelled("related"):
        for block in page.blocks[heading.index + 1 :]:
            if not block.text or block.link < len(block.text) * _LINKED:
                break
            page.mark(block, "related", "phrases.link_run", heading.text)


# A line that is a link of so few characters is a button or a menu's: no rule takes it for text (see `mark_body`).
_BUTTON = 4
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
