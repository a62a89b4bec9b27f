"""Selectors for the body, and for what stands in it and is not the article's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree
from lxml.etree import _Element

from newsparse.evaluate.score import plain
from newsparse.induction.candidates import Candidate, find, ranked, text_within
from newsparse.induction.samples import Sample
from newsparse.induction.selectors import selectors_for

_MOST_SELECTORS = 60
# Elements round the smallest that holds the text whose names are tried, too: a wrapper has no name on some sites.
_ROUND = 2
# An element is the body's where it holds little else: what else it holds is nothing to the rules, or dropped.
_MOST_ELSE = 1.5
# Characters of a line that tell it from the page's machinery.
_TELLING = 8


def bodies(samples: Sequence[Sample], golds: Sequence[Mapping[str, Any]]) -> list[Candidate]:
    """Selectors for the element that holds the text, the best first."""
    votes: Counter[str] = Counter()
    for sample, gold in zip(samples, golds, strict=True):
        for element in _homes(sample.root, _lines(gold)):
            votes.update(set(selectors_for(element)))

    def verdict(sample: Sample, gold: Mapping[str, Any], css: str) -> bool | None:
        found = find(sample.root, css)
        return _holds("".join(map(_text, found)), _lines(gold)) if found else None

    return ranked(
        Candidate("select", css, tuple(verdict(*pair, css) for pair in zip(samples, golds, strict=True)))
        for css, _ in votes.most_common(_MOST_SELECTORS)
    )


def drops(samples: Sequence[Sample], golds: Sequence[Mapping[str, Any]], texts: Sequence[str]) -> list[Candidate]:
    """Selectors for what the records' texts have beside what is right, the best first."""
    extras = [_extra(gold, text) for gold, text in zip(golds, texts, strict=True)]
    votes: Counter[str] = Counter()
    for sample, extra in zip(samples, extras, strict=True):
        for element in sample.root.iter(etree.Element) if extra else ():
            if plain(text_within(element)) in extra:
                votes.update(set(selectors_for(element)))

    def verdict(sample: Sample, gold: Mapping[str, Any], extra: set[str], css: str) -> bool | None:
        told = [plain(_text(element)) for element in find(sample.root, css)]
        if any(line in text for line in _lines(gold) if len(line) >= _TELLING for text in told):
            return False
        return True if any(line in text for line in extra for text in told) else None

    return ranked(
        Candidate("select", css, tuple(verdict(*page, css) for page in zip(samples, golds, extras, strict=True)))
        for css, _ in votes.most_common(_MOST_SELECTORS)
    )


def _extra(gold: Mapping[str, Any], text: str) -> set[str]:
    right = "".join(_lines(gold))
    return {line for line in map(plain, text.splitlines()) if line and line not in right}


def _lines(gold: Mapping[str, Any]) -> list[str]:
    return [line for line in map(plain, gold.get("body") or ()) if line]


def _homes(root: _Element, lines: list[str]) -> Iterator[_Element]:
    """The smallest element that holds the first and the last line of the text, and those round it."""
    if not lines:
        return
    home = None
    for element in root.iter(etree.Element):  # outer ones first: the last that holds them is the smallest
        if (home is None or element in home.iterdescendants()) and _spans(_text(element), lines):
            home = element
    if home is not None:
        yield home
        yield from list(home.iterancestors())[:_ROUND]


def _spans(text: str, lines: list[str]) -> bool:
    return lines[0] in text and lines[-1] in text


def _holds(text: str, lines: list[str]) -> bool | None:
    """Whether a text is the body's, with little else; None where there is nothing to say."""
    if not lines:
        return None
    return _spans(text, lines) and len(text) <= _MOST_ELSE * sum(map(len, lines))


def _text(element: _Element) -> str:
    return plain("".join(element.itertext()))
