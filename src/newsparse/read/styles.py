"""Which classes a page's own styles hide. Scrapers are jammed so: words that no reader sees stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

# A rule for some screens only, or for paper, with all that stands in it.
_AT_RULE = re.compile(r"@[^{};@]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
# For whom a <style> is, where it is for all who read on a screen.
_FOR_ALL = ("", "all", "screen")
_DISPLAY = re.compile(r"(?<![\w-])display\s*:\s*([\w-]+)", re.I)
# A selector that names nothing but a class.
_ALONE = re.compile(r"\s*[a-z]*\.([\w-]+)\s*")
_CLASS = re.compile(r"\.([\w-]+)")
# So many characters before a declaration are searched for its selectors: of a longer list the first stay unknown.
_LONGEST_RULE = 400


def unseen_classes(styles: Iterable[tuple[str, str]]) -> set[str]:
    """The classes (lower case) that styles, each with its media, hide by rules that name nothing but a class.

    A class that any rule shows is not among them: which rule wins, is for a browser to say.

    >>> sorted(unseen_classes([("", ".jam, b.dup {display: none} .menu li {display: none}")]))
    ['dup', 'jam']
    >>> unseen_classes([("", ".jam {display: none}"), ("", "b.jam {display: inline}"), ("print", ".x {display: none}")])
    set()
    """
    sheets = [css for media, css in styles if media.strip().lower() in _FOR_ALL]
    hidden: set[str] = set()
    shown: set[str] = set()
    # Most styles hide nothing so: told before the at-rules are cut out of them.
    if any(value == "none" and _alone(selectors) for css in sheets for selectors, value in _displays(css)):
        for selectors, value in chain.from_iterable(_displays(_AT_RULE.sub("", css)) for css in sheets):
            if value == "none":
                hidden.update(_alone(selectors))
            else:
                shown.update(_CLASS.findall(selectors))
    return hidden - shown


def _alone(selectors: str) -> list[str]:
    """The classes that a rule names alone."""
    return [found[1] for found in map(_ALONE.fullmatch, selectors.split(",")) if found]


def _displays(css: str) -> Iterator[tuple[str, str]]:
    """The selectors of each rule that says how elements are displayed, and what it says; both in lower case."""
    for found in _DISPLAY.finditer(css):
        above, opened, declared = css[max(0, found.start() - _LONGEST_RULE) : found.start()].rpartition("{")
        if opened and "}" not in declared:
            yield above.rpartition("}")[2].rpartition("{")[2].lower(), found[1].lower()
