"""How a part of a mail (or of MHTML) is coded on its way, undone; also where that is unknown, or not as it says."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING

from newsparse.errors import InputError

if TYPE_CHECKING:  # email brings 20 modules, and few pages are saved ones
    from email.message import Message

_UNDONE = ("base64", "quoted-printable", "x-uuencode", "uuencode", "uue", "x-uue")
_NOT_CODED = ("", "7bit", "8bit", "binary")
_WORD = re.compile(r"[\s\"]*([\w-]*)")  # comments and parameters may stand behind it
# What a page has, and neither Base64 nor noise has.
_MARKUP = re.compile(rb"</?(?:html|head|body|title|meta|div|h[1-6]|p|table|span)(?:\s[^<>]{0,500})?>", re.IGNORECASE)
_BASE64 = re.compile(rb"[\sA-Za-z0-9+/]{8,}+[\s=]*+")
_NO_LETTERS = re.compile(rb"[^A-Za-z0-9+/]+")
# A line of Base64 somewhere: text has a space or a stop sooner.
_LETTERS = re.compile(rb"(?s:.{0,2000}?)[A-Za-z0-9+/]{60}")
_SPACE = re.compile(rb"[\s=]+")
# In quoted-printable no = means itself; markup has many.
_NOT_QUOTED = re.compile(rb"=(?![0-9A-F]{2}|[ \t]*\r?\n)")


def decoded(headers: Message, body: bytes, *, markup: bool) -> tuple[bytes, str | None]:
    """A part without its coding, and what is to be said of it.

    Args:
        headers: of the part.
        markup: it must be markup; else it may be any text.

    Raises:
        InputError: nobody knows how it is coded.
    """
    said = str(headers.get("Content-Transfer-Encoding", ""))[:60].strip()
    found = _WORD.match(said.lower())
    coding = found[1] if found else ""
    plain = _undone(headers, body, coding) if coding in _UNDONE else body
    known = coding in (*_UNDONE, *_NOT_CODED)
    if coding == "base64" and (plain == body or (markup and not _is_markup(plain))):
        if (found_in := _broken_base64(body)) is not None:
            return found_in, "The Base64 of the saved page is broken: what could be read was read."
        if plain == body and _LETTERS.match(body):
            raise InputError(
                "The Base64 of the saved page is broken, and nothing in it can be read. Save the page anew."
            )
    if coding in _UNDONE and (not markup or _is_markup(plain)):
        return plain, None
    guessed = _guessed(body)
    if known and not markup and (guessed is None or guessed[0] != "base64"):
        return plain, None
    if guessed is None and known:
        return plain, None
    if guessed is None:
        raise InputError(f"The Content-Transfer-Encoding {said!r} of the saved page is unknown. Save the page anew.")
    how, plain = guessed
    if known and how in (coding, ""):
        return plain, None
    read = how or "it stands"
    why = f"says {said!r}, and it is not" if known else f"{said!r} is unknown"
    return plain, f"The saved page was read as {read}: its Content-Transfer-Encoding {why}."


def _undone(headers: Message, body: bytes, coding: str) -> bytes:
    del headers["Content-Transfer-Encoding"]
    headers["Content-Transfer-Encoding"] = coding
    headers.set_payload(body.decode("ascii", "surrogateescape"))
    plain = headers.get_payload(decode=True)
    return plain if isinstance(plain, bytes) else body


def _guessed(body: bytes) -> tuple[str, bytes] | None:
    """How markup is coded ("": not at all), and the markup; None where it is none in any way."""
    if _BASE64.fullmatch(body):
        letters = _SPACE.sub(b"", body)
        plain = binascii.a2b_base64(letters[: len(letters) // 4 * 4])
        return ("base64", plain) if _is_markup(plain) else None
    if not _is_markup(body):
        return None
    if b"=" in body and not _NOT_QUOTED.search(body):
        return "quoted-printable", binascii.a2b_qp(body)
    return "", body


def _broken_base64(body: bytes) -> bytes | None:
    """Markup in Base64 of which some letters are lost or changed: what follows is off by one, two or three of them."""
    letters = _NO_LETTERS.sub(b"", body)
    for lost in range(4):
        whole = letters[lost : lost + (len(letters) - lost) // 4 * 4]
        if _is_markup(plain := binascii.a2b_base64(whole)):
            return plain
    return None


def _is_markup(data: bytes) -> bool:
    return _MARKUP.search(data.replace(b"\0", b"")) is not None
