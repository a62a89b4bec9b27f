"""Signatures without a label: （林小满）, 林小满／台北報導, 娛樂中心／綜合報導, 滨城晚报／林小满, 林小满/文."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsparse.lexicon import alternation, lazily, load, words
from newsparse.text.flat import squeeze
from newsparse.text.outlets.outlet_names import is_outlet
from newsparse.text.people.credit_rows import FoundCredit, given_roles
from newsparse.text.people.name_rows import tokens
from newsparse.text.people.name_values import Name, is_quiet, read_value, says_what_names_did
from newsparse.text.people.persons import is_department, is_person

# A signature is short: 民視新聞 and four names with a place make 30 characters.
LONGEST_SIGNATURE = 60
# What may be a person's name, to be asked whether it is.
_NAME = r"(?P<name>[^\W\d]{2,4}|[^\W\d]+(?:·[^\W\d]+){1,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){1,2})"
# The longest outlet that stands glued to a name, as in 民視新聞陳韻平.
_LONGEST_GLUED_OUTLET = 12


class _Words(NamedTuple):
    report: tuple[str, ...]
    filed: re.Pattern[str]
    group: re.Pattern[str]
    desk: re.Pattern[str]
    alone: frozenset[str]
    source_name: re.Pattern[str]
    filed_last: re.Pattern[str]
    commentator: re.Pattern[str]
    about: re.Pattern[str]  # 作者系…评论员 tells who the author is
    by: re.Pattern[str]
    analyst: re.Pattern[str]
    houses: tuple[str, ...]
    from_place: re.Pattern[str]


@cache
def _words() -> _Words:
    roles, places = load("roles"), alternation(words("names.places"))
    how = alternation(words("roles.tail"))
    manner, report = alternation(roles["filing"]["manner"]), alternation(roles["filing"]["report"])
    source = alternation(words("outlets.label"))
    endings = alternation(roles["collective"]["endings"])
    return _Words(
        report=tuple(roles["filing"]["report"]),
        # 林小满／台北報導: names, a slash or a place, and a word for the report
        filed=lazily(rf"(?:(?P<slash>\s*/\s*)|{places}\w?\s*|{manner}|\s){how}?\w{{0,3}}{report}\s*\Z"),
        desk=re.compile(rf"\s*(?P<group>\w{{0,8}}{endings})\s*/\s*(?P<name>\w{{2,4}}?)\s*{manner}?{report}\s*"),
        group=re.compile(rf"\w{{0,10}}{endings}"),
        alone=frozenset(roles["collective"]["alone"]),
        source_name=re.compile(rf"{source}\s*[:|]\s*(?P<outlet>[^\s:]{{2,20}})\s+(?P<name>\w{{2,4}})\s*\Z"),
        filed_last=re.compile(rf"(?P<row>(?P<names>[\w·、]{{2,30}})\s*/\s*\w{{1,8}}{report})[\s\])]*\Z"),
        commentator=re.compile(alternation(roles["collective"]["commentators"]).join((r"\w{0,10}", ""))),
        about=re.compile(rf"{alternation(words('roles.role.author'))}{alternation(roles['holder']['links'])}"),
        by=re.compile(rf"\s*(?i:{roles['by']['word']})\s*[: ]\s*"),
        analyst=re.compile(
            rf"\s*\w{{0,8}}{alternation(roles['analyst']['words'])}\s+{_NAME}\s*\((?P<outlet>[^()]+)\)\s*"
        ),
        houses=tuple(roles["holder"]["institutions"]),
        from_place=re.compile(rf"(?:\s|\A){_NAME}\s*/\s*{places}(?=\s|\Z|\d{{4}})"),
    )


def unlabelled(text: str, line: str, start: int, end: int, *, bare: bool) -> list[FoundCredit]:
    """Who signs without a label that a row of credits has."""
    collective = _collective(text, line, start, end)
    return collective or _named(text, line, start, end) or signed(text, line, start, end, bare=bare)


def _named(text: str, line: str, start: int, end: int) -> list[FoundCredit]:
    """滨城快讯/林小满 in brackets, 策略师 林小满（滨城证券）: an outlet and a person, nothing else."""
    if end - start > LONGEST_SIGNATURE:
        return []
    found = _OUTLET_NAME.fullmatch(line, start, end) or _words().analyst.fullmatch(line, start, end)
    if found is None or not is_person(found["name"]):
        return []
    house = found["outlet"]
    if not (is_outlet(house) or is_department(house) or house.endswith(_words().houses)):
        return []
    return [_credit(text, found, start, end, sure=True)]


def signed(text: str, line: str, start: int, end: int, *, bare: bool) -> list[FoundCredit]:
    """Who signs with nothing but a name, an outlet before it or a word behind it.

    Args:
        bare: names alone are enough (they stand in brackets where an article ends).
    """
    if end - start > LONGEST_SIGNATURE or end - start < 2:
        return []
    body, shift = line[start:end], start
    reported = body.rstrip().endswith(_words().report)  # the patterns are slow, and few signatures have the word
    filed = _words().filed.search(body) if reported else None
    desk = _words().desk.fullmatch(body) if reported else None
    if desk is not None and is_person(desk["name"]):  # 生活中心／林小滿報導
        name, unit = (text[shift + a : shift + b] for a, b in (desk.span("name"), desk.span("group")))
        return [FoundCredit(name, "reporter", unit, text[start:end], start, end)]
    if filed is not None and filed["slash"] and (group := _group(text, body[: filed.start()], shift, end)):
        return group
    bullet = body.lstrip().startswith("□")  # how newspapers set a signature: □ 林小满
    if not (filed or bare or bullet or says_what_names_did(line, start, end)):
        return []
    begin, organization = _outlet_before(line, start, end)
    value = read_value(line, begin, end, trust=0, title=False)
    if not value.names or not is_quiet(line[value.end : end]) or (line[start:begin].strip(" □*-") and not organization):
        return []
    if not all(_is_person(line, name) for name in value.names):
        return []
    by_suffix = all(name.roles for name in value.names)
    if not (by_suffix or filed or bare or bullet):
        return []
    if not (by_suffix or filed or organization) and "·" in line[value.names[0].start : value.names[-1].end]:
        return []  # a foreigner named in brackets is in the picture or the story
    roles = ("reporter",) if filed else ("author",)
    given = squeeze(text[organization[0] : organization[1]]) if organization else None
    sure = bool(by_suffix or filed or organization)
    return [
        FoundCredit(squeeze(text[n.start : n.end]), role, given, text[start:end], start, end, sure)
        for n in value.names
        for role in given_roles(n, roles)
    ]


def _is_person(line: str, name: Name) -> bool:
    return is_person(squeeze(line[name.start : name.end]))


def _group(text: str, names: str, start: int, end: int) -> list[FoundCredit]:
    """大陸新聞中心／綜合報導: a desk signs."""
    last = names.split()[-1] if names.split() else ""
    if not _words().group.fullmatch(last) or is_person(last):
        return []
    begin = start + names.rindex(last)
    name = text[begin : begin + len(last)]
    return [FoundCredit(name, "reporter", None, text[begin:end].strip(), begin, end)]


def _outlet_before(line: str, start: int, end: int) -> tuple[int, tuple[int, int] | None]:
    """Where the names begin, and the range of the outlet before them."""
    found = tokens(line, start, end)
    if not found:
        return start, None
    first = found[0]
    if is_outlet(first.text) or (len(found) > 1 and is_department(first.text)):
        return (found[1].start, (first.start, first.end)) if len(found) > 1 else (end, None)
    for size in range(min(_LONGEST_GLUED_OUTLET, len(first.text) - 2), 1, -1):
        if is_outlet(first.text[:size]) and read_value(line, first.start + size, first.end, trust=0, title=False).names:
            rest = first.text[size:]
            if is_person(rest[:3]) or is_person(rest[:2]):
                return first.start + size, (first.start, first.start + size)
    return first.start, None


def _collective(text: str, line: str, start: int, end: int) -> list[FoundCredit]:
    """本报评论员, alone: a collective signature."""
    name = line[start:end].strip(" □*-()[]")
    if _words().commentator.fullmatch(name) is None or _words().about.search(name):
        return []
    begin = line.index(name, start)
    shown = text[begin : begin + len(name)]
    return [FoundCredit(shown, "author", None, shown, begin, begin + len(name))]


def by_line(text: str, line: str) -> list[FoundCredit]:
    """By 林小滿: a row that opens so and names persons, nobody else."""
    opening = _words().by.match(line)
    if opening is None:
        return []
    value = read_value(line, opening.end(), len(line), trust=0, title=False)
    if not value.names or not is_quiet(line[value.end :]) or not all(_is_person(line, name) for name in value.names):
        return []
    start, end = len(text) - len(text.lstrip()), value.end
    return [
        FoundCredit(squeeze(text[name.start : name.end]), role, None, text[start:end], start, end)
        for name in value.names
        for role in given_roles(name, ("author",))
    ]


_OUTLET_NAME = re.compile(rf"\s*(?P<outlet>\w{{2,12}})\s*/\s*{_NAME}(?=\s|\Z)")
_OUTLET_THEN_NAME = re.compile(rf"\s*(?P<outlet>\w{{2,12}})\s+{_NAME}\s*(?=\Z|(?:19|20)\d\d)")
_FIRST = re.compile(r"\s*(?P<name>\w{3,8}?)\s*(?:\d{2,4}[-/.年]|/)")


def beside_outlet(text: str, line: str) -> list[FoundCredit]:
    """In the row under the headline: 滨城快訊／林小满, 来源：滨城网 林小满, 林小滿／台北, 編譯中心 2014年12月13日."""
    for found in (_OUTLET_NAME.match(line), _words().source_name.search(line), _OUTLET_THEN_NAME.match(line)):
        if found and is_outlet(found["outlet"]) and is_person(found["name"]):
            return [_credit(text, found, found.start(), found.end(), sure=False)]
    placed = _words().from_place.search(line)
    if placed and is_person(placed["name"]):
        return [_credit(text, placed, *placed.span(), sure=False)]
    first = _FIRST.match(line)
    if first and first["name"] in _words().alone:
        start, end = first.span("name")
        return [FoundCredit(text[start:end], "author", None, text[start:end], start, end, sure=False)]
    filed = _words().filed_last.search(line)
    return signed(text, line, *filed.span("row"), bare=False) if filed else []


def _credit(text: str, found: re.Match[str], start: int, end: int, *, sure: bool) -> FoundCredit:
    """An author and, where the pattern has one, the outlet beside."""
    outlet = text[slice(*found.span("outlet"))] if "outlet" in found.re.groupindex else None
    return FoundCredit(text[slice(*found.span("name"))], "author", outlet, text[start:end], start, end, sure)
