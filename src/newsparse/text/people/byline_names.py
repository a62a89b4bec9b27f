"""Who stands in words that no label introduces, where a page shows its writer: persons, and who they are beside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from newsparse.lexicon import alternation, lazily, load, pattern, word_set, words
from newsparse.text.flat import HAN, flat, squeeze
from newsparse.text.outlets.outlet_names import is_column, is_group, is_outlet
from newsparse.text.people.holders import is_aside
from newsparse.text.people.name_rows import Token, join_latin, ranges, tokens
from newsparse.text.people.persons import LONGEST_NAME, is_office, is_person

# Two writers with offices: 林小满（滨城大学社会学系副教授）、秦晓禾（滨城市社会科学院研究员） has 38 characters.
_LONGEST = 80


class BylineName(NamedTuple):
    """A person as shown, the role that a title beside the name gives, and the outlet that stands before it."""

    name: str
    role: str = "author"
    organization: str | None = None


class _Words(NamedTuple):
    reporter: re.Pattern[str]  # 资深记者, 报道
    post: re.Pattern[str]
    sent: re.Pattern[str]
    joining: frozenset[str]
    places: frozenset[str]
    roles: frozenset[str]
    nobody: re.Pattern[str]
    of_a_place: str


@cache
def _words() -> _Words:
    roles = load("roles")
    reporters = {entry["word"] for entry in roles["role"]["reporter"]}
    desk = [entry["word"] for role in ("editor", "chief_editor") for entry in roles["role"][role]]
    holder = roles["holder"]
    return _Words(
        reporter=re.compile(rf"\w*{alternation([*reporters, *words('roles.tail')])}"),
        post=re.compile(
            rf"\w*{alternation([*words('roles.title'), *holder['posts'], *holder['institutions']])}"
            rf"|\w*{alternation(words('roles.modifier'))}{alternation(desk)}"
        ),
        sent=re.compile(rf"{alternation(roles['filing']['sent'])}[^、,;/|]*"),
        joining=word_set("names.joining"),
        places=word_set("names.places"),
        roles=frozenset(word for role in roles["role"].values() for word in (entry["word"] for entry in role)),
        nobody=pattern("bylines.desk"),
        of_a_place=load("names.of_a_place")["characters"],
    )


_HANDLE = re.compile(r"@[\w.-]+")
_ASIDE = re.compile(r"\([^()]*\)")
_HAN = lazily(rf"[{HAN}]")


def names_in_byline(text: str, own: Iterable[str] = ()) -> list[BylineName]:
    """The persons of a row that holds nothing but persons and who they are, [] where it holds anything else.

    Args:
        text: the row: 林小满、秦晓禾, 滨城网 林小满, 林小满（滨城大学教授）, 林小满 资深记者, Xiaoman 林小满 @xiaoman.
        own: what the site calls itself.

    >>> [found.name for found in names_in_byline("林小满（滨城大学教授）、秦晓禾 资深编辑")]
    ['林小满', '秦晓禾']
    >>> names_in_byline("滨城网 林小满"), names_in_byline("林小满 关注 1024")
    ([BylineName(name='林小满', role='author', organization='滨城网')], [])
    """
    if not 2 <= len(text) <= _LONGEST:
        return []
    line = _without_asides(flat(text), own)
    found = join_latin(line, tokens(line, 0, len(line)))
    if not found or line[found[-1].end :].strip(" 、,;/|&+·.-_□"):
        return []
    out: list[BylineName] = []
    outlet: str | None = None
    for at, token in enumerate(found):
        word = token.text
        spans = ranges(token)
        if all(_is_person(squeeze(line[a:b])) for a, b in spans):
            if word in _words().roles:
                return []
            if not (word.isascii() and _is_beside_chinese(found, at)):
                out += [BylineName(squeeze(text[a:b]), organization=outlet) for a, b in spans]
        elif word in _words().joining or (_is_latin_name(word) and _is_beside_chinese(found, at)):
            continue
        elif not out and (is_outlet(word) or is_group(word)):
            outlet = squeeze(text[token.start : token.end])
        elif out and _words().reporter.fullmatch(word):
            out[-1] = out[-1]._replace(role="reporter")
        elif not (out and _tells_who(token)):
            return []
    return out


def _is_person(name: str) -> bool:
    """Whether the words are a person's name, in capitals, too: MIKE LINDEN, no News Team."""
    if not name.isascii():
        return is_person(name)
    return is_person(name.title() if name.isupper() else name) and not _is_nobody(name)


def _without_asides(line: str, own: Iterable[str]) -> str:
    """The flat line, as long as before, without the site's name before it, handles, brackets, whence it was sent."""
    for name in own:
        if len(name) > 1 and line.startswith(name) and len(line) > len(name):
            line = " " * len(name) + line[len(name) :]
    for aside in (_HANDLE, _ASIDE, _words().sent):
        line = aside.sub(lambda found: " " * len(found[0]), line)
    return line


def _is_latin_name(word: str) -> bool:
    return word.isascii() and word[0].isupper() and word not in _words().roles


def _is_beside_chinese(found: list[Token], at: int) -> bool:
    """Whether white space alone parts a word in Latin letters from a Chinese name: it is that person's other name."""
    beside = [found[at - 1]] if at and not found[at].hard else []
    beside += [found[at + 1]] if at + 1 < len(found) and not found[at + 1].hard else []
    return any(_HAN.match(token.text) and is_person(token.text) for token in beside)


def _tells_who(token: Token) -> bool:
    """Whether a word behind a name says who or where that is: 滨城大学教授, 资深编辑, 滨城网, ／網."""
    word = token.text
    if len(word) == 1:
        return token.hard
    if token.hard and word[-1] in _words().of_a_place:
        return True  # ／霧峰縣
    return bool(
        _words().post.fullmatch(word) or is_aside(word) or is_office(word) or is_outlet(word) or word in _words().places
    )


def pen_name(text: str, own: Iterable[str] = ()) -> str | None:
    """What somebody whom the page's data calls a person calls oneself; None for a site, a desk, a login, a sentence.

    >>> pen_name("山顶的阿木 (@amu)"), pen_name("Kiki"), pen_name("MIKE LINDEN")
    ('山顶的阿木', 'Kiki', 'MIKE LINDEN')
    >>> [pen_name(text) for text in ("滨城网", "小编", "web_admin", "News Team", "编辑部", "要闻", "www.example.org")]
    [None, None, None, None, None, None, None]
    """
    line = flat(text)
    name = squeeze(_ASIDE.sub(" ", _HANDLE.sub(" ", line)))
    if not 2 <= len(name) <= LONGEST_NAME or name.casefold() in {squeeze(word).casefold() for word in own}:
        return None
    if name.isascii() and (not name[0].isupper() or not name.replace(" ", "").replace("-", "").isalpha()):
        return None
    if len(name) == 2 and not name.isascii():
        return name if is_person(name) else None  # words of two characters are channels: 国际
    if _SENTENCE.search(name) or _is_nobody(name):
        return None
    start = line.find(name)
    return text[start : start + len(name)] if start >= 0 else name


_SENTENCE = re.compile(r"[。!?:/,、;|@#<>{}\[\]\d]|\.\w")


def _is_nobody(name: str) -> bool:
    if is_outlet(name) or is_group(name) or is_office(name) or is_column(name) or _words().nobody.search(name):
        return True
    return name in _words().roles or any(name in word_set(path) for path in ("outlets.junk", "outlets.not_outlet"))
