"""The labels of a credit row: where a role word stands as one, which roles it gives, whose reporter it names."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsparse.article import WRITER_ROLES
from newsparse.lexicon import alternation, lazily, load, word_set, words
from newsparse.text.flat import HAN
from newsparse.text.outlets.outlet_names import is_group, is_outlet
from newsparse.text.people.holders import office_before
from newsparse.text.people.name_rows import are_listed, tokens
from newsparse.text.people.persons import is_label_name, is_person

# The longest organisation before a title that makes sense: 顶端新闻·河南商报 has 10 characters, 中国青年报·中青在线 10.
_LONGEST_ORGANIZATION = 24


class Label(NamedTuple):
    """A role word and what belongs to it.

    Attributes:
        start: where the label begins, its organisation and modifiers included.
        word: where the role word begins.
        end: where the value begins.
        roles: the roles it gives; empty for a label that names nobody whom the record credits.
        sign: ":", "/" or "|" (certain), "、" (another label must follow), " " or "" (a name must follow).
        title: a person's title (记者).
        organization: range of the organisation before a title.
        person_only: the label names outlets as often as people, so that only a person's name counts.
    """

    start: int
    word: int
    end: int
    roles: tuple[str, ...]
    sign: str
    title: bool
    organization: tuple[int, int] | None = None
    person_only: bool = False

    @property
    def certain(self) -> bool:
        """A sign says that what follows is a value."""
        return self.sign in (":", "/", "|")

    @property
    def trust(self) -> int:
        """How much the label vouches for its value (see `newsparse.text.people.persons.is_label_name`)."""
        return (1 if self.title else 2) if self.certain else 0


class _Words(NamedTuple):
    roles: dict[str, tuple[str, ...]]
    titles: frozenset[str]
    direct: frozenset[str]
    person_only: frozenset[str]
    closing: frozenset[str]
    filing: frozenset[str]
    no_roles: frozenset[str]
    label: re.Pattern[str]
    short: re.Pattern[str]
    modifier: re.Pattern[str]
    subjects: frozenset[str]
    posting: re.Pattern[str]
    attribution: tuple[str, ...]
    no_organization: re.Pattern[str]
    told: tuple[str, ...]  # 口述


@cache
def _words() -> _Words:
    data = load("roles")
    roles: dict[str, tuple[str, ...]] = dict.fromkeys(words("roles.neutral"), ())
    for role, entries in data["role"].items():
        roles.update((entry["word"], (role,)) for entry in entries)
    for table in ("combined", "short"):
        roles.update((entry["word"], tuple(entry["roles"])) for entry in data[table]["entries"])
    short = "".join(words("roles.short"))
    long = [word for word in roles if len(word) > 1]
    no_roles = words("roles.not_role")
    sign = r"(?P<sign>\s*[:/|、&+·]\s*|\s+)"
    latin = [form for word in long if word.isascii() for form in (word, word.upper())]
    long = [word for word in long if not word.isascii()]
    inside = [w for w in words("roles.not_organization") if len(w) > 1]
    edge = "".join(w for w in words("roles.not_organization") if len(w) == 1)
    return _Words(
        roles=roles,
        titles=word_set("roles.title"),
        direct=word_set("roles.direct"),
        person_only=word_set("roles.person_only"),
        closing=word_set("roles.tail") | word_set("roles.suffix") - word_set("roles.direct"),
        filing=word_set("roles.tail") - word_set("roles.direct"),
        no_roles=frozenset(no_roles),
        label=re.compile(  # 网编 is a label, that of 滨城网编辑, 滨城网编译 is not
            rf"(?P<word>{alternation([*long, *no_roles])}(?!(?<=编)[译辑])|(?<![A-Za-z]){alternation(latin)}){sign}?"
        ),
        # 文/图 is a label, the 文 of 林小满/文 is not.
        short=re.compile(rf"(?<!\w)(?<!\w/)(?P<word>[{short}](?:\s*[/、&+·]?\s*[{short}]){{0,2}}){sign}"),
        modifier=re.compile(alternation(words("roles.modifier")) + r"\Z"),
        subjects=word_set("roles.subject"),
        posting=re.compile(rf"{alternation(words('roles.posting'))}\w{{1,6}}\Z"),  # 本报驻滨城记者
        attribution=words("roles.attribution"),
        no_organization=re.compile(rf"{alternation(inside)}|\A[{edge}]|[{edge}]\Z"),
        told=words("roles.told"),
    )


def find_labels(line: str, start: int, end: int) -> list[Label]:
    """The labels of a (flat) line in reading order; each has a name after it or a sign that asks for one."""
    candidates = _candidates(line, start, end)
    kept: list[Label] = []
    limit = end
    for i in range(len(candidates) - 1, -1, -1):  # from the right: whether one is a label depends on the next
        floor = candidates[i - 1].end if i else start
        label = _with_organization(line, candidates[i], floor, candidates[i - 1] if i else None)
        if label is not None and _is_label(line, label, kept[-1] if kept else None, limit):
            kept.append(label)
            limit = label.start
    return _set_down(line, kept[::-1])


@cache
def _title_ends() -> tuple[str, ...]:
    return tuple(_words().titles)


def is_title(line: str) -> bool:
    """Whether a (flat) line is a person's title and nothing else but whose he is.

    >>> [is_title(line) for line in ("滨城晚报记者", "本报通讯员", "他告诉记者", "责任编辑")]
    [True, True, False, False]
    """
    if not (line.isascii() or line.endswith(_title_ends())):
        return False
    labels = find_labels(f"{line}:", 0, len(line) + 1)
    return len(labels) == 1 and labels[0].title and labels[0].start == 0 and labels[0].end == len(line) + 1


def _set_down(line: str, labels: list[Label]) -> list[Label]:
    """The labels; where one says who told a story, who put it in order wrote it: 口述：秦晓禾 整理：林小满."""
    told = [line[label.word : label.end].startswith(_words().told) for label in labels]
    if not any(told):
        return labels
    return [x._replace(roles=("author",)) if x.roles == ("copy_editor",) else x for x in labels]


def _candidates(line: str, start: int, end: int) -> list[Label]:
    words = _words()
    found: list[Label] = []
    for match in words.label.finditer(line, start, end):
        word, sign = match["word"], (match["sign"] or "").strip() or (match["sign"] or "")[:1]
        word = word.capitalize() if word.isascii() else word  # PHOTO
        title = word in words.titles
        if word in words.no_roles or not (sign or title or word in words.direct):
            continue
        if word in words.filing and sign not in (":", "/", "|"):
            continue  # 林小满／綜合報導 市府今天宣布
        roles, only = words.roles[word], word in words.person_only
        found.append(Label(match.start(), match.start(), match.end(), roles, _sign(sign), title, person_only=only))
    for match in words.short.finditer(line, start, end):
        sign = _sign(match["sign"].strip() or " ")
        several = [c for c in match["word"] if c in words.roles]
        if (sign == " " and len(several) < 2) or (len(several) > 1 and match["word"] in words.roles):
            continue  # 编译 is a word of its own
        roles = tuple(dict.fromkeys(role for c in several for role in words.roles[c]))
        found.append(Label(match.start(), match.start(), match.end(), roles, sign, False))
    found.sort(key=lambda label: (label.word, -label.end))
    return [label for i, label in enumerate(found) if not i or label.word >= found[i - 1].end]


def _sign(sign: str) -> str:
    return "、" if sign in ("&", "+", "·") else sign


def _with_organization(line: str, label: Label, floor: int, before: Label | None) -> Label | None:
    """The label with what stands before it; None where that shows a mention of reporters, not a label."""
    begin = label.word
    while begin > floor and (line[begin - 1].isalnum() or line[begin - 1] in "·《》.-_"):
        begin -= 1
        if label.word - begin > _LONGEST_ORGANIZATION:
            return None if label.title else label
    begin = _past_date(line, begin, label.word)
    rest, end = line[begin : label.word], label.word
    rest = _words().posting.sub("", rest)
    end = begin + len(rest)
    while (modifier := _words().modifier.search(rest)) is not None:
        if modifier.start() and modifier[0] in _words().subjects:
            break  # 中新财经记者: the outlet's name ends so
        rest = rest[: modifier.start()]
        end = begin + len(rest)
    word = line[label.word : label.end].rstrip(" :/|、")
    if (
        not rest
        and label.sign == "/"
        and word.endswith(words("roles.filing.report"))
        and _NAMED.search(line, floor, begin)
    ):
        return None  # 林小满、秦晓禾 综合报道 / 滨城
    if not rest:
        outlet = _outlet_as_value(line, label, before)
        return label._replace(start=outlet[0], organization=outlet) if outlet else label._replace(start=begin)
    if len(rest) > 1 and line.count(rest) > 1 and not is_person(rest):
        return label._replace(start=begin, organization=(begin, end))  # 某某财闻记者：… 某某财闻编辑：…
    if not label.title and not is_outlet(rest) and word in _words().closing:
        return None  # 林小满1月8日报道： ends a dateline
    if before is not None and (is_person(rest) or _is_value(rest, before, begin)):
        return label._replace(start=end)
    if not label.title:
        return label._replace(start=begin, organization=(begin, end)) if is_outlet(rest) else label._replace(start=end)
    if len(rest) == 1:
        return None  # 斥记者, 致记者: a verb
    no_organization = _words().no_organization.search(rest)
    if no_organization is not None and (rest.startswith(_words().attribution) or not is_outlet(rest)):
        return None
    return label._replace(start=begin, organization=(begin, end))


def _outlet_as_value(line: str, label: Label, before: Label | None) -> tuple[int, int] | None:
    """The outlet in 作者：滨城网 记者 林小满: the first label's value, and whose reporter the second names."""
    if before is None or not (label.title and before.certain and before.roles and set(before.roles) <= WRITER_ROLES):
        return None
    shown = line[before.end : label.word]
    value = shown.strip()
    start = before.end + shown.index(value)
    own = _words().modifier.fullmatch(value)  # 文/本报记者 林小满
    people = any(map(is_person, value.split()))  # 作者：秦晓禾 本报记者 林小满
    return (start, start + len(value)) if is_group(value) and own is None and not people else None


def _is_value(rest: str, before: Label, begin: int) -> bool:
    """Whether the words between two labels are the first one's value, though they look like no name."""
    return begin == before.end and (not before.roles or (before.title and not is_outlet(rest)))


_NAMED = lazily(rf"[{HAN}]\s?\Z")
_DATE = re.compile(r"\d{1,4}(?:[-.]\d{1,2})+(?!\d)|\d{1,2}月\d{1,2}日|\d{1,2}日")


def _past_date(line: str, begin: int, end: int) -> int:
    """Where the words begin after a date or a time that nothing parts from them."""
    if begin and line[begin - 1] == ":" and line[begin : begin + 2].isdigit():
        return begin + 2
    date = _DATE.match(line, begin, end)
    return date.end() if date else begin


_BETWEEN = re.compile(r"[\s/、&|]*")


def adjacent(line: str, label: Label, following: Label | None) -> bool:
    """Whether another label follows at once (责编、校对：林小满)."""
    return following is not None and bool(_BETWEEN.fullmatch(line, label.end, following.start))


def _is_label(line: str, label: Label, following: Label | None, limit: int) -> bool:
    if label.certain and (label.sign == ":" or not label.roles):
        return True
    if label.start and label.sign in ("", " ") and line[label.start - 1].isalnum() and not label.title:
        return False  # a label without a sign stands apart
    chained = bool(label.sign) and following is not None and bool(following.roles) and adjacent(line, label, following)
    if chained or label.sign == "、":
        return chained
    if not label.roles:
        return True
    return _name_follows(line, label, limit)


QUOTES = '“"「『《'
_FIRST = lazily(rf"[{HAN}A-Za-z]")


def _name_follows(line: str, label: Label, limit: int) -> bool:
    if label.end >= limit:
        return False
    if _FIRST.match(line, label.end) is None:
        return label.certain and line[label.end] in QUOTES  # 图/“芦苇”摄影队
    found = tokens(line, label.end, limit)
    if not found:
        return False
    name = found[0].text
    if label.certain and len(found) > 1 and not found[1].hard and is_group(name):
        name = found[1].text  # 文/滨城网 林小满
    # A place or a verb may be glued to it (林小满摄, 林小满台北8日电); the value's reader cuts them off.
    if len(name) > 3 and (label.sign == " " or is_person(name[:3]) or is_person(name[:2])):
        return True
    if label.title and len(name) == 2 and not is_person(name) and are_listed(line, label.end):
        return True
    if label.sign == "" and (len(name) > 4 or not label.title):
        return is_person(name) or "·" in name or office_before(name, certain=False) > 0
    return is_label_name(name, trust=label.trust)
