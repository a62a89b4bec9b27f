"""JSON as people write it: what is plain is accepted, for the rest the message names file, line and what to do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from newsparse.dumps.printable import printable, reason
from newsparse.errors import DataError
from newsparse.text.scrub import scrub_all

# A string, whole; or a comma with nothing but the end of a list or an object behind it.
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*[\]}])', re.DOTALL)
# Signs that a Chinese keyboard or a word processor puts for those of JSON.
_LOOKALIKES = {"“": '"', "”": '"', "＂": '"', "‘": '"', "’": '"', "'": '"', "，": ",", "、": ",", "：": ":", "；": ","}
_HINTS = {
    "Expecting ',' delimiter": 'a comma is missing at the end of the line above, or a " within a text wants a \\',
    "Expecting ':' delimiter": 'a : is missing after a name, or a " within a text wants a \\',
    "Expecting property name enclosed in double quotes": 'a name in "" is expected here',
    "Expecting value": 'a value is expected here: a text in "", a list in [], null, true or false',
    "Extra data": "there is more behind the end; is a bracket closed too early?",
    "Invalid \\escape": "a \\ in a text is written \\\\",
    "Unterminated string starting at": 'a text that begins here has no " at its end',
}


class _TwiceError(Exception):
    """A name that stands twice in an object: JSON would take the last and lose the first."""


def read_text(path: Path) -> str:
    """The text of a file of JSON.

    Raises:
        DataError: it cannot be read, or is not UTF-8.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for, a device has no end
            raise DataError(f"{printable(path)} is no regular file.")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataError(f"Cannot read {printable(path)}: {reason(error)}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataError(f"{printable(path)}, line {line}: not UTF-8. Save the file as UTF-8.") from error


def parse_json(text: str, where: str, first_line: int = 1) -> Any:
    """What JSON says; a comma before a closing bracket and line breaks within texts are accepted.

    Args:
        text: the JSON.
        where: what an error is said of: a file's name.
        first_line: the number of the text's first line in that file.

    Raises:
        DataError: it is no JSON; the message names the line.

    >>> parse_json('{"authors": ["林小满",],}', "a.json")
    {'authors': ['林小满']}
    """
    try:
        return _loads(text)
    except ValueError:  # perhaps only by a comma
        text = _TRAILING_COMMA.sub(lambda found: found[1] or "", text)
    except RecursionError as error:
        raise DataError(f"{where}: brackets in one another without end; this is no case.") from error
    except _TwiceError as error:
        raise DataError(f"{where}: {error}") from error
    try:
        return _loads(text)
    except json.JSONDecodeError as error:
        raise DataError(f"{where}, line {first_line + error.lineno - 1}: {_why(error)}.") from error
    except ValueError as error:  # a number of thousands of digits
        raise DataError(f"{where}: no JSON: a number in it has thousands of digits.") from error
    except _TwiceError as error:
        raise DataError(f"{where}: {error}") from error


def _loads(text: str) -> Any:
    return scrub_all(json.loads(text, strict=False, object_pairs_hook=_once))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _TwiceError(f'"{twice}" stands there twice. Keep one.')
    return found


def _why(error: json.JSONDecodeError) -> str:
    sign = error.doc[error.pos : error.pos + 1]
    if sign in _LOOKALIKES:
        return f"{sign} is no sign of JSON; write {_LOOKALIKES[sign]}"
    if not sign and error.msg != "Unterminated string starting at":
        return "the file ends too early: a bracket is not closed"
    return _HINTS.get(error.msg, error.msg)
