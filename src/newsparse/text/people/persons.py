"""Names of people: which words are one, and how several stand in a row."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from newsparse.lexicon import lazily, load, pattern, word_set, words
from newsparse.text.flat import HAN, flat, squeeze
from newsparse.text.outlets.outlet_names import is_group, is_outlet

# A label names anything up to this long (a department, a collective); longer values are sentences.
LONGEST_NAME = 20
# Foreign and minority names with dots: 阿卜杜拉·卡德尔·穆罕默德 has 14 characters.
_LONGEST_DOTTED = 24


class _Words(NamedTuple):
    surnames: frozenset[str]
    compound: frozenset[str]
    no_names: frozenset[str]
    places: frozenset[str]
    of_a_place: str  # what stands behind a place's name
    foreign: re.Pattern[str]  # a character that no name holds
    prepositions: str
    roles: frozenset[str]  # words of rows of credits, none of them a name
    endings: tuple[str, ...]  # what names are followed by: 鹤山报道 is a place and a report, 林满编译 a name and a role
    also_names: frozenset[str]  # of `no_names`, those that people bear
    departments: tuple[str, ...]
    weekday: re.Pattern[str]
    posts: tuple[str, ...]
    closing: frozenset[str]  # characters of words in brackets that end an article and are no name
    closing_endings: tuple[str, ...]


@cache
def _words() -> _Words:
    data = load("names")
    tables = ("roles.suffix", "roles.tail", "roles.neutral", *(f"roles.role.{role}" for role in load("roles.role")))
    return _Words(
        surnames=frozenset(data["surname"]["single"]),
        compound=word_set("names.surname.compound"),
        no_names=word_set("names.not_names"),
        places=word_set("names.places"),
        of_a_place=data["of_a_place"]["characters"],
        foreign=re.compile(f"[{data['not_in_names']['characters']}]"),
        prepositions=data["prepositions"]["characters"],
        roles=frozenset(word for path in tables for word in words(path) if len(word) > 1),
        endings=tuple({*words("roles.filing.report"), *(w for w in words("roles.suffix") if len(w) > 1)}),
        also_names=word_set("names.also_names"),
        departments=words("names.department.endings"),
        weekday=pattern("names.weekday"),
        posts=words("roles.holder.posts"),
        closing=frozenset(data["closing"]["characters"]),
        closing_endings=tuple(data["closing"]["endings"]),
    )


HAN_ONLY = lazily(rf"[{HAN}]+")
_DOTTED = lazily(rf"(?!.·.\Z)[{HAN}A-Za-z.]{{1,10}}(?:·[{HAN}A-Za-z.]{{1,10}}){{1,4}}")
_COUNT = lazily(rf"\d[{HAN}]")
_LATIN = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]*\.?){1,3}")
CODE = lazily(rf"[ _]?(?:\([{HAN}]{{0,6}}[A-Z]{{1,5}}_?\d{{2,8}}\)|(?<![A-Za-z])[A-Za-z]{{1,5}}_?\d{{2,8}})")


def plausible_person(text: str) -> bool:
    """Whether the text, by itself, is a person's name: a surname leads it, or it is dotted or two Latin words.

    Padding counts for nothing. A word that happens to open with a surname (高清, 安徽, 文汇报) is no name.

    >>> [plausible_person(t) for t in ("林　满", "歐陽小滿", "阿不都·热合曼", "Demi Xia")]
    [True, True, True, True]
    >>> [plausible_person(t) for t in ("高清", "滨城晚报", "小满", "於台北", "林")]
    [False, False, False, False, False]
    """
    return is_person(squeeze(flat(text)))


def may_be_nickname(text: str) -> bool:
    """Whether words that stand where a page shows its writer may be what one calls oneself, or a foreign name.

    >>> [may_be_nickname(t) for t in ("Kuma熊", "康斯坦丁", "佚名", "要闻", "滨城晚报", "web_admin")]
    [True, True, False, False, False, False]
    """
    name = squeeze(flat(text))
    if not name:
        return False
    known = any(name in word_set(path) for path in ("outlets.junk", "outlets.not_outlet"))
    known = known or (is_word(name) and name not in _words().also_names)
    return not (known or name.isascii() or is_office(name))


def is_office(name: str) -> bool:
    """Whether (flat) words end as departments and authorities do: 滨城市水务局."""
    return name.endswith(_words().departments)


def is_person(name: str) -> bool:
    """`plausible_person` for a name that `flat` and `squeeze` have made."""
    return 2 <= len(name) <= _LONGEST_DOTTED and _is_person(name)


@lru_cache(2048)  # a line's words are asked about several times, and pages of one site repeat them
def _is_person(name: str) -> bool:
    size = len(name)
    if HAN_ONLY.fullmatch(name) is None:
        shaped = (_DOTTED.fullmatch(name) or _LATIN.fullmatch(name)) is not None
        return shaped and not is_group(name) and not name.endswith(_words().endings) and not _is_house(name)
    words = _words()
    if name[:2] in words.compound:
        led = size in (3, 4)
    elif size == 4:  # two surnames joined, as married women and some families bear them
        led = name[0] in words.surnames and name[1] in words.surnames
    else:
        led = size < 4 and name[0] in words.surnames
    return led and not is_word(name)


def _is_house(name: str) -> bool:
    return name.rpartition(" ")[2] in word_set("names.house")


def is_word(name: str) -> bool:
    """Whether the (flat) words are known to name no person: a word, a place, an outlet."""
    words = _words()
    if name in words.no_names or name in words.places or name in words.roles or words.foreign.search(name):
        return True
    if name.casefold() in word_set("outlets.junk"):
        return True  # admin
    if name.endswith(words.endings) or words.weekday.match(name):
        return True
    if len(name) == 3 and name[:2] in words.places and (name[:2] not in words.compound or name[2] in words.of_a_place):
        return True  # 江苏台, 濮阳市; 濮阳 is a surname, too
    return (name[0] in words.prepositions and name[1:] in words.places) or is_outlet(name)


# A pen name that opens like a person's has at most so many characters (金融街老林).
_LONGEST_PEN_NAME = 5


def is_label_name(name: str, *, trust: int) -> bool:
    """Whether a label's value can be a name though no surname leads it (格桑边觉, biaoffeng, 滨城气象局).

    Args:
        name: the value, flat and squeezed.
        trust: 2, the label is certain and may name a group: anything short that is no outlet; 1, it is certain and
            names people: two to four characters; 0, no sign follows it: three or four.
    """
    name = CODE.sub("", name) or name
    if is_person(name):
        return True
    if trust and name in _words().also_names:
        return True
    if len(name) < 2 or len(name) > LONGEST_NAME or is_word(name):
        return False
    if len(name) > _LONGEST_PEN_NAME and name.endswith(_words().posts):
        return False  # 滨城县委书记: who the author is
    if trust == 0 and name[-1] in _words().of_a_place:
        return False  # 记者 青河新区报道
    if HAN_ONLY.fullmatch(name) is not None:
        if trust == 0 and len(name) == 4 and name[0] in _words().surnames:
            return False  # 林小满从: a name and the sentence's next word
        return 3 - trust <= len(name) <= 4 or (trust == 2 and not _runs_on(name))
    if _COUNT.search(name) or not any(map(str.isalpha, name)):
        return False  # 终审：三人判赔3万, 责任编辑：43
    if is_group(name):
        return False
    return trust == 2 or _DOTTED.fullmatch(name) is not None or (name.isascii() and name[0].isalpha())


def _runs_on(name: str) -> bool:
    """Whether a person's name and more words stand here without a sign, and no department's ending explains them."""
    return len(name) > _LONGEST_PEN_NAME and is_person(name[:3]) and not name.endswith(_words().departments)


def is_department(name: str) -> bool:
    """Whether the (flat) words name a part of an organisation and no person: 宣传部, 技术中心.

    >>> [is_department(name) for name in ("宣传部", "技术中心", "骨科", "林学会", "办")]
    [True, True, True, False, False]
    """
    return len(name) > 1 and name.endswith(_words().departments) and not is_person(name)


# A name that no surname leads has at most so many characters, if it is no dotted one: 岩罕香, 格桑边觉.
LONGEST_ODD = 4


def is_listed_name(name: str, longest: int = 2) -> bool:
    """Whether a word that no surname leads may be a name where names alone are listed after a label: 立夏, 盛夏.

    >>> [is_listed_name(name) for name in ("立夏", "盛夏", "高清", "来源", "手记")]
    [True, True, False, False, False]
    """
    if not 2 <= len(name) <= longest or HAN_ONLY.fullmatch(name) is None:
        return False
    return name in _words().also_names or not (is_word(name) or is_report(name))


def is_report(name: str) -> bool:
    """Whether a word says what a reporter did, when or where, or ends so: 手记, 实地探访.

    >>> [is_report(name) for name in ("手记", "实地探访", "林小满")]
    [True, True, False]
    """
    return name.endswith(words("names.reports"))


def is_bearable(name: str) -> bool:
    """Whether a word opens with a surname, though it is a word: where nothing but names is listed it may be one's.

    >>> [is_bearable(name) for name in ("程度", "方可", "文图", "高新区", "满意")]
    [True, True, False, False, True]
    """
    words = _words()
    return (
        1 < len(name) < LONGEST_ODD
        and name[0] in words.surnames
        and name not in words.roles
        and not is_report(name)
        and not (name[-1] in words.of_a_place or name in words.places or is_outlet(name))
    )


def signed_in_brackets(text: str) -> str | None:
    """The pen name in a line that ends an article and is nothing but brackets round it: （老柴）.

    >>> [signed_in_brackets(text) for text in ("（老柴）", "(慕梨沙子)", "（待续）", "（热烈鼓掌）", "（宣传部）")]
    ['老柴', '慕梨沙子', None, None, None]
    """
    line = "".join(text.split())
    inside = _BRACKETS.fullmatch(flat(line))
    name = inside[1] if inside else ""
    if not is_listed_name(name, _LONGEST_PEN_NAME) or is_group(name) or is_office(name):
        return None
    words = _words()
    return None if set(name) & words.closing or name.endswith(words.closing_endings) else line[1:-1]


_BRACKETS = lazily(rf"[(\[]([{HAN}]+)[)\]]")


def is_code(text: str) -> bool:
    """Whether the word is an editor's code (NF055), without a name.

    >>> is_code("NF055"), is_code("林小满"), is_code("2021")
    (True, False, False)
    """
    return CODE.fullmatch(text) is not None
