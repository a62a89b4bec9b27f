"""What is right for a field on a page: tells of a text whether a profile that points at it gives the right value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from newsparse.evaluate.score import SPURIOUS, WHOLE, Row, plain
from newsparse.fields.given_credits import GIVEN_ROLES, people_in
from newsparse.fields.published import moment_given
from newsparse.fields.source import source_given
from newsparse.text.dates.find import aware
from newsparse.text.outlets.source_lines import begins_with_label

# A profile's fields that cases say something about, in the order in which they are looked for, and their figures.
FIGURES_OF = {
    "title": ("title",),
    "published": ("day", "minute"),
    "source": ("source", "source_spurious"),
    "authors": ("authors",),
    "editors": ("editors",),
    "body": ("body",),
}
# Characters of a text that a field may stand in; rows of bylines are shorter.
LONGEST_TEXT = 200
# A title may have the site's name behind it, so many characters.
_SITE = 40
_DAY, _MINUTE = len("2021-11-08"), len("2021-11-08T17:27")

# Of a text: whether it gives the right value; None where it gives none.
Judge = Callable[[str], bool | None]


def is_wrong(field: str, row: Row) -> bool:
    """Whether a page's figures say that a field is wrong."""
    if field == "body":
        return bool(row.get("body", 1.0) < WHOLE)
    return any(row.get(name) is (name in SPURIOUS) for name in FIGURES_OF[field])


def judge_of(field: str, gold: Mapping[str, Any]) -> Judge:
    """What tells right texts from wrong ones for a field of one line."""
    answers = [answer for answer in (gold.get(field), *gold.get(f"{field}_ok", ())) if answer]
    if field == "published":
        return _moments(answers)
    if field in GIVEN_ROLES:
        return _names(field, gold)
    right = {plain(answer) for answer in answers}
    if field == "source":
        return lambda text: _is_source(text, right)
    return lambda text: _is_title(plain(text), right)


def _is_source(text: str, right: set[str]) -> bool | None:
    """A sentence gives no source, but is wrong: what points at it points at another thing on some pages."""
    value = source_given(text)
    if value is None and not begins_with_label(text):
        return False
    return plain(value) in right if value and value.strip() else None


def _is_title(text: str, right: set[str]) -> bool | None:
    return any(text == title or (text.startswith(title) and len(text) <= len(title) + _SITE) for title in right)


def _moments(answers: list[str]) -> Judge:
    size = _MINUTE if answers and len(answers[0]) >= _MINUTE else _DAY
    right = {answer.replace(" ", "T")[:size] for answer in answers}

    def judge(text: str) -> bool | None:
        moment = moment_given(text) if any(map(str.isdigit, text)) else None
        if moment is None:
            return None
        when = aware(moment).isoformat()
        return when[:size] in right and (size == _DAY or moment.precision != "day")

    return judge


def _names(field: str, gold: Mapping[str, Any]) -> Judge:
    right = {plain(name) for name in gold.get(field) or ()}
    role, roles = GIVEN_ROLES[field]

    def judge(text: str) -> bool | None:
        names = {plain(person.name) for person in people_in(text, role, roles)}
        return names == right if names else None

    return judge


def is_box(text: str, field: str) -> bool:
    """Whether a text that names people for a field goes on behind them, and no known label says who they are.

    >>> [is_box(text, "editors") for text in ("值班 高远山 稿号 17", "值班 高远山", "责编：高远山 校对：叶知寒")]
    [True, False, False]
    """
    role, roles = GIVEN_ROLES[field]
    named = people_in(text, role, roles)
    if not named or any(credit.raw != credit.name for credit in named):
        return False
    return any(map(str.isalnum, text.rpartition(named[-1].name)[2]))
