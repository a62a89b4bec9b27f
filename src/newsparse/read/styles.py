"""Which classes a page's own styles hide. Scrapers are jammed so: words that no reader sees stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# A rule for some screens only, or for paper, with all that stands in it.
_AT_RULE = re.compile(r"@[^{};@]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
# For whom a <style> is, where it is for all who read on a screen.
_FOR_ALL = ("", "all", "screen")
# A declaration that hides; what stands before it may make it another's: -box-display. It opens with a plain word, so
# that the engine skips to the next.
_HIDES = re.compile(r"display\s*:\s*none(?![\w-])")
_LONGER = re.compile(r"[\w-]")
# A selector that names nothing but a class.
_ALONE = re.compile(r"\s*[a-z]*\.([\w-]+)\s*")
# So many characters before a declaration are searched for its selectors: of a longer list the first stay unknown; and
# so many behind them for a declaration.
_LONGEST_RULE, _LONGEST_BLOCK = 400, 2000
# Each class costs a search through the styles. Pages ask for a handful; further ones count as shown.
_MOST_CLASSES = 40
# What stands behind a class in a rule that shows it.
_SHOWS = (
    rf"(?![\w-])[^{{}}]{{0,{_LONGEST_RULE}}}\{{[^{{}}]{{0,{_LONGEST_BLOCK}}}?"
    r"(?<![\w-])display\s*:\s*(?!none(?![\w-]))[\w-]"
)


class Unseen:
    """The classes (lower case) that styles, each with its media, hide by rules that name nothing but a class.

    A class that any rule shows is not among them: which rule wins, is for a browser to say. That is looked up for the
    first inline element with a class that may be one, of the ``suspects``: most of these hide boxes, where it does not
    matter.

    >>> unseen = Unseen([("", ".jam, b.dup {display: none} .menu li {display: none}")])
    >>> [unseen.has(name) for name in ("jam", "big dup", "menu")]
    [True, True, False]
    >>> Unseen([("", ".jam {display: none}"), ("", "b.jam {display: inline}")]).has("jam")
    False
    """

    __slots__ = ("_known", "_sheets", "suspects")

    def __init__(self, styles: Iterable[tuple[str, str]] = ()) -> None:
        self._sheets = [css.lower() for media, css in styles if media.strip().lower() in _FOR_ALL]
        self.suspects = _hidden(self._sheets)
        self._known: dict[str, bool] = {}

    def has(self, name: str) -> bool:
        """Whether one of an element's classes is hidden."""
        words = name.split()
        return not self.suspects.isdisjoint(words) and any(map(self._hides, self.suspects.intersection(words)))

    def add(self, name: str) -> None:
        """Hide a class, whatever the styles say."""
        self.suspects.add(name)
        self._known[name] = True

    def _hides(self, name: str) -> bool:
        """Whether a class is hidden outside at-rules, and nowhere shown."""
        known = self._known.get(name)
        if known is None and len(self._known) < _MOST_CLASSES:
            sheets = [_AT_RULE.sub("", css) for css in self._sheets if name in css]
            shows = re.compile(rf"\.{re.escape(name)}{_SHOWS}")
            known = self._known[name] = name in _hidden(sheets) and not any(map(shows.search, sheets))
        return bool(known)


def _hidden(sheets: list[str]) -> set[str]:
    """The classes that rules hide which name nothing but the class."""
    every = [name for css in sheets for selectors in _selectors(css) for name in selectors.split(",")]
    return {found[1] for found in map(_ALONE.fullmatch, every) if found}


def _selectors(css: str) -> Iterator[str]:
    """The selectors of each rule that hides."""
    for found in _HIDES.finditer(css):
        above, opened, declared = css[max(0, found.start() - _LONGEST_RULE) : found.start()].rpartition("{")
        if opened and "}" not in declared and not _LONGER.match(declared[-1:]):
            yield above.rpartition("}")[2].rpartition("{")[2]
