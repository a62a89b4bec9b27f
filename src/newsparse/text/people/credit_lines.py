"""Who wrote, photographed, translated and edited an article, read off one line of it.

A line is read by where it stands: a label is certain under the headline and after the body; inside the body only
what has the shape of a byline or a sign-off counts, since reporters are also spoken of (告诉记者).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from newsparse.lexicon import alternation, load, words
from newsparse.text.flat import as_shown, flat
from newsparse.text.people.byline_names import names_in_byline
from newsparse.text.people.colons import with_colons
from newsparse.text.people.credit_rows import FoundCredit, read_row
from newsparse.text.people.name_rows import split_names
from newsparse.text.people.persons import plausible_person
from newsparse.text.people.signatures import LONGEST_SIGNATURE, beside_outlet, by_line, signed, unlabelled

__all__ = ["FoundCredit", "Zone", "credits_from_text", "plausible_person", "split_names"]

Zone = Literal["byline", "foot", "lead", "tail"]

# So much of a row is read: the longest masthead at the foot of an article (eight roles, ten names) has 150 characters.
_LONGEST_ROW = 600
# A line of the body that holds nothing but credits is at most this long.
_LONGEST_SIGN_OFF = 120
# A dateline's byline closes within this (…通讯员龙某、记者朱某某1月11日报道：), and so does one in brackets.
_LONGEST_LEAD = 140
# What stands before the brackets of a byline is a dateline, no longer than this.
_LONGEST_DATELINE = 40


@cache
def _any_role() -> re.Pattern[str]:
    """A word that gives a role, in a line that is not flat yet: without one it credits nobody, but by a signature.

    Words of one character need another of them beside, or a sign, or must end what is written without one.
    """
    roles = [f"roles.role.{role}" for role in load("roles.role")]
    tables = ("roles.combined", "roles.suffix", "roles.filing.report", "roles.collective.commentators", "roles.analyst")
    every = {word for path in (*roles, *tables, "roles.short") for word in words(path)}
    every |= {word.upper() for word in every if word.isascii()}
    short = {word for word in every if len(word) == 1}
    letter, bar = as_shown(short), as_shown("|")  # 文丨林小满: one of the bars counts as a letter
    kinds = (
        as_shown(every - short),
        as_shown(short, after=rf"(?:(?!\w)|{letter}|{bar})"),  # 文图 林小满
        as_shown("/", after=f"(?:{letter})"),  # 林小满/文 秦晓禾/图
    )
    return re.compile("|".join(kinds))


class _Shapes(NamedTuple):
    beside: re.Pattern[str]  # a row that may name a person beside an outlet
    signed: re.Pattern[str]  # a dateline with brackets behind it, in either script
    filed: re.Pattern[str]  # the word that closes a byline
    wire: tuple[str, ...]
    attribution: tuple[str, ...]


@cache
def _shapes() -> _Shapes:
    data = load("roles")
    filing = data["filing"]
    return _Shapes(
        beside=re.compile(as_shown(["/", *words("roles.collective.alone"), *words("outlets.label")])),
        signed=re.compile(as_shown(filing["wire"], after=r"\s*[(（]")),
        filed=re.compile(rf"{alternation([*filing['report'], *filing['wire'], *filing['other']])}(?=[\s:(\[-]|\Z)"),
        wire=tuple(filing["wire"]),
        attribution=tuple(data["attribution"]["words"]),
    )


_BRACKETED = re.compile(r"\s*(?:[(（\[【〔［].{2,80}[)）\]】〕］]|[□■◆◇◎●○★☆▪].{2,30})\s*\Z", re.S)
_BRACKETED_SLASH = re.compile(r"[【〔［(（\[][^】〕］)）\]]{2,40}[/／╱]")
_BY = re.compile(r"\s*[bB][yY][\s:：]")
_CLOSES = re.compile(r"[)）\]】〕］]\s*(?:\d{6,8})?[\s。.]*\Z")


def credits_from_text(text: str, *, zone: Zone) -> list[FoundCredit]:
    """The people that a line credits, in reading order, each name once a role.

    Args:
        text: the line, its white space as it is.
        zone: where it stands. "byline", the row under the headline, and "foot", the lines after the body: labels
            are certain. "lead", the first paragraph: bylines in brackets, in a dateline or alone on their line.
            "tail", the last paragraphs: sign-offs at their end.

    >>> [(c.name, c.role) for c in credits_from_text("来源：滨城网 作者：林小满 责编：方若溪", zone="byline")]
    [('林小满', 'author'), ('方若溪', 'editor')]
    >>> [(c.name, c.organization) for c in credits_from_text("滨城晚报讯（滨城晚报记者 林小满）昨日", zone="lead")]
    [('林小满', '滨城晚报')]
    >>> credits_from_text("他告诉记者，旧城改造下月收尾。", zone="tail")
    []
    """
    return _once(_ZONES[zone](text))


def _once(credits: list[FoundCredit]) -> list[FoundCredit]:
    seen: set[tuple[str, str]] = set()
    out: list[FoundCredit] = []
    for credit in credits:
        key = (credit.name, credit.role)
        if key not in seen:
            seen.add(key)
            out.append(credit)
    return out


def _row(text: str) -> list[FoundCredit]:
    if len(text) > _LONGEST_ROW:
        text = text[:_LONGEST_ROW]
    has_role = _any_role().search(text) is not None
    if not has_role and not _BRACKETED.match(text):
        return by_line(text, flat(text)) if _BY.match(text) else []
    line = with_colons(text, flat(text))
    found = read_row(text, line, 0, len(line), loose=True).credits if has_role else []
    if found and "/" in line[: found[0].start]:  # 林小满/文 图/秦晓禾
        found = signed(text, line, 0, found[0].start, bare=False) + found
    elif found and found[0].start:
        found = _beside_outlet_before(text, found[0]) + found
    return found or unlabelled(text, line, *_inside(line, 0, len(line)), bare=line.strip().startswith(("(", "[")))


def _beside_outlet_before(text: str, first: FoundCredit) -> list[FoundCredit]:
    """滨城网站 林小满 通讯员 秦晓禾: who stands beside an outlet before the first label."""
    shown = text[: first.start]
    named = [name for name in names_in_byline(shown) if name.organization]
    return [FoundCredit(n.name, n.role, n.organization, shown.strip(), 0, len(shown)) for n in named]


def _byline(text: str) -> list[FoundCredit]:
    found = _row(text)
    if found or len(text) > _LONGEST_ROW or (len(text) > LONGEST_SIGNATURE and _shapes().beside.search(text) is None):
        return found
    return beside_outlet(text, flat(text))


_BRACKET = re.compile(r"[(\[]((?:[^()\[\]]|\([A-Z]{1,5}_?\d{2,8}\)){2,100})[)\]]")
_SENTENCE = re.compile("[。!?,;“”]")


def _lead(text: str) -> list[FoundCredit]:
    shift = len(text) - len(text.lstrip())
    head = text[shift : shift + _LONGEST_LEAD]
    if not (_any_role().search(head) or _shapes().signed.search(head) or _BRACKETED_SLASH.match(head)):
        return []
    line = flat(head)
    found = _bracketed_lead(head, line)
    if not found and not line.startswith(_shapes().attribution):  # 据滨城晚报记者林小满报道 tells of another's report
        found = _whole(head, line, 0, len(line), bare=False) if len(text) - shift <= _LONGEST_SIGN_OFF else []
        found = found or _open_lead(head, line)
    return _moved(found, shift)


def _moved(found: list[FoundCredit], shift: int) -> list[FoundCredit]:
    return [c._replace(start=c.start + shift, end=c.end + shift) for c in found] if shift else found


def _bracketed_lead(text: str, line: str) -> list[FoundCredit]:
    """滨城晚报讯（记者 林小满 通讯员 秦晓禾）: brackets behind a dateline or at the very start."""
    at = 0
    for _ in range(2):  # 【環球網報導】（記者林小滿）
        bracket = _BRACKET.search(line, at, _LONGEST_DATELINE + 100)
        if bracket is None or bracket.start() > _LONGEST_DATELINE or _SENTENCE.search(line, at, bracket.start()):
            return []
        dateline = line[: bracket.start()].strip()
        filed = dateline.endswith(_shapes().wire)
        if dateline.startswith(_shapes().attribution) and not filed:
            return []  # 据滨城晚报（记者林小满）报道
        if found := _whole(text, line, bracket.start(1), bracket.end(1), bare=filed):
            return found
        at = bracket.end()
    return []


def _open_lead(text: str, line: str) -> list[FoundCredit]:
    """滨城网通讯员秦晓禾、记者林小满1月11日报道： and 記者林小滿／台北報導: a byline that opens the paragraph."""
    for end in _shapes().filed.finditer(line, 0, 70):
        if _SENTENCE.search(line, 0, end.start()):
            return []
        opening = line[: end.end()]
        row = read_row(text, opening, _past_wire(opening), len(opening), loose=False)
        if row.complete and row.credits:
            return row.credits
        if "/" in opening and (found := signed(text, opening, 0, len(opening), bare=False)):
            return found
    return []


def _past_wire(line: str) -> int:
    """Where a line begins behind a dateline in brackets, whatever the outlet: 【匯公報訊】記者林小滿報道."""
    bracket = _BRACKET.match(line)
    return bracket.end() if bracket and bracket[1].endswith(_shapes().wire) else 0


def _tail(text: str) -> list[FoundCredit]:
    stripped = text.rstrip()
    if _any_role().search(text, max(0, len(stripped) - 200)) is None and _CLOSES.search(stripped[-20:]) is None:
        return []
    shift = max(0, len(stripped) - 300)  # sign-offs are at the end
    line = flat(stripped[shift:])
    shown = stripped[shift:]
    found = _whole(shown, line, 0, len(line), bare=False) if not shift and len(line) <= _LONGEST_SIGN_OFF else []
    found = found or _bracketed_tail(shown, line) or _last_words(shown, line)
    return _moved(found, shift)


_LAST_BRACKET = re.compile(r"[(\[]([^()\[\]]{0,60}(?:\([A-Z]{1,5}_?\d{2,8}\))?[^()\[\]]{0,60})(?:[)\]]|\Z)\s*\Z")
# Sign-offs follow one another: （记者 林小满）（编辑：方若溪／核稿：邹怀远）1101108 （完）
_MOST_SIGN_OFFS = 4


def _bracketed_tail(text: str, line: str) -> list[FoundCredit]:
    groups: list[list[FoundCredit]] = []
    end = len(line)
    for _ in range(_MOST_SIGN_OFFS):
        end = _before_code(line, end)
        opening = max(line.rfind("(", 0, end), line.rfind("[", 0, end))
        if opening >= 0 and line[opening + 1 : end].rstrip(")]").isascii():  # an editor's code, in brackets itself
            opening = max(line.rfind("(", 0, opening), line.rfind("[", 0, opening))
        bracket = _LAST_BRACKET.match(line, opening, end) if opening >= 0 else None
        if bracket is None:
            break
        found = _whole(text, line, bracket.start(1), _undamaged(line, *bracket.span(1)), bare=not groups)
        groups.append(found)
        end = opening
    return [credit for group in reversed(groups) for credit in group]


def _undamaged(line: str, start: int, end: int) -> int:
    """Where the last whole word before an undecodable character ends (the bytes of the page are damaged there)."""
    damage = line.find("\ufffd", start, end)
    return end if damage < 0 else max(start, *(line.rfind(sign, start, damage) for sign in "、, "))


def _before_code(line: str, end: int) -> int:
    """The end without the date code that agencies put behind a text (1101108) and its full stop."""
    while end and (line[end - 1].isspace() or line[end - 1] in "。."):
        end -= 1
    digits = end
    while digits and line[digits - 1].isdigit() and end - digits < 8:
        digits -= 1
    return digits if end - digits in (6, 7, 8) and digits and line[digits - 1] in ")]" else end


_STOP = re.compile("[。!?”…」]")


def _last_words(text: str, line: str) -> list[FoundCredit]:
    """…旧城改造下月收尾。本报记者 林小满: what follows the last sentence."""
    stops = list(_STOP.finditer(line))
    if not stops or not 2 <= len(line) - stops[-1].end() <= _LONGEST_SIGN_OFF // 2:
        return []
    return _whole(text, line, stops[-1].end(), len(line), bare=False)


def _whole(text: str, line: str, start: int, end: int, *, bare: bool) -> list[FoundCredit]:
    """The credits of a row or of brackets that hold nothing else."""
    start, end = _inside(line, start, end)
    row = read_row(text, line, start, end, loose=False)
    if row.complete and row.credits:
        return row.credits
    if bare and row.credits:  # 滨城晚报讯（林小满 记者秦晓禾）
        first = row.credits[0].start
        rest = read_row(text, line, first, end, loose=False)
        before = signed(text, line, start, first, bare=True) if rest.complete else []
        if before:
            return before + rest.credits
    return unlabelled(text, line, start, end, bare=bare)


def _inside(line: str, start: int, end: int) -> tuple[int, int]:
    """The range without the brackets round it."""
    inner = line[start:end].strip()
    if inner[:1] in ("(", "[") and inner[-1:] in (")", "]") and len(inner) > 2:
        start = line.index(inner, start) + 1
        end = start + len(inner) - 2
    return start, end


_ZONES = {"byline": _byline, "foot": _row, "lead": _lead, "tail": _tail}
