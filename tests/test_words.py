"""Every word of the vocabularies does its work on a page: what a newcomer adds to the data is read, wherever it stands.

The cases come from the data: each role word, source label and date label, in each place of `PLACES`, in both scripts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsparse
from newsparse.lexicon import load, words
from newsparse.text.flat import flat

SENSELESS = tomllib.loads((Path(__file__).parent / "cases" / "words.toml").read_text(encoding="utf-8"))
PERSON, OUTLET, DATE, OTHER_DATE = "林小满", "滨城晚报", "2021-11-08 17:27", "2021-11-05 08:00"
TITLE = "旧城的石桥昨日修好了"
BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "昨日清晨六点，旧城的石桥重新放行，三百多名居民排着队走过桥面，岸边的早餐铺子也比往常早开了一个钟头，热气飘到了桥上。",
        "桥工队队长说，每块石头都编了号，拆下来洗净以后照原样放回去，桥面比原先平整，老人和学生走在上面不会再绊倒。",
        "县里下一步要把石桥和三条公交线接起来，居民下桥以后步行两分钟就能换车，预计年底以前能完成站台的改造。",
    )
)
# Where a line may stand: beside a date in the row under the headline, in a row of its own under it, in the element of
# the text, first or last, and below that.
PLACES = {
    "row": "<h1>{title}</h1><div>2021-11-05 08:00　{line}</div><div>{body}</div>",
    "own": "<h1>{title}</h1><div>2021-11-05 08:00</div><div>{line}</div><div>{body}</div>",
    "first": "<h1>{title}</h1><div>2021-11-05 08:00</div><div><p>{line}</p>{body}</div>",
    "last": "<h1>{title}</h1><div>2021-11-05 08:00</div><div>{body}<p>{line}</p></div>",
    "foot": "<h1>{title}</h1><div>2021-11-05 08:00</div><div>{body}</div><div>{line}</div>",
}
SCRIPTS = ("simplified", "traditional")


def traditional(word: str) -> str:
    """The word in traditional characters, by the tables that fold them; of several forms the first."""
    forms: dict[str, str] = {}
    for table in (load("script"), load("names.fold")):
        for shown, plain in zip(table["traditional"], table["simplified"], strict=True):
            forms.setdefault(plain, shown)
    return "".join(forms.get(c, c) for c in word)


def role_words() -> Iterator[tuple[str, tuple[str, ...]]]:
    for role in load("roles.role"):
        yield from ((word, (role,)) for word in words(f"roles.role.{role}"))
    for table in ("combined", "short"):
        yield from ((entry["word"], tuple(entry["roles"])) for entry in load(f"roles.{table}.entries"))


def record(place: str, line: str, script: str) -> newsparse.Article:
    page = f"<title>{TITLE}_滨城网</title>" + PLACES[place].format(title=TITLE, line=line, body=BODY)
    return newsparse.parse(traditional(page) if script == "traditional" else page, "http://news.example/a.html")


def holds_credits(article: newsparse.Article, roles: tuple[str, ...]) -> bool:
    return {(flat(c.name), c.role) for c in article.credits} == {(PERSON, role) for role in roles}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("place", PLACES)
def test_role_words(place: str, script: str) -> None:
    dead = [
        word
        for word, roles in role_words()
        if not holds_credits(record(place, f"{word}：{PERSON}", script), roles)
    ]
    assert sorted(dead) == sorted(SENSELESS["roles"].get(place, {}))


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("place", PLACES)
def test_source_labels(place: str, script: str) -> None:
    labels = [*words("outlets.label"), *(f"{kind}来源" for kind in words("outlets.label_before"))]
    dead = [word for word in labels if flat(record(place, f"{word}：{OUTLET}", script).source or "") != OUTLET]
    assert sorted(dead) == sorted(SENSELESS["sources"].get(place, {}))


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("place", PLACES)
def test_date_labels(place: str, script: str) -> None:
    """The date that the label vouches for is taken, though another stands before it."""
    dead = []
    for word in words("bylines.date_labels"):
        published = record(place, f"{word}：{DATE}", script).published
        if published is None or f"{published:%Y-%m-%d %H:%M}" != DATE:
            dead.append(word)
    assert sorted(dead) == sorted(SENSELESS["dates"].get(place, {}))
