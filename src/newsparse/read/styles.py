"""Which classes a page's own styles hide. Scrapers are jammed so: words that no reader sees stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# A rule for some screens only, or for paper, with all that stands in it.
_AT_RULE = re.compile(r"@[^{};@]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
# For whom a <style> is, where it is for all who read on a screen.
_FOR_ALL = ("", "all", "screen")
# Declarations that hide, and others of the kind; what stands before one may make it another's: -box-display. They open
# with a plain word, so that the engine skips to the next.
_HIDES = re.compile(r"display\s*:\s*none(?![\w-])")
_SHOWS = re.compile(r"display\s*:\s*(?!none(?![\w-]))[\w-]")
_LONGER = re.compile(r"[\w-]")
# A selector that names nothing but a class.
_ALONE = re.compile(r"\s*[a-z]*\.([\w-]+)\s*")
_CLASS = re.compile(r"\.([\w-]+)")
# So many characters before a declaration are searched for its selectors: of a longer list the first stay unknown.
_LONGEST_RULE = 400


class Unseen:
    """The classes (lower case) that styles, each with its media, hide by rules that name nothing but a class.

    A class that any rule shows is not among them: which rule wins, is for a browser to say. That is looked up for the
    first inline element with a class that may be one, of the ``suspects``: most of these hide boxes, where it does not
    matter.

    >>> unseen = Unseen([("", ".jam, b.dup {display: none} .menu li {display: none}")])
    >>> [unseen.has(name) for name in ("jam", "big dup", "menu")]
    [True, True, False]
    >>> Unseen([("", ".jam {display: none}"), ("", "b.jam {display: inline}"), ("print", ".x {display: none}")]).has("jam")
    False
    """

    __slots__ = ("_known", "_sheets", "suspects")

    def __init__(self, styles: Iterable[tuple[str, str]] = ()) -> None:
        self._sheets = [css.lower() for media, css in styles if media.strip().lower() in _FOR_ALL]
        self.suspects = _hidden(self._sheets)
        self._known: set[str] | None = None

    def has(self, name: str) -> bool:
        """Whether one of an element's classes is hidden."""
        classes = name.split()
        if self.suspects.isdisjoint(classes):
            return False
        if self._known is None:
            self._known = self.suspects & _settled(self._sheets)
        return not self._known.isdisjoint(classes)

    def add(self, name: str) -> None:
        """Hide a class, whatever the styles say."""
        self.suspects.add(name)
        self._known = {name} | (self._known or _settled(self._sheets))


def _settled(sheets: list[str]) -> set[str]:
    """The classes that are hidden outside at-rules, and nowhere shown."""
    sheets = [_AT_RULE.sub("", css) for css in sheets if "display" in css]
    hidden = _hidden(sheets)
    if not hidden:
        return hidden
    return hidden.difference(*[_CLASS.findall(selectors) for css in sheets for selectors in _selectors(_SHOWS, css)])


def _hidden(sheets: list[str]) -> set[str]:
    """The classes that rules hide which name nothing but the class."""
    every = [name for css in sheets for selectors in _selectors(_HIDES, css) for name in selectors.split(",")]
    return {found[1] for found in map(_ALONE.fullmatch, every) if found}


def _selectors(declares: re.Pattern[str], css: str) -> Iterator[str]:
    """The selectors of each rule that declares so."""
    for found in declares.finditer(css):
        above, opened, declared = css[max(0, found.start() - _LONGEST_RULE) : found.start()].rpartition("{")
        if opened and "}" not in declared and not _LONGER.match(declared[-1:]):
            yield above.rpartition("}")[2].rpartition("{")[2]
