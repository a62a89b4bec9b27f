"""A row of credits: labels and names, read from left to right, and whether anything else stands in it."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from newsparse.article import WRITER_ROLES
from newsparse.lexicon import alternation, word_set, words
from newsparse.text.flat import flat, squeeze
from newsparse.text.outlets.outlet_names import is_group
from newsparse.text.padding import labels
from newsparse.text.people.name_rows import split_names
from newsparse.text.people.name_values import Name, Value, is_quiet, read_value
from newsparse.text.people.persons import is_label_name, is_person
from newsparse.text.people.role_labels import QUOTES, Label, adjacent, find_labels

# Of writers whose own words behind the name say what they did: 林小满/文.
_WRITER = "writer"


class FoundCredit(NamedTuple):
    """One name and one role, with the words that say so.

    Attributes:
        name: as shown, but for padding; an editor's code belongs to it (林小满 SF099).
        role: one of `newsparse.article.ROLES`.
        organization: what stands before the title (滨城晚报记者); None for the page's own outlet (本报, 本网).
        raw: label and names as shown.
        start, end: where ``raw`` is in the text.
        sure: a label, a title or a dateline says it; False where the place alone does.
    """

    name: str
    role: str
    organization: str | None
    raw: str
    start: int
    end: int
    sure: bool = True


class Row(NamedTuple):
    """The credits of a row, and whether they are known to be all that stands in it."""

    credits: list[FoundCredit]
    complete: bool


def read_row(text: str, line: str, start: int, end: int, *, loose: bool) -> Row:
    """The credits between two offsets.

    Args:
        text: the line as it stands; names are cut from it.
        line: the same, flat.
        loose: a label alone is enough; without, the caller drops a row that is not complete, and a person's title
            with a colon (an interviewer's 记者：) must be followed by a person.
    """
    labels = find_labels(line, start, end)
    found: list[FoundCredit] = []
    at = start  # all before this is accounted for
    complete = bool(labels)
    i = 0
    while i < len(labels):
        chain = [labels[i]]
        while i + 1 < len(labels) and adjacent(line, labels[i], labels[i + 1]):
            i += 1
            chain.append(labels[i])
        i += 1
        limit = labels[i].start if i < len(labels) else end
        more = i < len(labels) and bool(labels[i].roles)
        given = _credits(text, line, chain, limit, loose=loose, after=at, more=more)
        complete = complete and not loose and given.complete and is_quiet(line[at : chain[0].start])
        if given.credits is not None:
            found += given.credits
            at = given.end
    return Row(found, complete and is_quiet(line[at:end]))


def is_staff_row(text: str) -> bool:
    """Whether a line names who else worked on a report, and nobody whom the record credits.

    >>> [is_staff_row(text) for text in ("运营｜小麦", "出品：青河故事工作室", "设计：从图纸到渡口", "设计师：林小满")]
    [True, True, False, False]
    """
    if len(text) > _LONGEST_STAFF_ROW or (found := _staff_row().fullmatch(flat(text))) is None:
        return False
    groups = words("roles.collective.endings")
    return all(
        (len(name) <= _LONGEST_STAFF_NAME and is_label_name(name, trust=2)) or is_group(name) or name.endswith(groups)
        for name in split_names(found[1])
    )


def is_nobodys_row(text: str) -> bool:
    """Whether a line is a label of credits with no name behind it, or one that a system puts there.

    >>> [is_nobodys_row(text) for text in ("（责任编辑：admin）", "作者：佚名", "编辑：", "编辑：林小满")]
    [True, True, True, False]
    """
    if len(text) > _LONGEST_STAFF_ROW or (sign := _SIGN.search(line := flat(text).strip(" ()[]"))) is None:
        return False
    label, value = line[: sign.start()].rstrip(), line[sign.end() :].lstrip()
    return label in labels() and (not value or value.casefold() in word_set("outlets.junk"))


_SIGN = re.compile("[:|]")


# 联合出品｜ and an organisation, 设计｜ and a few names; longer words than a name behind such a label are a heading's.
_LONGEST_STAFF_ROW, _LONGEST_STAFF_NAME = 24, 4


@cache
def _staff_row() -> re.Pattern[str]:
    return re.compile(rf"\s*{alternation(words('roles.staff'))}\s*[:|]\s*([^\s:|].*)")


class _Given(NamedTuple):
    credits: list[FoundCredit] | None
    end: int
    complete: bool


_SENTENCE = re.compile("[。!?;“]|[,，][^,，]{12,}")


# A picture agency's or a group's name, quoted in part or not: 图/滨城图库, 图/“芦苇”摄影队.
_AGENCY = re.compile(r"[\s\w·.&“”\"「」『』《》-]{2,24}")


def _credits(text: str, line: str, chain: list[Label], limit: int, *, loose: bool, after: int, more: bool) -> _Given:
    label = chain[-1]
    roles = _roles_of(chain)
    if not roles:
        return _Given([], limit, True)  # its value ends the names before it and is nobody
    value = read_value(line, label.end, limit, trust=label.trust, title=label.title, more=more)
    if value.names and not _trusted(line, chain, roles, value, limit, loose=loose):
        value = Value([], label.end)
    if not value.names and _is_agency(line, label, roles, limit):
        return _Given([], limit, True)
    if not value.names:
        return _Given(None, after, label.certain and not line[label.end : limit].strip())
    if loose and not label.certain and not _stands_apart(line, chain[0], value, limit, after):
        return _Given(None, after, False)
    workplace = next((c.organization for c in reversed(chain) if c.organization), None)
    credits = [
        credit
        for name in value.names
        if roles != ("photographer",) or name.roles or is_person(squeeze(line[name.start : name.end]))
        for credit in _one(text, name, roles, name.organization or workplace, (chain[0].start, value.end))
    ]
    return _Given(credits, value.end, True)


def _is_agency(line: str, label: Label, roles: tuple[str, ...], limit: int) -> bool:
    """Whether a certain label's value is nobody's name, but whole."""
    if not label.certain or label.end >= limit:
        return False
    if roles != ("photographer",) and not label.person_only and line[label.end] not in QUOTES:
        return False
    return _AGENCY.fullmatch(line, label.end, limit) is not None


def _trusted(line: str, chain: list[Label], roles: tuple[str, ...], value: Value, limit: int, *, loose: bool) -> bool:
    """Whether a value that is no plain name may stand: an interviewer's 记者：, a picture agency's 图：."""
    first = value.names[0]
    if is_person(squeeze(line[first.start : first.end])):
        return True
    if roles == ("photographer",) or chain[-1].person_only:
        return False  # 图：滨城图库, 供稿：滨城市气象局
    title_with_sign = chain[-1].title and chain[-1].certain
    bracketed = line[chain[0].start - 1 : chain[0].start] in ("(", "[") and line[limit : limit + 1] in (")", "]")
    return not title_with_sign or ((loose or bracketed) and is_quiet(line[value.end : limit]))


def _one(
    text: str, name: Name, roles: tuple[str, ...], workplace: tuple[int, int] | None, raw: tuple[int, int]
) -> list[FoundCredit]:
    shown = squeeze(text[name.start : name.end])
    organization = squeeze(text[slice(*workplace)]) if workplace else None
    start, end = raw[0], max(raw[1], name.end)
    return [FoundCredit(shown, r, organization, text[start:end], start, end) for r in given_roles(name, roles)]


def given_roles(name: Name, roles: tuple[str, ...]) -> tuple[str, ...]:
    """The roles of a name: those that words behind it give, else its label's."""
    if not name.roles:
        return roles
    return tuple(dict.fromkeys(r for role in name.roles for r in (roles if role == _WRITER else (role,))))


def _stands_apart(line: str, label: Label, value: Value, limit: int, after: int) -> bool:
    """Whether a label without a sign stands in a row of credits, not in a sentence."""
    if _SENTENCE.search(line, after, label.start):
        return False
    if is_quiet(line[value.end : limit]):
        return True
    first = value.names[0]
    apart = line[value.end : value.end + 1] == " " and label.sign == " "
    return apart and is_person(squeeze(line[first.start : first.end]))


def _roles_of(chain: list[Label]) -> tuple[str, ...]:
    """The roles that labels in a row give the names after the last.

    A title after a task: 文/本报记者 makes a reporter, 摄影：记者 a photographer. An empty label (作者： 编辑：) gives
    nothing. Else all of them (责编/校对).
    """
    roles = chain[0].roles
    for before, label in pairwise(chain):
        writers = set(roles) <= WRITER_ROLES
        if label.title and not before.title:
            roles = label.roles if writers else roles
        elif before.sign == ":" or (writers and set(label.roles) <= WRITER_ROLES):
            roles = label.roles
        else:
            roles = tuple(dict.fromkeys(roles + label.roles))
    return roles
