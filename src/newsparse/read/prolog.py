"""What stands before the first element of markup: declarations, comments, a document type; of any length."""

from __future__ import annotations

import re
from typing import NamedTuple

_SPACE = re.compile(r"\s*")
# A declaration ends at the first >, as HTML has it: not all write "?>".
_DECLARATION = re.compile(r"<\?xml\s", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([^\s>\[]*)[^>\[]*(\[)?", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s*>")


class Prolog(NamedTuple):
    """What stands before the first element.

    Attributes:
        end: where it ends, and something else begins.
        doctype: the name that the document type gives, in lower case; "" where there is none.
        cut: the text ends before it does.
    """

    end: int
    doctype: str = ""
    cut: bool = False


def prolog_of(text: str, at: int = 0) -> Prolog:
    """What stands before the first element of a text, from ``at`` on.

    >>> prolog_of("<!-- a --> <!DOCTYPE html><p>"), prolog_of("<?xml version='1.0'?><!-- a")
    (Prolog(end=26, doctype='html', cut=False), Prolog(end=21, doctype='', cut=True))
    """
    doctype = ""
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches anywhere
        if text.startswith("<!--", at):
            end = text.find("-->", at + 2)  # <!--> is one, too
        elif text.startswith("<?", at):
            end = text.find(">" if _DECLARATION.match(text, at) else "?>", at)
        elif (found := _DOCTYPE.match(text, at)) is not None:
            doctype = doctype or found[1].lower()
            closed = _SUBSET_END.search(text, found.end()) if found[2] else None
            end = closed.end() - 1 if closed is not None else -1 if found[2] else text.find(">", at)
        else:
            return Prolog(at, doctype, cut=at == len(text))
        if end < 0:
            return Prolog(at, doctype, cut=True)
        at = text.index(">", end) + 1
