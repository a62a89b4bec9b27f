"""Where a page says a value that a person expects: elements, attributes, script data, comments; and what of that a site
profile can point at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from lxml.etree import _Element

from newsparse.errors import DataError
from newsparse.evaluate import Case
from newsparse.evaluate.gold import gold_of
from newsparse.evaluate.score import plain
from newsparse.induction.answers import FIGURES_OF, judge_of
from newsparse.induction.candidates import find, places_in, text_within
from newsparse.induction.data_paths import paths_in
from newsparse.induction.delimiters import delimited
from newsparse.induction.profile_text import toml_text
from newsparse.induction.samples import Sample, sample_of
from newsparse.induction.selectors import selectors_for
from newsparse.read.lxml_walk import said_by
from newsparse.read.profiles import ONE_LINE, Target, first_said
from newsparse.read.script_paths import script_path

# Places of a kind that are told: a value that stands in more is no help to find it by.
_MOST = 6
# Characters round a value in a script or a comment that are shown.
_ROUND = 15
# What no reader sees, and what of it bears a name of its own.
_UNSEEN = re.compile(r"(?is)<!--.*?(?:-->|\Z)|<(script|style|template|noscript|textarea)\b.*?(?:</\1|\Z)")
_BETWEEN_NAMES = re.compile(r"[、,，;；\s]+")


class Whereabout(NamedTuple):
    """A place on a page.

    Attributes:
        what: an element, an attribute, a path, a line of the file.
        text: what stands there.
        rule: how a site profile points at it (``[site.select] source = ".from"``), "" where it cannot.
    """

    what: str
    text: str
    rule: str = ""


class Expected:
    """A value that a field should have, as a person writes it."""

    def __init__(self, field: str, value: str) -> None:
        """Read it.

        Raises:
            DataError: there is nothing in it; of a date: it is none.
        """
        if not plain(value):
            raise DataError("--expect: there is nothing in it. Write what the page says.")
        self.field, self.value = field, value
        self.gold = {"kind": "article"}
        if field in FIGURES_OF:
            self.gold = gold_of({**self.gold, field: value}, "--expect")
        self._judge = judge_of(field, self.gold) if field in FIGURES_OF else None
        self._words = [plain(word) for word in _BETWEEN_NAMES.split(value)] if field in ("authors", "editors") else []

    def is_given_by(self, text: str) -> bool:
        """Whether the field has the value if a site profile points at this text."""
        if self._judge is not None:
            return bool(self._judge(text))
        return plain(text) == plain(self.value)

    def is_said_in(self, text: str) -> bool:
        """Whether a text says the value, be it among other words."""
        said = plain(text)
        return all(word in said for word in self._words or [plain(self.value)]) or (
            self.field == "published" and self.is_given_by(text)
        )


def whereabouts(text: str, expected: Expected) -> list[Whereabout]:
    """Where a page says a value, beside its lines: what a profile can point at first.

    Args:
        text: the page, decoded.
        expected: the value.
    """
    sample = sample_of(Case("", "", Path(), expected.gold, checked=True), text)
    if sample is None:
        return []
    found = [*_elements(sample, expected), *_data(sample, expected)]
    found += islice(_unseen(sample, expected, any(each.what.startswith("script") for each in found)), _MOST)
    return sorted(dict.fromkeys(found), key=lambda each: not each.rule)


def _elements(sample: Sample, expected: Expected) -> Iterator[Whereabout]:
    exact = list(places_in(sample.root, expected.is_given_by, expected.field))
    told = exact or list(places_in(sample.root, expected.is_said_in, expected.field))
    outer = {above for element, attribute in told if not attribute for above in element.iterancestors()}
    inner = [place for place in told if place[1] or place[0] not in outer]
    rules: list[str] = []
    for element, attribute in inner[:_MOST]:
        said = element.get(attribute, "") if attribute else text_within(element)
        what = f"{attribute} of {_tag(element)}" if attribute else _tag(element)
        rules.append(_selector(sample, expected, element, attribute))
        if not any(rules) and len(rules) == 1:  # of what stands within a line no selector can be made
            rules[0] = _pattern(sample, expected)
        yield Whereabout(what, said, rules[-1])


def _selector(sample: Sample, expected: Expected, element: _Element, attribute: str) -> str:
    """The plainest selector that gives the value."""
    if expected.field not in (*ONE_LINE, *FIGURES_OF):
        return ""
    for css in selectors_for(element):
        said = partial(said_by, find(sample.root, css), attribute)
        if expected.is_given_by(first_said(expected.field, said)):
            return _rule("select", expected.field, str(Target(css, attribute)))
    return ""


def _data(sample: Sample, expected: Expected) -> Iterator[Whereabout]:
    exact = list(islice(paths_in(sample, expected.is_given_by), _MOST))
    for path in exact or islice(paths_in(sample, expected.is_said_in), _MOST):
        said = sample.data.at(script_path(path)) or ""
        gives = expected.is_given_by(said) and expected.field in (*ONE_LINE, *FIGURES_OF)
        yield Whereabout(f"script data {path}", said, _rule("data", expected.field, path) if gives else "")


def _unseen(sample: Sample, expected: Expected, is_in_data: bool) -> Iterator[Whereabout]:
    """Places in scripts and comments, with the line of the file. Of what is data the paths say more."""
    markup = sample.markup
    written = re.compile("|".join(re.escape(way) for way in _ways(expected)))
    pattern = _pattern(sample, expected)
    for region in _UNSEEN.finditer(markup):
        what = f"<{region[1].lower()}>" if region[1] else "a comment"
        if is_in_data and what == "<script>" and "ld+json" not in region[0][:200]:
            continue
        if found := written.search(region[0]):
            at = region.start() + found.start()
            line = markup.count("\n", 0, at) + 1
            shown = " ".join(markup[max(region.start(), at - _ROUND) : at + len(found[0]) + _ROUND].split())
            yield Whereabout(f"{what}, line {line} of the file", shown, pattern)
            pattern = ""


def _ways(expected: Expected) -> Iterator[str]:
    """How scripts write the value."""
    values = [expected.value]
    if expected.field == "published":
        day, _, time = str(expected.gold["published"]).partition("T")
        values += [f"{day} {time}", f"{day}T{time}"] if time else [day]
    for value in values:
        yield value
        yield json.dumps(value)[1:-1]


def _pattern(sample: Sample, expected: Expected) -> str:
    """A pattern that gives the value."""
    if expected.field not in FIGURES_OF:
        return ""
    rules = delimited([sample], [expected.is_given_by], [expected.gold], expected.field)
    return next((_rule("match", expected.field, each.rule) for each in rules if each.right), "")


def _rule(table: str, field: str, rule: str) -> str:
    return f"[site.{table}] {field} = {toml_text(rule)}"


def _tag(element: _Element) -> str:
    """The element's tag with what names it."""
    names = [
        f'{name}="{value}"' for name in ("id", "class", "name", "property", "itemprop") if (value := element.get(name))
    ]
    return f"<{' '.join([str(element.tag), *names])}>"
