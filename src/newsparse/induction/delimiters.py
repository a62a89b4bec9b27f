"""Patterns for values that stand in no element of their own: what stands before and behind them on all pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import regex

from newsparse.errors import DataError
from newsparse.fields.given_credits import GIVEN_ROLES
from newsparse.induction.answers import Judge
from newsparse.induction.candidates import Candidate, judged, ranked
from newsparse.induction.samples import Sample
from newsparse.read.profile_patterns import compiled
from newsparse.read.profiles import PATTERN_TIMEOUT
from newsparse.text.flat import HAN

# Characters before and behind a value that are looked at.
_BEFORE, _BEHIND = 30, 4
# So much before a value must be the same on all pages: three characters of ASCII, or two of which one is Chinese.
_LEAST, _CHINESE = 3, 2
# Places of a page that a value's words stand at.
_MOST_PLACES = 20
# Characters of a value.
_LONGEST = 60
_DATES = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]{0,3}\d{1,2}:\d\d(?::\d\d)?)?|(?<!\d)\d{10}(?:\d{3})?(?!\d)"
)
_WORD = re.compile(r"\w+")
# A pattern that begins with a word that may be a label, be it with markup behind it: it says whose the value is.
# The end of a sentence, and a word that is too long, are the story's.
_LABELLED = re.compile(rf"\W?[{HAN}]{{1,8}}[^{HAN}。！？”]*\(")
_BETWEEN_NAMES = r"[^\w<>\"']{1,6}"


def delimited(
    samples: Sequence[Sample], judges: Sequence[Judge], golds: Sequence[Mapping[str, Any]], field: str
) -> list[Candidate]:
    """Patterns that give a field, the best first."""
    pages = []
    for sample, judge, gold in zip(samples, judges, golds, strict=True):
        if spans := _spans(sample.markup, judge, gold, field):
            pages.append([(sample.markup[max(0, a - _BEFORE) : a], sample.markup[b : b + _BEHIND]) for a, b in spans])
    found = (_scored(pattern, samples, judges) for pattern in _patterns(pages, field))
    if field in GIVEN_ROLES:
        found = (replace(one, loose=not _LABELLED.match(one.rule)) for one in found)
    return ranked(found)


def _spans(markup: str, judge: Judge, gold: Mapping[str, Any], field: str) -> list[tuple[int, int]]:
    """Where a page's markup says the right value."""
    value = gold.get(field)
    if not value:
        return []
    found: Iterator[re.Match[str]]
    if field == "published":
        found = filter(lambda match: judge(match[0]), _DATES.finditer(markup))
    elif isinstance(value, list):
        found = re.finditer(_BETWEEN_NAMES.join(map(re.escape, value)), markup)
    else:
        found = re.finditer(re.escape(value), markup)
    return [match.span() for match, _ in zip(found, range(_MOST_PLACES), strict=False)]


def _patterns(pages: list[list[tuple[str, str]]], field: str) -> Iterator[str]:
    """What the first page has before its values, cut to what others have there, too."""
    for before, behind in pages[0] if pages else ():
        for others in pages[1:]:
            best = max(others, key=lambda other: len(_common_end(before, other[0])))
            shared = _common_end(before, best[0])
            if _tells(shared):  # else it is a page of another template
                before, behind = shared, _common_start(behind, best[1])
        group = _group(behind, "，。" if field == "source" else "")
        yield from (_escaped(end) + group if group else _with_label(end) for end in _ends(before))


def _ends(before: str) -> Iterator[str]:
    """What stands before a value, from each of its words on: the shorter it is, the more pages have it."""
    starts = [0, *(word.start() for word in _WORD.finditer(before))]
    ends = dict.fromkeys(before[at:].lstrip() for at in starts)
    yield from (end for end in ends if _tells(end) and any(map(str.isalpha, end)))


def _tells(end: str) -> bool:
    return sum(1 if char.isascii() else _CHINESE for char in end) >= _LEAST


def _with_label(end: str) -> str:
    """A pattern for values behind which nothing is the same: with the word before it, for the fields know such words
    and what may follow (据…报道)."""
    *_, label = _WORD.finditer(end)
    at = label.start()
    return rf"{_escaped(end[:at])}({_escaped(end[at:])}[^<>\n]{{1,{_LONGEST}}})"


def _common_end(one: str, other: str) -> str:
    return _common_start(one[::-1], other[::-1])[::-1]


def _common_start(one: str, other: str) -> str:
    size = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:size]


def _group(behind: str, never: str) -> str:
    """The value's group: as far as the sign behind it, or as what stands there.

    What has a sign of ``never`` in it is none: <p>据某报</p> names an outlet, <p>据记者了解，…</p> does not.
    """
    if never and behind[:1] == "<":
        return rf"([^<>\n{never}]{{1,{_LONGEST}}})<"
    if behind and not behind[0].isalnum():
        stop = "" if behind[0] in "<>\n" else re.escape(behind[0])
        return rf"([^<>\n{stop}]{{1,{_LONGEST}}})"
    return rf"([^<>\n]{{1,{_LONGEST}}}?){_escaped(behind)}" if behind else ""


def _escaped(text: str) -> str:
    return r"\s+".join(regex.escape(part, special_only=True) for part in re.split(r"\s+", text))


def _scored(pattern: str, samples: Sequence[Sample], judges: Sequence[Judge]) -> Candidate:
    try:
        search = compiled(pattern, "").search
    except DataError:
        return Candidate("match", pattern, ())

    def read(sample: Sample) -> str:
        try:
            found = search(sample.markup, timeout=PATTERN_TIMEOUT)
        except TimeoutError:
            return ""
        return found[1].strip() if found else ""

    return Candidate("match", pattern, judged(read, samples, judges))
