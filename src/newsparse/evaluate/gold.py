"""What a person says is right for a page, in the one form that is scored. What is plain is accepted in other forms."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from newsparse.article import KINDS
from newsparse.errors import DataError
from newsparse.evaluate.score import plain
from newsparse.text.dates.find import parse_moment
from newsparse.text.dates.moments import Moment

_TEXTS = ("title", "published", "source")
LISTS = ("authors", "editors", "headings", "body", "captions")
_OTHERS = ("title_ok", "published_ok", "source_ok", "authors_ok", "editors_ok")
_NAMES = ("authors", "editors")
# The keys of a case that say what is right, in the order in which they are written.
GOLD_KEYS = ("kind", *_TEXTS, *LISTS, *_OTHERS)
# Characters of a value that a message shows.
_SHOWN = 60
# Keys that say of a case where it comes from; "note" is for people.
_ABOUT = (
    "newsparse_case", "page", "file", "url", "content_type", "fetched", "origin", "sha256", "checked", "site", "note",
    "kind_ok",
)  # fmt: skip
_TRUE, _FALSE = ("true", "yes"), ("false", "no", "")

_DATE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:\s*T\s*|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_MARKED = re.compile(r"[、,，;；/|\n]+")
_LABELLED = re.compile("[:：]")
_SPACED_HAN = re.compile(r"[\u3400-\u9fff·]+(?:\s+[\u3400-\u9fff·]+)+")


class GoldError(DataError):
    """What a case says of a key means nothing.

    Attributes:
        key: the key.
        said: what is wrong with it.
    """

    def __init__(self, key: str, said: str, where: str = "") -> None:
        super().__init__(f'{where}: "{key}" {said}' if where else f'"{key}" {said}')
        self.key = key
        self.said = said


def gold_of(given: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The answers in a case or in a line of gold: every key of `GOLD_KEYS` that is not empty, and lists always.

    Raises:
        GoldError: a key is not known, or its value is of another type; the message begins with ``where``.

    >>> gold_of({"kind": "article", "published": "2021/11/8 9:05", "editors": "方若溪、戴知秋"}, "a.json")["published"]
    '2021-11-08T09:05'
    """
    try:
        _check_keys(given)
        gold: dict[str, Any] = {"kind": _kind(given.get("kind"))}
        gold |= {name: _text(name, given.get(name)) for name in _TEXTS}
        gold |= {name: _list(name, given.get(name)) for name in LISTS}
        gold |= {name: _list(name, given[name]) for name in _OTHERS if given.get(name)}
        if gold["published"]:
            gold["published"] = _moment("published", gold["published"])
        if "published_ok" in gold:
            gold["published_ok"] = [_moment("published_ok", text) for text in gold["published_ok"]]
        _check_headings(gold)
    except GoldError as error:
        raise GoldError(error.key, error.said, where) from error
    return gold


def truth_of(value: Any) -> bool:
    """Whether ``checked`` says yes.

    Raises:
        GoldError: it says neither.
    """
    word = str(value if value is not None else "").strip().lower()
    if word in _TRUE or value == 1:
        return True
    if word in _FALSE or value == 0:
        return False
    raise GoldError("checked", "is neither true nor false")


def _check_keys(given: Mapping[str, Any]) -> None:
    known = (*_ABOUT, *GOLD_KEYS)
    for name in given:
        if name not in known:
            close = difflib.get_close_matches(str(name), known, n=1)
            hint = f"did you mean {close[0]}?" if close else "words for people go into note"
            raise GoldError(str(name), f"is no key of a case ({hint})")


def _check_headings(gold: Mapping[str, Any]) -> None:
    lines = set(map(plain, gold["body"]))
    for heading in gold["headings"]:
        if not lines.issuperset(map(plain, heading.splitlines())):
            raise GoldError("headings", f'has {_shown(heading)} in it, which is no line of "body"; each stands in both')


def _kind(value: Any) -> str:
    kind = value.strip().lower() if isinstance(value, str) else value
    if kind not in KINDS:
        said = "is missing" if value is None else f"is {_shown(value)}"
        raise GoldError("kind", f"{said}; it is one of {', '.join(KINDS)}")
    return str(kind)


def _text(name: str, value: Any) -> str | None:
    if isinstance(value, list) and len(value) == 1:  # ["滨城晚报"]
        value = value[0]
    if value is None:
        return None
    if not isinstance(value, str):
        raise GoldError(name, f'is {_shown(value)}; it is a text in "", or null')
    return value.strip() or None


def _list(name: str, value: Any) -> list[str]:
    if isinstance(value, str):
        value = list(_parts(name, value))
    if not isinstance(value, list | None):
        raise GoldError(name, f'is {_shown(value)}; it is a list: ["…", "…"]')
    texts = [_entry(name, entry) for entry in value or () if entry is not None]
    if name in _NAMES and (labelled := next((text for text in texts if _LABELLED.search(text)), None)):
        raise GoldError(name, f"has {_shown(labelled)} in it; write the name alone, without its label")
    if name == "body":
        texts = [line for text in texts for line in text.splitlines()]
    return [text.strip() for text in texts if text.strip()]


def _parts(name: str, text: str) -> Iterator[str]:
    """A list that was written as one text: names with signs between them, else lines."""
    if not name.startswith(_NAMES):
        yield from text.splitlines() if not name.endswith("_ok") else [text]
        return
    for part in _MARKED.split(text):
        yield from part.split() if _SPACED_HAN.fullmatch(part.strip()) else [part]


def _entry(name: str, entry: Any) -> str:
    if isinstance(entry, Mapping):  # a credit of a record
        entry = entry.get("name")
    if not isinstance(entry, str):
        raise GoldError(name, f"has {_shown(entry)} in it; it is a list of texts")
    return entry


def _moment(name: str, text: str) -> str:
    """A moment as records have it; what the text does not say of it is not added."""
    found = _DATE.fullmatch(text)
    if found is not None:
        when = _datetime(found)
        if when is None:
            raise GoldError(name, f"is {_shown(text)}; there is no such day or time")
        return _iso(when, found[4] is not None, found[6] is not None) + (found[7] or "")
    shown: Moment | None = parse_moment(text)
    if shown is None or (shown.start, shown.end) != (0, len(text)):
        raise GoldError(name, f'is {_shown(text)}, which is no date; write "2021-11-08" or "2021-11-08T17:27"')
    return _iso(shown.when, shown.precision != "day", shown.precision == "second")


def _datetime(found: re.Match[str]) -> datetime | None:
    try:
        return datetime(*(int(part or 0) for part in found.groups()[:6]))  # type: ignore[arg-type] # never more than 6
    except ValueError:
        return None


def _iso(when: datetime, minute: bool, second: bool) -> str:
    if not minute:
        return when.date().isoformat()
    return when.replace(tzinfo=None).isoformat(timespec="seconds" if second else "minutes")


def _shown(value: Any) -> str:
    """A value in a message, as the file has it, cut."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
