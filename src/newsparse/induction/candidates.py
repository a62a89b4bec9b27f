"""Rules of a profile that may give a field, told by how many of the pages they are right and wrong on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.etree import _Element

from newsparse.fields.given_credits import GIVEN_ROLES
from newsparse.induction.answers import LONGEST_TEXT, Judge, is_box
from newsparse.induction.samples import Sample
from newsparse.induction.selectors import selectors_for
from newsparse.read.lxml_walk import said_by
from newsparse.read.profiles import Target, first_said

# Selectors that are tried on all pages, those first that most pages have.
_MOST_SELECTORS = 150
# A field's value stands in so many places of a page at most that count: an outlet's name is in each line of some.
_MOST_PLACES = 30
# Pages that a rule is right on at least, where a site has more of them.
_FEWEST = 2
# Parts of a list of selectors (.from, #origin): so many templates a site has at once.
_MOST_PARTS = 3
# Attributes that say how a page looks and acts.
_DUMB = ("class", "id", "style", "onclick", "href", "src")

Verdict = bool | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule and what it is on each of the pages: right, wrong, or without a value.

    Attributes:
        table: of the profile: select, data, match or set.
        rule: as the profile has it.
        verdicts: for each page.
        loose: of people: whether it may give others on other pages, for it points at a box of rows, or at a place in
            one, or begins with no word that says who they are.
    """

    table: str
    rule: str
    verdicts: tuple[Verdict, ...]
    loose: bool = False

    @property
    def right(self) -> int:
        return self.verdicts.count(True)

    @property
    def wrong(self) -> int:
        return self.verdicts.count(False)


def selected(samples: Sequence[Sample], judges: Sequence[Judge], field: str) -> list[Candidate]:
    """Selectors that give a field of one line, the best first."""
    votes: Counter[Target] = Counter()
    for sample, judge in zip(samples, judges, strict=True):
        votes.update(_targets(sample, judge, field))
    tried = sorted(votes, key=lambda target: (-votes[target], _cost(target)))[:_MOST_SELECTORS]
    return ranked(_scored(target, samples, judges, field) for target in tried)


def ranked(found: Iterable[Candidate]) -> list[Candidate]:
    """Those that are right somewhere, the best first; of such as do the same the plainest."""
    found = [one for one in found if one.right]
    # What only one of several pages has is that page's, not the site's.
    least = min(_FEWEST, max((one.right for one in found), default=0))
    best: dict[tuple[Verdict, ...], Candidate] = {}
    for one in found:
        known = best.get(one.verdicts)
        if one.right >= least and (known is None or _plainness(one) < _plainness(known)):
            best[one.verdicts] = one
    return sorted(best.values(), key=lambda one: (2 * one.wrong - one.right, _plainness(one)))


def joined(found: Sequence[Candidate]) -> Candidate | None:
    """The best selector with those of other templates behind it, where it gives nothing and they are right."""
    parts = [one for one in found[:1] if "@" not in one.rule]
    if not parts:
        return None
    verdicts = parts[0].verdicts
    for one in found[1:]:
        more = any(new and old is None for old, new in zip(verdicts, one.verdicts, strict=True))
        clear = all(old is None or new is None for old, new in zip(verdicts, one.verdicts, strict=True))
        if more and clear and not one.wrong and "@" not in one.rule and len(parts) < _MOST_PARTS:
            parts.append(one)
            verdicts = tuple(new if old is None else old for old, new in zip(verdicts, one.verdicts, strict=True))
    if len(parts) < 2:
        return None
    return Candidate("select", ", ".join(one.rule for one in parts), verdicts, any(one.loose for one in parts))


def judged(read: Callable[[Sample], str], samples: Sequence[Sample], judges: Sequence[Judge]) -> tuple[Verdict, ...]:
    """What a way to read pages gives on each."""
    texts = map(read, samples)
    return tuple(judge(text) if text else None for judge, text in zip(judges, texts, strict=True))


def text_within(element: _Element, longest: int = LONGEST_TEXT) -> str:
    """An element's text; "" where it is longer."""
    size = 0
    pieces = []
    for piece in element.itertext():
        size += len(piece.strip())
        if size > longest:
            return ""
        pieces.append(piece)
    return " ".join("".join(pieces).split())


def _targets(sample: Sample, judge: Judge, field: str) -> set[Target]:
    places = islice(places_in(sample.root, judge, field), _MOST_PLACES)
    return {Target(css, attribute) for element, attribute in places for css in selectors_for(element)}


def places_in(root: _Element, judge: Judge, field: str) -> Iterator[tuple[_Element, str]]:
    """Elements, and attributes of elements, that give the right value."""
    for element in root.iter(etree.Element):
        text = text_within(element)
        if text and judge(first_said(field, partial(said_by, [element], ""))):
            yield element, ""
        for name, value in element.items():
            if value and name not in _DUMB and len(value) <= LONGEST_TEXT and judge(value):
                yield element, name


def _scored(target: Target, samples: Sequence[Sample], judges: Sequence[Judge], field: str) -> Candidate:
    def read(sample: Sample) -> str:
        return first_said(field, partial(said_by, find(sample.root, target.css), target.attribute))

    def is_of_others(sample: Sample) -> bool:
        said = filter(None, said_by(find(sample.root, target.css), target.attribute, ""))
        return len(list(said)) > 1 or is_box(read(sample), field)

    verdicts = judged(read, samples, judges)
    right = [sample for sample, is_right in zip(samples, verdicts, strict=True) if is_right]
    loose = field in GIVEN_ROLES and (":" in target.css or any(map(is_of_others, right)))
    return Candidate("select", str(target), verdicts, loose)


def find(root: _Element, css: str) -> list[_Element]:
    """The elements of a tree that a selector points at."""
    try:
        return list(_compiled(css)(root))
    except (SelectorError, etree.XPathError):
        return []


@lru_cache(512)
def _compiled(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def _cost(target: Target) -> tuple[int, int]:
    """How much a selector leans on: places in rows first, then the number of its parts and its length."""
    return 2 * target.css.count(":") + target.css.count(" ") + bool(target.attribute), len(target.css)


def _plainness(one: Candidate) -> tuple[bool, int, int]:
    return one.loose, 2 * one.rule.count(":") + one.rule.count(" ") + ("@" in one.rule), len(one.rule)
