"""Several names in a row: words and what parts them, padded names, names that a word joins."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsparse.lexicon import lazily, load, pattern, word_set
from newsparse.text.flat import HAN, flat, squeeze
from newsparse.text.people.persons import (
    CODE,
    HAN_ONLY,
    LONGEST_ODD,
    is_bearable,
    is_listed_name,
    is_person,
    plausible_person,
)


class _Words(NamedTuple):
    surnames: frozenset[str]
    compound: frozenset[str]
    labels: frozenset[str]  # role words of one character
    joining: re.Pattern[str]


@cache
def _words() -> _Words:
    return _Words(
        surnames=frozenset(load("names.surname.single")),
        compound=word_set("names.surname.compound"),
        labels=word_set("roles.short"),
        joining=pattern("names.joining"),
    )


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
        given = CODE.sub("", after.text)  # 林 满(QS0012)
        if after.hard or len(given) != 1 or HAN_ONLY.fullmatch(given) is None:
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
    return 2 if len(given) == 2 and HAN_ONLY.fullmatch(given) else 1


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
        if spans and not token.hard and CODE.fullmatch(token.text):
            spans[-1] = (spans[-1][0], token.end)
            continue
        spans += ranges(token)
    return [squeeze(text[a:b]) for a, b in spans]


def persons(text: str) -> list[str]:
    """The names in a row that holds nothing but persons' names, else [].

    >>> persons("陈　静 李晓明"), persons("陈静 打印")
    (['陈静', '李晓明'], [])
    """
    names = split_names(text)
    return names if all(map(plausible_person, names)) else []


def are_listed(line: str, start: int, end: int | None = None) -> bool:
    """Whether nothing but names, titles and what was done follows a title, up to the bracket round them.

    One name behind another's is listed at the line's end, too; behind a title with a colon, which says that its value
    ends at ``end``, all of them are.

    >>> [are_listed(line, 3) for line in ("(记者 巴图 林小满)", "(记者 巴图)", "(记者 手记)", "(记者 巴图等)")]
    [True, True, False, False]
    >>> are_listed("记者 林小满 通讯员 巴图", 10), are_listed("记者 旧城 林小满", 2), are_listed("记者:巴图 扎西", 3, 8)
    (True, False, True)
    """
    found = tokens(line, start, len(line) if end is None else end)
    others = word_set("roles.title") | word_set("roles.suffix")
    names = [token for token in found if token.text not in others]
    if not names or not all(is_person(name.text) or _may_be_listed(line, name) for name in names):
        return False
    behind = line[found[-1].end : end].strip()
    if behind:
        return behind[0] in (")", "]")
    opening = max(line.rfind("(", 0, start), line.rfind("[", 0, start))
    known = any(is_person(token.text) for token in tokens(line, opening + 1, start))
    return end is not None or (known and len(found) == 1)


def _may_be_listed(line: str, token: Token) -> bool:
    """Whether a word may be a name where names alone are listed: one that no surname leads, a word that people bear,
    any short word that a sign joins to a name (林小满、洛桑)."""
    name = token.text
    if is_listed_name(name, LONGEST_ODD) or is_bearable(name):
        return True
    others = (word_set(f"roles.{table}") for table in ("title", "suffix", "tail"))
    joined = line[token.start - 1 : token.start] == "、" and 1 < len(name) < LONGEST_ODD
    return joined and HAN_ONLY.fullmatch(name) is not None and not any(name in words for words in others)


_FOLLOWING = lazily(rf"(?:[\s、]+[{HAN}]{{2,4}})*\s*(?P<close>[)\]]?)\s*")


def _names_follow(line: str, start: int, end: int, *, more: bool) -> bool:
    """Whether nothing but words as short as names stands up to the closing bracket, or to another credit (``more``)."""
    rest = _FOLLOWING.fullmatch(line, start, end)
    return rest is not None and (more or bool(rest["close"]) or line[end : end + 1] in (")", "]"))


def is_odd_name(
    line: str, token: Token, start: int, end: int, *, first: bool, trust: int, title: bool, more: bool
) -> bool:
    """Whether a word that no surname leads stands where names alone are listed."""
    if not _may_be_listed(line, token):
        return False
    if title:
        return are_listed(line, start, end if trust else None)
    return trust > 1 and not first and _names_follow(line, token.end, end, more=more)


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


def unjoined(found: list[Token]) -> list[Token]:
    """The words without those that join two names and stand alone: 林小满 和 Demi Xia."""
    words = word_set("names.joining")
    if not any(token.text in words for token in found[1:-1]):
        return found
    out = found[:1]
    for before, token, after in zip(found, found[1:], [*found[2:], None], strict=False):
        joins = token.text in words and after is not None and is_person(before.text) and is_person(after.text)
        if not joins:
            out.append(token._replace(hard=token.hard or before.text in words))
    return out


def _is_latin(token: Token) -> bool:
    return token.text.isascii() and token.text[0].isalpha() and not CODE.fullmatch(token.text)
