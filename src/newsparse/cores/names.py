"""Names of people: which words are one, and how several stand in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from newsparse.cores.flat import HAN, flat, squeeze
from newsparse.cores.outlets import is_group, is_outlet
from newsparse.lexicon import alternation, lazily, load

# A label names anything up to this long (a department, a collective); longer values are sentences.
LONGEST_NAME = 20
# Foreign and minority names with dots: 阿卜杜拉·卡德尔·穆罕默德 has 14 characters.
_LONGEST_DOTTED = 24


class _Words(NamedTuple):
    surnames: frozenset[str]
    compound: frozenset[str]
    no_names: frozenset[str]
    places: frozenset[str]
    foreign: re.Pattern[str]  # a character that no name holds
    prepositions: str
    labels: frozenset[str]  # role words of one character
    roles: frozenset[str]  # words of rows of credits, none of them a name
    joining: re.Pattern[str]
    filing: tuple[str, ...]  # words that close a byline: 鹤山报道 is a place and a report
    also_names: frozenset[str]  # of `no_names`, those that people bear
    departments: tuple[str, ...]


@cache
def _words() -> _Words:
    data, roles = load("names"), load("roles")
    return _Words(
        surnames=frozenset(data["surname"]["single"]),
        compound=frozenset(data["surname"]["compound"]["words"]),
        no_names=frozenset(data["not_names"]["words"]),
        places=frozenset(data["places"]["words"]),
        foreign=re.compile(f"[{data['not_in_names']['characters']}]"),
        prepositions=data["prepositions"]["characters"],
        labels=frozenset(entry["word"] for entry in roles["short"]["entries"]),
        roles=frozenset(word for word in _role_words(roles) if len(word) > 1),
        joining=re.compile(alternation(data["joining"]["words"])),
        filing=tuple(roles["filing"]["report"]),
        also_names=frozenset(data["also_names"]["words"]),
        departments=tuple(data["department"]["endings"]),
    )


def _role_words(roles: dict[str, Any]) -> Iterator[str]:
    for table in (*roles["role"].values(), *(roles[name]["entries"] for name in ("suffix", "tail", "neutral"))):
        yield from (entry["word"] for entry in table)


_HAN_ONLY = lazily(rf"[{HAN}]+")
_DOTTED = lazily(rf"[{HAN}A-Za-z.]{{1,10}}(?:·[{HAN}A-Za-z.]{{1,10}}){{1,4}}")
_COUNT = lazily(rf"\d[{HAN}]")
_LATIN = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]*\.?){1,3}")
_CODE = lazily(rf"[ _]?(?:\([{HAN}]{{0,6}}[A-Z]{{1,5}}_?\d{{2,8}}\)|(?<![A-Za-z])[A-Za-z]{{1,5}}_?\d{{2,8}})")


def plausible_person(text: str) -> bool:
    """Whether the text, by itself, is a person's name: a surname leads it, or it is dotted or two Latin words.

    Padding counts for nothing. A word that happens to open with a surname (高清, 安徽, 文汇报) is no name.

    >>> [plausible_person(t) for t in ("林　满", "歐陽小滿", "阿不都·热合曼", "Demi Xia")]
    [True, True, True, True]
    >>> [plausible_person(t) for t in ("高清", "滨城晚报", "小满", "於台北", "林")]
    [False, False, False, False, False]
    """
    return is_person(squeeze(flat(text)))


def is_person(name: str) -> bool:
    """`plausible_person` for a name that `flat` and `squeeze` have made."""
    return 2 <= len(name) <= _LONGEST_DOTTED and _is_person(name)


@lru_cache(2048)  # a line's words are asked about several times, and pages of one site repeat them
def _is_person(name: str) -> bool:
    size = len(name)
    if _HAN_ONLY.fullmatch(name) is None:
        return (_DOTTED.fullmatch(name) or _LATIN.fullmatch(name)) is not None and not is_group(name)
    words = _words()
    if name[:2] in words.compound:
        led = size in (3, 4)
    elif size == 4:  # two surnames joined, as married women and some families bear them
        led = name[0] in words.surnames and name[1] in words.surnames
    else:
        led = size < 4 and name[0] in words.surnames
    return led and not is_word(name)


def is_word(name: str) -> bool:
    """Whether the (flat) words are known to name no person: a word, a place, an outlet."""
    words = _words()
    if name in words.no_names or name in words.places or name in words.roles or words.foreign.search(name):
        return True
    if name.endswith(words.filing):
        return True
    if len(name) == 3 and name[:2] in words.places:
        return True  # 江苏台
    return (name[0] in words.prepositions and name[1:] in words.places) or is_outlet(name)


def is_label_name(name: str, *, trust: int) -> bool:
    """Whether a label's value can be a name though no surname leads it (格桑边觉, biaoffeng, 滨城气象局).

    Args:
        name: the value, flat and squeezed.
        trust: 2, the label is certain and may name a group: anything short that is no outlet; 1, it is certain and
            names people: two to four characters; 0, no sign follows it: three or four.
    """
    name = _CODE.sub("", name) or name
    if is_person(name):
        return True
    if trust == 2 and name in _words().also_names:
        return True
    if len(name) < 2 or len(name) > LONGEST_NAME or is_word(name):
        return False
    if _HAN_ONLY.fullmatch(name) is not None:
        if trust == 0 and len(name) == 4 and name[0] in _words().surnames:
            return False  # 林小满从: a name and the sentence's next word
        return 3 - trust <= len(name) <= 4 or (trust == 2 and not _runs_on(name))
    if _COUNT.search(name) or name.isdigit():
        return False  # 终审：三人判赔3万, 责任编辑：43
    if is_group(name):
        return False
    return trust == 2 or _DOTTED.fullmatch(name) is not None or (name.isascii() and name[0].isalpha())


# A pen name that opens like a person's has at most so many characters (金融街老林).
_LONGEST_PEN_NAME = 5


def _runs_on(name: str) -> bool:
    """Whether a person's name and more words stand here without a sign, and no department's ending explains them."""
    return len(name) > _LONGEST_PEN_NAME and is_person(name[:3]) and not name.endswith(_words().departments)


def is_department(name: str) -> bool:
    """Whether the (flat) words name a part of an organisation and no person: 宣传部, 技术中心.

    >>> [is_department(name) for name in ("宣传部", "技术中心", "林学会", "办")]
    [True, True, False, False]
    """
    return len(name) > 2 and name.endswith(_words().departments) and not is_person(name)


def is_listed_name(name: str) -> bool:
    """Whether a word of two characters may be a name where names alone are listed after a label: 立夏, 盛夏.

    >>> [is_listed_name(name) for name in ("立夏", "盛夏", "高清", "来源")]
    [True, True, False, False]
    """
    if len(name) != 2 or _HAN_ONLY.fullmatch(name) is None:
        return False
    return name in _words().also_names or not is_word(name)


class Token(NamedTuple):
    """A name or a word: ``start``/``end`` in the line, ``text`` flat and squeezed.

    ``hard``: a sign (、 , /) stands before it, not white space alone.
    """

    start: int
    end: int
    text: str
    hard: bool


# A word with the code that some portals put behind an editor's name: 林小满_NB1234, 林小满(EN042).
_TOKEN = lazily(rf"[\w·.'’-]*\w(?:\([{HAN}]{{0,6}}[A-Z]{{1,5}}_?\d{{2,8}}\))?")
# A date that nothing parts from the word before it.
_GLUED_DATE = re.compile(r"(?<=[^\W\d])(?:19|20)\d\d[-./年]")
_JOINT = re.compile(r"[\s、,;/|&+·.\-□]*")
# So many words are read after one label: no masthead names more people in a row.
_MOST_TOKENS = 60


def tokens(line: str, start: int, end: int) -> list[Token]:
    """The words from ``start`` on, as far as only white space and joining signs part them.

    A name padded to the width of three characters (林　满) is one word.
    """
    found: list[Token] = []
    at = start
    while len(found) < _MOST_TOKENS:
        joint = _JOINT.match(line, at, end)
        begin = joint.end() if joint else at
        word = _TOKEN.match(line, begin, end)
        if word is None:
            break
        date = _GLUED_DATE.search(word[0])
        size = date.start() if date else len(word[0])
        found.append(Token(begin, begin + size, word[0][:size], not line[at:begin].isspace()))
        at = begin + size
    return _unpad(found)


def _unpad(found: list[Token]) -> list[Token]:
    """Join the halves of padded names: 林 满 → 林满, 林 小满 → 林小满, 欧阳 满 → 欧阳满."""
    if len(found) < 2 or not any(len(t.text) == 1 for t in found):
        return found
    out: list[Token] = []
    i = 0
    while i < len(found):
        width = 1 if i and _is_suffix(found, i) else _padded(found, i)
        run = found[i : i + width]
        out.append(Token(run[0].start, run[-1].end, "".join(t.text for t in run), run[0].hard))
        i += width
    return out


def _is_suffix(found: list[Token], i: int) -> bool:
    """文 is a surname and a label: 林小满 文 秦禾 图."""
    return found[i].text in _words().labels and i + 1 < len(found) and is_person(found[i + 1].text)


def _padded(found: list[Token], i: int) -> int:
    """How many words from ``i`` on make one padded name."""
    words = _words()
    first = found[i].text
    if not (len(first) == 1 and first in words.surnames) and first not in words.compound:
        return 1
    singles = 1
    while i + singles < len(found) and singles < 4:
        after = found[i + singles]
        given = _CODE.sub("", after.text)  # 林 满(QS0012)
        if after.hard or len(given) != 1 or _HAN_ONLY.fullmatch(given) is None:
            break
        if given in words.labels and i + singles + 1 < len(found) and found[i + singles + 1].hard:
            break  # 林 满 文/图
        singles += 1
    if singles == 3 and len(first) == 1:  # 林 小 满
        return 3
    if singles >= 2:
        return 2
    if len(first) > 1 or i + 1 == len(found) or found[i + 1].hard:
        return 1
    given = found[i + 1].text  # 林 小满
    return 2 if len(given) == 2 and _HAN_ONLY.fullmatch(given) else 1


def conjuncts(name: str) -> list[tuple[int, int]]:
    """Where two names are joined by a word: 林小满和秦晓禾. One range where they are not.

    >>> conjuncts("林小满和秦晓禾"), conjuncts("林和平")
    ([(0, 3), (4, 7)], [(0, 3)])
    """
    for joint in _words().joining.finditer(name):
        left, right = name[: joint.start()], name[joint.end() :]
        if is_person(left) and is_person(right):
            return [(0, joint.start()), (joint.end(), len(name))]
    return [(0, len(name))]


def split_names(text: str) -> list[str]:
    """The names in a row that holds nothing else, as shown but for padding.

    >>> split_names("陈　静 李晓明"), split_names("林小满、秦晓禾和方若溪")
    (['陈静', '李晓明'], ['林小满', '秦晓禾', '方若溪'])
    >>> split_names("Demi Xia"), split_names("林小满 SF099")
    (['Demi Xia'], ['林小满 SF099'])
    """
    line = flat(text)
    spans: list[tuple[int, int]] = []
    for token in join_latin(line, tokens(line, 0, len(line))):
        if spans and not token.hard and _CODE.fullmatch(token.text):
            spans[-1] = (spans[-1][0], token.end)
            continue
        spans += ranges(token)
    return [squeeze(text[a:b]) for a, b in spans]


def ranges(token: Token) -> list[tuple[int, int]]:
    """The names in a word, as ranges of the line."""
    if token.end - token.start != len(token.text):  # padded: one name
        return [(token.start, token.end)]
    return [(token.start + a, token.start + b) for a, b in conjuncts(token.text)]


def join_latin(line: str, found: list[Token]) -> list[Token]:
    """Words in Latin letters that white space alone parts are one name (Demi Xia)."""
    out: list[Token] = []
    for token in found:
        last = out[-1] if out else None
        if last is not None and not token.hard and last.text[-1].isalpha() and _is_latin(last) and _is_latin(token):
            out[-1] = Token(last.start, token.end, squeeze(line[last.start : token.end]), last.hard)
        else:
            out.append(token)
    return out


def _is_latin(token: Token) -> bool:
    return token.text.isascii() and token.text[0].isalpha() and not _CODE.fullmatch(token.text)


def is_code(text: str) -> bool:
    """Whether the word is an editor's code (NF055), without a name.

    >>> is_code("NF055"), is_code("林小满"), is_code("2021")
    (True, False, False)
    """
    return _CODE.fullmatch(text) is not None
