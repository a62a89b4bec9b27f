"""The stories that the portal publishes: what a crawler must bring home."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("stories.toml")


@dataclass(frozen=True)
class Story:
    """One story, and how it is published: on several pages, at length behind a link, slowly, late."""

    path: str
    title: str
    published: str
    source: str
    reporter: str
    editor: str
    paragraphs: tuple[str, ...]
    pages: tuple[int, ...] = ()
    whole: bool = False
    slow: bool = False
    late: bool = False

    @property
    def channel(self) -> str:
        """The first folder of its path."""
        return self.path.split("/")[1]

    @property
    def text(self) -> str:
        """The text of all its pages."""
        return "\n".join(self.paragraphs)

    def part(self, number: int) -> tuple[str, ...]:
        """The paragraphs on this page of it, counted from 1."""
        start = sum(self.pages[: number - 1])
        return self.paragraphs[start : start + self.pages[number - 1]]


@cache
def stories() -> tuple[Story, ...]:
    """All stories, the late ones too."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["story"]
    return tuple(_story(entry) for entry in entries)


def _story(entry: dict[str, Any]) -> Story:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return Story(**values)
