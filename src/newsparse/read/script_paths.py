"""Values at a place in the data of a page's scripts, as site profiles name it: ``window.__STATE__.article.time``.

A place begins with a variable or with the id of a script that is JSON (``#__NEXT_DATA__``); keys and indexes follow.
Only what a profile names is looked for and decoded. Nothing is run, nothing raises, the cost is linear in the scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from newsparse.page.page import Script
from newsparse.read.payload import payload
from newsparse.read.scripts import MAX_SCRIPT, Assignments, json_document
from newsparse.text.state.values import name_list

# Characters and steps of a path; the deepest states have ten.
MOST_PATH, MOST_STEPS = 300, 20
# Times that a variable's assignments are decoded on a page: a page sets it once, some clear it before.
_MOST_TRIES = 20
# A variable may be a property of another (page.info = {…}) so many steps deep.
_DEEPEST_NAME = 3
# An index that is longer than this is none.
_LONGEST_INDEX = 6

_NAME = r"[^\W\d][\w$]*|\$[\w$]*"
_START = re.compile(rf"(?:(?:window|self|globalThis)(?:\.|(?=\[)))?(?:#(?P<id>[\w:-]+)|(?P<name>{_NAME})|(?=\[[\"']))")
_STEP = re.compile(r"""\.(?P<key>[^.\[\]"'\s]+)|\[(?P<index>\d+)\]|\[(?P<quote>["'])(?P<quoted>[^"']+)(?P=quote)\]""")
ID = re.compile(r"""(?<![\w-])id\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.I)
_NUXT = "__NUXT_DATA__"
# What stands before a variable, or before a property of ``window``.
_BEFORE = re.compile(r"""(?:(?<![\w$.])(?:(?:window|self|globalThis)(?:\.|(?P<open>\[["'])))?)\Z""")
_LONGEST_OBJECT = len("globalThis['")


class ScriptPath(NamedTuple):
    """A place in the data of scripts.

    Attributes:
        written: as the profile has it.
        script: the id of a script that is JSON; "" where the place begins with a variable.
        steps: the variable (where there is one), then keys and indexes.
    """

    written: str
    script: str
    steps: tuple[str | int, ...]


def script_path(written: str) -> ScriptPath:
    """Read a path.

    Raises:
        ValueError: it is none; the message says what is wrong.

    >>> script_path("window.__STATE__.list[0]['pub.time']").steps
    ('__STATE__', 'list', 0, 'pub.time')
    >>> script_path("#__NEXT_DATA__.props")[1:]
    ('__NEXT_DATA__', ('props',))
    """
    text = written.strip()
    if len(text) > MOST_PATH:
        raise ValueError(f"has more than {MOST_PATH} characters")
    start = _START.match(text)
    if start is None or not text:
        raise ValueError("begins neither with a variable (window.STATE.…) nor with a script's id (#__NEXT_DATA__.…)")
    steps: list[str | int] = [start["name"]] if start["name"] else []
    at = start.end()
    while at < len(text):
        step = _STEP.match(text, at)
        if step is None or len(step["index"] or "") > _LONGEST_INDEX:
            raise ValueError(f'cannot be read from "{text[at : at + 20]}" on; steps are .key, ["key"] and [0]')
        steps.append(int(step["index"]) if step["index"] else step["key"] or step["quoted"])
        at = step.end()
    if len(steps) > MOST_STEPS:
        raise ValueError(f"has more than {MOST_STEPS} steps")
    return ScriptPath(written, start["id"] or "", tuple(steps))


class Scripts:
    """The scripts of a page, asked for places in their data; what was decoded for one path is kept for the next."""

    def __init__(self, scripts: Iterable[Script]) -> None:
        self._scripts = [script for script in scripts if len(script.text) <= MAX_SCRIPT]
        self._named: dict[str, list[object]] = {}
        self._marked: dict[str, list[object]] = {}

    def at(self, path: ScriptPath) -> str | None:
        """The value at a place, as text; "" where there is something that is no value; None where there is nothing."""
        found = None
        for value in self.values(path):
            text = _text(value)
            if text:
                return text
            found = ""
        return found

    def values(self, path: ScriptPath) -> Iterator[object]:
        """All that stands at a place: a variable may be set more than once."""
        if path.script:
            if path.script not in self._marked:
                self._marked[path.script] = list(self._documents(path.script))
            yield from _within(self._marked[path.script], path.steps)
            return
        for size in range(1, min(len(path.steps), _DEEPEST_NAME) + 1):
            parts = path.steps[:size]
            if not all(isinstance(part, str) for part in parts):
                return
            name = ".".join(map(str, parts))
            if name not in self._named:
                self._named[name] = list(self._assigned(name))
            yield from _within(self._named[name], path.steps[size:])

    def _documents(self, id: str) -> Iterator[object]:
        for script in self._scripts:
            marked = ID.search(script.attrs)
            if marked and id in marked.groups():
                yield payload(script.text) if _NUXT in id else json_document(script.text)

    def _assigned(self, name: str) -> Iterator[object]:
        """The values that a variable is given, in order."""
        pattern, tries = _assignment(name), 0
        for script in self._scripts:
            if name.rpartition(".")[2] not in script.text:
                continue
            reader, at = Assignments(script.text), 0
            while tries < _MOST_TRIES and (found := pattern.search(script.text, at)):
                at = found.end()
                before = _BEFORE.search(script.text, max(0, found.start() - _LONGEST_OBJECT), found.start())
                if before and bool(before["open"]) == bool(found["close"]):
                    tries += 1
                    value, end = reader.value_at(at, known=True)
                    at = max(end, at)
                    yield value


@lru_cache(256)
def _assignment(name: str) -> re.Pattern[str]:
    """Where something of that name is given a value: it begins with the name, which is found at once."""
    return re.compile(rf"""{re.escape(name)}(?P<close>["']\])?\s*+=(?![=>])\s*+(?=\S)""")


def _within(values: Iterable[object], steps: tuple[str | int, ...]) -> Iterator[object]:
    """What stands at a path within each of the values."""
    for value in values:
        for step in steps:
            if isinstance(step, int):
                value = value[step] if isinstance(value, list) and step < len(value) else None
            else:
                value = value.get(step) if isinstance(value, dict) else None
        if value is not None:
            yield value


def _text(value: object) -> str:
    """A value as text: of a list, and of objects with names, the names."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | dict):
        return "、".join(name_list(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if abs(value) < 1e15 else ""
    return ""
