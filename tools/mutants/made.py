"""The inputs, by seed and number: a page with what is passed along with it, a container with its name."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any, NamedTuple

from mutants import mutate, seeds

_TYPES = (
    None,
    None,
    None,
    "text/html",
    "text/html; charset=gbk",
    "text/html; charset=utf-16",
    "a/b; charset=\0",
    ";;=",
)
_URLS = (
    None, None, "https://news.example.com/2021/1108/1.html", "http://[::1", "//e.example/1", "news", "javascript:1",
    "http://例子.example/路?a=1#b", "https://e.example/" + "a/" * 300, "http://e.example:99999/", "\ud800", "",
)  # fmt: skip
_NOWS = (None, None, None, datetime(2021, 11, 8, 17, 27, tzinfo=UTC), datetime(2024, 2, 29, 12))
PARSERS = ("lexbor", "lxml")


class Page(NamedTuple):
    """A mutated page and the arguments that it is read with."""

    page: bytes | str
    url: str | None
    content_type: str | None
    options: dict[str, Any]


class Container(NamedTuple):
    """A mutated container: what it was, how its name ends, its bytes."""

    kind: str
    ending: str
    data: bytes


def dice_of(kind: str, seed: int, number: int) -> random.Random:
    """A generator of its own for each input: any can be made again alone."""
    return random.Random(f"{kind}:{seed}:{number}")


def page(seed: int, number: int) -> Page:
    """Pages with an even number are read by lexbor, the others by libxml2."""
    dice = dice_of("page", seed, number)
    known = seeds.pages()
    data = dice.choice(known)
    if dice.random() < 0.7:
        data = mutate.window(data, dice)
    if dice.random() < 0.15:  # of two pages one
        data += mutate.window(dice.choice(known), dice)
    data = mutate.mutated(data, dice, mutate.MARKUP)
    given: bytes | str = data
    if dice.random() < 0.25:  # a str may hold what no bytes can: lone surrogates
        given = data.decode("utf-8", dice.choice(("surrogateescape", "replace", "ignore")))
    options = {
        "parser": PARSERS[number % 2],
        "input": dice.choice(("auto", "auto", "auto", "html", "text")),
        "now": dice.choice(_NOWS),
        "profiles": dice.random() < 0.9,
    }
    return Page(given, dice.choice(_URLS), dice.choice(_TYPES), options)


def container(seed: int, number: int) -> Container:
    """A container that is mutated as it lies on the disk, or below its compression."""
    dice = dice_of("container", seed, number)
    kind = dice.choice(sorted(seeds.CONTAINERS))
    ending, make, packings = seeds.CONTAINERS[kind]
    data = make(dice.randrange(1000))
    mutations = mutate.BINARY if kind in ("zip", "zip in tar", "parquet", "tar") else mutate.ANY
    packing = dice.choice((None, *packings))
    below = packing is not None and dice.random() < 0.7
    if below or packing is None:
        data = mutate.mutated(data, dice, mutations)
    if packing is not None:
        data = seeds.PACKINGS[packing](data)
        ending += f".{packing}"
        if not below:
            data = mutate.mutated(data, dice, mutate.BINARY)
    return Container(kind, ending, data)
