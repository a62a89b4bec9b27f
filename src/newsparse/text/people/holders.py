"""The posts that people hold and the houses they work at, glued to a name: 林小满系滨城大学教授, 滨城大学教授林小满."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsparse.lexicon import alternation, lazily, load, words
from newsparse.text.flat import HAN
from newsparse.text.outlets.outlet_names import is_outlet
from newsparse.text.people.persons import is_person, is_word


class _Words(NamedTuple):
    holder: re.Pattern[str]
    about: re.Pattern[str]
    aside: re.Pattern[str]
    linked: re.Pattern[str]
    office: re.Pattern[str]
    place: re.Pattern[str]
    departments: tuple[str, ...]


@cache
def _words() -> _Words:
    data = load("roles.holder")
    links, posts = alternation(data["links"]), alternation(data["posts"])
    short, long = (alternation(w for w in data["links"] if (len(w) > 1) is is_long) for is_long in (False, True))
    departments = words("names.department.endings")
    return _Words(
        holder=lazily(  # 柳如是我闻 is a pen name
            rf"(?P<name>[{HAN}]{{2,4}}?|[\w·]+·[{HAN}]{{1,8}}?)(?:{long}|{posts}|{short}(?:{posts}|\w{{3}}))"
        ),
        about=re.compile(rf"{long}|{links}\w*{posts}"),
        aside=lazily(rf"{links}|[{HAN}]*{posts}"),
        linked=re.compile(links),
        office=lazily(
            rf"[{HAN}]{{2,}}{alternation([*data['posts'], *data['institutions'], *departments])}(?P<name>.{{2,}})"
        ),
        place=lazily(alternation(words("names.places"))),
        departments=departments,
    )


def holder(text: str) -> tuple[int, tuple[str, ...], bool] | None:
    """林小满系滨城大学教授: the length of the name, no roles, and that the rest is about its bearer."""
    link = _words().holder.match(text)
    if link is not None and is_person(link["name"]):
        return len(link["name"]), (), True
    if not is_aside(text):
        return None
    sizes = [n for n in (2, 3, 4) if is_person(text[:n])]
    sizes.sort(key=lambda n: (_words().place.match(text, n) is None, n != 3))
    return (sizes[0], (), True) if sizes else None


def office_before(text: str, *, certain: bool) -> int:
    """How many characters of the word are the office or the house of the person whom it ends with; 0 for none.

    Args:
        text: a word, flat.
        certain: a label asks for a name; without, a link must say that what follows is told of the author.

    >>> [office_before(t, certain=True) for t in ("滨城大学教授林小满", "滨城晚报林小满", "林小满系滨城大学教授")]
    [6, 4, 0]
    """
    if len(text) < _SHORTEST_WITH_OFFICE or not (certain or _words().linked.match(text)):
        return 0
    office = _words().office.fullmatch(text)
    if office is not None and _is_last(office["name"]):
        return office.start("name")
    sizes = range(len(text) - 3, 4, -1) if "·" in text else (3, 2, 4)
    return next((len(text) - n for n in sizes if is_outlet(text[:-n]) and _is_last(text[-n:])), 0)


# An office of three characters and a name of two.
_SHORTEST_WITH_OFFICE = 5


def _is_last(name: str) -> bool:
    """Whether the last characters of a word are a person's name, and neither a word nor a department (党支部)."""
    return is_person(name) and not is_word(name[:2]) and not name.endswith(_words().departments)


def is_about(text: str) -> bool:
    """Whether the word tells who somebody is, and names nobody: (作者)系滨城大学教授."""
    return _words().about.match(text) is not None


def is_aside(text: str) -> bool:
    """Whether the word behind a name tells who that is: 滨城大学教授."""
    return _words().aside.match(text) is not None
