"""One JSON value out of a table: a row."""

from __future__ import annotations

import json
from typing import Any

from newsparse.dumps.pages import Columns
from newsparse.read.decode import decode

_BOM = b"\xef\xbb\xbf"
# Digits of a whole number that Python makes one of; longer ones stay text.
_MOST_DIGITS = 4300
_BEHIND = " \t\r\n,"
# The column of a row that is no object but a text.
_BARE = ""


def json_row(data: bytes) -> Any:
    """A JSON value, in UTF-8 as the standard says, or in another encoding that Chinese programs write.

    A text becomes an object with this one value, under the name "".

    Signs of control in texts, which the standard forbids, are taken as they are; so are numbers of any length, and
    commas behind the value, as where the lines of a list were made a file.

    Raises:
        ValueError: it is no JSON, or too deep.

    >>> json_row('{"题": "石桥"}'.encode("gb18030")), json_row(b'"<p>"'), json_row(b"[NaN]")
    ({'题': '石桥'}, {'': '<p>'}, [None])
    """
    data = data.removeprefix(_BOM)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = decode(data).text
    text = text.rstrip(_BEHIND)
    try:
        row = _READER.decode(text)
    except RecursionError as error:
        raise ValueError("Its lists and objects lie too deep in one another: it was not read.") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"It is no JSON: {error.msg} (character {error.pos + 1}).") from error
    except ValueError:  # a number that is too long for Python
        row = _PATIENT_READER.decode(text)
    return {_BARE: row} if isinstance(row, str) else row


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


_READER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)  # NaN and Infinity are no JSON
_PATIENT_READER = json.JSONDecoder(strict=False, parse_constant=lambda _: None, parse_int=_number)


def doubts(data: bytes) -> tuple[str, ...]:
    """What is doubtful about a value's encoding, as of a page's.

    >>> doubts('"石桥昨天修好了，居民走上新路。"'.encode("gb18030")), doubts(b'"caf\\xe9 du pont"')
    ((), ('No encoding fits the page; cp1252 is a guess.',))
    """
    try:
        data.decode()
    except UnicodeDecodeError:
        return decode(data).warnings
    return ()


def tried(data: bytes | None) -> Any:
    """As `json_row`; None where it is no JSON, or was too long to be kept."""
    try:
        return json_row(data or b"")
    except ValueError:
        return None


def said_of(row: dict[str, Any], columns: Columns) -> tuple[str | None, str | None, str | None]:
    """Address, type and time of a page, out of the columns that hold them."""

    def text(name: str | None) -> str | None:
        value = row.get(name) if name else None
        return str(value) if value else None

    return text(columns.url), text(columns.content_type), text(columns.fetched)
