"""What stands after a label: the names, and where they end."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsparse.lexicon import alternation, lazily, load
from newsparse.text.flat import HAN
from newsparse.text.outlets.outlet_names import is_group, is_outlet
from newsparse.text.people.holders import holder, is_about, is_aside, office_before
from newsparse.text.people.name_rows import Token, is_odd_name, join_latin, ranges, tokens, unjoined
from newsparse.text.people.persons import HAN_ONLY, is_code, is_department, is_label_name, is_person, is_report

# What may be glued to a name is looked for in words up to this long; longer ones are sentences.
_LONGEST_GLUED = 24
# Names after the first are people or groups, not posts and schools: those are shorter than this.
_LONGEST_LATER = 10


class Name(NamedTuple):
    """A name's range in the line, its roles where words behind it say them ("writer": the label's own), and the range
    of the outlet between the label and it."""

    start: int
    end: int
    roles: tuple[str, ...] = ()
    organization: tuple[int, int] | None = None


class Value(NamedTuple):
    """The names after a label and where the reading stopped."""

    names: list[Name]
    end: int


class _Words(NamedTuple):
    suffix: re.Pattern[str]
    suffix_roles: dict[str, tuple[str, ...]]
    tail: re.Pattern[str]
    glued: re.Pattern[str]
    filed: re.Pattern[str]
    place: re.Pattern[str]
    ending: frozenset[str]
    given: tuple[str, ...]
    unfit: re.Pattern[str]
    noise: re.Pattern[str]
    filed_from: re.Pattern[str]  # ／鹤山报道: whatever place it is
    filed_after: re.Pattern[str]
    runs_on: re.Pattern[str]  # 林小满下周: a name and the next word of a sentence
    bearer: re.Pattern[str]  # （滨城大学教授）, of whom the name before it is


@cache
def _words() -> _Words:
    data, names = load("roles"), load("names")
    suffixes = {entry["word"]: tuple(entry["roles"]) for entry in data["suffix"]["entries"]}
    tails = [entry["word"] for entry in data["tail"]["entries"]]
    place = f"(?:{alternation(names['places']['words'])}{alternation(names['place_endings']['words'])}?){{1,2}}"
    # One character of these may end a name (李文), so glued to one it must be longer, but for those that end none.
    ending, wire = data["glued"]["words"], data["filing"]["wire"]
    closing = alternation(w for w in [*suffixes, *tails] if (len(w) > 1 and "/" not in w) or w in ending)
    filing = alternation(w for w in tails if len(w) > 1 or w in wire)
    bearers = alternation([*data["holder"]["posts"], *data["holder"]["institutions"], *data["title"]["words"]])
    report, numerals = alternation(data["filing"]["report"]), data["filing"]["numerals"]
    sent, behind = alternation(data["filing"]["sent"]), alternation(tails)
    day = rf"(?:\d{{1,2}}|[{numerals}]{{1,3}})日"
    when = rf"(?:\d{{2,4}}年)?(?:\d{{1,2}}月)?(?:{day})?"
    filed_after = rf"[{HAN}]{{1,8}}?(?:{report}|{day}{filing})(?![{HAN}])"
    return _Words(
        suffix=lazily(alternation(suffixes)),
        suffix_roles=suffixes,
        tail=lazily(rf"(?:{sent}[{HAN}]{{2,10}}|(?:{behind}|{place}){{0,3}}{when}{behind}{{0,3}})(?!\w)"),
        glued=lazily(
            rf"(?P<name>[{HAN}]{{2,6}}?|[\w·]+·[{HAN}]{{1,8}}?)"
            rf"(?P<rest>{sent}[{HAN}]{{1,8}}|(?:{place})?{when}(?:{filing}|{closing}){{0,3}})"
        ),
        filed=lazily(rf"(?P<name>[{HAN}]{{4,7}}?)(?:{when}{filing}{{1,3}}|(?:\d{{1,2}}月)?{day}\w*)"),
        place=lazily(place),
        ending=frozenset(ending),
        given=tuple(data["given"]["words"]),
        unfit=lazily(alternation(data["not_in_value"]["words"])),
        noise=lazily(  # a clock's zone stands behind its figures: 02:31 ET
            rf"{alternation([*tails, *suffixes])}|{place}|[{numerals}]{{1,3}}日|[\d年月日]+(?:\s?[A-Z]{{2,4}}\b)?"
        ),
        filed_from=lazily(rf"\s*/\s*{filed_after}[\s)\]]*"),
        filed_after=lazily(filed_after),
        runs_on=lazily(rf"(?P<name>[{HAN}]{{2,4}}?){alternation(data['runs_on']['words'])}"),
        bearer=lazily(rf"\([^()。!?;]{{0,30}}?{bearers}[^()。!?;]{{0,4}}\)"),
    )


def says_what_names_did(line: str, start: int, end: int) -> bool:
    """Whether a word stands here that gives a role to the name before it: 林小满/文."""
    return _words().suffix.search(line, start, end) is not None


def read_value(line: str, start: int, end: int, *, trust: int, title: bool, more: bool = False) -> Value:
    """The names from ``start`` on.

    Args:
        line: the flat line.
        end: where the next label or the row ends.
        trust: how much the label vouches for its value (see `newsparse.text.people.persons.is_label_name`).
        title: the label is a title: its names' own roles stay when they have written and photographed.
        more: another credit follows at ``end``.
    """
    country = _COUNTRY.match(line, start, end)
    start = country.end() if country else start
    found = unjoined(join_latin(line, tokens(line, start, end)))
    found, organization = _past_workplace(found, trust)
    names: list[Name] = []
    settled = 0  # names before this have their roles by words behind them
    at, i = start, 0
    while i < len(found):
        token = found[i]
        slash = "/" in line[at : token.start]
        if names and (closing := _closing(line, token, slash, end)) is not None:
            roles, at = closing
            own = (trust and len(names) == 1) or (slash and title and roles == ("photographer",))
            if own and roles and not settled:
                roles = ("writer", *roles)  # 记者 林小满/图, 记者：林小满 摄 wrote as well; 记者 林小满 摄 did not
            names[settled:] = [name._replace(roles=roles or name.roles) for name in names[settled:]]
            settled = len(names) if roles else settled
            i = _next(found, at)
            continue
        filed = _words().filed_after.match(line, token.start, end) if names else None
        if filed and (not _signs(token) if slash else _is_place(token)):
            at = filed.end()
            i = _next(found, at)
            continue
        if names and _is_workplace(found[i:]):
            organization = (token.start, token.end)
            i += 1
            continue
        if names and is_code(token.text) and not token.hard:
            names[-1] = names[-1]._replace(end=token.end)
            at = token.end
            i += 1
            continue
        did = is_report(token.text) and not is_person(token.text) and not _is_heading(line, token.end)
        if did and names:
            at = token.end
            i += 1
            continue
        if did and title:
            break
        read = _names_in(token, first=not names, trust=trust)
        if read is None and is_odd_name(line, token, start, end, first=not names, trust=trust, title=title, more=more):
            read = [Name(token.start, token.end)], False
        if read is None or _is_heading(line, token.end):
            if names and is_aside(token.text):
                at = end  # 林小满，滨城大学教授: the rest tells who that is
            break
        new, about = read
        names += [name._replace(organization=organization) for name in new]
        if any(name.roles for name in new):
            settled = len(names)
        at = token.end
        i += 1
        if about:
            at = end
            break
    return Value(names, at)


_COUNTRY = lazily(rf"\s*[\[(][{HAN}]{{1,3}}[\])]\s*")  # 作者：[美]约翰·林登


def _past_workplace(found: list[Token], trust: int) -> tuple[list[Token], tuple[int, int] | None]:
    """The words without the one that says where the next one works (作者：滨城大学 林小满), and an outlet's range."""
    if trust and _is_workplace(found):
        return found[1:], (found[0].start, found[0].end)
    if trust < 2 or len(found) < 2 or found[1].hard or (len(found[0].text) < 4 and not is_department(found[0].text)):
        return found, None
    leads = is_person(found[1].text) and not is_person(found[0].text) and _cut(found[0].text, trust) is None
    return (found[1:] if leads else found), None


def _is_workplace(found: list[Token]) -> bool:
    """Whether the first word is an outlet or a group and white space alone parts it from a person: 滨城网 林小满."""
    return len(found) > 1 and not found[1].hard and is_group(found[0].text) and is_person(found[1].text)


def _signs(token: Token) -> bool:
    """Whether a word behind a slash is a name with its own role (/秦晓禾摄影报道), no place."""
    cut = _cut(token.text, 0)
    return cut is not None and cut[1] not in ((), ("writer",))


def _is_place(token: Token) -> bool:
    """Whether a word that says whence a report came stands behind white space: 记者 林小满 青河新区报道."""
    cut = _cut(token.text, 0)
    return not token.hard and (cut is None or not is_person(token.text[: cut[0]]))


def _next(found: list[Token], at: int) -> int:
    return next((i for i, token in enumerate(found) if token.start >= at), len(found))


def _is_heading(line: str, at: int) -> bool:
    """Whether a colon follows: the word is a label that no list knows."""
    return line[at : at + 3].lstrip().startswith(":")


def _closing(line: str, token: Token, slash: bool, end: int) -> tuple[tuple[str, ...], int] | None:
    """Words behind a name: (the roles they give, where they end); None where the word is none of them."""
    words = _words()
    suffix = words.suffix.match(line, token.start, end)
    if suffix is not None and not _is_given(line, suffix.end(), end):
        after = suffix.end()
        if after >= end or not line[after].isalnum() or (slash and words.noise.match(line, after)):
            return words.suffix_roles[suffix[0]], after
        if slash and len(suffix[0]) == 1:
            return words.suffix_roles[suffix[0]], after
    tail = words.tail.match(line, token.start, end)
    return ((), tail.end()) if tail is not None and tail.end() > token.start else None


def _is_given(line: str, at: int, end: int) -> bool:
    """Whether a sign and who gave the picture follow: the 图 of 图/受访者供图 is a label of nobody, no suffix."""
    return line[at : at + 1] in ("/", ":", "|") and line[at:end].rstrip(" )]").endswith(_words().given)


def _names_in(token: Token, *, first: bool, trust: int) -> tuple[list[Name], bool] | None:
    """(the names in one word, whether what follows is about their bearer); None where it holds none."""
    text = token.text
    if text.lower() == "by":
        return [], False  # an English word between a label and its name
    if _LETTERS.fullmatch(text):
        return None
    plain = token.end - token.start == len(text)
    if plain and (first or token.hard) and (size := office_before(text, certain=trust > 0 or not first)):
        return [Name(token.start + size, token.end)], False
    if first and is_about(text):
        return None
    if plain and 3 <= len(text) <= _LONGEST_GLUED and (cut := _cut(text, trust)) is not None:
        size, roles, about = cut
        return [Name(token.start, token.start + size, roles)], about
    if plain and len(parts := ranges(token)) > 1:
        return [Name(a, b) for a, b in parts], False
    if first and trust == 2 and is_code(text):
        return [Name(token.start, token.end)], False
    if is_person(text) or (not plain and HAN_ONLY.fullmatch(text)):  # 米 兰: padded as names are, though it is a word
        return [Name(token.start, token.end)], False
    if not first and (not token.hard or len(text) > _LONGEST_LATER or is_aside(text)):
        return None
    if _words().unfit.search(text) or is_outlet(text) or not is_label_name(text, trust=trust):
        return None
    return [Name(token.start, token.end)], False


# The sizes of a font: 文字：A A A.
_LETTERS = re.compile(r"[A-Za-z](?: [A-Za-z])*")


def _cut(text: str, trust: int) -> tuple[int, tuple[str, ...], bool] | None:
    """Where the name ends in a word that something is glued to: (length, roles, whether the rest is about them)."""
    words = _words()
    if len(text) == 3 and text[-1] not in words.ending:
        return None
    glued = words.glued.fullmatch(text)
    if glued is not None and glued["rest"]:
        name, rest = glued["name"], glued["rest"]
        known = len(name) > 2 and is_label_name(name, trust=0)  # 格桑边觉摄
        if is_person(name) or (known and not words.place.fullmatch(rest)):
            return len(name), words.suffix_roles.get(rest, ()), False
    filed = words.filed.fullmatch(text)
    if filed is not None:  # an unknown place: a name of three characters and one of two are told by the length
        run = filed["name"]
        size = (3 if len(run) > 4 else 2) + (is_person(run[:4]) and not is_person(run[:3]))
        if is_person(run[:size]):
            return size, (), False
    if len(text) > 4 and (held := holder(text)) is not None:
        return held
    if trust < 2 or len(text) < 4 or is_person(text) or is_outlet(text):
        return None
    runs_on = words.runs_on.match(text)
    return (len(runs_on["name"]), (), True) if runs_on is not None and is_person(runs_on["name"]) else None


_SIGNS = " 、,;/|&+·.。-_*□()[]:"
_ADDRESS = re.compile(r"\([\w.:/@-]*\)", re.A)  # 滨城时报（www.example.org）记者


def is_quiet(text: str) -> bool:
    """Whether words beside the names add nobody: places, dates, 报道, an outlet, 受访者供图."""
    if _words().filed_from.fullmatch(text):
        return True
    rest = _words().bearer.sub("", _ADDRESS.sub("", text)).strip(_SIGNS)
    if not rest or is_outlet(rest) or rest.endswith(_words().given):
        return True
    return not (rest := _words().noise.sub("", rest).strip(_SIGNS)) or is_outlet(rest)
