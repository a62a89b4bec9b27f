"""The pages of tests/cases/kinds.toml, put together: what they are, and what they hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "cases" / "kinds.toml").read_text(encoding="utf-8"))
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
    return filled(CASES["items"][name], **{**more, **texts, "n": str(n), "head": _HEADS[n * 7 % len(_HEADS)]})


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
