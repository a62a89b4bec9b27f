"""What of a page's record is not what the case asks for, field by field; of the text, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from newsparse.evaluate.score import Row, plain
from newsparse.text.counted import counted

# The figures that tell whether a field is right, where they are not called as the field.
_FIGURES = {"published": ("day", "minute")}
# Lines of a text that are compared one by one; stories have some hundred. The time for it grows faster than the text.
_MOST_LINES = 2000

# A line that is asked for and missing, one that is given and not asked for, one that is right, and one that tells how
# many right ones are left out.
Sign = Literal["-", "+", " ", "…"]


class Line(NamedTuple):
    """A line of two texts side by side."""

    sign: Sign
    text: str


class Difference(NamedTuple):
    """A field that is not right.

    Attributes:
        field: a field of the record; "body" for its text.
        want: what the case asks for (a text, a list of texts, None); of the body None.
        got: what the record has.
        lines: of the body and of headings, the lines that differ, with a right one before and behind.
    """

    field: str
    want: Any = None
    got: Any = None
    lines: tuple[Line, ...] = ()


def differences(gold: Mapping[str, Any], record: Mapping[str, Any] | None, row: Row) -> tuple[Difference, ...]:
    """What differs on a page, in the order of the record; ``row`` is what `score_page` makes of both."""
    return tuple(_each(gold, record or {}, row))


def _each(gold: Mapping[str, Any], record: Mapping[str, Any], row: Row) -> Iterator[Difference]:
    kind = record.get("kind")
    if gold["kind"] != "article":
        if not row["reject"]:
            yield Difference("kind", gold["kind"], kind)
        return
    if kind not in (None, "article"):
        yield Difference("kind", gold["kind"], kind)
        return  # nothing of such a record counts
    for field in ("title", "published", "source", "authors", "editors"):
        if _is_wrong(field, row):
            yield Difference(field, gold.get(field), record.get(field))
    want, got = gold.get("headings") or [], list(record.get("headings") or ())
    if list(map(plain, want)) != list(map(plain, got)):
        yield Difference("headings", want, got, tuple(compared(want, got)))
    lines = tuple(compared(gold.get("body") or [], (record.get("text") or "").splitlines(), gold.get("captions") or ()))
    if any(line.sign in "-+" for line in lines):
        yield Difference("body", lines=lines)


def _is_wrong(field: str, row: Row) -> bool:
    names = _FIGURES.get(field, (field,))
    return any(row.get(name) is False for name in names) or (field == "source" and bool(row.get("source_spurious")))


def compared(want: list[str], got: list[str], neutral: Iterable[str] = ()) -> list[Line]:
    """Two texts as one sequence of lines; white space and width are no difference.

    Args:
        want: lines asked for.
        got: lines given.
        neutral: lines that are left out where they are given.

    >>> [line.sign + line.text for line in compared(["甲", "乙", "丙"], ["甲", "丁", "丙"])]
    [' 甲', '-乙', '+丁', ' 丙']
    """
    unasked = set(map(plain, neutral)) - set(map(plain, want))
    got = [line for line in got if plain(line) and plain(line) not in unasked]
    if plain("".join(want)) == plain("".join(got)):  # only the breaks differ
        return []
    lines = list(_shortened(_sequence(want[:_MOST_LINES], got[:_MOST_LINES])))
    lines += _cut("-", want)
    lines += _cut("+", got)
    return lines


def _cut(sign: Sign, text: list[str]) -> list[Line]:
    """What is said of a text's lines that are not compared."""
    left = len(text) - _MOST_LINES
    return [Line(sign, f"({counted(left, 'more line')} not compared)")] if left > 0 else []


def _sequence(want: list[str], got: list[str]) -> Iterator[Line]:
    # What SequenceMatcher calls junk, lines that come again and again, is what would make it slow.
    matcher = SequenceMatcher(None, list(map(plain, want)), list(map(plain, got)), autojunk=True)
    for what, i, i_end, j, j_end in matcher.get_opcodes():
        if what == "equal":
            yield from (Line(" ", line) for line in want[i:i_end])
            continue
        both = min(i_end - i, j_end - j) if i_end - i == j_end - j else 0  # pairs stand together
        for at in range(both):
            yield Line("-", want[i + at])
            yield Line("+", got[j + at])
        yield from (Line("-", line) for line in want[i + both : i_end])
        yield from (Line("+", line) for line in got[j + both : j_end])


def _shortened(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines that differ, each run with a right line before and behind; where more are left out, how many."""
    right: list[Line] = []
    begun = False
    for line in lines:
        if line.sign == " ":
            right.append(line)
            continue
        yield from _around(right, before=begun, behind=True)
        yield line
        right, begun = [], True
    yield from _around(right, before=begun, behind=False)


def _around(right: list[Line], *, before: bool, behind: bool) -> Iterator[Line]:
    """Right lines between two differences (``before``, ``behind``: there is one on that side)."""
    kept = before + behind
    if not kept or len(right) <= kept:
        yield from right if kept else ()
        return
    if before:
        yield right[0]
    yield Line("…", str(len(right) - kept))
    if behind:
        yield right[-1]
