"""The pages of tests/cases/kinds.toml and kind_shapes.toml, put together: what they are, and what they hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent / "cases"
CASES, SHAPES = (
    tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")) for name in ("kinds", "kind_shapes")
)
_ITEMS: dict[str, str] = CASES["items"] | SHAPES["items"]
_HEADS: list[str] = CASES["headlines"]["words"]
_TEXTS: dict[str, str] = CASES["texts"]
_NUMBERED = [text for name, text in _TEXTS.items() if name.isdigit()]
_PART = re.compile(r"\{(\w+)(?:\*(\d+))?\}")


class KindPage(NamedTuple):
    """A page, its kind, and why it is here."""

    why: str
    kind: str
    html: str
    url: str | None = None
    shape: str = ""  # of pages of one shape: what they are alike in


def filled(template: str, **more: str) -> str:
    """The template with its parts in place."""

    def part(found: re.Match[str]) -> str:
        name, times = found[1], found[2]
        if times:
            return "".join(_item(name, n, more) for n in range(1, int(times) + 1))
        text = more.get(name) or _TEXTS.get(name) or CASES["parts"].get(name)
        return found[0] if text is None else filled(text, **more) if "{" in text else text

    return _PART.sub(part, template)


def _item(name: str, n: int, more: dict[str, str]) -> str:
    texts = {"any": _NUMBERED[n % len(_NUMBERED)], "any2": _NUMBERED[(n + 3) % len(_NUMBERED)]}
    return filled(_ITEMS[name], **{**more, **texts, "n": str(n), "head": _HEADS[n * 7 % len(_HEADS)]})


def headline_pages() -> Iterator[KindPage]:
    """An article for each headline that holds a word of pages that are none."""
    for head, shell, end in zip(
        _HEADS, cycle(CASES["headlines"]["shells"]), cycle(CASES["headlines"]["ends"]), strict=False
    ):
        yield KindPage(head, "article", filled(shell, head=head, title=head + end))


def other_pages() -> Iterator[KindPage]:
    """The pages that stand in the file as they are."""
    for case in CASES["page"]:
        yield KindPage(case["why"], case["kind"], filled(case["html"]), case.get("url"))


def shape_pages() -> Iterator[KindPage]:
    """The shapes, each in the shells of its kind by turns."""
    for shape in SHAPES["shape"]:
        shells = SHAPES["shells"]["article" if shape["kind"] == "article" else "other"]
        channels = shape.get("channels", [""] * len(shells))
        for n, parts in enumerate(zip(shells, shape["heads"], shape["bodies"], channels, strict=True), 1):
            shell, head, body, channel = parts
            # The items' headlines are their own: the body is filled before it has one above it.
            html = filled(shell.replace("{channel}", channel), head=head, body=filled(body))
            yield KindPage(f"{shape['why']} ({n})", shape["kind"], html, shape=shape["why"])
